"""What a whole import costs, against the bare half-scale decode of the same files, in one run.

Measured on 24-megapixel photographs made here: processor time of the import (hash, copy, reading back, facts, rows,
three renditions) with all its processes; how well it uses two cores; the memory of its largest process; and a second
run over 20,000 unchanged files.
"""

from __future__ import annotations

import os
import re
import resource
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import numpy as np
from PIL import Image

from tests.own_copy import MANAGE, PROJECT

PICTURES = 60
UNCHANGED = 20_000
SIZE = (6000, 4000)


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="kadr-bench-") as folder:
        measure_import(Path(folder))
        measure_second_run(Path(folder))


def measure_import(folder: Path) -> None:
    card = folder / "card"
    size_bytes = paint_photographs(card, PICTURES)
    decode = decode_half_scale(card)
    environment = make_copy(folder / "copy")
    words = ["import_media", str(card), "--create", "archive", "--project", "bench", "--wait", "--jobs", "2", "-v0"]
    wall, cpu, peak = run_measured(words, environment)
    print(f"{PICTURES} photographs of 24 megapixels, {size_bytes / PICTURES / 1e6:.1f} MB each")
    print(f"bare half-scale decode     {decode / PICTURES * 1000:.0f} ms of processor a photograph")
    print(f"whole import               {cpu / PICTURES * 1000:.0f} ms of processor a photograph")
    print(f"import / decode            {cpu / decode:.2f}   (goal: at most 3.0)")
    print(f"wall / processor           {wall / cpu:.2f}   (goal on two cores: at most 0.65)")
    print(f"largest process            {peak:.0f} MB   (goal: at most 400)")


def measure_second_run(folder: Path) -> None:
    card = folder / "many"
    write_many(card, UNCHANGED)
    environment = make_copy(folder / "copy-many")
    words = ["import_media", str(card), "--create", "archive", "--project", "many", "--jobs", "2", "-v0"]
    first, _, _ = run_measured(words, environment)
    second, _, _ = run_measured(words, environment)
    print(f"first run, {UNCHANGED} small files   {first:.0f} s")
    print(f"second run, unchanged         {second:.1f} s   (goal: below 10)")


def paint_photographs(card: Path, number: int) -> int:
    """Photographs with the detail and the grain that make a file of about ten megabytes; gives the bytes of all."""
    card.mkdir()
    dice = np.random.default_rng(24)
    grain = dice.normal(0, 7, (SIZE[1], SIZE[0], 1)).astype(np.float32)
    rows, columns = np.mgrid[0 : SIZE[1], 0 : SIZE[0]].astype(np.float32)
    for index in range(number):
        wave = np.sin(columns / (37 + index)) * np.cos(rows / (53 + index)) * 40
        base = np.stack([rows / 20 + wave, columns / 30 + wave / 2, 160 - rows / 40 + wave], axis=-1)
        pixels = np.clip(base + np.roll(grain, index * 97, axis=1), 0, 255).astype(np.uint8)
        Image.fromarray(pixels).save(card / f"DSCF{index:04}.JPG", quality=93)
    return sum(path.stat().st_size for path in card.iterdir())


def write_many(card: Path, number: int) -> None:
    """Small pictures that all differ, a thousand to a folder."""
    image = Image.new("RGB", (16, 16))
    for index in range(number):
        folder = card / f"{index // 1000:03}"
        folder.mkdir(parents=True, exist_ok=True)
        image.putpixel((0, 0), (index % 256, index // 256 % 256, 0))
        image.save(folder / f"IMG_{index % 10000:04}.PNG", compress_level=1)


def decode_half_scale(card: Path) -> float:
    """Processor seconds of opening every file at half scale, once: Pillow's `draft`, nothing else."""
    best = None
    for _ in range(2):
        start = time.process_time()
        for path in sorted(card.iterdir()):
            with Image.open(path) as image:
                image.draft("RGB", (SIZE[0] // 2, SIZE[1] // 2))
                image.load()
        taken = time.process_time() - start
        best = taken if best is None else min(best, taken)
    assert best is not None
    return best


def make_copy(data: Path) -> dict[str, str]:
    """A fresh copy of Kadr with its own database; gives the environment of its processes."""
    data.mkdir()
    environment = {**os.environ, "DATA_DIR": str(data), "DATABASE_URL": f"sqlite:///{data}/kadr.sqlite3"}
    subprocess.run([sys.executable, str(MANAGE), "migrate", "-v0"], env=environment, cwd=PROJECT, check=True)
    return environment


def run_measured(words: list[str], environment: dict[str, str]) -> tuple[float, float, float]:
    """Runs a command; gives wall seconds, processor seconds of all its processes, and the largest one's megabytes."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    process = subprocess.Popen([sys.executable, str(MANAGE), *words], env=environment, cwd=PROJECT)
    peaks: dict[int, float] = {}
    watcher = threading.Thread(target=_watch_memory, args=(process, peaks))
    watcher.start()
    if process.wait() != 0:
        raise SystemExit(f"{words[0]} gave {process.returncode}")
    watcher.join()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.monotonic() - start, cpu, max(peaks.values(), default=0.0)


def _watch_memory(process: subprocess.Popen[bytes], peaks: dict[int, float]) -> None:
    """Notes the peak resident size of the process and its children, where the system tells it (Linux)."""
    while process.poll() is None:
        for pid in _family(process.pid):
            try:
                status = Path(f"/proc/{pid}/status").read_text()
            except OSError:
                continue
            if found := re.search(r"VmHWM:\s+(\d+) kB", status):
                peaks[pid] = int(found[1]) / 1000
        time.sleep(0.1)


def _family(pid: int) -> list[int]:
    family = [pid]
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            family += [int(child) for child in task.read_text().split()]
        except OSError:
            continue
    return family


if __name__ == "__main__":
    main()
