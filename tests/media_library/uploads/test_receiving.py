from __future__ import annotations

import io
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.http import UnreadablePostError
from django_tasks import default_task_backend

from media_library.ingest.sent_files import arrived_in, coming_in, folder_of, uploads_folder
from media_library.models import Import
from media_library.uploads import places
from media_library.uploads.places import CannotTake
from media_library.uploads.receiving import Sent, begin_upload, cancel_upload, finish_upload, receive_file
from tests.fixtures_people import Cast

MB = 1024 * 1024


def send(run: Import, path: str, content: bytes, *, told: int | None = None, modified_ms: int | None = None) -> Path:
    sent = Sent(path, len(content) if told is None else told, modified_ms)
    return receive_file(run=run, sent=sent, read=io.BytesIO(content).read)


def list_arrived(run: Import) -> dict[str, bytes]:
    root = arrived_in(run)
    return {file.relative_to(root).as_posix(): file.read_bytes() for file in root.rglob("*") if file.is_file()}


def test_a_file_lies_where_it_lay_with_its_bytes_and_its_time(upload: Import) -> None:
    place = send(upload, "A007/DCIM/a.jpg", b"bytes", modified_ms=1_726_300_000_123)
    assert list_arrived(upload) == {"A007/DCIM/a.jpg": b"bytes"}
    assert place.stat().st_mtime_ns == 1_726_300_000_123_000_000
    upload.refresh_from_db()
    assert (upload.files_done, upload.bytes_done, upload.state) == (1, 5, "receiving")
    assert list(coming_in(upload).iterdir()) == []


def test_two_files_of_one_path_both_lie_there_and_the_same_file_again_lies_there_once(upload: Import) -> None:
    send(upload, "a.jpg", b"one")
    send(upload, "a.jpg", b"two")
    send(upload, "a.jpg", b"two")
    assert list_arrived(upload) == {"a.jpg": b"one", "a (2).jpg": b"two"}
    upload.refresh_from_db()
    assert (upload.files_done, upload.bytes_done) == (2, 6)


def test_a_file_named_like_a_folder_and_a_folder_named_like_a_file_do_not_meet(upload: Import) -> None:
    send(upload, "a/b.jpg", b"one")
    send(upload, "a", b"two")
    send(upload, "a (2)/c.jpg", b"three")
    assert list_arrived(upload) == {"a/b.jpg": b"one", "a (2)": b"two", "a (2) (2)/c.jpg": b"three"}


@pytest.mark.parametrize("path", ["../../../../out.jpg", "/out.jpg", "a/../../../../out.jpg", "..\\out.jpg"])
def test_nothing_leaves_the_folder_of_the_upload(upload: Import, path: str, tmp_path: Path) -> None:
    place = send(upload, path, b"bytes")
    assert place.resolve().is_relative_to(arrived_in(upload).resolve())
    assert list(tmp_path.rglob("*out.jpg")) == [place]


def test_what_did_not_come_whole_is_not_there(upload: Import) -> None:
    with pytest.raises(CannotTake, match="did not arrive whole") as refusal:
        send(upload, "a.jpg", b"half", told=8)
    assert refusal.value.status == 400
    assert list_arrived(upload) == {}
    assert list(coming_in(upload).iterdir()) == []


def test_a_connection_that_breaks_leaves_nothing(upload: Import) -> None:
    def read(size: int) -> bytes:
        raise UnreadablePostError("gone")

    with pytest.raises(CannotTake, match="connection broke off"):
        receive_file(run=upload, sent=Sent("a.jpg", 8), read=read)
    assert list(folder_of(upload).rglob("*.*")) == []


def test_a_file_that_is_too_large_is_refused_before_it_is_read(upload: Import, settings: Any) -> None:
    settings.KADR_MAX_UPLOAD_GB = 1
    with pytest.raises(CannotTake, match="is the most that is taken here") as refusal:
        send(upload, "a.mov", b"", told=1_000_000_001)
    assert refusal.value.status == 413


def test_without_room_on_the_disk_nothing_begins(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    give_room(monkeypatch, 300_000_000)
    with pytest.raises(CannotTake, match="has room for 300") as refusal:
        begin_upload(project=cast.project, by=cast["owner"], files=1, size_bytes=90_000_000)
    assert refusal.value.status == 507
    assert not Import.objects.exists()
    begin_upload(project=cast.project, by=cast["owner"], files=1, size_bytes=40_000_000)


def give_room(monkeypatch: pytest.MonkeyPatch, free_bytes: int) -> None:
    usage: Callable[[Path], Any] = lambda folder: type("Usage", (), {"free": free_bytes})  # noqa: E731
    monkeypatch.setattr(places.shutil, "disk_usage", usage)


def test_a_large_file_passes_through_little_memory(upload: Import) -> None:
    size = 64 * MB
    left = size

    def read(most: int) -> bytes:
        nonlocal left
        piece = bytes(min(most, left))
        left -= len(piece)
        return piece

    tracemalloc.start()
    place = receive_file(run=upload, sent=Sent("a.mov", size), read=read)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert place.stat().st_size == size
    assert peak < 4 * MB


def test_when_all_have_arrived_the_worker_is_asked(upload: Import, django_capture_on_commit_callbacks: Any) -> None:
    default_task_backend.clear()
    send(upload, "a.jpg", b"bytes")
    with django_capture_on_commit_callbacks(execute=True):
        assert finish_upload(run=upload)
    upload.refresh_from_db()
    assert (upload.state, upload.files_found, upload.bytes_found, upload.files_done) == ("waiting", 1, 5, 0)
    assert upload.places == [str(arrived_in(upload))]
    asked = [result for result in default_task_backend.results if result.task.queue_name == "imports"]
    assert [result.args for result in asked] == [[upload.pk]]
    assert asked[0].task.priority > 0
    assert not finish_upload(run=upload)


def test_nothing_is_brought_in_where_nothing_has_arrived(upload: Import) -> None:
    assert not finish_upload(run=upload)
    upload.refresh_from_db()
    assert upload.state == "receiving"


def test_a_file_that_comes_after_the_end_is_refused_and_not_kept(upload: Import) -> None:
    send(upload, "a.jpg", b"bytes")
    finish_upload(run=upload)
    with pytest.raises(CannotTake, match="has ended"):
        send(upload, "b.jpg", b"bytes")
    assert list_arrived(upload) == {"a.jpg": b"bytes"}


def end_while_reading(upload: Import, content: bytes) -> Any:
    """Somebody presses “Bring in what has arrived” in another tab while this file is on its way."""
    left = io.BytesIO(content)

    def read(size: int) -> bytes:
        finish_upload(run=upload)
        return left.read(size)

    return read


@pytest.mark.parametrize("path", ["a.jpg", "b.jpg"])
def test_a_file_in_flight_when_the_upload_ends_is_refused_and_what_arrived_before_stays(
    upload: Import, path: str
) -> None:
    """Also when the one in flight is the very same file again."""
    send(upload, "a.jpg", b"bytes")
    with pytest.raises(CannotTake, match="has ended") as refusal:
        receive_file(run=upload, sent=Sent(path, 5), read=end_while_reading(upload, b"bytes"))
    assert refusal.value.status == 409
    assert list_arrived(upload) == {"a.jpg": b"bytes"}


def test_the_same_file_after_a_crash_in_the_middle_of_the_end_leaves_the_first_one(upload: Import) -> None:
    """The row says that the upload has ended, but what is coming is not cleared away yet."""
    send(upload, "a.jpg", b"bytes")
    Import.objects.update(state=Import.State.WAITING)
    with pytest.raises(CannotTake, match="has ended"):
        send(upload, "b.jpg", b"bytes")
    send(upload, "a.jpg", b"bytes")
    assert list_arrived(upload) == {"a.jpg": b"bytes"}


def test_a_disk_that_refuses_leaves_no_empty_file_behind(upload: Import, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(part: Path, place: Path) -> Path:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(CannotTake, match="could not be stored"):
        send(upload, "a.jpg", b"bytes")
    assert list_arrived(upload) == {}


def test_an_upload_with_nothing_to_bring_in_still_takes_files(upload: Import) -> None:
    assert not finish_upload(run=upload)
    send(upload, "a.jpg", b"bytes")
    assert finish_upload(run=upload)


def test_a_cancelled_upload_leaves_neither_row_nor_file(upload: Import) -> None:
    send(upload, "a.jpg", b"bytes")
    assert cancel_upload(run=upload)
    assert not Import.objects.exists()
    assert list(uploads_folder().iterdir()) == []


def test_what_is_being_brought_in_cannot_be_cancelled(upload: Import) -> None:
    send(upload, "a.jpg", b"bytes")
    finish_upload(run=upload)
    assert not cancel_upload(run=upload)
    assert list_arrived(upload) == {"a.jpg": b"bytes"}
