"""What the commands of upkeep have in common: which originals, and how many at once."""

from __future__ import annotations

from argparse import ArgumentTypeError

from django.apps import apps
from django.core.management.base import CommandError, CommandParser
from django.db.models import QuerySet

from media_library.models import Original


def add_options(parser: CommandParser, *, jobs: int) -> None:
    """`--project` and `--jobs`."""
    parser.add_argument("--project", metavar="SLUG", help="only for this project")
    parser.add_argument("--jobs", type=read_jobs, default=jobs, metavar="N", help="files at once (%(default)s)")


def read_jobs(text: str) -> int:
    """A number of jobs, one at least. Raises ArgumentTypeError."""
    if not text.isdecimal() or int(text) < 1:
        raise ArgumentTypeError(f"{text!r} is not a number from 1 on")
    return int(text)


def choose_originals(slug: str | None) -> QuerySet[Original]:
    """The originals of one project, or all. Raises CommandError when there is no such project."""
    if not slug:
        return Original.objects.all()
    if not apps.get_model("projects", "Project").objects.filter(slug=slug).exists():
        raise CommandError(f"There is no project {slug}.", returncode=2)
    return Original.objects.filter(assets__project__slug=slug).distinct()
