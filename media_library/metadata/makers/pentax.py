"""Pentax's notes: the lens by a pair of numbers, series and model. Plain Python."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..tiff import Directory, Tiff
from .lens_choice import Use, choose_lens
from .lens_tables import load_lenses

if TYPE_CHECKING:
    from ..harvest import Harvest

LENS, LENS_INFO = 0x3F, 0x207
OLD_MODELS = ("*ist", "GX-1L", "GX-1S")
MODELS_OF_BOTH = ("K100D", "K110D")
"""Cameras with the first layout of LensInfo, and those that had it or the second."""
NO_FOCAL_MODEL = "645Z"
"""Its lenses tell no focal length that could be compared."""
FOCAL_AT, APERTURE_AT, LENS_DATA_BYTES = 9, 14, 17
CONVERTER_FROM = 1.1


@dataclass(frozen=True)
class _Layout:
    """Where in LensInfo the lens data begin, and how many bytes more than usual stand before the aperture."""

    start: int
    shift: int = 0


LAYOUTS = {90: _Layout(13), 91: _Layout(12, 1), 80: _Layout(15), 128: _Layout(15)}
"""By the length of LensInfo: 645D; K-5 and K-r; K-01, K-30, K-3."""
UNREADABLE = (168,)


def read_pentax(tiff: Tiff, directory: Directory, harvest: Harvest) -> None:
    """Notes the lens; of several with one number by the focal length and aperture that the lens tells."""
    raw = tiff.raw(directory.entries.get(LENS), 16)
    if harvest.lens_id is not None or len(raw) < 2:
        return
    model = harvest.texts.get("Model", "")
    own_focal, widest = _read_lens_data(_lens_data(tiff, directory, model))
    focal = harvest.focal_mm or 0.0
    use = Use(focal=focal, widest=widest or harvest.widest_aperture or 0.0)
    name = choose_lens(load_lenses("pentax").get(f"{raw[0]} {raw[1]}", ()), use)
    if name and own_focal and focal / own_focal > CONVERTER_FROM and NO_FOCAL_MODEL not in model:
        name += f" + {focal / own_focal:.1f}x converter"
    harvest.lens_id = name


def _lens_data(tiff: Tiff, directory: Directory, model: str) -> bytes:
    """What the lens itself tells the camera; empty when it is not kept."""
    raw = tiff.raw(directory.entries.get(LENS_INFO), 256)
    if not raw or len(raw) in UNREADABLE:
        return b""
    is_old = any(name in model for name in OLD_MODELS)
    is_old |= any(name in model for name in MODELS_OF_BOTH) and (raw[20:21] == b"\xff" or raw[20:22] == b"\x00\x00")
    layout = _Layout(3) if is_old else LAYOUTS.get(len(raw), _Layout(4))
    data = raw[layout.start : layout.start + LENS_DATA_BYTES + layout.shift]
    return data[:13] + data[13 + layout.shift :]


def _read_lens_data(data: bytes) -> tuple[float, float]:
    """Focal length in millimetres and widest aperture at it, 0 for what is not told (codes 8 and 13 of the lens)."""
    focal = 10 * (data[FOCAL_AT] >> 2) * 4.0 ** ((data[FOCAL_AT] & 3) - 2) if len(data) > FOCAL_AT else 0.0
    code = data[APERTURE_AT] & 0x7F if len(data) > APERTURE_AT else 0
    return focal, 2 ** ((code - 1) / 32) if code > 1 else 0.0
