"""`import_media` as a process: signals, exit codes, full disks and two at once."""

from __future__ import annotations

import json
import os
import pty
import re
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.media_library.ingest.material import lay_out, picture
from tests.own_copy import MANAGE, PROJECT, OwnCopy

STATE = """
import json
from media_library.models import *
print(json.dumps({
    "assets": Asset.objects.count(),
    "runs": list(Import.objects.order_by("id").values_list("state", flat=True)),
    "outcomes": list(ImportedFile.objects.values_list("outcome", flat=True)),
    "reasons": dict(ImportedFile.objects.filter(outcome="failed").values_list("path", "reason")),
    "stored": sorted(Original.objects.values_list("storage_name", flat=True)),
    "renditions": list(Rendition.objects.values_list("state", flat=True)),
}))
"""


@pytest.fixture
def copy(own_copy: OwnCopy) -> OwnCopy:
    own_copy.run("migrate", "--verbosity", "0")
    return own_copy


Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def start(copy: OwnCopy) -> Iterator[Start]:
    """Starts a command; what still runs when the test has ended is killed."""
    started: list[subprocess.Popen[str]] = []

    def start_one(*words: str) -> subprocess.Popen[str]:
        started.append(copy.start(*words))
        return started[-1]

    yield start_one
    for process in started:
        process.kill()
        process.communicate()


def read_state(copy: OwnCopy) -> dict[str, Any]:
    state: dict[str, Any] = json.loads(copy.run("shell", "--no-imports", "-c", STATE).stdout.splitlines()[-1])
    return state


def words(card: Path, *more: str) -> list[str]:
    return ["import_media", str(card), "--project", "altai", "--create", "archive", *more]


def list_stored(copy: OwnCopy) -> list[str]:
    originals = copy.data / "media" / "originals"
    return sorted(path.relative_to(originals).as_posix() for path in originals.rglob("*") if path.is_file())


def list_unfinished(*folders: Path) -> list[str]:
    return [path.name for folder in folders for path in folder.rglob("*.kadr-part")]


def wait_for(happened: Any, process: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + 60
    while not happened():
        assert process.poll() is None, process.communicate()[0]
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.mark.parametrize("jobs", ["1", "4"])
def test_ctrl_c_ends_it_within_moments_and_the_same_command_goes_on(
    copy: OwnCopy, start: Start, tmp_path: Path, jobs: str
) -> None:
    card = lay_out(tmp_path / "card", {f"{number}.jpg": picture(number) for number in range(400)})
    command = words(card, "--jobs", jobs, "--wait", "--also-to", str(tmp_path / "second"))
    process = start(*command)
    wait_for(lambda: len(list_stored(copy)) > 5, process)
    interrupted = time.monotonic()
    process.send_signal(signal.SIGINT)
    said, _ = process.communicate(timeout=30)
    assert time.monotonic() - interrupted < 5
    assert process.returncode == 130
    assert "Stopped. Run the same command again to go on." in said
    assert "Traceback" not in said
    assert list_unfinished(copy.data, tmp_path / "second") == []
    half = read_state(copy)
    assert 0 < half["assets"] < 400
    assert half["runs"] == ["stopped"]
    assert "failed" not in half["outcomes"]
    assert "running" not in half["renditions"]
    assert copy.run(*command).returncode == 0
    whole = read_state(copy)
    assert (whole["assets"], whole["runs"]) == (400, ["finished"])
    assert whole["outcomes"] == ["added"] * 400
    assert whole["renditions"] == ["done"] * 1200
    assert list_stored(copy) == whole["stored"]


def test_a_watched_folder_is_left_with_ctrl_c_and_exit_code_0(copy: OwnCopy, start: Start, tmp_path: Path) -> None:
    (tmp_path / "drop").mkdir()
    process = start(*words(tmp_path / "drop", "--watch"))
    assert process.stdout is not None
    assert any("Watching. Ctrl-C ends it." in line for line in (process.stdout.readline(), process.stdout.readline()))
    (tmp_path / "drop" / "a.jpg").write_bytes(picture(1))
    line = process.stdout.readline()
    while "1 added" not in line:
        assert line, "it ended"
        line = process.stdout.readline()
    process.send_signal(signal.SIGINT)
    said, _ = process.communicate(timeout=20)
    assert process.returncode == 0
    assert "Stopped watching." in said
    assert "Traceback" not in said
    assert read_state(copy)["runs"] == ["finished"]


def test_a_file_that_does_not_fit_fails_alone_and_nothing_half_remains(copy: OwnCopy, tmp_path: Path) -> None:
    """A limit on the size of files stands in for a full disk: writing breaks off in the middle in the same way."""
    card = lay_out(
        tmp_path / "card", {"a.jpg": picture(1), "big.jpg": picture(2) + bytes(40_000_000), "z.jpg": picture(3)}
    )
    limit = 30_000_000
    done = subprocess.run(
        [sys.executable, str(MANAGE), *words(card, "--also-to", str(tmp_path / "second"), "--mhl")],
        env=copy.env,
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    )
    assert done.returncode == 1, done.stderr
    assert "failed: big.jpg: The file could not be read or stored (File too large)." in done.stderr
    state = read_state(copy)
    assert sorted(state["outcomes"]) == ["added", "added", "failed"]
    assert list_unfinished(copy.data, tmp_path / "second") == []
    assert sorted(path.name for path in (tmp_path / "second" / "card").glob("*.jpg")) == ["a.jpg", "z.jpg"]
    assert copy.run(*words(card)).returncode == 0
    assert read_state(copy)["assets"] == 3


def test_two_imports_of_one_place_at_the_same_time_bring_everything_in_once(
    copy: OwnCopy, start: Start, tmp_path: Path
) -> None:
    card = lay_out(tmp_path / "card", {f"{number}.jpg": picture(number) for number in range(60)})
    copy.run("import_media", str(lay_out(tmp_path / "first", {"x.jpg": picture(99)})), *words(card)[2:])
    both = [start(*words(card, "--jobs", "2", "--also-to", str(tmp_path / "second"), "--mhl")) for _ in "ab"]
    said = [process.communicate(timeout=120)[0] for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    state = read_state(copy)
    assert (state["assets"], state["runs"]) == (61, ["finished"] * 3)
    assert state["outcomes"].count("added") == 61
    assert set(state["outcomes"]) <= {"added", "duplicate"}
    assert [name for name in list_stored(copy) if not name.startswith("ascmhl")] == state["stored"]
    copied = list((tmp_path / "second" / "card").glob("*.jpg"))
    assert len(copied) == 60
    told = subprocess.run(
        [str(Path(sys.executable).parent / "ascmhl-debug"), "verify", str(tmp_path / "second" / "card")],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert told.returncode == 0, told.stdout + told.stderr


def test_what_could_not_run_has_exit_code_2(own_copy: OwnCopy, tmp_path: Path) -> None:
    card = lay_out(tmp_path / "card", {"a.jpg": picture(1)})
    no_project = own_copy.run("import_media", str(card), check=False)
    assert no_project.returncode == 2
    assert "--project" in no_project.stderr
    no_tables = own_copy.run(*words(card), check=False)
    assert no_tables.returncode == 2
    assert "manage.py migrate" in no_tables.stderr
    assert "Traceback" not in no_tables.stderr


def test_on_a_terminal_a_bar_tells_files_bytes_rate_time_left_and_what_went_wrong(
    copy: OwnCopy, tmp_path: Path
) -> None:
    files = {f"{number:03}.jpg": picture(number) for number in range(60)}
    card = lay_out(tmp_path / "card", files | {"bad.jpg": b"<!doctype html><html></html>"})
    master, slave = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, str(MANAGE), *words(card, "--jobs", "1")],
        env=copy.env, cwd=PROJECT, stdin=slave, stdout=slave, stderr=slave, start_new_session=True,
    )  # fmt: skip
    os.close(slave)
    shown = read_all(master)
    assert process.wait(30) == 1
    bars = [one for one in re.split(r"\r\x1b\[K|\r\n", shown) if " well, " in one]
    assert len(bars) > 3
    last = bars[-1]
    assert re.search(r"100%  61/61  \S+ kB/\S+ kB  .*/s  left 0 s  60 well, 1 not$", last), last
    assert max(map(len, bars)) < 80
    assert "refused: bad.jpg: " in shown
    assert shown.strip().splitlines()[-5].startswith("60 added, ")


def read_all(master: int) -> str:
    """What is written to a terminal until nobody has it open any more (Linux says EIO then)."""
    parts = []
    try:
        while part := os.read(master, 1 << 16):
            parts.append(part)
    except OSError:
        pass
    finally:
        os.close(master)
    return b"".join(parts).decode()
