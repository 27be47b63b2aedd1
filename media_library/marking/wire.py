"""A batch of events as a browser sends it, read and checked. Nothing here asks the database."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .events import BASE
from .values import LONGEST, check_value

MOST_EVENTS = 500
MOST_MARKS = 5_000
"""Marks and looks in one batch."""

MOST_BYTES = 1_000_000
LARGEST_ID = 2**63 - 1
GONE, CLOCK, BAD = "gone", "clock", "bad"
"""Why an event is refused: its assets are not in the library, it comes from the future, it was not understood."""


@dataclass(frozen=True)
class Mark:
    """The new value, and the one that the person saw; None if they saw none, and what they wrote over is no news."""

    value: str
    was: str | None = ""


@dataclass(frozen=True)
class MarkStep:
    """One press of a key, or a part of it: a field of some assets, by their ids."""

    step: UUID
    moment: datetime
    field: str
    marks: Mapping[int, Mark]

    @property
    def asset_ids(self) -> tuple[int, ...]:
        return tuple(self.marks)


@dataclass(frozen=True)
class UndoStep:
    """A step taken back, or done again."""

    step: UUID
    moment: datetime
    undoes: UUID
    is_undone: bool


@dataclass(frozen=True)
class LookStep:
    """Assets that were looked at."""

    step: UUID
    moment: datetime
    asset_ids: tuple[int, ...]


Step = MarkStep | UndoStep | LookStep


@dataclass(frozen=True)
class Refusal:
    """An event that was not taken: its step as it came, why, and a sentence."""

    step: str
    code: str
    reason: str


@dataclass
class Batch:
    """The events that were understood, and those that were not."""

    steps: list[Step] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)

    @property
    def has_judgements(self) -> bool:
        """Whether there is anything but looks in it."""
        return any(not isinstance(step, LookStep) for step in self.steps)


def read_batch(body: bytes) -> Batch:
    """The events of a body. Raises ValidationError, with a sentence, when it is no batch or too large a one."""
    if len(body) > MOST_BYTES:
        raise ValidationError(_("These are too many marks at once. Send them in several parts."))
    batch = Batch()
    for each in _read_events(body):
        try:
            batch.steps.append(_read_event(each))
        except (ValueError, ValidationError):
            batch.refused.append(refuse_bad(each))
    if sum(map(_count, batch.steps)) > MOST_MARKS:
        raise ValidationError(_("These are too many marks at once. Send them in several parts."))
    return batch


def refuse_bad(event: Any) -> Refusal:
    """The refusal of something that is no event."""
    step = event.get("step", "") if isinstance(event, dict) else ""
    return Refusal(str(step)[:64], BAD, _("A mark could not be read, and was not written."))


def refuse_late(step: Step) -> Refusal:
    """The refusal of what comes from the future. Nothing is lost: it is to be stamped anew."""
    return Refusal(str(step.step), CLOCK, _("The clock of this device is ahead. What was marked is sent once more."))


def refuse_gone(step: Step, number: int) -> Refusal:
    """The refusal of marks or looks whose assets are not in the library of the project."""
    told = ngettext(
        "%(number)s file is not in the library any more. Its mark was not written.",
        "%(number)s files are not in the library any more. Their marks were not written.",
        number,
    )
    return Refusal(str(step.step), GONE, told % {"number": number})


def _read_events(body: bytes) -> list[Any]:
    try:
        events = json.loads(body)["events"]
    except (ValueError, KeyError, TypeError, RecursionError):
        events = None
    if not isinstance(events, list):
        raise ValidationError(_("The marks could not be read. Load the page again."))
    if len(events) > MOST_EVENTS:
        raise ValidationError(_("These are too many marks at once. Send them in several parts."))
    return events


def _read_event(event: Any) -> Step:
    """Raises ValueError or ValidationError for what is no event."""
    if not isinstance(event, dict):
        raise ValueError("no event")
    step, moment = read_step(event.get("step")), read_moment(event.get("moment"))
    match event.get("kind"):
        case "mark":
            return _read_marks(step, moment, event)
        case "undo" | "redo" as kind:
            return UndoStep(step, moment, read_step(event.get("undoes")), kind == "undo")
        case "look":
            return LookStep(step, moment, tuple(map(read_id, _read_list(event.get("assets")))))
    raise ValueError("no such kind of event")


def _read_marks(step: UUID, moment: datetime, event: Mapping[str, Any]) -> MarkStep:
    name, written = event.get("field"), _read_list(event.get("marks"))
    if not isinstance(name, str) or not all(isinstance(each, list) and len(each) == 3 for each in written):
        raise ValueError("no marks")
    marks = {read_id(pk): Mark(check_value(name, value, is_choice=True), read_was(was)) for pk, value, was in written}
    if len(marks) < len(written):
        raise ValueError("an asset twice in one step")
    return MarkStep(step, moment, name, marks)


def read_step(text: Any) -> UUID:
    """An id made by the browser. Raises ValueError for what is none; the base of an asset is nobody's step."""
    step = UUID(text) if isinstance(text, str) else None
    if step is None or step == BASE:
        raise ValueError("no step")
    return step


def read_moment(text: Any) -> datetime:
    """A moment with its zone. Raises ValueError for what is none, or lies outside of the years of a database."""
    moment = datetime.fromisoformat(text) if isinstance(text, str) else None
    if moment is None or moment.tzinfo is None or not 1970 <= moment.year <= 9000:
        raise ValueError("no moment")
    return moment.astimezone(UTC)


def read_id(number: Any) -> int:
    """Raises ValueError for what is no id."""
    if type(number) is not int or not 0 < number <= LARGEST_ID:
        raise ValueError("no id")
    return number


def read_was(text: Any) -> str | None:
    """What the person saw, of whatever sort: nothing depends on it but what they are told."""
    return None if text is None else str(text).replace("\x00", "").encode("utf-8", "replace").decode()[:LONGEST]


def _read_list(value: Any) -> list[Any]:
    if not isinstance(value, list) or not value:
        raise ValueError("no list")
    return value


def _count(step: Step) -> int:
    return 1 if isinstance(step, UndoStep) else len(step.asset_ids)
