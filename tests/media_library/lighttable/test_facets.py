from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from media_library.models import Asset, Bin, BinEntry, Look, Stack
from tests.fixtures_people import Cast, MakeAsset
from tests.performance.many import make_many

NOON = datetime.datetime(2026, 11, 19, 12, tzinfo=datetime.UTC)
MARKS = [("pick", 5, "red"), ("pick", 3, ""), ("reject", None, "red"), ("", 3, "blue"), ("", None, "Select")]


def ask(cast: Cast, query: str = "", name: str = "viewer") -> dict[str, Any]:
    answer = cast.client(name).get(f"{reverse('library-facets', args=['altai'])}?{query}")
    assert answer.status_code == 200
    return dict(answer.json())


def count(cast: Cast, facet: str, query: str = "", name: str = "viewer") -> dict[str, int]:
    """The numbers of one kind that are not zero."""
    values = ask(cast, query, name)["facets"][facet]
    return {each["value"]: each["count"] for each in values if each["count"]}


@pytest.fixture
def marked(cast: Cast, make_asset: MakeAsset) -> list[Asset]:
    """Five assets, one of them a clip, by two cameras, on three days; the last has no capture time."""
    made = []
    for number, (flag, rating, label) in enumerate(MARKS):
        captured_at = NOON - datetime.timedelta(days=number // 2) if number < 4 else None
        asset = make_asset(
            cast.project, kind="video" if number == 1 else "photo", captured_at=captured_at, thumbnail=""
        )
        model, lens = ("Z 6", "50 mm") if number < 2 else ("X-T5", "35 mm")
        columns = {"flag": flag, "rating": rating, "label": label, "model": model, "lens": lens}
        Asset.objects.filter(pk=asset.pk).update(**columns)
        made.append(asset)
    return made


def test_each_value_has_the_number_it_would_give(cast: Cast, marked: list[Asset]) -> None:
    found = {facet: {each["value"]: each["count"] for each in values} for facet, values in ask(cast)["facets"].items()}
    stars = found.pop("stars")
    assert found == {
        "flag": {"pick": 2, "reject": 1, "none": 2},
        "label": {"red": 2, "yellow": 0, "green": 0, "blue": 1, "purple": 0, "none": 1, "other": 1},
        "kind": {"photo": 4, "video": 1, "audio": 0, "document": 0},
        "camera": {"X-T5": 3, "Z 6": 2},
        "lens": {"35 mm": 3, "50 mm": 2},
        "on": {"2026-11-19": 2, "2026-11-18": 2},
        "bin": {},
        "stack": {"in": 0, "out": 5},
        "unseen": {"1": 5},
        "undated": {"1": 1},
    }
    assert [stars[f"ge{number}"] for number in range(6)] == [5, 3, 3, 3, 1, 1]
    assert [stars[f"eq{number}"] for number in range(6)] == [2, 0, 0, 2, 0, 1]
    assert [stars[f"le{number}"] for number in range(6)] == [2, 2, 2, 4, 4, 5]


def test_other_kinds_are_applied_and_the_own_one_is_ignored(cast: Cast, marked: list[Asset]) -> None:
    query = "flag=pick&label=red"
    assert count(cast, "flag", query) == {"pick": 1, "reject": 1}
    assert count(cast, "label", query) == {"red": 1, "none": 1}
    assert count(cast, "camera", query) == {"Z 6": 1}
    assert count(cast, "on", "on=2026-11-18") == {"2026-11-19": 2, "2026-11-18": 2}
    assert count(cast, "flag", "on=2026-11-18") == {"reject": 1, "none": 1}
    assert count(cast, "undated", "flag=none&on=2026-11-18") == {"1": 1}
    assert count(cast, "stack", "flag=pick&stack=in") == {"out": 2}


def test_what_is_chosen_and_gives_nothing_is_there_with_zero(cast: Cast, marked: list[Asset]) -> None:
    facets = ask(cast, "camera=None+such&lens=No+lens&on=2020-01-02&flag=pick")["facets"]
    for facet, value, name in [
        ("camera", "None such", "None such"),
        ("lens", "No lens", "No lens"),
        ("on", "2020-01-02", "2 Jan 2020"),
    ]:
        assert {"value": value, "name": name, "count": 0} in facets[facet]
    assert {"value": "X-T5", "name": "X-T5", "count": 0} in ask(cast, "flag=pick")["facets"]["camera"]


@pytest.mark.parametrize(
    ("query", "shown", "words"),
    [
        ("", 5, "5 of 5"),
        ("flag=pick&stars=ge3&label=red,yellow", 1, "picks, ≥ 3 stars, red or yellow: 1 of 5"),
        ("stars=eq0&flag=none,reject", 2, "rejects or without a flag, without stars: 2 of 5"),
        ("stars=le1&kind=photo,video", 2, "photos or clips, ≤ 1 star: 2 of 5"),
        ("camera=Z+6&lens=50+mm&on=2026-11-19", 2, "Z 6, 50 mm, 19 Nov 2026: 2 of 5"),
        ("label=other,none&stack=out&unseen=1&undated=1", 1,
         "without a label or another label, not in stacks, not looked at by you, without a capture time: 1 of 5"),
        ("q=nowhere", 0, "with “nowhere”: 0 of 5"),
        ("bin={bin}&flag=reject", 1, "in the bin “Best”, rejects: 1 of 2"),
    ],
)  # fmt: skip
def test_the_filter_is_told_in_words(cast: Cast, marked: list[Asset], query: str, shown: int, words: str) -> None:
    box = Bin.objects.create(project=cast.project, name="Best")
    for asset in marked[2:4]:
        BinEntry.objects.create(bin=box, asset=asset)
    answer = ask(cast, query.format(bin=box.pk))
    assert (answer["shown"], answer["words"]["all"]) == (shown, words)


def test_unseen_and_a_word_narrow_every_number(cast: Cast, marked: list[Asset]) -> None:
    for asset in marked[:2]:
        Look.objects.create(user=cast["viewer"], asset=asset, at=NOON)
    Asset.objects.filter(pk=marked[0].pk).update(title="Herd")
    box = Bin.objects.create(project=cast.project, name="Best")
    BinEntry.objects.create(bin=box, asset=marked[0])
    BinEntry.objects.create(bin=box, asset=marked[2])
    assert count(cast, "flag", "unseen=1") == {"reject": 1, "none": 2}
    assert count(cast, "flag", "unseen=1", "owner") == {"pick": 2, "reject": 1, "none": 2}
    assert count(cast, "bin", "unseen=1") == {str(box.pk): 1}
    assert count(cast, "unseen", "flag=none,reject,pick") == {"1": 3}
    for facet, expected in {
        "flag": {"pick": 1},
        "on": {"2026-11-19": 1},
        "bin": {str(box.pk): 1},
        "unseen": {},
    }.items():
        assert count(cast, facet, "q=herd") == expected


def test_more_hits_of_a_word_than_are_counted_are_not_taken_for_all(
    cast: Cast, marked: list[Asset], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With their ids alone the rest would be left out of every number."""
    for module in ("facets", "counting"):
        monkeypatch.setattr(f"media_library.lighttable.{module}.CAP", 3)
    answer = ask(cast, "q=dsc")
    assert (answer["shown"], answer["total"], answer["words"]["all"]) == (4, 4, "with “dsc”: 3+ of 3+")
    assert count(cast, "label", "q=dsc") == {"red": 2, "blue": 1, "none": 1, "other": 1}


def test_under_the_top_of_a_stack_a_mark_counts_and_a_kind_does_not(cast: Cast, make_asset: MakeAsset) -> None:
    stack = Stack.objects.create(project=cast.project, kind="burst")
    top, under, half, gone = (make_asset(cast.project, captured_at=NOON, thumbnail="") for __ in range(4))
    rows = Asset.objects
    rows.filter(pk=top.pk).update(stack=stack)
    rows.filter(pk=under.pk).update(stack=stack, cover=1, flag="pick", model="Z 6")
    rows.filter(pk=half.pk).update(stack=stack, cover=2, flag="pick", model="Z 6")
    rows.filter(pk=gone.pk).update(trashed_at=timezone.now(), flag="pick", model="Z 6")
    assert count(cast, "flag") == {"pick": 1, "none": 1}
    assert count(cast, "camera") == {"Z 6": 1}
    assert count(cast, "kind") == {"photo": 1}
    assert count(cast, "stack") == {"in": 1}
    assert (ask(cast)["shown"], ask(cast)["total"]) == (1, 1)
    assert count(cast, "kind", "flag=pick") == {"photo": 1}
    assert count(cast, "kind", "stacks=open") == {"photo": 2}


def test_the_shown_number_is_as_many_as_the_set_has(cast: Cast, marked: list[Asset]) -> None:
    for query in (
        "",
        "flag=pick,none&stars=ge3",
        "camera=X-T5&undated=1",
        "label=other&unseen=1",
        "q=0001",
        "on=2026-11-19",
    ):
        ids = cast.client("viewer").get(f"{reverse('library-ids', args=['altai'])}?{query}").json()["ids"]
        assert ask(cast, query)["shown"] == len(ids)


def test_numbers_cost_as_many_queries_for_one_asset_as_for_many(cast: Cast) -> None:
    client, address = cast.client("viewer"), reverse("library-facets", args=["altai"])
    counted = []
    for count_before, more in ((0, 1), (1, 150)):
        make_many(cast.project, more, first=count_before)
        for query in ("", "flag=pick", "q=img_"):
            with CaptureQueriesContext(connection) as captured:
                client.get(f"{address}?{query}")
            counted.append(len(captured))
    assert counted[:3] == counted[3:]
    assert max(counted) <= 14


def test_numbers_of_another_project_are_not_told(cast: Cast, marked: list[Asset]) -> None:
    box = Bin.objects.create(project=cast.project, name="Best")
    BinEntry.objects.create(bin=box, asset=marked[0])
    theirs = cast["outsider"].memberships.get().project
    answer = cast.client("outsider").get(reverse("library-facets", args=[theirs.slug])).json()
    assert (answer["shown"], answer["total"], answer["facets"]["bin"], answer["facets"]["camera"]) == (0, 0, [], [])


def test_full_bins_are_counted_from_what_the_view_shows_and_not_where_that_is_much(
    cast: Cast, marked: list[Asset], monkeypatch: pytest.MonkeyPatch
) -> None:
    boxes = [Bin.objects.create(project=cast.project, name=name, position=at) for at, name in enumerate("abc")]
    for box, assets in zip(boxes, (marked, marked[:2], ()), strict=True):
        BinEntry.objects.bulk_create(BinEntry(bin=box, asset=asset) for asset in assets)
    queries = ("", "flag=pick", "unseen=1", f"bin={boxes[1].pk}")
    before = [ask(cast, query)["facets"]["bin"] for query in queries]
    assert [value["count"] for value in before[0]] == [5, 2, 0]
    monkeypatch.setattr("media_library.lighttable.facets.MOST_IN_BINS", 6)
    assert [ask(cast, query)["facets"]["bin"] for query in queries] == before
    monkeypatch.setattr("media_library.lighttable.facets.CAP", 4)
    assert [value["count"] for value in ask(cast)["facets"]["bin"]] == [None, None, None]
    assert ask(cast, "flag=pick")["facets"]["bin"] == before[1]
