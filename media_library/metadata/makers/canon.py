"""Canon's notes: the lens by name (since 2007) or by number, the body's number. Plain Python."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..texts import clean_text, decode_text
from ..tiff import Directory, Tiff
from .drive import note_canon_drive
from .lens_choice import Use, choose_lens
from .lens_tables import load_lenses

if TYPE_CHECKING:
    from ..harvest import Harvest

CAMERA_SETTINGS, SERIAL_NUMBER, LENS_MODEL = 0x01, 0x0C, 0x95
LENS_TYPE, LONGEST_FOCAL, SHORTEST_FOCAL, FOCAL_UNITS, MAX_APERTURE = 22, 23, 24, 25, 26
"""Places in the camera settings."""
THIRD, TWO_THIRDS = 0x0C, 0x14
"""How Canon writes thirds of a stop, which it counts in thirty-seconds."""


def read_canon(tiff: Tiff, directory: Directory, harvest: Harvest) -> None:
    """Notes the lens and the body's number."""
    entries = directory.entries
    name = clean_text(decode_text(tiff.raw(entries.get(LENS_MODEL), 256).partition(b"\x00")[0]))
    harvest.note_text("Maker LensModel", name)
    serial = tiff.number(entries.get(SERIAL_NUMBER))
    if serial and harvest.camera_serial is None:
        harvest.camera_serial = str(serial)
    settings = tiff.numbers(entries.get(CAMERA_SETTINGS))
    if has_sound_settings(tiff, directory):
        note_canon_drive(settings, harvest)
        read_canon_settings(settings, harvest)


def has_sound_settings(tiff: Tiff, directory: Directory) -> bool:
    """Whether the camera settings lie where the directory says: they begin with their own length in bytes."""
    entry = directory.entries.get(CAMERA_SETTINGS)
    return entry is not None and tiff.number(entry) == entry.size


def read_canon_settings(settings: Sequence[int], harvest: Harvest) -> None:
    """The lens by its number, for bodies that do not write its name. The first number is the length in bytes."""
    if harvest.lens_id is not None or len(settings) <= MAX_APERTURE:
        return
    units = settings[FOCAL_UNITS] or 1
    use = Use(
        focal=harvest.focal_mm or 0.0,
        shortest=(settings[SHORTEST_FOCAL] & 0xFFFF) / units,
        longest=(settings[LONGEST_FOCAL] & 0xFFFF) / units,
        widest=_read_aperture(settings[MAX_APERTURE]) or harvest.widest_aperture or 0.0,
    )
    harvest.lens_id = choose_lens(load_lenses("canon").get(str(settings[LENS_TYPE] & 0xFFFF), ()), use)


def _read_aperture(code: int) -> float:
    """The f-number of an APEX aperture in Canon's thirty-seconds of a stop; 0 when it is not given."""
    if not 0 < code < 0x8000:
        return 0.0
    fraction = {THIRD: 32 / 3, TWO_THIRDS: 64 / 3}.get(code & 31, code & 31)
    return float(2 ** (((code & ~31) + fraction) / 64))
