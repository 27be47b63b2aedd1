"""Long trials: the import and the worker killed at random moments. `make trial` runs them."""

from __future__ import annotations

import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.media_library.ingest.material import lay_out, picture
from tests.own_copy import MANAGE, PROJECT, OwnCopy, make_own_copy

pytestmark = [pytest.mark.trial, pytest.mark.timeout(1500)]

KILLS = 50
WAITING_RENDITIONS = 200

STATE = """
import json
from media_library.models import *
print(json.dumps({
    "assets": sorted(Asset.objects.values_list("original__sha256", "original__kind", "make", "model", "captured_text")),
    "keywords": sorted(Asset.keywords.through.objects.values_list("asset__original__sha256", "keyword__name")),
    "stacks": sorted(Stack.objects.values_list("kind", "assets__original__sha256")),
    "sidecars": sorted(Sidecar.objects.values_list("original__sha256", "asset__original__sha256", "role")),
    "stored": sorted(Original.objects.exclude(storage_name="").values_list("storage_name", flat=True)),
    "outcomes": sorted(map(list, Import.objects.order_by("-id").first().files.values_list("path", "outcome"))),
    "runs": Import.objects.count(),
    "renditions": sorted(Rendition.objects.values_list("original__sha256", "spec", "state", "storage_name")),
}, default=str))
"""


def read_state(copy: OwnCopy) -> dict[str, Any]:
    state: dict[str, Any] = json.loads(copy.run("shell", "--no-imports", "-c", STATE).stdout.splitlines()[-1])
    return state


def import_command(samples: Path, jobs: int = 2) -> list[str]:
    return ["import_media", str(samples), "--create", "archive", "--project", "samples", "--jobs", str(jobs)]


def kill_after(copy: OwnCopy, words: list[str], seconds: float) -> bool:
    """Starts the command, kills it and all it has started; true when it had not ended by itself."""
    process = subprocess.Popen(
        [sys.executable, str(MANAGE), *words], env=copy.env, cwd=PROJECT,
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        return True
    assert process.returncode in (0, 1)
    return False


def strays(copy: OwnCopy, state: dict[str, Any]) -> list[str]:
    """Files in the store that no row knows, and unfinished ones."""
    media = copy.data / "media"
    known = {f"originals/{name}" for name in state["stored"]}
    known |= {f"renditions/{row[3]}" for row in state["renditions"] if row[3]}
    found = {path.relative_to(media).as_posix() for path in media.rglob("*") if path.is_file()}
    return sorted(found - known)


@pytest.fixture(scope="module")
def undisturbed(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    with make_own_copy(tmp_path_factory.mktemp("undisturbed") / "copy") as copy:
        copy.run("migrate", "--verbosity", "0")
        copy.run(*import_command(samples), timeout=600, check=False)
        yield read_state(copy)


def test_an_import_killed_fifty_times_ends_as_an_undisturbed_one(
    samples: Path, tmp_path: Path, undisturbed: dict[str, Any]
) -> None:
    seed = int(os.environ.get("KADR_TRIAL_SEED", time.time()))
    dice, kills, rounds = random.Random(seed), 0, 0
    while kills < KILLS:
        rounds += 1
        with make_own_copy(tmp_path / f"copy-{rounds}") as copy:
            copy.run("migrate", "--verbosity", "0")
            while kills < KILLS and kill_after(copy, import_command(samples), dice.uniform(0.8, 3.0)):
                kills += 1
            copy.run(*import_command(samples), timeout=600, check=False)
            state = read_state(copy)
            for part in ("assets", "keywords", "stacks", "sidecars", "stored"):
                assert state[part] == undisturbed[part], f"{part} differ; seed {seed}, round {rounds}"
            assert strays(copy, state) == []
            for name in state["stored"]:
                content = (copy.data / "media" / "originals" / name).read_bytes()
                assert hashlib.sha256(content).hexdigest() == Path(name).stem
    print(f"{kills} kills in {rounds} imports, seed {seed}")  # noqa: T201


def test_a_worker_killed_at_random_leaves_nothing_unmade_and_nothing_twice(own_copy: OwnCopy, tmp_path: Path) -> None:
    own_copy.run("migrate", "--verbosity", "0")
    pictures = {f"{number}.jpg": picture(number, size=(3000, 2000)) for number in range(WAITING_RENDITIONS // 3 + 1)}
    card = lay_out(tmp_path / "card", pictures)
    own_copy.run(*import_command(card))
    waiting = len(read_state(own_copy)["renditions"])
    assert waiting >= WAITING_RENDITIONS
    dice, kills, deadline = random.Random(7), 0, time.monotonic() + 240
    while any(row[2] != "done" for row in read_state(own_copy)["renditions"]):
        assert time.monotonic() < deadline
        work = ["work", "--interval", "0.2", "--sweep", "1"]
        kills += kill_after(own_copy, work, dice.uniform(1.0, 3.0) if kills < 8 else 20.0)
    own_copy.run("work", "--batch")
    state = read_state(own_copy)
    assert len(state["renditions"]) == len({(row[0], row[1]) for row in state["renditions"]}) == waiting
    assert strays(own_copy, state) == []
    assert kills >= 3
