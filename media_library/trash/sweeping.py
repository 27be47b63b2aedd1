"""The bytes that are to be deleted: found by their rows, whatever became of the process that wrote them."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta

from django.core.files.storage import storages
from django.utils import timezone

from media_library.ingest.store import path_in
from media_library.models import Leftover, Original, Rendition

logger = logging.getLogger(__name__)
AT_ONCE = 100
REMEMBERED_FOR = timedelta(days=1)
"""No import carries one file for longer: until then no copy takes a name from this list."""


def delete_leftovers() -> int:
    """Deletes the files whose rows have gone, and gives how many. What cannot be deleted is tried again next time."""
    deleted, last = 0, 0
    while left := list(Leftover.objects.filter(gone_at=None, pk__gt=last).order_by("pk")[:AT_ONCE]):
        last = left[-1].pk
        wanted = _find_wanted(left)
        gone = [one for one in left if one.pk not in wanted and not _is_back(one) and _delete(one)]
        Leftover.objects.filter(pk__in=[one.pk for one in gone]).update(gone_at=timezone.now())
        Leftover.objects.filter(pk__in=wanted).delete()  # what has come back only now goes from the list next time
        deleted += len(gone)
    Leftover.objects.filter(gone_at__lt=timezone.now() - REMEMBERED_FOR).delete()
    return deleted


def _find_wanted(left: Sequence[Leftover]) -> set[int]:
    """Those that something refers to. An original's name is never taken again, a rendition's is, when its original
    comes in again."""
    names = [one.name for one in left]
    originals = set(Original.objects.filter(storage_name__in=names).values_list("storage_name", flat=True))
    renditions = set(Rendition.objects.filter(storage_name__in=names).values_list("storage_name", flat=True))
    back = set(Original.objects.filter(sha256__in={_read_sha256(one) for one in left}).values_list("sha256", flat=True))
    return {
        one.pk
        for one in left
        if (one.storage == "originals" and one.name in originals)
        or (one.storage == "renditions" and (one.name in renditions or _read_sha256(one) in back))
    }


def _is_back(left: Leftover) -> bool:
    """Whether a rendition's original has come in meanwhile: what is made of it anew has the old name.

    Asked for each file, just before it is deleted: a hundred take a while. One look into an index.
    """
    sha256 = _read_sha256(left)
    return bool(sha256) and Original.objects.filter(sha256=sha256).exists()


def _read_sha256(left: Leftover) -> str:
    """From the name of a rendition, `ab/cd/<sha256>/max-320.jpg`; of anything else nothing that could be one."""
    parts = left.name.split("/")
    return parts[2] if left.storage == "renditions" and len(parts) == 4 else ""


def _delete(left: Leftover) -> bool:
    storage = storages[left.storage]
    try:
        storage.delete(left.name)
    except OSError as error:
        logger.warning("deleting %s: %s", left, error)
        return False
    path = path_in(storage, left.name)
    if path is not None and _read_sha256(left):
        with suppress(OSError):
            path.parent.rmdir()  # the folder of this one original, if this was its last rendition
    return True
