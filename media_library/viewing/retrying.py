"""Asking the worker once more: for what could not be made, for all of it, or whether the originals are sound."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from django.db import transaction
from django.db.models import QuerySet

from media_library.lighttable.chosen import in_parts
from media_library.models import Original, Rendition

BEHIND_ALL = -100
"""The least priority of the Tasks API."""


@transaction.atomic
def try_again(renditions: QuerySet[Rendition]) -> int:
    """Puts the failed ones among these back to be made and asks the worker, on commit; gives how many originals."""
    # The web process loads the renderer only when it is asked for.
    from media_library.ingest.render import retry_failed

    return _ask_for(retry_failed(renditions))


@transaction.atomic
def make_again(originals: QuerySet[Original]) -> int:
    """Puts all renditions of these originals back to be made and asks the worker, on commit; gives how many originals.

    Some hundreds at a time: it is one transaction.
    """
    from media_library.ingest.render import make_all_again

    make_all_again(originals)
    return _ask_for(originals.values_list("pk", flat=True))


def verify_later(original_ids: Iterable[int]) -> None:
    """Asks the worker to read these originals again, on commit, behind whatever else waits."""
    from media_library.ingest.tasks import ORIGINALS_A_TASK, verify

    for some in in_parts(list(dict.fromkeys(original_ids)), ORIGINALS_A_TASK):
        transaction.on_commit(partial(verify.using(priority=BEHIND_ALL).enqueue, list(some)))


def _ask_for(original_ids: Iterable[int]) -> int:
    from media_library.ingest.tasks import Nudge

    nudge, number = Nudge(), 0
    for number, original_id in enumerate(original_ids, start=1):  # noqa: B007 - it is what is given
        nudge.add(original_id)
    nudge.flush()
    return number
