"""Olympus's notes: the lens by name, or by number in the first Four Thirds cameras. Plain Python."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..texts import clean_text, decode_text
from ..tiff import Directory, Entry, Tiff
from .drive import note_olympus_drive
from .lens_choice import Use, choose_lens
from .lens_tables import load_lenses

if TYPE_CHECKING:
    from ..harvest import Harvest

EQUIPMENT, CAMERA_SETTINGS, SERIAL, LENS_TYPE, LENS_MODEL = 0x2010, 0x2020, 0x101, 0x201, 0x203
UNDEFINED = 7
SHORTEST_FOCAL, LONGEST_FOCAL, MAX_APERTURE = 0x207, 0x208, 0x20A


def read_olympus(tiff: Tiff, directory: Directory, harvest: Harvest) -> None:
    """Notes the lens and the body's number, which stand in a directory of their own."""
    settings = _open_inside(tiff, directory.entries.get(CAMERA_SETTINGS))
    if settings is not None:
        note_olympus_drive(tiff, settings, harvest)
    equipment = _open_inside(tiff, directory.entries.get(EQUIPMENT))
    if equipment is None:
        return
    harvest.camera_serial = harvest.camera_serial or _read_text(tiff, equipment.entries.get(SERIAL))
    harvest.note_text("Maker LensModel", _read_text(tiff, equipment.entries.get(LENS_MODEL)))
    raw = tiff.raw(equipment.entries.get(LENS_TYPE), 16)
    if len(raw) >= 4 and harvest.lens_id is None:
        number = f"{raw[0]:x} {raw[2]:02x} {raw[3]:02x}"
        harvest.lens_id = choose_lens(load_lenses("olympus").get(number, ()), _read_use(tiff, equipment, harvest))


def _read_use(tiff: Tiff, equipment: Directory, harvest: Harvest) -> Use:
    shortest, longest, aperture = (
        tiff.number(equipment.entries.get(tag)) or 0 for tag in (SHORTEST_FOCAL, LONGEST_FOCAL, MAX_APERTURE)
    )
    widest = 2 ** (aperture / 512) if aperture else harvest.widest_aperture or 0.0
    return Use(focal=harvest.focal_mm or 0.0, shortest=shortest, longest=longest, widest=widest)


def _open_inside(tiff: Tiff, entry: Entry | None) -> Directory | None:
    """The first cameras keep the directory itself where the others keep its offset."""
    if entry is None:
        return None
    pointers = tiff.pointers(entry)
    return tiff.directory(entry.offset if entry.kind == UNDEFINED else pointers[0] if pointers else 0)


def _read_text(tiff: Tiff, entry: Entry | None) -> str | None:
    return clean_text(decode_text(tiff.raw(entry, 256).partition(b"\x00")[0]))
