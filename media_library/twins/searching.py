"""How a search in the background stands, as the queue of tasks knows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult

GIVEN_UP_AFTER = timedelta(hours=1)
"""A search takes seconds, for the first time perhaps minutes: one that has run for longer died with its worker."""
UNDER_WAY = ("READY", "RUNNING")


@dataclass(frozen=True)
class State:
    """The latest search. `result` is what the task gave, None as long as it is under way and when it failed."""

    is_going_on: bool
    has_failed: bool = False
    finished_at: datetime | None = None
    result: Any = None


def find_state(task: Task[..., Any], project_id: int) -> State | None:
    """How the latest search of this sort in a project stands; None when there was none lately. One query."""
    rows = DBTaskResult.objects.filter(task_path=task.module_path, args_kwargs__args__0=project_id)
    row = rows.order_by("-enqueued_at").first()
    if row is None:
        return None
    if row.status in UNDER_WAY and not _is_given_up(row):
        return State(is_going_on=True)
    has_failed = row.status != "SUCCESSFUL"
    return State(False, has_failed, row.finished_at, None if has_failed else row.return_value)


def begin(task: Task[..., Any], project_id: int, *args: int | None) -> bool:
    """Asks for a search unless one is under way; says whether it was asked for. Two queries."""
    state = find_state(task, project_id)
    if state is not None and state.is_going_on:
        return False
    task.enqueue(project_id, *args)
    return True


def _is_given_up(row: DBTaskResult[..., Any]) -> bool:
    return row.started_at is not None and row.started_at < timezone.now() - GIVEN_UP_AFTER
