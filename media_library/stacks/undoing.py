"""Steps that changed stacks, taken back and done again; and all that a rule has stacked, parted at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collaborators.models import User
from media_library.models import Asset, Import, KeptPlace, Stack, StackChange

from .arrangement import Arrangement, Place, arranging, hold_project
from .making import AT_ONCE, part_some
from .rules import find_stacks

KEPT_FOR = timedelta(days=30)


@dataclass(frozen=True)
class PutBack:
    """What a taking back came to: assets that stand as before, and those that somebody has moved since, which stay."""

    number: int
    left: int


def undo_rule(*, project_id: int, rule: str, by: User | None, import_id: int | None = None) -> StackChange:
    """Parts every stack that a rule has made, in one import (0: in none) or altogether. Marks stay as they are.

    The rule does not make them again. Raises ValidationError when there are none.
    """
    if not find_stacks(project_id, rule, import_id).exists():
        raise ValidationError(_("This rule has stacked nothing any more."), "none")
    change = StackChange.objects.create(project_id=project_id, by=by, rule=rule)
    part_rule(change, import_id)
    return change


def part_rule(change: StackChange, import_id: int | None) -> None:
    """Parts what the rule of a change has stacked, as further parts of it: it goes on where it broke off."""
    after: int | None = 0
    while after is not None:
        after = _part_next(change, import_id, after)


def _part_next(change: StackChange, import_id: int | None, after: int) -> int | None:
    """Parts the stacks that come after one; gives the last of them, None when there are no more."""
    with transaction.atomic():
        hold_project(change.project_id)
        change.refresh_from_db()
        stacks = find_stacks(change.project_id, change.rule, import_id).filter(pk__gt=after)
        ids = list(stacks.order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
        part = change.places.aggregate(last=Max("part"))["last"]
        part_some(change, ids, 0 if part is None else part + 1)
    return ids[-1] if len(ids) == AT_ONCE else None


def put_back(change: StackChange, *, is_undone: bool) -> PutBack:
    """Takes a change back, or does it again; the second time there is nothing to do.

    An asset that somebody has moved to another stack meanwhile stays there.
    """
    number = left = 0
    for part in sorted(set(change.places.order_by().values_list("part", flat=True))):
        with transaction.atomic():
            hold_project(change.project_id)
            held = StackChange.objects.filter(pk=change.pk, is_undone=not is_undone).first()
            if held is None:
                return PutBack(0, 0)
            done = _put_part_back(held, list(held.places.filter(part=part).order_by("pk")), was=is_undone)
            number, left = number + done.number, left + done.left
    StackChange.objects.filter(pk=change.pk).update(is_undone=is_undone)
    return PutBack(number, left)


def _put_part_back(change: StackChange, rows: Sequence[KeptPlace], *, was: bool) -> PutBack:
    aims = {row.asset_id: _place_of(row, was=was) for row in rows}
    stack_ids = {aim.stack_id for aim in aims.values() if aim.stack_id}
    _make_rows(change, stack_ids)
    with arranging(change.project_id, list(aims), stack_ids=stack_ids) as held:
        moving = [row for row in rows if _stands_as_left(held, row, _place_of(row, was=not was), aims[row.asset_id])]
        for row in moving:
            held.put(row.asset_id, aims[row.asset_id])
        left = sum(1 for pk, aim in aims.items() if held.places.get(pk, aim) != aim)
    return PutBack(len(moving), left)


def _stands_as_left(held: Arrangement, row: KeptPlace, left: Place, aim: Place) -> bool:
    """Whether an asset stands where the step has left it, and has where to go.

    What was moved to another stack must be in that stack still; where only the order was changed, that order must be.
    """
    now = held.places.get(row.asset_id)
    if now is None or now.stack_id != left.stack_id or (aim.stack_id and aim.stack_id not in held.stacks):
        return False
    return aim.stack_id != left.stack_id or now.position == left.position


def _place_of(row: KeptPlace, *, was: bool) -> Place:
    if was:
        return Place(row.was_stack_id, row.was_position, row.was_joined_to_id)
    return Place(row.is_stack_id, row.is_position, row.is_joined_to_id)


def _make_rows(change: StackChange, stack_ids: set[int]) -> None:
    """Makes those rows again that went when nothing stood in them any more."""
    there = set(Stack.objects.filter(pk__in=stack_ids).values_list("pk", flat=True))
    rows: dict[int, list[Any]] = {row[0]: row for row in change.kept_stacks if row[0] in stack_ids - there}
    imports = set(Import.objects.filter(pk__in={row[3] for row in rows.values()}).values_list("pk", flat=True))
    Stack.objects.bulk_create(
        Stack(pk=pk, project_id=change.project_id, kind=kind, rule=rule, made_by_id=run if run in imports else None)
        for pk, kind, rule, run in rows.values()
    )


def list_shown(change: StackChange) -> list[int]:
    """The assets of a change that a grid shows now, the tops first; no more than a handful: where to look."""
    ids = change.places.order_by("pk").values_list("asset_id", flat=True)[:100]
    shown = Asset.objects.in_library().filter(pk__in=list(ids), cover=Asset.Cover.NONE)
    return list(shown.order_by("stack_position", "pk").values_list("pk", flat=True)[:10])


def forget_old_changes() -> int:
    """Deletes what takes back changes of a month ago; gives how many there were."""
    rows = StackChange.objects.filter(at__lt=timezone.now() - KEPT_FOR).delete()[1]
    return rows.get(StackChange._meta.label, 0)
