"""The bins of a project as a tree, with what is in each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_

from django.db.models import OuterRef, Q, QuerySet

from media_library.lighttable.counting import CountOf, write_count
from media_library.models import Asset, Bin

from .arranging import DEEPEST


@dataclass(frozen=True)
class BinNode:
    """A bin in the tree. `count` is what is in it and in those in it, each asset once, as it is written; `path` its
    name after those it lies in."""

    pk: int
    name: str
    count: str
    path: str
    depth: int
    is_here: bool
    inner: list[BinNode] = field(default_factory=list)


def list_bins(project_id: int, *, here: int | None = None) -> list[BinNode]:
    """The bins at the top, each with those in it, in the order made by hand; `here` is the one looked at. One query.

    What is in the trash is not counted, and no more than CAP.
    """
    filled = Asset.objects.in_library().filter(bin_entries__bin__in=_find_below(project_id)).distinct()
    rows: defaultdict[int | None, list[Bin]] = defaultdict(list)
    for row in Bin.objects.filter(project_id=project_id).annotate(count=CountOf(filled)).order_by("position", "id"):
        rows[row.parent_id].append(row)
    return _make_nodes(rows, None, here, [])


def _find_below(project_id: int) -> QuerySet[Bin]:
    """For a subquery of bins: the outer row's bin, and all that lie in it."""
    outer = OuterRef(OuterRef("pk"))
    paths = ["parent__" * level + "pk" for level in range(DEEPEST)]
    is_below = reduce(or_, (Q((path, outer)) for path in paths))
    return Bin.objects.filter(is_below, project_id=project_id).order_by()


def flatten(bins: Sequence[BinNode]) -> Iterator[BinNode]:
    """Every bin of the tree, an outer one before those in it."""
    for node in bins:
        yield node
        yield from flatten(node.inner)


def _make_nodes(
    rows: dict[int | None, list[Bin]], parent_id: int | None, here: int | None, names: list[str]
) -> list[BinNode]:
    return [
        BinNode(
            row.pk,
            row.name,
            write_count(getattr(row, "count", 0)),
            " / ".join([*names, row.name]),
            len(names),
            row.pk == here,
            _make_nodes(rows, row.pk, here, [*names, row.name]),
        )
        for row in rows[parent_id]
    ]
