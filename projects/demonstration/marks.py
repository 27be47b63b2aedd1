"""What the people of the demonstration have judged so far, and what they have looked at: plain facts, no tables."""

from __future__ import annotations

from dataclasses import dataclass

from .bins import fuji, nikon
from .people import OWNER

DANIYAR = "daniyar@example.org"


@dataclass(frozen=True)
class DemonstrationMark:
    """One key pressed by somebody: a flag, stars or a label for the files of these names."""

    project: str
    by: str
    field: str
    value: str
    files: tuple[str, ...]


@dataclass(frozen=True)
class DemonstrationLook:
    """How far somebody has got: all but these files have been looked at."""

    project: str
    by: str
    not_yet: tuple[str, ...]


MARKS = (
    DemonstrationMark("altai", OWNER, "flag", "pick", fuji(412, 414, 417, 427, 429, 432)),
    DemonstrationMark("altai", OWNER, "flag", "reject", fuji(413, 419, 424, 431)),
    DemonstrationMark("altai", OWNER, "stars", "3", fuji(416, 420, 433)),
    DemonstrationMark("altai", OWNER, "label", "yellow", fuji(427, 432)),
    DemonstrationMark("altai", DANIYAR, "flag", "pick", fuji(418, 9998)),
    DemonstrationMark("altai", DANIYAR, "stars", "4", fuji(418, 435)),
    DemonstrationMark("altai", DANIYAR, "label", "blue", ("DSCF0422.MOV",)),
    DemonstrationMark("bazaar", OWNER, "flag", "pick", nikon(2073, 2086, 2091, 2097)),
    DemonstrationMark("bazaar", OWNER, "flag", "reject", nikon(2072, 2074, 2080)),
    DemonstrationMark("bazaar", OWNER, "stars", "4", nikon(2071, 2095)),
    DemonstrationMark("bazaar", DANIYAR, "flag", "pick", nikon(2088, 2083)),
    DemonstrationMark("bazaar", DANIYAR, "flag", "reject", nikon(2084)),
    DemonstrationMark("bazaar", DANIYAR, "stars", "5", nikon(2097)),
    DemonstrationMark("bazaar", DANIYAR, "label", "green", nikon(2091, 2092)),
    DemonstrationMark("bazaar", DANIYAR, "label", "purple", nikon(2098)),
    DemonstrationMark("steppe", OWNER, "flag", "pick", (*fuji(611, 616), *nikon(3304))),
    DemonstrationMark("steppe", OWNER, "label", "red", nikon(3307)),
)
"""In the order they were made: the later one counts."""

LOOKS = (
    DemonstrationLook("altai", OWNER, (*fuji(434, 435, 436, 9998, 9999, 1, 2), "Жайлау таңы.jpg", "WIND_T01.WAV")),
    DemonstrationLook("altai", DANIYAR, (*fuji(412, 413, 414, 415, 416), "WIND_T01.WAV")),
    DemonstrationLook("bazaar", OWNER, nikon(2093, 2094, 2096, 2098, 2099, 2101, 2102, 2103)),
    DemonstrationLook("bazaar", DANIYAR, nikon(2076, 2077, 2078, 2079)),
)
