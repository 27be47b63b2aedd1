"""`manage.py make_renditions`: make what is missing, or everything again."""

from __future__ import annotations

import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from media_library.ingest.render import (
    ask_for_lost,
    complete_rows,
    give_back_abandoned,
    make_all_again,
    render_waiting,
    retry_failed,
)
from media_library.ingest.terminal import TerminalProgress
from media_library.management.choosing import add_options, choose_originals
from media_library.models import Rendition

STOPPED = 130


class Command(BaseCommand):
    help = "Makes the renditions that are missing, also those that failed; with --all, every one again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--all", action="store_true", help="also those that have been made")
        add_options(parser, jobs=settings.KADR_JOBS)

    def handle(self, **options: Any) -> None:
        try:
            failed = self._make(options)
        except KeyboardInterrupt:
            self.stderr.write("Stopped. Run the same command again to go on.")
            sys.exit(STOPPED)
        if failed:
            sys.exit(1)

    def _make(self, options: dict[str, Any]) -> int:
        """Gives the number that failed."""
        originals = choose_originals(options["project"])
        give_back_abandoned()
        complete_rows(originals)
        if options["all"]:
            make_all_again(originals)
        else:
            ask_for_lost(originals)
        renditions = Rendition.objects.filter(original__in=originals)
        retry_failed(renditions)
        with TerminalProgress(sys.stderr, quiet=options["verbosity"] == 0) as progress:
            progress.found(renditions.filter(state=Rendition.State.PENDING).count(), 0)
            tally = render_waiting(
                within=originals,
                jobs=options["jobs"],
                on_made=lambda one: progress.done(f"{one.spec} of {one.original}", one.state, one.reason, 0),
            )
        self.stdout.write(f"{tally.made} made, {tally.failed} failed")
        return tally.failed
