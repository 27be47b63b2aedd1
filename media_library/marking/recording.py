"""Marks are written by these functions and no other: as events, from which the columns of the assets follow."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Max
from django.utils import timezone

from collaborators.models import Membership, User
from media_library.models import Asset, MarkEvent, MarkUndo

from .judging import Overtaken, find_held, judge
from .looking import record_looks
from .standing import lock_clock
from .values import check_value
from .wire import MOST_MARKS, LookStep, Mark, MarkStep, Refusal, Step, UndoStep, refuse_late

AHEAD = timedelta(minutes=10)
"""How far a browser's clock may be ahead: what it stamps stands for as long against everybody's marks."""


@dataclass(frozen=True)
class Recorded:
    """What came of some steps. `asset_ids` are all that were named and are known, and all whose marks have changed.

    A step of which some assets were not in the library has arrived, and is refused as well, for these.
    """

    version: int = 0
    arrived: tuple[UUID, ...] = ()
    refused: tuple[Refusal, ...] = ()
    asset_ids: tuple[int, ...] = ()
    overtaken: tuple[Overtaken, ...] = ()


def mark_assets(
    *,
    project_id: int,
    by: User | None,
    field: str,
    values: Mapping[int, str],
    step: UUID | None = None,
    moment: datetime | None = None,
) -> Recorded:
    """Marks assets of a project, each with its value, in one step, by the id of which it can be undone.

    `field` is flag (pick, reject or ""), stars ("0" to "5") or label (any word). What is not in the library of the
    project is left, and told in `refused`. Without a `moment` it is now, and after all that stands on these assets.
    Raises ValidationError, and has written nothing then. As many queries for one asset as for 50. Whoever writes
    assets in the same transaction marks them first, or two of them wait for each other.
    """
    wanted = {pk: check_value(field, value) for pk, value in values.items()}
    if not wanted:
        return Recorded()
    with transaction.atomic():
        lock_clock(project_id)
        held = find_held(project_id, list(wanted))
        marks = {pk: Mark(value, held[pk].values[field] if pk in held else "") for pk, value in wanted.items()}
        latest = Asset.objects.filter(pk__in=list(held)).aggregate(at=Max("marked_at"))["at"]
        taken = MarkStep(step or uuid.uuid4(), moment or find_moment_after(latest), field, marks)
        return record_steps(project_id=project_id, by=by, steps=[taken])


def undo_step(*, project_id: int, by: User, step: UUID, is_undone: bool = True) -> Recorded:
    """Takes a person's own step back, or does it again (`is_undone=False`); what stood before it counts again."""
    with transaction.atomic():
        lock_clock(project_id)
        before = MarkUndo.objects.filter(project_id=project_id, by=by, undoes=step)
        moment = find_moment_after(before.aggregate(at=Max("moment"))["at"])
        taken = UndoStep(uuid.uuid4(), moment, step, is_undone)
        return record_steps(project_id=project_id, by=by, steps=[taken])


def find_moment_after(latest: datetime | None) -> datetime:
    """Now, or the next moment after this one: a browser's clock may be ahead."""
    now = timezone.now()
    return max(now, latest + timedelta(microseconds=1)) if latest else now


def record_batch(mine: Membership, steps: Sequence[Step], *, now: datetime) -> Recorded:
    """Records what a member's browser has sent. It may come twice, cut otherwise, in any order: the outcome is one.

    What comes from the future is refused, so that the browser stamps it anew. Undos of more than goes into a batch are
    left, neither arrived nor refused, so that it sends them again. One transaction.
    """
    in_time = [step for step in steps if step.moment <= now + AHEAD]
    late = [refuse_late(step) for step in steps if step.moment > now + AHEAD]
    taken = leave_over(mine, in_time)
    return record_steps(project_id=mine.project_id, by=mine.user, steps=taken, refused=late)


def leave_over(mine: Membership, steps: Sequence[Step]) -> list[Step]:
    """The steps without those undos that would change more marks than a batch has; the first undo is always taken.

    An undo is short, however many assets its step has marked. One query, if there are any.
    """
    undone = {step.undoes for step in steps if isinstance(step, UndoStep)}
    events = MarkEvent.objects.filter(project_id=mine.project_id, by=mine.user, step__in=undone)
    sizes = dict(events.values_list("step").annotate(number=Count("pk"))) if undone else {}
    taken, changed = [], 0
    for step in steps:
        size = sizes.get(step.undoes, 0) if isinstance(step, UndoStep) else 0
        if not changed or changed + size <= MOST_MARKS:
            taken.append(step)
            changed += size
    return taken


def record_steps(
    *, project_id: int, by: User | None, steps: Sequence[Step], refused: Sequence[Refusal] = ()
) -> Recorded:
    """Writes steps in one transaction: some twenty queries, and one for each ninety events that SQLite is given."""
    judgements = [step for step in steps if not isinstance(step, LookStep)]
    looks = [step for step in steps if not isinstance(step, UndoStep)]
    with transaction.atomic():
        judged = judge(project_id, by, judgements)
        unseen = record_looks(project_id=project_id, user_id=by.pk, steps=looks) if by and looks else []
    lost = {refusal.step for refusal in unseen} | {str(step) for step in judged.lost}
    return Recorded(
        judged.version,
        tuple(dict.fromkeys(step.step for step in steps if str(step.step) not in lost)),
        (*refused, *judged.refused, *unseen),
        judged.asset_ids,
        judged.overtaken,
    )
