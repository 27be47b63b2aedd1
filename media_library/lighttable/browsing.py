"""What part of a project's material is looked at, and in what order."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from typing import Any
from urllib.parse import urlencode

from django.db.models import F, Model, Q, QuerySet
from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404

from media_library.models import Asset, Bin, Import

from .filtering import Filter, choose
from .paging import (
    BY_CAPTURE,
    BY_HAND,
    BY_NAME,
    LARGEST_ID,
    Key,
    Order,
    Page,
    Rows,
    Stretches,
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


@dataclass(frozen=True)
class View:
    """Some of a project's material in an order: what the library page shows, and what the asset page goes on through.

    `direction` is empty for the order's own: the latest first by capture time, from A on by name. `user_id` is who
    looks. `is_open` shows every picture of a stack, `is_locked` keeps the filter when one goes to another place.
    """

    project_id: int
    sort: str = "capture"
    direction: str = ""
    run: Import | None = None
    bin: Bin | None = None
    filter: Filter = field(default_factory=Filter)
    is_open: bool = False
    is_locked: bool = False
    user_id: int | None = None

    @classmethod
    def read(cls, data: QueryDict, project_id: int, user_id: int | None = None) -> View:
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
            run=find(Import, project_id, data.get("import")),
            bin=bin_,
            filter=Filter.read(data),
            is_open=bool(choose(data.get("stacks"), ("open",), "")),
            is_locked=bool(choose(data.get("lock"), ("1",), "")),
            user_id=user_id,
        )

    def query(self, **changes: Any) -> str:
        """The query string that names this view, or the view with some fields changed; the usual is left out."""
        view = replace(self, **changes)
        fields = {
            "import": view.run.pk if view.run else "",
            "bin": view.bin.pk if view.bin else "",
            **view.filter.terms(),
            "stacks": "open" if view.is_open else "",
            "lock": "1" if view.is_locked else "",
            "sort": "" if view.sort == "capture" else view.sort,
            "order": view.direction,
        }
        return urlencode({name: value for name, value in fields.items() if value}, doseq=True, safe=",")

    def elsewhere(self, *, run: Import | None = None, bin: Bin | None = None, **limits: Any) -> View:
        """Another place, seen in the same order. `limits` are kinds and undated, which are places too.

        The filter stays behind, unless it is locked.
        """
        kept = self.filter if self.is_locked else Filter()
        sort = "capture" if self.sort == "hand" else self.sort
        return replace(self, sort=sort, run=run, bin=bin, filter=replace(kept, **limits))

    @property
    def kept_query(self) -> str:
        """What a link to another place carries along: the filter, while it is locked, else nothing."""
        return replace(self.elsewhere(), sort="capture", direction="").query() if self.is_locked else ""

    def name_place(self) -> str:
        """The same for two views of one place; where nothing is locked, a filter is part of the place."""
        of_place = Filter(kinds=self.filter.kinds, is_undated=self.filter.is_undated)
        chosen = of_place if self.is_locked else self.filter
        return self.query(sort="capture", direction="", is_open=False, filter=chosen)

    @property
    def is_narrowed(self) -> bool:
        """Whether it shows less than everything."""
        return bool(self.run or self.bin or self.filter != Filter())

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

    @property
    def cover(self) -> int:
        """Up to which cover an asset has a place of its own in it. A bin shows all that was put into it."""
        is_flat = self.is_open or self.filter.is_finding or self.bin is not None
        return Asset.Cover.STACKED if is_flat else Asset.Cover.NONE

    def assets(self) -> QuerySet[Asset]:
        """Everything in it, not sorted yet."""
        return self.narrowed_by(self.filter)

    def narrowed_by(self, chosen: Filter) -> QuerySet[Asset]:
        """What is in its place, narrowed by this filter instead of its own, and covered as it is with its own."""
        # No equality: a database would enter an index by it that has another order, and sort.
        return self.placed().filter(Q(cover__lte=self.cover), *chosen.conditions(self.user_id))

    def placed(self) -> QuerySet[Asset]:
        """Everything in its place, whatever the filter: the library, an import, a bin."""
        rows: QuerySet[Asset] = Asset.objects.in_library()
        # An import is one project's; its index begins with it.
        rows = rows.filter(first_import=self.run) if self.run else rows.filter(project_id=self.project_id)
        if self.bin:
            rows = rows.filter(bin_entries__bin=self.bin)
        if self.sort == "hand":
            rows = rows.annotate(place=F("bin_entries__position"), entry_id=F("bin_entries__pk"))
        return rows

    def ids(self, most: int) -> list[int]:
        """The ids of the first `most` in its order. Two queries at the most."""
        return [asset.pk for asset in take(self.rows(with_columns=False), self.order, None, most)]

    def page(self, *, after: str = "", before: str = "", size: int = PAGE) -> Page[Asset]:
        """A page of it by the key of the page before it or behind it. Raises Http404 for a key nobody was given."""
        return open_page(self.rows(), self.order, after=after, before=before, size=size)

    def end(self, size: int = PAGE) -> Page[Asset]:
        """Its last page."""
        return last_page(self.rows(), self.order, size=size)

    def around(self, asset_id: int, size: int = PAGE) -> Page[Asset]:
        """The page with this asset in its middle, or the top of its stack; the first one if neither is in the view."""
        shown = self.shown()
        centre = shown.filter(pk=asset_id).first() or shown.filter(stack__assets=asset_id).first()
        if centre is None:
            return first_page(self.rows(), self.order, size=size)
        return page_around(self.rows(), self.order, centre, size=size)

    def from_day(self, day: date, size: int = PAGE) -> Page[Asset]:
        """The page that begins with this day, or with the next one in the order; with the last one, if none follows."""
        order = self.order
        edge = Key(datetime.combine(day, time.min, UTC), 0)
        if order.is_descending:
            edge = Key(datetime.combine(day, time.max, UTC), LARGEST_ID)
        page = page_after(self.rows(), order, edge, size=size)
        before = take(self.rows(with_columns=False), order, edge, 1, backwards=True)
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
        before = take(self.rows(), self.order, key, 1, backwards=True)
        after = take(self.rows(), self.order, key, 1)
        return (before[0] if before else None), (after[0] if after else None)

    def shown(self) -> QuerySet[Asset]:
        """Its assets with the columns a cell shows, and no more: captions and facts are long."""
        return draw(self.assets())

    def rows(self, *, with_columns: bool = True) -> Rows:
        """What its pages are read from: `shown`, or its assets by their order's columns alone; in stretches, where an
        index has them in the order, so that a rare mark is found as quickly as a common one."""
        stretches, rest = self.filter.stretches()
        if len(stretches) > 1 and self.is_by_day and not (self.run or self.bin):
            parts = tuple(self.narrowed_by(rest).filter(each) for each in stretches)
            return Stretches(parts, draw(Asset.objects.all(), with_columns=with_columns))
        return draw(self.assets(), with_columns=with_columns)


RELATED = ("original", "stack", "marked_by")
COLUMNS = (
    "project_id",
    "original_id",
    "kind",
    "file_name",
    "name_key",
    "alt_text",
    "captured_at",
    "flag",
    "rating",
    "label",
    "mark_version",
    "stack_id",
    "cover",
    "stack__kind",
    "marked_by__name",
    "marked_by__email",
    *(f"original__{name}" for name in ("kind", "mime", "state", "width_px", "height_px", "duration_ms")),
)
"""What a cell shows of an asset, with what is RELATED to it."""


def draw(rows: QuerySet[Asset], *, with_columns: bool = True) -> QuerySet[Asset]:
    """The rows with what a cell shows of them, or with what they are sorted by."""
    return rows.select_related(*RELATED).only(*COLUMNS) if with_columns else rows.only("captured_at", "name_key")


def find(model: type[Model], project_id: int, value: str | None) -> Any:
    """The project's row with this id; None without one. Raises Http404 for what is no id, or another project's."""
    return get_object_or_404(model, project_id=project_id, pk=read_id(value)) if value else None
