"""Leica's notes: the lens of the M8 and M9 by the six marks on its bayonet, with the frame selected. Plain Python."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..tiff import Directory, Tiff
from .lens_tables import load_lenses

if TYPE_CHECKING:
    from ..harvest import Harvest

M8_LENS_TYPE, M9_INFO, M9_LENS_TYPE = 0x310, 0x3400, 0x3405


def read_leica_m8(tiff: Tiff, directory: Directory, harvest: Harvest) -> None:
    """Notes the lens, which stands in the directory itself."""
    _note_lens(tiff.number(directory.entries.get(M8_LENS_TYPE)), harvest)


def read_leica_m9(tiff: Tiff, directory: Directory, harvest: Harvest) -> None:
    """Notes the lens, which stands in a directory inside a field."""
    entry = directory.entries.get(M9_INFO)
    inside = tiff.directory(entry.offset) if entry else None
    if inside:
        _note_lens(tiff.number(inside.entries.get(M9_LENS_TYPE)), harvest)


def _note_lens(number: int | None, harvest: Harvest) -> None:
    """The frame, in the two lowest bits, tells apart only lenses with several focal lengths or marked by hand."""
    if number is not None and harvest.lens_id is None:
        lenses = load_lenses("leica")
        names = lenses.get(f"{number >> 2} {number & 3}") or lenses.get(f"{number >> 2}", ())
        harvest.lens_id = names[0] if names else None
