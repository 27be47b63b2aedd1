"""Removing a bin, and what puts it back. The assets in it stay where they are: in the project."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import count
from typing import Any

from django.db import transaction
from django.utils import timezone

from collaborators.models import User
from media_library.lighttable.chosen import AT_ONCE
from media_library.models import Asset, Bin, BinEntry, BinRemoval, KeptEntry

from .arranging import DEEPEST, Levels, count_above, count_below, list_neighbours, read_levels
from .filling import keep_entries

KEPT_FOR = timedelta(days=7)


def remove_bin(bin: Bin, *, by: User | None = None) -> BinRemoval:
    """Removes the bin and those in it; the assets stay. Gives what `restore` puts back."""
    with transaction.atomic():
        leaving = _list_with_inner(bin)
        rows = [[each.pk, each.parent_id, each.name, each.position, each.made_by_id] for each in leaving]
        removal = BinRemoval.objects.create(project_id=bin.project_id, by=by, kept_bins=rows)
        keep_entries(removal, BinEntry.objects.filter(bin__in=leaving))
        Bin.objects.filter(pk__in=[each.pk for each in leaving]).delete()
    return removal


def restore(removal: BinRemoval) -> None:
    """Puts back what was taken out of the bins, each to its place. Once: the second time there is nothing to do.

    Where the outer bin has gone meanwhile, or lies too deep, it comes to the top; a name that has been given away
    meanwhile gets a number. What has been deleted for good does not come back.
    """
    with transaction.atomic():
        held = BinRemoval.objects.select_for_update().filter(pk=removal.pk).first()
        if held is None:
            return
        levels = read_levels(held.project_id)
        for row in _find_outer(held.kept_bins, levels):
            _restore_bin(held.project_id, *row)
        last = 0
        while rows := list(held.entries.filter(pk__gt=last).order_by("pk")[:AT_ONCE]):
            _restore_entries(held.project_id, rows)
            last = rows[-1].pk
        held.delete()


def forget_old_removals() -> int:
    """Deletes what nobody has put back for a week; gives how many."""
    rows = BinRemoval.objects.filter(at__lt=timezone.now() - KEPT_FOR).delete()[1]
    return rows.get(BinRemoval._meta.label, 0)


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


def _find_outer(rows: Sequence[list[Any]], levels: Levels) -> Sequence[list[Any]]:
    """The rows of the bins, the first of which lies at the top if its place has gone, or is too deep now for them."""
    if not rows:
        return rows
    (pk, parent_id, *rest), inner = rows[0], rows[1:]
    depth = 1 + count_below(pk, {pk: None, **{each[0]: each[1] for each in inner}})
    if parent_id not in levels or count_above(parent_id, levels) + depth > DEEPEST:
        parent_id = None
    return [[pk, parent_id, *rest], *inner]


def _restore_bin(project_id: int, pk: int, parent_id: int | None, name: str, position: int, by_id: int | None) -> None:
    back = Bin(pk=pk, project_id=project_id, parent_id=parent_id, position=position, made_by_id=by_id)
    if by_id and not User.objects.filter(pk=by_id).exists():
        back.made_by_id = None
    taken = set(list_neighbours(back).values_list("name", flat=True))
    back.name = next(each for each in _number(name) if each not in taken)
    back.save(force_insert=True)


def _number(name: str) -> Iterator[str]:
    yield name
    for number in count(2):
        yield f"{name[:190]} ({number})"


def _restore_entries(project_id: int, rows: Sequence[KeptEntry]) -> None:
    """What is in its bin again already goes back to its place there; what has gone does not come back."""
    assets = Asset.objects.select_for_update(no_key=True).filter(
        project_id=project_id, pk__in=[row.asset_id for row in rows]
    )
    there = set(assets.order_by("pk").values_list("pk", flat=True))
    bins = set(
        Bin.objects.filter(project_id=project_id, pk__in={row.bin_id for row in rows}).values_list("pk", flat=True)
    )
    people = set(User.objects.filter(pk__in={row.added_by_id for row in rows}).values_list("pk", flat=True))
    BinEntry.objects.bulk_create(
        [
            BinEntry(
                bin_id=row.bin_id,
                asset_id=row.asset_id,
                position=row.position,
                added_by_id=row.added_by_id if row.added_by_id in people else None,
                added_at=row.added_at,
            )
            for row in rows
            if row.bin_id in bins and row.asset_id in there
        ],
        update_conflicts=True,
        unique_fields=["bin", "asset"],
        update_fields=["position"],
    )
