from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django_tasks import default_task_backend

from media_library.admin import chosen
from media_library.bins.arranging import make_bin
from media_library.describing.words import change_many
from media_library.lighttable import chosen as parts
from media_library.models import Asset, Bin, Original, Rendition
from media_library.trash.removing import trash_assets
from projects.models import Project
from tests.fixtures_people import Cast, MakeAsset

from .conftest import Staff

LIST = "/admin/media_library/asset/"


def do(client: Client, action: str, ticked: list[Asset], query: str = "", **typed: Any) -> HttpResponse:
    """Ticks the assets, chooses the action, and gives the answer after its redirect."""
    picked = {"action": action, "_selected_action": [asset.pk for asset in ticked], "index": "0", **typed}
    return client.post(f"{LIST}{query}", picked, follow=True)


def finish(client: Client, action: str, ticked: list[Asset], query: str = "", **typed: Any) -> HttpResponse:
    """The step's page, filled in and sent."""
    count = typed.pop("count", len(ticked))
    return do(client, action, ticked, query, step="1", count=str(count), **typed)


def list_words(asset: Asset) -> tuple[str, str, int | None, list[str]]:
    asset.refresh_from_db()
    keywords = sorted(each.name for each in asset.keywords.all())
    return asset.caption, asset.creator, asset.rating, keywords


def test_the_page_between_tells_how_many_and_which(staff: Staff, cast: Cast, make_asset: MakeAsset) -> None:
    ticked = [make_asset(cast.project, name=f"{number}.jpg") for number in range(7)]
    page = do(staff("editor"), "change_words", ticked).content.decode()
    assert "7 assets are ticked:" in page
    assert "<bdi>6.jpg</bdi>" in page and "<bdi>1.jpg</bdi>" not in page  # some of them
    assert "<bdi>Altai</bdi>" in page


def test_words_are_written_into_all_that_are_ticked_and_no_other(
    staff: Staff, cast: Cast, make_asset: MakeAsset
) -> None:
    two, other = [make_asset(cast.project) for _ in range(2)], make_asset(cast.project)
    change_many([*two, other], keywords_add=["old", "kept"], caption="As it was", creator="Nobody")
    typed = {"keywords_add": "жылқы; herd", "keywords_remove": "old", "creator": "Aigerim", "rating": "4"}
    finish(staff("contributor"), "change_words", two, **typed)
    assert [list_words(asset) for asset in two] == [("As it was", "Aigerim", 4, ["herd", "kept", "жылқы"])] * 2
    assert list_words(other) == ("As it was", "Nobody", None, ["kept", "old"])
    assert {asset.marked_by for asset in two} == {cast["contributor"]}


def test_a_rating_can_be_taken_away(staff: Staff, cast: Cast, make_asset: MakeAsset) -> None:
    asset = make_asset(cast.project)
    change_many([asset], rating=5)
    finish(staff("editor"), "change_words", [asset], rating="none")
    assert list_words(asset)[2] is None


def test_an_empty_form_is_not_sent_by_mistake(staff: Staff, cast: Cast, make_asset: MakeAsset) -> None:
    page = finish(staff("editor"), "change_words", [make_asset(cast.project)]).content.decode()
    assert "Fill in what is to be changed." in page


def test_what_cannot_be_written_is_told_on_the_page(staff: Staff, cast: Cast, make_asset: MakeAsset) -> None:
    asset = make_asset(cast.project)
    page = finish(staff("editor"), "change_words", [asset], creator="a" * 2001).content.decode()
    assert "This is too long. 2000 signs are the most." in page
    assert list_words(asset)[1] == ""


def test_assets_are_left_where_staff_only_look(staff: Staff, cast: Cast, make_asset: MakeAsset) -> None:
    theirs = Project.objects.get(slug="bazaar")
    theirs.memberships.create(user=cast["editor"], role="viewer")
    mine, other = make_asset(cast.project), make_asset(theirs)
    client = staff("editor")
    page = do(client, "change_words", [mine, other]).content.decode()
    assert "1 asset is ticked:" in page and "1 more is in a project where you may only look" in page
    finish(client, "change_words", [mine, other], caption="New", count=1)
    assert [list_words(asset)[0] for asset in (mine, other)] == ["New", ""]


@pytest.mark.parametrize("who", ["viewer", "reviewer", "outsider"])
def test_who_may_not_change_words_on_the_site_may_not_here(
    who: str, staff: Staff, cast: Cast, make_asset: MakeAsset
) -> None:
    asset, client = make_asset(cast.project), staff(who)
    finish(client, "change_words", [asset], caption="New", count=0)
    finish(client, "change_words", [asset], caption="New", count=1)
    do(client, "remove", [asset])
    assert list_words(asset)[0] == "" and asset.trashed_at is None


def test_a_step_with_nothing_to_do_asks_again_and_makes_no_bin(staff: Staff, cast: Cast, make_asset: MakeAsset) -> None:
    answer = finish(staff("viewer"), "put_in_bin", [make_asset(cast.project)], name="Mine", count=0)
    assert "0 assets are ticked:" in answer.content.decode()
    assert not Bin.objects.exists()


def test_all_across_the_pages_are_taken_in_parts_and_each_once(
    staff: Staff, cast: Cast, make_asset: MakeAsset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chosen, "AT_ONCE", 3)
    assets = [make_asset(cast.project, name=f"herd {number}.jpg") for number in range(8)]
    other = make_asset(cast.project, name="dog.jpg")
    across = {"select_across": "1", "count": 8, "rating": "2"}
    # The step changes what the list is narrowed by, and still takes all eight.
    finish(staff("editor"), "change_words", assets[:1], "?q=herd&rating=none", **across)
    assert [list_words(asset)[2] for asset in (*assets, other)] == [2] * 8 + [None]


def test_no_statement_holds_a_giant_list_of_ids(
    staff: Staff, cast: Cast, make_asset: MakeAsset, django_assert_max_num_queries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chosen, "AT_ONCE", 4)
    monkeypatch.setattr(parts, "AT_ONCE", 4)
    assets = [make_asset(cast.project) for _ in range(60)]
    with django_assert_max_num_queries(500) as asked:
        typed = {"keywords_add": "herd", "rating": "1", "count": 60}
        finish(staff("root"), "change_words", assets[:1], select_across="1", **typed)
    lists = [found[1].split(",") for each in asked for found in re.finditer(r"IN \(([\d, ]+)\)", each["sql"])]
    assert max(len(ids) for ids in lists) == 50  # those of one page of the list
    assert Asset.objects.filter(keywords__name="herd").count() == 60


def test_a_list_that_has_grown_meanwhile_is_asked_about_once_more(
    staff: Staff, cast: Cast, make_asset: MakeAsset
) -> None:
    assets = [make_asset(cast.project) for _ in range(2)]
    answer = finish(staff("editor"), "change_words", assets[:1], select_across="1", count=1, caption="New")
    assert "The list has changed meanwhile." in answer.content.decode()
    assert Asset.objects.filter(caption="New").count() == 0


def test_assets_are_put_in_a_bin_that_is_there(staff: Staff, cast: Cast, make_asset: MakeAsset) -> None:
    filled = make_bin(project=cast.project, by=None, name="Best")
    make_bin(project=Project.objects.get(slug="bazaar"), by=None, name="Not mine")
    assets, client = [make_asset(cast.project) for _ in range(2)], staff("contributor")
    page = do(client, "put_in_bin", assets).content.decode()
    assert "Best" in page and "Not mine" not in page
    finish(client, "put_in_bin", assets, bin=filled.pk)
    assert [entry.added_by for entry in filled.entries.all()] == [cast["contributor"]] * 2


def test_a_bin_has_them_in_the_order_in_which_they_were_shot_however_many_they_are(
    staff: Staff, cast: Cast, make_asset: MakeAsset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chosen, "AT_ONCE", 2)
    days = [datetime.datetime(2026, 5, day, tzinfo=datetime.UTC) for day in (3, 1, 5, 2, 4)]
    assets = [make_asset(cast.project, captured_at=day) for day in days]
    finish(staff("editor"), "put_in_bin", assets, name="By day")
    lying = Bin.objects.get().entries.order_by("position").values_list("asset__captured_at", flat=True)
    assert list(lying) == sorted(days)


def test_assets_are_put_in_a_new_bin(staff: Staff, cast: Cast, make_asset: MakeAsset) -> None:
    finish(staff("editor"), "put_in_bin", [make_asset(cast.project)], name="  Selects ")
    made = Bin.objects.get()
    assert (made.name, made.made_by, made.entries.count()) == ("Selects", cast["editor"], 1)


@pytest.mark.parametrize("typed", [{}, {"name": " "}, {"bin": "0"}])
def test_a_bin_has_to_be_chosen_or_named(
    typed: dict[str, str], staff: Staff, cast: Cast, make_asset: MakeAsset
) -> None:
    answer = finish(staff("editor"), "put_in_bin", [make_asset(cast.project)], **typed)
    assert "field__fault" in answer.content.decode() or 'role="alert"' in answer.content.decode()
    assert not Bin.objects.exists()


def test_assets_of_two_projects_do_not_go_into_one_bin(staff: Staff, cast: Cast, make_asset: MakeAsset) -> None:
    both = [make_asset(cast.project), make_asset(Project.objects.get(slug="bazaar"))]
    page = finish(staff("root"), "put_in_bin", both, name="Both").content.decode()
    assert "These assets are in several projects" in page
    assert not Bin.objects.exists()


def test_originals_are_verified_by_the_worker_behind_everything_else(
    staff: Staff, cast: Cast, make_asset: MakeAsset, django_capture_on_commit_callbacks: Any
) -> None:
    assets, client = [make_asset(cast.project) for _ in range(3)], staff("editor")
    default_task_backend.clear()
    with django_capture_on_commit_callbacks(execute=True):
        finish(client, "verify", assets[:2])
    (asked,) = [each for each in default_task_backend.results if each.task.name == "verify"]
    assert sorted(asked.args[0]) == sorted(asset.original_id for asset in assets[:2])
    assert asked.task.priority == -100


def test_renditions_are_made_again(
    staff: Staff, cast: Cast, make_asset: MakeAsset, django_capture_on_commit_callbacks: Any
) -> None:
    ticked, other = make_asset(cast.project), make_asset(cast.project)
    with django_capture_on_commit_callbacks(execute=True):
        finish(staff("editor"), "make_renditions_again", [ticked])
    states = {made.original_id: made.state for made in Rendition.objects.all()}
    assert states == {ticked.original_id: "pending", other.original_id: "done"}


def test_assets_go_to_the_trash_and_come_back(staff: Staff, cast: Cast, make_asset: MakeAsset) -> None:
    two, other = [make_asset(cast.project) for _ in range(2)], make_asset(cast.project)
    client = staff("contributor")
    assert "2 assets are in the trash now." in do(client, "remove", two).content.decode()
    assert set(Asset.objects.in_trash()) == set(two)
    assert {asset.trashed_by for asset in Asset.objects.in_trash()} == {cast["contributor"]}
    assert "2 assets are in the library again." in do(client, "put_back", two, "?where=trash").content.decode()
    assert set(Asset.objects.in_library()) == {*two, other}
    assert Original.objects.count() == 3


def test_each_list_offers_what_can_be_done_there(staff: Staff, cast: Cast, make_asset: MakeAsset) -> None:
    trash_assets([make_asset(cast.project)], by=None)
    make_asset(cast.project)
    client = staff("editor")
    offered = {query: set(dict(client.get(f"{LIST}{query}").context["action_form"].fields["action"].choices))
               for query in ("", "?where=trash")}  # fmt: skip
    assert offered["?where=trash"] - {""} == {"put_back"}
    assert "put_back" not in offered[""] and "remove" in offered[""]
