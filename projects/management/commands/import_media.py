"""`manage.py import_media`: bring a card, a folder or single files into a project."""

from __future__ import annotations

import os
import sys
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser, SystemCheckError
from django.db import Error as DatabaseError

from collaborators.access import Role, roles_from
from collaborators.models import Membership, User
from media_library.ingest.folder_watch import watch
from media_library.ingest.foresight import foresee
from media_library.ingest.places import (
    UnfitPlace,
    check_second_place,
    check_source,
    check_writable,
    make_second_place,
)
from media_library.ingest.render import Tally
from media_library.ingest.report import write_report
from media_library.ingest.runs import Choice, run_import
from media_library.ingest.sources import survey_all
from media_library.ingest.terminal import TerminalProgress, make_forgiving, printable, summarise
from media_library.ingest.waiting import RenderingAlong, wait_for_renditions
from media_library.management.choosing import read_jobs
from media_library.models import Import, ImportedFile
from projects.making import make_project
from projects.models import Project

Outcome = ImportedFile.Outcome
SOME_BAD, COULD_NOT_RUN, STOPPED = 1, 2, 130


class Command(BaseCommand):
    help = (
        "Brings a memory card, a folder or single files into a project, with verified copies. "
        "Exit code: 0 all well, 1 some files refused or failed, 2 could not run, 130 stopped with Ctrl-C."
    )

    def execute(self, *args: Any, **options: Any) -> str | None:
        """Turns what keeps an import from running into one sentence and an exit code."""
        try:
            return super().execute(*args, **options)
        except KeyboardInterrupt:
            self.stderr.write("Stopped. Run the same command again to go on.")
            sys.exit(STOPPED)
        except SystemCheckError as error:
            raise CommandError(str(error), returncode=COULD_NOT_RUN) from error
        except UnfitPlace as error:
            raise CommandError(printable(str(error)), returncode=COULD_NOT_RUN) from error
        except DatabaseError as error:
            text = f"The database failed ({error}). If it is new, `manage.py migrate` makes its tables."
            raise CommandError(text, returncode=COULD_NOT_RUN) from error
        except OSError as error:  # of one file it is in its row; this one concerns the whole run
            raise CommandError(printable(f"The import broke off: {error}."), returncode=COULD_NOT_RUN) from error

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a card, a folder or a file")
        parser.add_argument("--project", required=True, type=str.lower, metavar="SLUG", help="the project's address")
        parser.add_argument(
            "--create",
            choices=Project.Kind.values,
            metavar="KIND",
            help="make the project if there is none: %(choices)s",
        )
        parser.add_argument("--by", metavar="EMAIL", help="on whose behalf; owner of a project that is made")
        how = parser.add_mutually_exclusive_group()
        how.add_argument("--link", action="store_true", help="hard link or shared blocks instead of a copy")
        how.add_argument("--reference", action="store_true", help="leave the files where they are")
        parser.add_argument("--also-to", type=Path, metavar="DIR", help="a second verified copy in the same pass")
        parser.add_argument("--mhl", action="store_true", help="an ASC MHL manifest beside each copy")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, and write nothing")
        parser.add_argument(
            "--jobs", type=read_jobs, default=settings.KADR_JOBS, metavar="N", help="files at once (%(default)s)"
        )
        parser.add_argument("--wait", action="store_true", help="stay until the renditions are made")
        parser.add_argument("--watch", action="store_true", help="go on looking for new files until Ctrl-C")
        parser.add_argument("--report", type=Path, metavar="FILE", help="write what became of each file as JSON Lines")

    def handle(self, **options: Any) -> None:
        make_forgiving(sys.stdout)
        places = [make_absolute(path) for path in options["paths"]]
        choice = self._read_choice(options)
        self._check_places(places, choice, options)
        by = self._find_user(options["by"])
        if options["dry_run"]:
            bad = self._foresee(places, by, options)
        else:
            if choice.also_to is not None:
                make_second_place(choice.also_to)
            project = self._find_project(options, by)
            do = self._watch if options["watch"] else self._import
            bad = do(project, places, by, choice, options)
        if bad:
            sys.exit(SOME_BAD)

    def _import(
        self, project: Project, places: list[Path], by: User | None, choice: Choice, options: dict[str, Any]
    ) -> bool:
        """One run; tells whether any file was refused or failed."""
        progress = TerminalProgress(sys.stderr, quiet=options["verbosity"] == 0)
        with progress, ExitStack() as stack:
            along = stack.enter_context(RenderingAlong(jobs=choice.jobs)) if options["wait"] else None
            run = run_import(
                project=project,
                places=places,
                by=by,
                choice=choice,
                progress=progress,
                on_added=along.add if along else None,
            )
        if run.state == Import.State.STOPPED:  # somebody has stopped it in the browser
            raise KeyboardInterrupt
        self._finish(run, options, along.tally if along else None)
        return run.files.filter(outcome__in=ImportedFile.BAD).exists()

    def _finish(
        self, run: Import, options: dict[str, Any], made_along: Tally | None = None, *, report_mode: str = "w"
    ) -> None:
        tally = made_along
        if options["wait"]:
            with TerminalProgress(sys.stderr, quiet=options["verbosity"] == 0) as progress:
                tally = wait_for_renditions(run, jobs=options["jobs"], progress=progress)
            if made_along:
                tally = Tally(tally.made + made_along.made, tally.failed + made_along.failed)
        if options["report"]:
            with options["report"].open(report_mode, encoding="utf-8") as target:
                write_report(run, target)
        if options["verbosity"]:
            self.stdout.write(summarise(run, tally))

    def _watch(
        self, project: Project, places: list[Path], by: User | None, choice: Choice, options: dict[str, Any]
    ) -> bool:
        """Goes on until Ctrl-C, which is the way to end it and no fault."""
        self.stderr.write("Watching. Ctrl-C ends it.")
        mode = "w"
        try:
            for run in watch(project=project, places=places, by=by, choice=choice):
                self._tell_bad(run)
                self._finish(run, options, report_mode=mode)
                mode = "a"
        except KeyboardInterrupt:
            self.stderr.write("Stopped watching.")
        return False

    def _tell_bad(self, run: Import) -> None:
        for path, outcome, reason in run.files.filter(outcome__in=ImportedFile.BAD).values_list(
            "path", "outcome", "reason"
        ):
            self.stderr.write(f"{outcome}: {printable(path)}: {printable(reason)}")

    def _foresee(self, places: list[Path], by: User | None, options: dict[str, Any]) -> bool:
        """Tells what would happen; tells whether any file would be refused."""
        project = Project.objects.filter(slug=options["project"]).first()
        if project is None and not options["create"]:
            raise CommandError(self._no_project(options["project"]), returncode=COULD_NOT_RUN)
        if project is not None:
            self._check_role(project, by)
        counts: Counter[str] = Counter()
        for found in survey_all(places):
            mode = Import.Mode.REFERENCE if options["reference"] else Import.Mode.COPY
            for line in foresee(found, project_id=project.pk if project else None, mode=mode):
                counts[line.outcome] += 1
                told = f"{line.outcome:10}  {printable(line.path)}  {printable(line.reason)}"
                self.stdout.write(told.rstrip())
        told = ", ".join(f"{number} {outcome}" for outcome, number in sorted(counts.items()))
        self.stdout.write(f"Nothing was written. It would be: {told or 'no files'}.")
        return any(counts[outcome] for outcome in ImportedFile.BAD)

    def _check_places(self, places: list[Path], choice: Choice, options: dict[str, Any]) -> None:
        for place in places:
            check_source(place)
        if choice.also_to is not None:
            check_second_place(choice.also_to, places)
        if options["report"] and not options["dry_run"]:
            check_writable(options["report"])

    def _find_user(self, email: str | None) -> User | None:
        if not email:
            return None
        try:
            return User.objects.get(email__iexact=email)
        except User.DoesNotExist:
            raise CommandError(f"Nobody has the account {email}.", returncode=COULD_NOT_RUN) from None

    def _find_project(self, options: dict[str, Any], by: User | None) -> Project:
        slug = options["project"]
        project = Project.objects.filter(slug=slug).first()
        if project is not None:
            self._check_role(project, by)
            return project
        if not options["create"]:
            raise CommandError(self._no_project(slug), returncode=COULD_NOT_RUN)
        try:
            project = make_project(by=by, kind=options["create"], title=slug.replace("-", " ").capitalize(), slug=slug)
        except ValidationError as fault:
            raise CommandError(" ".join(fault.messages), returncode=COULD_NOT_RUN) from fault
        if by is None and options["verbosity"]:
            self.stderr.write(
                f"Nobody owns {slug} yet: give it an owner in the admin, or make projects with --by EMAIL."
            )
        return project

    def _check_role(self, project: Project, by: User | None) -> None:
        """On somebody's behalf only what they may do themselves; the operator at the shell needs no role."""
        if by is None:
            return
        may = Membership.objects.filter(project=project, user=by, role__in=roles_from(Role.CONTRIBUTOR)).exists()
        if not may:
            raise CommandError(f"{by.email} may not bring files into {project.slug}.", returncode=COULD_NOT_RUN)

    def _no_project(self, slug: str) -> str:
        return f"There is no project {slug}. Make it with --create KIND ({', '.join(Project.Kind.values)})."

    def _read_choice(self, options: dict[str, Any]) -> Choice:
        mode = Import.Mode.COPY
        if options["link"]:
            mode = Import.Mode.LINK
        if options["reference"]:
            mode = Import.Mode.REFERENCE
        if options["also_to"] and mode != Import.Mode.COPY:
            raise CommandError(
                "A second copy is made while copying: leave out --link or --reference.", returncode=COULD_NOT_RUN
            )
        if options["mhl"] and mode == Import.Mode.REFERENCE:
            raise CommandError("A manifest lies beside a copy, and --reference makes none.", returncode=COULD_NOT_RUN)
        also_to = make_absolute(options["also_to"]) if options["also_to"] else None
        return Choice(mode=mode, also_to=also_to, mhl=options["mhl"], jobs=options["jobs"])


def make_absolute(path: Path) -> Path:
    """The path from the root, without `..`; a link stays a link, since its name is the card's name to a person."""
    return Path(os.path.abspath(path))  # noqa: PTH100
