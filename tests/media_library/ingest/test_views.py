from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django_tasks import default_task_backend

from media_library.ingest.sent_files import arrived_in
from media_library.ingest.showing import FileRow
from media_library.models import Asset, Import, ImportedFile, Rendition
from tests.fixtures_people import Cast, MakeAsset, Material, make_rendition


def get(cast: Cast, who: str, name: str, *args: object, **query: str) -> str:
    answer = cast.client(who).get(reverse(name, args=["altai", *args]), query)
    assert answer.status_code == 200
    return answer.content.decode()


def fill(run: Import, outcome: str, count: int, reason: str = "") -> None:
    ImportedFile.objects.bulk_create(
        ImportedFile(
            run=run,
            place="/c",
            path=f"{outcome}/{n:03}.jpg",
            size_bytes=1,
            modified_ns=1,
            outcome=outcome,
            reason=reason,
        )
        for n in range(count)
    )


def test_an_import_tells_every_file_what_became_of_it_and_why(cast: Cast, material: Material) -> None:
    fill(material.run, "refused", 1, "The file is empty. <b>")
    page = get(cast, "viewer", "import", material.run.pk)
    assert "refused/000.jpg" in page
    assert "The file is empty. &lt;b&gt;" in page
    assert "DCIM/a.jpg" in page


def test_an_import_can_be_narrowed_to_one_outcome(cast: Cast, material: Material) -> None:
    fill(material.run, "refused", 3)
    page = get(cast, "viewer", "import", material.run.pk, outcome="refused")
    assert "refused/002.jpg" in page
    assert "DCIM/a.jpg" not in page
    assert 'Refused <span class="num">3</span>' in page


def test_the_next_page_of_an_import_keeps_the_outcome(cast: Cast, material: Material) -> None:
    fill(material.run, "ignored", 101)
    first = get(cast, "viewer", "import", material.run.pk, outcome="ignored")
    last_shown = ImportedFile.objects.filter(outcome="ignored").order_by("pk")[99].pk
    assert f'href="?outcome=ignored&amp;after={last_shown}"' in first
    second = get(cast, "viewer", "import", material.run.pk, outcome="ignored", after=str(last_shown))
    assert "ignored/100.jpg" in second
    assert "ignored/099.jpg" not in second


def bring(run: Import, asset: Asset, path: str, outcome: str = "added") -> ImportedFile:
    """A file that came in as this asset, which came with this run."""
    Asset.objects.filter(pk=asset.pk).update(first_import=run)
    return ImportedFile.objects.create(
        run=run, place="/c", path=path, size_bytes=1, modified_ns=1, outcome=outcome, asset=asset,
        original=asset.original, sha256=asset.original.sha256,
    )  # fmt: skip


@pytest.mark.parametrize("count", [1, 50])
def test_an_import_costs_the_same_with_one_file_and_with_many(
    cast: Cast,
    material: Material,
    make_asset: MakeAsset,
    count: int,
    django_assert_num_queries,  # type: ignore[no-untyped-def]
) -> None:
    for number in range(count):
        asset = make_asset(cast.project)
        make_rendition(asset.original, "max-1280", "failed", "Damaged.")
        bring(material.run, asset, f"{number}.jpg")
    client, address = cast.client("viewer"), reverse("import", args=["altai", material.run.pk])
    # session, user, membership, import, outcomes, files, troubles, pictures
    with django_assert_num_queries(8):
        client.get(address)


@pytest.mark.parametrize("count", [1, 50])
def test_the_list_of_imports_costs_the_same_with_one_and_with_many(
    cast: Cast,
    make_asset: MakeAsset,
    count: int,
    django_assert_num_queries,  # type: ignore[no-untyped-def]
) -> None:
    for number in range(count):
        run = Import.objects.create(project=cast.project, by=cast["editor"], source=f"/m/{number}")
        bring(run, make_asset(cast.project), "a.jpg")
    client, address = cast.client("viewer"), reverse("imports", args=["altai"])
    with django_assert_num_queries(6):  # session, user, membership, imports with who, pictures, what went wrong
        client.get(address)


def test_files_stand_in_the_order_of_their_paths_over_all_pages(cast: Cast, material: Material) -> None:
    fill(material.run, "ignored", 150)
    rows = list(material.run.files.filter(outcome="ignored"))
    for row, number in zip(rows, reversed(range(150)), strict=True):
        row.path = f"path-{number:03}"
    ImportedFile.objects.bulk_update(rows, ["path"])
    seen, after = [], ""
    while True:
        page = get(cast, "viewer", "import", material.run.pk, outcome="ignored", after=after)
        seen += re.findall(r"<bdi>(path-\d+)</bdi>", page)
        found = re.search(r'rel="next" href="\?outcome=ignored&amp;after=(\d+)"', page)
        if found is None:
            break
        after = found[1]
    assert seen == [f"path-{number:03}" for number in range(150)]


def test_files_of_two_places_follow_each_other_over_the_pages(cast: Cast, material: Material) -> None:
    ImportedFile.objects.bulk_create(
        ImportedFile(run=material.run, place=place, path=f"{n:03}", size_bytes=1, modified_ns=1, outcome="ignored")
        for place in ("/b", "/a")
        for n in range(70)
    )
    first = get(cast, "viewer", "import", material.run.pk, outcome="ignored")
    last_shown = ImportedFile.objects.get(place="/b", path="029")
    assert f"after={last_shown.pk}" in first
    second = get(cast, "viewer", "import", material.run.pk, outcome="ignored", after=str(last_shown.pk))
    assert re.findall(r"<bdi>(\d{3})</bdi>", second) == [f"{n:03}" for n in range(30, 70)]


def test_a_key_that_nobody_was_given_is_not_found(cast: Cast, material: Material) -> None:
    address = reverse("import", args=["altai", material.run.pk])
    for after in ("x", "99999999", "-1"):
        assert cast.client("viewer").get(address, {"after": after}).status_code == 404


def test_where_there_is_no_picture_the_row_shows_what_it_is(
    cast: Cast, material: Material, make_asset: MakeAsset
) -> None:
    material.run.files.all().delete()
    bring(material.run, make_asset(cast.project, kind="audio", thumbnail=""), "a.wav")
    page = get(cast, "viewer", "import", material.run.pk)
    assert re.search(r'<span class="files__blank">\s*<svg', page)
    sound = FileRow(material.run.files.select_related("original").get(), None, None, is_in_trash=False)
    assert sound.icon == "audio-lines"
    assert FileRow(ImportedFile(outcome="refused"), None, None, is_in_trash=False).icon == "file-x"


def test_an_import_under_way_asks_again_and_one_that_has_ended_does_not(cast: Cast, material: Material) -> None:
    Import.objects.update(state="running", files_found=4, bytes_found=1000, bytes_done=250, reading="b.jpg")
    page = get(cast, "viewer", "import", material.run.pk)
    assert 'hx-trigger="every 2s"' in page
    assert '<progress class="progress" data-state="running" max="1000" value="250"' in page
    assert "b.jpg" in page
    Import.objects.update(state="finished")
    assert "hx-trigger" not in get(cast, "viewer", "import", material.run.pk)


def test_the_live_part_tells_the_rest_of_the_page_when_the_run_has_ended(cast: Cast, material: Material) -> None:
    address = reverse("import", args=["altai", material.run.pk])
    answer = cast.client("viewer").get(address, {"part": "live"}, headers={"HX-Request": "true"})
    assert "HX-Trigger" not in answer.headers
    Import.objects.update(state="finished")
    answer = cast.client("viewer").get(address, {"part": "live"}, headers={"HX-Request": "true"})
    assert answer.headers["HX-Trigger"] == "import-ended"
    assert answer.content.decode().strip().startswith('<div class="live"')


def test_a_table_is_asked_for_again_while_its_pictures_are_being_made(
    cast: Cast, material: Material, make_asset: MakeAsset
) -> None:
    Import.objects.update(state="finished")
    asset = make_asset(cast.project, thumbnail="pending")
    bring(material.run, asset, "a.jpg")
    assert "part=files" in get(cast, "viewer", "import", material.run.pk)
    Rendition.objects.all().delete()
    make_rendition(asset.original, "max-320")
    page = get(cast, "viewer", "import", material.run.pk)
    assert "part=files" not in page
    assert f"/projects/altai/media/{asset.pk}/renditions/max-320/" in page


def test_what_lies_in_the_trash_has_neither_link_nor_picture(
    cast: Cast, material: Material, make_asset: MakeAsset
) -> None:
    asset = make_asset(cast.project)
    bring(material.run, asset, "a.jpg")
    Asset.objects.filter(pk=asset.pk).update(trashed_at=timezone.now())
    page = get(cast, "viewer", "import", material.run.pk)
    assert "It is in the trash." in page
    assert f"/media/{asset.pk}/" not in page


def test_the_report_is_a_spreadsheet_without_formulas(cast: Cast, material: Material) -> None:
    for number, path in enumerate(
        ("=1+1.jpg", "+a.jpg", "-a.jpg", "@a.jpg", "\ta.jpg", "\ra.jpg", "Қыстау, «таң».jpg")
    ):
        ImportedFile.objects.create(
            run=material.run, place="/c", path=path, size_bytes=number, modified_ns=1, outcome="refused", reason="=bad"
        )
    answer = cast.client("viewer").get(reverse("import-report", args=["altai", material.run.pk]))
    content = b"".join(answer.streaming_content)
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert rows[0][:4] == ["File", "Bytes", "What became of it", "Why"]
    told = [row[0] for row in rows[1:]]
    assert told == [
        "DCIM/a.jpg", "'=1+1.jpg", "'+a.jpg", "'-a.jpg", "'@a.jpg", "'\ta.jpg", "'\ra.jpg", "Қыстау, «таң».jpg",
    ]  # fmt: skip
    assert {row[3] for row in rows[2:]} == {"'=bad"}
    assert answer.headers["Content-Disposition"] == f'attachment; filename="altai-import-{material.run.pk}.csv"'


@pytest.mark.parametrize("count", [1, 400])
def test_the_report_costs_the_same_for_every_five_hundred_files(
    cast: Cast,
    material: Material,
    count: int,
    django_assert_num_queries,  # type: ignore[no-untyped-def]
) -> None:
    fill(material.run, "refused", count)
    client, address = cast.client("viewer"), reverse("import-report", args=["altai", material.run.pk])
    with django_assert_num_queries(6):  # session, user, membership, import, some files, no more files
        list(client.get(address).streaming_content)


def post(cast: Cast, who: str, name: str, run: Import, **fields: object) -> HttpResponse:
    return cast.client(who).post(reverse(name, args=["altai", run.pk]), fields)


def make_upload(cast: Cast, state: str) -> Import:
    """An upload of which one picture was refused; its bytes lie where they arrived."""
    run = Import.objects.create(
        project=cast.project, by=cast["contributor"], state=state, upload="0" * 32, files_found=1, in_background=True
    )
    arrived_in(run).mkdir(parents=True)
    run.places = [str(arrived_in(run))]
    run.save()
    ImportedFile.objects.create(
        run=run, place=run.places[0], path="a.jpg", size_bytes=1, modified_ns=7, outcome="refused"
    )
    return run


@pytest.fixture
def data_dir(settings: Any, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path / "data"
    return tmp_path / "data"


def test_a_person_stops_a_run_and_lets_it_go_on(cast: Cast, data_dir: Path) -> None:
    run = make_upload(cast, "running")
    assert "Stop after this file" in get(cast, "contributor", "import", run.pk)
    assert "Stop after this file" not in get(cast, "reviewer", "import", run.pk)
    post(cast, "contributor", "import-stop", run)
    run.refresh_from_db()
    assert (run.state, run.stop_asked) == ("running", True)
    Import.objects.update(state="stopped")
    assert "Go on" in get(cast, "contributor", "import", run.pk)
    post(cast, "contributor", "import-go-on", run)
    run.refresh_from_db()
    assert (run.state, run.stop_asked) == ("waiting", False)


def main_of(page: str) -> str:
    """What the page itself holds, without the bar above it, where marks can be tried again."""
    return page.partition("<main")[2].partition("</main>")[0]


def test_what_has_failed_is_tried_again_one_by_one_or_all(cast: Cast, data_dir: Path) -> None:
    run = make_upload(cast, "finished")
    run.files.update(outcome="failed")
    page = main_of(get(cast, "contributor", "import", run.pk))
    assert page.count("Try again</button>") == 2
    post(cast, "contributor", "import-retry", run, path="a.jpg")
    run.refresh_from_db()
    assert run.state == "waiting"
    assert run.files.get().modified_ns == -1


def test_what_was_refused_is_not_offered_to_be_tried_again(cast: Cast, data_dir: Path) -> None:
    """An empty file or a program stays what it is."""
    run = make_upload(cast, "finished")
    assert "Try again</button>" not in main_of(get(cast, "contributor", "import", run.pk))


def test_of_an_upload_whose_bytes_are_gone_the_page_says_so(cast: Cast, data_dir: Path) -> None:
    run = make_upload(cast, "finished")
    run.files.update(outcome="failed")
    arrived_in(run).rmdir()
    assert "Try again</button>" not in main_of(get(cast, "contributor", "import", run.pk))
    client = cast.client("contributor")
    answer = client.post(reverse("import-retry", args=["altai", run.pk]), follow=True)
    assert "no longer here. Send the files again." in answer.content.decode()
    assert [message.level_tag for message in answer.context["messages"]] == ["error"]
    answer = client.post(reverse("import-retry", args=["altai", run.pk]), headers={"X-Requested-With": "fetch"})
    assert json.loads(answer.headers["HX-Trigger"])["toast"]["isFault"] is True
    run.refresh_from_db()
    assert run.state == "finished"


def test_a_folder_of_the_server_is_read_again_only_by_editors_and_only_where_it_is_allowed(
    cast: Cast, material: Material, settings: Any, tmp_path: Path
) -> None:
    run = material.run
    Import.objects.update(state="stopped", source=str(tmp_path / "card"))
    for who, allowed, state in (
        ("owner", [], "stopped"),
        ("contributor", [tmp_path], "stopped"),
        ("editor", [tmp_path], "waiting"),
    ):
        settings.KADR_IMPORT_FOLDERS = allowed
        post(cast, who, "import-go-on", run)
        run.refresh_from_db()
        assert run.state == state, who


def test_pictures_that_could_not_be_made_are_made_again(cast: Cast, material: Material, make_asset: MakeAsset) -> None:
    Import.objects.update(state="finished")
    asset = make_asset(cast.project, thumbnail="failed")
    bring(material.run, asset, "a.jpg")
    page = get(cast, "contributor", "import", material.run.pk, outcome="unshown")
    assert "a.jpg" in page
    assert "DCIM/a.jpg" not in page
    assert "Make the renditions again" in page
    post(cast, "contributor", "import-retry", material.run, what="unshown")
    assert asset.original.renditions.get().state == "pending"


def test_a_viewer_does_not_see_where_the_server_keeps_things(cast: Cast, material: Material) -> None:
    assert "/media/card" not in get(cast, "viewer", "import", material.run.pk)
    assert "/media/card" in get(cast, "contributor", "import", material.run.pk)
    secrets = {"also_to": "/mnt/second", "state": "stopped", "fault": "There is nothing at /media/card."}
    Import.objects.filter(pk=material.run.pk).update(**secrets)
    material.run.files.update(copied_to="/mnt/second/card/a.jpg")
    for who, told in (("viewer", False), ("contributor", True)):
        page = get(cast, who, "import", material.run.pk)
        answer = cast.client(who).get(reverse("import-report", args=["altai", material.run.pk]))
        report = b"".join(answer.streaming_content).decode()
        assert ("/mnt/second" in page, "nothing at /media/card" in page, "/mnt/second" in report) == (told, told, told)
    upload = make_upload_row(cast)
    for page in (get(cast, "owner", "import", upload.pk), get(cast, "owner", "imports")):
        assert "/srv/kadr" not in page
        assert "Upload by Contributor, 12 files" in page


def make_upload_row(cast: Cast) -> Import:
    return Import.objects.create(
        project=cast.project, by=cast["contributor"], upload="0" * 32, files_found=12, source="/srv/kadr/uploads/0"
    )


def test_the_list_shows_the_first_pictures_and_what_did_not_come_in(
    cast: Cast, material: Material, make_asset: MakeAsset
) -> None:
    assets = [make_asset(cast.project) for _ in range(6)]
    for number, asset in enumerate(assets):
        bring(material.run, asset, f"{number}.jpg")
    fill(material.run, "refused", 3)
    page = get(cast, "viewer", "imports")
    assert page.count("<img ") == 4
    assert "3 not taken" in page


class TestAFolderOfTheServer:
    def address(self, **query: str) -> str:
        return reverse("import-folder", args=["altai"], query=query)

    def test_its_folders_are_shown_by_name(self, cast: Cast, settings: Any, tmp_path: Path) -> None:
        (tmp_path / "cards" / "A007").mkdir(parents=True)
        (tmp_path / "cards" / ".hidden").mkdir()
        settings.KADR_IMPORT_FOLDERS = [tmp_path / "cards"]
        page = cast.client("editor").get(self.address(at="0")).content.decode()
        assert "A007" in page
        assert ".hidden" not in page

    def test_it_is_brought_in_as_it_was_chosen(
        self, cast: Cast, settings: Any, tmp_path: Path, django_capture_on_commit_callbacks: Any
    ) -> None:
        (tmp_path / "cards" / "A007").mkdir(parents=True)
        (tmp_path / "second").mkdir()
        settings.KADR_IMPORT_FOLDERS = [tmp_path / "cards", tmp_path / "second"]
        default_task_backend.clear()
        with django_capture_on_commit_callbacks(execute=True):
            answer = cast.client("editor").post(
                self.address(), {"at": "0/A007", "mode": "copy", "also_to": "1", "mhl": "on"}
            )
        run = Import.objects.get()
        assert answer.headers["Location"] == reverse("import", args=["altai", run.pk])
        assert (run.state, run.mode, run.mhl, run.by) == ("waiting", "copy", True, cast["editor"])
        assert (run.places, run.also_to) == ([str(tmp_path / "cards" / "A007")], str(tmp_path / "second"))
        assert [result.args for result in default_task_backend.results] == [[run.pk]]

    @pytest.mark.parametrize("at", ["0/..", "0/../..", "1", "0/link", "0/.hidden", "0/gone", "0/a\0", "", "/etc"])
    def test_nothing_else_is_shown_or_brought_in(self, cast: Cast, settings: Any, tmp_path: Path, at: str) -> None:
        (tmp_path / "cards" / ".hidden").mkdir(parents=True)
        (tmp_path / "outside" / "secret").mkdir(parents=True)
        (tmp_path / "cards" / "link").symlink_to(tmp_path / "outside")
        settings.KADR_IMPORT_FOLDERS = [tmp_path / "cards"]
        client = cast.client("editor")
        assert "secret" not in client.get(self.address(at=at)).content.decode()
        assert client.post(self.address(), {"at": at, "mode": "copy"}).status_code == 422
        assert not Import.objects.exists()

    def test_where_no_folder_is_allowed_the_page_says_how_to_allow_one(self, cast: Cast) -> None:
        assert "KADR_IMPORT_FOLDERS" in cast.client("editor").get(self.address()).content.decode()

    def test_a_second_copy_in_its_own_source_is_refused_beside_the_field(
        self, cast: Cast, settings: Any, tmp_path: Path
    ) -> None:
        (tmp_path / "cards" / "A007").mkdir(parents=True)
        settings.KADR_IMPORT_FOLDERS = [tmp_path / "cards"]
        answer = cast.client("editor").post(self.address(), {"at": "0/A007", "mode": "copy", "also_to": "0"})
        assert answer.status_code == 422
        assert "choose another folder" in answer.content.decode()
        assert not Import.objects.exists()
