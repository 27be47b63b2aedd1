"""The likeness of each photograph: computed with its thumbnail, or afterwards from it. Twice gives the same."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

from django.core.files.storage import storages
from django.db.models import Q

from media_library.formats.likeness import hash_thumbnail
from media_library.ingest.stopping import THIS_PROCESS
from media_library.models import Original, Rendition

logger = logging.getLogger(__name__)
SPEC = "max-320"
BATCH = 200


def note_likeness(original: Original, spec: str, file: Path) -> None:
    """Keeps the likeness of a photograph whose thumbnail has just been made; of all else there is none. One query."""
    if spec != SPEC or original.kind != Original.Kind.PHOTO:
        return
    try:
        likeness = hash_thumbnail(file)
    except OSError as error:
        logger.warning("the likeness of %s: %s", original, error)
        return
    Original.objects.filter(pk=original.pk).exclude(likeness=likeness).update(likeness=likeness)


def fill_likenesses(project_id: int) -> int:
    """Computes what is missing for the photographs of a project from their thumbnails; gives how many there were.

    Each is kept at once: a run that breaks off goes on where it was. Raises Stopped when this process is to end.
    """
    return sum(_fill(rendition) for batch in _iterate_missing(project_id) for rendition in batch)


def _iterate_missing(project_id: int) -> Iterator[list[Rendition]]:
    """Batches of thumbnails, by id: one that cannot be read does not come again."""
    rows = Rendition.objects.filter(
        Q(original__likeness=None, original__kind=Original.Kind.PHOTO),
        spec=SPEC,
        state=Rendition.State.DONE,
        original__assets__project_id=project_id,
    )
    last = 0
    while batch := list(rows.filter(pk__gt=last).order_by("pk")[:BATCH]):
        THIS_PROCESS.check()
        yield batch
        last = batch[-1].pk


def _fill(rendition: Rendition) -> bool:
    try:
        with storages["renditions"].open(rendition.storage_name, "rb") as file:
            likeness = hash_thumbnail(file)
    except OSError as error:
        logger.warning("the likeness of %s: %s", rendition, error)
        return False
    return bool(Original.objects.filter(pk=rendition.original_id, likeness=None).update(likeness=likeness))
