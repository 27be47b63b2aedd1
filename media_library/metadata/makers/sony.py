"""Sony's and Minolta's notes: the lens of cameras with the A-mount, and of the first with the E-mount. Plain Python."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..tiff import Directory, Tiff
from .drive import note_sony_drive
from .lens_choice import Use, choose_lens
from .lens_tables import load_lenses

if TYPE_CHECKING:
    from ..harvest import Harvest

MINOLTA_LENS_TYPE, SONY_LENS_TYPE, LENS_SPEC = 0x10C, 0xB027, 0xB02A
SPEC_BYTES = 8
E_MOUNT = 0xFFFF
"""The number of every lens that the A-mount does not know."""
BEFORE: tuple[tuple[int, dict[int, str]], ...] = (
    (0x4000, {0x4000: "PZ"}),
    (0x0300, {0x0100: "DT", 0x0200: "FE", 0x0300: "E"}),
)
AFTER: tuple[tuple[int, dict[int, str]], ...] = (
    (0x00E0, {0x0020: "STF", 0x0040: "Reflex", 0x0060: "Macro", 0x0080: "Fisheye"}),
    (0x000C, {0x0004: "ZA", 0x0008: "G"}),
    (0x0003, {0x0001: "SSM", 0x0002: "SAM"}),
    (0x8000, {0x8000: "OSS"}),
    (0x2000, {0x2000: "LE"}),
    (0x0800, {0x0800: "II"}),
)
"""Bits of the first and last byte of LensSpec, with what they put before and after the numbers."""


def read_minolta(tiff: Tiff, directory: Directory, harvest: Harvest) -> None:
    """Notes the lens of the Minolta and Konica Minolta reflexes (Maxxum, Dynax, Alpha 5D and 7D)."""
    number = tiff.number(directory.entries.get(MINOLTA_LENS_TYPE))
    if number is not None and harvest.lens_id is None:
        harvest.lens_id = choose_lens(_names(number), _use(harvest, ""))


def read_sony(tiff: Tiff, directory: Directory, harvest: Harvest) -> None:
    """Notes the lens by its number; one of the E-mount, which has none here, by Sony's own description of it."""
    note_sony_drive(tiff, directory, harvest)
    number = tiff.number(directory.entries.get(SONY_LENS_TYPE))
    spec = describe_lens(tiff.raw(directory.entries.get(LENS_SPEC), 16))
    if number is None or harvest.lens_id is not None:
        return
    if number != E_MOUNT:
        harvest.lens_id = choose_lens(_names(number), _use(harvest, spec))
    elif spec.startswith(("E ", "FE ", "PZ E ", "E PZ ", "FE PZ ")):
        harvest.lens_id = f"Sony {spec}"


def describe_lens(raw: bytes) -> str:
    """LensSpec as Sony prints it on the lens, `DT 18-70mm F3.5-5.6`: digits, with letters from its first and last byte.

    Empty when there is no lens, or one that says nothing of itself.
    """
    digits = raw.hex()
    if len(raw) != SPEC_BYTES or not digits[2:10].isdigit():
        return ""
    shortest, longest = int(digits[2:6]), int(digits[6:10])
    widest, widest_long = _read_aperture(raw[5]), _read_aperture(raw[6])
    if not shortest or not widest or 0 < longest < shortest or 0 < widest_long < widest:
        return ""
    focal = f"{shortest}-{longest}" if longest not in (0, shortest) else f"{shortest}"
    aperture = f"{widest:g}-{widest_long:g}" if widest_long not in (0, widest) else f"{widest:g}"
    bits = raw[0] << 8 | raw[7]
    before = [names[bits & mask] for mask, names in reversed(BEFORE) if bits & mask in names]
    after = [names[bits & mask] for mask, names in AFTER if bits & mask in names]
    return " ".join([*before, f"{focal}mm F{aperture}", *after])


def _read_aperture(byte: int) -> float:
    """Two digits, the first may go beyond nine: 0x35 is 3.5, 0xB0 is 11."""
    return ((byte >> 4) * 10 + (byte & 15)) / 10


def _names(number: int) -> tuple[str, ...]:
    return load_lenses("minolta").get(str(number), ())


def _use(harvest: Harvest, written: str) -> Use:
    return Use(focal=harvest.focal_mm or 0.0, widest=harvest.widest_aperture or 0.0, written=written)
