"""`manage.py make_renditions`: make what is missing, or everything again."""

from __future__ import annotations

import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from media_library.ingest.render import (
    complete_rows,
    give_back_abandoned,
    list_waiting,
    make_all_again,
    render_waiting,
    retry_failed,
)
from media_library.ingest.terminal import TerminalProgress
from media_library.models import Original, Rendition


class Command(BaseCommand):
    help = "Makes the renditions that are missing, also those that failed; with --all, every one again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--all", action="store_true", help="also those that have been made")
        parser.add_argument("--project", metavar="SLUG", help="only for this project")
        parser.add_argument("--jobs", type=int, default=settings.KADR_JOBS, metavar="N", help="originals at once")

    def handle(self, **options: Any) -> None:
        originals = Original.objects.all()
        if options["project"]:
            originals = originals.filter(assets__project__slug=options["project"]).distinct()
        give_back_abandoned()
        complete_rows(originals)
        if options["all"]:
            make_all_again(originals)
        retry_failed(Rendition.objects.filter(original__in=originals))
        with TerminalProgress(sys.stderr, quiet=options["verbosity"] == 0) as progress:
            progress.found(len(list_waiting(originals)), 0)
            tally = render_waiting(
                within=originals,
                jobs=options["jobs"],
                on_made=lambda one: progress.done(one.spec, one.state, one.reason, 0),
            )
        self.stdout.write(f"{tally.made} made, {tally.failed} failed")
        if tally.failed:
            sys.exit(1)
