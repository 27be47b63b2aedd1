"""`manage.py create_demo`: fills a copy of Kadr with a demonstration that it paints itself."""

from __future__ import annotations

import fcntl
import shutil
import sys
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from collaborators.models import Membership, User
from media_library.background import begin
from media_library.bins.arranging import make_bin
from media_library.bins.filling import add_to_bin, place_in_bin
from media_library.ingest.runs import Choice, run_import
from media_library.ingest.terminal import TerminalProgress, summarise
from media_library.ingest.waiting import wait_for_renditions
from media_library.marking.looking import record_looks
from media_library.marking.recording import mark_assets
from media_library.marking.wire import LookStep
from media_library.models import Asset, Bin, Import, ImportedFile, MarkEvent
from media_library.twins.tasks import look_for_twins
from projects.demonstration.bins import BINS
from projects.demonstration.cards import fill_cards, list_places
from projects.demonstration.marks import LOOKS, MARKS
from projects.demonstration.people import OWNER, PASSWORD, PEOPLE, PROJECTS, DemonstrationProject
from projects.making import make_project
from projects.models import Project

LAST = -100
"""The lowest priority there is."""


class Command(BaseCommand):
    help = (
        "Makes a demonstration: three projects, three demonstration people, photographs, clips and sound, painted here "
        "and brought in like anybody's cards. A second run changes nothing; an interrupted one is gone on with."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--quiet", action="store_true", help="say nothing but what went wrong")
        parser.add_argument("--wait", action="store_true", help="stay until the renditions are made")
        parser.add_argument("--jobs", type=int, default=settings.KADR_JOBS, metavar="N", help="processes (%(default)s)")

    def handle(self, **options: Any) -> None:
        self.quiet = options["quiet"] or options["verbosity"] == 0
        self.jobs = max(1, options["jobs"])
        check_addresses()
        with only_one_at_a_time() as folder:
            owner = make_people()
            projects = [(one, make_work(one, owner)) for one in PROJECTS]
            unfinished = [(one, project) for one, project in projects if not is_filled(project)]
            if unfinished:
                self._fill(unfinished, owner, folder)
            furnished = [project for _, project in projects if furnish(project, owner)]
            for project in furnished:
                look_for_copies(project)
            if not unfinished and not furnished:
                self._say("The demonstration is already here; nothing was changed.")
        if options["wait"]:
            self._wait_for_renditions([project for _, project in projects])
        self._tell_sign_in()

    def _fill(self, unfinished: list[tuple[DemonstrationProject, Project]], owner: User, folder: Path) -> None:
        begun = time.monotonic()
        number = fill_cards(folder, jobs=self.jobs)
        self._say(f"Painted {number} files in {time.monotonic() - begun:.0f} s.")
        for one, project in unfinished:
            self._bring_in(project, list_places(folder, one.slug), owner)
        shutil.rmtree(folder)

    def _wait_for_renditions(self, projects: list[Project]) -> None:
        for run in Import.objects.filter(project__in=projects, state=Import.State.FINISHED).order_by("pk"):
            with TerminalProgress(sys.stderr, quiet=self.quiet) as progress:
                wait_for_renditions(run, jobs=self.jobs, progress=progress)

    def _bring_in(self, project: Project, places: list[Path], owner: User) -> None:
        with TerminalProgress(sys.stderr, quiet=self.quiet) as progress:
            run = run_import(project=project, places=places, by=owner, choice=Choice(jobs=self.jobs), progress=progress)
        self._say(f"\n{project.title}\n{summarise(run)}")
        for file in run.files.filter(outcome__in=ImportedFile.BAD):
            self.stderr.write(f"{file.path}: {file.outcome}. {file.reason}")

    def _say(self, text: str) -> None:
        if not self.quiet:
            self.stdout.write(text)

    def _tell_sign_in(self) -> None:
        others = " and ".join(person.email for person in PEOPLE[1:])
        self._say(
            f"\nSign in as {OWNER} with the password {PASSWORD}: owner of the three projects, and the admin is open."
            f"\n{others} have the same password and other roles."
            "\nThese are demonstration people: delete them before strangers can reach this copy."
        )


def check_addresses() -> None:
    """Raises CommandError when a project that is not the demonstration's has one of its addresses."""
    foreign = (
        Project.objects.filter(slug__in=[one.slug for one in PROJECTS])
        .exclude(memberships__user__email=OWNER)
        .values_list("slug", flat=True)
    )
    if foreign:
        taken = ", ".join(sorted(foreign))
        raise CommandError(f"There is a project of yours at {taken}. Give it another address first.", returncode=2)


@contextmanager
def only_one_at_a_time() -> Iterator[Path]:
    """Gives the folder that is painted into, always the same one, so that an interrupted import can be gone on with.

    Raises CommandError when another process is making the demonstration.
    """
    folder: Path = settings.DATA_DIR / "demonstration"
    with (settings.DATA_DIR / "demonstration.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CommandError("The demonstration is being made by another process.", returncode=2) from None
        yield folder


@transaction.atomic
def make_people() -> User:
    """Makes the demonstration people that are not there yet; gives the owner, who may use the admin."""
    for person in PEOPLE:
        if not User.objects.filter(email__iexact=person.email).exists():
            make = User.objects.create_superuser if person.email == OWNER else User.objects.create_user
            make(person.email, PASSWORD, name=person.name)
    return User.objects.get(email__iexact=OWNER)


@transaction.atomic
def make_work(one: DemonstrationProject, owner: User) -> Project:
    """The project of the demonstration, made with its people if it is not there yet."""
    project = Project.objects.filter(slug=one.slug).first()
    if project is not None:
        return project
    project = make_project(
        by=owner,
        kind=one.kind,
        title=one.title,
        slug=one.slug,
        synopsis=one.synopsis,
        status=one.status,
        languages=one.languages,
    )
    for email, role in one.roles.items():
        Membership.objects.create(project=project, user=User.objects.get(email__iexact=email), role=role)
    return project


@transaction.atomic
def furnish(project: Project, owner: User) -> bool:
    """Sorts and judges what has come in, unless anybody has judged already; says whether it has. All or nothing."""
    if MarkEvent.objects.filter(project_id=project.pk, by__isnull=False).exists():
        return False
    make_bins(project, owner)
    note_looks(project)
    return judge(project)


def look_for_copies(project: Project) -> None:
    """Has the worker look for near-duplicates once it has made the renditions: it compares by them."""
    begin(look_for_twins.using(priority=LAST), project.pk)


def make_bins(project: Project, owner: User) -> None:
    """Sorts what has come in into the bins of the demonstration, unless there are bins already."""
    if Bin.objects.filter(project_id=project.pk).exists():
        return
    made: dict[str, Bin] = {}
    for one in BINS:
        if one.project == project.slug:
            made[one.name] = make_bin(project=project, by=owner, name=one.name, parent=made.get(one.within))
            fill_bin(made[one.name], one.files, owner)


def fill_bin(bin: Bin, names: Sequence[str], owner: User) -> None:
    """Puts the files of these names into the bin, in this order."""
    found = Asset.objects.in_library().filter(project_id=bin.project_id, file_name__in=names)
    by_hand = sorted(found, key=lambda asset: names.index(asset.file_name))
    add_to_bin(bin, by_hand, by=owner)
    place_in_bin(bin, by_hand)


def judge(project: Project) -> bool:
    """Marks what has come in as the people of the demonstration have; says whether there was anything to mark."""
    people = find_people()
    marked = False
    for one in MARKS:
        ids = list_named(project, one.files) if one.project == project.slug else []
        mark_assets(project_id=project.pk, by=people[one.by], field=one.field, values=dict.fromkeys(ids, one.value))
        marked |= bool(ids)
    return marked


def note_looks(project: Project) -> None:
    """Notes who of the demonstration has looked at what; the rest is unseen by them."""
    people = find_people()
    for one in LOOKS:
        if one.project == project.slug:
            seen = Asset.objects.in_library().filter(project_id=project.pk).exclude(file_name__in=one.not_yet)
            step = LookStep(uuid.uuid4(), timezone.now(), tuple(seen.values_list("pk", flat=True)))
            record_looks(project_id=project.pk, user_id=people[one.by].pk, steps=[step])


def find_people() -> dict[str, User]:
    """The people of the demonstration, by their addresses."""
    return User.objects.in_bulk([one.email for one in PEOPLE], field_name="email")


def list_named(project: Project, names: Sequence[str]) -> list[int]:
    found = Asset.objects.in_library().filter(project_id=project.pk, file_name__in=names)
    return list(found.order_by("pk").values_list("pk", flat=True))


def is_filled(project: Project) -> bool:
    """Whether an import into the project has come to its end."""
    return Import.objects.filter(project_id=project.pk, state=Import.State.FINISHED).exists()
