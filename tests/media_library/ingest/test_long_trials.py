"""A long trial: a clip of two gigabytes goes in with memory flat. `make trial` runs it."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import struct
import subprocess
import time
from pathlib import Path

import psutil
import pytest

from tests.media_library.formats.made_media import make_film
from tests.own_copy import OwnCopy

pytestmark = [
    pytest.mark.trial,
    pytest.mark.timeout(900),
    pytest.mark.skipif(not Path("/proc").exists(), reason="reads the memory of processes from /proc"),
]

CLIP_BYTES = 2_000_000_000
MOST_MEMORY_MB = 200


def make_big_clip(path: Path) -> str:
    """A film of fifty frames with two gigabytes of other media behind it; gives its SHA-256.

    ISO/IEC 14496-12, 4.2: a box whose size is 1 has its real size in the eight bytes behind its type.
    """
    make_film(path)
    noise = random.Random(2024).randbytes(4 << 20)
    rest = CLIP_BYTES - path.stat().st_size
    with path.open("ab") as file:
        file.write(struct.pack(">I4sQ", 1, b"mdat", rest))
        left = rest - 16
        while left:
            file.write(noise[: min(left, len(noise))])
            left -= min(left, len(noise))
    return hash_file(path)


def hash_file(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def watch_memory(process: subprocess.Popen[str]) -> dict[int, int]:
    """The most memory, in MB, that each process of the tree ever held, until the first has ended."""
    most: dict[int, int] = {}
    tree = psutil.Process(process.pid)
    while process.poll() is None:
        try:
            pids = [process.pid, *(child.pid for child in tree.children(recursive=True))]
        except psutil.NoSuchProcess:
            break
        for pid in pids:
            most[pid] = max(most.get(pid, 0), read_high_water_mb(pid))
        time.sleep(0.05)
    return most


def read_high_water_mb(pid: int) -> int:
    """VmHWM of proc(5); 0 for a process that has ended."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM:")), 0)


def test_a_clip_of_two_gigabytes_goes_in_with_memory_flat(own_copy: OwnCopy, tmp_path: Path) -> None:
    own_copy.run("migrate", "--verbosity", "0")
    card, second = tmp_path / "card", tmp_path / "second"
    card.mkdir()
    try:
        sha256 = make_big_clip(card / "A001.MP4")
        started = time.monotonic()
        process = own_copy.start(
            "import_media", str(card), "--project", "altai", "--create", "documentary", "--wait",
            "--also-to", str(second), "--mhl", "--report", str(tmp_path / "r.jsonl"),
        )  # fmt: skip
        memory = watch_memory(process)
        said, _ = process.communicate()
        print(f"{time.monotonic() - started:.0f} s, {sorted(memory.values())} MB")  # noqa: T201
        assert process.returncode == 0, said
        assert hash_file(second / "card" / "A001.MP4") == sha256
        stored = own_copy.data / "media" / "originals" / sha256[:2] / sha256[2:4] / f"{sha256}.mp4"
        assert hash_file(stored) == sha256
        assert len(memory) >= 2, "the decoder was to be seen"
        assert max(memory.values()) < MOST_MEMORY_MB
    finally:
        for folder in (card, second, own_copy.data / "media"):
            shutil.rmtree(folder, ignore_errors=True)
        os.sync()
