"""Frames, rates and drop-frame timecode. Plain Python.

Time in moving pictures is an integer frame at a rational rate; a timecode is how such a frame is written. Drop-frame
numbering is that of SMPTE ST 12-1: no pictures are left out, only numbers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction

Rate = Fraction
"""Frames a second, exact: 24000/1001."""

KNOWN_RATES: tuple[Rate, ...] = tuple(
    Fraction(*pair)
    for pair in (
        (12, 1),
        (15, 1),
        (24000, 1001),
        (24, 1),
        (25, 1),
        (30000, 1001),
        (30, 1),
        (48000, 1001),
        (48, 1),
        (50, 1),
        (60000, 1001),
        (60, 1),
        (100, 1),
        (120000, 1001),
        (120, 1),
        (240000, 1001),
        (240, 1),
    )
)
"""The rates of cameras and editing programs."""

NEAREST_WITHIN = Fraction(5, 1000)
_WRITTEN = re.compile(r"^\s*(\d{1,2})([:;])(\d{1,2})([:;])(\d{1,2})([:;.,])(\d{1,3})\s*$")


@dataclass(frozen=True)
class Timecode:
    """A frame of the clock at a rate: `frame` counts from 00:00:00:00 and is below the frames of a day."""

    frame: int
    rate: Rate
    drop_frame: bool = False

    def __post_init__(self) -> None:
        """Wraps the frame at 24 hours. Raises ValueError if this rate cannot drop frame numbers."""
        object.__setattr__(self, "frame", self.frame % frames_per_day(self.rate, drop_frame=self.drop_frame))

    def __str__(self) -> str:
        """As written on a slate: `10:00:00;00`, with `;` before the frames of drop-frame."""
        nominal = nominal_rate(self.rate)
        number = _number_of(self.frame, nominal) if self.drop_frame else self.frame
        seconds, frames = divmod(number, nominal)
        minutes, seconds = divmod(seconds, 60)
        hours, minutes = divmod(minutes, 60)
        digits = len(str(nominal - 1))
        separator = ";" if self.drop_frame else ":"
        return f"{hours:02d}:{minutes:02d}:{seconds:02d}{separator}{frames:0{max(digits, 2)}d}"

    def __add__(self, frames: int) -> Timecode:
        """The timecode so many frames later, past midnight if need be."""
        return Timecode(self.frame + frames, self.rate, self.drop_frame)


def nominal_rate(rate: Rate) -> int:
    """The whole number by which a timecode at this rate counts: 30 for 30000/1001. Raises ValueError below 1/2."""
    nominal = (2 * rate.numerator + rate.denominator) // (2 * rate.denominator)
    if nominal < 1:
        raise ValueError(f"no timecode counts at {rate} frames a second")
    return nominal


def can_drop_frames(rate: Rate) -> bool:
    """Whether drop-frame numbering exists at this rate: the family of 29.97.

    A flat 30 is let in, since cameras write such files.
    """
    return nominal_rate(rate) % 30 == 0


def frames_per_day(rate: Rate, *, drop_frame: bool = False) -> int:
    """How many frames the clock of this rate counts in 24 hours: 2,589,408 at 29.97 drop-frame."""
    nominal = nominal_rate(rate)
    if not drop_frame:
        return nominal * 86_400
    if not can_drop_frames(rate):
        raise ValueError(f"drop-frame does not exist at {rate} frames a second")
    return 144 * (600 * nominal - 9 * _dropped(nominal))


def parse_timecode(text: str, rate: Rate, *, drop_frame: bool | None = None) -> Timecode:
    """The timecode written as `hh:mm:ss:ff`; `;` (or `.`) before the frames means drop-frame unless `drop_frame` says.

    Raises ValueError for what is no time of day at this rate, and for a number that drop-frame leaves out.
    """
    match = _WRITTEN.match(text)
    if not match:
        raise ValueError(f"{text!r} is not a timecode: write hh:mm:ss:ff")
    hours, minutes, seconds, frames = (int(match[group]) for group in (1, 3, 5, 7))
    nominal = nominal_rate(rate)
    if hours > 23 or minutes > 59 or seconds > 59 or frames >= nominal:
        raise ValueError(f"{text!r} does not exist at {rate} frames a second")
    drops = match[6] != ":" if drop_frame is None else drop_frame
    number = ((hours * 60 + minutes) * 60 + seconds) * nominal + frames
    if not drops:
        return Timecode(number, rate)
    if seconds == 0 and minutes % 10 and frames < _dropped(nominal):
        raise ValueError(f"{text!r} is a number that drop-frame leaves out")
    total_minutes = 60 * hours + minutes
    return Timecode(number - _dropped(nominal) * (total_minutes - total_minutes // 10), rate, drop_frame=True)


def nearest_rate(value: str | float | Decimal | Fraction) -> Rate:
    """The known rate a written one means: `29.97` is 30000/1001, `23.976` is 24000/1001.

    A rational text (`30000/1001`) and a value that is near no known rate are taken exactly. Raises ValueError for
    text that is no positive number.
    """
    try:
        exact = Fraction(value) if isinstance(value, str | Fraction) else Fraction(Decimal(str(value)))
    except (ValueError, ZeroDivisionError, InvalidOperation, OverflowError) as error:
        raise ValueError(f"{value!r} is not a frame rate") from error
    if exact <= 0:
        raise ValueError(f"{value!r} is not a frame rate")
    nearest = min(KNOWN_RATES, key=lambda known: abs(known - exact))
    return nearest if abs(nearest - exact) <= NEAREST_WITHIN else exact


def frame_at(seconds: int | Decimal | Fraction, rate: Rate) -> int:
    """The frame nearest to a moment, by whole numbers: floor(t * rate + 1/2)."""
    exact = Fraction(seconds) * rate
    return (2 * exact.numerator + exact.denominator) // (2 * exact.denominator)


def seconds_at(frame: int, rate: Rate) -> Fraction:
    """When a frame begins, in exact seconds."""
    return frame / rate


def _dropped(nominal: int) -> int:
    """How many numbers are left out at a minute: 2 at 30, 4 at 60."""
    return nominal // 15


def _number_of(frame: int, nominal: int) -> int:
    """The number that drop-frame gives to a frame, counted as if none were left out."""
    dropped = _dropped(nominal)
    per_minute = 60 * nominal - dropped
    tens, rest = divmod(frame, 600 * nominal - 9 * dropped)
    number = frame + 9 * dropped * tens
    if rest >= 60 * nominal:
        number += dropped * (1 + (rest - 60 * nominal) // per_minute)
    return number
