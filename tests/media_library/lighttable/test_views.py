from __future__ import annotations

import datetime
import json
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from media_library.models import Asset, Bin, BinEntry, Import, Look, Rendition, Stack
from tests.fixtures_people import Cast, MakeAsset, Material, make_rendition
from tests.performance.many import make_many

NOON = datetime.datetime(2026, 11, 19, 12, tzinfo=datetime.UTC)
HOSTILE = "<script>alert(1)</script>\u202egpj.exe"


def get(client: Client, name: str, query: str = "") -> Any:
    answer = client.get(f"{reverse(name, args=['altai'])}?{query}")
    assert answer.status_code == 200
    return answer


def read_page(cast: Cast, query: str = "") -> str:
    return get(cast.client("viewer"), "library", query).content.decode()


def read_items(cast: Cast, query: str = "") -> dict[str, Any]:
    return dict(get(cast.client("viewer"), "library-items", query).json())


def count_queries(client: Client, name: str, query: str = "") -> int:
    with CaptureQueriesContext(connection) as captured:
        get(client, name, query)
    return len(captured)


@pytest.mark.parametrize("name", ["library", "library-items", "library-furniture"])
@pytest.mark.parametrize(
    "query", ["", "order=asc", "sort=name", "kind=video", "kind=video&sort=name", "q=img", "import={run}"]
)
def test_the_queries_are_as_many_for_one_asset_as_for_many(cast: Cast, name: str, query: str) -> None:
    client = cast.client("owner")
    make_many(cast.project, 20)
    query = query.format(run=Import.objects.get().pk)
    get(client, name, query)  # whatever is asked only once
    few = count_queries(client, name, query)
    make_many(cast.project, 150, first=20)
    assert count_queries(client, name, query) <= few
    assert few <= 17


def test_what_stands_around_a_set_comes_without_its_pictures(cast: Cast, make_asset: MakeAsset) -> None:
    make_asset(cast.project, name="DSC_1.JPG", kind="photo")
    make_asset(cast.project, name="clip.mov", kind="video")
    client = cast.client("viewer")
    piece = get(client, "library-furniture", "kind=video").content.decode()
    assert '<strong data-part="count">1 clip</strong>' in piece
    assert "clip.mov" not in piece
    whole = get(client, "library", "kind=video").content.decode()
    for part in ("count", "foot-count", "sort", "sorts", "places", "days"):
        assert f'data-part="{part}"' in piece
        assert f'data-part="{part}"' in whole


def test_a_hostile_name_stays_text(cast: Cast, make_asset: MakeAsset) -> None:
    make_asset(cast.project, name=HOSTILE, captured_at=NOON)
    page = read_page(cast)
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;\u202egpj.exe</bdi>" in page
    assert "\\u003Cscript\\u003Ealert(1)" in page
    assert read_items(cast)["items"][0]["name"] == HOSTILE


def test_what_is_in_the_trash_or_elsewhere_is_nowhere(cast: Cast, make_asset: MakeAsset) -> None:
    theirs = cast["outsider"].memberships.get().project
    make_asset(theirs, name="theirs.jpg")
    make_asset(cast.project, name="here.jpg", captured_at=NOON)
    gone = make_asset(cast.project, name="gone.jpg", captured_at=NOON)
    Asset.objects.filter(pk=gone.pk).update(trashed_at=timezone.now())
    page = read_page(cast)
    assert "here.jpg" in page
    assert "gone.jpg" not in page
    assert "theirs.jpg" not in page
    assert [item["name"] for item in read_items(cast)["items"]] == ["here.jpg"]
    assert len(get(cast.client("viewer"), "library-ids").json()["ids"]) == 1
    assert '<strong data-part="count">1 file</strong>' in page


def test_an_item_tells_everything_a_cell_draws(cast: Cast, make_asset: MakeAsset) -> None:
    stack = Stack.objects.create(project=cast.project, kind="manual")
    clip = make_asset(cast.project, name="A001.MP4", kind="video", duration_ms=84_400, captured_at=NOON)
    other = make_asset(cast.project, name="A002.MP4", kind="video", width_px=200, height_px=100, thumbnail="pending")
    Asset.objects.filter(pk__in=[clip.pk, other.pk]).update(stack=stack, alt_text="A herd")
    data = {"columns": 10, "count": 84, "first_tile": 0, "interval_s": 1.0, "tile_width": 160, "tile_height": 90}
    sheet = make_rendition(clip.original, "sheet-1")
    Rendition.objects.filter(pk=sheet.pk).update(data=data)
    make_rendition(clip.original, "sheet-2", "pending")
    make_rendition(clip.original, "sheet-3")  # without a layout
    answer = read_items(cast)
    first, second = answer["items"]
    assert answer["days"] == {"2026-11-19": "Thursday, 19 November 2026", "": "Without a capture time"}
    assert first["picture"].startswith(f"/projects/altai/media/{clip.pk}/renditions/max-320/?v=")
    (found,) = first.pop("sheets")
    assert found.pop("url").startswith(f"/projects/altai/media/{clip.pk}/renditions/sheet-1/?v=")
    assert found == data
    wanted = {
        "id": clip.pk, "name": "A001.MP4", "alt": "A herd", "kind": "video", "kind_word": "video", "ratio": 1.5,
        "day": "2026-11-19", "state": "ready", "fault": "", "length": "1:24", "seconds": 84.4, "stack": 2,
    }  # fmt: skip
    assert {name: first[name] for name in wanted} == wanted
    wanted = {"ratio": 2.0, "day": "", "state": "pending", "picture": "", "length": "", "sheets": [], "stack": 2}
    assert {name: second[name] for name in wanted} == wanted


def test_an_item_tells_what_is_judged_about_it(cast: Cast, make_asset: MakeAsset) -> None:
    """The JPEG of a RAW is no picture of its own: the stack counts two, and the RAW says what it is joined with."""
    stack = Stack.objects.create(project=cast.project, kind="burst")
    half, under, top = (make_asset(cast.project, captured_at=NOON, width_px=6000, height_px=4000) for __ in range(3))
    raw = Asset.objects.filter(pk=top.pk)
    raw.update(
        stack=stack, flag="pick", rating=4, label="red", marked_by=cast["reviewer"], mark_version=912,
        captured_at=NOON.replace(microsecond=250_000),
    )  # fmt: skip
    Asset.objects.filter(pk=half.pk).update(stack=stack, stack_position=2, joined_to=top, cover=Asset.Cover.JOINED)
    Asset.objects.filter(pk=under.pk).update(stack=stack, stack_position=1, cover=Asset.Cover.STACKED)
    Look.objects.create(user=cast["viewer"], asset=top, at=NOON)
    Look.objects.create(user=cast["owner"], asset=under, at=NOON)
    (first,) = read_items(cast)["items"]
    wanted = {
        "id": top.pk, "flag": "pick", "stars": 4, "label": "red", "by": "Reviewer", "version": 912,
        "captured": "2026-11-19T12:00:00.250000", "width_px": 6000, "height_px": 4000, "stack": 2, "stack_id": stack.pk,
        "stack_kind": "burst", "is_top": True, "joined": "RAW + JPEG", "seen": True,
    }  # fmt: skip
    assert {name: first[name] for name in wanted} == wanted
    (first, second) = read_items(cast, "stacks=open")["items"]
    wanted = {
        "id": under.pk, "flag": "", "stars": 0, "label": "", "by": "", "version": 0, "captured": "2026-11-19T12:00:00",
        "stack": 2, "stack_id": stack.pk, "is_top": False, "joined": "", "seen": False,
    }  # fmt: skip
    assert {name: second[name] for name in wanted} == wanted


def test_an_item_leads_to_its_pixels_its_sound_and_what_plays(cast: Cast, make_asset: MakeAsset) -> None:
    """All pixels of the original are for contributors; a reviewer gets the largest picture there is."""
    photo = make_asset(cast.project, name="a.jpg", width_px=6000, height_px=4000)
    make_rendition(photo.original, "max-2560")
    facts = {"video_codec": "h264", "much": "x" * 100}
    clip = make_asset(cast.project, name="b.mp4", kind="video", mime="video/mp4", facts=facts)
    odd = make_asset(cast.project, name="c.mov", kind="video", mime="video/quicktime", facts={"video_codec": "prores"})
    sound = make_asset(cast.project, name="d.wav", kind="audio", mime="audio/x-wav", thumbnail="")
    make_rendition(sound.original, "waveform")
    found = {item["id"]: item for item in get(cast.client("reviewer"), "library-items").json()["items"]}
    largest = f"/projects/altai/media/{photo.pk}/renditions/max-2560/?v="
    assert found[photo.pk]["middle"].startswith(largest)
    assert found[photo.pk]["pixels"].startswith(largest)
    assert [bool(found[asset.pk]["play"]) for asset in (photo, clip, odd, sound)] == [False, True, False, True]
    assert found[sound.pk]["sound"].startswith(f"/projects/altai/media/{sound.pk}/renditions/waveform/?v=")
    assert [found[sound.pk][name] for name in ("middle", "pixels")] == ["", ""]
    theirs = get(cast.client("contributor"), "library-items", "sort=name").json()["items"]
    assert theirs[0]["pixels"] == reverse("pixels", args=["altai", photo.pk])


@pytest.mark.parametrize(
    ("columns", "thumbnail", "state", "words"),
    [
        ({"state": "missing"}, "done", "missing", "not where it was"),
        ({"state": "damaged"}, "", "damaged", "not what it was"),
        ({"state": "missing"}, "failed", "missing", "not where it was"),
        ({}, "failed", "failed", "The file ends before its picture does."),
        ({}, "running", "pending", ""),
        ({"kind": "audio"}, "", "ready", ""),
    ],
)
def test_a_cell_says_what_is_wrong(
    cast: Cast, make_asset: MakeAsset, columns: dict[str, str], thumbnail: str, state: str, words: str
) -> None:
    asset = make_asset(cast.project, thumbnail="" if thumbnail == "failed" else thumbnail, **columns)
    if thumbnail == "failed":
        make_rendition(asset.original, "max-320", "failed", "The file ends before its picture does.")
    (item,) = read_items(cast)["items"]
    assert item["state"] == state
    assert words in item["fault"]
    assert words in read_page(cast)


@pytest.mark.parametrize(
    ("size", "ratio"),
    [((6000, 4000), 1.5), ((4000, 6000), 0.6667), ((20_000, 1000), 4.0), ((10, 900), 0.4), ((0, 0), 1.5)],
)
def test_the_room_of_a_picture_is_that_of_its_pixels_within_reason(
    cast: Cast, make_asset: MakeAsset, size: tuple[int, int], ratio: float
) -> None:
    make_asset(cast.project, thumbnail="", width_px=size[0], height_px=size[1])
    assert read_items(cast)["items"][0]["ratio"] == ratio


@pytest.mark.parametrize(
    ("query", "words", "rest"),
    [
        ("", "3 files", ""),
        ("kind=photo", "2 photos", ""),
        ("kind=video", "1 clip", ""),
        ("kind=audio", "0 sounds", ""),
        ("import={run}", "1 file", "from the import of 20 Nov 2026, 09:05"),
        ("bin={bin}&kind=video", "1 clip", "in the bin “Best”"),
        ("q=dsc&undated=1", "3 files", "without a capture time, with “dsc”"),
    ],
)
def test_what_is_shown_is_said_in_words(cast: Cast, make_asset: MakeAsset, query: str, words: str, rest: str) -> None:
    run = Import.objects.create(project=cast.project, source="/media/card")
    Import.objects.filter(pk=run.pk).update(started_at=datetime.datetime(2026, 11, 20, 9, 5, tzinfo=datetime.UTC))
    box = Bin.objects.create(project=cast.project, name="Best")
    made = [make_asset(cast.project, kind=kind, thumbnail="") for kind in ("photo", "photo", "video")]
    Asset.objects.filter(pk=made[0].pk).update(first_import=run)
    BinEntry.objects.create(bin=box, asset=made[2])
    page = read_page(cast, query.format(run=run.pk, bin=box.pk))
    assert f'<strong data-part="count">{words}</strong> <bdi class="library__rest">{rest}</bdi>' in page
    assert ('title="Show everything" hidden' in page) == (not query)


def test_more_than_ten_thousand_are_not_counted_to_the_end(
    cast: Cast, make_asset: MakeAsset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("media_library.lighttable.counting.CAP", 2)
    for __ in range(4):
        make_asset(cast.project, thumbnail="")
    page = read_page(cast)
    assert "2+ files" in page
    assert '<span class="num">2+</span>' in page


def test_all_ids_of_a_view_come_in_its_order_and_no_more_than_may_be_taken(
    cast: Cast, make_asset: MakeAsset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("media_library.lighttable.views.MOST", 2)
    made = [make_asset(cast.project, name=f"{name}.jpg", thumbnail="").pk for name in "bca"]
    client = cast.client("viewer")
    assert get(client, "library-ids", "sort=name").json() == {"ids": [made[2], made[0]], "more": True}
    assert get(client, "library-ids", "q=c.").json() == {"ids": [made[1]], "more": False}


def test_what_is_known_of_some_assets_is_asked_by_their_ids(cast: Cast, make_asset: MakeAsset) -> None:
    theirs = cast["outsider"].memberships.get().project
    one, __, other = (make_asset(cast.project).pk for __ in range(3))
    elsewhere = make_asset(theirs).pk
    for first, second in ((one, other), (other, one)):
        answer = read_items(cast, f"only={first},{second},{elsewhere},{first}")
        assert [item["id"] for item in answer["items"]] == [first, second]
    assert cast.client("viewer").get(f"{reverse('library-items', args=['altai'])}?only=x").status_code == 404


def test_the_last_page_is_asked_for_by_itself(
    cast: Cast, make_asset: MakeAsset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("media_library.lighttable.browsing.View.end.__defaults__", (1,))
    made = [make_asset(cast.project, captured_at=NOON).pk for __ in range(2)]
    answer = read_items(cast, "end=1")
    assert [item["id"] for item in answer["items"]] == made[:1]
    assert (answer["next"], bool(answer["previous"])) == ("", True)


@pytest.mark.parametrize(("side", "gone", "left"), [("after", [2, 3], [0, 1]), ("before", [0, 1], [2, 3])])
def test_the_nearest_page_is_shown_where_everything_has_gone_meanwhile(
    cast: Cast, make_asset: MakeAsset, side: str, gone: list[int], left: list[int]
) -> None:
    made = [make_asset(cast.project, name=f"number-{n}.jpg", captured_at=NOON) for n in range(4)]
    made.reverse()  # the latest first
    key = read_items(cast)["items"][1 if side == "after" else 2]["key"]
    Asset.objects.filter(pk__in=[made[n].pk for n in gone]).update(trashed_at=timezone.now())
    page = read_page(cast, f"{side}={key}")
    assert [made[n].file_name in page for n in range(4)] == [n in left for n in range(4)]
    assert 'rel="next"' not in page
    assert 'rel="prev"' not in page
    assert read_items(cast, f"{side}={key}")["items"] == []  # the script has the others


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("day=2026-11-19", ""),
        ("day=2031-01-01", "Nothing on 1 Jan 2031; 19 Nov 2026 is shown."),
        ("day=1990-01-01", "Nothing on 1 Jan 1990; 19 Nov 2026 is shown."),
        ("day=2031-01-01&sort=name", ""),
        ("day=2031-01-01&undated=1", "Nothing on 1 Jan 2031, and nothing else that has a capture time."),
        ("day=2031-01-01&kind=audio", ""),
        ("day=2031-01-01&at={undated}", ""),
    ],
)
def test_a_day_without_material_is_told_with_the_one_that_is_shown(
    cast: Cast, make_asset: MakeAsset, query: str, told: str
) -> None:
    make_asset(cast.project, captured_at=NOON, thumbnail="")
    undated = make_asset(cast.project, thumbnail="")
    page = read_page(cast, query.format(undated=undated.pk))
    assert ("Nothing on" in page) == bool(told)
    assert told in page
    assert "Nothing on" not in read_page(cast)  # it is said once


def test_an_answer_about_material_is_kept_by_nobody(cast: Cast, make_asset: MakeAsset) -> None:
    make_asset(cast.project)
    for name in ("library-items", "library-ids", "library-days"):
        assert get(cast.client("viewer"), name).headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("query", ["sort=x", "day=2026-13-01", "after=x", "before=1", "kind=film", "bin=7", "import=7"])
@pytest.mark.parametrize("name", ["library", "library-items"])
def test_what_is_no_view_is_not_found(cast: Cast, make_asset: MakeAsset, name: str, query: str) -> None:
    make_asset(cast.project)
    assert cast.client("viewer").get(f"{reverse(name, args=['altai'])}?{query}").status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        "at=x",
        "at=-1",
        "at=" + "9" * 9,
        "at=9223372036854775808",
        "at=" + "9" * 20 + "x",
        "at=99999999999999999999999",
        "q=%00",
        "day=",
    ],
)
def test_what_leads_to_no_asset_shows_the_beginning(cast: Cast, make_asset: MakeAsset, query: str) -> None:
    make_asset(cast.project, name="here.jpg")
    assert "here.jpg" in read_page(cast, query)


def test_who_may_not_bring_in_is_not_asked_to(cast: Cast) -> None:
    assert "Bring in material" not in read_page(cast)
    page = get(cast.client("contributor"), "library").content.decode()
    assert reverse("import-new", args=["altai"]) in page


def test_the_order_stays_when_another_kind_is_looked_at(cast: Cast, make_asset: MakeAsset) -> None:
    make_asset(cast.project)
    page = read_page(cast, "sort=name&order=desc")
    assert "?kind=video&amp;sort=name&amp;order=desc" in page
    assert json.loads(page.split('id="library-data" type="application/json">')[1].split("</script>")[0])["next"] == ""


def test_nothing_is_asked_twice_for_a_page_of_stacks(
    cast: Cast, make_asset: MakeAsset, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for __ in range(4):
        asset = make_asset(cast.project)
        asset.stack = Stack.objects.create(project=cast.project, kind="manual")
        asset.save()
    client = cast.client("viewer")
    with django_assert_max_num_queries(9):
        assert [item["stack"] for item in get(client, "library-items").json()["items"]] == [0, 0, 0, 0]


def list_links(page: str, part: str) -> dict[str, tuple[str, str]]:
    """The address and the number of each line of the panel, by its name."""
    piece = page.split(f'data-part="{part}"')[1].split("</ul>")[0]
    lines = re.findall(r'href="[^"?]*\??([^"]*)".*?cut-off">([^<]*)<.*?class="num"[^>]*>([^<]*)<', piece)
    return {name: (query.replace("&amp;", "&"), number) for query, name, number in lines}


def test_a_locked_filter_goes_along_to_another_place(cast: Cast, material: Material) -> None:
    """Kind and undated are places as well as filters: a place has its own."""
    page = read_page(cast, "flag=pick&stars=ge3&camera=a&camera=b&kind=photo&lock=1&sort=name")
    kept = "flag=pick&stars=ge3&camera=a&camera=b&lock=1"
    places = list_links(page, "places")
    assert places["Everything"][0] == f"{kept}&sort=name"
    assert places["Clips"][0] == f"kind=video&{kept}&sort=name"
    assert places["Photos"][0] == f"kind=photo&{kept}&sort=name"
    (run,) = list_links(page, "runs").values()
    assert run[0] == f"import={material.run.pk}&kind=photo&{kept}&sort=name"
    assert list_links(page, "tree")["Faces"][0] == f"bin={material.bin.pk}&sort=hand&kind=photo&{kept}"
    assert re.search(r'kind=photo&amp;flag=pick[^"]*" aria-current="true"', page)


def test_a_filter_that_is_not_locked_stays_behind(cast: Cast, material: Material) -> None:
    page = read_page(cast, "flag=pick&sort=name")
    assert list_links(page, "places")["Clips"][0] == "kind=video&sort=name"
    assert list_links(page, "tree")["Faces"][0] == f"bin={material.bin.pk}&sort=hand"


def test_a_day_is_gone_to_within_the_filter(cast: Cast, make_asset: MakeAsset) -> None:
    asset = make_asset(cast.project, captured_at=NOON)
    Asset.objects.filter(pk=asset.pk).update(model="a")
    page = read_page(cast, "camera=a&camera=b&sort=name")
    form = page.split('class="days__go"')[1].split("</form>")[0]
    assert re.findall(r'name="(\w+)" value="(\w+)"', form) == [("camera", "a"), ("camera", "b")]


def test_the_places_count_what_they_show(cast: Cast, make_asset: MakeAsset) -> None:
    """A stack is one; but what has no capture time is found under its top."""
    stack = Stack.objects.create(project=cast.project, kind="burst")
    run = Import.objects.create(project=cast.project, source="/media/card")
    for cover in (0, 1, 2):
        asset = make_asset(cast.project)
        Asset.objects.filter(pk=asset.pk).update(stack=stack, cover=cover, first_import=run)
    page = read_page(cast)
    numbers = {name: number for name, (__, number) in list_links(page, "places").items()}
    assert [numbers[name] for name in ("Everything", "Photos", "Without a capture time")] == ["1", "1", "2"]
    assert [number for __, number in list_links(page, "runs").values()] == ["1"]
    assert '<strong data-part="count">1 file</strong>' in page
