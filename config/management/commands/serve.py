"""Starts Kadr: web server and worker together, until Ctrl-C."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from config import preparation
from config.serving import PortTaken, Supervisor, listen, web_server, worker

LOOPBACK = {"127.0.0.1", "::1", "localhost"}


class Command(BaseCommand):
    help = "Starts web server and worker together, starts again what dies, and ends both on Ctrl-C or SIGTERM."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default=settings.HOST, help="address to listen on (HOST, %(default)s)")
        parser.add_argument(
            "--port", type=int, default=settings.PORT, help="port; 0 for a free one (PORT, %(default)s)"
        )
        parser.add_argument(
            "--prepare",
            action="store_true",
            help="first bring tables and static files up to date, and fill an empty database with the demonstration",
        )

    def handle(self, *, host: str, port: int, prepare: bool, **_: Any) -> None:
        try:
            listener = listen(host, port)
        except PortTaken as error:
            raise CommandError(str(error), returncode=2) from error
        if prepare:
            self.prepare()
        self.greet(host, listener.getsockname()[1])
        connections.close_all()
        web = web_server(listener, processes=settings.WEB_PROCESSES, threads=settings.WEB_THREADS)
        Supervisor([web, worker(str(settings.BASE_DIR / "manage.py"))], say=self.say).run()

    def prepare(self) -> None:
        try:
            preparation.prepare(self.say)
        except KeyboardInterrupt:
            raise CommandError("Stopped; the next start goes on from here.", returncode=130) from None

    def greet(self, host: str, port: int) -> None:
        """Tells the address, and the demonstration's sign-in where there is one."""
        name = "localhost" if host in LOOPBACK else f"[{host}]" if ":" in host else host
        self.say(f"Kadr is at http://{name}:{port}/   (Ctrl-C ends it)")
        if preparation.demonstration_is_open():
            self.say(f"Sign in as {preparation.DEMONSTRATION_EMAIL}, {preparation.DEMONSTRATION_PASSWORD}")
            if host not in LOOPBACK:
                self.say("Others can reach this address, and that password is known to everybody: change it.")

    def say(self, sentence: str) -> None:
        self.stdout.write(sentence)
        self.stdout.flush()
