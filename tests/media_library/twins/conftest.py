"""Pictures that look alike."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from media_library.models import Asset, Twins
from tests.fixtures_people import Cast, MakeAsset

LIKE = 0x0F0F_0F0F_0F0F_0F0F
MakeTwins = Callable[..., Twins]


@pytest.fixture
def alike(cast: Cast, make_asset: MakeAsset) -> Callable[..., list[Asset]]:
    """Makes photographs that differ in so many bits from the first one; black frames for None."""

    def make(*bits: int | None, **columns: object) -> list[Asset]:
        hashes = (0 if number is None else LIKE ^ (1 << number) - 1 for number in bits)
        return [make_asset(cast.project, likeness=each, **columns) for each in hashes]

    return make


@pytest.fixture
def make_twins(cast: Cast, make_asset: MakeAsset) -> MakeTwins:
    """Makes a pair that waits for a decision."""

    def make(distance: int = 0) -> Twins:
        one, other = make_asset(cast.project), make_asset(cast.project)
        return Twins.objects.create(project=cast.project, one=one, other=other, distance=distance)

    return make
