"""What takes a while about stacks, in the background. Each may run twice with the same outcome."""

from __future__ import annotations

from django_tasks import task

from media_library.ingest.likenesses import fill_likenesses

from .finding import stack_alike

BEFORE_RENDITIONS = 20
"""The priority of what somebody waits for on the screen."""


@task(priority=BEFORE_RENDITIONS)
def look_for_bursts(project_id: int, import_id: int | None = None) -> int:
    """Stacks bursts by time and likeness in a project, or what came with an import; gives the number of stacks."""
    fill_likenesses(project_id)
    return stack_alike(project_id, import_id=import_id)
