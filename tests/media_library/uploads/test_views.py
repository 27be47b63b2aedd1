from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from media_library.ingest.run_tasks import carry_out_import
from media_library.ingest.sent_files import uploads_folder
from media_library.models import Asset, Import
from media_library.uploads import places
from tests.fixtures_people import Cast
from tests.media_library.ingest.material import picture
from tests.media_library.uploads.test_receiving import give_room, list_arrived

BY_SCRIPT = {"X-Requested-With": "fetch"}


def begin(client: Client, count: int = 2, size_bytes: int = 100) -> HttpResponse:
    fields = {"count": count, "size_bytes": size_bytes}
    return client.post(reverse("upload-begin", args=["altai"]), fields, headers=BY_SCRIPT)


def send(client: Client, url: str, path: str, content: bytes, **query: str) -> HttpResponse:
    address = f"{url}?{reverse('home', query={'path': path, **query}).partition('?')[2]}"
    return client.post(address, content, content_type="application/octet-stream", headers=BY_SCRIPT)


def test_files_are_sent_one_by_one_and_brought_in_with_their_folders(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    client = cast.client("contributor")
    urls = begin(client).json()
    assert send(client, urls["file"], "day 1/a&b=c.jpg", picture(1), modified="1726300000123").status_code == 201
    assert send(client, urls["file"], "day 1/күн #2/d.jpg", picture(2)).status_code == 201
    run = Import.objects.get()
    assert set(list_arrived(run)) == {"day 1/a&b=c.jpg", "day 1/күн #2/d.jpg"}
    answer = client.post(urls["finish"], headers=BY_SCRIPT)
    assert answer.json() == {"page": urls["page"]} == {"page": reverse("import", args=["altai", run.pk])}
    carry_out_import.func(run.pk)
    assert set(Asset.objects.values_list("folder", "file_name")) == {("day 1", "a&b=c.jpg"), ("day 1/күн #2", "d.jpg")}
    page = client.get(urls["page"]).content.decode()
    assert "Upload by Contributor, 2 files" in page
    assert "Every file is here and verified" in page
    assert str(uploads_folder()) not in page


def test_an_upload_is_there_only_for_whoever_has_begun_it(cast: Cast) -> None:
    urls = begin(cast.client("contributor")).json()
    for who in ("editor", "owner", "outsider"):
        client = cast.client(who)
        assert send(client, urls["file"], "a.jpg", b"x").status_code == 404
        assert client.post(urls["finish"]).status_code == 404
        assert client.post(urls["cancel"]).status_code == 404
    assert Import.objects.get().files_done == 0


def test_the_token_against_forgery_is_asked_for(cast: Cast) -> None:
    urls = begin(cast.client("contributor")).json()
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast["contributor"])
    assert send(client, urls["file"], "a.jpg", b"x").status_code == 403
    files = {"files": SimpleUploadedFile("a.jpg", picture(1))}
    assert client.post(reverse("import-new", args=["altai"]), files).status_code == 403
    assert Import.objects.get().files_done == 0
    assert len(list(uploads_folder().iterdir())) == 1, "what was sent without the token is not kept"


@pytest.mark.parametrize("fields", [{}, {"count": "0", "size_bytes": "1"}, {"count": "1", "size_bytes": "-1"}])
def test_an_upload_says_beforehand_how_much_is_coming(cast: Cast, fields: dict[str, str]) -> None:
    answer = cast.client("contributor").post(reverse("upload-begin", args=["altai"]), fields)
    assert answer.status_code == 422
    assert not Import.objects.exists()


def test_a_full_disk_is_told_before_anything_is_sent(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    give_room(monkeypatch, 1000)
    answer = begin(cast.client("contributor"))
    assert answer.status_code == 507
    assert "has room for 1 kB" in answer.content.decode()
    assert places.shutil.disk_usage(Path()).free == 1000


def test_a_file_without_a_name_or_a_length_is_refused(cast: Cast) -> None:
    client = cast.client("contributor")
    url = begin(client).json()["file"]
    assert client.post(url, b"x", content_type="application/octet-stream").status_code == 422
    assert client.post(f"{url}?path=a", b"x", content_type="a/b", CONTENT_LENGTH="").status_code == 411


def test_a_file_that_is_too_large_is_answered_with_a_sentence(cast: Cast, settings: Any) -> None:
    settings.KADR_MAX_UPLOAD_GB = 0
    client = cast.client("contributor")
    answer = send(client, begin(client).json()["file"], "a.mov", b"xx")
    assert answer.status_code == 413
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert "is the most that is taken here" in answer.content.decode()


def test_nothing_is_finished_where_nothing_has_arrived(cast: Cast) -> None:
    client = cast.client("contributor")
    urls = begin(client).json()
    assert client.post(urls["finish"], headers=BY_SCRIPT).status_code == 409
    answer = client.post(urls["finish"], follow=True)
    assert "No file has arrived" in answer.content.decode()
    assert [message.level_tag for message in answer.context["messages"]] == ["error"]


def test_a_cancelled_upload_is_gone(cast: Cast) -> None:
    client = cast.client("contributor")
    urls = begin(client).json()
    send(client, urls["file"], "a.jpg", b"x")
    assert client.post(urls["cancel"], headers=BY_SCRIPT).status_code == 204
    assert client.get(urls["page"]).status_code == 404
    assert list(uploads_folder().iterdir()) == []


def test_an_upload_whose_page_was_closed_is_brought_in_or_cancelled_from_its_own(cast: Cast) -> None:
    client = cast.client("contributor")
    urls = begin(client).json()
    send(client, urls["file"], "a.jpg", picture(1))
    page = client.get(urls["page"]).content.decode()
    assert "1 of 2 files have arrived" in page
    assert "Bring in what has arrived" in page
    assert "Bring in what has arrived" not in cast.client("owner").get(urls["page"]).content.decode()
    assert client.post(urls["finish"]).headers["Location"] == urls["page"]
    assert Import.objects.get().state == Import.State.WAITING


class TestThePlainForm:
    def post(self, cast: Cast, *files: tuple[str, bytes], who: str = "contributor") -> HttpResponse:
        chosen = [SimpleUploadedFile(name, content) for name, content in files]
        return cast.client(who).post(reverse("import-new", args=["altai"]), {"files": chosen})

    def test_many_files_come_in_at_once(self, cast: Cast) -> None:
        answer = self.post(cast, ("a.jpg", picture(1)), ("b.jpg", picture(2)), ("a.jpg", picture(3)))
        run = Import.objects.get()
        assert answer.headers["Location"] == reverse("import", args=["altai", run.pk])
        assert list_arrived(run) == {"a.jpg": picture(1), "b.jpg": picture(2), "a (2).jpg": picture(3)}
        assert (run.state, run.files_found, run.by) == ("waiting", 3, cast["contributor"])
        carry_out_import.func(run.pk)
        assert Asset.objects.count() == 3

    def test_without_a_file_it_says_what_to_do_and_leaves_nothing(self, cast: Cast) -> None:
        answer = self.post(cast)
        assert answer.status_code == 422
        assert "No file was chosen" in answer.content.decode()
        assert not Import.objects.exists()
        assert list(uploads_folder().iterdir()) == []

    def test_a_file_that_is_too_large_is_left_out_and_told(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("media_library.uploads.plain_form.GB", 0.02)
        answer = self.post(cast, ("a.jpg", b"x"), ("b.mov", b"three"))
        assert list_arrived(Import.objects.get()) == {"a.jpg": b"x"}
        page = cast.client("contributor").get(answer.headers["Location"])
        assert page.status_code == 200
        answer = self.post(cast, ("b.mov", b"three"))
        assert answer.status_code == 422
        assert "b.mov was left out" in answer.content.decode()

    def test_more_files_than_a_form_may_have_are_refused_with_a_sentence(self, cast: Cast, settings: Any) -> None:
        settings.DATA_UPLOAD_MAX_NUMBER_FILES = 2
        answer = self.post(cast, *((f"{number}.jpg", b"x") for number in range(3)))
        assert answer.status_code == 413
        assert "more than 2 files" in answer.content.decode()
        assert list(uploads_folder().iterdir()) == []

    def test_a_full_disk_is_told(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        give_room(monkeypatch, 1000)
        answer = self.post(cast, ("a.jpg", b"x"))
        assert answer.status_code == 507
        assert "Make room on the server" in answer.content.decode()

    def test_a_disk_that_fills_up_meanwhile_is_told_and_nothing_is_kept(
        self, cast: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(*_: Any) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("media_library.uploads.plain_form.take_in", fail)
        answer = self.post(cast, ("a.jpg", b"x"))
        assert answer.status_code == 507
        assert "could not be stored (No space left on device)" in answer.content.decode()
        assert not Import.objects.exists()
        assert list(uploads_folder().iterdir()) == []

    def test_its_name_cannot_lead_out(self, cast: Cast, tmp_path: Path) -> None:
        self.post(cast, ("../../../out.jpg", b"x"))
        assert [file.name for file in tmp_path.rglob("*out.jpg")] == ["out.jpg"]
        assert next(tmp_path.rglob("*out.jpg")).is_relative_to(uploads_folder())
