"""`manage.py work`: the worker. Takes background work as it comes, and sweeps up what a killed worker left."""

from __future__ import annotations

import logging
import threading
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from types import FrameType
from typing import Any

from django.core.management.base import CommandError
from django.db import close_old_connections, connection
from django_tasks_db.management.commands import db_worker

from media_library.background import forget_old_results
from media_library.bins.removing import forget_old_removals
from media_library.ingest import store
from media_library.ingest.asking import forget_nudges, go_on_with_imports
from media_library.ingest.render import forget_asking, give_back_abandoned
from media_library.ingest.run_tasks import IMPORTS
from media_library.ingest.runs import mark_stopped
from media_library.ingest.stopping import THIS_PROCESS
from media_library.ingest.tasks import ask_again
from media_library.stacks.undoing import forget_old_changes
from media_library.trash.sweeping import delete_leftovers
from media_library.uploads.clearing import sweep_uploads

logger = logging.getLogger(__name__)

SECONDS_AFTER_A_FAULT = 5.0


class Worker(db_worker.Worker):
    """A worker that ends within seconds when it is asked to, and puts back what it has in hand."""

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        THIS_PROCESS.ask()
        super().shutdown(signum, frame)


class Command(db_worker.Command):
    help = "Runs background work, and sweeps up what a killed worker left. SIGTERM or Ctrl-C ends it within seconds."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.set_defaults(reload=False, startup_delay=False, queue_name=f"default,{IMPORTS}")
        parser.add_argument("--sweep", type=float, default=15.0, metavar="SECONDS", help="time between sweeps")

    def handle(self, **options: Any) -> None:
        if options["reload"]:
            raise CommandError("The worker does not start itself again: leave out --reload.", returncode=2)
        self.configure_logging(options["verbosity"])
        worker, alongside = make_workers(options)
        worker.configure_signals()
        forget_asking()
        forget_nudges()
        sweep_up()
        stop = threading.Event()
        sweeper = threading.Thread(target=_sweep_on, args=(options["sweep"], stop), name="sweeper", daemon=True)
        sweeper.start()
        try:
            with running_alongside(alongside) if alongside else nullcontext():
                worker.run()
        finally:
            stop.set()


def make_workers(options: dict[str, Any]) -> tuple[Worker, Worker | None]:
    """A worker as the options of `db_worker` describe it, and one that takes imports while the other makes renditions.

    With a bounded number of tasks, or when only some queues are named, one does it all.
    """
    names = options["queue_name"].split(",")
    others = [name for name in names if name != IMPORTS]
    if options["batch"] or options["max_tasks"] or not others or IMPORTS not in names:
        return make_worker(options, names), None
    own_id = {**options, "worker_id": f"{options['worker_id'][:50]}-{IMPORTS}"}
    return make_worker(options, others), make_worker(own_id, [IMPORTS])


@contextmanager
def running_alongside(worker: Worker) -> Iterator[None]:
    """Another worker in a thread of its own; it ends with what it surrounds, within a moment."""
    thread = threading.Thread(target=_work_on, args=(worker,), name="imports")
    thread.start()
    try:
        yield
    finally:
        THIS_PROCESS.ask()
        worker.running = False
        thread.join()


def _work_on(worker: Worker) -> None:
    """What ends the loop (a database that is away for a while) does not end the worker: it begins again."""
    try:
        while worker.running:
            try:
                worker.run()
            except Exception:
                logger.exception("taking imports")
                time.sleep(SECONDS_AFTER_A_FAULT)
    finally:
        connection.close()


def make_worker(options: dict[str, Any], queue_names: list[str]) -> Worker:
    """A worker for these queues, otherwise as the options of `db_worker` describe it."""
    return Worker(
        queue_names=queue_names,
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
    go_on_with_imports()
    sweep_uploads()
    give_back_abandoned()
    ask_again()
    delete_leftovers()
    forget_old_removals()
    forget_old_changes()
    forget_old_results()


def _sweep_on(seconds: float, stop: threading.Event) -> None:
    while not stop.wait(seconds):
        close_old_connections()
        try:
            sweep_up()
        except Exception:
            logger.exception("sweeping")
        finally:
            connection.close()
