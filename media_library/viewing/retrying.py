"""Trying again what could not be made."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet

from media_library.models import Rendition


@transaction.atomic
def try_again(renditions: QuerySet[Rendition]) -> int:
    """Puts the failed ones among these back to be made and asks the worker, on commit; gives how many originals."""
    # The web process loads the renderer only when it is asked for.
    from media_library.ingest.render import retry_failed
    from media_library.ingest.tasks import Nudge

    original_ids = retry_failed(renditions)
    nudge = Nudge()
    for original_id in original_ids:
        nudge.add(original_id)
    nudge.flush()
    return len(original_ids)
