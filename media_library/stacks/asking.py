"""Steps about all that a rule has stacked: small ones at once, a hundred thousand stacks in the background."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from collaborators.models import User
from media_library.background import State, begin, find_state
from media_library.models import StackChange

from .making import AT_ONCE
from .rules import find_stacks
from .tasks import change_stacks
from .undoing import PutBack, put_back, undo_rule


def ask_to_undo_rule(*, project_id: int, rule: str, by: User | None, import_id: int | None = None) -> StackChange:
    """`undo_rule`, in the background when it takes several parts: `number` is 0 then.

    Raises ValidationError when there is nothing to part, and when such a step is under way.
    """
    _check_idle(find_step(project_id))
    if len(find_stacks(project_id, rule, import_id).order_by().values("pk")[: AT_ONCE + 1]) <= AT_ONCE:
        return undo_rule(project_id=project_id, rule=rule, by=by, import_id=import_id)
    with transaction.atomic():
        change = StackChange.objects.create(project_id=project_id, by=by, rule=rule)
        _begin(change, "part", import_id)
    return change


def ask_to_put_back(change: StackChange, *, is_undone: bool) -> PutBack | None:
    """`put_back`, in the background when a rule was undone in several parts: gives None then.

    Raises ValidationError when such a step is under way.
    """
    if change.rule:
        _check_idle(find_step(change.project_id))
    if not change.rule or not change.places.filter(part__gt=0).exists():
        return put_back(change, is_undone=is_undone)
    _begin(change, "undo" if is_undone else "redo")
    return None


def find_step(project_id: int) -> State | None:
    """How the latest step in the background stands. One query."""
    return find_state(change_stacks, project_id)


def _begin(change: StackChange, step: str, import_id: int | None = None) -> None:
    if not begin(change_stacks, change.project_id, change.pk, step, import_id):
        _check_idle(State(is_going_on=True))


def _check_idle(state: State | None) -> None:
    if state is not None and state.is_going_on:
        raise ValidationError(_("Kadr is still changing the stacks of a rule. Wait until it is done."), "busy")
