"""The orders of a library page that one may choose."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from .browsing import View


@dataclass(frozen=True)
class Sort:
    """One of the orders; `query` is the query string of the page in it."""

    name: str
    query: str
    is_chosen: bool


def list_sorts(view: View) -> list[Sort]:
    """By capture time and by name, in either direction; in a bin first the order made by hand."""
    choices = [
        (_("Capture time, latest first"), "capture", ""),
        (_("Capture time, earliest first"), "capture", "asc"),
        (_("File name, from A"), "name", ""),
        (_("File name, from Z"), "name", "desc"),
    ]
    if view.bin:
        choices.insert(0, (_("As ordered by hand"), "hand", ""))
    return [
        Sort(name, view.query(sort=sort, direction=direction), (view.sort, view.direction) == (sort, direction))
        for name, sort, direction in choices
    ]
