"""Web server and worker under one parent, which starts again what dies and leaves nothing behind."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

Say = Callable[[str], None]

LONGEST_PAUSE_S = 60.0
WELL_AFTER_S = 60.0
"""A process that has lived this long counts as well: the pause before its next start is the shortest again."""
LOOK_EVERY_S = 0.2


class PortTaken(Exception):
    """Somebody else listens there. The text is a sentence for the person."""


def listen(host: str, port: int) -> socket.socket:
    """Opens the port; 0 takes a free one. Raises PortTaken.

    The parent holds the port, so that it stays Kadr's while the web server is started again.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(256)
    except OSError as error:
        listener.close()
        raise PortTaken(
            f"Kadr cannot listen on {host}, port {port}: {error.strerror}. Choose another: PORT={port + 1} make run"
        ) from error
    return listener


def die_with_parent(parent: int) -> None:
    """Runs in a new child: asks the kernel for a SIGTERM when the parent is gone, however it went (Linux only).

    prctl(2), PR_SET_PDEATHSIG = 1. A parent that died in between is noticed by its number.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)
        if os.getppid() != parent:
            os._exit(0)


@dataclass
class Child:
    """One process that is to be running."""

    name: str
    command: Sequence[str]
    keep_fds: Sequence[int] = ()
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    next_start_at: float = 0.0
    pause_s: float = 1.0

    def start(self) -> None:
        """Starts it in a process group of its own: Ctrl-C reaches the parent alone, which ends its children."""
        parent = os.getpid()
        self.started_at = time.monotonic()
        self.process = subprocess.Popen(
            self.command,
            stdin=subprocess.DEVNULL,
            pass_fds=self.keep_fds,
            process_group=0,
            preexec_fn=lambda: die_with_parent(parent),  # safe: the parent has one thread
        )

    def look_after(self, say: Say) -> None:
        """Starts it when it is due; when it has died, says so and plans the next start, later each time."""
        now = time.monotonic()
        if self.process is None:
            if now >= self.next_start_at:
                self.start()
            return
        code = self.process.poll()
        if code is None:
            return
        if now - self.started_at > WELL_AFTER_S:
            self.pause_s = 1.0
        say(f"The {self.name} ended ({describe_end(code)}); it is started again in {self.pause_s:.0f} s.")
        self.signal(signal.SIGKILL)  # what it has left behind in its group
        self.process = None
        self.next_start_at = now + self.pause_s
        self.pause_s = min(self.pause_s * 2, LONGEST_PAUSE_S)

    def signal(self, number: signal.Signals) -> None:
        """Sends a signal to the process and all that it has started."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)

    def wait_until(self, deadline: float) -> bool:
        """Waits for its end until `deadline` (of time.monotonic); tells whether it came."""
        if self.process is None:
            return True
        try:
            self.process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            return False
        return True


def describe_end(code: int) -> str:
    """`exit code 3`, or `signal SIGKILL` for the negative codes of subprocess."""
    if code >= 0:
        return f"exit code {code}"
    try:
        return f"signal {signal.Signals(-code).name}"
    except ValueError:
        return f"signal {-code}"


class Supervisor:
    """Keeps its children running until SIGINT, SIGTERM or SIGHUP, then ends them all."""

    def __init__(self, children: Sequence[Child], *, say: Say, grace_s: float = 15.0) -> None:
        self.children = children
        self.say = say
        self.grace_s = grace_s
        self.stopping = False

    def run(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self.ask_to_stop)
        try:
            while not self.stopping:
                for child in self.children:
                    child.look_after(self.say)
                time.sleep(LOOK_EVERY_S)
        finally:
            self.stop()

    def ask_to_stop(self, *_: object) -> None:
        """A second signal ends the patience with children that do not end."""
        self.grace_s = 0.0 if self.stopping else self.grace_s
        self.stopping = True

    def stop(self) -> None:
        """SIGTERM to all, and SIGKILL to what is still there after the grace time."""
        self.stopping = True
        self.say("Ending ...")
        for child in self.children:
            child.signal(signal.SIGTERM)
        started = time.monotonic()
        while not all(child.wait_until(0.0) for child in self.children):
            if time.monotonic() - started > self.grace_s:
                break
            time.sleep(0.05)
        for child in self.children:
            child.signal(signal.SIGKILL)
            child.wait_until(time.monotonic() + 5)


def web_server(listener: socket.socket, *, processes: int, threads: int) -> Child:
    """gunicorn on a port that is open already."""
    command = [
        *(sys.executable, "-m", "gunicorn", "config.wsgi:application"),
        *("--bind", f"fd://{listener.fileno()}", "--worker-class", "gthread"),
        *("--workers", str(processes), "--threads", str(threads)),
        *("--timeout", "120", "--graceful-timeout", "8", "--log-level", "error", "--no-control-socket"),
    ]
    return Child(name="web server", command=command, keep_fds=[listener.fileno()])


def worker(manage: str) -> Child:
    """The process that makes renditions and whatever else was asked for."""
    return Child(name="worker", command=[sys.executable, manage, "work"])
