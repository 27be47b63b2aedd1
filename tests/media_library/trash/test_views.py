from __future__ import annotations

import html
import json
from typing import Any

import pytest
from django.http import HttpResponse
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from media_library.models import Asset
from media_library.trash import emptying_tasks, listing, views
from media_library.trash.removing import trash_assets
from tests.fixtures_people import Cast, MakeAsset

FETCH = {"X-Requested-With": "fetch"}


def send(cast: Cast, name: str, *, who: str, **fields: Any) -> HttpResponse:
    return cast.client(who).post(reverse(name, args=["altai"]), fields, headers=FETCH)


def toast(answer: HttpResponse) -> Any:
    return json.loads(answer.headers.get("HX-Trigger", "{}")).get("toast")


def read_page(cast: Cast, who: str = "editor", **query: str) -> str:
    return cast.client(who).get(reverse("trash", args=["altai"]), query).content.decode()


def test_what_is_selected_goes_into_the_trash_and_an_undo_brings_it_back(cast: Cast, make_asset: MakeAsset) -> None:
    assets = [make_asset(cast.project) for _ in range(3)]
    answer = send(cast, "trash-put", who="contributor", ids=f"{assets[0].pk},{assets[1].pk}")
    assert toast(answer)["text"] == "2 are removed. They are in the trash."
    assert list(Asset.objects.in_library()) == [assets[2]]
    undo = toast(answer)["undo"]
    again = cast.client("contributor").post(undo["url"], undo["fields"], headers=FETCH)
    assert toast(again)["text"] == "2 are back in the library."
    assert Asset.objects.in_library().count() == 3


def test_what_is_not_ours_is_left_where_it_is(cast: Cast, make_asset: MakeAsset) -> None:
    theirs = make_asset(cast["outsider"].memberships.get().project)
    ours = make_asset(cast.project)
    send(cast, "trash-put", who="contributor", ids=f"{theirs.pk},{ours.pk}")
    assert list(Asset.objects.in_trash()) == [ours]
    trash_assets([theirs], by=cast["outsider"])
    send(cast, "trash-restore", who="contributor", ids=f"{theirs.pk},{ours.pk}")
    send(cast, "trash-empty", who="editor", ids=theirs.pk)
    assert list(Asset.objects.in_trash()) == [theirs]


def test_nothing_selected_is_told(cast: Cast) -> None:
    answer = send(cast, "trash-put", who="contributor")
    assert (answer.status_code, toast(answer)["text"]) == (422, "Nothing is selected. Select what this is for.")


def test_the_page_tells_who_removed_what(cast: Cast, make_asset: MakeAsset) -> None:
    trash_assets([make_asset(cast.project, name="mine.jpg")], by=cast["contributor"])
    trash_assets([make_asset(cast.project, name="theirs.jpg")], by=None)
    page = read_page(cast)
    assert page.index("Somebody") < page.index("theirs.jpg") < page.index("Contributor") < page.index("mine.jpg")


@pytest.mark.parametrize(
    ("who", "may_restore", "may_empty"),
    [("viewer", False, False), ("contributor", True, False), ("editor", True, True)],
)
def test_only_what_somebody_may_do_is_offered(
    cast: Cast, make_asset: MakeAsset, who: str, may_restore: bool, may_empty: bool
) -> None:
    trash_assets([make_asset(cast.project)], by=None)
    page = read_page(cast, who)
    assert ("Put back" in page) is may_restore
    assert ("Empty the trash" in page) is may_empty
    assert (reverse("trash-empty", args=["altai"]) in page) is may_empty


def test_the_question_tells_how_many_files_and_bytes_go(cast: Cast, make_asset: MakeAsset) -> None:
    trash_assets([make_asset(cast.project, content=b"x" * 2_000_000), make_asset(cast.project, content=b"x")], by=None)
    page = read_page(cast, ask="empty")
    assert "2 files are deleted for good" in page
    assert "2.0 MB" in page
    assert "This cannot be undone." in page
    assert 'aria-labelledby="empty-trash-head" open' in page


def test_chosen_files_are_put_back_or_deleted_by_plain_forms(cast: Cast, make_asset: MakeAsset) -> None:
    assets = [make_asset(cast.project) for _ in range(3)]
    trash_assets(assets, by=None)
    client = cast.client("editor")
    back = client.post(reverse("trash-restore", args=["altai"]), {"ids": [assets[0].pk, assets[1].pk]}, follow=True)
    assert "2 are back in the library." in back.content.decode()
    gone = client.post(reverse("trash-empty", args=["altai"]), {"ids": [assets[2].pk]}, follow=True)
    assert "1 is deleted for good." in gone.content.decode()
    assert set(Asset.objects.in_library()) == set(assets[:2])


def test_what_came_in_after_the_page_was_made_is_not_emptied(cast: Cast, make_asset: MakeAsset) -> None:
    trash_assets([make_asset(cast.project, name="seen.jpg")], by=None)
    seen = Asset.objects.get().trashed_at
    assert seen is not None
    trash_assets([make_asset(cast.project, name="later.jpg")], by=None)
    send(cast, "trash-empty", who="editor", until=seen.isoformat())
    assert Asset.objects.get().file_name == "later.jpg"


def test_the_question_is_of_the_whole_trash_on_every_page(
    cast: Cast, make_asset: MakeAsset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "PAGE", 2)
    for _ in range(3):
        trash_assets([make_asset(cast.project)], by=None)
    key = listing.open_trash(cast.project.pk).next_key
    page = read_page(cast, after=key)
    assert "3 files are deleted for good" in page
    until = page.partition('name="until" value="')[2].partition('"')[0]
    answer = send(cast, "trash-empty", who="editor", until=html.unescape(until))
    assert toast(answer)["text"] == "3 are deleted for good."
    assert not Asset.objects.exists()


def test_no_more_is_selected_than_is_deleted_at_once(
    cast: Cast, make_asset: MakeAsset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "AT_ONCE", 2)
    assets = [make_asset(cast.project) for _ in range(3)]
    trash_assets(assets, by=None)
    answer = send(cast, "trash-empty", who="editor", ids=",".join(str(asset.pk) for asset in assets))
    assert (answer.status_code, Asset.objects.in_trash().count()) == (422, 3)
    assert toast(answer)["text"] == "More than 2 are selected. Take them in several steps."


def test_a_large_trash_is_emptied_by_the_worker(
    cast: Cast, make_asset: MakeAsset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "AT_ONCE", 2)
    trash_assets([make_asset(cast.project) for _ in range(3)], by=None)
    until = Asset.objects.earliest("pk").trashed_at
    assert until is not None
    answer = send(cast, "trash-empty", who="editor", until=until.isoformat())
    assert toast(answer)["text"] == "The trash is being emptied. This goes on by itself."
    assert Asset.objects.in_trash().count() == 3
    assert emptying_tasks.go_on_emptying.func(cast.project.pk, until.isoformat()) == 3
    assert not Asset.objects.exists()


@pytest.mark.parametrize("field", ["until", "at"])
@pytest.mark.parametrize("moment", ["yesterday", "2026-01-01T00:00:00"])
def test_a_moment_that_nobody_was_given_is_not_there(cast: Cast, field: str, moment: str) -> None:
    name = "trash-empty" if field == "until" else "trash-restore"
    assert send(cast, name, who="editor", **{field: moment}).status_code == 404


def test_pages_follow_each_other_and_nothing_is_on_two(
    cast: Cast, make_asset: MakeAsset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "PAGE", 2)
    assets = [make_asset(cast.project) for _ in range(5)]
    for some in (assets[:3], assets[3:]):
        trash_assets(some, by=None)
    pages, key = [], ""
    while True:
        page = listing.open_trash(cast.project.pk, after=key)
        pages.append([asset.pk for asset in page.rows])
        key = page.next_key
        if not key:
            break
    assert pages == [[assets[4].pk, assets[3].pk], [assets[2].pk, assets[1].pk], [assets[0].pk]]
    assert [asset.pk for asset in listing.open_trash(cast.project.pk, before=page.previous_key).rows] == pages[1]
    assert cast.client("viewer").get(reverse("trash", args=["altai"]), {"after": "x"}).status_code == 404


def test_fifty_files_cost_as_many_queries_as_one(
    cast: Cast, make_asset: MakeAsset, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client, address = cast.client("editor"), reverse("trash", args=["altai"])
    for more in (1, 49):
        trash_assets([make_asset(cast.project) for _ in range(more)], by=cast["editor"])
        # Session, user, membership, page, renditions, what is joined, the latest, and two that weigh it.
        with django_assert_num_queries(9):
            client.get(address)


def test_a_trash_that_is_not_counted_to_its_end_says_so_before_it_is_emptied(
    cast: Cast, make_asset: MakeAsset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("media_library.lighttable.counting.CAP", 2)
    trash_assets([make_asset(cast.project) for _ in range(3)], by=cast["editor"])
    page = cast.client("editor").get(reverse("trash", args=["altai"])).content.decode()
    assert "2+ files are deleted for good" in page
