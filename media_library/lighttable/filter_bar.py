"""The filter bar as it stands before any number has come: every value one may choose, and which are chosen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from media_library.bins.listing import BinNode, flatten

from .browsing import View
from .filtering import MOST_STARS, Filter
from .mark_words import name_labels, name_stars
from .words import name_kinds

OWN = ("kind", "flag", "stars", "label", "camera", "lens", "on", "stack", "unseen", "undated", "bin")
"""The terms that the bar has fields for; it carries the others along."""


@dataclass(frozen=True)
class Choice:
    """A value of a kind. `initial` stands in the square of a label; `title` says more where the name is short."""

    facet: str
    value: str
    name: str
    is_chosen: bool = False
    initial: str = ""
    title: str = ""


@dataclass(frozen=True)
class Column:
    """A kind whose values stand below one another; the script adds those that only the material knows."""

    facet: str
    name: str
    choices: list[Choice]


@dataclass(frozen=True)
class FilterBar:
    """What the template of the bar takes. `kept` are the hidden fields of its form."""

    flags: list[Choice]
    stars: list[Choice]
    plain_stars: list[Choice]
    labels: list[Choice]
    columns: list[Column]
    kept: list[tuple[str, str]]
    compare: str
    is_unseen: bool
    is_filtered: bool


def make_filter_bar(view: View, bins: list[BinNode]) -> FilterBar:
    """The bar of a view. No query."""
    terms = QueryDict(view.query())
    chosen = view.filter
    return FilterBar(
        flags=choices("flag", name_flags(), chosen.flags),
        stars=choices("stars", {str(number): name_stars(number) for number in range(MOST_STARS + 1)}, ()),
        plain_stars=choices("stars", name_comparisons(), (chosen.stars,)),
        labels=choices("label", name_labels(), chosen.labels),
        columns=list_columns(view, bins),
        kept=[(name, value) for name, values in terms.lists() if name not in OWN for value in values],
        compare=chosen.stars[:2] or "ge",
        is_unseen=chosen.is_unseen,
        is_filtered=chosen != Filter(),
    )


def choices(facet: str, names: dict[str, str], chosen: Any) -> list[Choice]:
    """The values of a kind by their names, in this order."""
    return [Choice(facet, value, name, value in chosen, name[:1]) for value, name in names.items()]


def list_columns(view: View, bins: list[BinNode]) -> list[Column]:
    chosen = view.filter
    days = {f"{day:%Y-%m-%d}": date_format(day, "j M Y") for day in chosen.days}
    here = str(view.bin.pk) if view.bin else ""
    in_bins = [Choice("bin", str(node.pk), node.name, str(node.pk) == here, title=node.path) for node in flatten(bins)]
    undated = Choice("undated", "1", _("Undated"), chosen.is_undated, title=_("Without a capture time"))
    others = {"none": _("No label"), "other": _("Another label")}
    return [
        Column("kind", _("Kind"), choices("kind", name_kinds(), chosen.kinds)),
        Column("camera", _("Camera"), choices("camera", {each: each for each in chosen.cameras}, chosen.cameras)),
        Column("lens", _("Lens"), choices("lens", {each: each for each in chosen.lenses}, chosen.lenses)),
        Column("on", _("Day"), [*choices("on", days, days), undated]),
        Column("bin", _("Bin"), in_bins),
        Column("stack", _("Stack"), choices("stack", name_stacks(), (chosen.stack,))),
        Column("label", _("Label"), choices("label", others, chosen.labels)),
    ]


def name_flags() -> dict[str, str]:
    return {"pick": _("Pick"), "none": _("Unflagged"), "reject": _("Reject")}


def name_stacks() -> dict[str, str]:
    return {"in": _("In a stack"), "out": _("In no stack")}


def name_comparisons() -> dict[str, str]:
    """Every question about stars, for a page without a script."""
    signs = {"ge": "≥", "eq": "=", "le": "≤"}
    sensible = {"ge": range(1, MOST_STARS + 1), "eq": range(MOST_STARS + 1), "le": range(1, MOST_STARS)}
    return {f"{name}{number}": f"{signs[name]} {number}" for name, numbers in sensible.items() for number in numbers}
