"""Reading every original again: is it there, and is it what came in? Marks, never deletes."""

from __future__ import annotations

import errno
import hashlib
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import islice

from django.core.files.storage import storages
from django.db.models import QuerySet
from django.utils import timezone

from media_library.ingest.copying import CHUNK_BYTES, drop_cache
from media_library.ingest.record import ask_anew
from media_library.ingest.stopping import Stopped
from media_library.ingest.store import path_in
from media_library.models import Original

State = Original.State
BATCH = 50
AWAY = frozenset(
    {
        errno.ENOENT,
        errno.ENOTDIR,
        errno.EISDIR,
        errno.ENODEV,
        errno.ENXIO,
        errno.ENOTCONN,
        errno.ESTALE,
        errno.ETIMEDOUT,
    }
    | {errno.EHOSTDOWN, errno.EHOSTUNREACH}
)
"""How a system says that a disk or a share is not there: no such file, or nobody answers at the place."""


@dataclass(frozen=True)
class Finding:
    """What reading one original again told."""

    original: Original
    state: str
    was: str
    place: str


def verify_originals(
    originals: QuerySet[Original], *, jobs: int = 1, on_bytes: Callable[[int], None] | None = None
) -> Iterator[Finding]:
    """Reads every original through, compares its hash and writes its state. One short update for each.

    `on_bytes` is called from several threads with the number of bytes read. An interruption ends the reading at once.
    """
    stop = threading.Event()
    rows = originals.order_by("id").iterator(chunk_size=200)
    with ThreadPoolExecutor(max_workers=max(1, jobs)) as pool:
        try:
            while batch := list(islice(rows, BATCH)):
                states = pool.map(partial(read_state, stop=stop, on_bytes=on_bytes), batch)
                yield from map(_settle, batch, states)
        finally:
            stop.set()


def read_state(
    original: Original, *, stop: threading.Event | None = None, on_bytes: Callable[[int], None] | None = None
) -> str:
    """Present, damaged or missing, told by the bytes themselves; touches no row. Raises Stopped when asked to stop."""
    digest = hashlib.sha256()
    try:
        for chunk in _read(original):
            digest.update(chunk)
            if on_bytes:
                on_bytes(len(chunk))
            if stop is not None and stop.is_set():
                raise Stopped
    except OSError as error:
        # A place that answers with an error is damaged if the file is there, and away if it is not.
        is_away = isinstance(error, FileNotFoundError) or error.errno in AWAY
        return State.MISSING if is_away else State.DAMAGED
    return State.PRESENT if digest.hexdigest() == original.sha256 else State.DAMAGED


def find_place(original: Original) -> str:
    """Where the original lies, in words for the person."""
    if not original.storage_name:
        return original.reference_path
    path = path_in(storages["originals"], original.storage_name)
    return str(path) if path else original.storage_name


def _read(original: Original) -> Iterator[bytes]:
    if original.storage_name:
        with storages["originals"].open(original.storage_name) as stored:
            if path_in(storages["originals"], original.storage_name):
                drop_cache(stored.fileno())
            yield from stored.chunks(CHUNK_BYTES)
    else:
        with open(original.reference_path, "rb", buffering=0) as referenced:  # noqa: PTH123
            drop_cache(referenced.fileno())
            while chunk := referenced.read(CHUNK_BYTES):
                yield chunk


def _settle(original: Original, state: str) -> Finding:
    """Writes the state, unless an import has proven the same bytes anew while they were read here."""
    changes: dict[str, object] = {"state": state}
    if state == State.PRESENT:
        changes["verified_at"] = timezone.now()
    Original.objects.filter(pk=original.pk, verified_at=original.verified_at).update(**changes)
    if state == State.PRESENT and original.state != State.PRESENT:
        ask_anew(original)
    return Finding(original, state, original.state, find_place(original))
