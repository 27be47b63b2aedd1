from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import storages
from django.utils import timezone

from media_library.ingest.asking import ask_anew, ask_to_stop
from media_library.ingest.run_tasks import carry_out_import
from media_library.ingest.sent_files import arrived_in, folder_of, uploads_folder
from media_library.models import Asset, Import
from media_library.uploads import clearing
from media_library.uploads.clearing import sweep_uploads
from media_library.uploads.receiving import finish_upload
from tests.media_library.ingest.material import picture
from tests.media_library.uploads.test_receiving import list_arrived, send

DAY = 24 * 3600


def bring(upload: Import, files: dict[str, bytes]) -> Import:
    """The files are sent, and the worker brings them in."""
    for path, content in files.items():
        send(upload, path, content)
    finish_upload(run=upload)
    carry_out_import.func(upload.pk)
    upload.refresh_from_db()
    return upload


def make_old(upload: Import, monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    """So much later: the clock of the sweep goes on, that of the file system cannot be set."""
    later = timezone.now() + timedelta(seconds=seconds)
    monkeypatch.setattr(clearing.timezone, "now", lambda: later)


def test_what_is_safe_in_the_store_is_sent_no_longer(upload: Import) -> None:
    run = bring(upload, {"day 1/a.jpg": picture(1), "day 1/b.jpg": picture(2)})
    assert run.state == Import.State.FINISHED
    assert not folder_of(run).exists()
    for asset in Asset.objects.select_related("original"):
        with storages["originals"].open(asset.original.storage_name) as stored:
            assert stored.read() in (picture(1), picture(2))
    assert set(Asset.objects.values_list("folder", "file_name")) == {("day 1", "a.jpg"), ("day 1", "b.jpg")}


def test_what_was_refused_stays_to_be_tried_again_and_the_rest_goes(upload: Import) -> None:
    run = bring(upload, {"a.jpg": picture(1), "b.jpg": b"<html>hello</html>"})
    assert list_arrived(run) == {"b.jpg": b"<html>hello</html>"}
    assert dict(run.files.values_list("path", "outcome")) == {"a.jpg": "added", "b.jpg": "refused"}
    assert run.files_found == 2


def test_a_name_that_was_cut_is_told_with_the_import_also_after_another_try(upload: Import) -> None:
    long = "имя_" * 60 + ".jpg"
    run = bring(upload, {long: picture(1), "b.jpg": b"<html>hello</html>"})
    [name] = run.files.filter(outcome="added").values_list("path", flat=True)
    assert ask_anew(run=run)
    carry_out_import.func(run.pk)
    run.refresh_from_db()
    [notice] = run.notices
    assert f"“{long}” could not keep its name" in notice
    assert f"it came in as “{name}”" in notice


def test_another_try_reads_what_is_left_and_counts_what_was_there(upload: Import) -> None:
    run = bring(upload, {"a.jpg": picture(1), "b.jpg": b"<html>hello</html>"})
    (arrived_in(run) / "b.jpg").write_bytes(picture(2))
    assert ask_anew(run=run)
    carry_out_import.func(run.pk)
    run.refresh_from_db()
    assert dict(run.files.values_list("path", "outcome")) == {"a.jpg": "added", "b.jpg": "added"}
    assert (run.files_found, run.files_done) == (2, 2)
    assert run.bytes_done == run.bytes_found
    assert not folder_of(run).exists()


def test_an_upload_that_was_left_for_a_day_is_swept_and_says_so(
    upload: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(upload, "a.jpg", b"bytes")
    make_old(upload, monkeypatch, DAY - 60)
    assert sweep_uploads() == 0
    make_old(upload, monkeypatch, 120)
    assert sweep_uploads() == 1
    upload.refresh_from_db()
    assert upload.state == Import.State.STOPPED
    assert "Send the files again" in upload.fault
    assert not folder_of(upload).exists()


def test_an_upload_to_which_bytes_still_come_is_not_swept(upload: Import, monkeypatch: pytest.MonkeyPatch) -> None:
    """One file may take longer than a day: what tells is the file, not the row."""
    Import.objects.update(progress_at=timezone.now() - timedelta(days=3))
    assert sweep_uploads() == 0


def test_what_failed_is_kept_for_a_week(upload: Import, monkeypatch: pytest.MonkeyPatch) -> None:
    run = bring(upload, {"b.jpg": b"<html>hello</html>"})
    make_old(upload, monkeypatch, 6 * DAY)
    assert sweep_uploads() == 0
    make_old(upload, monkeypatch, 2 * DAY)
    assert sweep_uploads() == 1
    assert not folder_of(run).exists()


def test_what_was_stopped_is_kept_for_a_week_and_says_that_it_has_gone(
    upload: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(upload, "a.jpg", b"bytes")
    finish_upload(run=upload)
    assert ask_to_stop(run=upload)
    make_old(upload, monkeypatch, 6 * DAY)
    assert sweep_uploads() == 0
    make_old(upload, monkeypatch, 2 * DAY)
    assert sweep_uploads() == 1
    upload.refresh_from_db()
    assert (upload.state, "Send what is missing again" in upload.fault) == (Import.State.STOPPED, True)
    assert not folder_of(upload).exists()


def test_a_run_that_broke_off_and_goes_on_by_itself_keeps_what_was_sent(
    upload: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(upload, "a.jpg", b"bytes")
    Import.objects.update(state=Import.State.STOPPED, finished_at=None)
    make_old(upload, monkeypatch, 30 * DAY)
    assert sweep_uploads() == 0


def test_a_folder_without_a_row_is_swept_when_it_is_old(cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = uploads_folder() / ("0" * 32)
    folder.mkdir(parents=True)
    assert sweep_uploads() == 0
    later = timezone.now() + timedelta(days=2)
    monkeypatch.setattr(clearing.timezone, "now", lambda: later)
    assert sweep_uploads() == 1
    assert not folder.exists()


def test_a_worker_that_died_before_clearing_leaves_it_to_the_sweep(upload: Import) -> None:
    send(upload, "a.jpg", b"bytes")
    Import.objects.update(state=Import.State.FINISHED, finished_at=timezone.now())
    assert sweep_uploads() == 1
    assert list(uploads_folder().iterdir()) == []
