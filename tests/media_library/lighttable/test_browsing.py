from __future__ import annotations

import datetime
import itertools
import random

import pytest
from django.http import Http404, QueryDict
from django.utils import timezone

from media_library.lighttable.browsing import View
from media_library.lighttable.filtering import Filter
from media_library.lighttable.paging import LARGEST_ID, Page, page_by_id, parse_id
from media_library.models import Asset, Bin, BinEntry, Import, ImportedFile
from tests.fixtures_people import Cast, MakeAsset, Material

NOON = datetime.datetime(2026, 11, 19, 12, tzinfo=datetime.UTC)
MOMENTS = [NOON, NOON, NOON, NOON + datetime.timedelta(microseconds=1), None, None, NOON.replace(hour=3), NOON]
NAMES = ["b.jpg", "B.JPG", "a~1.jpg", "ә.jpg", "a.jpg", "~", "b.jpg", "б.jpg"]
SORTS = ["", "order=asc", "sort=name", "sort=name&order=desc", "sort=hand&bin={bin}", "undated=1"]


def read(query: str, cast: Cast) -> View:
    return View.read(QueryDict(query), cast.project.pk)


def ids(rows: list[Asset]) -> list[int]:
    return [row.pk for row in rows]


@pytest.fixture
def assets(cast: Cast, make_asset: MakeAsset) -> list[Asset]:
    """Bursts that share a moment, scans without one, names that are equal but for capitals, all in a bin, shuffled."""
    moments, names = list(MOMENTS), list(NAMES)
    random.Random(7).shuffle(moments)
    made = [
        make_asset(cast.project, captured_at=moment, name=name, thumbnail="")
        for moment, name in zip(moments, names, strict=True)
    ]
    target = Bin.objects.create(project=cast.project, name="Best")
    places = [5, 5, -3, 0, 9, 2, 5, 1]
    BinEntry.objects.bulk_create(
        BinEntry(bin=target, asset=asset, position=place) for asset, place in zip(made, places, strict=True)
    )
    return made


def expected_order(query: str, assets: list[Asset]) -> list[int]:
    """By Python's own sorting, which knows nothing of databases."""
    sign = -1 if query in {"", "undated=1"} else 1
    if query.startswith("sort=hand"):
        return [
            entry.asset_id for entry in sorted(BinEntry.objects.all(), key=lambda entry: (entry.position, entry.pk))
        ]
    if query.startswith("sort=name"):
        ordered = Asset.objects.order_by("name_key", "pk")  # which letter is before which, only the database knows
        return ids(list(ordered))[:: -1 if "desc" in query else 1]
    undated = sorted(asset.pk * sign for asset in assets if not asset.captured_at)
    dated = sorted((asset.captured_at.timestamp() * sign, asset.pk * sign) for asset in assets if asset.captured_at)
    in_order = ([] if query == "undated=1" else [key for __, key in dated]) + undated
    return [abs(key) for key in in_order]


@pytest.mark.parametrize("query", SORTS)
@pytest.mark.parametrize("size", [1, 2, 3, 7, 50])
def test_every_asset_is_on_one_page_in_both_directions(cast: Cast, assets: list[Asset], size: int, query: str) -> None:
    """Neither a burst nor the undated may be lost at the edge of a page."""
    view = read(query.format(bin=Bin.objects.get().pk), cast)
    expected = expected_order(query, assets)
    forwards = page = view.page(size=size)
    seen = ids(page.rows)
    while page.next_key:
        page = view.page(after=page.next_key, size=size)
        seen += ids(page.rows)
    assert seen == expected
    assert view.ids(size) == expected[:size]
    assert view.ids(len(expected) + 1) == expected
    seen = ids(page.rows)
    while page.previous_key:
        page = view.page(before=page.previous_key, size=size)
        seen = ids(page.rows) + seen
    assert seen == expected
    assert ids(view.end(size=size).rows) == expected[-size:]
    assert bool(view.end(size=size).previous_key) == (size < len(expected))
    assert forwards.is_first
    assert page.is_first


@pytest.mark.parametrize("query", SORTS)
def test_a_page_can_begin_around_any_asset(cast: Cast, assets: list[Asset], query: str) -> None:
    view = read(query.format(bin=Bin.objects.get().pk), cast)
    expected = expected_order(query, assets)
    for place, asset_id in enumerate(expected):
        page = view.around(asset_id, size=4)
        assert ids(page.rows) == expected[max(0, place - 2) : place + 3]
        assert bool(page.previous_key) == (place > 2)
        assert bool(page.next_key) == (place < len(expected) - 3)
    assert ids(view.around(0, size=3).rows) == expected[:3]


@pytest.mark.parametrize("query", SORTS)
def test_the_asset_page_goes_on_through_the_same_order(cast: Cast, assets: list[Asset], query: str) -> None:
    view = read(query.format(bin=Bin.objects.get().pk), cast)
    expected = expected_order(query, assets)
    for before, here, after in zip([None, *expected], expected, [*expected[1:], None], strict=False):
        found = view.neighbours(Asset.objects.get(pk=here))
        assert [asset and asset.pk for asset in found] == [before, after]


def test_an_asset_that_is_not_in_the_bin_has_no_neighbours_there(
    cast: Cast, assets: list[Asset], make_asset: MakeAsset
) -> None:
    view = read(f"sort=hand&bin={Bin.objects.get().pk}", cast)
    assert view.neighbours(make_asset(cast.project, thumbnail="")) == (None, None)


def test_a_day_is_gone_to_in_either_direction(cast: Cast, make_asset: MakeAsset) -> None:
    def make(day: int, hour: int) -> int:
        return make_asset(cast.project, captured_at=NOON.replace(day=day, hour=hour), thumbnail="").pk

    first, midnight, evening, last = make(3, 23), make(5, 0), make(5, 23), make(9, 0)
    latest_first, earliest_first = read("", cast), read("order=asc", cast)
    page = latest_first.from_day(datetime.date(2026, 11, 5))
    assert (ids(page.rows), bool(page.previous_key)) == ([evening, midnight, first], True)
    assert ids(latest_first.page(before=page.previous_key).rows) == [last]
    page = earliest_first.from_day(datetime.date(2026, 11, 5))
    assert (ids(page.rows), bool(page.previous_key)) == ([midnight, evening, last], True)
    assert ids(latest_first.from_day(datetime.date(2026, 11, 7)).rows) == [evening, midnight, first]
    assert ids(latest_first.from_day(datetime.date(2020, 1, 1)).rows) == [first]
    page = latest_first.from_day(datetime.date(2026, 12, 1))
    assert (ids(page.rows), page.previous_key) == ([last, evening, midnight, first], "")
    assert ids(latest_first.from_day(datetime.date.max).rows) == [last, evening, midnight, first]
    assert ids(earliest_first.from_day(datetime.date.min).rows) == [first, midnight, evening, last]


def test_beyond_the_last_day_that_one_is_shown(cast: Cast, make_asset: MakeAsset) -> None:
    def make(**moment: int) -> int:
        return make_asset(cast.project, captured_at=NOON.replace(**moment) if moment else None, thumbnail="").pk

    first, morning, last = make(day=3), make(day=9, hour=8), make(day=9, hour=20)
    latest_first, earliest_first = read("", cast), read("order=asc", cast)
    page = earliest_first.from_day(datetime.date(2031, 1, 1), size=2)
    assert (ids(page.rows), page.next_key, bool(page.previous_key)) == ([morning, last], "", True)
    page = latest_first.from_day(datetime.date(1990, 1, 1))
    assert (ids(page.rows), page.next_key, bool(page.previous_key)) == ([first], "", True)
    undated = make()
    assert ids(latest_first.from_day(datetime.date(1990, 1, 1)).rows) == [first, undated]
    page = read("undated=1", cast).from_day(datetime.date(1990, 1, 1))
    assert (ids(page.rows), page.previous_key) == ([undated], "")


def test_an_empty_page_leads_nowhere(cast: Cast, assets: list[Asset]) -> None:
    """The row of the key it was asked by would be left out on the way."""
    view = read("", cast)
    first, last = view.page(size=1), view.end(size=1)
    assert view.page(before=first.next_key) == Page([], "", "")
    assert view.page(after=last.previous_key) == Page([], "", "")


def test_a_view_shows_what_it_is_narrowed_to(cast: Cast, make_asset: MakeAsset) -> None:
    run = Import.objects.create(project=cast.project, by=cast["owner"], source="/media/card")
    box = Bin.objects.create(project=cast.project, name="Best")
    plain = make_asset(cast.project, name="Әже.JPG", captured_at=NOON, thumbnail="")
    clip = make_asset(cast.project, name="100%_b.mov", kind="video", captured_at=NOON, thumbnail="")
    other = make_asset(cast.project, name="c.wav", kind="audio", thumbnail="")
    gone = make_asset(cast.project, name="gone.jpg", captured_at=NOON, thumbnail="")
    Asset.objects.filter(pk=clip.pk).update(first_import=run)
    Asset.objects.filter(pk=gone.pk).update(trashed_at=timezone.now())
    BinEntry.objects.create(bin=box, asset=plain)
    BinEntry.objects.create(bin=box, asset=gone)
    found = {
        query: ids(read(query, cast).page().rows)
        for query in ("", "kind=video", f"import={run.pk}", f"bin={box.pk}", f"bin={box.pk}&sort=hand", "undated=1")
    }
    assert list(found.values()) == [
        [clip.pk, plain.pk, other.pk],
        [clip.pk],
        [clip.pk],
        [plain.pk],
        [plain.pk],
        [other.pk],
    ]
    for word, expected in {
        "ӘЖЕ": [plain.pk],
        "%": [clip.pk],
        "_": [clip.pk],
        ".": [clip.pk, plain.pk, other.pk],
    }.items():
        assert ids(read(f"q={word}".replace("%", "%25"), cast).page().rows) == expected
    assert ids(read("kind=video&q=x", cast).page().rows) == []


def test_what_names_nothing_here_is_not_found(cast: Cast, material: Material) -> None:
    theirs = Bin.objects.create(project_id=cast.people["outsider"].memberships.get().project_id, name="Theirs")
    for query in (
        "sort=x", "sort=hand", "order=up", "kind=film", "import=0", "import=x", "bin=-1", f"bin={theirs.pk}",
        "undated=2", "import=99999999999999999999",
    ):  # fmt: skip
        with pytest.raises(Http404):
            read(query, cast)
            pytest.fail(f"{query} was taken")


WRONG = ["x", "1", "~x", "~-1", "~99999999999999999999", "1~x", "~٣"]


@pytest.mark.parametrize(
    ("sort", "key"),
    [
        *(("", key) for key in [*WRONG, "2026~1", "99999T~1", "20261119T120000~1"]),
        *(("sort=name", key) for key in WRONG),
        *(("sort=hand&bin={bin}", key) for key in [*WRONG, "~1", "x~1", "--1~1"]),
    ],
)
def test_a_key_that_nobody_was_given_leads_nowhere(cast: Cast, assets: list[Asset], sort: str, key: str) -> None:
    view = read(sort.format(bin=Bin.objects.get().pk), cast)
    with pytest.raises(Http404):
        view.page(after=key)
        pytest.fail(f"{key} was taken")


def test_a_view_is_named_by_its_query_and_read_from_it(cast: Cast, material: Material) -> None:
    box = Bin.objects.create(project=cast.project, name="Best")
    terms = {
        "sort": ["", "capture", "name", "hand"],
        "order": ["", "asc"],
        "kind": ["", "photo"],
        "bin": [str(box.pk)],
        "import": ["", str(material.run.pk)],
        "q": ["", "қ & ü=%"],
    }
    for chosen in itertools.product(*terms.values()):
        data = QueryDict(mutable=True)
        data.update(dict(zip(terms, chosen, strict=True)))
        view = View.read(data, cast.project.pk)
        assert read(view.query(), cast) == view
    assert read("sort=capture&order=desc&kind=&q=", cast).query() == ""
    assert read("kind=photo&q=x", cast).query(filter=Filter(q="x")) == "q=x"


def test_pages_by_id_go_both_ways(cast: Cast, material: Material) -> None:
    for number in range(4):
        ImportedFile.objects.create(
            run=material.run, place="/", path=str(number), size_bytes=1, modified_ns=1, outcome="added"
        )
    ids = sorted(ImportedFile.objects.values_list("pk", flat=True))
    first = page_by_id(ImportedFile.objects.all(), "", size=3, newest_first=False)
    assert [row.pk for row in first.rows] == ids[:3]
    second = page_by_id(ImportedFile.objects.all(), first.next_key, size=3, newest_first=False)
    assert [row.pk for row in second.rows] == ids[3:]
    assert not second.is_first
    newest = page_by_id(ImportedFile.objects.all(), "", size=2)
    assert [row.pk for row in newest.rows] == ids[:2:-1]


@pytest.mark.parametrize("key", ["x", "-1", "1.5", "99999999999999999999"])
@pytest.mark.django_db
def test_an_id_that_is_none_leads_nowhere(key: str) -> None:
    with pytest.raises(Http404):
        page_by_id(ImportedFile.objects.all(), key, size=2)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("7", 7),
        ("007", 7),
        (str(LARGEST_ID), LARGEST_ID),
        (str(LARGEST_ID + 1), None),
        ("9" * 5000, None),  # more digits than Python reads
        *((text, None) for text in ("", "-1", "+1", "1.5", " 1", "x", "٣", "²")),
    ],
)
def test_an_id_is_a_number_that_a_database_holds(text: str, found: int | None) -> None:
    assert parse_id(text) == found
