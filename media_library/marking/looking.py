"""Who has looked at what: an asset without a look is unseen by that person. Whoever marks has looked."""

from __future__ import annotations

from collections.abc import Sequence

from media_library.models import Asset, Look

from .wire import LookStep, MarkStep, Refusal, refuse_gone


def record_looks(*, project_id: int, user_id: int, steps: Sequence[LookStep | MarkStep]) -> list[Refusal]:
    """Writes who has looked at what, once; gives the looks of which nothing is in the library. Two queries.

    The moment is that of the look that came first, which of several that were sent late need not be the earliest.
    """
    looked = {pk: step.moment for step in reversed(steps) for pk in step.asset_ids}
    assets = Asset.objects.in_library().filter(project_id=project_id, pk__in=list(looked))
    found = set(assets.values_list("pk", flat=True))
    rows = [Look(user_id=user_id, asset_id=pk, at=looked[pk]) for pk in sorted(found)]
    Look.objects.bulk_create(rows, ignore_conflicts=True)
    alone = [step for step in steps if isinstance(step, LookStep) and found.isdisjoint(step.asset_ids)]
    return [refuse_gone(step, len(step.asset_ids)) for step in alone]
