"""How judgements become events, and events the marks of assets. Whoever marks calls `recording`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from collaborators.models import User
from media_library.lighttable.chosen import in_parts
from media_library.models import Asset, MarkEvent, MarkUndo

from .events import BASE, Undo, Undoings, find_overtaken, settle
from .standing import Counting, lock_clock, read_counting, read_version, write_standing
from .values import write_stars
from .wire import MarkStep, Refusal, UndoStep, refuse_gone

HELD_COLUMNS = ("flag", "rating", "label", "created_at", "trashed_at", "joined_to_id")
Key = tuple[UUID, int, str]
"""What an event is known by: its step, asset and field."""


class Known(NamedTuple):
    """An event that has arrived before."""

    pk: int
    by_id: int | None
    value: str


@dataclass(frozen=True)
class Overtaken:
    """A mark that met somebody else's, which its author had not seen: what that one says, and whose it is."""

    asset_id: int
    field: str
    value: str
    by_id: int | None


@dataclass(frozen=True)
class Judged:
    """What came of judgements. `lost` are the steps of which nothing could be written."""

    version: int
    refused: tuple[Refusal, ...] = ()
    lost: frozenset[UUID] = frozenset()
    asset_ids: tuple[int, ...] = ()
    overtaken: tuple[Overtaken, ...] = ()


@dataclass(frozen=True)
class Held:
    """An asset in the project's library as it stands, and the other halves of it, if it is RAW and JPEG.

    `is_half`: it is itself the other half of a picture.
    """

    values: Mapping[str, str]
    created_at: datetime
    is_half: bool = False
    halves: tuple[int, ...] = ()


def judge(project_id: int, by: User | None, steps: Sequence[MarkStep | UndoStep]) -> Judged:
    """Writes events and undos that are new, and the columns that follow. Within a transaction of the caller's."""
    if not steps:
        return Judged(read_version(project_id))
    clock = lock_clock(project_id)
    marks = [step for step in steps if isinstance(step, MarkStep)]
    named = {pk for step in marks for pk in step.marks}
    held = find_held(project_id, named, locking=find_undone(project_id, by, steps))
    known = find_known(project_id, marks)
    undoings = write_undos(project_id, by, steps)
    rows = make_rows(project_id, by, marks, held, known)
    changed = write_events([row for key, row in rows.items() if key not in known], held, undoings)
    changed |= correct_halves(rows, known, held)
    changed |= toggle_events(project_id, by, steps, undoings)
    shown = changed | held.keys() | {pk for _step, pk, _field in known if pk in named}
    counting = read_counting(shown)
    version = write_standing(clock, changed, counting)
    overtaken = tuple(list_overtaken(by, marks, counting)) if by else ()
    return Judged(version, *sort_out(marks, known.keys() | rows.keys()), tuple(sorted(shown)), overtaken)


def sort_out(marks: Sequence[MarkStep], taken: Collection[Key]) -> tuple[tuple[Refusal, ...], frozenset[UUID]]:
    """The refusals of what is gone, and the steps of which nothing at all was taken."""
    missing = [(step, sum((step.step, pk, step.field) not in taken for pk in step.marks)) for step in marks]
    refused = tuple(refuse_gone(step, number) for step, number in missing if number)
    return refused, frozenset(step.step for step in marks) - {step for step, _pk, _field in taken}


def find_held(project_id: int, asset_ids: Collection[int], *, locking: Collection[int] = ()) -> dict[int, Held]:
    """Those of the assets that are in the library, with their halves, which are in the result as well.

    A query, and one for each 500 assets.
    All of them are locked, and others that will be written, in one order: whoever else does so waits, and is not
    waited for.
    """
    ours = Asset.objects.filter(project_id=project_id)
    halves: dict[int, list[int]] = defaultdict(list)
    for pk, joined_to in ours.filter(joined_to_id__in=asset_ids).values_list("pk", "joined_to_id"):
        halves[joined_to or 0].append(pk)
    wanted = {*asset_ids, *(half for each in halves.values() for half in each)}
    found = {}
    for part in in_parts(sorted(wanted | set(locking))):
        rows = ours.filter(pk__in=part).select_for_update(no_key=True).order_by("pk")
        for pk, flag, rating, label, created_at, trashed_at, joined_to in rows.values_list("pk", *HELD_COLUMNS):
            if pk in wanted and trashed_at is None:
                values = {"flag": flag, "stars": write_stars(rating), "label": label}
                found[pk] = (values, created_at, joined_to is not None)
    return {pk: Held(*one, tuple(half for half in halves[pk] if half in found)) for pk, one in found.items()}


def find_undone(project_id: int, by: User | None, steps: Iterable[MarkStep | UndoStep]) -> set[int]:
    """The assets of this person's steps that are taken back, or done again. One query, if there are any."""
    undone = {step.undoes for step in steps if isinstance(step, UndoStep)}
    events = MarkEvent.objects.filter(project_id=project_id, by=by, step__in=undone)
    return set(events.values_list("asset_id", flat=True)) if undone else set()


def find_known(project_id: int, marks: Sequence[MarkStep]) -> dict[Key, Known]:
    """The events of these steps that have arrived before. One query."""
    steps = {step.step for step in marks}
    rows = MarkEvent.objects.filter(project_id=project_id, step__in=steps)
    columns = ("step", "asset_id", "field", "pk", "by_id", "value")
    return {(step, asset, field): Known(*rest) for step, asset, field, *rest in rows.values_list(*columns)}


def make_rows(
    project_id: int, by: User | None, marks: Sequence[MarkStep], held: Mapping[int, Held], known: Collection[Key]
) -> dict[Key, MarkEvent]:
    """The events of the steps, for what is in the library and for its halves; what is named for a half comes first.

    A half gets the mark with its picture or not at all: what was joined to it since then has got all its marks already.
    """
    rows: dict[Key, MarkEvent] = {}
    for step, pk, asset_id in (*list_named(marks, held), *list_halves(marks, held, known)):
        mark = step.marks[pk]
        event = MarkEvent(project_id=project_id, asset_id=asset_id, by=by, step=step.step, field=step.field)
        event.value, event.moment = mark.value, step.moment
        event.was = held[asset_id].values[step.field] if mark.was is None else mark.was
        rows.setdefault((step.step, asset_id, step.field), event)
    return rows


def list_named(marks: Iterable[MarkStep], held: Mapping[int, Held]) -> Iterator[tuple[MarkStep, int, int]]:
    """Each step with each asset that it names, which gets its mark."""
    return ((step, pk, pk) for step in marks for pk in step.marks if pk in held)


def list_halves(
    marks: Iterable[MarkStep], held: Mapping[int, Held], known: Collection[Key]
) -> Iterator[tuple[MarkStep, int, int]]:
    """Each step with each asset whose mark is new, and each half of it that has none of this step."""
    for step, pk, _asset in list_named(marks, held):
        if (step.step, pk, step.field) not in known:
            yield from ((step, pk, half) for half in held[pk].halves if (step.step, half, step.field) not in known)


def correct_halves(rows: Mapping[Key, MarkEvent], known: Mapping[Key, Known], held: Mapping[int, Held]) -> set[int]:
    """Halves that had the mark of their picture before their own part of the step came get their own. Gives them."""
    wrong = {
        known[key].pk: row
        for key, row in rows.items()
        if key in known and held[row.asset_id].is_half
        if known[key].by_id == row.by_id and known[key].value != row.value
    }
    events = [MarkEvent(pk=pk, value=row.value, was=row.was) for pk, row in wrong.items()]
    MarkEvent.objects.bulk_update(events, ["value", "was"], batch_size=200)
    return {row.asset_id for row in wrong.values()}


def write_events(rows: Sequence[MarkEvent], held: Mapping[int, Held], undoings: Undoings) -> set[int]:
    """Writes new events, each field's first one after what stood there before. Gives their assets. Two queries."""
    if not rows:
        return set()
    asset_ids = {row.asset_id for row in rows}
    has_base = set(MarkEvent.objects.filter(asset_id__in=asset_ids, step=BASE).values_list("asset_id", "field"))
    first = {(row.asset_id, row.field): row for row in rows if (row.asset_id, row.field) not in has_base}
    for row in rows:
        row.is_undone = undoings.get((row.by_id, row.step), False)
    bases = [make_base(row, held[row.asset_id]) for row in first.values()]
    MarkEvent.objects.bulk_create([*bases, *rows], ignore_conflicts=True)
    return asset_ids


def make_base(row: MarkEvent, held: Held) -> MarkEvent:
    """What stood on an asset before its first mark."""
    base = MarkEvent(project_id=row.project_id, asset_id=row.asset_id, field=row.field, step=BASE)
    base.value, base.moment = held.values[row.field], held.created_at
    return base


def write_undos(project_id: int, by: User | None, steps: Sequence[MarkStep | UndoStep]) -> Undoings:
    """Writes the undos that are new; gives which of this person's steps, named in any of these, are taken back."""
    if by is None:
        return {}
    undos = [step for step in steps if isinstance(step, UndoStep)]
    mine = {"project_id": project_id, "by": by}
    rows = [
        MarkUndo(**mine, step=undo.step, undoes=undo.undoes, is_undone=undo.is_undone, moment=undo.moment)
        for undo in undos
    ]
    MarkUndo.objects.bulk_create(rows, ignore_conflicts=True)
    concerned = {step.undoes if isinstance(step, UndoStep) else step.step for step in steps}
    all_undos = MarkUndo.objects.filter(**mine, undoes__in=concerned)
    return settle(Undo(*each) for each in all_undos.values_list("step", "by_id", "undoes", "is_undone", "moment"))


def toggle_events(
    project_id: int, by: User | None, steps: Sequence[MarkStep | UndoStep], undoings: Undoings
) -> set[int]:
    """Marks the events of steps that are taken back or done again as such. Gives the assets that this changes."""
    toggled: set[int] = set()
    named = {step.undoes for step in steps if isinstance(step, UndoStep)}
    for is_undone in (True, False) if by and named else ():
        those = [step for (_by, step), state in undoings.items() if step in named and state == is_undone]
        events = MarkEvent.objects.filter(project_id=project_id, by=by, step__in=those, is_undone=not is_undone)
        ids = dict(events.values_list("pk", "asset_id"))
        for part in in_parts(list(ids)):
            MarkEvent.objects.filter(pk__in=part).update(is_undone=is_undone)
        toggled.update(ids.values())
    return toggled


def list_overtaken(by: User, marks: Sequence[MarkStep], counting: Counting) -> Iterator[Overtaken]:
    """Where a mark met another person's, unseen: once for each asset and field."""
    told = set()
    for step, pk in ((each, pk) for each in marks for pk in each.marks):
        counted = counting[pk][step.field] if pk in counting else []
        mine = next((event for event in counted if event.step == step.step and event.by == by.pk), None)
        other = find_overtaken(mine, counted) if mine else None
        if other and (pk, step.field) not in told:
            told.add((pk, step.field))
            yield Overtaken(pk, step.field, other.value, other.by)
