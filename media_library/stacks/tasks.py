"""What takes a while about stacks, in the background. Each may run twice with the same outcome."""

from __future__ import annotations

from django_tasks import task

from media_library.ingest.likenesses import fill_likenesses
from media_library.models import StackChange

from .finding import stack_alike
from .undoing import part_rule, put_back

BEFORE_RENDITIONS = 20
"""The priority of what somebody waits for on the screen."""


@task(priority=BEFORE_RENDITIONS)
def look_for_bursts(project_id: int, import_id: int | None = None) -> int:
    """Stacks bursts by time and likeness in a project, or what came with an import; gives the number of stacks."""
    fill_likenesses(project_id)
    return stack_alike(project_id, import_id=import_id)


@task(priority=BEFORE_RENDITIONS)
def change_stacks(project_id: int, change_id: int, step: str, import_id: int | None = None) -> int:
    """Parts all that a rule has stacked ("part"), puts that back ("undo") or parts it again ("redo").

    Gives how many pictures stay where somebody has moved them since. What broke off goes on where it was.
    """
    change = StackChange.objects.filter(pk=change_id, project_id=project_id).first()
    if change is None:
        return 0
    if step == "part":
        part_rule(change, import_id)
        return 0
    return put_back(change, is_undone=step == "undo").left
