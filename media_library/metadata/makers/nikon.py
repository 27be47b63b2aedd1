"""Nikon's notes: the lens, which Nikon's reflex cameras do not name in EXIF. Plain Python.

A lens is known by seven bytes that it tells the camera (LensData) and the kind of lens (LensType). From 2005 on cameras
hide these bytes; then the lens is described by its focal lengths and apertures, which stand in the open.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from ..texts import clean_text, decode_text
from ..tiff import Directory, Tiff
from .nikon_lenses import LENSES

if TYPE_CHECKING:
    from ..harvest import Harvest

SERIAL, LENS_TYPE, LENS, LENS_DATA = 0x1D, 0x83, 0x84, 0x98
PLACES = {b"0100": 6, b"0101": 11}
"""Version of the lens data → where the seven bytes begin."""
IS_D, IS_G, IS_VR = 2, 4, 8
"""Bits of LensType."""


def read_nikon(tiff: Tiff, directory: Directory, harvest: Harvest) -> None:
    """Notes the lens and the body's number."""
    entries = directory.entries
    serial = clean_text(decode_text(tiff.raw(entries.get(SERIAL), 64).partition(b"\x00")[0]))
    serial = (serial or "").removeprefix("NO=").strip() or None
    harvest.camera_serial = harvest.camera_serial or serial
    kind = tiff.number(entries.get(LENS_TYPE))
    data = _lens_data(tiff, directory)
    name = LENSES.get(f"{data.hex()}{kind:02x}") if len(data) == 7 and kind is not None else None
    harvest.lens_id = harvest.lens_id or name or _describe(tiff, directory, kind or 0)


def _lens_data(tiff: Tiff, directory: Directory) -> bytes:
    """The seven bytes; empty when they are hidden."""
    raw = tiff.raw(directory.entries.get(LENS_DATA), 4096)
    place = PLACES.get(raw[:4])
    return raw[place : place + 7] if place is not None else b""


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
