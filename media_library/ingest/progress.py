"""How far a run is: for whoever watches it."""

from __future__ import annotations

import logging
import time

from django.db import DatabaseError
from django.utils import timezone

from media_library.ingest.facts_to_rows import readable_path
from media_library.models import Import

logger = logging.getLogger(__name__)

SECONDS_BETWEEN_WRITES = 1.0
WEIGHT_OF_THE_LAST_SECOND = 0.3


class Progress:
    """What a door may want to show while a run goes on. All calls come from one thread at a time."""

    def found(self, files: int, size_bytes: int) -> None:
        """The survey is done."""

    def begin(self, path: str) -> None:
        """A file is taken in hand."""

    def read(self, size_bytes: int) -> None:
        """So many more bytes of a source have been read."""

    def done(self, path: str, outcome: str, reason: str, size_bytes: int) -> None:
        """One more file has its row."""


class RowProgress(Progress):
    """Writes how far the run is into its row, at most once a second, and reads there whether it is to stop."""

    def __init__(self, run: Import) -> None:
        self.stop_asked = False
        self._run = run
        self._in_hand: list[str] = []
        self._bytes_found = 0
        self._files_done = self._bytes_done = self._bytes_read = self._read_of_done = 0
        self._written_at = time.monotonic()
        self._read_when_written = 0
        self._rate: float | None = None

    def found(self, files: int, size_bytes: int) -> None:
        self._bytes_found = size_bytes
        self.write()

    def count_as_done(self, files: int, size_bytes: int) -> None:
        """What was settled before and lies at its place no longer."""
        self._files_done += files
        self._bytes_done += size_bytes

    def begin(self, path: str) -> None:
        self._in_hand.append(path)
        self._write_when_due()

    def read(self, size_bytes: int) -> None:
        self._bytes_read += size_bytes
        self._write_when_due()

    def done(self, path: str, outcome: str, reason: str, size_bytes: int) -> None:
        self._files_done += 1
        self._bytes_done += size_bytes
        if path in self._in_hand:
            self._in_hand.remove(path)
            self._read_of_done += size_bytes
        self._write_when_due()

    def write(self) -> None:
        """One short write; what a busy database refuses is written a second later."""
        self._measure_rate()
        told = {
            "files_done": self._files_done,
            "bytes_done": min(self._bytes_found, self._bytes_done + max(0, self._bytes_read - self._read_of_done)),
            "bytes_per_second": round(self._rate or 0),
            "reading": readable_path(self._in_hand[0]) if self._in_hand else "",
            "progress_at": timezone.now(),
        }
        for name, value in told.items():
            setattr(self._run, name, value)
        try:
            Import.objects.filter(pk=self._run.pk).update(**told)
            wish = Import.objects.filter(pk=self._run.pk).values_list("stop_asked", flat=True).first()
        except DatabaseError as error:
            logger.info("progress of import %s: %s", self._run.pk, error)
            return
        self.stop_asked = wish is not False  # a run whose row is gone is to stop as well

    def _write_when_due(self) -> None:
        if time.monotonic() - self._written_at >= SECONDS_BETWEEN_WRITES:
            self.write()

    def _measure_rate(self) -> None:
        now, read = time.monotonic(), self._bytes_read
        latest = (read - self._read_when_written) / max(now - self._written_at, 0.001)
        if self._rate is None:
            self._rate = latest if read else None
        else:
            self._rate += WEIGHT_OF_THE_LAST_SECOND * (latest - self._rate)
        self._written_at, self._read_when_written = now, read
