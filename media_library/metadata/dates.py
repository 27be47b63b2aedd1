"""Dates as files write them, given as ISO local time with the offset apart. Plain Python."""

from __future__ import annotations

import re

from media_library.formats.facts import CaptureDate

DATE = re.compile(
    r"^\s*(?P<year>\d{4})\D(?P<month>\d{1,2})\D(?P<day>\d{1,2})"
    r"(?:[T\s.]+(?P<hour>\d{1,2})[:.\s](?P<minute>\d{1,2})(?:[:.\s](?P<second>\d{1,2})(?P<decimals>\.\d+)?)?"
    r"\s*(?P<offset>Z|[+-]\d{2}:?\d{2})?)?"
)
OFFSET = re.compile(r"^\s*(Z|[+-]\d{2}:?\d{2}|[+-]\d:\d{2})\s*$")


def read_date(
    source: str, text: str | None, *, decimals: str | None = None, offset: str | None = None
) -> CaptureDate | None:
    """The date in `text` (EXIF `2008:05:30 15:56:01`, ISO, with or without time), None if it is no possible date.

    `decimals` are the digits of an EXIF SubSecTime tag, `offset` the text of an EXIF OffsetTime tag; what stands in
    `text` itself comes first. Seconds that are not written count as 0.
    """
    found = DATE.match(text or "")
    if not found or not _is_possible(found):
        return None
    value = f"{found['year']}-{int(found['month']):02}-{int(found['day']):02}"
    if found["hour"] is None:
        return CaptureDate(source, value, None)
    value += f"T{int(found['hour']):02}:{int(found['minute']):02}:{int(found['second'] or 0):02}"
    value += found["decimals"] or _fraction(decimals)
    return CaptureDate(source, value, _normal_offset(found["offset"]) or _normal_offset(offset))


def _is_possible(found: re.Match[str]) -> bool:
    """Year 0, month 0 and day 0 are how cameras write 'clock not set'."""
    year, month, day = int(found["year"]), int(found["month"]), int(found["day"])
    hour, minute, second = (int(found[name] or 0) for name in ("hour", "minute", "second"))
    return year > 0 and 1 <= month <= 12 and 1 <= day <= 31 and hour < 24 and minute < 60 and second <= 60


def _fraction(decimals: str | None) -> str:
    found = re.match(r"(\d+)", decimals or "")
    return f".{found[1]}" if found else ""


def _normal_offset(text: str | None) -> str | None:
    """`+0500` and `+05:00` as `+05:00`; EXIF 2.31 allows only the latter, cameras write both."""
    found = OFFSET.match(text or "")
    if not found:
        return None
    offset = found[1]
    digits = offset[1:].replace(":", "").zfill(4)
    return offset if offset == "Z" else f"{offset[0]}{digits[:2]}:{digits[2:]}"
