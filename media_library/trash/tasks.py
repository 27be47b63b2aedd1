"""Background work of the trash. The rows are the truth; a task is a nudge, and may run twice with the same outcome."""

from __future__ import annotations

from django_tasks import task

from .sweeping import delete_leftovers


@task()
def delete_bytes() -> int:
    """Deletes the files whose rows have gone; gives how many."""
    return delete_leftovers()
