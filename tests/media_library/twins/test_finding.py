"""What is looked for, and written: each pair once, and what is decided stays decided."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from django.utils import timezone

from media_library.marking.recording import mark_assets
from media_library.models import Asset, Twins
from media_library.stacks.making import make_stack, make_stack_by_rule
from media_library.twins import finding, likeness_pairs
from media_library.twins.finding import Search, find_twins
from projects.models import Project
from tests.fixtures_people import Cast, MakeAsset

Alike = Callable[..., list[Asset]]


def pairs() -> list[tuple[int, int, int]]:
    return list(Twins.objects.order_by("distance", "id").values_list("one_id", "other_id", "distance"))


def test_pairs_are_written_with_their_distance(cast: Cast, alike: Alike) -> None:
    one, other, __ = alike(0, 6, 32)
    assert find_twins(cast.project.pk) == Search(photos=3, pairs=1, added=1, is_cut=False)
    assert pairs() == [(one.pk, other.pk, 6)]


def test_found_again_nothing_is_doubled_and_decisions_stay(cast: Cast, alike: Alike) -> None:
    alike(0, 1)
    find_twins(cast.project.pk)
    Twins.objects.update(decision="different", decided_by=cast["reviewer"], decided_at=timezone.now())
    alike(2)
    assert find_twins(cast.project.pk) == Search(photos=3, pairs=2, added=2, is_cut=False)
    assert sorted(Twins.objects.values_list("decision", flat=True)) == ["", "", "different"]


def test_what_is_decided_takes_no_room_from_what_waits(
    cast: Cast, alike: Alike, make_asset: MakeAsset, monkeypatch: pytest.MonkeyPatch
) -> None:
    most = partial(likeness_pairs.find_pairs, most=1)
    monkeypatch.setattr(finding, "find_pairs", most)
    gone, one, other, third = alike(0, 1, 3, 6)
    assert find_twins(cast.project.pk).added == 1
    Twins.objects.update(decision="different")
    Twins.objects.create(project=cast.project, one=gone, other=third, distance=6, decision="chosen")
    Asset.objects.filter(pk=gone.pk).update(flag="reject")
    assert find_twins(cast.project.pk).added == 1
    assert pairs()[1] == (one.pk, other.pk, 2)
    Twins.objects.update(decision="different")
    assert find_twins(cast.project.pk).added == 1
    assert pairs()[2] == (other.pk, third.pk, 3)


def test_black_frames_clips_and_what_has_no_likeness_are_not_compared(
    cast: Cast, alike: Alike, make_asset: MakeAsset
) -> None:
    alike(None, None)
    alike(0, 0, kind="video")
    make_asset(cast.project, thumbnail="pending")
    assert find_twins(cast.project.pk) == Search(photos=0, pairs=0, added=0, is_cut=False)


def test_rejected_ones_and_those_in_the_trash_are_not_compared(cast: Cast, alike: Alike) -> None:
    rejected, trashed, __ = alike(0, 1, 2)
    mark_assets(project_id=cast.project.pk, by=cast["editor"], field="flag", values={rejected.pk: "reject"})
    Asset.objects.filter(pk=trashed.pk).update(trashed_at=timezone.now())
    assert find_twins(cast.project.pk).photos == 1


def test_pictures_of_one_stack_are_no_twins_of_one_another(cast: Cast, alike: Alike) -> None:
    one, other, apart = alike(0, 1, 2)
    stacked = Asset.objects.filter(pk__in=[one.pk, other.pk])
    make_stack(project_id=cast.project.pk, assets=stacked, by=cast["editor"])
    find_twins(cast.project.pk)
    assert {pair[:2] for pair in pairs()} == {(one.pk, apart.pk), (other.pk, apart.pk)}


def test_the_other_half_of_a_raw_and_jpeg_is_not_compared(cast: Cast, alike: Alike) -> None:
    raw, jpeg, apart = alike(0, 1, 2)
    ids = [raw.pk, jpeg.pk]
    make_stack_by_rule(project_id=cast.project.pk, asset_ids=ids, kind="raw_jpeg", rule="raw-jpeg", key="pair")
    find_twins(cast.project.pk)
    assert [pair[:2] for pair in pairs()] == [(raw.pk, apart.pk)]


def test_another_projects_pictures_are_not_compared_with_ours(cast: Cast, alike: Alike, make_asset: MakeAsset) -> None:
    mine = alike(0)
    make_asset(Project.objects.get(slug="bazaar"), likeness=mine[0].original.likeness)
    assert find_twins(cast.project.pk) == Search(photos=1, pairs=0, added=0, is_cut=False)


def test_what_has_a_thumbnail_and_no_likeness_is_given_one_first(cast: Cast, make_asset: MakeAsset) -> None:
    asset = make_asset(cast.project)
    find_twins(cast.project.pk)
    asset.original.refresh_from_db()
    assert asset.original.likeness == 0  # a grey sheet


def test_the_number_of_questions_does_not_grow_with_the_pictures(
    cast: Cast, alike: Alike, django_assert_num_queries
) -> None:
    for count in (2, 30):
        alike(*[0] * count)
        with django_assert_num_queries(6):  # likenesses, pictures, decided ones, the rows, a count before and after
            find_twins(cast.project.pk)
