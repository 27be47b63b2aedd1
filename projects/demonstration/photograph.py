"""What a photograph of the demonstration is: what is painted, when, where and with what, and what is written of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from .noise import Array

Painter = Callable[[int, int], Array]

LANDSCAPE = (1800, 1200)
PORTRAIT = (1200, 1800)
PANORAMA = (3000, 1000)

AIGERIM, DANIYAR, SAULE = "Айгерім Сапарова", "Данияр Әбенов", "Сәуле Омарова"
ALTAI, TARBAGATAI_ROAD, BAZAAR, STEPPE, HALL = (
    (49.1032, 86.0214, 1760.0),
    (48.9210, 85.7405, 1240.0),
    (43.2630, 76.9512, 785.0),
    (47.8120, 74.4010, 612.0),
    None,
)
Place = tuple[float, float, float] | None


@dataclass(frozen=True, kw_only=True)
class Photograph:
    """One photograph: the painting of it, and everything that a camera or a person wrote into its file.

    `taken` is local time, ISO, with decimals where the camera gave them. `captions` and `keywords` go by language;
    the first caption is the default. `orientation` is that of EXIF: 6 and 8 are stored lying on their side.
    `drive` is "burst" or "bracket" with the number in the series as `sequence`, and `bias_ev` the exposure bias.
    `negative` puts a RAW file of the same frame beside it; `export` is the path of a smaller copy that somebody saved.
    """

    folder: str
    name: str
    paint: Painter
    taken: str
    captions: dict[str, str] = field(default_factory=dict)
    keywords: tuple[str, ...] = ()
    size: tuple[int, int] = LANDSCAPE
    place: Place = None
    rating: int | None = None
    label: str = ""
    title: str = ""
    by: str = AIGERIM
    lens: int = 0
    exposure: str = "1/250"
    aperture: float = 8.0
    iso: int = 160
    focal_mm: float = 23.0
    orientation: int = 1
    sidecar: bool = False
    drive: str = ""
    sequence: int = 0
    bias_ev: int = 0
    negative: bool = False
    export: str = ""
    brightness: float = 1.0
    colour: float = 0.84
    grain: float = 1.0
