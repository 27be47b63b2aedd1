"""The left panel of the library: the places to look at, each with how much is there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from media_library.models import Import

from .browsing import View
from .counting import Counts, write_count
from .items import ICONS
from .words import name_import, name_kinds


@dataclass(frozen=True)
class Place:
    """A line of the panel. `query` is the query string it leads to."""

    name: str
    icon: str
    query: str
    count: str
    is_here: bool


def list_places(view: View, counts: Counts) -> list[Place]:
    """Everything, the kinds, and what has no capture time. A kind keeps the order, and leaves every other limit."""
    words = name_kinds()
    plain: dict[str, Any] = {"kinds": (), "is_undated": False}
    everything = make_place(view, _("Everything"), "images", counts.total, **plain)
    kinds = [
        make_place(view, words[kind], icon, getattr(counts, kind), **{**plain, "kinds": (kind,)})
        for kind, icon in ICONS.items()
    ]
    undated = make_place(
        view, _("Without a capture time"), "calendar-off", counts.undated, **{**plain, "is_undated": True}
    )
    return [everything, *kinds, undated] if counts.undated or view.filter.is_undated else [everything, *kinds]


def list_runs(view: View, runs: Iterable[Import]) -> list[Place]:
    """The latest imports; see `counting.latest_imports`."""
    return [
        make_place(view, name_import(run), "hard-drive-download", getattr(run, "count", 0), run=run) for run in runs
    ]


def make_place(view: View, name: str, icon: str, count: int, *, run: Import | None = None, **limits: Any) -> Place:
    """A place in the order of the present view, narrowed by nothing but its own limits; by the filter too, if that is
    locked."""
    there = view.elsewhere(run=run, **limits)
    is_here = there.name_place() == view.name_place()
    return Place(name, icon, there.query(), write_count(count), is_here)
