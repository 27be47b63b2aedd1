"""The real web server, on the database and the media folder of a test whose rows are committed."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from django.db import connection

from config.serving import listen, web_server

PROJECT = Path(__file__).resolve().parent.parent


@contextmanager
def start_web_server(folder: Path, *, processes: int = 1, threads: int = 4, port: int = 0) -> Iterator[str]:
    """gunicorn as `manage.py serve` starts it; gives its address. `folder` is that of the fixture `media_root`.

    `port` 0 takes a free one; another is that of a server that has been stopped.
    """
    with listen("127.0.0.1", port) as listener:
        child = web_server(listener, processes=processes, threads=threads)
        process = subprocess.Popen(
            child.command, cwd=PROJECT, env=name_environment(folder), stdin=subprocess.DEVNULL,
            pass_fds=child.keep_fds, process_group=0,
        )  # fmt: skip
        try:
            yield f"http://localhost:{listener.getsockname()[1]}"
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait(30)


def name_environment(folder: Path) -> dict[str, str]:
    """That of the tests, with their database as it is called while they run."""
    return {
        **os.environ,
        "KADR_TESTS": str(folder.parent),
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "DATABASE_URL": name_database(),
    }


def name_database() -> str:
    """The address of the database that this process has open."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))
