"""What RIFF files (WAV, Broadcast Wave, RF64, AVI) say of themselves, read from their chunks within bounds.

Sources: EBU Tech 3285 (Broadcast Wave, `bext`), EBU Tech 3306 and ITU-R BS.2088 (RF64, BW64, `ds64`), Microsoft's
Multimedia Programming Interface 1.0 (RIFF, `INFO`), the AVI RIFF File Reference (`IDIT`).
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from .old_text import decode_old_text

MOST_CHUNKS = 20_000
LONGEST_TEXT = 64 * 1024
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_LISTS_WITHIN = {b"hdrl", b"INFO", b"Tdat"}


@dataclass
class Riff:
    """What the chunks said; None for what they did not."""

    form: bytes = b""
    """`WAVE`, `AVI `."""
    bext_description: str | None = None
    bext_date: str | None = None
    """ISO, local wall clock: `2018-12-31T12:40:00`."""
    bext_time_reference: int | None = None
    """Samples since midnight."""
    digitised_at: str | None = None
    """`IDIT`: when an AVI was shot, ISO, local wall clock."""
    info: dict[str, str] = field(default_factory=dict)
    xmp: bytes | None = None
    cut_short: bool = False


def read_riff(path: Path) -> Riff:
    """Reads the chunks of a RIFF file, passing over sound and pictures. Raises OSError only."""
    riff = Riff()
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(0)
        head = file.read(12)
        if head[:4] not in {b"RIFF", b"RF64", b"BW64"}:
            return riff
        riff.form = head[8:12]
        for kind, start, end in _list_chunks(file, 12, size, _read_long_sizes(file)):
            riff.cut_short = riff.cut_short or (kind in {b"data", b"LIST"} and end > size)
            _read_chunk(file, kind, start, min(end, size), riff)
    return riff


def _read_long_sizes(file: BinaryIO) -> dict[bytes, int]:
    """The 64-bit size of the sound, where `ds64` gives one."""
    file.seek(12)
    head = file.read(36)
    if head[:4] != b"ds64" or len(head) < 24:
        return {}
    return {b"data": struct.unpack_from("<Q", head, 16)[0]}


def _list_chunks(
    file: BinaryIO, start: int, end: int, long_sizes: dict[bytes, int]
) -> Iterator[tuple[bytes, int, int]]:
    """Kind, start and end of each chunk between two offsets."""
    for _ in range(MOST_CHUNKS):
        file.seek(start)
        head = file.read(8)
        if start + 8 > end or len(head) < 8:
            return
        kind, size = struct.unpack("<4sI", head)
        if size == 0xFFFFFFFF:
            size = long_sizes.get(kind, end - start - 8)
        yield kind, start + 8, start + 8 + size
        start += 8 + size + size % 2


def _read_chunk(file: BinaryIO, kind: bytes, start: int, end: int, riff: Riff) -> None:
    if kind == b"LIST":
        file.seek(start)
        if file.read(4) in _LISTS_WITHIN:
            for inner, inner_start, inner_end in _list_chunks(file, start + 4, end, {}):
                _read_chunk(file, inner, inner_start, min(inner_end, end), riff)
    elif kind == b"bext":
        _read_bext(_read(file, start, end), riff)
    elif kind == b"IDIT":
        riff.digitised_at = parse_digitised_at(decode_old_text(_read(file, start, end)))
    elif kind == b"_PMX":
        file.seek(start)
        riff.xmp = file.read(min(end - start, 4 * 1024 * 1024))
    elif re.fullmatch(rb"I[A-Z]{3}", kind):
        text = decode_old_text(_read(file, start, end))
        if text:
            riff.info.setdefault(kind.decode("ascii"), text)


def _read(file: BinaryIO, start: int, end: int) -> bytes:
    file.seek(start)
    return file.read(max(0, min(end - start, LONGEST_TEXT)))


def _read_bext(body: bytes, riff: Riff) -> None:
    """EBU Tech 3285 version 2, section 2.3: fixed fields, ASCII by the book, anything in the wild."""
    if len(body) < 346:
        return
    riff.bext_description = decode_old_text(body[:256]) or None
    riff.bext_date = _parse_bext_date(decode_old_text(body[320:330]), decode_old_text(body[330:338]))
    riff.bext_time_reference = struct.unpack_from("<Q", body, 338)[0]


def _parse_bext_date(date: str, time: str) -> str | None:
    """`2018-12-31` and `12:40:00`, whose separators the standard leaves free."""
    day = re.fullmatch(r"(\d{4})\D(\d\d)\D(\d\d)", date)
    clock = re.fullmatch(r"(\d\d)\D(\d\d)\D(\d\d)", time)
    if not day or not clock or day[1] == "0000" or not 1 <= int(day[2]) <= 12 or not 1 <= int(day[3]) <= 31:
        return None
    return f"{day[1]}-{day[2]}-{day[3]}T{clock[1]}:{clock[2]}:{clock[3]}"


def parse_digitised_at(text: str) -> str | None:
    """The date of an AVI as cameras write it: `Mon Mar 10 15:04:43 2003` or `2005/08/17/ 11:42`; None for none."""
    english = re.search(r"([A-Za-z]{3})\s+(\d{1,2})\s+(\d\d):(\d\d):(\d\d)\s+(\d{4})", text)
    if english and english[1].title() in _MONTHS:
        month = _MONTHS.index(english[1].title()) + 1
        return f"{english[6]}-{month:02d}-{int(english[2]):02d}T{english[3]}:{english[4]}:{english[5]}"
    numbers = re.search(r"(\d{4})[-:/](\d\d)[-:/](\d\d)\D+(\d{1,2}):(\d\d)(?::(\d\d))?", text)
    if not numbers or numbers[1] == "0000":
        return None
    return f"{numbers[1]}-{numbers[2]}-{numbers[3]}T{int(numbers[4]):02d}:{numbers[5]}:{numbers[6] or '00'}"
