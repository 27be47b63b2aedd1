"""Pentax's notes: the lens by a pair of numbers, series and model. Plain Python."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..tiff import Directory, Tiff

if TYPE_CHECKING:
    from ..harvest import Harvest

LENS = 0x3F
LENSES: dict[tuple[int, int], str] = {
    (4, 28): "smc PENTAX-FA 35mm F2 AL",
    (4, 39): "smc PENTAX-FA 31mm F1.8 AL Limited",
    (4, 214): "smc PENTAX-DA 35mm F2.4 AL",
    (4, 229): "smc PENTAX-DA 18-55mm F3.5-5.6 AL II",
    (4, 231): "smc PENTAX-DA 18-250mm F3.5-6.3 ED AL [IF]",
    (4, 243): "smc PENTAX-DA 70mm F2.4 Limited",
    (4, 244): "smc PENTAX-DA 21mm F3.2 AL Limited",
    (4, 247): "smc PENTAX-DA FISH-EYE 10-17mm F3.5-4.5 ED[IF]",
    (4, 248): "smc PENTAX-DA 12-24mm F4 ED AL [IF]",
    (4, 250): "smc PENTAX-DA 50-200mm F4-5.6 ED",
    (4, 251): "smc PENTAX-DA 40mm F2.8 Limited",
    (4, 252): "smc PENTAX-DA 18-55mm F3.5-5.6 AL",
    (4, 253): "smc PENTAX-DA 14mm F2.8 ED[IF]",
    (4, 254): "smc PENTAX-DA 16-45mm F4 ED AL",
    (7, 0): "smc PENTAX-DA 21mm F3.2 AL Limited",
    (7, 212): "smc PENTAX-DA 50mm F1.8",
    (7, 214): "smc PENTAX-DA 35mm F2.4 AL",
    (7, 217): "smc PENTAX-DA 50-200mm F4-5.6 ED WR",
    (7, 218): "smc PENTAX-DA 18-55mm F3.5-5.6 AL WR",
    (7, 224): "smc PENTAX-DA 15mm F4 ED AL Limited",
    (7, 229): "smc PENTAX-DA 18-55mm F3.5-5.6 AL II",
    (7, 233): "smc PENTAX-DA 35mm F2.8 Macro Limited",
    (7, 236): "smc PENTAX-DA 55-300mm F4-5.8 ED",
    (7, 243): "smc PENTAX-DA 70mm F2.4 Limited",
    (7, 244): "smc PENTAX-DA 21mm F3.2 AL Limited",
    (8, 234): "smc PENTAX-DA* 300mm F4 ED [IF] SDM",
    (8, 235): "smc PENTAX-DA* 200mm F2.8 ED [IF] SDM",
    (8, 241): "smc PENTAX-DA* 50-135mm F2.8 ED [IF] SDM",
    (8, 242): "smc PENTAX-DA* 16-50mm F2.8 ED AL [IF] SDM",
}
"""Numbers that several lenses share are left out: `3 44` is any of thirty by Sigma and Tamron."""


def read_pentax(tiff: Tiff, directory: Directory, harvest: Harvest) -> None:
    """Notes the lens, if it is one of those we know."""
    raw = tiff.raw(directory.entries.get(LENS), 16)
    if harvest.lens_id is None and len(raw) >= 2:
        harvest.lens_id = LENSES.get((raw[0], raw[1]))
