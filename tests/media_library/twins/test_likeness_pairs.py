"""Pairs of hashes that differ in a few bits: all of them, none twice, none that should not be."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_library.formats.likeness import measure_distance, says_something
from media_library.twins.likeness_pairs import MOST_BITS, NEIGHBOURS, Numbers, find_pairs

LIKE = 0x0F0F_0F0F_0F0F_0F0F
BITS = st.integers(0, 63)


def hashes(*values: int) -> Numbers:
    return np.array([value - 2**64 if value >= 2**63 else value for value in values], np.int64)


def turn(value: int, *bits: int) -> int:
    for bit in bits:
        value ^= 1 << bit
    return value


def tell(likenesses: Numbers, **more: object) -> list[tuple[int, int, int]]:
    pairs = find_pairs(likenesses, **more)  # type: ignore[arg-type]
    return list(zip(pairs.one.tolist(), pairs.other.tolist(), pairs.distance.tolist(), strict=True))


def compare_each_with_each(likenesses: Numbers) -> list[tuple[int, int, int]]:
    rows = [(place, each) for place, each in enumerate(likenesses.tolist()) if says_something(each)]
    found = [(a, b, measure_distance(one, other)) for (a, one), (b, other) in combinations(rows, 2)]
    return sorted((pair for pair in found if pair[2] <= MOST_BITS), key=lambda pair: (pair[2], pair[0], pair[1]))


@given(st.lists(st.tuples(st.integers(0, 3), st.lists(BITS, max_size=6)), max_size=14, unique_by=str))
def test_it_finds_what_comparing_each_with_each_finds(made: list[tuple[int, list[int]]]) -> None:
    bases = (LIKE, 0x3333_CCCC_5555_AAAA, 0x0123_4567_89AB_CDEF, 0x00FF)
    likenesses = np.unique(hashes(*(turn(bases[base], *bits) for base, bits in made)))
    assert tell(likenesses) == compare_each_with_each(likenesses)


@given(st.sets(BITS, min_size=MOST_BITS, max_size=MOST_BITS))
def test_six_bits_are_found_wherever_they_are(bits: set[int]) -> None:
    assert tell(hashes(LIKE, turn(LIKE, *bits))) == [(0, 1, 6)]


@given(st.sets(BITS, min_size=MOST_BITS + 1, max_size=20))
def test_seven_bits_are_another_picture(bits: set[int]) -> None:
    assert tell(hashes(LIKE, turn(LIKE, *bits))) == []


def test_the_nearest_come_first_and_what_is_too_much_is_cut() -> None:
    likenesses = hashes(LIKE, turn(LIKE, 1, 2, 3), turn(LIKE, 9))
    assert [pair[2] for pair in tell(likenesses)] == [1, 3, 4]
    cut = find_pairs(likenesses, most=2)
    assert (len(cut), cut.is_cut, cut.distance.tolist()) == (2, True, [1, 3])
    assert not find_pairs(likenesses).is_cut


def test_pairs_that_are_known_are_left_out_before_the_cut() -> None:
    likenesses = hashes(LIKE, turn(LIKE, 1, 2, 3), turn(LIKE, 9))
    cut = find_pairs(likenesses, known=np.array([[0, 2]]), most=1)
    assert (cut.one.tolist(), cut.other.tolist(), cut.distance.tolist()) == ([0], [1], [3])


@pytest.mark.parametrize("flat", [0, 2**64 - 1, 0b111, turn(2**64 - 1, 3, 40)])
def test_flat_pictures_are_in_no_pair(flat: int) -> None:
    assert tell(hashes(flat, flat)) == []


def test_pictures_of_one_group_are_no_pair_and_those_of_none_are() -> None:
    likenesses = hashes(LIKE, LIKE, LIKE, LIKE)
    assert tell(likenesses, groups=np.array([7, 7, 0, 0])) == [
        (a, b, 0) for a, b in ((0, 2), (0, 3), (1, 2), (1, 3), (2, 3))
    ]


def test_of_very_many_that_are_the_same_each_has_a_few_pairs() -> None:
    count = 20_000
    pairs = find_pairs(np.full(count, LIKE, np.int64), most=10**6)
    assert len(pairs) == NEIGHBOURS * count - sum(range(1, NEIGHBOURS + 1))
    assert set(pairs.one.tolist()) | set(pairs.other.tolist()) == set(range(count))


def test_groups_of_the_same_that_lie_near_each_other_are_joined() -> None:
    likenesses = hashes(LIKE, LIKE, turn(LIKE, 5), turn(LIKE, 5))
    assert tell(likenesses) == [(0, 1, 0), (2, 3, 0), (0, 2, 1), (0, 3, 1), (1, 2, 1), (1, 3, 1)]


def test_nothing_gives_nothing() -> None:
    assert tell(np.empty(0, np.int64)) == []
    assert tell(hashes(LIKE)) == []
