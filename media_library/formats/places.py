"""Places as cameras write them into moving pictures."""

from __future__ import annotations

import re
from dataclasses import dataclass

_PART = re.compile(r"[+-]\d+(?:\.\d+)?")


@dataclass(frozen=True)
class Place:
    """Decimal degrees, north and east positive; metres above the sea, or None."""

    latitude: float
    longitude: float
    altitude_m: float | None = None

    @property
    def is_on_earth(self) -> bool:
        return abs(self.latitude) <= 90 and abs(self.longitude) <= 180


def parse_iso6709(text: str) -> Place | None:
    """The place written as `+32.0929+034.8620+028.516/` (ISO 6709:2008, annex H), None for what is none.

    Degrees may carry minutes and seconds: `+4916.45-12311.12`, `+491627.5-1231107.1`.
    """
    parts = _PART.findall(text.split("CRS", 1)[0])
    if not 2 <= len(parts) <= 3:
        return None
    altitude = float(parts[2]) if len(parts) == 3 else None
    place = Place(_degrees(parts[0], 2), _degrees(parts[1], 3), altitude)
    return place if place.is_on_earth else None


def _degrees(part: str, degree_digits: int) -> float:
    sign = -1 if part[0] == "-" else 1
    whole, _, decimals = part[1:].partition(".")
    fraction = f".{decimals or 0}"
    if len(whole) <= degree_digits:
        return sign * float(whole + fraction)
    degrees, rest = whole[:degree_digits], whole[degree_digits:]
    if len(rest) <= 2:
        value = float(degrees) + float(rest + fraction) / 60
    else:
        value = float(degrees) + float(rest[:2]) / 60 + float(rest[2:] + fraction) / 3600
    return round(sign * value, 7)
