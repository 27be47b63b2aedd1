"""Emptying a large trash in the background. What a killed worker leaves is in the trash still, where people see it."""

from __future__ import annotations

from datetime import datetime

from django_tasks import task

from .emptying import empty_trash_of


@task()
def go_on_emptying(project_id: int, until: str) -> int:
    """Deletes for good what was in a project's trash at that moment; gives how many."""
    return empty_trash_of(project_id, until=datetime.fromisoformat(until))
