"""What events come to: which mark stands, in whatever order they arrived. Plain Python."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

BASE = UUID(int=0)
"""The step of the event that says what stood there before anybody marked: what the file brought, or nothing."""

Undoings = dict[tuple[int | None, UUID], bool]
"""Whether a person's step is taken back. Steps that nobody has taken back are not in it."""


@dataclass(frozen=True)
class Event:
    """One person's judgement of one field of one asset. `by` is None for the file, and for who has left."""

    step: UUID
    by: int | None
    value: str
    moment: datetime
    was: str = ""

    @property
    def order(self) -> tuple[bool, datetime, UUID]:
        """What came with the file is before everything, however wrong a clock was; then by moment, then by step."""
        return self.step != BASE, self.moment, self.step


@dataclass(frozen=True)
class Undo:
    """A person's step taken back (`is_undone`), or done again."""

    step: UUID
    by: int | None
    undoes: UUID
    is_undone: bool
    moment: datetime


def fold(events: Iterable[Event], undos: Iterable[Undo]) -> Event | None:
    """The event that says the mark: the latest that its own author has not taken back. None when there is none."""
    undoings = settle(undos)
    return find_standing(event for event in events if not undoings.get((event.by, event.step)))


def settle(undos: Iterable[Undo]) -> Undoings:
    """What the latest undo or redo of each step says, by moment and then by its own id."""
    latest = sorted(undos, key=lambda undo: (undo.moment, undo.step))
    return {(undo.by, undo.undoes): undo.is_undone for undo in latest}


def find_standing(counting: Iterable[Event]) -> Event | None:
    """The latest of the events that count."""
    return max(counting, key=lambda event: event.order, default=None)


def find_overtaken(mine: Event, counting: Iterable[Event]) -> Event | None:
    """Somebody else's event that this one met unseen: one that came later, or one that it has written over.

    Of the events that are here when it is asked: what arrives later, or is taken back, can make it another.
    """
    others = sorted((event for event in counting if event.step != mine.step), key=lambda event: event.order)
    latest = others[-1] if others else None
    if latest and latest.order > mine.order:
        return latest if _is_by_other(latest, mine) and latest.value != mine.value else None
    return latest if latest and _is_by_other(latest, mine) and latest.value != mine.was else None


def _is_by_other(event: Event, mine: Event) -> bool:
    return event.step != BASE and event.by != mine.by
