from __future__ import annotations

import csv
import datetime
import io
import re
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from media_library.admin import sheet_changes, sheet_reading, sheet_views
from media_library.admin.sheet_reading import read_sheet
from media_library.describing.words import change_many, change_words
from media_library.models import Asset, Keyword
from media_library.trash.removing import trash_assets
from projects.models import Project
from tests.fixtures_people import Cast, MakeAsset

from .conftest import Staff

OUT, IN = "/admin/media_library/asset/sheet/out/", "/admin/media_library/asset/sheet/"
Rows = list[dict[str, Any]]


@pytest.fixture(autouse=True)
def own_sheets(settings: Any, tmp_path: Path) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "sheets": {**settings.STORAGES["sheets"], "OPTIONS": {"location": tmp_path / "sheets", "base_url": None}},
    }


def take_out(client: Client, query: str = "") -> Rows:
    """The rows of the workbook, as openpyxl reads them."""
    answer = client.post(f"{OUT}{query}", {"format": "xlsx"})
    assert answer.status_code == 200, answer.content.decode()
    head, *rows = openpyxl.load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def write_csv(rows: Rows, delimiter: str = ",") -> bytes:
    """The rows as another program writes them."""
    written = io.StringIO(newline="")
    table = csv.DictWriter(written, fieldnames=list(rows[0]), delimiter=delimiter)
    table.writeheader(), table.writerows(rows)
    return written.getvalue().encode("utf-8-sig")


def send(client: Client, content: bytes) -> HttpResponse:
    """Uploads a sheet; gives the page that shows what will change, or what is wrong with the file."""
    return client.post(IN, {"file": io.BytesIO(content)}, follow=True)


def read_in(client: Client, rows: Rows) -> HttpResponse:
    """Uploads the rows and says yes to what will change."""
    looked = send(client, write_csv(rows))
    return client.post(looked.redirect_chain[-1][0], follow=True)


def list_told(page: HttpResponse) -> str:
    """What the page says, without its marks."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page.content.decode()))


def test_a_row_tells_everything_about_an_asset(staff: Staff, cast: Cast, make_asset: MakeAsset) -> None:
    moment = datetime.datetime(2026, 5, 1, 10, 30, tzinfo=datetime.UTC)
    asset = make_asset(cast.project, name="=DSC_1.JPG", captured_at=moment)
    change_many([asset], caption="-5 °C\nand snow", creator="Айгерім", keywords_add=["б", "а"], rating=3)
    (row,) = take_out(staff("viewer"))
    assert row.pop("kadr").startswith("k")
    assert row == {
        "id": asset.pk, "project": "Altai", "file_name": "'=DSC_1.JPG", "captured": "2026-05-01 10:30:00",
        "title": None, "headline": None, "caption": "'-5 °C\nand snow", "alt_text": None, "creator": "Айгерім",
        "copyright": None, "keywords": "а; б", "rating": 3,
    }  # fmt: skip


def test_a_csv_begins_with_the_mark_that_excel_needs(staff: Staff, cast: Cast, make_asset: MakeAsset) -> None:
    make_asset(cast.project, name="Жайлау.jpg")
    answer = staff("viewer").post(OUT, {"format": "csv"})
    assert answer.content.startswith(b"\xef\xbb\xbfid,project,")
    assert "Жайлау.jpg" in answer.content.decode("utf-8-sig")
    assert re.fullmatch(r'attachment; filename="kadr-\d{4}-\d\d-\d\d.csv"', answer["Content-Disposition"])


def test_the_sheet_holds_what_the_list_shows(staff: Staff, cast: Cast, make_asset: MakeAsset) -> None:
    wanted, other, gone = (make_asset(cast.project, name=name) for name in ("herd.jpg", "dog.jpg", "herd 2.jpg"))
    make_asset(Project.objects.get(slug="bazaar"), name="herd 3.jpg")
    trash_assets([gone], by=None)
    client = staff("editor")
    assert [row["id"] for row in take_out(client, "?q=herd")] == [wanted.pk]
    assert [row["id"] for row in take_out(client)] == [other.pk, wanted.pk]


def test_ticked_assets_go_out_by_themselves(staff: Staff, cast: Cast, make_asset: MakeAsset) -> None:
    ticked, _other = make_asset(cast.project), make_asset(cast.project)
    client = staff("viewer")
    picked = {"action": "take_out_ticked", "_selected_action": [ticked.pk], "index": "0"}
    answer = client.post("/admin/media_library/asset/?kind__exact=photo", picked)
    assert answer["Location"].startswith(OUT)
    assert [row["id"] for row in take_out(client, answer["Location"].removeprefix(OUT))] == [ticked.pk]


def test_a_list_that_is_too_long_for_a_sheet_is_not_taken_out(
    staff: Staff, cast: Cast, make_asset: MakeAsset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("media_library.admin.sheet_views.MOST_ROWS", 1)
    make_asset(cast.project), make_asset(cast.project)
    answer = staff("viewer").post(OUT, {"format": "csv"})
    assert "the most that a sheet takes" in answer.content.decode()


def test_the_sheet_costs_the_same_queries_for_1_and_50_rows(
    staff: Staff, cast: Cast, make_asset: MakeAsset, django_assert_num_queries: Any
) -> None:
    client = staff("root")
    change_many([make_asset(cast.project)], keywords_add=["herd"])
    with CaptureQueriesContext(connection) as first:
        take_out(client)
    change_many([make_asset(cast.project) for _ in range(49)], keywords_add=["herd"])
    with django_assert_num_queries(len(first)):
        assert len(take_out(client)) == 50


def test_the_preview_shows_each_cell_and_nothing_is_written_yet(
    staff: Staff, cast: Cast, make_asset: MakeAsset
) -> None:
    asset, _same = make_asset(cast.project, name="a.jpg"), make_asset(cast.project)
    change_many([asset], caption="Old", keywords_add=["dog"])
    client = staff("contributor")
    rows = take_out(client)
    rows[1] |= {"caption": "<b>New</b>", "keywords": "herd; dog", "rating": "4", "file_name": "other.jpg"}
    page = send(client, write_csv(rows))
    told = page.content.decode()
    assert "1 asset will change." in list_told(page) and "1 row says what Kadr has" in list_told(page)
    assert "<del><bdi>Old</bdi></del>" in told and "<ins><bdi>&lt;b&gt;New&lt;/b&gt;</bdi></ins>" in told
    assert "<ins><bdi>dog; herd</bdi></ins>" in told and "<ins><bdi>4</bdi></ins>" in told
    assert "other.jpg" not in told
    asset.refresh_from_db()
    assert (asset.caption, asset.rating) == ("Old", None)


def test_exactly_what_was_changed_is_changed(staff: Staff, cast: Cast, make_asset: MakeAsset) -> None:
    assets = [make_asset(cast.project) for _ in range(6)]
    change_many(assets, caption=" =1+1 \n\nбіз", keywords_add=["a", "b"], rating=2)
    Asset.objects.update(title="  not tidy  ", headline="\x0bodd", copyright="© 2026", alt_text="'quoted'")
    before = {row.pop("id"): row for row in Asset.objects.values()}
    client = staff("contributor")
    rows = take_out(client)
    rows[0]["caption"], rows[2]["keywords"], rows[4]["rating"] = "New", "b; c", ""
    read_in(client, rows)
    first, third, fifth = (rows[number]["id"] for number in (0, 2, 4))
    before[first]["caption"], before[fifth]["rating"] = "New", None
    marked = Asset.objects.get(pk=fifth)
    assert marked.marked_by == cast["contributor"] and marked.mark_version > before[fifth]["mark_version"]
    before[fifth] |= {name: getattr(marked, name) for name in ("marked_by_id", "marked_at", "mark_version")}
    assert {row.pop("id"): row for row in Asset.objects.values()} == before
    filed = {asset.pk: sorted(asset.keywords.values_list("name", flat=True)) for asset in assets}
    assert filed == {pk: ["b", "c"] if pk == third else ["a", "b"] for pk in before}


def test_a_sheet_that_comes_back_as_it_went_changes_nothing(staff: Staff, cast: Cast, make_asset: MakeAsset) -> None:
    Asset.objects.filter(pk=make_asset(cast.project).pk).update(caption="ж" * 40_000, title="a\x0bb", headline="'=x")
    client = staff("contributor")
    page = send(client, client.post(OUT, {"format": "xlsx"}).content)
    assert "Nothing in this sheet differs from what Kadr has." in list_told(page)
    page = send(client, client.post(OUT, {"format": "csv"}).content)
    assert "Nothing in this sheet differs from what Kadr has." in list_told(page)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_lists_of_other_countries_are_read_too(
    delimiter: str, staff: Staff, cast: Cast, make_asset: MakeAsset
) -> None:
    asset = make_asset(cast.project)
    page = send(staff("editor"), write_csv([{"id": asset.pk, "caption": "Қыс; қар, аяз"}], delimiter))
    assert "<ins><bdi>Қыс; қар, аяз</bdi></ins>" in page.content.decode()


def test_a_workbook_with_numbers_and_foreign_columns_is_read(staff: Staff, cast: Cast, make_asset: MakeAsset) -> None:
    asset = make_asset(cast.project)
    book = openpyxl.Workbook()
    book.active.append(["ID", "Notes", "Rating", "Alt text", None])
    book.active.append([float(asset.pk), "mine", 3.0, "Ат", "x"])
    file = io.BytesIO()
    book.save(file)
    client = staff("editor")
    looked = send(client, file.getvalue())
    assert "Columns that are not read: Notes." in list_told(looked)
    client.post(looked.redirect_chain[-1][0])
    asset.refresh_from_db()
    assert (asset.rating, asset.alt_text) == (3, "Ат")


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"id": "x", "caption": "a"}, "Row 2 id: “x” is no id."),
        ({"id": "999999", "caption": "a"}, "Row 2 id: There is no asset 999999 in the library"),
        ({"id": "99999999999999999999", "caption": "a"}, "is no id."),
        ({"id": "{asset}", "rating": "6"}, "Row 2 a.jpg, rating: “6” is no rating. Write 1 to 5, or nothing."),
        ({"id": "{asset}", "rating": "many"}, "“many” is no rating."),
        ({"id": "{asset}", "title": "a" * 2001}, "a.jpg, title: This is too long. 2000 signs are the most."),
        ({"id": "{theirs}", "caption": "a"}, "Row 2 id: There is no asset"),
        ({"id": "{gone}", "caption": "a"}, "Row 2 id: There is no asset"),
    ],
)
def test_what_cannot_be_taken_is_told_by_its_row_and_column(
    row: dict[str, str], told: str, staff: Staff, cast: Cast, make_asset: MakeAsset
) -> None:
    theirs, gone = make_asset(Project.objects.get(slug="bazaar")), make_asset(cast.project)
    trash_assets([gone], by=None)
    known = {"asset": make_asset(cast.project, name="a.jpg").pk, "theirs": theirs.pk, "gone": gone.pk}
    row["id"] = row["id"].format(**known)
    page = send(staff("editor"), write_csv([row]))
    assert told in list_told(page) and "Change 1 asset" not in list_told(page)
    assert "Nothing will change: what is new in this sheet cannot be taken." in list_told(page)
    assert "Choose another file" in list_told(page) and "Nothing in this sheet differs" not in list_told(page)


def test_a_cell_that_cannot_be_taken_keeps_the_others_of_its_row_from_nothing(
    staff: Staff, cast: Cast, make_asset: MakeAsset
) -> None:
    asset, client = make_asset(cast.project), staff("editor")
    page = send(client, write_csv([{"id": asset.pk, "title": "New", "rating": 9}]))
    assert "1 asset will change." in list_told(page) and "1 cell cannot be taken" in list_told(page)
    assert "Row 2 DSC_0001.JPG, rating: “9” is no rating." in list_told(page)
    client.post(page.redirect_chain[-1][0])
    asset.refresh_from_db()
    assert (asset.title, asset.rating) == ("New", None)


def test_rows_are_told_by_the_numbers_they_have_in_the_sheet(staff: Staff) -> None:
    page = send(staff("editor"), b"id,caption\n,\n,\nx,a\n")
    assert "Row 4 id: “x” is no id." in list_told(page)


def test_a_large_sheet_shows_its_beginning_and_is_written_whole(
    staff: Staff, cast: Cast, make_asset: MakeAsset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheet_views, "MOST_SHOWN", 2)
    rows = [{"id": make_asset(cast.project).pk, "caption": "ж" * 400, "rating": ""} for _ in range(5)]
    wrong = [{"id": make_asset(cast.project).pk, "caption": "", "rating": 9} for _ in range(3)]
    client = staff("editor")
    page = send(client, write_csv([*rows, *wrong]))
    told = list_told(page)
    assert page.content.decode().count("<ins>") == 2 and "3 more assets will change" in told
    assert told.count("is no rating") == 2 and "And 1 more." in told
    assert "ж" * 299 + "…" in told and "ж" * 300 not in told
    client.post(page.redirect_chain[-1][0])
    assert Asset.objects.filter(caption="ж" * 400).count() == 5


def test_the_rows_that_can_be_taken_are_taken(staff: Staff, cast: Cast, make_asset: MakeAsset) -> None:
    good, twice = make_asset(cast.project), make_asset(cast.project)
    rows = [{"id": good.pk, "caption": "New"}, {"id": twice.pk, "caption": "One"}, {"id": twice.pk, "caption": "Two"}]
    client = staff("editor")
    page = send(client, write_csv(rows))
    assert f"Row 4 id: The asset {twice.pk} has a row above." in list_told(page)
    client.post(page.redirect_chain[-1][0])
    assert sorted(Asset.objects.values_list("caption", flat=True)) == ["New", "One"]


def claim(content: bytes, size: str, last_row: int) -> bytes:
    """The workbook with another size in its sheet, and with its second row as that one."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = old.read(name)
            if name.startswith("xl/worksheets/"):
                text = re.sub(rb'<dimension ref="[^"]+"', f'<dimension ref="{size}"'.encode(), text)
                text = re.sub(rb'r="([A-Z]*)2"', rb'r="\g<1>%d"' % last_row, text)
            new.writestr(name, text)
    return written.getvalue()


@pytest.mark.parametrize("last_row", [2, 1_048_576])
def test_a_workbook_that_says_it_is_huge_is_read_as_what_it_is(
    last_row: int, staff: Staff, cast: Cast, make_asset: MakeAsset
) -> None:
    make_asset(cast.project)
    client = staff("editor")
    content = claim(client.post(OUT, {"format": "xlsx"}).content, "A1:XFD1048576", last_row)
    assert len(content) < 20_000
    sheet = read_sheet(SimpleUploadedFile("sheet.xlsx", content))
    assert [(number, len(row)) for number, row in sheet.rows] == [(last_row, 100)]
    assert "Nothing in this sheet differs from what Kadr has." in list_told(send(client, content))


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "This file is empty."),
        (b"caption,title\na,b\n", "no column “id”"),
        (b"id,file_name\n1,b\n", "none of the columns that can be changed"),
        (b"id,caption,Caption\n1,b,c\n", "the same column twice"),
        (b"id,caption\n", "This sheet has no rows."),
        (b"\xff\xd8\xff\xe0 a picture", "This file could not be read."),
        ("id,caption\n1,Жайлау".encode("cp1251"), "as CSV in UTF-8"),
        (b"PK\x05\x06" + bytes(18), "This file could not be read."),
    ],
)
def test_a_file_that_is_no_sheet_of_ours_is_told(
    content: bytes, told: str, staff: Staff, cast: Cast, make_asset: MakeAsset
) -> None:
    assert told in list_told(send(staff("editor"), content))


def test_a_sheet_that_is_too_long_is_told(staff: Staff, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (sheet_changes, sheet_reading):
        monkeypatch.setattr(module, "MOST_ROWS", 1)
    assert "more than 1 rows" in list_told(send(staff("editor"), b"id,caption\n1,a\n2,b\n"))


def test_a_sheet_that_changes_too_much_for_one_step_is_told(
    staff: Staff, cast: Cast, make_asset: MakeAsset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheet_changes, "MOST_CELLS", 1)
    row = {"id": make_asset(cast.project).pk, "caption": "One", "title": "Two"}
    assert "changes more than 1 cells" in list_told(send(staff("editor"), write_csv([row])))


def test_what_somebody_changed_since_the_sheet_went_out_is_kept(
    staff: Staff, cast: Cast, make_asset: MakeAsset
) -> None:
    asset = make_asset(cast.project)
    client = staff("editor")
    rows = take_out(client)
    change_words(asset, field="title", value="Theirs", was="")  # a column that the curator did not touch
    rows[0]["caption"] = "Mine"
    read_in(client, rows)
    asset.refresh_from_db()
    assert (asset.title, asset.caption) == ("Theirs", "Mine")


def test_what_both_have_changed_is_a_fault_and_not_written_over(
    staff: Staff, cast: Cast, make_asset: MakeAsset
) -> None:
    asset = make_asset(cast.project)
    client = staff("editor")
    rows = take_out(client)
    change_words(asset, field="caption", value="Theirs", was="")
    rows[0]["caption"] = "Mine"
    told = list_told(send(client, write_csv(rows)))
    assert "caption: Somebody has changed this after the sheet was taken out. It says now: “Theirs”." in told


def test_what_changes_between_the_preview_and_the_yes_is_told_and_left(
    staff: Staff, cast: Cast, make_asset: MakeAsset
) -> None:
    asset, rated, gone, other = (make_asset(cast.project, name=f"{name}.jpg") for name in "abcd")
    client = staff("editor")
    rows = [{"id": each.pk, "caption": "Mine", "rating": 5} for each in (asset, rated, gone, other)]
    looked = send(client, write_csv(rows))
    change_words(asset, field="caption", value="Theirs", was="")
    change_many([rated], rating=1)
    trash_assets([gone], by=None)
    page = client.post(looked.redirect_chain[-1][0], follow=True)
    told = list_told(page)
    assert "a.jpg: caption was changed by somebody meanwhile, and is left." in told
    assert "b.jpg: rating was changed by somebody meanwhile, and is left." in told
    assert "c.jpg is not in the library any more." in told
    stands = list(Asset.objects.order_by("pk").values_list("caption", "rating"))
    assert stands == [("Theirs", 5), ("Mine", 1), ("", None), ("Mine", 5)]


@pytest.mark.parametrize("who", ["viewer", "reviewer", "outsider"])
def test_nobody_changes_by_a_sheet_what_they_may_not_change_on_the_page(
    who: str, staff: Staff, cast: Cast, make_asset: MakeAsset
) -> None:
    asset = make_asset(cast.project)
    page = send(staff(who), write_csv([{"id": asset.pk, "caption": "New"}]))
    assert "There is no asset" in list_told(page)


def test_another_persons_preview_is_not_to_be_seen_or_said_yes_to(
    staff: Staff, cast: Cast, make_asset: MakeAsset
) -> None:
    asset = make_asset(cast.project)
    address = send(staff("editor"), write_csv([{"id": asset.pk, "caption": "New"}])).redirect_chain[-1][0]
    other = staff("owner")
    assert other.get(address).status_code == other.post(address).status_code == 404
    assert not Asset.objects.filter(caption="New").exists()


def test_a_preview_is_answered_once_and_leaves_no_file(staff: Staff, cast: Cast, make_asset: MakeAsset) -> None:
    asset, client = make_asset(cast.project), staff("editor")
    address = send(client, write_csv([{"id": asset.pk, "caption": "New"}])).redirect_chain[-1][0]
    assert storages["sheets"].listdir(str(cast["editor"].pk))[1] != []
    client.post(address)
    assert client.post(address).status_code == 404
    assert storages["sheets"].listdir(str(cast["editor"].pk))[1] == []


def test_no_keyword_is_made_by_a_preview(staff: Staff, cast: Cast, make_asset: MakeAsset) -> None:
    send(staff("editor"), write_csv([{"id": make_asset(cast.project).pk, "keywords": "new"}]))
    assert not Keyword.objects.exists()


def test_without_the_permission_to_change_there_is_no_way_in(staff: Staff, cast: Cast, make_asset: MakeAsset) -> None:
    client = staff("editor")
    cast["editor"].user_permissions.clear()
    assert client.get(IN).status_code == client.get(OUT).status_code == 403
