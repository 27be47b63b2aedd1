"""Background work of the import. The rows are the truth; a task is a nudge, and may run twice with the same outcome."""

from __future__ import annotations

import threading
import time
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from media_library.ingest.render import render_originals
from media_library.ingest.stopping import THIS_PROCESS
from media_library.ingest.verifying import verify_originals
from media_library.models import Original, Rendition

ORIGINALS_A_TASK = 50
SECONDS_BETWEEN = 2.0
WAITED_TOO_LONG = timedelta(minutes=10)


@task()
def make_renditions(original_ids: list[int]) -> int:
    """Makes what is still to be made for these originals; gives the number made."""
    return render_originals(original_ids, stop=THIS_PROCESS).made


@task()
def verify(original_ids: list[int]) -> int:
    """Reads these originals again and writes the state of each; gives the number that are not sound."""
    findings = verify_originals(Original.objects.filter(pk__in=original_ids))
    return sum(finding.state != Original.State.PRESENT for finding in findings)


class Nudge:
    """Asks the worker for renditions in batches, soon after their rows are committed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: list[int] = []
        self._last = time.monotonic()

    def add(self, original_id: int) -> None:
        """Notes one original; called from the threads of a run. Asks when there are enough, or it has been a while."""
        with self._lock:
            self._waiting.append(original_id)
            due = len(self._waiting) >= ORIGINALS_A_TASK or time.monotonic() - self._last > SECONDS_BETWEEN
        if due:
            self.flush()

    def flush(self) -> None:
        """Asks for all that has been noted, on commit."""
        with self._lock:
            waiting, self._waiting, self._last = self._waiting, [], time.monotonic()
        if waiting:
            transaction.on_commit(lambda: make_renditions.enqueue(waiting))


def ask_again(*, most: int = 1000) -> int:
    """Asks the worker once more for what has waited too long; gives the number of originals."""
    long_ago = timezone.now() - WAITED_TOO_LONG
    late = Rendition.objects.unmade().filter(state=Rendition.State.PENDING).exclude(asked_at__gt=long_ago)
    ids = sorted(set(late.order_by("id").values_list("original_id", flat=True)[: most * 3]))[:most]
    for start in range(0, len(ids), ORIGINALS_A_TASK):
        batch = ids[start : start + ORIGINALS_A_TASK]
        Rendition.objects.filter(original_id__in=batch, state=Rendition.State.PENDING).update(asked_at=timezone.now())
        make_renditions.enqueue(batch)
    return len(ids)
