"""`manage.py work`: the worker. Takes background work as it comes, and sweeps up what a killed worker left."""

from __future__ import annotations

import logging
import threading
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.core.management.base import CommandError
from django.db import close_old_connections, connection
from django_tasks_db.management.commands import db_worker

from media_library.bins.removing import forget_old_removals
from media_library.ingest import store
from media_library.ingest.render import forget_asking, give_back_abandoned
from media_library.ingest.runs import mark_stopped
from media_library.ingest.stopping import THIS_PROCESS
from media_library.ingest.tasks import ask_again
from media_library.trash.sweeping import delete_leftovers

logger = logging.getLogger(__name__)


class Worker(db_worker.Worker):
    """A worker that ends within seconds when it is asked to, and puts back what it has in hand."""

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        THIS_PROCESS.ask()
        super().shutdown(signum, frame)


class Command(db_worker.Command):
    help = "Runs background work, and sweeps up what a killed worker left. SIGTERM or Ctrl-C ends it within seconds."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.set_defaults(reload=False, startup_delay=False)
        parser.add_argument("--sweep", type=float, default=15.0, metavar="SECONDS", help="time between sweeps")

    def handle(self, **options: Any) -> None:
        if options["reload"]:
            raise CommandError("The worker does not start itself again: leave out --reload.", returncode=2)
        self.configure_logging(options["verbosity"])
        worker = make_worker(options)
        worker.configure_signals()
        forget_asking()
        sweep_up()
        stop = threading.Event()
        sweeper = threading.Thread(target=_sweep_on, args=(options["sweep"], stop), name="sweeper", daemon=True)
        sweeper.start()
        try:
            worker.run()
        finally:
            stop.set()


def make_worker(options: dict[str, Any]) -> Worker:
    """A worker as the options of `db_worker` describe it."""
    return Worker(
        queue_names=options["queue_name"].split(","),
        interval=options["interval"],
        batch=options["batch"],
        backend_name=options["backend_name"],
        startup_delay=options["startup_delay"],
        max_tasks=options["max_tasks"],
        worker_id=options["worker_id"],
        excluded_queue_names=options["exclude_queues"].split(",") if options["exclude_queues"] else [],
    )


def sweep_up() -> None:
    """Gives back what dead processes had in hand, removes what was left over, asks again for what waits."""
    store.clean_up()
    mark_stopped()
    give_back_abandoned()
    ask_again()
    delete_leftovers()
    forget_old_removals()


def _sweep_on(seconds: float, stop: threading.Event) -> None:
    while not stop.wait(seconds):
        close_old_connections()
        try:
            sweep_up()
        except Exception:
            logger.exception("sweeping")
        finally:
            connection.close()
