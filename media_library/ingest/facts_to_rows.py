"""From the facts of a file to the columns of its rows. Pure functions."""

from __future__ import annotations

import math
import re
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

from media_library.formats import Facts, FileType
from media_library.marking.values import fold_label
from media_library.timecode import Timecode, parse_timecode

LONGEST_NAME = 200
WALL_CLOCK = re.compile(r"^(?P<day>\d{4}-\d\d-\d\d)(?:T(?P<time>\d\d:\d\d(?::\d\d)?)(?P<decimals>\.\d+)?)?$")


def clean(value: Any) -> Any:
    """The value as every database and JSON can hold it: no NUL, no lone surrogate, no endless number."""
    if isinstance(value, str):
        return value.replace("\x00", "").encode("utf-8", "backslashreplace").decode("utf-8")
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {clean(str(key)): clean(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [clean(item) for item in value]
    return value


def readable_path(path: str) -> str:
    """A path as it can be shown and stored: bytes that are no text appear as `\\xNN`."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace").replace("\x00", "")


def original_columns(file_type: FileType, facts: Facts) -> dict[str, Any]:
    """The columns of `Original` that come from its bytes."""
    rate = parse_rate(facts.frame_rate)
    timecode = read_timecode(facts.start_timecode, rate)
    return {
        "kind": file_type.kind.value,
        "file_type": file_type.name[:32],
        "reader": file_type.reader,
        "mime": file_type.mime,
        "extension": file_type.extension,
        "width_px": facts.width,
        "height_px": facts.height,
        "duration_frames": facts.duration_frames,
        "duration_ms": round(facts.duration_s * 1000) if facts.duration_s is not None else None,
        "rate_num": rate.numerator if rate else None,
        "rate_den": rate.denominator if rate else None,
        "variable_rate": bool(facts.variable_frame_rate),
        "drop_frame": bool(timecode and timecode.drop_frame),
        "start_frame": timecode.frame if timecode else None,
        "start_timecode_source": (facts.start_timecode_source or "")[:16],
        "facts": clean(facts.to_json()),
    }


def asset_columns(facts: Facts) -> dict[str, Any]:
    """The columns of `Asset` that come from the file or its sidecar; only what is known is in the result."""
    columns: dict[str, Any] = capture_columns(facts)
    texts = {
        "make": facts.make,
        "model": facts.model,
        "lens": facts.lens,
    }
    columns.update({name: clean(text)[:LONGEST_NAME] for name, text in texts.items() if text})
    if facts.creator:
        columns["creator"] = "; ".join(clean(name) for name in facts.creator)
    for name in ("title", "headline", "caption", "copyright"):
        if text := getattr(facts, name):
            columns[name] = clean(text)
    if facts.gps_lat is not None and facts.gps_lon is not None:
        columns |= {"latitude": facts.gps_lat, "longitude": facts.gps_lon, "altitude_m": clean(facts.gps_alt)}
    return columns | mark_columns(facts)


def mark_columns(facts: Facts) -> dict[str, Any]:
    """The marks a file brings. Other programs write a rejection as stars of −1; a file that has any is not rejected."""
    columns: dict[str, Any] = {}
    if facts.label and (label := fold_label(clean(facts.label))):
        columns["label"] = label[:LONGEST_NAME]
    stars = None if facts.rating is None else read_rating(facts.rating)
    if stars is not None:
        columns |= {"rating": stars if stars > 0 else None, "flag": "reject" if stars < 0 else ""}
    return columns


def capture_columns(facts: Facts) -> dict[str, Any]:
    """Local wall-clock time, held as if it were UTC, and the offset apart. Nothing when the file has no usable date."""
    if not facts.captured_at:
        return {}
    columns: dict[str, Any] = {
        "captured_text": clean(facts.captured_at)[:64],
        "captured_source": (facts.captured_at_source or "")[:64],
    }
    moment = read_wall_clock(facts.captured_at)
    if moment is not None:
        columns |= {"captured_at": moment, "captured_offset_minutes": read_offset(facts.captured_at_offset)}
    return columns


def read_wall_clock(text: str) -> datetime | None:
    """`2008-05-30T15:56:01.05` as a datetime labelled UTC; a day alone is its midnight, what is no date is None."""
    found = WALL_CLOCK.match(text)
    if not found:
        return None
    try:
        whole = datetime.fromisoformat(f"{found['day']}T{found['time'] or '00:00'}").replace(tzinfo=UTC)
    except ValueError:
        return None
    decimals = Fraction(f"0{found['decimals']}") if found["decimals"] else Fraction(0)
    return whole.replace(microsecond=int(decimals * 1_000_000))


def is_same_second(one: datetime | None, other: datetime | None) -> bool:
    """Whether both are known and differ by split seconds at most: not every program that writes a time keeps those."""
    return one is not None and other is not None and one.replace(microsecond=0) == other.replace(microsecond=0)


def read_offset(text: str | None) -> int | None:
    """`+05:30` as 330 minutes, `Z` as 0."""
    if text in ("Z", "z"):
        return 0
    found = re.match(r"^([+-])(\d\d):?(\d\d)$", text or "")
    if not found:
        return None
    return (-1 if found[1] == "-" else 1) * (int(found[2]) * 60 + int(found[3]))


def read_rating(value: float) -> int | None:
    """Stars −1 (rejected) to 5; None for what is no rating. XMP allows −1…5 (XMP specification part 2, xmp:Rating)."""
    stars = round(value)
    return stars if -1 <= stars <= 5 else None


def read_timecode(text: str | None, rate: Fraction | None) -> Timecode | None:
    """The start timecode as a count of frames; None where the file has none, or one that its rate does not have."""
    if not text or rate is None:
        return None
    try:
        return parse_timecode(text, rate)
    except ValueError:
        return None


def parse_rate(text: str | None) -> Fraction | None:
    """`24000/1001` as a fraction that the columns can hold."""
    if not text:
        return None
    try:
        rate = Fraction(text)
    except (ValueError, ZeroDivisionError):
        return None
    return rate if rate > 0 and rate.numerator < 2**31 and rate.denominator < 2**31 else None
