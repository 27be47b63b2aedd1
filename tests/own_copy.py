"""A whole copy of Kadr for one test: its own data folder, its own database, its own processes."""

from __future__ import annotations

import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

PROJECT = Path(__file__).resolve().parent.parent
MANAGE = PROJECT / "manage.py"


@dataclass(frozen=True)
class OwnCopy:
    """`env` is the whole environment of the copy's processes."""

    data: Path
    env: dict[str, str]

    def run(self, *words: str, timeout: float = 120, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Runs a management command to its end, and gives what it printed."""
        done = subprocess.run(
            [sys.executable, str(MANAGE), *words],
            env=self.env, cwd=PROJECT, timeout=timeout, check=False, capture_output=True, text=True,
            stdin=subprocess.DEVNULL,
        )  # fmt: skip
        if check and done.returncode:
            raise AssertionError(f"manage.py {words[0]} gave {done.returncode}:\n{done.stdout}\n{done.stderr}")
        return done

    def start(self, *words: str) -> subprocess.Popen[str]:
        """Starts a management command; whoever calls this ends it. Errors come in the same stream."""
        return subprocess.Popen(
            [sys.executable, str(MANAGE), *words],
            env=self.env, cwd=PROJECT, text=True, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip


@contextmanager
def make_own_copy(data: Path) -> Iterator[OwnCopy]:
    """An empty copy on the database that the tests run on; tables are not made yet."""
    data.mkdir(parents=True)
    url = os.environ["DATABASE_URL"]
    if url.startswith("sqlite"):
        yield OwnCopy(data, _environment(data, f"sqlite:///{data}/kadr.sqlite3"))
        return
    name = f"kadr_{uuid.uuid4().hex}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
        try:
            yield OwnCopy(data, _environment(data, urlunsplit(urlsplit(url)._replace(path=f"/{name}"))))
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


def _environment(data: Path, database_url: str) -> dict[str, str]:
    return {
        **os.environ,
        "DATA_DIR": str(data),
        "DATABASE_URL": database_url,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "WEB_PROCESSES": "1",
        "WEB_THREADS": "2",
    }
