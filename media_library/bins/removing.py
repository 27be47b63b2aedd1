"""Removing a bin, and what puts it back. The assets in it stay where they are: in the project."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from django.db import transaction
from django.utils import timezone

from collaborators.models import User
from media_library.models import Asset, Bin, BinEntry, BinRemoval

from .arranging import list_neighbours
from .chosen import in_parts
from .filling import keep_entries

KEPT_FOR = timedelta(days=7)


def remove_bin(bin: Bin, *, by: User | None = None) -> BinRemoval:
    """Removes the bin and those in it; the assets stay. Gives what `restore` puts back."""
    with transaction.atomic():
        leaving = _list_with_inner(bin)
        entries = keep_entries(BinEntry.objects.filter(bin__in=leaving))
        bins = [[each.pk, each.parent_id, each.name, each.position, each.made_by_id] for each in leaving]
        removal = BinRemoval.objects.create(project_id=bin.project_id, by=by, kept={"bins": bins, "entries": entries})
        Bin.objects.filter(pk__in=[each.pk for each in leaving]).delete()
    return removal


def restore(removal: BinRemoval) -> None:
    """Puts back what was taken out of the bins, each to its place. Once: the second time there is nothing to do.

    An outer bin that has gone meanwhile leaves it at the top; a name that has been given away meanwhile gets a number.
    What has been deleted for good does not come back.
    """
    with transaction.atomic():
        held = BinRemoval.objects.select_for_update().filter(pk=removal.pk).first()
        if held is None:
            return
        for row in held.kept["bins"]:
            _restore_bin(held.project_id, *row)
        for rows in in_parts(held.kept["entries"]):
            _restore_entries(held.project_id, rows)
        held.delete()


def forget_old_removals() -> int:
    """Deletes what nobody has put back for a week; gives how many."""
    return BinRemoval.objects.filter(at__lt=timezone.now() - KEPT_FOR).delete()[0]


def _list_with_inner(bin: Bin) -> list[Bin]:
    """The bin and all those in it, the outer ones first. One query; locks them."""
    tree = Bin.objects.select_for_update().filter(project_id=bin.project_id).order_by("id")
    inner: dict[int | None, list[Bin]] = {}
    for each in tree:
        inner.setdefault(each.parent_id, []).append(each)
    found = [each for each in inner.get(bin.parent_id, []) if each.pk == bin.pk]
    for each in found:  # grows while it is gone through
        found += inner.get(each.pk, [])
    return found


def _restore_bin(project_id: int, pk: int, parent_id: int | None, name: str, position: int, by_id: int | None) -> None:
    back = Bin(pk=pk, project_id=project_id, parent_id=parent_id, position=position, made_by_id=by_id)
    if parent_id and not Bin.objects.filter(pk=parent_id, project_id=project_id).exists():
        back.parent_id = None
    if by_id and not User.objects.filter(pk=by_id).exists():
        back.made_by_id = None
    taken = set(list_neighbours(back).values_list("name", flat=True))
    back.name = next(each for each in _number(name) if each not in taken)
    back.save(force_insert=True)


def _number(name: str) -> Iterator[str]:
    yield name
    for number in count(2):
        yield f"{name[:190]} ({number})"


def _restore_entries(project_id: int, rows: Sequence[list[Any]]) -> None:
    """What is in its bin again already goes back to its place there; what has gone does not come back."""
    assets = Asset.objects.select_for_update(no_key=True).filter(project_id=project_id, pk__in=[row[1] for row in rows])
    there = set(assets.order_by("pk").values_list("pk", flat=True))
    bins = set(Bin.objects.filter(project_id=project_id, pk__in={row[0] for row in rows}).values_list("pk", flat=True))
    people = set(User.objects.filter(pk__in={row[3] for row in rows if row[3]}).values_list("pk", flat=True))
    BinEntry.objects.bulk_create(
        [
            BinEntry(
                bin_id=bin_id,
                asset_id=asset_id,
                position=position,
                added_by_id=by_id if by_id in people else None,
                added_at=datetime.fromisoformat(at),
            )
            for bin_id, asset_id, position, by_id, at in rows
            if bin_id in bins and asset_id in there
        ],
        update_conflicts=True,
        unique_fields=["bin", "asset"],
        update_fields=["position"],
    )
