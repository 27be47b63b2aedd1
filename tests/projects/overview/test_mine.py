from __future__ import annotations

import datetime

from django.utils import timezone

from media_library.models import Asset
from projects.making import make_project
from projects.models import Project
from projects.overview.mine import list_mine, list_my_projects, make_tiles
from tests.fixtures_people import Cast, MakeAsset

MOMENT = datetime.datetime(2026, 11, 19, 9, tzinfo=datetime.UTC)


def shown(cast: Cast) -> dict[str, list[int]]:
    """The pictures of each of the viewer's projects, by its address."""
    tiles = make_tiles(list(list_mine(cast["viewer"])))
    return {tile.project.slug: [picture.asset_id for picture in tile.pictures] for tile in tiles}


def test_each_project_shows_what_was_shot_last_and_then_what_has_no_moment(cast: Cast, make_asset: MakeAsset) -> None:
    undated = make_asset(cast.project)
    early = make_asset(cast.project, captured_at=MOMENT)
    late = make_asset(cast.project, captured_at=MOMENT + datetime.timedelta(hours=1))
    make_asset(cast.project, captured_at=MOMENT, kind="audio", thumbnail="")
    pictures = shown(cast)["altai"]
    assert pictures[:2] == [late.pk, early.pk]
    assert undated.pk not in pictures[:2]


def test_a_project_without_any_moment_shows_its_newest(cast: Cast, make_asset: MakeAsset) -> None:
    made = [make_asset(cast.project).pk for __ in range(7)]
    assert shown(cast)["altai"] == made[:1:-1]


def test_what_is_in_the_trash_is_neither_shown_nor_counted(cast: Cast, make_asset: MakeAsset) -> None:
    make_asset(cast.project, captured_at=MOMENT)
    Asset.objects.update(trashed_at=timezone.now())
    (tile,) = make_tiles(list(list_mine(cast["viewer"])))
    assert tile.pictures == []
    assert set(tile.counts.values()) == {0}


def test_each_project_counts_its_own(cast: Cast, make_asset: MakeAsset) -> None:
    make_asset(cast.project)
    make_asset(cast.project, kind="video")
    make_asset(cast.project, kind="video")
    make_asset(Project.objects.get(slug="bazaar"))
    (tile,) = make_tiles(list(list_mine(cast["viewer"])))
    assert tile.counts == {"photo": 1, "video": 2, "audio": 0, "document": 0}


def test_it_costs_two_queries_for_any_number_of_projects(
    cast: Cast,
    make_asset: MakeAsset,
    django_assert_num_queries,  # type: ignore[no-untyped-def]
) -> None:
    make_asset(cast.project, captured_at=MOMENT)
    with django_assert_num_queries(2):
        make_tiles(list(list_mine(cast["viewer"])))
    for number in range(49):
        make_asset(make_project(by=cast["viewer"], kind="archive", title=f"P {number}"), captured_at=MOMENT)
    with django_assert_num_queries(2):
        tiles = make_tiles(list(list_mine(cast["viewer"])))
    assert [len(tile.pictures) for tile in tiles] == [1] * 50


def test_my_projects_are_mine(cast: Cast) -> None:
    assert [project.slug for project in list_my_projects(cast["viewer"])] == ["altai"]
