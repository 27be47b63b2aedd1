"""Nikon's notes: the lens, which Nikon's reflex cameras do not name in EXIF. Plain Python.

A lens is known by seven bytes that it tells the camera (LensData) and the kind of lens (LensType). From 2004 on cameras
hide these bytes behind their own number and the count of their pictures, both of which stand in the same notes.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from ..texts import clean_text, decode_text
from ..tiff import Directory, Tiff
from .drive import note_nikon_drive
from .lens_tables import load_lenses
from .nikon_cipher import decipher

if TYPE_CHECKING:
    from ..harvest import Harvest

SERIAL, LENS_TYPE, LENS, LENS_DATA, SHUTTER_COUNT = 0x1D, 0x83, 0x84, 0x98, 0xA7
VERSION_BYTES = 4
PLACES = {b"0100": 6, b"0101": 11, b"0201": 11, b"0202": 11, b"0203": 11, b"0204": 12}
"""Version of the lens data → where the seven bytes begin."""
PLACES_Z = {b"0800": 13, b"0801": 13, b"0802": 13}
"""Mirrorless cameras keep them for lenses of the old mount, and leave them empty for the new."""
NAME_PLACES = {b"0400": 0x18A, b"0401": 0x18A, b"0402": 0x18B, b"0403": 0x2AC}
"""Of the Nikon 1, where the name of the lens begins."""
NAME_BYTES = 64
LENS_BYTES = 7
IS_D, IS_G, IS_VR = 2, 4, 8
"""Bits of LensType."""
KEY_OF_D50, KEY_OF_OTHERS = 0x22, 0x60
"""Stand in for the number of a body that is not written in digits."""


def read_nikon(tiff: Tiff, directory: Directory, harvest: Harvest) -> None:
    """Notes the lens and the body's number."""
    serial = clean_text(decode_text(tiff.raw(directory.entries.get(SERIAL), 64).partition(b"\x00")[0]))
    number = (serial or "").removeprefix("NO=").strip() or None
    harvest.camera_serial = harvest.camera_serial or number
    note_nikon_drive(tiff, directory, harvest)
    data = _open_lens_data(tiff, directory, serial, harvest.texts.get("Model", ""))
    version, kind = data[:VERSION_BYTES], tiff.number(directory.entries.get(LENS_TYPE))
    if version in NAME_PLACES:
        name = data[NAME_PLACES[version] :][:NAME_BYTES].partition(b"\x00")[0]
        harvest.note_text("Maker LensModel", clean_text(decode_text(name)))
    elif data and harvest.lens_id is None:
        harvest.lens_id = _name_lens(data, kind) or _describe(tiff, directory, kind or 0)


def _open_lens_data(tiff: Tiff, directory: Directory, serial: str | None, model: str) -> bytes:
    """The lens data in the open; empty when there is none, only their version when there is no key to them."""
    raw = tiff.raw(directory.entries.get(LENS_DATA), 4096)
    if raw[:2] == b"01" or len(raw) <= VERSION_BYTES:
        return raw
    count = tiff.number(directory.entries.get(SHUTTER_COUNT))
    if count is None or serial is None:
        return raw[:VERSION_BYTES]
    digits = serial if serial.isascii() and serial.isdigit() else None
    key = int(digits) if digits else KEY_OF_D50 if model.endswith("D50") else KEY_OF_OTHERS
    return raw[:VERSION_BYTES] + decipher(raw[VERSION_BYTES:], serial=key, count=count)


def _name_lens(data: bytes, kind: int | None) -> str | None:
    """The name by the seven bytes and the kind; lenses of other makers may share them, then all are named."""
    version = data[:VERSION_BYTES]
    place = PLACES.get(version) or PLACES_Z.get(version)
    told = data[place : place + LENS_BYTES] if place else b""
    if len(told) < LENS_BYTES or kind is None or (version in PLACES_Z and not any(told)):
        return None
    return " or ".join(load_lenses("nikon").get(f"{told.hex()}{kind:02x}", ())) or None


def _describe(tiff: Tiff, directory: Directory, kind: int) -> str | None:
    """`18-70mm f/3.5-4.5 G`, from the focal lengths and apertures of a lens that is not in the table."""
    values = tiff.rationals(directory.entries.get(LENS))
    if len(values) != 4 or not values[0] or not values[1]:
        return None
    focal, aperture = _span(values[0], values[1]), _span(values[2], values[3])
    letters = " G" if kind & IS_G else " D" if kind & IS_D else ""
    return f"{focal}mm" + (f" f/{aperture}" if aperture else "") + letters + (" VR" if kind & IS_VR else "")


def _span(first: Fraction | None, last: Fraction | None) -> str:
    """`18-70`, or `50` when both are the same; empty when one is unknown."""
    if not first or not last:
        return ""
    return f"{float(first):g}" if first == last else f"{float(first):g}-{float(last):g}"
