"""Places in an order made by hand: numbers with gaps, so that most moves write only what is moved."""

from __future__ import annotations

from media_library.models.bin import STEP


def find_places(number: int, *, after: int | None, before: int | None) -> list[int] | None:
    """So many positions between two neighbours; None where the gap is too small. An end that is open is None."""
    if before is None:
        first = STEP if after is None else after + STEP
        return [first + STEP * index for index in range(number)]
    if after is None:
        return [before - STEP * (number - index) for index in range(number)]
    step = (before - after) // (number + 1)
    return [after + step * (index + 1) for index in range(number)] if step else None
