"""`manage.py verify_media`: read every original again and say which are damaged or missing."""

from __future__ import annotations

import sys
from collections import Counter
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from media_library.ingest.terminal import printable
from media_library.ingest.verifying import Finding, verify_originals
from media_library.models import Original

State = Original.State


class Command(BaseCommand):
    help = "Reads every original again; marks what is damaged or missing, deletes nothing. Exit 1 if there is any."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--project", metavar="SLUG", help="only the originals of this project")
        parser.add_argument("--jobs", type=int, default=settings.KADR_JOBS, metavar="N", help="files at once")

    def handle(self, **options: Any) -> None:
        originals = Original.objects.all()
        if options["project"]:
            originals = originals.filter(assets__project__slug=options["project"]).distinct()
        counts: Counter[str] = Counter()
        for finding in verify_originals(originals, jobs=options["jobs"]):
            counts[finding.state] += 1
            self._say(finding)
        self.stdout.write(
            f"{counts[State.PRESENT]} sound, {counts[State.DAMAGED]} damaged, {counts[State.MISSING]} missing"
        )
        if counts[State.DAMAGED] or counts[State.MISSING]:
            sys.exit(1)

    def _say(self, finding: Finding) -> None:
        if finding.state != State.PRESENT:
            self.stdout.write(f"{finding.state}: {printable(finding.place)}")
        elif finding.was != State.PRESENT:
            self.stdout.write(f"back: {printable(finding.place)}")
