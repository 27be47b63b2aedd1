"""Deleting for good: the rows in short transactions, then the bytes that nothing refers to any more.

The names of files to be deleted are written in the transaction that deletes their rows (`Leftover`), so that a process
that dies in between leaves a list behind. An import that brings the same bytes in at that moment waits for the lock on
the original's row: either it comes first, and the original stays; or it finds the row gone, and makes its copy anew
under a name that is on no list.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db import models, transaction

from media_library.lighttable.chosen import Chosen, in_parts, list_ids
from media_library.models import Asset, ImportedFile, Leftover, Original, Rendition, Sidecar, Stack

from .tasks import delete_bytes

AT_ONCE = 100
"""Assets in one transaction."""
PAUSE_S = 0.02
"""Between two of them: SQLite's lock is not fair, and others want to write as well."""


def empty_trash(project: models.Model, *, assets: Chosen | None = None, until: datetime | None = None) -> int:
    """Deletes for good what is in the project's trash, or these assets of it; gives how many.

    `until` leaves what came into the trash later. Bytes that another asset or a sidecar refers to stay; a file that is
    only referenced is never touched. The bytes go after the commit, by the worker.
    """
    return empty_trash_of(project.pk, assets=assets, until=until)


def empty_trash_of(project_id: int, *, assets: Chosen | None = None, until: datetime | None = None) -> int:
    """As `empty_trash`, for background work, which takes ids."""
    trash = Asset.objects.in_trash().filter(project_id=project_id)
    if until is not None:
        trash = trash.filter(trashed_at__lte=until)
    emptied = 0
    for ids in in_parts(list_ids(assets), AT_ONCE) if assets is not None else _go_through(trash):
        with transaction.atomic():
            emptied += _delete(trash, ids)
        time.sleep(PAUSE_S)
    if emptied:
        transaction.on_commit(lambda: delete_bytes.enqueue())
    return emptied


def _go_through(trash: models.QuerySet[Asset]) -> Iterator[list[int]]:
    last = 0
    while ids := list(trash.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        yield ids
        last = ids[-1]


def _delete(trash: models.QuerySet[Asset], ids: Iterable[int]) -> int:
    """Deletes those of the assets that are in the trash still, and the originals that were only theirs."""
    asked = trash.filter(pk__in=ids)
    # Originals first, as an import does, and all in one order: two that lock so never wait for each other.
    original_ids = _lock_originals(asked)
    assets = list(asked.filter(original_id__in=original_ids).select_for_update().order_by("pk"))
    late = _find_late(assets, original_ids)
    gone = [asset.pk for asset in assets if asset.pk not in late]
    # The history stays, as text; the next import reads these files again.
    ImportedFile.objects.filter(asset_id__in=gone).update(original=None)
    Asset.objects.filter(pk__in=gone).delete()
    Stack.objects.filter(pk__in={asset.stack_id for asset in assets if asset.stack_id}, assets__isnull=True).delete()
    _delete_originals(original_ids)
    return len(gone)


def _lock_originals(assets: models.QuerySet[Asset]) -> set[int]:
    """Locks the originals of the assets and those of their sidecars, by one statement."""
    ids = set(assets.values_list("original_id", flat=True))
    ids |= set(Sidecar.objects.filter(asset__in=assets).values_list("original_id", flat=True))
    locked = Original.objects.select_for_update().filter(pk__in=ids).order_by("pk")
    return set(locked.values_list("pk", flat=True))


def _find_late(assets: Iterable[Asset], original_ids: Iterable[int]) -> set[int]:
    """The assets that were given a sidecar while the originals were being locked: they stay in the trash this time."""
    sidecars = Sidecar.objects.filter(asset__in=[asset.pk for asset in assets]).exclude(original_id__in=original_ids)
    return set(sidecars.values_list("asset_id", flat=True))


def _delete_originals(ids: Iterable[int]) -> None:
    """Deletes the rows of those that nothing refers to, and leaves the names of their files to be deleted."""
    free = Original.objects.filter(pk__in=ids, assets__isnull=True, sidecars__isnull=True)
    names = dict(free.values_list("pk", "storage_name"))
    renditions = Rendition.objects.filter(original_id__in=names).exclude(storage_name="")
    _leave("originals", filter(None, names.values()))
    _leave("renditions", renditions.values_list("storage_name", flat=True))
    ImportedFile.objects.filter(original_id__in=names).update(original=None)
    Original.objects.filter(pk__in=names).delete()


def _leave(storage: str, names: Iterable[str]) -> None:
    Leftover.objects.bulk_create(
        [Leftover(storage=storage, name=name) for name in names],
        update_conflicts=True,
        unique_fields=["storage", "name"],
        update_fields=["left_at", "gone_at"],
    )
