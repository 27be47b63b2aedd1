"""What part of a project's material is looked at, and in what order."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from typing import Any
from urllib.parse import urlencode

from django.db.models import F, Model, QuerySet
from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404

from media_library.models import Asset, Bin, Import, Original
from media_library.models.asset import fold_name

from .paging import (
    BY_CAPTURE,
    BY_HAND,
    BY_NAME,
    LARGEST_ID,
    Key,
    Order,
    Page,
    first_page,
    last_page,
    open_page,
    page_after,
    page_around,
    read_id,
    take,
)

PAGE = 100
"""Assets on a page."""

ORDERS = {"capture": BY_CAPTURE, "name": BY_NAME, "hand": BY_HAND}
LONGEST_WORD = 200


@dataclass(frozen=True)
class View:
    """Some of a project's material in an order: what the library page shows, and what the asset page goes on through.

    `direction` is empty for the order's own: the latest first by capture time, from A on by name.
    """

    project_id: int
    sort: str = "capture"
    direction: str = ""
    kind: str = ""
    run: Import | None = None
    bin: Bin | None = None
    q: str = ""
    is_undated: bool = False

    @classmethod
    def read(cls, data: QueryDict, project_id: int) -> View:
        """The view that a query string names. Raises Http404 for what is not there. Up to two queries."""
        sort = choose(data.get("sort"), ORDERS, "capture")
        bin_ = find(Bin, project_id, data.get("bin"))
        if sort == "hand" and bin_ is None:
            raise Http404
        own = "desc" if ORDERS[sort].is_descending else "asc"
        direction = choose(data.get("order"), ("asc", "desc") if sort != "hand" else ("asc",), own)
        return cls(
            project_id,
            sort=sort,
            direction="" if direction == own else direction,
            kind=choose(data.get("kind"), Original.Kind.values, ""),
            run=find(Import, project_id, data.get("import")),
            bin=bin_,
            q=data.get("q", "").replace("\0", "").strip()[:LONGEST_WORD],
            is_undated=bool(choose(data.get("undated"), ("1",), "")),
        )

    def query(self, **changes: Any) -> str:
        """The query string that names this view, or the view with some fields changed; the usual is left out."""
        view = replace(self, **changes)
        fields = {
            "kind": view.kind,
            "import": view.run.pk if view.run else "",
            "bin": view.bin.pk if view.bin else "",
            "q": view.q,
            "undated": "1" if view.is_undated else "",
            "sort": "" if view.sort == "capture" else view.sort,
            "order": view.direction,
        }
        return urlencode({name: value for name, value in fields.items() if value})

    @property
    def is_narrowed(self) -> bool:
        """Whether it shows less than everything."""
        return bool(self.kind or self.run or self.bin or self.q or self.is_undated)

    @property
    def is_bin_alone(self) -> bool:
        """Whether it shows a whole bin, narrowed by nothing else."""
        return self.bin is not None and not replace(self, bin=None).is_narrowed

    @property
    def is_by_day(self) -> bool:
        return self.sort == "capture"

    @property
    def order(self) -> Order:
        order = ORDERS[self.sort]
        return replace(order, is_descending=not order.is_descending) if self.direction else order

    def assets(self) -> QuerySet[Asset]:
        """Everything in it, not sorted yet."""
        rows: QuerySet[Asset] = Asset.objects.in_library()
        # An import is one project's; its index begins with it.
        rows = rows.filter(first_import=self.run) if self.run else rows.filter(project_id=self.project_id)
        if self.bin:
            rows = rows.filter(bin_entries__bin=self.bin)
        if self.sort == "hand":
            rows = rows.annotate(place=F("bin_entries__position"), entry_id=F("bin_entries__pk"))
        if self.kind:
            rows = rows.filter(kind=self.kind)
        if self.q:
            rows = rows.filter(name_key__contains=fold_name(self.q))
        return rows.filter(captured_at__isnull=True) if self.is_undated else rows

    def ids(self, most: int) -> list[int]:
        """The ids of the first `most` in its order. Two queries at the most."""
        return [asset.pk for asset in take(self.assets().only("pk"), self.order, None, most)]

    def page(self, *, after: str = "", before: str = "", size: int = PAGE) -> Page[Asset]:
        """A page of it by the key of the page before it or behind it. Raises Http404 for a key nobody was given."""
        return open_page(self.shown(), self.order, after=after, before=before, size=size)

    def end(self, size: int = PAGE) -> Page[Asset]:
        """Its last page."""
        return last_page(self.shown(), self.order, size=size)

    def around(self, asset_id: int, size: int = PAGE) -> Page[Asset]:
        """The page with this asset in its middle; the first one if it is not in the view."""
        centre = self.shown().filter(pk=asset_id).first()
        if centre is None:
            return first_page(self.shown(), self.order, size=size)
        return page_around(self.shown(), self.order, centre, size=size)

    def from_day(self, day: date, size: int = PAGE) -> Page[Asset]:
        """The page that begins with this day, or with the next one in the order; with the last one, if none follows."""
        order = self.order
        edge = Key(datetime.combine(day, time.min, UTC), 0)
        if order.is_descending:
            edge = Key(datetime.combine(day, time.max, UTC), LARGEST_ID)
        page = page_after(self.shown(), order, edge, size=size)
        before = take(self.assets(), order, edge, 1, backwards=True)
        if not before:
            return replace(page, previous_key="")
        if before[0].captured_at and not (page.rows and page.rows[0].captured_at):
            return self.from_day(before[0].captured_at.astimezone(UTC).date(), size)
        return page

    def neighbours(self, asset: Asset) -> tuple[Asset | None, Asset | None]:
        """What stands before this asset, and what after it. Three queries at the most, four where order is by hand."""
        placed: Asset | None = asset
        if self.sort == "hand":
            placed = self.assets().filter(pk=asset.pk).first()
        if placed is None:
            return None, None
        key = self.order.key_of(placed)
        before = take(self.assets(), self.order, key, 1, backwards=True)
        after = take(self.assets(), self.order, key, 1)
        return (before[0] if before else None), (after[0] if after else None)

    def shown(self) -> QuerySet[Asset]:
        """Its assets with the columns a cell shows, and no more: captions and facts are long."""
        return self.assets().select_related("original").only(*COLUMNS)


COLUMNS = (
    "project_id",
    "original_id",
    "kind",
    "file_name",
    "name_key",
    "alt_text",
    "captured_at",
    "stack_id",
    *(f"original__{name}" for name in ("kind", "state", "width_px", "height_px", "duration_ms")),
)


def choose(value: str | None, among: Any, otherwise: str) -> str:
    """The value, if it is one of these; `otherwise` when there is none. Raises Http404 for another."""
    if not value:
        return otherwise
    if value not in among:
        raise Http404
    return value


def find(model: type[Model], project_id: int, value: str | None) -> Any:
    """The project's row with this id; None without one. Raises Http404 for what is no id, or another project's."""
    return get_object_or_404(model, project_id=project_id, pk=read_id(value)) if value else None


def read_day(value: str | None) -> date | None:
    """A day as a date field writes it; None without one. Raises Http404 for what is none."""
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        raise Http404 from None
