from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from collaborators.admin_rules import MOST_COUNTED
from collaborators.models import Membership
from media_library.admin.thumbnails import StaffPermit
from media_library.bins.arranging import make_bin
from media_library.bins.filling import add_to_bin
from media_library.delivery.sending import HEADERS
from media_library.delivery.views import FOR_EVER
from media_library.describing.words import change_many
from media_library.marking.recording import undo_step
from media_library.models import Asset, Bin, BinEntry, Card, Import, ImportedFile, Keyword, MarkEvent, Sidecar
from media_library.stacks.making import make_stack
from media_library.trash.removing import trash_assets
from projects.models import Project
from tests.fixtures_people import Cast, MakeAsset, make_rendition

from .conftest import Staff

LIST = "/admin/media_library/asset/"
LISTS = (
    "asset",
    "original",
    "rendition",
    "import",
    "importedfile",
    "keyword",
    "bin",
    "binentry",
    "card",
    "sidecar",
    "stack",
    "stackchange",
    "keptplace",
    "markevent",
    "markundo",
    "markclock",
    "look",
)


def list_names(client: Client, query: str = "") -> list[str]:
    """The file names in the list of assets, in its order."""
    answer = client.get(f"{LIST}{query}")
    assert answer.status_code == 200
    return [asset.file_name for asset in answer.context["cl"].result_list]


def fill(cast: Cast, make_asset: MakeAsset, count: int) -> None:
    """So many rows in every list."""
    for number in range(count):
        asset = make_asset(cast.project, captured_at=datetime.datetime(2026, 5, 1, tzinfo=datetime.UTC))
        run = Import.objects.create(project=cast.project, by=cast["owner"], source="/media/card")
        ImportedFile.objects.create(
            run=run, place="/", path=f"{asset.pk}", size_bytes=1, modified_ns=1, outcome="added", asset=asset
        )
        change_many([asset], keywords_add=[f"word {asset.pk}"], rating=4, by=cast["owner"])
        undo_step(project_id=cast.project.pk, by=cast["owner"], step=MarkEvent.objects.latest("pk").step)
        made = make_bin(project=cast.project, by=cast["owner"], name=f"{asset.pk}")
        add_to_bin(make_bin(project=cast.project, by=None, name="in it", parent=made), [asset], by=cast["owner"])
        card = Card.objects.create(project=cast.project, layout="dcim", name="A", fingerprint=f"{asset.pk}")
        Sidecar.objects.create(project=cast.project, asset=asset, original=asset.original, role="xmp", path=f"{number}")
        Sidecar.objects.create(project=cast.project, card=card, original=asset.original, role="xmp", path=f"{number}")
        pair = [make_asset(cast.project) for _ in range(2)]
        make_stack(project_id=cast.project.pk, assets=pair, by=cast["editor"])
        make_rendition(asset.original, "max-1280", "failed", "Cut short.")


def count_queries(client: Client) -> dict[str, int]:
    """How many queries each list asks; there is at least one row in it."""
    numbers = {}
    for name in LISTS:
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(reverse(f"admin:media_library_{name}_changelist"))
        assert answer.context["cl"].result_list, name
        numbers[name] = len(asked)
    return numbers


@pytest.mark.parametrize("who", ["root", "viewer"])
def test_a_list_of_50_rows_asks_no_more_than_one_of_a_single_row(
    who: str, staff: Staff, cast: Cast, make_asset: MakeAsset
) -> None:
    client = staff(who)
    fill(cast, make_asset, 1)
    first = count_queries(client)
    fill(cast, make_asset, 49)
    assert count_queries(client) == first


def test_the_picture_is_whole_has_its_room_and_comes_to_a_superuser(
    staff: Staff, cast: Cast, make_asset: MakeAsset
) -> None:
    asset, client = make_asset(cast.project), staff("root")
    page = client.get(LIST).content.decode()
    address = reverse("admin:media_library_asset_thumbnail", args=[asset.pk])
    assert f'<img src="{address}?v=' in page
    assert 'width="30" height="20" alt="DSC_0001.JPG"' in page
    picture = client.get(address)
    assert picture.status_code == 200 and picture["Content-Type"] == "image/jpeg"
    assert b"".join(picture.streaming_content).startswith(b"\xff\xd8\xff")


def test_a_picture_goes_out_by_the_door_of_all_bytes(
    staff: Staff, cast: Cast, make_asset: MakeAsset, settings: Any
) -> None:
    asset, client = make_asset(cast.project), staff("root")
    address = re.search(rf'"({LIST}{asset.pk}/thumbnail/\?v=[^"]+)"', client.get(LIST).content.decode())
    assert address is not None
    picture = client.get(address[1])
    assert {name: picture[name] for name in HEADERS} == {**HEADERS, "Cache-Control": FOR_EVER}
    assert client.get(address[1], headers={"if-none-match": picture["ETag"]}).status_code == 304
    settings.KADR_ACCEL_REDIRECT = "/inside"
    assert client.get(address[1])["X-Accel-Redirect"].startswith("/inside/renditions/")


def test_the_right_to_look_is_that_of_a_member_or_a_superuser(staff: Staff, cast: Cast) -> None:
    staff("root"), staff("viewer")
    holds = {name: StaffPermit(cast[name].pk, cast.project.pk).holds() for name in ("root", "viewer", "outsider")}
    assert holds == {"root": True, "viewer": True, "outsider": False}


def test_the_list_tells_when_it_was_shot_as_the_site_does(staff: Staff, cast: Cast, make_asset: MakeAsset) -> None:
    make_asset(cast.project, captured_at=datetime.datetime(2008, 10, 22, 16, 28, 39, tzinfo=datetime.UTC))
    assert "22 Oct 2008, 16:28:39" in staff("viewer").get(LIST).content.decode()


def test_an_asset_without_a_picture_shows_a_word_and_no_broken_picture(
    staff: Staff, cast: Cast, make_asset: MakeAsset
) -> None:
    asset, client = make_asset(cast.project, thumbnail="failed"), staff("root")
    page = client.get(LIST).content.decode()
    assert "no picture" in page and "<img" not in page
    assert client.get(reverse("admin:media_library_asset_thumbnail", args=[asset.pk])).status_code == 404


def test_staff_fetch_no_picture_of_a_project_they_are_not_in(staff: Staff, cast: Cast, make_asset: MakeAsset) -> None:
    address = reverse("admin:media_library_asset_thumbnail", args=[make_asset(cast.project).pk])
    assert staff("viewer").get(address).status_code == 200
    assert staff("outsider").get(address).status_code == 404


def test_staff_who_may_not_look_at_assets_fetch_no_picture(staff: Staff, cast: Cast, make_asset: MakeAsset) -> None:
    client = staff("viewer")
    cast["viewer"].user_permissions.set(Permission.objects.filter(codename="view_project"))
    address = reverse("admin:media_library_asset_thumbnail", args=[make_asset(cast.project).pk])
    assert client.get(address).status_code == 404


def test_a_name_is_found_by_a_part_of_it_whatever_its_capitals_and_composition(
    staff: Staff, cast: Cast, make_asset: MakeAsset
) -> None:
    make_asset(cast.project, name="\u0416\u0430\u0439\u043b\u0430\u0443 1.JPG")  # composed й
    make_asset(cast.project, name="DSC_1.JPG")
    client = staff("editor")
    assert list_names(client, "?q=\u0430\u0418\u0306\u043b\u0410") == ["Жайлау 1.JPG"]  # И and a combining breve
    assert list_names(client, "?q=100%25") == []


def test_the_trash_is_in_no_list_and_has_one_of_its_own(staff: Staff, cast: Cast, make_asset: MakeAsset) -> None:
    kept, gone = make_asset(cast.project, name="kept.jpg"), make_asset(cast.project, name="gone.jpg")
    trash_assets([gone], by=cast["owner"])
    client = staff("editor")
    assert list_names(client) == [kept.file_name]
    assert list_names(client, "?where=trash") == [gone.file_name]
    assert client.get(f"{LIST}{gone.pk}/change/").status_code == 302  # as what is not there
    assert f"{gone.pk}/change/" not in client.get(f"{LIST}?where=trash").content.decode()


def test_what_is_in_the_trash_is_not_written(staff: Staff, cast: Cast, make_asset: MakeAsset) -> None:
    gone = make_asset(cast.project)
    trash_assets([gone], by=None)
    answer = staff("root").post(f"{LIST}{gone.pk}/change/?where=trash", {"caption": "New"})
    assert answer.status_code == 403
    assert not Asset.objects.filter(caption="New").exists()


FILTERS = ("rating=4", "kind__exact=video", "project={project}", "bin={bin}", "keyword={keyword}", "import={run}",
           "original__state__exact=missing")  # fmt: skip


def test_the_list_of_imports_says_who_sent_an_upload_and_not_where_it_lies(staff: Staff, cast: Cast) -> None:
    sent = {"upload": "0" * 32, "source": "/srv/kadr/uploads/0", "files_found": 3, "by": cast["contributor"]}
    Import.objects.create(project=cast.project, **sent)
    page = staff("root").get(reverse("admin:media_library_import_changelist")).content.decode()
    assert "Upload by Contributor, 3 files" in page
    assert "/srv/kadr" not in page


@pytest.mark.parametrize("query", FILTERS)
def test_each_filter_leaves_what_it_says(query: str, staff: Staff, cast: Cast, make_asset: MakeAsset) -> None:
    other = make_asset(Project.objects.get(slug="bazaar"), name="other.jpg")
    wanted = make_asset(cast.project, name="wanted.mov", kind="video", state="missing")
    run = Import.objects.create(project=cast.project, source="/")
    Asset.objects.filter(pk=wanted.pk).update(first_import=run)
    change_many([wanted], rating=4, keywords_add=["herd"])
    change_many([other], rating=1, keywords_add=["other"])
    filled = make_bin(project=cast.project, by=None, name="Best")
    add_to_bin(filled, [wanted], by=None)
    keyword = Keyword.objects.get(name="herd")
    asked = query.format(project=cast.project.pk, bin=filled.pk, keyword=keyword.pk, run=run.pk)
    assert list_names(staff("root"), f"?{asked}") == ["wanted.mov"]


@pytest.mark.parametrize("query", ["keyword=x", "bin=99999999999999999999", "rating=99", "project=0"])
def test_a_filter_that_asks_for_nonsense_gives_nothing(
    query: str, staff: Staff, cast: Cast, make_asset: MakeAsset
) -> None:
    make_asset(cast.project)
    assert list_names(staff("root"), f"?{query}") == []


def test_assets_without_a_rating_are_found_too(staff: Staff, cast: Cast, make_asset: MakeAsset) -> None:
    change_many([make_asset(cast.project)], rating=1)
    make_asset(cast.project, name="new.jpg")
    assert list_names(staff("root"), "?rating=none") == ["new.jpg"]


def test_somebody_elses_keyword_is_not_told_by_its_number(staff: Staff, cast: Cast, make_asset: MakeAsset) -> None:
    change_many([make_asset(cast.project)], keywords_add=["secret"])
    page = staff("outsider").get(f"{LIST}?keyword={Keyword.objects.get().pk}").content.decode()
    assert "not found" in page and "secret" not in page


def test_a_keyword_and_a_bin_tell_how_many_assets_and_lead_to_them(
    staff: Staff, cast: Cast, make_asset: MakeAsset
) -> None:
    two, gone = [make_asset(cast.project) for _ in range(2)], make_asset(cast.project)
    change_many([*two, gone], keywords_add=["herd"])
    add_to_bin(make_bin(project=cast.project, by=None, name="Best"), [*two, gone], by=None)
    trash_assets([gone], by=None)
    client = staff("viewer")
    for name, parameter, pk in (("keyword", "keyword", Keyword.objects.get().pk), ("bin", "bin", Bin.objects.get().pk)):
        page = client.get(reverse(f"admin:media_library_{name}_changelist")).content.decode()
        assert f'<a href="{LIST}?{parameter}={pk}">2</a>' in page
        assert len(list_names(client, f"?{parameter}={pk}")) == 2
    assert BinEntry.objects.count() == 3


@pytest.mark.parametrize("name", ["keyword", "bin"])
def test_a_word_is_found_whatever_its_capitals(name: str, staff: Staff, cast: Cast, make_asset: MakeAsset) -> None:
    change_many([make_asset(cast.project)], keywords_add=["Қыстау", "Жайлау"])
    for word in ("Қыстау", "Жайлау"):
        make_bin(project=cast.project, by=None, name=word)
    answer = staff("viewer").get(reverse(f"admin:media_library_{name}_changelist"), {"q": "қЫСТ"})
    assert [row.name for row in answer.context["cl"].result_list] == ["Қыстау"]


def test_a_long_list_is_not_counted_to_its_end(
    staff: Staff, cast: Cast, make_asset: MakeAsset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("collaborators.admin_rules.MOST_COUNTED", 2)
    monkeypatch.setattr("collaborators.templatetags.counts.MOST_COUNTED", 2)
    client = staff("root")
    for number in range(4):
        make_asset(cast.project)
        page = client.get(LIST)
        assert page.context["cl"].result_count == min(number + 1, 3)
        assert ("2+ assets" in page.content.decode()) == (number + 1 > 2)
    assert MOST_COUNTED == 10_000


def test_a_member_of_two_projects_sees_both_and_no_third(staff: Staff, cast: Cast, make_asset: MakeAsset) -> None:
    theirs = Project.objects.get(slug="bazaar")
    Membership.objects.create(project=theirs, user=cast["viewer"], role="viewer")
    make_asset(cast.project, name="a.jpg"), make_asset(theirs, name="b.jpg")
    make_asset(Project.objects.create(kind="archive", title="C", slug="c"), name="c.jpg")
    assert sorted(list_names(staff("viewer"))) == ["a.jpg", "b.jpg"]


def test_a_stack_leads_to_its_assets(staff: Staff, cast: Cast, make_asset: MakeAsset) -> None:
    assets = [make_asset(cast.project, name=name) for name in ("a.jpg", "b.jpg", "c.jpg")]
    make_stack(project_id=cast.project.pk, assets=assets[:2], by=None)
    stack = Asset.objects.get(pk=assets[0].pk).stack_id
    client = staff("root")
    page = client.get(reverse("admin:media_library_stack_changelist")).content.decode()
    assert f'<a href="{LIST}?stack={stack}">2</a>' in page
    assert sorted(list_names(client, f"?stack={stack}")) == ["a.jpg", "b.jpg"]
