"""What was judged of an asset, by whom and when: nothing is ever written over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import BooleanField, ExpressionWrapper, Q
from django.utils.translation import gettext as _

from media_library.models import Asset, MarkEvent

from .events import BASE
from .reading import name_marker

MOST = 100
STAR = "★"


@dataclass(frozen=True)
class Line:
    """One judgement, in words. `by` is "" for what was there before anybody judged; what is undone does not count."""

    by: str
    at: datetime
    field: str
    was: str
    value: str
    is_undone: bool


@dataclass(frozen=True)
class History:
    """The latest judgements, the newest first, and whether there are older ones that are not in it."""

    lines: list[Line]
    has_more: bool


def read_history(asset_id: int) -> History:
    """The history of an asset. One query."""
    is_base = ExpressionWrapper(Q(step=BASE), output_field=BooleanField())
    rows = MarkEvent.objects.filter(asset_id=asset_id).select_related("by").annotate(is_base=is_base)
    rows = rows.order_by("is_base", "-moment", "-step", "field")
    events = list(rows[: MOST + 1])
    lines = [make_line(event) for event in events[:MOST] if event.step != BASE or event.value not in ("", "0")]
    return History(lines, len(events) > MOST)


def make_line(event: MarkEvent) -> Line:
    """An event in words."""
    by = "" if event.step == BASE else name_marker(str(event.by) if event.by else None, is_marked=True)
    was, value = (write_value(event.field, text) for text in (event.was, event.value))
    return Line(by, event.moment, str(MarkEvent.Field(event.field).label), was, value, event.is_undone)


def write_value(field: str, value: str) -> str:
    """A value as the screen has it: ★★★, pick, red; no flag, no stars, no label."""
    if field == MarkEvent.Field.STARS:
        return STAR * int(value) if value in tuple("12345") else _("no stars")
    if field == MarkEvent.Field.FLAG:
        return str(Asset.Flag(value).label) if value in Asset.Flag.values else _("no flag")
    return str(Asset.Label(value).label) if value in Asset.Label.values else value or _("no label")
