from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from media_library.bins.arranging import DEEPEST, make_bin, move_bin
from media_library.bins.filling import add_to_bin
from media_library.bins.listing import flatten, list_bins
from media_library.lighttable import counting
from media_library.models import Asset, Bin
from media_library.trash.removing import trash_assets
from tests.fixtures_people import Cast, MakeAsset


def make(cast: Cast, name: str, parent: Bin | None = None) -> Bin:
    return make_bin(project=cast.project, by=None, name=name, parent=parent)


def test_the_tree_is_told_in_the_order_made_by_hand(cast: Cast) -> None:
    film, land = make(cast, "Film"), make(cast, "Land")
    faces = make(cast, "Faces", film)
    make(cast, "Old men", faces)
    move_bin(land, parent=None, before=film)
    told = [(node.path, node.depth) for node in flatten(list_bins(cast.project.pk))]
    assert told == [("Land", 0), ("Film", 0), ("Film / Faces", 1), ("Film / Faces / Old men", 2)]


def test_a_bin_counts_what_is_in_it_and_in_those_in_it_each_once(cast: Cast, make_asset: MakeAsset) -> None:
    film, beside = make(cast, "Film"), make(cast, "Beside")
    faces = make(cast, "Faces", film)
    old, young = make(cast, "Old men", faces), make(cast, "Boys", faces)
    assets = [make_asset(cast.project) for _ in range(5)]
    for shelf, some in ((old, assets[:3]), (young, assets[2:4]), (film, assets[3:4]), (beside, assets[4:])):
        add_to_bin(shelf, some, by=None)
    trash_assets(assets[1:2], by=None)
    counts = {node.name: node.count for node in flatten(list_bins(cast.project.pk))}
    assert counts == {"Film": "3", "Faces": "3", "Old men": "2", "Boys": "2", "Beside": "1"}


def test_the_deepest_bin_is_counted_in_the_outermost(cast: Cast, make_asset: MakeAsset) -> None:
    inner = make(cast, "0")
    for level in range(1, DEEPEST):
        inner = make(cast, str(level), inner)
    add_to_bin(inner, [make_asset(cast.project)], by=None)
    assert [node.count for node in flatten(list_bins(cast.project.pk))] == ["1"] * DEEPEST


def test_no_more_is_counted_than_the_cap(cast: Cast, make_asset: MakeAsset, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "CAP", 2)
    full = make(cast, "Full")
    add_to_bin(full, [make_asset(cast.project) for _ in range(4)], by=None)
    assert [node.count for node in list_bins(cast.project.pk)] == ["2+"]


def test_the_bin_that_is_looked_at_is_marked(cast: Cast) -> None:
    film = make(cast, "Film")
    inner = make(cast, "Faces", film)
    assert [node.is_here for node in flatten(list_bins(cast.project.pk, here=inner.pk))] == [False, True]


def test_bins_of_another_project_are_not_told(cast: Cast) -> None:
    make_bin(project=cast["outsider"].memberships.get().project, by=None, name="theirs")
    assert list_bins(cast.project.pk) == []


def test_fifty_bins_cost_one_query_as_one_does(
    cast: Cast, make_asset: MakeAsset, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    parent = make(cast, "0")
    for _ in range(2):
        with django_assert_num_queries(1):
            list_bins(cast.project.pk)
        for name in range(1, 50):
            if not Bin.objects.filter(name=str(name)).exists():
                add_to_bin(make(cast, str(name), parent), Asset.objects.all(), by=None)
