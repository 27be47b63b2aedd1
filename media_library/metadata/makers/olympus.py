"""Olympus's notes: the lens by name, or by number in the first Four Thirds cameras. Plain Python."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..texts import clean_text, decode_text
from ..tiff import Directory, Entry, Tiff

if TYPE_CHECKING:
    from ..harvest import Harvest

EQUIPMENT, SERIAL, LENS_TYPE, LENS_MODEL = 0x2010, 0x101, 0x201, 0x203
UNDEFINED = 7
LENSES: dict[tuple[int, int, int], str] = {
    (0, 1, 0): "Olympus Zuiko Digital ED 50mm F2.0 Macro",
    (0, 1, 1): "Olympus Zuiko Digital 40-150mm F3.5-4.5",
    (0, 2, 0): "Olympus Zuiko Digital ED 150mm F2.0",
    (0, 3, 0): "Olympus Zuiko Digital ED 300mm F2.8",
    (0, 5, 0): "Olympus Zuiko Digital 14-54mm F2.8-3.5",
    (0, 6, 0): "Olympus Zuiko Digital ED 50-200mm F2.8-3.5",
    (0, 7, 0): "Olympus Zuiko Digital 11-22mm F2.8-3.5",
    (0, 7, 1): "Olympus Zuiko Digital 18-180mm F3.5-6.3",
    (0, 8, 1): "Olympus Zuiko Digital 70-300mm F4.0-5.6",
}
"""By maker, model and release; later cameras write the name."""


def read_olympus(tiff: Tiff, directory: Directory, harvest: Harvest) -> None:
    """Notes the lens and the body's number, which stand in a directory of their own."""
    equipment = _open_equipment(tiff, directory.entries.get(EQUIPMENT))
    if equipment is None:
        return
    harvest.camera_serial = harvest.camera_serial or _read_text(tiff, equipment.entries.get(SERIAL))
    name = _read_text(tiff, equipment.entries.get(LENS_MODEL))
    raw = tiff.raw(equipment.entries.get(LENS_TYPE), 16)
    number = LENSES.get((raw[0], raw[2], raw[3])) if len(raw) >= 4 else None
    harvest.lens_id = harvest.lens_id or name or number


def _open_equipment(tiff: Tiff, entry: Entry | None) -> Directory | None:
    """The first cameras keep the directory itself where the others keep its offset."""
    if entry is None:
        return None
    pointers = tiff.pointers(entry)
    return tiff.directory(entry.offset if entry.kind == UNDEFINED else pointers[0] if pointers else 0)


def _read_text(tiff: Tiff, entry: Entry | None) -> str | None:
    return clean_text(decode_text(tiff.raw(entry, 256).partition(b"\x00")[0]))
