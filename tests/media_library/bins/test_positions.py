from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as some

from media_library.bins.positions import find_places
from media_library.models.bin import STEP

POSITIONS = some.integers(-(2**40), 2**40)
NUMBERS = some.integers(1, 200)


def test_the_first_of_all_stand_a_step_apart() -> None:
    assert find_places(3, after=None, before=None) == [STEP, 2 * STEP, 3 * STEP]
    assert find_places(2, after=10, before=None) == [10 + STEP, 10 + 2 * STEP]
    assert find_places(2, after=None, before=10) == [10 - 2 * STEP, 10 - STEP]


def test_a_gap_is_parted_evenly_until_it_is_used_up() -> None:
    assert find_places(3, after=0, before=100) == [25, 50, 75]
    assert find_places(1, after=0, before=2) == [1]
    assert find_places(1, after=0, before=1) is None
    assert find_places(1, after=5, before=5) is None


@given(after=some.none() | POSITIONS, gap=some.none() | some.integers(0, 2**20), number=NUMBERS)
def test_positions_rise_and_stay_between_their_neighbours(after: int | None, gap: int | None, number: int) -> None:
    before = None if gap is None else (after or 0) + gap
    places = find_places(number, after=after, before=before)
    if places is None:
        assert gap is not None
        assert gap <= number
        return
    bounds = [*([after] if after is not None else []), *places, *([before] if before is not None else [])]
    assert all(one < other for one, other in pairwise(bounds))
