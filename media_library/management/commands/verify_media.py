"""`manage.py verify_media`: read every original again and say which are damaged or missing."""

from __future__ import annotations

import sys
import threading
from collections import Counter
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db.models import Count, QuerySet, Sum

from media_library.ingest.terminal import TerminalProgress, make_forgiving, printable
from media_library.ingest.verifying import Finding, verify_originals
from media_library.management.choosing import add_options, choose_originals
from media_library.models import Original

State = Original.State
STOPPED = 130


class Command(BaseCommand):
    help = "Reads every original again; marks what is damaged or missing, deletes nothing. Exit 1 if there is any."

    def add_arguments(self, parser: CommandParser) -> None:
        add_options(parser, jobs=settings.KADR_JOBS)

    def handle(self, **options: Any) -> None:
        make_forgiving(sys.stdout)
        originals = choose_originals(options["project"])
        counts: Counter[str] = Counter()
        try:
            with TerminalProgress(sys.stderr, quiet=options["verbosity"] == 0) as progress:
                self._verify(originals, options["jobs"], progress, counts)
        except KeyboardInterrupt:
            self.stderr.write(f"Stopped after {counts.total()} originals.")
            sys.exit(STOPPED)
        self.stdout.write(
            f"{counts[State.PRESENT]} sound, {counts[State.DAMAGED]} damaged, {counts[State.MISSING]} missing"
        )
        if counts[State.DAMAGED] or counts[State.MISSING]:
            sys.exit(1)

    def _verify(
        self, originals: QuerySet[Original], jobs: int, progress: TerminalProgress, counts: Counter[str]
    ) -> None:
        total = originals.aggregate(files=Count("pk", distinct=True), size_bytes=Sum("size_bytes"))
        progress.found(total["files"], total["size_bytes"] or 0)
        lock = threading.Lock()

        def read(size_bytes: int) -> None:
            with lock:
                progress.read(size_bytes)

        for finding in verify_originals(originals, jobs=jobs, on_bytes=read):
            counts[finding.state] += 1
            with lock:
                outcome = State.PRESENT if finding.state == State.PRESENT else "failed"
                progress.done(finding.place, outcome, "", finding.original.size_bytes)
                self._say(finding, progress)

    def _say(self, finding: Finding, progress: TerminalProgress) -> None:
        told = ""
        if finding.state != State.PRESENT:
            told = f"{finding.state}: {printable(finding.place)}"
        elif finding.was != State.PRESENT:
            told = f"back: {printable(finding.place)}"
        if told:
            progress.clear()
            self.stdout.write(told)
