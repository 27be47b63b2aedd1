"""Receiving files from a browser: begin, one file after another, finish. Nothing is read into memory whole.

What is coming lies apart from what has arrived, so that a file that was broken off is never brought in.
"""

from __future__ import annotations

import fcntl
import filecmp
import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, NamedTuple

from django.db import models, transaction
from django.db.models import F
from django.http import UnreadablePostError
from django.utils import timezone
from django.utils.translation import gettext as _

from collaborators.models import User
from media_library.delivery.names import number_name
from media_library.ingest.asking import nudge
from media_library.ingest.facts_to_rows import readable_path
from media_library.ingest.sent_files import arrived_in, coming_in, folder_of
from media_library.models import Import

from .names import make_safe_name, make_safe_path
from .places import CannotTake, check_room, check_size

PIECE_BYTES = 1024 * 1024
MOST_SHOWN = 300
"""Letters of a name that somebody has sent: longer ones are not shown whole."""
Read = Callable[[int], bytes]


@dataclass(frozen=True)
class Sent:
    """One file as the browser announces it. `path` is what it says; `modified_ms` is since 1970, None if unknown."""

    path: str
    size_bytes: int
    modified_ms: int | None = None


def begin_upload(*, project: models.Model, by: User, files: int, size_bytes: int) -> Import:
    """Makes room for what is going to be sent. Raises CannotTake when there is none."""
    check_room(size_bytes)
    run = Import(
        project_id=project.pk,
        by=by,
        state=Import.State.RECEIVING,
        upload=secrets.token_hex(16),
        files_found=files,
        bytes_found=size_bytes,
        progress_at=timezone.now(),
    )
    run.places = [os.fspath(arrived_in(run))]
    run.source = run.places[0]
    for folder in (arrived_in(run), coming_in(run)):
        folder.mkdir(parents=True, mode=0o700)
    run.save()
    return run


def receive_file(*, run: Import, sent: Sent, read: Read) -> Path:
    """Takes one whole file and gives the place where it lies. Raises CannotTake; then nothing of it is left."""
    check_size(sent.size_bytes)
    check_room(sent.size_bytes)
    with open_part(run) as part:
        received = copy_pieces(read, part, sent.size_bytes)
        if received != sent.size_bytes:
            raise CannotTake(_("The file did not arrive whole. Send it again."), 400)
        part.close()
        return take_in(run, Path(part.name), sent)


def copy_pieces(read: Read, into: IO[bytes], size_bytes: int) -> int:
    """Writes at most so many bytes, piece by piece; gives how many came."""
    received = 0
    while received < size_bytes and (piece := read(min(PIECE_BYTES, size_bytes - received))):
        into.write(piece)
        received += len(piece)
    return received


@contextmanager
def open_part(run: Import) -> Iterator[IO[bytes]]:
    """A file for what is coming. It is removed at the end, unless it was settled; a full disk is told in words."""
    try:
        part = (coming_in(run) / secrets.token_hex(8)).open("xb")
    except FileNotFoundError:
        raise say_ended() from None
    try:
        yield part
    except OSError as error:
        if isinstance(error, UnreadablePostError):
            raise CannotTake(_("The connection broke off. Send the file again."), 400) from error
        raise say_not_stored(error) from error
    finally:
        with suppress(OSError):
            part.close()
        Path(part.name).unlink(missing_ok=True)


def say_not_stored(error: OSError) -> CannotTake:
    """What a person is told when the disk refuses."""
    reason = error.strerror or str(error)
    return CannotTake(_("The file could not be stored (%(reason)s).") % {"reason": reason}, 507)


def say_ended() -> CannotTake:
    return CannotTake(_("This upload has ended. Begin a new one."), 409)


@contextmanager
def alone_in(run: Import) -> Iterator[None]:
    """While this lasts nobody else lays a file into the upload or ends it. Raises CannotTake when it has ended."""
    try:
        folder = os.open(coming_in(run), os.O_RDONLY)
    except FileNotFoundError:
        raise say_ended() from None
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def take_in(run: Import, part: Path, sent: Sent) -> Path:
    """Lays a file that is whole where it belongs, and counts it. Raises CannotTake when the upload has ended.

    The very same file again (sent twice, because the answer was lost) lies there once, and counts once.
    """
    with alone_in(run):
        if not part.exists():
            raise say_ended()  # what was coming has been removed while this waited
        size_bytes = part.stat().st_size
        place, is_new = settle_part(run, part, sent)
        if is_new and not note_arrived(run, size_bytes):
            place.unlink(missing_ok=True)
            raise say_ended()
        if is_new:
            _tell_new_name(run, sent, place.name)
    return place


def _tell_new_name(run: Import, sent: Sent, name: str) -> None:
    """A file whose name no disk would bear has come under another one: said on the page of the import."""
    said = sent.path.rpartition("/")[2]
    if make_safe_name(said) == said:
        return
    told = _(
        "“%(said)s” could not keep its name, which is too long or not fit for every disk: it came in as “%(name)s”."
    )
    run.refresh_from_db(fields=["notices"])
    run.notices = [*run.notices, readable_path(told % {"said": said[:MOST_SHOWN], "name": name})]
    run.save(update_fields=["notices"])


class Settled(NamedTuple):
    """Where a file lies, and whether it was not there before."""

    place: Path
    is_new: bool


def settle_part(run: Import, part: Path, sent: Sent) -> Settled:
    """Puts a file that is whole where it belongs, under a name that nothing else has; to be done `alone_in` the run."""
    if sent.modified_ms is not None:
        with suppress(OSError, OverflowError):
            os.utime(part, ns=(sent.modified_ms * 1_000_000,) * 2)
    *folders, name = make_safe_path(sent.path)
    folder = arrived_in(run)
    for inner in folders:
        folder = _enter(folder, inner)
    for place in _list_free_names(folder, name):
        if not place.exists():
            part.replace(place)
            return Settled(place, is_new=True)
        if place.is_file() and filecmp.cmp(part, place, shallow=False):
            return Settled(place, is_new=False)
    raise AssertionError("the names are endless")


def note_arrived(run: Import, size_bytes: int) -> bool:
    """One more file has arrived, whole; tells whether the upload still goes on."""
    receiving = Import.objects.filter(pk=run.pk, state=Import.State.RECEIVING)
    return bool(
        receiving.update(
            files_done=F("files_done") + 1, bytes_done=F("bytes_done") + size_bytes, progress_at=timezone.now()
        )
    )


def finish_upload(*, run: Import) -> bool:
    """Lets what has arrived be brought in; tells whether there is anything. What was never sent is not waited for."""
    try:
        with alone_in(run):
            if not _pass_on(run):
                return False
            shutil.rmtree(coming_in(run), ignore_errors=True)
    except CannotTake:
        return False
    return True


def _pass_on(run: Import) -> bool:
    with transaction.atomic():
        receiving = Import.objects.filter(pk=run.pk, state=Import.State.RECEIVING, files_done__gt=0)
        begun = receiving.update(
            state=Import.State.WAITING,
            in_background=True,
            files_found=F("files_done"),
            bytes_found=F("bytes_done"),
            files_done=0,
            bytes_done=0,
        )
        if begun:
            nudge(run.pk)
    return bool(begun)


def cancel_upload(*, run: Import) -> bool:
    """Forgets an upload that is not finished, with all that has arrived; tells whether it was still to be cancelled."""
    gone, _rows = Import.objects.filter(pk=run.pk, state=Import.State.RECEIVING).delete()
    if gone:
        shutil.rmtree(folder_of(run), ignore_errors=True)
    return bool(gone)


def _enter(folder: Path, name: str) -> Path:
    """The folder of that name, made if need be; another name where a file has it."""
    for inner in _list_free_names(folder, name):
        with suppress(FileExistsError):
            inner.mkdir(mode=0o700, exist_ok=True)
            return inner
    raise AssertionError("the names are endless")


def _list_free_names(folder: Path, name: str) -> Iterator[Path]:
    yield folder / name
    number = 2
    while True:
        yield folder / number_name(name, number)
        number += 1
