"""`manage.py find_stacks`: stack what is one moment, in material that was there before the rules, or by looks."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError, CommandParser

from media_library.ingest.likenesses import fill_likenesses
from media_library.stacks.finding import stack_alike, stack_by_rules


class Command(BaseCommand):
    help = "Stacks bursts, brackets and panoramas of a project that the camera tells of; with --alike, bursts by looks."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--project", metavar="SLUG", required=True, help="the project's address")
        parser.add_argument("--alike", action="store_true", help="also what follows at once and looks alike")

    def handle(self, **options: Any) -> None:
        project = apps.get_model("projects", "Project").objects.filter(slug=options["project"]).first()
        if project is None:
            raise CommandError(f"There is no project {options['project']}.", returncode=2)
        made = stack_by_rules(project.pk)
        if options["alike"]:
            fill_likenesses(project.pk)
            made += stack_alike(project.pk)
        self.stdout.write(f"{made} made")
