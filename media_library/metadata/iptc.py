"""IPTC-IIM datasets and the Photoshop resources that carry them. Plain Python.

IPTC-NAA Information Interchange Model 4.2 (2014), chapters 3 and 6; Adobe Photoshop File Formats Specification (2019),
"Image Resource Blocks".
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from .texts import clean_text, decode_text

DATASETS = {
    5: "ObjectName",
    25: "Keywords",
    55: "DateCreated",
    60: "TimeCreated",
    80: "By-line",
    105: "Headline",
    116: "CopyrightNotice",
    120: "Caption-Abstract",
}
"""Those of record 2, by exiftool's names."""
CODED_CHARACTER_SET = (1, 90)
UTF_8 = b"\x1b%G"
"""ISO 2022 escape that IIM 1:90 holds for UTF-8."""
IPTC_RESOURCE = 0x0404
MAX_DATASETS = 20_000
MAX_RESOURCES = 2_000


def read_iptc(raw: bytes) -> dict[str, list[str]]:
    """The texts of record 2 by name, in order. Without the escape for UTF-8 the bytes tell the code page."""
    if raw[:1] != b"\x1c" and raw[3:4] == b"\x1c":
        raw = b"".join(raw[place : place + 4][::-1] for place in range(0, len(raw), 4))
    declared: str | None = None
    found: dict[str, list[bytes]] = {}
    for record, number, value in _iterate_datasets(raw):
        if (record, number) == CODED_CHARACTER_SET and value.startswith(UTF_8):
            declared = "utf-8"
        elif record == 2 and number in DATASETS:
            found.setdefault(DATASETS[number], []).append(value)
    return {name: texts for name, values in found.items() if (texts := _decode_all(values, declared))}


def _decode_all(values: list[bytes], declared: str | None) -> list[str]:
    return [text for value in values if (text := clean_text(decode_text(value, declared)))]


def _iterate_datasets(raw: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Record, dataset and value one after another; ends where the marker byte is missing."""
    place = max(raw.find(b"\x1c"), 0)
    for _ in range(MAX_DATASETS):
        if len(raw) - place < 5 or raw[place] != 0x1C:
            return
        record, number, length = struct.unpack(">BBH", raw[place + 1 : place + 5])
        place += 5
        if length & 0x8000:
            width = length & 0x7FFF
            if width > 8:
                return
            length = int.from_bytes(raw[place : place + width], "big")
            place += width
        yield record, number, raw[place : place + length]
        place += length


def iterate_resources(raw: bytes) -> Iterator[tuple[int, bytes]]:
    """Number and contents of the Photoshop resources in `raw`; ends where they make no sense."""
    place = 0
    for _ in range(MAX_RESOURCES):
        if raw[place : place + 4] not in (b"8BIM", b"PHUT", b"DCSR", b"AgHg", b"MeSa") or len(raw) - place < 12:
            return
        number = struct.unpack(">H", raw[place + 4 : place + 6])[0]
        place += 6
        place += (raw[place] + 2) // 2 * 2  # the name: a length byte and its letters, to an even length
        length = int.from_bytes(raw[place : place + 4], "big")
        place += 4
        yield number, raw[place : place + length]
        place += length + length % 2


def read_photoshop_iptc(raw: bytes) -> dict[str, list[str]]:
    """The IPTC texts inside Photoshop resources; of several blocks the last is the current one, as exiftool has it."""
    blocks = [contents for number, contents in iterate_resources(raw) if number == IPTC_RESOURCE]
    return read_iptc(blocks[0]) if blocks else {}
