from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from media_library.models import Asset
from projects.overview.days import choose_evenly, list_last_days
from tests.fixtures_people import Cast, MakeAsset


def at(day: int, hour: int = 12, minute: int = 0) -> datetime.datetime:
    return datetime.datetime(2026, 11, day, hour, minute, tzinfo=datetime.UTC)


def test_the_last_four_days_with_material_are_told_and_days_between_are_not(cast: Cast, make_asset: MakeAsset) -> None:
    for day in (1, 3, 4, 9, 19):
        make_asset(cast.project, captured_at=at(day))
    assert [day.date.day for day in list_last_days(cast.project.pk)] == [19, 9, 4, 3]


def test_a_day_goes_from_midnight_to_midnight_by_the_cameras_clock(cast: Cast, make_asset: MakeAsset) -> None:
    make_asset(cast.project, captured_at=at(18, 23, 59))
    make_asset(cast.project, captured_at=at(19, 0, 0))
    make_asset(cast.project, captured_at=at(19, 23, 59))
    assert [(day.date.day, day.counts["photo"]) for day in list_last_days(cast.project.pk)] == [(19, 2), (18, 1)]


def test_a_day_counts_its_kinds_and_shows_its_pictures_in_order(cast: Cast, make_asset: MakeAsset) -> None:
    second = make_asset(cast.project, captured_at=at(19, 14), kind="video")
    first = make_asset(cast.project, captured_at=at(19, 9))
    make_asset(cast.project, captured_at=at(19, 10), kind="audio", thumbnail="")
    make_asset(cast.project, captured_at=at(19, 11), thumbnail="pending")
    (day,) = list_last_days(cast.project.pk)
    assert day.counts == {"photo": 2, "video": 1, "audio": 1}
    assert [picture.asset_id for picture in day.pictures] == [first.pk, second.pk]
    assert day.pictures[0].url.startswith(f"/projects/altai/media/{first.pk}/renditions/max-320/?v=")
    assert (day.pictures[0].width_px, day.pictures[0].height_px) == (30, 20)


def test_what_has_no_moment_or_is_in_the_trash_makes_no_day(cast: Cast, make_asset: MakeAsset) -> None:
    make_asset(cast.project)
    thrown = make_asset(cast.project, captured_at=at(19))
    Asset.objects.filter(pk=thrown.pk).update(trashed_at=timezone.now())
    assert list_last_days(cast.project.pk) == []


def test_a_day_that_is_not_counted_to_its_end_says_so(
    cast: Cast, make_asset: MakeAsset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("projects.overview.days.CAP", 2)
    for __ in range(4):
        make_asset(cast.project, captured_at=at(19), thumbnail="")
    assert "2+ files" in cast.client("viewer").get("/projects/altai/").content.decode()


@pytest.mark.parametrize(("count", "chosen"), [(0, []), (1, [0]), (3, [0, 1, 2]), (5, [0, 2, 4]), (101, [0, 50, 100])])
def test_pictures_are_chosen_over_the_whole_day(count: int, chosen: list[int]) -> None:
    assert choose_evenly(range(count), 3) == chosen


def test_a_day_costs_the_same_with_one_picture_and_with_fifty(
    cast: Cast,
    make_asset: MakeAsset,
    django_assert_num_queries,  # type: ignore[no-untyped-def]
) -> None:
    make_asset(cast.project, captured_at=at(19))
    with django_assert_num_queries(4):  # the day, what is in it, no day before it, thumbnails
        list_last_days(cast.project.pk)
    for minute in range(49):
        make_asset(cast.project, captured_at=at(19, 13, minute))
    with django_assert_num_queries(4):
        list_last_days(cast.project.pk)
