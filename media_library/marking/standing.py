"""What stands on assets: the events that count, the columns that follow from them, and the project's count of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import BigIntegerField, Case, DateTimeField, F, Value, When
from django.db.models.expressions import Combinable

from media_library.lighttable.chosen import in_parts
from media_library.models import Asset, MarkClock, MarkEvent

from .events import BASE, Event, find_standing
from .values import COLUMNS, read_column

Counting = Mapping[int, Mapping[str, list[Event]]]
"""The events that are not undone, by asset and field."""


def lock_clock(project_id: int) -> MarkClock:
    """The project's count of marks, held until the transaction ends: its marks are written one after another."""
    rows = MarkClock.objects.select_for_update(no_key=True).filter(project_id=project_id)
    found = rows.first()
    if found is None:
        MarkClock.objects.get_or_create(project_id=project_id)
        found = rows.get()
    return found


def read_version(project_id: int) -> int:
    """The project's count as it is now."""
    return MarkClock.objects.filter(project_id=project_id).values_list("version", flat=True).first() or 0


def leave_judged(asset: Asset, columns: Mapping[str, Any]) -> dict[str, Any]:
    """Columns that a file brings for an asset, without those in which somebody has marked it: that is theirs to say.

    Marks that are left get a number, so that others hear of them.
    """
    if not columns.keys() & set(COLUMNS.values()):
        return dict(columns)
    clock = lock_clock(asset.project_id)
    judged = {COLUMNS[field] for field in MarkEvent.objects.filter(asset=asset).values_list("field", flat=True)}
    left = {name: value for name, value in columns.items() if name not in judged}
    if left.keys() & set(COLUMNS.values()):
        left["mark_version"] = clock.version + 1
        MarkClock.objects.filter(pk=clock.pk).update(version=left["mark_version"])
    return left


def read_counting(asset_ids: Collection[int]) -> Counting:
    """The events that count. A query for each 500 assets."""
    counting: dict[int, dict[str, list[Event]]] = {pk: defaultdict(list) for pk in asset_ids}
    for part in in_parts(sorted(asset_ids)):
        rows = MarkEvent.objects.filter(asset_id__in=part, is_undone=False)
        columns = ("asset_id", "field", "step", "by_id", "value", "moment", "was")
        for pk, field, step, by, value, moment, was in rows.values_list(*columns):
            counting[pk][field].append(Event(step, by, value, moment, was))
    return counting


def write_standing(clock: MarkClock, asset_ids: Collection[int], counting: Counting) -> int:
    """Puts into the assets' columns what their events say, and counts it; gives the project's count then.

    Each asset has a number of its own, so that what has changed since can be asked for page by page: the count goes up
    by as much as the ids are apart. A query for each 500 assets, and one.
    """
    if not asset_ids:
        return clock.version
    ahead = clock.version + 1 - min(asset_ids)
    for part in in_parts(sorted(asset_ids)):
        columns = list_columns({pk: counting[pk] for pk in part})
        Asset.objects.filter(pk__in=part).update(mark_version=F("pk") + Value(ahead), **columns)
    clock.version = ahead + max(asset_ids)
    MarkClock.objects.filter(pk=clock.pk).update(version=clock.version)
    return clock.version


def list_columns(counting: Counting) -> dict[str, Combinable]:
    """What each column is to be, for some assets at once."""
    columns: dict[str, dict[Any, list[int]]] = {name: defaultdict(list) for name in COLUMNS.values()}
    people: dict[int, list[int]] = defaultdict(list)
    moments: dict[datetime, list[int]] = defaultdict(list)
    for pk, fields in counting.items():
        standing = {field: find_standing(events) for field, events in fields.items()}
        for field, event in standing.items():
            if event:
                columns[COLUMNS[field]][read_column(field, event.value)].append(pk)
        latest = find_latest(event for event in standing.values() if event)
        if latest:
            moments[latest.moment].append(pk)
        if latest and latest.by is not None:
            people[latest.by].append(pk)
    return {
        **{name: choose(groups, F(name), Asset._meta.get_field(name)) for name, groups in columns.items()},
        "marked_by": choose(people, Value(None), BigIntegerField()),
        "marked_at": choose(moments, Value(None), DateTimeField()),
    }


def find_latest(standing: Iterable[Event]) -> Event | None:
    """Who has marked last, and when. What came with the file was marked by nobody."""
    return find_standing(event for event in standing if event.step != BASE)


def choose(groups: Mapping[Any, list[int]], otherwise: Combinable, field: Any) -> Combinable:
    """The value by the ids it is for, as this field holds it."""
    cases = [When(pk__in=ids, then=Value(value)) for value, ids in groups.items()]
    return Case(*cases, default=otherwise, output_field=field) if cases else otherwise
