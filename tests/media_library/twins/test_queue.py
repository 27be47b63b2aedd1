"""Which pairs wait, in which order, and what is told of them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from media_library.marking.recording import mark_assets
from media_library.models import Asset, Bin, BinEntry, Original, Twins
from media_library.stacks.making import make_stack
from media_library.twins.deciding import decide
from media_library.twins.queue import Pair, Progress, count_progress, find_next, find_open, find_pair, show_pairs
from projects.models import Project
from tests.fixtures_people import Cast

from .conftest import MakeTwins


def show(twins: Twins) -> Pair:
    return show_pairs([twins], "altai")[0]


def tell(twins: Twins) -> list[dict[str, tuple[str, bool]]]:
    return [{fact.name: (fact.text, fact.is_same) for fact in side.facts} for side in show(twins).sides]


def test_the_nearest_pair_comes_first_and_each_has_a_next_one(cast: Cast, make_twins: MakeTwins) -> None:
    far, near, nearer = make_twins(5), make_twins(2), make_twins(2)
    assert list(find_open(cast.project.pk)) == [near, nearer, far]
    assert find_next(cast.project.pk) == near
    assert [find_next(cast.project.pk, each) for each in (near, nearer, far)] == [nearer, far, None]


def test_progress_counts_what_is_decided_and_what_waits(cast: Cast, make_twins: MakeTwins) -> None:
    first, *__ = (make_twins() for __ in range(3))
    decide(twins=first, by=cast["reviewer"], keep="both")
    assert count_progress(cast.project.pk) == Progress(decided=1, left=2)
    assert count_progress(cast.project.pk).total == 3


def test_what_is_settled_otherwise_does_not_wait(cast: Cast, make_twins: MakeTwins) -> None:
    rejected, trashed, stacked, joined, waiting = (make_twins() for __ in range(5))
    mark_assets(project_id=cast.project.pk, by=cast["editor"], field="flag", values={rejected.other_id: "reject"})
    Asset.objects.filter(pk=trashed.one_id).update(trashed_at=timezone.now())
    both = Asset.objects.filter(pk__in=[stacked.one_id, stacked.other_id])
    make_stack(project_id=cast.project.pk, assets=both, by=cast["editor"])
    Asset.objects.filter(pk=joined.other_id).update(cover=Asset.Cover.JOINED)
    assert list(find_open(cast.project.pk)) == [waiting]


def test_pictures_in_two_stacks_wait(cast: Cast, make_twins: MakeTwins) -> None:
    one, other = make_twins(), make_twins()
    for ids in ([one.one_id, other.one_id], [one.other_id, other.other_id]):
        make_stack(project_id=cast.project.pk, assets=Asset.objects.filter(pk__in=ids), by=cast["editor"])
    assert find_open(cast.project.pk).count() == 2


def test_a_pair_of_another_project_is_not_found(cast: Cast, make_twins: MakeTwins) -> None:
    theirs = make_twins()
    Twins.objects.filter(pk=theirs.pk).update(project=Project.objects.get(slug="bazaar"))
    assert find_pair(cast.project.pk, theirs.pk) is None
    assert find_next(cast.project.pk) is None


def test_what_differs_is_told_from_what_is_the_same(cast: Cast, make_twins: MakeTwins) -> None:
    twins = make_twins()
    Original.objects.filter(assets=twins.one_id).update(width_px=6000, height_px=4000, size_bytes=12_000_000)
    Original.objects.filter(assets=twins.other_id).update(width_px=1200, height_px=800, size_bytes=12_000_000)
    Asset.objects.update(captured_at=datetime(2024, 9, 14, 12, 3, 7, tzinfo=UTC))
    BinEntry.objects.create(
        bin=Bin.objects.create(project=cast.project, name="Faces"), asset_id=twins.one_id, position=1
    )
    left, right = tell(twins)
    assert left["Size"] == ("6,000 × 4,000 px", False)
    assert right["Size"] == ("1,200 × 800 px", False)
    assert left["Taken"] == right["Taken"] == ("14 Sep 2024, 12:03:07", True)
    assert left["File"] == right["File"] == ("JPEG, 12.0 MB", True)
    assert (left["Bins"], right["Bins"]) == (("Faces", False), ("–", False))
    assert "Stack" not in left


def test_the_pictures_come_in_the_order_of_the_pair_with_their_marks(cast: Cast, make_twins: MakeTwins) -> None:
    twins = make_twins()
    mark_assets(project_id=cast.project.pk, by=cast["editor"], field="stars", values={twins.other_id: "4"})
    sides = show(twins).sides
    assert [(side.keep, side.item["id"], side.item["stars"]) for side in sides] == [
        ("one", twins.one_id, 0),
        ("other", twins.other_id, 4),
    ]
    assert all(side.stage.shown for side in sides)


@pytest.mark.parametrize("count", [1, 25])
def test_showing_one_pair_asks_as_much_as_showing_many(
    make_twins: MakeTwins, django_assert_num_queries, count: int
) -> None:
    some = [make_twins() for __ in range(count)]
    with django_assert_num_queries(4):  # assets, renditions, halves, bins
        show_pairs(some, "altai")
