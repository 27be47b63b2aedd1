"""The numbers of the filter bar: what each value would give, the other kinds applied and its own kind ignored.

Marks, kind, camera and lens are counted from one grouped query, a small cube, which an index of its own answers; the
rest by counts that end at CAP.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, timedelta
from typing import Any, NamedTuple

from django.db.models import Count, OuterRef, QuerySet
from django.db.models.expressions import RawSQL
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from media_library.models import Asset, Bin, BinEntry, Original

from .browsing import View
from .counting import CAP, CountOf
from .days import SCAN, begin, count_days
from .filtering import FLAGS, KINDS, LABELS, MOST_STARS, NONE, OTHER, Filter
from .words import name_flag, name_label, name_limit, name_stacked, write_sentence

MOST_DAYS = 60
MOST_IN_BINS = 50_000
"""Entries of all bins together that are gone over for each question."""
MOST_LISTED = 40
"""Cameras, or lenses, those that would give most first."""


class Cell(NamedTuple):
    """How many assets are alike in all that the cube counts by."""

    cover: int
    flag: str
    rating: int | None
    label: str
    kind: str
    camera: str
    lens: str
    number: int


@dataclass(frozen=True)
class Value:
    """A value of a kind, as the address has it and in words, and how many it would give, up to CAP + 1.

    `count` is None where counting would take too long.
    """

    value: str
    name: str
    count: int | None


@dataclass(frozen=True)
class Facets:
    """By the names of the query string. `shown` are in the view, `total` in its place without a filter."""

    values: dict[str, list[Value]]
    shown: int
    total: int
    words: str


def count_facets(view: View) -> Facets:
    """The numbers for a view. Ten queries or eleven, one more with a word, or for what is unseen."""
    total = count(replace(view, filter=Filter()).assets())
    settled = settle(view)
    cube = Cube(settled)
    shown = cap(cube.count_shown())
    values = {**cube.list_values(), **count_others(settled), "on": list_days(settled), "bin": list_bins(settled)}
    return Facets(values, shown, total, write_sentence(view, shown, total))


@dataclass(frozen=True)
class Settled:
    """A view whose slow conditions are looked for once: `hits` are the ids that meet them, None if there are none.

    What they find lies under the tops of stacks too: the view is open instead.
    """

    view: View
    hits: list[int] | None = None

    def find(self, view: View) -> QuerySet[Asset]:
        """The assets of another view, which differs from this one, as far as they are among the hits."""
        rows = view.assets()
        return rows if self.hits is None else rows.filter(pk__in=RawSQL(write_ids(self.hits), ()))  # noqa: S611 - numbers

    def find_with(self, **changes: Any) -> QuerySet[Asset]:
        """Those of this view with a change of its filter."""
        return self.find(replace(self.view, filter=replace(self.view.filter, **changes)))


def write_ids(ids: Iterable[int]) -> str:
    """The ids as they stand in a statement: ten thousand are more than a database takes as parameters."""
    return ",".join(str(int(each)) for each in ids) or "NULL"


def settle(view: View) -> Settled:
    """Looks once, instead of once for each number, for what no index has: a word, and what is unseen.

    Where more than CAP are found, their ids are left: counts come to their end soon.
    """
    slow = Filter(q=view.filter.q, is_unseen=view.filter.is_unseen)
    if slow == Filter():
        return Settled(view)
    found = view.placed().filter(*slow.conditions(view.user_id)).order_by()
    hits = list(found.values_list("pk", flat=True)[: CAP + 1])
    if len(hits) > CAP:
        return Settled(view)
    return Settled(replace(view, is_open=True, filter=replace(view.filter, q="", is_unseen=False)), hits)


class Cube:
    """Everything in a view's place by what the index counts by, narrowed by those kinds only that it does not hold."""

    def __init__(self, settled: Settled) -> None:
        self.view = settled.view
        self.filter = settled.view.filter
        bare = replace(self.filter, kinds=(), flags=(), stars="", labels=(), cameras=(), lenses=())
        rows = settled.find(replace(self.view, filter=bare, is_open=True)).order_by()
        columns = ("cover", "flag", "rating", "label", "kind", "model", "lens")
        self.cells = [Cell(*row) for row in rows.values_list(*columns).annotate(Count("pk"))]
        self.tests = dict(list_tests(self.filter))

    def count_shown(self) -> int:
        """How many the view shows."""
        return sum(cell.number for cell in self.narrow("") if cell.cover <= self.view.cover)

    def narrow(self, ignored: str) -> Iterator[Cell]:
        """The cells that every kind lets through but this one, which is ignored."""
        tests = [test for name, test in self.tests.items() if name != ignored]
        return (cell for cell in self.cells if all(test(cell) for test in tests))

    def count_by(self, name: str, cover: int, read: Callable[[Cell], str]) -> Counter[str]:
        """How many there are of each value of a kind."""
        found: Counter[str] = Counter()
        for cell in self.narrow(name):
            if cell.cover <= cover:
                found[read(cell)] += cell.number
        return found

    def list_values(self) -> dict[str, list[Value]]:
        """The values of every kind it counts by. What is narrowed by a mark or a camera is found in stacks too."""
        all_of = Asset.Cover.STACKED
        stars = self.count_by("stars", all_of, lambda cell: str(cell.rating or 0))
        flags = self.count_by("flag", all_of, lambda cell: cell.flag or NONE)
        labels = self.count_by("label", all_of, lambda cell: read_label(cell.label))
        kinds = self.count_by("kind", self.view.cover, lambda cell: cell.kind)
        cameras = self.count_by("camera", all_of, lambda cell: cell.camera)
        lenses = self.count_by("lens", all_of, lambda cell: cell.lens)
        return {
            "flag": [Value(flag, name_flag(flag), cap(flags[flag])) for flag in FLAGS],
            "stars": list_stars(stars),
            "label": [Value(label, name_label(label), cap(labels[label])) for label in LABELS],
            "kind": [Value(kind, str(Original.Kind(kind).label), cap(kinds[kind])) for kind in KINDS],
            "camera": self.list_names(cameras, "camera", self.filter.cameras),
            "lens": self.list_names(lenses, "lens", self.filter.lenses),
        }

    def list_names(self, counted: Counter[str], name: str, chosen: Collection[str]) -> list[Value]:
        """Cameras or lenses, those that give most first; those that are chosen always, and those that give nothing."""
        known = {str(getattr(cell, name)) for cell in self.cells} | set(chosen)
        names = sorted(known - {""}, key=lambda each: (-counted[each], each))
        listed = dict.fromkeys([*names[:MOST_LISTED], *(each for each in names if each in chosen)])
        return [Value(each, each, cap(counted[each])) for each in listed]


def list_tests(chosen: Filter) -> Iterator[tuple[str, Callable[[Cell], bool]]]:
    """For each kind of the cube of which something is chosen: whether a cell is among it."""
    if chosen.flags:
        yield "flag", lambda cell: (cell.flag or NONE) in chosen.flags
    if chosen.stars:
        stars = chosen.stars_from
        yield "stars", lambda cell: (cell.rating or 0) in stars
    if chosen.labels:
        yield "label", lambda cell: read_label(cell.label) in chosen.labels
    if chosen.kinds:
        yield "kind", lambda cell: cell.kind in chosen.kinds
    if chosen.cameras:
        yield "camera", lambda cell: cell.camera in chosen.cameras
    if chosen.lenses:
        yield "lens", lambda cell: cell.lens in chosen.lenses


def read_label(label: str) -> str:
    """As the address names it."""
    return label if label in LABELS[:-2] else OTHER if label else NONE


def list_stars(counted: Counter[str]) -> list[Value]:
    """At least, exactly and at most each number."""
    numbers = range(MOST_STARS + 1)
    asked = [f"{compare}{number}" for compare in ("ge", "eq", "le") for number in numbers]
    return [
        Value(each, name_limit(each), cap(sum(counted[str(number)] for number in Filter(stars=each).stars_from)))
        for each in asked
    ]


def count_others(settled: Settled) -> dict[str, list[Value]]:
    """What lies in stacks and what does not, what is unseen, what has no capture time. Four queries."""
    unseen, undated = settled.find_with(is_unseen=True), settled.find_with(is_undated=True, days=())
    return {
        "stack": list_sides(settled),
        "unseen": [Value("1", _("not looked at by you"), count(unseen))],
        "undated": [Value("1", _("without a capture time"), count(undated))],
    }


def list_sides(settled: Settled) -> list[Value]:
    """What lies in stacks, and what does not. Two queries."""
    stacked = settled.find_with(stack="in").order_by().count()  # an index has those that are stacked, and no others
    return [
        Value("in", name_stacked("in"), cap(stacked)),
        Value("out", name_stacked("out"), count(settled.find_with(stack="out"))),
    ]


def list_days(settled: Settled) -> list[Value]:
    """The latest days on which something of the view was shot, among the latest SCAN of its place. Two queries."""
    chosen = settled.view.filter.days
    rows = settled.find_with(days=(), is_undated=False).filter(captured_at__isnull=False)
    since = find_edge(settled.view)
    if since:
        rows = rows.filter(captured_at__gte=begin(since))
    counted = dict(count_days(rows))
    listed = sorted({*list(counted)[:MOST_DAYS], *chosen}, reverse=True)
    return [Value(f"{day:%Y-%m-%d}", date_format(day, "j M Y"), cap(counted.get(day, 0))) for day in listed]


def find_edge(view: View) -> date | None:
    """The first day that lies wholly within the latest SCAN of the place; None, if there are no more. One query."""
    dated = view.placed().filter(captured_at__isnull=False).order_by("-captured_at", "-pk")
    beyond = dated.values_list("captured_at", flat=True)[SCAN : SCAN + 1].first()
    return beyond.astimezone(UTC).date() + timedelta(days=1) if beyond else None


def list_bins(settled: Settled) -> list[Value]:
    """The bins, in their order, with what each would show. Up to three queries."""
    bins = Bin.objects.filter(project_id=settled.view.project_id).order_by("position", "id")
    anywhere = replace(settled.view, bin=None, is_open=True, sort="capture")
    if (
        BinEntry.objects.filter(bin__in=bins.order_by()).order_by().values("pk")[: MOST_IN_BINS + 1].count()
        > MOST_IN_BINS
    ):
        return list_full_bins(settled, anywhere, bins)
    inside = settled.find(anywhere).filter(bin_entries__bin=OuterRef("pk"))
    rows = bins.annotate(count=CountOf(inside)).values_list("pk", "name", "count")
    return [Value(str(pk), name, found) for pk, name, found in rows]


def list_full_bins(settled: Settled, anywhere: View, bins: QuerySet[Bin]) -> list[Value]:
    """The bins with numbers only where no more than CAP are looked for: these are asked for their bins. Two queries."""
    ids = list(settled.find(anywhere).order_by().values_list("pk", flat=True)[: CAP + 1])
    names = bins.values_list("pk", "name")
    if len(ids) > CAP:
        return [Value(str(pk), name, None) for pk, name in names]
    entries = BinEntry.objects.filter(bin__in=bins.order_by(), asset_id__in=RawSQL(write_ids(ids), ()))  # noqa: S611 - numbers
    counted = dict(entries.order_by().values_list("bin").annotate(Count("pk")))
    return [Value(str(pk), name, counted.get(pk, 0)) for pk, name in names]


def count(rows: QuerySet[Asset]) -> int:
    """Up to CAP + 1. One query."""
    return rows.order_by().values("pk")[: CAP + 1].count()


def cap(number: int) -> int:
    return min(number, CAP + 1)
