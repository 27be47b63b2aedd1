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
