"""Whether the process that holds a row is still alive.

A process at work keeps a lock on a file of its own; the lock goes with the process, however it ends. Whoever finds a
row held by a dead process may take it over at once. A holder on another machine cannot be asked: there the age of the
row decides.
"""

from __future__ import annotations

import fcntl
import os
import socket
import uuid
from pathlib import Path
from types import TracebackType

from django.conf import settings


def lock_folder() -> Path:
    folder = Path(settings.DATA_DIR) / "locks"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


class LifeSign:
    """Held as a context manager; `name` goes into the row. A sign belongs to one process and may serve many rows."""

    def __init__(self) -> None:
        self.name = f"{socket.gethostname()}:{uuid.uuid4().hex}"
        self._descriptor: int | None = None

    def __enter__(self) -> LifeSign:
        self._descriptor = os.open(_path(self.name), os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        fcntl.flock(self._descriptor, fcntl.LOCK_EX)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._descriptor is not None:
            _path(self.name).unlink(missing_ok=True)
            os.close(self._descriptor)
            self._descriptor = None


def is_dead(name: str) -> bool | None:
    """True when the holder has ended, False while it lives, None when it is on another machine."""
    if not name:
        return True
    host, _, token = name.partition(":")
    if host != socket.gethostname():
        return None
    if not token.isalnum() or not _path(name).exists():
        return True
    return _unlocked(_path(name))


def _path(name: str) -> Path:
    return lock_folder() / f"{name.partition(':')[2]}.lock"


def _unlocked(path: Path) -> bool:
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    else:
        path.unlink(missing_ok=True)
        return True
    finally:
        os.close(descriptor)
