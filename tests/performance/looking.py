"""What looking costs before anything is read or decoded, against opening and reading the head of the same files.

The survey of 20,000 files on a card, and telling what each of them is.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PIL import Image

from media_library.formats.identify import identify
from media_library.ingest.sources import survey

FILES = 20_000
HEAD_BYTES = 65_536


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="kadr-bench-") as folder:
        paths = write_card(Path(folder))
        listing = measure(lambda: sum(len(files) for _, _, files in os.walk(folder)))
        surveying = measure(lambda: survey(Path(folder)))
        heads = measure(lambda: [read_head(path) for path in paths])
        telling = measure(lambda: [identify(path) for path in paths])
    print(f"survey of {FILES} files     {surveying:.2f} s of processor, {surveying / listing:.1f} x a bare listing")
    print(f"telling what they are     {telling:.2f} s of processor, {telling / heads:.1f} x reading their heads")


def write_card(root: Path) -> list[Path]:
    Image.new("RGB", (160, 120), (90, 120, 60)).save(root / "one.jpg")
    content = (root / "one.jpg").read_bytes()
    (root / "one.jpg").unlink()
    paths = []
    for number in range(FILES):
        folder = root / "DCIM" / f"{100 + number // 1000}CANON"
        folder.mkdir(parents=True, exist_ok=True)
        paths.append(folder / f"IMG_{number % 1000:04}.JPG")
        paths[-1].write_bytes(content)
    return paths


def read_head(path: Path) -> bytes:
    with path.open("rb", buffering=0) as file:
        return file.read(HEAD_BYTES)


def measure(work: Callable[[], object]) -> float:
    """Processor seconds of the better of two runs."""
    times = []
    for _ in range(2):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


if __name__ == "__main__":
    main()
