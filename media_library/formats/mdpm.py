"""What an AVCHD camera writes into the H.264 stream itself: date, maker, model, place.

The record is a "user data unregistered" SEI message (ITU-T H.264, D.1.7) with a UUID and the letters MDPM; its entries
are the packs of consumer camcorders, one byte of tag and four of value. exiftool documents the tags (H264.pm).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .places import Place

_UUID = bytes.fromhex("17ee8c60f84d11d98cd60800200c9a66") + b"MDPM"
_MAKERS = {0x0103: "Panasonic", 0x0108: "Sony", 0x1011: "Canon", 0x1104: "JVC"}
LONGEST_UNIT = 64 * 1024


@dataclass(frozen=True)
class CameraRecord:
    """`captured_at` is ISO local time, `offset` like `+02:00`."""

    captured_at: str | None = None
    offset: str | None = None
    make: str | None = None
    model: str | None = None
    place: Place | None = None


def read_camera_record(packet: bytes) -> CameraRecord | None:
    """The record in one H.264 access unit (Annex B byte stream), None if it has none."""
    for start in re.finditer(rb"\x00\x00\x01\x06", packet[: 4 * LONGEST_UNIT]):
        unit = packet[start.end() : start.end() + LONGEST_UNIT]
        unit = re.split(rb"\x00\x00\x01", unit, maxsplit=1)[0]
        payload = unit.replace(b"\x00\x00\x03", b"\x00\x00")  # emulation prevention, H.264 section 7.4.1
        at = payload.find(_UUID)
        if at >= 0:
            return _read_entries(payload[at + len(_UUID) :])
    return None


def _read_entries(body: bytes) -> CameraRecord:
    count = body[0] if body else 0
    packs = {body[at]: body[at + 1 : at + 5] for at in range(1, 1 + 5 * count, 5) if at + 5 <= len(body)}
    captured_at, offset = _read_date(packs.get(0x18, b"") + packs.get(0x19, b""))
    model = b"".join(packs.get(tag, b"") for tag in (0xE4, 0xE5, 0xE6)).split(b"\x00", 1)[0]
    return CameraRecord(
        captured_at=captured_at,
        offset=offset,
        make=_MAKERS.get(int.from_bytes(packs.get(0xE0, b"")[:2], "big")),
        model=model.decode("latin-1").strip() or None,
        place=_read_place(packs),
    )


def _read_date(value: bytes) -> tuple[str | None, str | None]:
    """Zone, then year to second in binary-coded decimals. Zone: 0x20 west, 0x1e hours, 0x01 half an hour."""
    digits = value.hex()
    if len(value) != 8 or not digits[2:].isdecimal():
        return None, None
    year, month, day, hour, minute, second = (digits[at : at + width] for at, width in _DATE_DIGITS)
    if not 1 <= int(month) <= 12 or not 1 <= int(day) <= 31 or int(hour) > 23:
        return None, None
    zone = value[0]
    offset = f"{'-' if zone & 0x20 else '+'}{(zone >> 1) & 0x0F:02d}:{'30' if zone & 0x01 else '00'}"
    return f"{year}-{month}-{day}T{hour}:{minute}:{second}", None if zone & 0x80 else offset


_DATE_DIGITS = ((2, 4), (6, 2), (8, 2), (10, 2), (12, 2), (14, 2))


def _read_place(packs: dict[int, bytes]) -> Place | None:
    """Tags 0xB1–0xBA follow the GPS tags of EXIF, each rational as two 16-bit numbers."""
    latitude = _read_angle(packs, 0xB1, (0xB2, 0xB3, 0xB4), b"S")
    longitude = _read_angle(packs, 0xB5, (0xB6, 0xB7, 0xB8), b"W")
    if latitude is None or longitude is None:
        return None
    place = Place(latitude, longitude)
    return place if place.is_on_earth else None


def _read_angle(packs: dict[int, bytes], letter_tag: int, tags: tuple[int, int, int], negative: bytes) -> float | None:
    if not all(tag in packs for tag in (letter_tag, *tags)):
        return None
    degrees = 0.0
    for tag, unit in zip(tags, (1, 60, 3600), strict=True):
        numerator, denominator = int.from_bytes(packs[tag][:2], "big"), int.from_bytes(packs[tag][2:], "big")
        if not denominator:
            return None
        degrees += numerator / denominator / unit
    return round(-degrees if packs[letter_tag][:1] == negative else degrees, 7)
