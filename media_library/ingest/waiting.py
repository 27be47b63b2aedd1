"""Staying with a run until its renditions are made."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Iterator

from django.db import connection

from media_library.ingest.render import Tally, give_back_abandoned, render_originals, render_waiting
from media_library.ingest.runs import Progress
from media_library.ingest.stopping import Stop
from media_library.models import Import, Original, Rendition

SECONDS_BETWEEN_LOOKS = 1.0


class RenderingAlong:
    """Makes renditions while the run still copies, so that neither disk nor processor waits for the other.

    A context manager; `add` takes originals whose rows are committed. When the run breaks off, so does the rendering.
    """

    def __init__(self, *, jobs: int) -> None:
        self.tally = Tally()
        self._jobs = jobs
        self._coming: queue.SimpleQueue[int | None] = queue.SimpleQueue()
        self._stop = Stop()
        self._fault: BaseException | None = None
        self._thread = threading.Thread(target=self._work, name="rendering along")

    def __enter__(self) -> RenderingAlong:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None:
            self._stop.ask()
        self._coming.put(None)
        self._thread.join()
        if self._fault is not None and kind is None:
            raise self._fault

    def add(self, original_id: int) -> None:
        self._coming.put(original_id)

    def _work(self) -> None:
        try:
            self.tally = render_originals(self._take_all(), jobs=self._jobs, stop=self._stop)
        except BaseException as fault:
            self._fault = fault
        finally:
            connection.close()

    def _take_all(self) -> Iterator[int]:
        while (original_id := self._coming.get()) is not None and not self._stop.asked:
            yield original_id


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
