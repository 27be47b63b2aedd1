"""Which of many pictures look nearly alike: pairs of 64-bit hashes that differ in a few bits. Plain Python with numpy.

Every hash is cut into four parts of 16 bits. Where no more than seven bits differ, one part differs in one bit at the
most: so it is enough to look, for each of the four, at those that have the same part, or one with a single bit turned.
A part takes its bits from all over the picture; of those that lie side by side many would be the same in any sky.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from media_library.formats.likeness import BITS, FEWEST_BITS

MOST_BITS = 6
"""Another size, another compression, a little more light change up to six bits of the samples; other pictures differ
in more than twelve. See `tests/media_library/formats/test_likeness.py`."""
PARTS = 4
BITS_OF_A_PART = BITS // PARTS
AT_ONCE = 1_000_000
"""Pairs compared at a time: a bound for the memory, not for what is found."""
NEIGHBOURS = 3
"""Of many pictures with the very same hash each is paired with so many others, not with all of them."""
MOST_PAIRS = 20_000
"""More than that nobody decides; the nearest are kept."""

Numbers = NDArray[np.int64]
Hashes = NDArray[np.uint64]


@dataclass(frozen=True)
class Pairs:
    """Places of two pictures in the list that was given, the first one before the second, and the bits that differ.

    `is_cut`: there were more, which are farther apart.
    """

    one: Numbers
    other: Numbers
    distance: Numbers
    is_cut: bool = False

    def __len__(self) -> int:
        return len(self.one)


NOTHING = Pairs(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0, np.int64))


def find_pairs(
    likenesses: Numbers, groups: Numbers | None = None, *, known: Numbers | None = None, most: int = MOST_PAIRS
) -> Pairs:
    """The pairs of nearly alike pictures, the nearest first.

    `likenesses` are signed 64-bit hashes; flat ones, which are like every other flat one, are in no pair. Neither are
    two of one group, by its number; 0 is no group. `known` are pairs to leave out, each a row of two places, the first
    one before the second: they take no room from others.
    """
    hashes = np.ascontiguousarray(likenesses, np.int64).view(np.uint64)
    telling = np.flatnonzero(_say_something(hashes))
    if not len(telling):
        return NOTHING
    groups = np.zeros(len(hashes), np.int64) if groups is None else groups
    left_out = NOTHING.one if known is None else known[:, 0] * len(hashes) + known[:, 1]
    alike = _Alike.gather(hashes, telling, groups, left_out)
    found = _keep_nearest(NOTHING, alike.pair_the_same(), most)
    for number in range(PARTS):
        for one, other in _candidates(_take_part(alike.hashes, number)):
            farthest = MOST_BITS if len(found) < most else int(found.distance[-1]) - 1
            found = _keep_nearest(found, alike.compare(one, other, farthest), most)
    return found


@dataclass(frozen=True)
class _Alike:
    """Each hash once, with the pictures that have it: those of `hashes[n]` are `places[starts[n]:starts[n + 1]]`."""

    hashes: Hashes
    places: Numbers
    starts: Numbers
    groups: Numbers
    left_out: Numbers

    @classmethod
    def gather(cls, hashes: Hashes, telling: Numbers, groups: Numbers, left_out: Numbers) -> _Alike:
        once, counts = np.unique(hashes[telling], return_counts=True)
        places = telling[np.argsort(hashes[telling], kind="stable")]
        return cls(once, places, np.concatenate([[0], np.cumsum(counts)]), groups, left_out)

    def pair_the_same(self) -> Pairs:
        """Pictures that have one hash, each with the next few."""
        sizes = np.diff(self.starts)
        ends = np.repeat(self.starts[1:], sizes)
        place = np.arange(len(self.places))
        steps = [(place[place + step < ends], step) for step in range(1, NEIGHBOURS + 1)]
        one = np.concatenate([self.places[some] for some, __ in steps])
        other = np.concatenate([self.places[some + step] for some, step in steps])
        return self._pair(one, other, np.zeros(len(one), np.int64))

    def compare(self, one: Numbers, other: Numbers, farthest: int) -> Pairs:
        """Those of the candidates that are near enough, with the first few pictures of each of the two hashes."""
        distance = np.bitwise_count(self.hashes[one] ^ self.hashes[other])
        near = np.flatnonzero(distance <= farthest)
        one, other, distance = one[near], other[near], distance[near].astype(np.int64)
        parts = []
        for step in range((NEIGHBOURS + 1) ** 2):
            of_one, of_other = divmod(step, NEIGHBOURS + 1)
            first, second = self.starts[one] + of_one, self.starts[other] + of_other
            there = (first < self.starts[one + 1]) & (second < self.starts[other + 1])
            parts.append((self.places[first[there]], self.places[second[there]], distance[there]))
        return self._pair(*(np.concatenate(column) for column in zip(*parts, strict=True)))

    def _pair(self, one: Numbers, other: Numbers, distance: Numbers) -> Pairs:
        """As pairs in order, without those of one group and those to leave out."""
        groups = self.groups
        first, second = np.minimum(one, other), np.maximum(one, other)
        wanted = (groups[one] != groups[other]) | (groups[one] == 0)
        wanted &= ~np.isin(first * len(groups) + second, self.left_out)
        return Pairs(first[wanted], second[wanted], distance[wanted])


def _say_something(hashes: Hashes) -> NDArray[np.bool_]:
    ones = np.bitwise_count(hashes)
    return (ones >= FEWEST_BITS) & (ones <= BITS - FEWEST_BITS)


def _take_part(hashes: Hashes, number: int) -> Numbers:
    """Every fourth bit, from another column in each row."""
    part = np.zeros(len(hashes), np.int64)
    for place in range(BITS_OF_A_PART):
        row, column = divmod(place * PARTS, 8)
        bit = row * 8 + (column + number + row) % 8
        part |= ((hashes >> np.uint64(bit)) & np.uint64(1)).astype(np.int64) << place
    return part


def _candidates(part: Numbers) -> Iterator[tuple[Numbers, Numbers]]:
    """Blocks of pairs of places whose parts are the same, or differ in one bit."""
    order = np.argsort(part, kind="stable").astype(np.int64)
    ordered = part[order]
    for turned in (0, *(1 << bit for bit in range(BITS_OF_A_PART))):
        wanted = ordered ^ turned
        first = np.searchsorted(ordered, wanted, "left")
        last = np.searchsorted(ordered, wanted, "right")
        # Each pair once: of two with the same part the later one is looked at, of others the greater part.
        place = np.arange(len(ordered))
        first = np.maximum(first, place + 1) if turned == 0 else np.where(wanted > ordered, first, last)
        for one, other in _expand(first, np.maximum(first, last)):
            yield order[one], order[other]


def _expand(first: Numbers, last: Numbers) -> Iterator[tuple[Numbers, Numbers]]:
    """Each place with every place of its range, in blocks of bounded size; a range that is longer comes in pieces."""
    counts = last - first
    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    for start in range(0, total, AT_ONCE):
        running = np.arange(start, min(total, start + AT_ONCE), dtype=np.int64)
        one = np.searchsorted(ends, running, "right")
        yield one, first[one] + running - (ends[one] - counts[one])


def _keep_nearest(found: Pairs, more: Pairs, most: int) -> Pairs:
    """Both together, each pair once, the nearest first, no more than `most`."""
    if not len(more):
        return found
    one = np.concatenate([found.one, more.one])
    other = np.concatenate([found.other, more.other])
    distance = np.concatenate([found.distance, more.distance])
    order = np.lexsort((other, one, distance))
    one, other, distance = one[order], other[order], distance[order]
    fresh = np.ones(len(one), bool)
    fresh[1:] = (one[1:] != one[:-1]) | (other[1:] != other[:-1])
    one, other, distance = one[fresh], other[fresh], distance[fresh]
    return Pairs(one[:most], other[:most], distance[:most], found.is_cut or len(one) > most)
