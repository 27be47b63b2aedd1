"""How many sheets of frames a film has, and how far apart their tiles are. Pure arithmetic."""

from __future__ import annotations

import math

COLUMNS = 10
TILES_A_PAGE = COLUMNS * COLUMNS
MOST_TILES = 300


def interval_s(duration_s: float) -> float:
    """Seconds between two tiles."""
    return max(1.0, duration_s / MOST_TILES)


def count_tiles(duration_s: float | None) -> int:
    """How many tiles a film has: none without a duration, else 1 to 300."""
    if not duration_s:
        return 0
    return min(MOST_TILES, max(1, math.ceil(duration_s / interval_s(duration_s) - 1e-9)))


def count_pages(duration_s: float | None) -> int:
    """How many sheets a film has: 0 to 3."""
    return math.ceil(count_tiles(duration_s) / TILES_A_PAGE)
