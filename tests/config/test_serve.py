"""The real thing: collectstatic, gunicorn and the worker as `manage.py serve` starts them."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from django.urls import reverse

from config.serving import listen
from tests.own_copy import OwnCopy

pytestmark = pytest.mark.skipif(not Path("/proc").exists(), reason="looks at processes by way of /proc")


class Served:
    """A running `manage.py serve`, and what it says."""

    def __init__(self, copy: OwnCopy) -> None:
        self.copy = copy
        self.process = copy.start("serve", "--port", "0")
        self.address = re.search(r"http://localhost:\d+", self.read_until("Kadr is at")).group()
        self.children()

    def read_until(self, word: str) -> str:
        said = []
        for line in self.process.stdout:
            said.append(line)
            if word in line:
                return line
        raise AssertionError("it ended and said:\n" + "".join(said))

    def fetch(self, path: str) -> tuple[int, str, str]:
        with urllib.request.urlopen(self.address + path, timeout=30) as answer:  # noqa: S310 - our own address
            return answer.status, answer.read().decode(), answer.headers["Cache-Control"] or ""

    def children(self) -> list[psutil.Process]:
        """Web server and worker, as soon as both are there."""
        parent = psutil.Process(self.process.pid)
        deadline = time.monotonic() + 30
        while len(found := [child for child in parent.children() if is_program(child)]) < 2:
            assert self.process.poll() is None
            assert time.monotonic() < deadline, "web server and worker do not stay up"
        return found

    def web_server(self) -> psutil.Process:
        return next(child for child in self.children() if "gunicorn" in child.cmdline())


def is_program(child: psutil.Process) -> bool:
    """Not the copy of the parent that a child is for a moment, nor a dead one."""
    try:
        return "serve" not in child.cmdline() and child.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


@pytest.fixture
def served(own_copy: OwnCopy, transactional_db: None) -> Iterator[Served]:
    own_copy.run("migrate", "--verbosity=0")
    own_copy.run("collectstatic", "--no-input", "--verbosity=0")
    served = Served(own_copy)
    yield served
    if served.process.poll() is None:
        served.process.terminate()
        try:
            served.process.wait(30)
        except subprocess.TimeoutExpired:
            served.process.kill()


def test_it_serves_restarts_what_is_killed_and_ends_on_ctrl_c(served):
    status, page, _ = served.fetch(reverse("sign-in"))
    assert status == 200
    assert "csrfmiddlewaretoken" in page

    manifest = json.loads((served.copy.data / "static" / "staticfiles.json").read_text())
    hashed = manifest["paths"]["admin/css/base.css"]
    status, style, cache_control = served.fetch(f"/static/{hashed}")
    assert status == 200
    assert "{" in style
    assert "immutable" in cache_control

    first = served.web_server()
    first.kill()
    assert "signal SIGKILL" in served.read_until("The web server ended")
    assert served.fetch(reverse("sign-in"))[0] == 200
    assert served.web_server().pid != first.pid

    everybody = psutil.Process(served.process.pid).children(recursive=True)
    served.process.send_signal(signal.SIGINT)
    assert served.process.wait(30) == 0
    assert psutil.wait_procs(everybody, timeout=10)[1] == []


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs Linux")
def test_nothing_is_left_when_the_parent_is_killed(served):
    served.fetch(reverse("sign-in"))
    everybody = psutil.Process(served.process.pid).children(recursive=True)
    assert len(everybody) >= 3  # gunicorn, its process, the worker
    served.process.kill()
    assert psutil.wait_procs(everybody, timeout=30)[1] == []


def test_a_taken_port_is_exit_2_and_a_sentence(own_copy):
    with listen("127.0.0.1", 0) as taken:
        done = own_copy.run("serve", "--port", str(taken.getsockname()[1]), check=False)
    assert done.returncode == 2
    assert "Address already in use" in done.stderr
    assert "Traceback" not in done.stderr
