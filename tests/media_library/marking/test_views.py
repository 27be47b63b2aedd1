from __future__ import annotations

import json
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from media_library.marking.recording import mark_assets
from media_library.models import Asset, Look, MarkEvent, MarkUndo
from media_library.trash.removing import trash_assets
from tests.fixtures_people import Cast, MakeAsset

from .conftest import Send, look, press, stand, take_back

ADDRESS = "/projects/altai/marks/"


def test_what_was_pressed_is_what_stands(send: Send, cast: Cast, make_asset: MakeAsset) -> None:
    one, two, other = (make_asset(cast.project) for _ in range(3))
    pressed = [
        press("flag", "pick", one, two),
        press("stars", "4", one, second=1),
        press("label", "red", two, second=2),
    ]
    answer = send("reviewer", *pressed)
    assert stand(one, two, other) == [("pick", 4, ""), ("pick", None, "red"), ("", None, "")]
    assert answer["arrived"] == [event["step"] for event in pressed]
    assert (answer["refused"], answer["overtaken"]) == ([], [])
    (first, second) = answer["marks"]
    assert {name: first[name] for name in ("id", "flag", "stars", "label", "by", "by_me")} == {
        "id": one.pk, "flag": "pick", "stars": 4, "label": "", "by": "Reviewer", "by_me": True,
    }  # fmt: skip
    assert (second["id"], second["stars"], second["label"]) == (two.pk, 0, "red")
    assert first["at"] == "2026-05-01T12:00:01+00:00"
    marked = Asset.objects.get(pk=one.pk)
    assert (marked.marked_by, marked.mark_version) == (cast["reviewer"], first["version"])


def test_no_stars_are_no_rating(send: Send, cast: Cast, make_asset: MakeAsset) -> None:
    asset = make_asset(cast.project)
    send("owner", press("stars", "3", asset), press("stars", "0", asset, second=1))
    assert stand(asset) == [("", None, "")]


def test_a_batch_that_comes_twice_changes_nothing_more(send: Send, cast: Cast, make_asset: MakeAsset) -> None:
    asset = make_asset(cast.project)
    batch = [press("flag", "pick", asset), press("flag", "", asset, second=1), look(asset)]
    batch.append(take_back(batch[1], second=2))
    first = send("owner", *batch)
    rows = MarkEvent.objects.count()
    again = send("owner", *batch, *batch)
    assert {name: again[name] for name in ("version", "marks", "arrived", "refused")} == {
        name: first[name] for name in ("version", "marks", "arrived", "refused")
    }
    assert (MarkEvent.objects.count(), MarkUndo.objects.count(), Look.objects.count()) == (rows, 1, 1)
    assert stand(asset) == [("pick", None, "")]


def test_the_history_begins_with_what_came_with_the_file(send: Send, cast: Cast, make_asset: MakeAsset) -> None:
    asset = make_asset(cast.project)
    Asset.objects.update(rating=2)
    pressed = press("stars", "5", asset, was="2")
    send("owner", pressed)
    base, event = MarkEvent.objects.order_by("pk")
    assert (base.by, base.step.int, base.value, base.moment) == (None, 0, "2", asset.created_at)
    assert (event.by, str(event.step), event.was, event.value) == (cast["owner"], pressed["step"], "2", "5")
    send("owner", take_back(pressed))
    assert stand(asset) == [("", 2, "")]
    back = Asset.objects.get()
    assert (back.marked_by, back.marked_at) == (None, None)


def test_undo_takes_back_only_ones_own(send: Send, cast: Cast, make_asset: MakeAsset) -> None:
    asset = make_asset(cast.project)
    theirs, mine = press("flag", "pick", asset), press("flag", "reject", asset, second=1, was="pick")
    send("editor", theirs)
    send("owner", mine, take_back(theirs))
    assert stand(asset) == [("reject", None, "")]
    send("owner", take_back(mine))
    assert stand(asset) == [("pick", None, "")]
    assert Asset.objects.get().marked_by == cast["editor"]
    send("owner", take_back(mine, second=70, kind="redo"))
    assert stand(asset) == [("reject", None, "")]


def test_an_undo_may_arrive_before_what_it_takes_back(send: Send, cast: Cast, make_asset: MakeAsset) -> None:
    asset = make_asset(cast.project)
    event = press("flag", "pick", asset)
    send("owner", take_back(event))
    send("owner", event)
    assert stand(asset) == [("", None, "")]


def test_the_other_half_is_judged_too(send: Send, cast: Cast, make_asset: MakeAsset) -> None:
    raw, jpeg = make_asset(cast.project), make_asset(cast.project)
    Asset.objects.filter(pk=jpeg.pk).update(joined_to=raw, cover=Asset.Cover.JOINED)
    event = press("stars", "5", raw)
    answer = send("owner", event)
    assert stand(raw, jpeg) == [("", 5, "")] * 2
    assert [row["id"] for row in answer["marks"]] == sorted([raw.pk, jpeg.pk])
    send("owner", take_back(event))
    assert stand(raw, jpeg) == [("", None, "")] * 2
    send("owner", press("flag", "pick", jpeg, second=90))
    assert stand(raw, jpeg) == [("", None, ""), ("pick", None, "")]


def test_what_is_in_the_trash_or_elsewhere_is_gone(send: Send, cast: Cast, make_asset: MakeAsset) -> None:
    here, there = make_asset(cast.project), make_asset(cast["outsider"].memberships.get().project)
    trashed = make_asset(cast.project)
    trash_assets([trashed], by=None)
    lost, half = press("flag", "pick", there, trashed), press("flag", "pick", here, trashed)
    answer = send("owner", lost, half, look(there), look(here, there))
    assert stand(here, there, trashed) == [("pick", None, ""), ("", None, ""), ("", None, "")]
    assert [refusal["code"] for refusal in answer["refused"]] == ["gone"] * 3
    assert answer["refused"][0] == {
        "step": lost["step"], "code": "gone",
        "reason": "2 files are not in the library any more. Their marks were not written.",
    }  # fmt: skip
    assert half["step"] in answer["arrived"] and lost["step"] not in answer["arrived"]
    assert [row["id"] for row in answer["marks"]] == [here.pk]
    assert list(Look.objects.values_list("asset_id", flat=True)) == [here.pk]


def test_a_step_in_parts_has_arrived_when_one_of_them_has(send: Send, cast: Cast, make_asset: MakeAsset) -> None:
    here, trashed = make_asset(cast.project), make_asset(cast.project)
    trash_assets([trashed], by=None)
    one, other = (press("flag", "pick", asset, step=uuid.UUID(int=5)) for asset in (here, trashed))
    for parts in ([one, other], [other, one]):
        answer = send("owner", *parts)
        assert answer["arrived"] == [str(uuid.UUID(int=5))]
        assert [row["id"] for row in answer["marks"]] == [here.pk]
    assert stand(here, trashed) == [("pick", None, ""), ("", None, "")]


def test_what_has_arrived_is_not_refused_because_it_went_to_the_trash_since(
    send: Send, cast: Cast, make_asset: MakeAsset
) -> None:
    asset = make_asset(cast.project)
    event = press("flag", "pick", asset)
    send("owner", event)
    trash_assets([asset], by=None)
    answer = send("owner", event)
    assert (answer["arrived"], answer["refused"]) == ([event["step"]], [])


def test_what_comes_from_the_future_is_to_be_stamped_anew(send: Send, cast: Cast, make_asset: MakeAsset) -> None:
    asset = make_asset(cast.project)
    late, soon = ((timezone.now() + timedelta(minutes=minutes)).isoformat() for minutes in (11, 9))
    answer = send("owner", press("flag", "pick", asset, moment=late), press("stars", "1", asset, moment=soon))
    assert [refusal["code"] for refusal in answer["refused"]] == ["clock"]
    assert stand(asset) == [("", 1, "")]


@pytest.mark.parametrize(
    "wrong",
    [
        {"field": "flag", "marks": [["id", "", ""]]},
        {"marks": []},
        {"marks": "pick"},
        {"marks": [[1, "pick"]]},
        {"marks": [[True, "pick", ""]]},
        {"marks": [[2**63, "pick", ""]]},
        {"marks": [[1, "pick", ""], [1, "reject", ""]]},
        {"marks": [[1, "picked", ""]]},
        {"marks": [[1, ["pick"], ""]]},
        {"field": "stars", "marks": [[1, "6", ""]]},
        {"field": "stars", "marks": [[1, "-1", ""]]},
        {"field": "label", "marks": [[1, "Rot", ""]]},
        {"field": "title"},
        {"field": ["flag"]},
        {"kind": "love"},
        {"kind": "undo", "undoes": "x"},
        {"kind": "look", "assets": [0]},
        {"moment": "yesterday"},
        {"moment": "2026-05-01T12:00:00"},
        {"moment": "0001-01-01T00:00:00+14:00"},
        {"moment": 5},
        {"step": "1"},
        {"step": None},
        {"step": str(uuid.UUID(int=0))},
    ],
    ids=str,
)
def test_what_makes_no_sense_is_refused_by_itself(
    wrong: dict[str, Any], send: Send, cast: Cast, make_asset: MakeAsset
) -> None:
    asset = make_asset(cast.project)
    bad = {**press("flag", "pick", asset), **wrong}
    answer = send("owner", bad, press("stars", "2", asset))
    assert [refusal["code"] for refusal in answer["refused"]] == ["bad"]
    assert len(answer["arrived"]) == 1
    assert stand(asset) == [("", 2, "")]


def test_what_the_person_saw_may_be_anything(send: Send, cast: Cast, make_asset: MakeAsset) -> None:
    asset = make_asset(cast.project)
    send("owner", *[press("flag", "pick", asset, was=was, second=n) for n, was in enumerate(["a\x00\ud800", None, 3])])  # type: ignore[arg-type]
    assert list(MarkEvent.objects.exclude(by=None).order_by("moment").values_list("was", flat=True)) == ["a?", "", "3"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"\xff",
        b'{"events": 5}',
        b'{"events": ' + b"[" * 100_000,
        json.dumps({"events": [{}] * 501}).encode(),
        json.dumps({"events": [{**look(), "assets": [*range(1, 5_002)]}]}).encode(),
        b" " * 1_000_001,
    ],
    ids=["nothing", "half", "list", "no-text", "number", "deep", "many", "many-assets", "long"],
)
def test_what_is_no_batch_is_told_so(body: bytes, cast: Cast) -> None:
    answer = cast.client("owner").post(ADDRESS, body, content_type="application/json")
    assert answer.status_code == 400
    assert answer.json()["reason"] in (
        "The marks could not be read. Load the page again.",
        "These are too many marks at once. Send them in several parts.",
    )


def test_a_viewer_looks_and_does_not_judge(send: Send, cast: Cast, make_asset: MakeAsset) -> None:
    asset = make_asset(cast.project)
    assert send("viewer", look(asset))["refused"] == []
    assert list(Look.objects.values_list("user", "asset")) == [(cast["viewer"].pk, asset.pk)]
    for event in (press("flag", "pick", asset), take_back(press("flag", "pick", asset))):
        assert send("viewer", look(asset), event).status_code == 403
    assert not MarkEvent.objects.exists()


def test_whoever_marks_has_looked(send: Send, cast: Cast, make_asset: MakeAsset) -> None:
    asset, other = make_asset(cast.project), make_asset(cast.project)
    send("owner", press("flag", "pick", asset))
    assert list(Look.objects.values_list("user", "asset")) == [(cast["owner"].pk, asset.pk)]
    send("owner", look(asset, other))
    assert Look.objects.count() == 2


def test_both_are_told_when_two_mark_unseen(send: Send, cast: Cast, make_asset: MakeAsset) -> None:
    asset = make_asset(cast.project)
    send("editor", press("flag", "pick", asset, second=5))
    over = press("flag", "reject", asset, second=9)
    told = [{"id": asset.pk, "field": "flag", "value": "pick", "by": "Editor"}]
    assert send("owner", over)["overtaken"] == told
    assert send("owner", over)["overtaken"] == told  # its answer may have been lost
    assert stand(asset) == [("reject", None, "")]
    late = send("reviewer", press("flag", "", asset, second=7))
    assert late["overtaken"] == [{"id": asset.pk, "field": "flag", "value": "reject", "by": "Owner"}]
    assert late["marks"][0]["flag"] == "reject"
    seen = send("editor", press("flag", "pick", asset, second=20, was="reject"))
    assert seen["overtaken"] == []


def test_nobody_is_told_of_what_they_wrote_over_among_thousands_unseen(
    send: Send, cast: Cast, make_asset: MakeAsset
) -> None:
    asset = make_asset(cast.project)
    send("editor", press("flag", "pick", asset))
    over = {**press("flag", "reject", asset, second=9), "marks": [[asset.pk, "reject", None]]}
    assert [send("owner", over)["overtaken"] for _ in range(2)] == [[], []]
    assert MarkEvent.objects.get(by=cast["owner"]).was == "pick"


def test_others_hear_of_what_has_changed_since(send: Send, cast: Cast, make_asset: MakeAsset) -> None:
    one, two, three = (make_asset(cast.project) for _ in range(3))
    client = cast.client("viewer")

    def ask(after: object) -> Any:
        return client.get(ADDRESS, {"after": str(after)}).json()

    begin = client.get(ADDRESS).json()
    assert (begin["version"], begin["marks"], begin["more"]) == (0, [], False)
    send("owner", press("flag", "pick", three))
    first = ask(0)
    assert [(row["id"], row["by"], row["by_me"]) for row in first["marks"]] == [(three.pk, "Owner", False)]
    assert ask(first["version"])["marks"] == []
    assert ask(first["version"])["version"] == client.get(ADDRESS).json()["version"] == first["version"]
    send("owner", press("stars", "1", one, two, second=1))
    send("editor", press("stars", "2", one, second=2))
    assert [row["id"] for row in ask(first["version"])["marks"]] == [two.pk, one.pk]
    assert ask(10**15)["version"] == client.get(ADDRESS).json()["version"]  # the database was put back to an older day


def test_what_changes_in_the_trash_is_heard_of_too(send: Send, cast: Cast, make_asset: MakeAsset) -> None:
    """It may come back, and is in a grid as it was before."""
    asset = make_asset(cast.project)
    event = press("flag", "pick", asset)
    version = send("owner", event)["version"]
    trash_assets([asset], by=None)
    send("owner", take_back(event))
    heard = cast.client("editor").get(f"/projects/altai/marks/?after={version}").json()
    assert [(row["id"], row["flag"]) for row in heard["marks"]] == [(asset.pk, "")]


def test_undos_of_many_marks_are_taken_some_at_a_time(
    send: Send, cast: Cast, make_asset: MakeAsset, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An undo is short, but its step may have marked thousands; as a browser does, all that is left is sent again."""
    monkeypatch.setattr("media_library.marking.recording.MOST_MARKS", 5)
    assets = [make_asset(cast.project) for _ in range(3)]
    presses = [press("stars", str(number), *assets, second=number) for number in range(1, 6)]
    send("owner", *presses)
    large = [press("flag", "pick", *assets, *(make_asset(cast.project) for _ in range(6)), second=9)]
    send("owner", *large)
    left, rounds = [take_back(event) for event in (*presses, *large)], 0
    while left:
        answer = send("owner", *left)
        assert answer["arrived"] and not answer["refused"]
        left = [event for event in left if event["step"] not in answer["arrived"]]
        rounds += 1
    assert rounds == 6
    assert stand(*assets) == [("", None, "")] * 3


def test_many_changes_come_in_pages_and_each_once(
    send: Send, cast: Cast, make_asset: MakeAsset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("media_library.marking.reading.MOST", 2)
    assets = [make_asset(cast.project) for _ in range(5)]
    send("owner", press("flag", "pick", *assets))
    send("owner", press("flag", "reject", assets[2], second=1))
    client, after, heard, pages = cast.client("editor"), 0, [], 0
    while True:
        page = client.get(ADDRESS, {"after": str(after)}).json()
        heard += [(row["id"], row["flag"]) for row in page["marks"]]
        after, pages = page["version"], pages + 1
        if not page["more"]:
            break
    expected = [(asset.pk, "pick") for asset in assets if asset != assets[2]]
    assert (heard, pages) == ([*expected, (assets[2].pk, "reject")], 3)


@pytest.mark.parametrize("after", ["", "x", "-1", "9" * 30])
def test_a_version_that_is_none_begins_anew(after: str, send: Send, cast: Cast, make_asset: MakeAsset) -> None:
    send("owner", press("flag", "pick", make_asset(cast.project)))
    answer = cast.client("owner").get(ADDRESS, {"after": after}).json()
    assert answer["marks"] == [] and answer["version"] > 0


def test_fifty_marks_cost_as_many_queries_as_one(
    send: Send, cast: Cast, make_asset: MakeAsset, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    assets = [make_asset(cast.project) for _ in range(40)]
    send("owner", press("flag", "pick", assets[0]))
    with django_assert_num_queries(19):
        send("owner", press("stars", "1", assets[0], second=1))
    with django_assert_num_queries(19):
        send("owner", press("stars", "3", *assets, second=2))
    with django_assert_num_queries(19):
        send("owner", *[press("stars", str(n % 6), asset, second=3 + n) for n, asset in enumerate(assets)])


def test_hearing_of_fifty_costs_as_many_queries_as_of_one(
    send: Send, cast: Cast, make_asset: MakeAsset, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    assets = [make_asset(cast.project) for _ in range(50)]
    client = cast.client("viewer")
    for some in (assets[:1], assets):
        send("owner", press("flag", "pick", *some))
        with django_assert_num_queries(6):
            client.get(ADDRESS, {"after": "0"})


def test_the_history_tells_who_and_what_and_strikes_what_was_taken_back(
    send: Send, cast: Cast, make_asset: MakeAsset
) -> None:
    asset = make_asset(cast.project)
    Asset.objects.update(label="Закат")
    gone = press("flag", "reject", asset, second=1)
    send("editor", press("label", "red", asset, was="Закат"), gone)
    send("editor", take_back(gone))
    page = cast.client("viewer").get(f"{ADDRESS}{asset.pk}/history/").content.decode()
    assert page.index('<s class="dim">') < page.index("reject") < page.index("</s>") < page.index("taken back")
    assert page.index("reject") < page.index("Закат") < page.index("red") < page.index("With the file")
    cast["editor"].delete()
    page = cast.client("viewer").get(f"{ADDRESS}{asset.pk}/history/").content.decode()
    assert page.count("somebody who has left") == 2 and "Editor" not in page
    answer = cast.client("viewer").get(ADDRESS, {"after": "0"}).json()
    assert [(row["by"], row["label"]) for row in answer["marks"]] == [("somebody who has left", "red")]


def test_the_history_of_what_nobody_marked_says_so(cast: Cast, make_asset: MakeAsset) -> None:
    page = cast.client("viewer").get(f"{ADDRESS}{make_asset(cast.project).pk}/history/").content.decode()
    assert "Nobody has marked this yet." in page


def test_the_history_of_what_is_in_the_trash_is_not_shown(cast: Cast, make_asset: MakeAsset) -> None:
    asset = make_asset(cast.project)
    trash_assets([asset], by=None)
    assert cast.client("owner").get(f"/projects/altai/marks/{asset.pk}/history/").status_code == 404


def test_the_history_costs_as_many_queries_for_fifty_as_for_one(
    cast: Cast, make_asset: MakeAsset, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    asset, client = make_asset(cast.project), cast.client("viewer")
    people = [cast["owner"], cast["editor"]]
    for number in (1, 49):
        for n in range(number):
            values = {asset.pk: str(n % 6)}
            mark_assets(project_id=cast.project.pk, by=people[n % 2], field="stars", values=values)
        with django_assert_num_queries(5):
            client.get(f"{ADDRESS}{asset.pk}/history/")


def test_marks_of_a_page_that_somebody_else_has_opened_are_not_taken_for_mine(
    cast: Cast, make_asset: MakeAsset
) -> None:
    asset = make_asset(cast.project)
    body = json.dumps({"events": [press("flag", "pick", asset)]})
    answered = [
        cast.client("owner").post(ADDRESS, body, "application/json", headers={"X-Account": str(cast[who].pk)})
        for who in ("editor", "owner")
    ]
    assert [response.status_code for response in answered] == [401, 200]
    assert set(MarkEvent.objects.filter(by__isnull=False).values_list("by", flat=True)) == {cast["owner"].pk}
