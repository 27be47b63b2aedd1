"""What a person decides of two pictures that look alike: the other one is rejected, or both are wanted."""

from __future__ import annotations

import uuid
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collaborators.models import User
from media_library.marking.recording import mark_assets, undo_step
from media_library.marking.standing import lock_clock
from media_library.models import Asset, Twins

from .queue import find_open

Decision = Twins.Decision
KEEP = ("one", "other", "both")


def decide(*, twins: Twins, by: User, keep: str, step: UUID | None = None) -> UUID:
    """Keeps `one`, the `other`, or `both`; gives the step by which it can be taken back.

    Of two the picture that is not kept is rejected, which is all: it stays where it is, with its words. Raises
    ValidationError when somebody has decided meanwhile, and when one of them has gone.
    """
    if keep not in KEEP:
        raise ValidationError(_("Choose the left one, the right one, or both."), "keep")
    step = step or uuid.uuid4()
    with transaction.atomic():
        _check_open(twins)
        _settle(twins, by, Decision.DIFFERENT if keep == "both" else Decision.CHOSEN)
        if keep != "both":
            _reject(twins, by, twins.other_id if keep == "one" else twins.one_id, step)
    return step


def _check_open(twins: Twins) -> None:
    """Holds both pictures and what marks them. Raises ValidationError when there is nothing to decide any more.

    A picture stands in many pairs. If somebody has rejected it in another one, or thrown it away, rejecting the one it
    was compared with could leave none of them.
    """
    lock_clock(twins.project_id)
    pictures = Asset.objects.select_for_update(no_key=True).filter(pk__in=(twins.one_id, twins.other_id))
    if any(trashed_at for trashed_at in pictures.order_by("pk").values_list("trashed_at", flat=True)):
        raise ValidationError(_("One of these two is not in the library any more."), "gone")
    if not find_open(twins.project_id).filter(pk=twins.pk).exists():
        raise ValidationError(_("Somebody has decided about these two meanwhile."), "decided")


def _settle(twins: Twins, by: User, decision: str) -> None:
    """Writes the decision, if there is none yet: of two people at once the first one counts."""
    still_open = Twins.objects.filter(pk=twins.pk, decision=Decision.OPEN)
    if not still_open.update(decision=decision, decided_by=by, decided_at=timezone.now()):
        raise ValidationError(_("Somebody has decided about these two meanwhile."), "decided")


def _reject(twins: Twins, by: User, asset_id: int, step: UUID) -> None:
    recorded = mark_assets(
        project_id=twins.project_id, by=by, field="flag", values={asset_id: Asset.Flag.REJECT}, step=step
    )
    if recorded.refused:
        raise ValidationError(_("One of these two is not in the library any more."), "gone")


def undo_decision(*, twins: Twins, by: User, step: UUID) -> None:
    """Takes one's own decision back: it is open again, and what was rejected by it is not.

    Raises ValidationError when it is not one's own, or has been taken back.
    """
    with transaction.atomic():
        lock_clock(twins.project_id)
        mine = Twins.objects.filter(pk=twins.pk, decided_by=by).exclude(decision=Decision.OPEN)
        if not mine.update(decision=Decision.OPEN, decided_by=None, decided_at=None):
            raise ValidationError(_("There is no decision of yours to take back."), "none")
        undo_step(project_id=twins.project_id, by=by, step=step)


def redo_decision(*, twins: Twins, by: User, keep: str, step: UUID) -> None:
    """Decides again as before. Raises ValidationError when somebody else has decided meanwhile, or one has gone."""
    if keep not in KEEP:
        raise ValidationError(_("Choose the left one, the right one, or both."), "keep")
    with transaction.atomic():
        _check_open(twins)
        _settle(twins, by, Decision.DIFFERENT if keep == "both" else Decision.CHOSEN)
        undo_step(project_id=twins.project_id, by=by, step=step, is_undone=False)
