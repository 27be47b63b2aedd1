from __future__ import annotations

import datetime
import itertools

import pytest
from django.http import Http404, QueryDict
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from media_library.lighttable.browsing import View
from media_library.lighttable.filtering import write_variants
from media_library.lighttable.paging import Stretches
from media_library.models import Asset, Bin, BinEntry, Keyword, Look, Stack
from tests.fixtures_people import Cast, MakeAsset

NOON = datetime.datetime(2026, 11, 19, 12, tzinfo=datetime.UTC)


def read(query: str, cast: Cast, name: str = "viewer") -> View:
    return View.read(QueryDict(query), cast.project.pk, cast[name].pk)


def find(query: str, cast: Cast, name: str = "viewer") -> list[str]:
    """The names of what a view shows, in its order, by pages of two."""
    view = read(query, cast, name)
    page = view.page(size=2)
    found = [asset.file_name for asset in page.rows]
    while page.next_key:
        page = view.page(after=page.next_key, size=2)
        found += [asset.file_name for asset in page.rows]
    return found


@pytest.fixture
def marked(cast: Cast, make_asset: MakeAsset) -> list[Asset]:
    """One asset for each way of being marked, every third without a capture time, all of them shuffled by day."""
    ways = list(itertools.product(["pick", "reject", ""], [None, 1, 3, 5], ["red", "Select", ""]))
    for number, (flag, rating, label) in enumerate(ways):
        captured_at = NOON - datetime.timedelta(days=number * 7 % 36) if number % 3 else None
        asset = make_asset(cast.project, name=f"{number:02}.jpg", captured_at=captured_at, thumbnail="")
        model = ("Z 6", "X-T5", "")[number % 3]
        lens = ("50 mm", "35 mm")[number % 2]
        columns = {"flag": flag, "rating": rating, "label": label, "model": model, "lens": lens}
        Asset.objects.filter(pk=asset.pk).update(**columns)
    return list(Asset.objects.all())


def in_order(assets: list[Asset]) -> list[str]:
    """The latest first, what has no time at the end: by Python's own sorting."""
    dated = sorted((asset for asset in assets if asset.captured_at), key=lambda each: (each.captured_at, each.pk))
    undated = sorted((asset for asset in assets if not asset.captured_at), key=lambda each: each.pk)
    return [asset.file_name for asset in [*dated[::-1], *undated[::-1]]]


FILTERS = {
    "flag=pick": lambda one: one.flag == "pick",
    "flag=pick,none": lambda one: one.flag in ("pick", ""),
    "flag=reject&flag=pick": lambda one: one.flag != "",
    "stars=ge3": lambda one: (one.rating or 0) >= 3,
    "stars=le1": lambda one: (one.rating or 0) <= 1,
    "stars=eq0": lambda one: one.rating is None,
    "stars=ge0": lambda one: True,
    "label=red,none": lambda one: one.label in ("red", ""),
    "label=other": lambda one: one.label == "Select",
    "label=red,other": lambda one: one.label != "",
    "camera=Z+6": lambda one: one.model == "Z 6",
    "camera=Z+6&camera=X-T5": lambda one: one.model != "",
    "lens=50+mm&lens=35+mm": lambda one: True,
    "camera=X-T5&lens=35+mm": lambda one: one.model == "X-T5" and one.lens == "35 mm",
    "flag=pick&stars=ge3&label=red": lambda one: one.flag == "pick" and (one.rating or 0) >= 3 and one.label == "red",
    "flag=reject&stars=le3&camera=Z+6": lambda one: (
        one.flag == "reject" and (one.rating or 0) <= 3 and one.model == "Z 6"
    ),
    "kind=photo,video&flag=pick": lambda one: one.flag == "pick",
    "kind=video,audio": lambda one: False,
    "undated=1&flag=pick": lambda one: one.flag == "pick" and one.captured_at is None,
}


@pytest.mark.parametrize("query", FILTERS)
def test_values_of_one_kind_are_alternatives_and_kinds_hold_together(
    cast: Cast, marked: list[Asset], query: str
) -> None:
    expected = [asset for asset in marked if FILTERS[query](asset)]
    assert find(query, cast) == in_order(expected)
    view = read(query, cast)
    by_name = {asset.file_name: asset.pk for asset in marked}
    ids = [by_name[name] for name in in_order(expected)]
    assert view.ids(100) == ids
    assert [asset.pk for asset in view.end(size=100).rows] == ids
    assert [asset.file_name for asset in read(f"{query}&sort=name", cast).page().rows] == sorted(in_order(expected))
    dated = [asset for asset in expected if asset.captured_at]
    undated = [asset for asset in expected if not asset.captured_at]
    assert find(f"{query}&order=asc", cast) == [*in_order(dated)[::-1], *in_order(undated)[::-1]]


@pytest.mark.parametrize("query", ["flag=pick", "stars=ge3", "label=red,none", "camera=Z+6&camera=X-T5"])
def test_what_is_read_in_stretches_can_begin_anywhere(cast: Cast, marked: list[Asset], query: str) -> None:
    view = read(query, cast)
    assert isinstance(view.rows(), Stretches)
    ids = view.ids(100)
    for place, asset_id in enumerate(ids):
        assert [asset.pk for asset in view.around(asset_id, size=4).rows] == ids[max(0, place - 2) : place + 3]
        before, after = view.neighbours(Asset.objects.get(pk=asset_id))
        assert before == (Asset.objects.get(pk=ids[place - 1]) if place else None)
        assert after == (Asset.objects.get(pk=ids[place + 1]) if place + 1 < len(ids) else None)
    page = view.page(size=3)
    assert view.page(before=view.page(after=page.next_key, size=3).previous_key, size=3).rows == page.rows
    day = next(asset for asset in view.page(size=5).rows[2:] if asset.captured_at).captured_at
    assert day is not None
    assert view.from_day(day.date(), size=100).rows[0].captured_at == day


def test_a_page_of_stretches_is_one_query_for_the_dated(
    cast: Cast, marked: list[Asset], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    view = read("stars=ge1&flag=pick,reject", cast)
    with django_assert_num_queries(1):
        assert len(view.page(size=3).rows) == 3


def test_days_are_alternatives_from_midnight_to_midnight(cast: Cast, make_asset: MakeAsset) -> None:
    midnight = datetime.datetime(2026, 11, 19, tzinfo=datetime.UTC)
    second = datetime.timedelta(seconds=1)
    moments = {"before": -second, "first": second * 0, "last": second * 86_399, "next": second * 86_400}
    for name, moment in moments.items():
        make_asset(cast.project, name=name, captured_at=midnight + moment, thumbnail="")
    assert find("on=2026-11-19", cast) == ["last", "first"]
    assert find("on=2026-11-18&on=2026-11-20", cast) == ["next", "before"]
    assert find("on=9999-12-31", cast) == []


def test_unseen_is_what_this_person_has_not_looked_at(cast: Cast, make_asset: MakeAsset) -> None:
    one, other = (make_asset(cast.project, name=name, thumbnail="") for name in ("one", "other"))
    Look.objects.create(user=cast["viewer"], asset=one, at=NOON)
    Look.objects.create(user=cast["owner"], asset=other, at=NOON)
    assert find("unseen=1", cast) == ["other"]
    assert find("unseen=1", cast, "owner") == ["one"]
    assert find("unseen=1", cast, "editor") == ["other", "one"]


def test_a_word_is_found_in_name_title_caption_and_keywords_whatever_its_capitals(
    cast: Cast, make_asset: MakeAsset
) -> None:
    """A caption as a Mac's program writes it is decomposed: и and a breve for й."""
    make_asset(cast.project, name="Жайлау.jpg", captured_at=NOON, thumbnail="")
    titled, told, tagged = (make_asset(cast.project, name=name, captured_at=NOON, thumbnail="") for name in "bcd")
    other = make_asset(cast.project, name="e", captured_at=NOON, thumbnail="")
    Asset.objects.filter(pk=titled.pk).update(title="НА ЖАЙЛАУ")
    Asset.objects.filter(pk=told.pk).update(caption="Зимой жаи\u0306лау пуст")
    tagged.keywords.add(Keyword.objects.create(project=cast.project, name="Жайлау"))
    other.keywords.add(Keyword.objects.create(project=cast.project, name="Қыстау"))
    for word in ("жайлау", "ЖАЙЛАУ", "Жайлау", "жаи\u0306лау"):
        assert find(f"q={word}", cast) == ["d", "c", "b", "Жайлау.jpg"]
    assert find("q=100%25", cast) == []
    assert find("q=жайлау&flag=pick", cast) == []


def test_a_word_is_looked_for_in_each_way_once() -> None:
    assert write_variants("ab") == ["ab", "AB", "Ab"]
    assert write_variants("й") == ["й", "Й", "и\u0306", "И\u0306"]


@pytest.fixture
def burst(cast: Cast, make_asset: MakeAsset) -> Stack:
    """A top, one under it with the pick, and the JPEG of the top; beside them a single one, and a RAW with its JPEG."""
    stack = Stack.objects.create(project=cast.project, kind="burst")
    pair = Stack.objects.create(project=cast.project, kind="raw_jpeg", key="b")
    rows = {
        "top": {"stack": stack},
        "under": {"stack": stack, "stack_position": 1, "cover": 1, "flag": "pick", "model": "Z 6"},
        "half": {"stack": stack, "stack_position": 2, "cover": 2, "flag": "pick", "model": "Z 6"},
        "single": {},
        "raw": {"stack": pair},
        "its jpeg": {"stack": pair, "stack_position": 1, "cover": 2},
    }
    for number, (name, columns) in enumerate(rows.items()):
        asset = make_asset(cast.project, name=name, captured_at=NOON - datetime.timedelta(minutes=number), thumbnail="")
        Asset.objects.filter(pk=asset.pk).update(**columns)
    return stack


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["top", "single", "raw"]),
        ("kind=photo", ["top", "single", "raw"]),
        ("on=2026-11-19", ["top", "single", "raw"]),
        ("stacks=open", ["top", "under", "single", "raw"]),
        ("flag=pick", ["under"]),
        ("flag=none", ["top", "single", "raw"]),
        ("camera=Z+6", ["under"]),
        ("q=e", ["under", "single"]),
        ("unseen=1", ["top", "under", "single", "raw"]),
        ("stack=in", ["top"]),
        ("stack=in&stacks=open", ["top", "under"]),
        ("stack=out", ["single", "raw"]),
        ("bin={bin}", ["under"]),
        ("bin={bin}&sort=hand", ["under"]),
    ],
)
def test_what_lies_under_the_top_of_a_stack_is_found_and_the_half_of_a_pair_never(
    cast: Cast, burst: Stack, query: str, found: list[str]
) -> None:
    box = Bin.objects.create(project=cast.project, name="Best")
    for asset in Asset.objects.filter(file_name__in=["under", "half"]):
        BinEntry.objects.create(bin=box, asset=asset)
    assert find(query.format(bin=box.pk), cast) == found


def test_what_is_in_the_trash_is_in_no_stretch(cast: Cast, marked: list[Asset]) -> None:
    Asset.objects.filter(flag="pick").update(trashed_at=timezone.now())
    assert find("flag=pick", cast) == []
    assert find("stars=ge0&flag=pick,reject", cast) == in_order([one for one in marked if one.flag == "reject"])


@pytest.mark.parametrize(
    "query",
    [
        "flag=x", "stars=3", "stars=ge6", "stars=ge33", "stars=gt3", "label=pink", "on=today",
        "on=2026-02-30", "stack=top", "unseen=yes", "stacks=shut", "lock=2", "kind=film,photo",
        "&".join(f"camera={number}" for number in range(41)),
        "&".join(f"on=2026-{month:02}-{day:02}" for month in (1, 2) for day in range(1, 25)),
    ],
)  # fmt: skip
def test_a_value_that_is_none_is_not_found(cast: Cast, query: str) -> None:
    with pytest.raises(Http404):
        read(query, cast)


@pytest.mark.parametrize(
    "query",
    [
        "kind=photo,video", "flag=pick,none", "stars=le3", "label=red,purple,other", "camera=X-T5&camera=Z+6",
        "lens=AF-S+24-70%2C+f%2F2.8", "on=2024-09-14&on=2024-09-15", "stack=out", "unseen=1", "undated=1", "q=a+%26+b",
        "stacks=open", "lock=1",
        "kind=photo&flag=reject&stars=eq0&label=none&stack=in&unseen=1&stacks=open&lock=1&sort=name&order=desc",
    ],
)  # fmt: skip
def test_a_filter_is_named_by_its_query(cast: Cast, query: str) -> None:
    view = read(query, cast)
    assert view.query().replace("AF-S+24-70,", "AF-S+24-70%2C") == query
    assert read(view.query(), cast) == view


def test_values_stand_once_and_in_the_order_of_their_kind(cast: Cast) -> None:
    view = read("flag=none,pick&flag=pick&label=blue,red&camera=b&camera=a&camera=b&on=2026-01-02&on=2026-01-01", cast)
    assert view.query() == "flag=pick,none&label=red,blue&camera=a&camera=b&on=2026-01-01&on=2026-01-02"


def test_only_numbers_of_the_database_itself_stand_in_a_union(cast: Cast, marked: list[Asset]) -> None:
    """A camera's name is somebody's text; it goes as a parameter, whatever is in it."""
    Asset.objects.filter(pk__in=[marked[0].pk, marked[1].pk]).update(model="a') %s OR 1=1 --")
    names = {marked[0].file_name, marked[1].file_name}
    assert set(find("camera=a')+%25s+OR+1%3D1+--&camera=none+such", cast)) == names
