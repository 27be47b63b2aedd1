"""The assets that a person has chosen for a step, from one to thousands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from django.db.models import QuerySet

from media_library.models import Asset

AT_ONCE = 500
"""Rows in one statement and one transaction: a lock is held for milliseconds."""

Chosen = QuerySet[Asset] | Iterable[Asset]
ItemT = TypeVar("ItemT")


def list_ids(assets: Chosen) -> list[int]:
    """The ids, each once, in the order of the assets."""
    if isinstance(assets, QuerySet):
        return list(dict.fromkeys(assets.values_list("pk", flat=True)))
    return list(dict.fromkeys(asset.pk for asset in assets))


def in_parts(items: Sequence[ItemT], size: int = AT_ONCE) -> Iterator[Sequence[ItemT]]:
    """The items, so many at a time."""
    return (items[start : start + size] for start in range(0, len(items), size))


def put_in_capture_order(project_id: int, ids: Sequence[int]) -> list[int]:
    """The ids that are in the project's library, as they were shot; what has no time comes last, by its name.

    Raises ValueError for assets of another project: whoever calls has asked what may be chosen, and this is a mistake.
    """
    order = ("captured_at", "name_key", "pk")
    rows: list[tuple[bool, object, str, int]] = []
    for some in in_parts(ids):
        there = Asset.objects.filter(pk__in=some)
        if there.exclude(project_id=project_id).exists():
            raise ValueError("assets of another project")
        found = there.in_library().values_list(*order)
        rows += [(moment is None, moment or 0, name, pk) for moment, name, pk in found]
    return [pk for *_, pk in sorted(rows)]
