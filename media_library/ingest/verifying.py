"""Reading every original again: is it there, and is it what came in? Marks, never deletes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from django.core.files.storage import storages
from django.db.models import QuerySet
from django.utils import timezone

from media_library.ingest.copying import CHUNK_BYTES, drop_cache
from media_library.ingest.store import path_in
from media_library.models import Original

State = Original.State


@dataclass(frozen=True)
class Finding:
    """What reading one original again told."""

    original: Original
    state: str
    was: str
    place: str


def verify_originals(originals: QuerySet[Original], *, jobs: int = 1) -> Iterator[Finding]:
    """Reads every original through, compares its hash and writes its state. One short update for each."""
    rows = originals.order_by("id").iterator(chunk_size=200)
    with ThreadPoolExecutor(max_workers=max(1, jobs)) as pool:
        batch: list[Original] = []
        for original in rows:
            batch.append(original)
            if len(batch) == 50:
                yield from _settle(batch, list(pool.map(read_state, batch)))
                batch = []
        yield from _settle(batch, list(pool.map(read_state, batch)))


def read_state(original: Original) -> str:
    """Present, damaged or missing, told by the bytes themselves; touches no row."""
    digest = hashlib.sha256()
    try:
        for chunk in _read(original):
            digest.update(chunk)
    except FileNotFoundError:
        return State.MISSING
    except OSError:
        # A place that answers with an error is damaged if the file is there, and away if it is not.
        return State.DAMAGED
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


def _settle(originals: list[Original], states: list[str]) -> Iterator[Finding]:
    for original, state in zip(originals, states, strict=True):
        changes: dict[str, object] = {"state": state}
        if state == State.PRESENT:
            changes["verified_at"] = timezone.now()
        Original.objects.filter(pk=original.pk).update(**changes)
        yield Finding(original, state, original.state, find_place(original))
