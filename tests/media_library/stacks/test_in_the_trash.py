"""What becomes of stacks when something of them goes to the trash, comes back, or goes for good."""

from __future__ import annotations

import pytest

from media_library.models import Asset, Stack
from media_library.stacks.making import make_stack
from media_library.trash.emptying import empty_trash
from media_library.trash.removing import restore_assets, restore_trashed_at, trash_and_tell, trash_assets

from .conftest import Table


@pytest.fixture
def burst(table: Table) -> Table:
    """A burst of a, the pair of B, and c; a pair D beside it."""
    table.lay("aBbcDd")
    table.pair("b")
    table.pair("d")
    make_stack(project_id=table.cast.project.pk, assets=table.some("aBc"), by=None)
    assert table.stacks() == ["D(d)", "aB(b)c"]
    return table


def test_the_next_one_is_the_top_and_what_comes_back_is_the_top_again(burst: Table) -> None:
    before = burst.covers()
    trash_assets([burst["a"]], by=None)
    assert burst.covers() == {"b": "joined", "c": "stacked", "d": "joined"}
    restore_assets([burst["a"]])
    assert burst.covers() == before == {"B": "stacked", "b": "joined", "c": "stacked", "d": "joined"}


def test_a_raw_takes_its_jpeg_along_and_brings_it_back_and_both_count_as_one(burst: Table) -> None:
    editor = burst.cast["editor"]
    ids, moment = trash_and_tell([burst["D"]], by=editor)
    assert ids == [burst["D"].pk]
    assert set(Asset.objects.in_trash()) == {burst["D"], burst["d"]}
    assert restore_trashed_at(burst.cast.project.pk, at=moment, by=editor) == [burst["D"].pk]
    assert burst.covers()["d"] == "joined"
    assert not Asset.objects.in_trash().exists()


@pytest.mark.parametrize("name", ["D", "d"])
def test_whichever_half_is_put_back_both_come(burst: Table, name: str) -> None:
    trash_assets([burst["D"]], by=None)
    assert restore_assets([burst[name]]) == [burst["D"].pk]
    assert not Asset.objects.in_trash().exists()


def test_a_jpeg_that_was_thrown_away_before_its_raw_stays_in_the_trash(burst: Table) -> None:
    trash_assets([burst["d"]], by=None)
    trash_assets([burst["D"]], by=None)
    assert restore_assets([burst["D"]]) == [burst["D"].pk]
    assert list(Asset.objects.in_trash()) == [burst["d"]]


def test_a_half_that_comes_back_alone_is_shown(burst: Table) -> None:
    trash_assets([burst["d"]], by=None)
    trash_assets([burst["D"]], by=None)
    restore_assets([burst["d"]])
    assert "d" not in burst.covers()
    restore_assets([burst["D"]])
    assert (burst.covers()["d"], burst["d"].joined_to) == ("joined", burst["D"])


def test_who_throws_away_a_pair_of_a_burst_throws_away_both_halves(burst: Table) -> None:
    trash_assets(burst.some("aB"), by=None)
    assert burst.covers() == {"d": "joined"}
    restore_assets(burst.some("aB"))
    assert burst.covers() == {"B": "stacked", "b": "joined", "c": "stacked", "d": "joined"}


def test_a_stack_of_which_nothing_is_left_goes(burst: Table) -> None:
    trash_assets(burst.some("aBc"), by=None)
    empty_trash(burst.cast.project)
    assert [stack.kind for stack in Stack.objects.filter(assets__isnull=False).distinct()] == ["raw_jpeg"]
    assert not Stack.objects.filter(kind="manual").exists()


def test_a_jpeg_whose_raw_went_for_good_stands_for_itself(burst: Table) -> None:
    trash_assets([burst["d"]], by=None)
    trash_assets([burst["D"]], by=None)
    restore_assets([burst["d"]])
    empty_trash(burst.cast.project)
    assert (burst["d"].joined_to, burst["d"].cover) == (None, Asset.Cover.NONE)
