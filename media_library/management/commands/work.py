"""`manage.py work`: the worker. Takes background work as it comes, and sweeps up what a killed worker left."""

from __future__ import annotations

import logging
import threading
from argparse import ArgumentParser
from typing import Any

from django.db import close_old_connections, connection
from django_tasks_db.management.commands.db_worker import Command as TasksWorker

from media_library.ingest import store
from media_library.ingest.render import forget_asking, give_back_abandoned
from media_library.ingest.tasks import ask_again

logger = logging.getLogger(__name__)


class Command(TasksWorker):
    help = "Runs background work, and sweeps up what a killed worker left."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.set_defaults(reload=False, startup_delay=False)
        parser.add_argument("--sweep", type=float, default=15.0, metavar="SECONDS", help="time between sweeps")

    def handle(self, **options: Any) -> None:
        sweep = options.pop("sweep")
        forget_asking()
        sweep_up()
        stop = threading.Event()
        sweeper = threading.Thread(target=_sweep_on, args=(sweep, stop), name="sweeper", daemon=True)
        sweeper.start()
        try:
            super().handle(**options)
        finally:
            stop.set()


def sweep_up() -> None:
    """Gives back what dead processes had in hand, removes what they left unfinished, asks again for what waits."""
    store.clean_up()
    give_back_abandoned()
    ask_again()


def _sweep_on(seconds: float, stop: threading.Event) -> None:
    while not stop.wait(seconds):
        close_old_connections()
        try:
            sweep_up()
        except Exception:
            logger.exception("sweeping")
        finally:
            connection.close()
