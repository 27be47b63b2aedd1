"""What a copy of Kadr needs before it can be opened: tables, static files, and something to look at."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import django
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from projects.models import Project

Say = Callable[[str], None]

DEMONSTRATION_EMAIL = "aigerim@example.org"
DEMONSTRATION_PASSWORD = "kadr-demo"  # noqa: S105 - told to everybody who starts an empty copy


def prepare(say: Say) -> None:
    """Brings tables and static files up to date and fills an empty database; does nothing where nothing is to do."""
    migrate(say)
    collect_static_files(say)
    make_demonstration(say)


def migrate(say: Say) -> None:
    """Applies the migrations that are not applied yet."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        say("Making the tables ...")
        call_command("migrate", interactive=False, verbosity=0)


def collect_static_files(say: Say) -> None:
    """Collects the static files if one of them has changed since the last time."""
    stamp = settings.DATA_DIR / "static.stamp"
    now = fingerprint_static_files()
    if stamp.exists() and stamp.read_text() == now and (settings.STATIC_ROOT / "staticfiles.json").exists():
        return
    say("Collecting the static files ...")
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(now)


def fingerprint_static_files() -> str:
    """A hash over name, size and time of every static file, and what would be made of them."""
    digest = hashlib.sha256(f"{django.__version__} {settings.STORAGES['staticfiles']}".encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            stat = Path(storage.path(name)).stat()
            digest.update(f"{name}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def make_demonstration(say: Say) -> None:
    """Fills a database that holds no project, and goes on with a demonstration that was interrupted.

    In a process of its own, so that the painting's memory is given back. A copy without the demonstration is still a
    good copy: when it fails, that is said and nothing else stops.
    """
    unfinished = settings.DATA_DIR / "demonstration.unfinished"
    if Project.objects.exists() and not unfinished.exists():
        return
    say("Painting the demonstration, this takes a minute ...")
    unfinished.touch()
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "create_demo", "--quiet"]
    done = subprocess.run(command, check=False)
    if done.returncode >= 0:
        unfinished.unlink()  # killed by a signal, it is gone on with at the next start
    if done.returncode:
        say("The demonstration could not be made (see above); Kadr starts without it.")


def demonstration_is_open() -> bool:
    """Whether the demonstration's sign-in, which everybody knows, works here."""
    user = get_user_model().objects.filter(email=DEMONSTRATION_EMAIL).first()
    return user is not None and user.check_password(DEMONSTRATION_PASSWORD)
