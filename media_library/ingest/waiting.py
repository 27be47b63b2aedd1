"""Staying with a run until its renditions are made."""

from __future__ import annotations

import time

from media_library.ingest.render import Tally, give_back_abandoned, render_waiting
from media_library.ingest.runs import Progress
from media_library.models import Import, Original, Rendition

SECONDS_BETWEEN_LOOKS = 1.0


def wait_for_renditions(run: Import, *, jobs: int, progress: Progress | None = None) -> Tally:
    """Helps to make what the run's originals still want, and comes back when none is left to be made.

    A worker may have some in hand: then it waits for the worker, and takes over what a dead one left.
    """
    progress = progress or Progress()
    originals = Original.objects.filter(pk__in=run.files.filter(original__isnull=False).values("original_id"))
    open_states = (Rendition.State.PENDING, Rendition.State.RUNNING)
    still_open = Rendition.objects.filter(original__in=originals, state__in=open_states)
    progress.found(still_open.count(), 0)

    told: set[int] = set()

    def note(rendition: Rendition) -> None:
        """Of one original the first failure is enough."""
        name, reason = name_original(rendition), rendition.reason
        if rendition.state == Rendition.State.FAILED and rendition.original_id in told:
            reason = ""
        elif reason:
            told.add(rendition.original_id)
        progress.done(name, rendition.state, reason, 0)

    total = Tally()
    while still_open.exists():
        give_back_abandoned()
        tally = render_waiting(within=originals, jobs=jobs, on_made=note)
        total.made += tally.made
        total.failed += tally.failed
        if still_open.exists():
            time.sleep(SECONDS_BETWEEN_LOOKS)
    return total


def name_original(rendition: Rendition) -> str:
    """Whose rendition it is, in words for the person; asks the database only for what failed."""
    if rendition.state != Rendition.State.FAILED:
        return rendition.spec
    asset = rendition.original.assets.order_by("id").first()
    return asset.file_name if asset else str(rendition.original)
