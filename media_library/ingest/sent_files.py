"""Where sent files lie until they are in the store, and what becomes of them when they are."""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet

from media_library.models import Import, ImportedFile, Original

State = Import.State


def uploads_folder() -> Path:
    return Path(settings.DATA_DIR) / "uploads"


def folder_of(run: Import) -> Path:
    """The folder of one upload: what has arrived in `Upload`, what is still coming in `coming`."""
    return uploads_folder() / run.upload


def arrived_in(run: Import) -> Path:
    return folder_of(run) / "Upload"


def coming_in(run: Import) -> Path:
    return folder_of(run) / "coming"


def remove_settled(run: Import) -> int:
    """Removes the sent files that are safe in the store; gives how many.

    What was refused or has failed stays, to be tried again, and so does what belongs to nothing yet. When nothing has
    to stay, the whole folder goes.
    """
    if run.state == State.FINISHED and not run.files.filter(outcome__in=ImportedFile.BAD).exists():
        removed = sum(1 for path in arrived_in(run).rglob("*") if path.is_file())
        shutil.rmtree(folder_of(run), ignore_errors=True)
        return removed
    removed = 0
    place = arrived_in(run)
    for path in _list_safe(run).values_list("path", flat=True).iterator(chunk_size=2000):
        with suppress(OSError):
            (place / path).unlink()
            removed += 1
    return removed


def _list_safe(run: Import) -> QuerySet[ImportedFile]:
    """The files whose bytes lie in the store."""
    return run.files.filter(original__state=Original.State.PRESENT).exclude(original__storage_name="")
