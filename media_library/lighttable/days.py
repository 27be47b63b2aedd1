"""The days material was shot on, by month, so many at a time that counting them never takes long."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby

from django.db.models import Count, QuerySet, TextField
from django.db.models.functions import Cast, Substr
from django.utils.formats import date_format

from media_library.models import Asset

from .browsing import View
from .counting import write_count

SCAN = 20_000
"""Assets that are looked at for one piece of the list."""


@dataclass(frozen=True)
class Day:
    day: date
    name: str
    count: str


@dataclass(frozen=True)
class Month:
    name: str
    days: list[Day]


@dataclass(frozen=True)
class Days:
    """Some months, the latest first. `before` is the day to go on from (None at the end)."""

    months: list[Month]
    before: date | None


def list_days(view: View, before: date | None = None) -> Days:
    """The days of a view that are before this one, latest first. Two queries; counts SCAN assets at the most.

    A day that holds more than SCAN by itself is told as that many.
    """
    dated = view.assets().filter(captured_at__isnull=False)
    if before:
        dated = dated.filter(captured_at__lt=begin(before))
    latest_first = dated.order_by("-captured_at", "-pk").values_list("captured_at", flat=True)
    beyond = latest_first[SCAN : SCAN + 1].first()
    if beyond is None:
        return Days(group(count_days(dated)), None)
    last = beyond.astimezone(UTC).date()  # not all of it is within SCAN: it begins the next piece
    found = count_days(dated.filter(captured_at__gte=begin(last + timedelta(days=1))))
    if not found:
        found = [(last, SCAN)]
    return Days(group(found), found[-1][0])


def begin(day: date) -> datetime:
    return datetime.combine(day, time.min, UTC)


def count_days(dated: QuerySet[Asset]) -> list[tuple[date, int]]:
    """Each day with the number of its assets, latest first. One query."""
    # The day as text: truncating a moment is a function of the database in one, and of Python in the other.
    day = Substr(Cast("captured_at", TextField()), 1, 10)
    counted = dated.order_by().values_list(day).annotate(count=Count("pk"))
    return sorted(((date.fromisoformat(text), count) for text, count in counted), reverse=True)


def group(found: list[tuple[date, int]]) -> list[Month]:
    """Days with their counts, latest first, as months."""
    by_month = groupby(found, key=lambda each: each[0].replace(day=1))
    return [Month(date_format(month, "F Y"), [make_day(*each) for each in days]) for month, days in by_month]


def make_day(day: date, count: int) -> Day:
    return Day(day, date_format(day, "D j"), write_count(count))
