"""How many frames a moving picture has and whether their times are even, without decoding any."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from av.container import InputContainer
from av.video.stream import VideoStream

from ..timecode import KNOWN_RATES, Rate, frame_at

MOST_PACKETS = 4_000
MOST_BYTES = 48 * 1024 * 1024
FEWEST_FRAMES = 4
"""Fewer say nothing about evenness."""
TOO_FEW_TO_MEASURE = 10
"""With fewer, the mean rate is not good to a thousandth, and the nearest known one is meant."""
UNEVEN = Fraction(1, 12)
"""A frame that lasts so much longer or shorter than the others, and more than the clock of the file explains."""


@dataclass(frozen=True)
class FrameTimes:
    """What the packets say. `frames` and `end_s` only if all of them were seen."""

    is_variable: bool | None = None
    frames: int | None = None
    end_s: Fraction | None = None


def are_uneven(durations: Iterable[tuple[int, int]]) -> bool | None:
    """Whether frames last differently; None when there are too few. `durations` are (frames, ticks of each).

    The measure is the middle duration. A clock of few ticks a frame (600 a second, milliseconds) rounds: one and a half
    ticks of difference are no variation.
    """
    counts: Counter[int] = Counter()
    for frames, ticks in durations:
        counts[ticks] += frames
    total = sum(counts.values())
    if total < FEWEST_FRAMES - 1:
        return None
    middle = _median(counts, total)
    allowed = max(Fraction(3, 2), middle * UNEVEN)
    return any(abs(ticks - middle) > allowed for ticks in counts)


def without_last(runs: tuple[tuple[int, int], ...]) -> list[tuple[int, int]]:
    """The runs less the last frame, whose duration is often made up."""
    if not runs:
        return []
    frames, ticks = runs[-1]
    return [*runs[:-1], (frames - 1, ticks)] if frames > 1 else list(runs[:-1])


def measure_packets(container: InputContainer, stream: VideoStream) -> FrameTimes:
    """Reads the times of the first packets of a picture: at most 4,000 of them and 48 MB, none decoded."""
    times: list[int] = []
    read_bytes, last_duration, complete = 0, 0, True
    for packet in container.demux(stream):
        if packet.pts is None:
            continue
        times.append(packet.pts)
        read_bytes += packet.size
        last_duration = packet.duration or last_duration
        if len(times) >= MOST_PACKETS or read_bytes > MOST_BYTES:
            complete = False
            break
    times.sort()
    steps = [later - earlier for earlier, later in pairwise(times)]
    uneven = are_uneven((1, step) for step in steps)
    if not complete or not times or not stream.time_base:
        return FrameTimes(uneven)
    last = last_duration or (round(sum(steps) / len(steps)) if steps else 0)
    return FrameTimes(uneven, len(times), (times[-1] + last - times[0]) * stream.time_base)


def choose_rate(base: Rate | None, average: Rate | None, *, is_variable: bool) -> Rate | None:
    """The rate a clip is counted at: the base rate if it is within 1 % of the mean and the clip is even, else the mean.

    A base rate that differs is that of fields, or the clock of a clip of varying rate.
    """
    if not base or not average:
        return average or base
    return base if not is_variable and abs(base / average - 1) <= Fraction(1, 100) else average


def known_rate_of_few(rate: Rate | None, frames: int) -> Rate | None:
    """The base rate of a clip of a few frames: the nearest known one within a thousandth."""
    if not rate or not 0 < frames < TOO_FEW_TO_MEASURE:
        return rate
    nearest = min(KNOWN_RATES, key=lambda known: abs(known - rate))
    return nearest if abs(nearest / rate - 1) <= Fraction(1, 1000) else rate


def frames_in(duration: Fraction | None, rate: Rate | None) -> int | None:
    """How many frames of this rate fill a duration, at least one."""
    return max(1, frame_at(duration, rate)) if duration and rate else None


def _median(counts: Counter[int], total: int) -> int:
    seen = 0
    for ticks in sorted(counts):
        seen += counts[ticks]
        if 2 * seen >= total:
            return ticks
    raise ValueError("no durations")
