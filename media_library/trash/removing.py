"""Into the trash and out of it. Nothing is deleted here."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from collaborators.models import User
from media_library.lighttable.chosen import Chosen, in_parts, list_ids
from media_library.models import Asset


def trash_assets(assets: Chosen, *, by: User | None) -> list[int]:
    """Puts assets into the trash; gives the ids of those that were not in it before.

    They keep their marks, their words and their places in the bins. One UPDATE for each 500.
    """
    return trash_and_tell(assets, by=by)[0]


def trash_and_tell(assets: Chosen, *, by: User | None) -> tuple[list[int], datetime]:
    """As `trash_assets`; gives also the moment that all of them carry, for `restore_trashed_at`."""
    moment, moved = timezone.now(), []
    for some in in_parts(list_ids(assets)):
        Asset.objects.in_library().filter(pk__in=some).update(trashed_at=moment, trashed_by=by)
        mine = set(Asset.objects.filter(pk__in=some, trashed_at=moment, trashed_by=by).values_list("pk", flat=True))
        moved += [pk for pk in some if pk in mine]
    return moved, moment


def restore_assets(assets: Chosen) -> list[int]:
    """Puts assets back into the library and their bins; gives the ids of those that were in the trash."""
    restored: list[int] = []
    for some in in_parts(list_ids(assets)):
        trashed = Asset.objects.in_trash().filter(pk__in=some)
        restored += trashed.order_by("pk").values_list("pk", flat=True)
        trashed.update(trashed_at=None, trashed_by=None)
    return restored


def restore_trashed_at(project_id: int, *, at: datetime, by: User) -> list[int]:
    """Puts back what this person put into the trash at that moment; gives the ids."""
    return restore_assets(Asset.objects.filter(project_id=project_id, trashed_at=at, trashed_by=by))
