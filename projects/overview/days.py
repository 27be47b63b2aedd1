"""The last days of shooting, each with a few of its pictures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from media_library.lighttable.counting import write_count
from media_library.lighttable.thumbnails import Thumbnail, find_thumbnails
from media_library.models import Asset, Original

DAYS = 4
PICTURES = 6
CAP = 1_000
"""Files of one day that are counted."""

PICTURED = {Original.Kind.PHOTO.value, Original.Kind.VIDEO.value}


@dataclass(frozen=True)
class Day:
    """One day by the cameras' clocks, with its pictures in the order of the day."""

    date: date
    counts: dict[str, int]
    pictures: list[Thumbnail]

    @property
    def is_capped(self) -> bool:
        return sum(self.counts.values()) > CAP

    @property
    def total(self) -> str:
        """`12`, or `1,000+` for a day that is capped."""
        return write_count(sum(self.counts.values()), CAP)


def list_last_days(project_id: int) -> list[Day]:
    """The last days on which something was shot, the latest first. Two queries for each day, and two more."""
    found: list[tuple[date, list[tuple[int, str]]]] = []
    before: datetime | None = None
    while len(found) < DAYS and (day := _find_day(project_id, before)):
        before = datetime.combine(day, time(), UTC)
        found.append((day, _list_day(project_id, before)))
    chosen = {day: choose_evenly([pk for pk, kind in rows if kind in PICTURED], PICTURES) for day, rows in found}
    thumbnails = find_thumbnails([pk for ids in chosen.values() for pk in ids])
    return [
        Day(day, Counter(kind for __, kind in rows), [thumbnails[pk] for pk in chosen[day] if pk in thumbnails])
        for day, rows in found
    ]


def choose_evenly(ids: Sequence[int], count: int) -> list[int]:
    """At most `count` of them, spread over the whole, the first and the last among them."""
    if len(ids) <= count:
        return list(ids)
    return [ids[round(place * (len(ids) - 1) / (count - 1))] for place in range(count)]


def _find_day(project_id: int, before: datetime | None) -> date | None:
    """The last day with material before a moment. One step into an index."""
    dated = Asset.objects.in_library().filter(project_id=project_id, captured_at__isnull=False)
    if before:
        dated = dated.filter(captured_at__lt=before)
    latest = dated.order_by("-captured_at", "-pk").values_list("captured_at", flat=True).first()
    return latest.astimezone(UTC).date() if latest else None


def _list_day(project_id: int, start: datetime) -> list[tuple[int, str]]:
    """Id and kind of what was shot in the day that starts then, in order, no more than CAP + 1."""
    day = Asset.objects.in_library().filter(
        project_id=project_id, captured_at__gte=start, captured_at__lt=start + timedelta(days=1)
    )
    return list(day.order_by("captured_at", "pk").values_list("pk", "kind")[: CAP + 1])
