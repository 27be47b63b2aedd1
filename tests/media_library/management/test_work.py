"""The worker as a process: it takes what waits, sweeps up, and ends when asked to."""

from __future__ import annotations

import json
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.media_library.ingest.material import lay_out, picture
from tests.own_copy import OwnCopy

STATE = """
import json
from media_library.models import Rendition
print(json.dumps(list(Rendition.objects.order_by("id").values_list("state", "attempts"))))
"""
CLAIM = """
from media_library.models import Rendition
import socket
print(Rendition.objects.update(state="running", claimed_by=socket.gethostname() + ":" + "dead" * 8))
"""


@pytest.fixture
def copy(own_copy: OwnCopy) -> OwnCopy:
    own_copy.run("migrate", "--verbosity", "0")
    return own_copy


def read_states(copy: OwnCopy) -> list[tuple[str, int]]:
    found = json.loads(copy.run("shell", "--no-imports", "-c", STATE).stdout.splitlines()[-1])
    return [(state, attempts) for state, attempts in found]


def bring_in(copy: OwnCopy, folder: Path, number: int, size: tuple[int, int] = (64, 48)) -> None:
    card = lay_out(folder, {f"{one}.jpg": picture(one, size=size) for one in range(number)})
    copy.run("import_media", str(card), "--project", "altai", "--create", "archive")


def start_work(copy: OwnCopy) -> subprocess.Popen[str]:
    return copy.start("work", "--interval", "0.1", "--sweep", "0.5")


def count_made(copy: OwnCopy) -> int:
    return len(list((copy.data / "media" / "renditions").rglob("max-*")))


def wait_until_made(copy: OwnCopy, number: int) -> None:
    deadline = time.monotonic() + 90
    while count_made(copy) < number:
        assert time.monotonic() < deadline, f"{count_made(copy)} of {number} made"
        time.sleep(0.05)


def end(process: subprocess.Popen[str]) -> float:
    """Asks the worker to end and gives the seconds it took."""
    started = time.monotonic()
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=60)
    return time.monotonic() - started


def test_it_makes_what_waits_and_what_a_dead_worker_left(copy: OwnCopy, tmp_path: Path) -> None:
    bring_in(copy, tmp_path / "card", 4)
    copy.run("shell", "--no-imports", "-c", CLAIM)
    unfinished = copy.data / "media" / "incoming" / f"{'0' * 32}.kadr-part"
    unfinished.write_bytes(b"half")
    worker = start_work(copy)
    try:
        wait_until_made(copy, 12)
    finally:
        seconds = end(worker)
    assert worker.returncode == 0
    assert seconds < 5
    assert {state for state, _ in read_states(copy)} == {"done"}
    assert not unfinished.exists()


def test_the_sweep_finds_what_nobody_was_asked_for(copy: OwnCopy, tmp_path: Path) -> None:
    bring_in(copy, tmp_path / "card", 2)
    worker = start_work(copy)
    try:
        wait_until_made(copy, 6)
        forget = "from media_library.models import *; Rendition.objects.update(state='pending', asked_at=None)"
        copy.run("shell", "--no-imports", "-c", forget)
        deadline = time.monotonic() + 60
        while {state for state, _ in read_states(copy)} != {"done"}:
            assert time.monotonic() < deadline
    finally:
        end(worker)
    assert read_states(copy) == [("done", 2)] * 6


def test_it_ends_within_seconds_in_the_middle_of_rendering_and_puts_back_what_it_had(
    copy: OwnCopy, tmp_path: Path
) -> None:
    bring_in(copy, tmp_path / "card", 40, size=(3200, 2400))
    worker = start_work(copy)
    try:
        wait_until_made(copy, 6)
    finally:
        seconds = end(worker)
    assert seconds < 5
    assert worker.returncode == 0
    states = [state for state, _ in read_states(copy)]
    assert "pending" in states, "it was to be interrupted in the middle"
    assert set(states) <= {"done", "pending"}
    assert list((copy.data / "media" / "incoming").iterdir()) == []
    copy.run("work", "--batch")
    assert set(read_states(copy)) == {("done", 1)}


def test_two_workers_at_once_make_nothing_twice(copy: OwnCopy, tmp_path: Path) -> None:
    bring_in(copy, tmp_path / "card", 30, size=(640, 480))
    workers = [start_work(copy) for _ in "ab"]
    try:
        wait_until_made(copy, 90)
    finally:
        for worker in workers:
            end(worker)
    assert read_states(copy) == [("done", 1)] * 90
    assert count_made(copy) == 90


ASK = """
from collaborators.models import User
from media_library.ingest.asking import ask_for_import
from projects.making import make_project
from projects.models import Project
by, _ = User.objects.get_or_create(email="by@example.org")
project = Project.objects.filter(slug="altai").first() or make_project(by=by, kind="archive", title="A", slug="altai")
ask_for_import(project=project, places=[{place!r}], by=by)
"""
IMPORTS = """
import json
from media_library.models import Import
rows = Import.objects.order_by("id")
print(json.dumps([[run.state, run.files.filter(outcome="added").count(), run.attempts] for run in rows]))
"""


def ask(copy: OwnCopy, folder: Path, files: dict[str, bytes]) -> None:
    """Asks for a folder as the browser does; the operator has allowed it."""
    copy.env["KADR_IMPORT_FOLDERS"] = str(folder)
    copy.run("shell", "--no-imports", "-c", ASK.format(place=str(lay_out(folder, files))))


def read_imports(copy: OwnCopy) -> list[list[object]]:
    found: list[list[object]] = json.loads(copy.run("shell", "--no-imports", "-c", IMPORTS).stdout.splitlines()[-1])
    return found


def wait_for_imports(copy: OwnCopy, expected: list[list[object]]) -> None:
    deadline = time.monotonic() + 90
    while (found := read_imports(copy)) != expected:
        assert time.monotonic() < deadline, f"{found} instead of {expected}"


def test_an_import_does_not_wait_for_the_renditions_of_another(copy: OwnCopy, tmp_path: Path) -> None:
    bring_in(copy, tmp_path / "many", 40, size=(3200, 2400))
    ask(copy, tmp_path / "card", {"z.jpg": picture(100)})
    worker = start_work(copy)
    try:
        wait_for_imports(copy, [["finished", 40, 0], ["finished", 1, 1]])
        made = count_made(copy)
    finally:
        end(worker)
    assert made < 41 * 3, "there was to be a batch of renditions in hand"


def test_the_import_of_a_killed_worker_is_finished_by_the_next_one(copy: OwnCopy, tmp_path: Path) -> None:
    ask(copy, tmp_path / "card", {f"{n:02}.jpg": picture(n, size=(1600, 1200)) for n in range(60)})
    worker = start_work(copy)
    originals = copy.data / "media" / "originals"
    try:
        deadline = time.monotonic() + 60
        while len(list(originals.rglob("*.jpg"))) < 5:
            assert time.monotonic() < deadline
            time.sleep(0.01)
    finally:
        worker.kill()
        worker.communicate(timeout=60)
    [[state, added, _]] = read_imports(copy)
    assert state == "running", "it was to be killed in the middle"
    assert isinstance(added, int)
    assert added < 60
    worker = start_work(copy)
    try:
        wait_for_imports(copy, [["finished", 60, 2]])
    finally:
        end(worker)
