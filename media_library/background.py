"""Steps in the background, one of a sort at a time in a project: begun, and how the latest one stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.http import HttpResponse
from django.utils import timezone
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult

from media_library.models import BackgroundStep

GIVEN_UP_AFTER = timedelta(hours=1)
"""A step takes seconds, for the first time perhaps minutes: one that has run for longer died with its worker."""
UNDER_WAY = ("READY", "RUNNING")
KEPT_FOR = timedelta(days=1)
FAULTS_KEPT_FOR = timedelta(days=30)
"""Somebody who looks after Kadr reads in them what went wrong."""
MOST_FORGOTTEN = 5_000
"""Results that are deleted at a time."""


@dataclass(frozen=True)
class State:
    """The latest step. `result` is what the task gave, None as long as it is under way and when it failed."""

    is_going_on: bool
    has_failed: bool = False
    finished_at: datetime | None = None
    result: Any = None


def find_state(task: Task[..., Any], project_id: int) -> State | None:
    """How the latest step of this sort in a project stands; None when there was none. One query."""
    steps = BackgroundStep.objects.filter(project_id=project_id, task_path=task.module_path)
    row = DBTaskResult.objects.filter(pk__in=steps.values("result_id")).first()
    if row is None:
        return None
    if row.status in UNDER_WAY and not _is_given_up(row):
        return State(is_going_on=True)
    has_failed = row.status != "SUCCESSFUL"
    return State(False, has_failed, row.finished_at, None if has_failed else row.return_value)


def begin(task: Task[..., Any], project_id: int, *args: Any) -> bool:
    """Asks for a step unless one is under way; says whether it was asked for.

    The task is called with the project and `args`. Of two who ask at once one is too late.
    """
    with transaction.atomic():
        held = BackgroundStep.objects.select_for_update()
        step, __ = held.get_or_create(project_id=project_id, task_path=task.module_path)
        state = find_state(task, project_id)
        if state is not None and state.is_going_on:
            return False
        kept = getattr(task.enqueue(project_id, *args), "db_result", None)  # only a queue in the database keeps it
        step.result_id = kept.pk if kept else None
        step.save(update_fields=["result_id"])
    return True


def forget_old_results() -> int:
    """Deletes what the queue of tasks keeps of yesterday's, which nobody asks for any more; gives how many.

    What went wrong stays for a month, and of each sort of step in a project the latest one.
    """
    now = timezone.now()
    done = Q(status="SUCCESSFUL", finished_at__lt=now - KEPT_FOR)
    old = DBTaskResult.objects.filter(done | Q(status="FAILED", finished_at__lt=now - FAULTS_KEPT_FOR))
    latest = BackgroundStep.objects.filter(result_id__isnull=False).values("result_id")
    ids = list(old.exclude(pk__in=latest).order_by().values_list("pk", flat=True)[:MOST_FORGOTTEN])
    return DBTaskResult.objects.filter(pk__in=ids).delete()[0] if ids else 0


def reload_when_over(response: HttpResponse, state: State | None) -> HttpResponse:
    """Has the page loaded anew when the step that it shows is over."""
    if state is None or not state.is_going_on:
        response["HX-Refresh"] = "true"
    return response


def _is_given_up(row: DBTaskResult[..., Any]) -> bool:
    return row.started_at is not None and row.started_at < timezone.now() - GIVEN_UP_AFTER
