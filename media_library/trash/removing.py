"""Into the trash and out of it. Nothing is deleted here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from collaborators.models import User
from media_library.lighttable.chosen import Chosen, in_parts, list_ids
from media_library.models import Asset
from media_library.stacks.arrangement import hold_project
from media_library.stacks.covering import cover_stack, hold_stacks


def trash_assets(assets: Chosen, *, by: User | None) -> list[int]:
    """Puts assets into the trash; gives the ids of those that were not in it before.

    They keep their marks, their words and their places in bins and stacks. A RAW takes its JPEG along; where the top of
    a stack goes, the next one is its top. Each 500 are a transaction of their own.
    """
    return trash_and_tell(assets, by=by)[0]


def trash_and_tell(assets: Chosen, *, by: User | None) -> tuple[list[int], datetime]:
    """As `trash_assets`; gives also the moment that all of them carry, for `restore_trashed_at`."""
    moment, moved = timezone.now(), []
    for some in in_parts(list_ids(assets)):
        _trash(some, moment, by)
        mine = set(Asset.objects.filter(pk__in=some, trashed_at=moment, trashed_by=by).values_list("pk", flat=True))
        moved += [pk for pk in some if pk in mine]
    return moved, moment


def _trash(ids: Sequence[int], moment: datetime, by: User | None) -> None:
    with transaction.atomic():
        stacks = _hold(ids)
        halves = list(Asset.objects.filter(joined_to__in=ids).values_list("pk", flat=True)) if stacks else []
        Asset.objects.in_library().filter(pk__in=[*ids, *halves]).update(trashed_at=moment, trashed_by=by)
        cover_stack(stacks)


def restore_assets(assets: Chosen) -> list[int]:
    """Puts assets back into the library, their bins and stacks; gives the ids of the pictures that were in the trash.

    RAW and JPEG that went at one moment come back together, and are one picture.
    """
    restored: list[int] = []
    for some in in_parts(list_ids(assets)):
        restored += _restore(some)
    return restored


def _restore(ids: Sequence[int]) -> list[int]:
    with transaction.atomic():
        stacks = _hold(ids)
        chosen = Asset.objects.in_trash().filter(pk__in=ids)
        rows = {row.pk: row for row in chosen.select_related("joined_to").order_by("pk")}
        heads = {pk: row.joined_to for pk, row in rows.items() if row.joined_to and _went_along(row, row.joined_to)}
        pictures = {head.pk for head in heads.values()} | (rows.keys() - heads.keys())
        halves = Asset.objects.in_trash().filter(joined_to__in=pictures, trashed_at=F("joined_to__trashed_at"))
        every_id = [*pictures, *rows, *(halves.values_list("pk", flat=True) if stacks else ())]
        Asset.objects.in_trash().filter(pk__in=every_id).update(trashed_at=None, trashed_by=None)
        cover_stack(stacks)
    return sorted(pictures)


def _hold(ids: Sequence[int]) -> list[int]:
    """Holds what is going to be written, and gives its stacks: none of them is being made or changed meanwhile."""
    for project_id in sorted(set(Asset.objects.filter(pk__in=ids).values_list("project_id", flat=True))):
        hold_project(project_id)
    return hold_stacks(ids)


def _went_along(half: Asset, head: Asset) -> bool:
    return head.trashed_at is not None and head.trashed_at == half.trashed_at


def restore_trashed_at(project_id: int, *, at: datetime, by: User) -> list[int]:
    """Puts back what this person put into the trash at that moment; gives the ids."""
    return restore_assets(Asset.objects.filter(project_id=project_id, trashed_at=at, trashed_by=by))
