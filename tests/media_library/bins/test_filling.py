from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import ValidationError
from pytest_django import DjangoAssertNumQueries

from media_library.bins.arranging import make_bin
from media_library.bins.filling import (
    add_and_tell,
    add_to_bin,
    place_after,
    place_in_bin,
    step_in_bin,
    take_back_added,
    take_from_bin,
)
from media_library.bins.removing import remove_bin, restore
from media_library.models import Asset, Bin, BinEntry, Original
from media_library.models.bin import STEP
from media_library.trash.removing import trash_assets
from tests.fixtures_people import Cast, MakeAsset


@pytest.fixture
def shelf(cast: Cast) -> Bin:
    return make_bin(project=cast.project, by=None, name="Eagle hunters")


def names(shelf: Bin) -> list[str]:
    """The assets in the bin, in its order."""
    entries = BinEntry.objects.filter(bin=shelf).order_by("position", "id")
    return list(entries.values_list("asset__file_name", flat=True))


def make_many(cast: Cast, number: int) -> list[Asset]:
    """Assets without files, the first shot last."""
    originals = Original.objects.bulk_create(
        Original(sha256=f"{index:064x}", size_bytes=1, kind="photo", storage_name=f"{index}", facts={})
        for index in range(number)
    )
    noon = datetime.datetime(2024, 9, 14, 12, tzinfo=datetime.UTC)
    return Asset.objects.bulk_create(
        Asset(
            project=cast.project,
            original=original,
            kind="photo",
            file_name=f"{index:04}",
            name_key=f"{index:04}",
            captured_at=noon - datetime.timedelta(seconds=index),
        )
        for index, original in enumerate(originals)
    )


def test_assets_are_appended_as_they_were_shot(cast: Cast, shelf: Bin) -> None:
    assets = make_many(cast, 4)
    assert add_to_bin(shelf, [assets[0], assets[2]], by=cast["editor"]) == 2
    assert add_to_bin(shelf, Asset.objects.all(), by=cast["editor"]) == 2
    assert names(shelf) == ["0002", "0000", "0003", "0001"]


def test_what_has_no_time_comes_last_by_its_name(cast: Cast, shelf: Bin, make_asset: MakeAsset) -> None:
    undated = [make_asset(cast.project, name=name) for name in ("b.jpg", "A.jpg")]
    dated = make_asset(cast.project, name="z.jpg", captured_at=datetime.datetime(2024, 1, 1, tzinfo=datetime.UTC))
    add_to_bin(shelf, [*undated, dated], by=None)
    assert names(shelf) == ["z.jpg", "A.jpg", "b.jpg"]


def test_nothing_is_twice_in_a_bin(cast: Cast, shelf: Bin) -> None:
    assets = make_many(cast, 3)
    assert add_to_bin(shelf, [*assets, *assets], by=None) == 3
    assert add_to_bin(shelf, assets, by=None) == 0


def test_five_thousand_go_in_with_few_queries(
    cast: Cast, shelf: Bin, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    assets = make_many(cast, 5000)
    with django_assert_max_num_queries(150):
        assert add_to_bin(shelf, assets, by=None) == 5000
    assert names(shelf) == [f"{index:04}" for index in reversed(range(5000))]


def test_assets_of_another_project_are_a_mistake(cast: Cast, shelf: Bin, make_asset: MakeAsset) -> None:
    theirs = make_asset(cast["outsider"].memberships.get().project)
    with pytest.raises(ValueError, match="another project"):
        add_to_bin(shelf, [theirs], by=None)
    assert names(shelf) == []


def test_what_is_in_the_trash_goes_into_no_bin(cast: Cast, shelf: Bin) -> None:
    assets = make_many(cast, 2)
    Asset.objects.filter(pk=assets[0].pk).update(trashed_at=datetime.datetime.now(datetime.UTC))
    assert add_to_bin(shelf, assets, by=None) == 1
    assert names(shelf) == ["0001"]


def test_a_bin_that_has_gone_takes_nothing_and_says_so(cast: Cast, shelf: Bin) -> None:
    stale = Bin.objects.get(pk=shelf.pk)
    remove_bin(shelf)
    with pytest.raises(ValidationError, match="removed by somebody"):
        add_to_bin(stale, make_many(cast, 1), by=None)


def test_an_adding_is_taken_back_without_what_was_there_before(cast: Cast, shelf: Bin) -> None:
    assets = make_many(cast, 3)
    add_to_bin(shelf, assets[:1], by=None)
    added = add_and_tell(shelf, assets, by=cast["editor"])
    assert (added.number, take_back_added(shelf, at=added.at)) == (2, 2)
    assert names(shelf) == ["0000"]


def test_what_is_taken_out_stays_in_the_project_and_comes_back_to_its_place(cast: Cast, shelf: Bin) -> None:
    assets = make_many(cast, 5)
    add_to_bin(shelf, assets, by=cast["editor"])
    before = list(shelf.entries.order_by("position").values("asset_id", "position", "added_by_id", "added_at"))
    removal = take_from_bin(shelf, assets[1:3], by=cast["editor"])
    assert names(shelf) == ["0004", "0003", "0000"]
    assert Asset.objects.in_library().count() == 5
    restore(removal)
    assert list(shelf.entries.order_by("position").values("asset_id", "position", "added_by_id", "added_at")) == before


def test_assets_are_put_in_front_of_another_in_the_order_they_are_given(cast: Cast, shelf: Bin) -> None:
    assets = make_many(cast, 5)
    add_to_bin(shelf, assets, by=None)
    place_in_bin(shelf, [assets[0], assets[2]], before=assets[4])
    assert names(shelf) == ["0000", "0002", "0004", "0003", "0001"]
    place_in_bin(shelf, [assets[4]])
    assert names(shelf) == ["0000", "0002", "0003", "0001", "0004"]
    place_in_bin(shelf, [assets[3], assets[2]], before=assets[3])
    assert names(shelf) == ["0000", "0002", "0003", "0001", "0004"]


def test_there_is_always_room_between_two_assets(cast: Cast, shelf: Bin) -> None:
    """A gap of 65,536 takes 16 halvings; then all that follows moves on."""
    assets = make_many(cast, 42)
    add_to_bin(shelf, assets, by=None)
    last = assets[0]
    for each in assets[1:]:
        place_in_bin(shelf, [each], before=last)
    assert names(shelf) == [*(f"{index:04}" for index in range(1, 42)), "0000"]
    BinEntry.objects.update(position=STEP)
    before = names(shelf)
    place_in_bin(shelf, assets[10:20], before=Asset.objects.get(file_name=before[0]))
    assert names(shelf)[:10] == [f"{index:04}" for index in range(10, 20)]


def test_moves_are_taken_back_over_gaps_that_were_used_up(cast: Cast, shelf: Bin) -> None:
    """Backwards, each to the order before it: also what was kept before room was made."""
    assets = make_many(cast, 30)
    add_to_bin(shelf, assets, by=None)
    orders, moves = [], []
    for number in range(1, 25):
        orders.append(names(shelf))
        moves.append(place_in_bin(shelf, [assets[number], assets[(number + 3) % 25 or 29]], before=assets[0]))
    for order, move in zip(reversed(orders), reversed(moves), strict=True):
        restore(move)
        assert names(shelf) == order


def test_what_was_taken_out_comes_back_between_its_neighbours_after_room_was_made(cast: Cast, shelf: Bin) -> None:
    assets = make_many(cast, 30)
    add_to_bin(shelf, assets, by=None)
    removal = take_from_bin(shelf, [assets[1]])
    for number in range(5, 25):
        place_in_bin(shelf, [assets[number]], before=assets[3])
    restore(removal)
    assert names(shelf)[-3:] == ["0002", "0001", "0000"]


def test_a_place_that_has_gone_is_told(cast: Cast, shelf: Bin) -> None:
    assets = make_many(cast, 2)
    add_to_bin(shelf, assets[:1], by=None)
    with pytest.raises(ValidationError, match="taken it out"):
        place_in_bin(shelf, assets[:1], before=assets[1])


def test_assets_that_are_not_in_the_bin_are_not_put_into_it_by_placing(cast: Cast, shelf: Bin) -> None:
    assets = make_many(cast, 2)
    add_to_bin(shelf, assets[:1], by=None)
    place_in_bin(shelf, assets)
    assert names(shelf) == ["0000"]


@pytest.mark.parametrize(
    ("chosen", "later", "order"),
    [
        ("3", False, "13245"),
        ("1", False, "12345"),  # at the front already
        ("23", False, "23145"),
        ("24", False, "24135"),
        ("13", False, "13245"),
        ("3", True, "12435"),
        ("4", True, "12354"),
        ("5", True, "12345"),
        ("13", True, "24135"),
        ("12345", True, "12345"),
        ("", True, "12345"),
    ],
)
def test_a_step_passes_one_neighbour(cast: Cast, shelf: Bin, chosen: str, later: bool, order: str) -> None:
    """In the order 1 2 3 4 5."""
    assets = dict(zip("54321", make_many(cast, 5), strict=True))
    add_to_bin(shelf, assets.values(), by=None)
    step_in_bin(shelf, [assets[name] for name in chosen], later=later)
    placed = shelf.entries.order_by("position", "pk").values_list("asset", flat=True)
    assert list(placed) == [assets[name].pk for name in order]


@pytest.mark.parametrize(("later", "order"), [(False, "41325"), (True, "12354")])
def test_a_step_passes_a_neighbour_that_can_be_seen(cast: Cast, shelf: Bin, later: bool, order: str) -> None:
    """In the order 1 2 3 4 5; of 2 and 3, in the trash, nobody knows."""
    assets = dict(zip("54321", make_many(cast, 5), strict=True))
    add_to_bin(shelf, assets.values(), by=None)
    trash_assets([assets["2"], assets["3"]], by=None)
    step_in_bin(shelf, [assets["4"]], later=later)
    seen = shelf.entries.filter(asset__trashed_at=None).order_by("position", "pk").values_list("asset", flat=True)
    assert list(seen) == [assets[name].pk for name in order if name not in "23"]


def test_a_step_asks_as_much_in_a_bin_of_a_thousand_as_in_one_of_ten(
    cast: Cast, shelf: Bin, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    """And reads nothing of the others but where they stand."""
    assets = make_many(cast, 1000)
    add_to_bin(shelf, assets, by=None)
    with django_assert_max_num_queries(20) as asked:
        step_in_bin(shelf, [assets[500]], later=False)
    reading = [query["sql"] for query in asked if query["sql"].startswith("SELECT")]
    assert all("LIMIT" in sql or "MAX(" in sql or f"({assets[500].pk})" in sql for sql in reading), reading


def test_a_step_moves_what_is_chosen_past_its_neighbour(cast: Cast, shelf: Bin) -> None:
    assets = make_many(cast, 5)
    add_to_bin(shelf, assets, by=None)
    step_in_bin(shelf, [assets[1], assets[3]], later=True)
    assert names(shelf) == ["0004", "0002", "0000", "0003", "0001"]
    step_in_bin(shelf, [assets[1], assets[3]], later=False)
    assert names(shelf) == ["0004", "0002", "0003", "0001", "0000"]


def test_assets_are_put_behind_another(cast: Cast, shelf: Bin) -> None:
    assets = make_many(cast, 4)
    add_to_bin(shelf, assets, by=None)
    place_after(shelf, [assets[3], assets[0]], mark=assets[2])
    assert names(shelf) == ["0002", "0003", "0000", "0001"]
    place_after(shelf, [assets[2]], mark=assets[1])
    assert names(shelf) == ["0003", "0000", "0001", "0002"]
    with pytest.raises(ValidationError, match="taken it out"):
        place_after(shelf, [assets[0]], mark=Asset(pk=10**9))
