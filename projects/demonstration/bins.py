"""How the people of the demonstration have sorted their material: bins, the outer ones before those in them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class DemonstrationBin:
    """A bin with what was put into it, by file name, in the order made by hand; `within` names the bin it lies in."""

    project: str
    name: str
    files: tuple[str, ...]
    within: str = ""


def fuji(*numbers: int) -> tuple[str, ...]:
    return tuple(f"DSCF{number:04d}.JPG" for number in numbers)


def nikon(*numbers: int) -> tuple[str, ...]:
    return tuple(f"DSC_{number}.JPG" for number in numbers)


BINS = (
    DemonstrationBin("altai", "Opening", (*fuji(412, 414), "DSCF0422.MOV", "WIND_T01.WAV")),
    DemonstrationBin("altai", "The move down", fuji(418, 419, 420)),
    DemonstrationBin("altai", "Riders on the ridge", fuji(427, 424, 425, 426, 428), within="The move down"),
    DemonstrationBin("altai", "Қыстау", fuji(9998, 9999, 1, 2)),
    DemonstrationBin("altai", "Nights", fuji(429, 430, 431)),
    DemonstrationBin("bazaar", "Стена 1", ()),
    DemonstrationBin("bazaar", "Утро", nikon(2073, 2071, 2083, 2086), within="Стена 1"),
    DemonstrationBin("bazaar", "Свет под навесом", nikon(2097, 2095, 2096), within="Стена 1"),
    DemonstrationBin("bazaar", "Кілемдер мен маталар", nikon(2091, 2090, 2092, 2093, 2094)),
    DemonstrationBin("bazaar", "Maybe", nikon(2088, 2089, 2098)),
    DemonstrationBin("steppe", "Projection", ()),
    DemonstrationBin("steppe", "Roots", nikon(3304, 3305, 3306), within="Projection"),
    DemonstrationBin("steppe", "Water", (*nikon(3301, 3302, 3303), "DSC_3310.MP4"), within="Projection"),
    DemonstrationBin("steppe", "Дала", fuji(616, 611, 613, 615, 617)),
    DemonstrationBin("steppe", "In the hall", nikon(3307, 3308, 3309)),
)
