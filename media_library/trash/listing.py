"""What is in the trash: who put it there and when, and what would go if it were emptied."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from collaborators.models import User
from media_library.lighttable.browsing import COLUMNS, RELATED
from media_library.lighttable.counting import CAP, write_count
from media_library.lighttable.items import Item, make_items
from media_library.lighttable.paging import Order, Page, open_page, read_moment
from media_library.models import Asset, Original, Sidecar

PAGE = 100
BY_TRASHING = Order("trashed_at", read_moment, is_descending=True)


@dataclass(frozen=True)
class Removal:
    """What somebody put into the trash at once, as far as it stands on the page."""

    at: datetime
    by: User | None
    cells: list[Item]

    @property
    def key(self) -> str:
        return self.at.isoformat()


@dataclass(frozen=True)
class Weight:
    """What emptying the trash would delete. `number` up to CAP + 1; `size_bytes` is what the disk gets back."""

    number: int
    size_bytes: int

    @property
    def written(self) -> str:
        return write_count(self.number)


def find_trash(project_id: int) -> QuerySet[Asset]:
    """Everything in the trash of a project."""
    return Asset.objects.in_trash().filter(project_id=project_id)


def find_latest(project_id: int) -> datetime | None:
    """When something came into the trash last: what comes in later has not been seen by whoever empties it."""
    return find_trash(project_id).order_by("-trashed_at").values_list("trashed_at", flat=True).first()


def open_trash(project_id: int, *, after: str = "", before: str = "") -> Page[Asset]:
    """A page of it, the latest first. One query."""
    rows = find_trash(project_id).select_related(*RELATED, "trashed_by")
    rows = rows.only(*COLUMNS, "trashed_at", "trashed_by__name", "trashed_by__email")
    return open_page(rows, BY_TRASHING, after=after, before=before, size=PAGE)


def group_removals(assets: Sequence[Asset], slug: str) -> list[Removal]:
    """The rows of a page by the step that put them there. Five queries at the most."""
    cells = dict(zip(assets, make_items(assets, BY_TRASHING, slug), strict=True))
    steps = groupby(assets, key=lambda asset: (asset.trashed_at, asset.trashed_by))
    return [Removal(at, by, [cells[asset] for asset in some]) for (at, by), some in steps if at is not None]


def weigh_trash(project_id: int) -> Weight:
    """How much would go for good: bytes that something else refers to, and files that lie elsewhere, stay. Two queries.

    Counts only the first CAP.
    """
    number = find_trash(project_id).order_by().values("pk")[: CAP + 1].aggregate(number=Count("pk"))["number"]
    trash = find_trash(project_id).order_by("pk").values("pk")[:CAP]
    ours = Q(pk__in=Asset.objects.filter(pk__in=trash).values("original_id")) | Q(
        pk__in=Sidecar.objects.filter(asset_id__in=trash).values("original_id")
    )
    others = Asset.objects.filter(original_id=OuterRef("pk")).exclude(pk__in=trash)
    other_sidecars = Sidecar.objects.filter(original_id=OuterRef("pk")).exclude(asset_id__in=trash)
    without_asset = Sidecar.objects.filter(original_id=OuterRef("pk"), asset=None)
    free = Original.objects.filter(ours).exclude(storage_name="").exclude(Exists(others))
    free = free.exclude(Exists(other_sidecars)).exclude(Exists(without_asset))
    return Weight(number, free.aggregate(size=Sum("size_bytes"))["size"] or 0)
