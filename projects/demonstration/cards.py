"""Writes the demonstration as it would come home: memory cards, a recorder's card, a folder from a telephone."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context, parent_process
from pathlib import Path

from PIL import Image

from .album import list_photographs
from .clips import list_clips, write_clip
from .darkroom import develop
from .negatives import write_negative
from .photograph import Photograph
from .sounds import list_sounds, write_sound
from .tags import build_exif, build_xmp, sidecar_name

PAINTED_AT = 0.64
"""Share of the final size at which is painted; grain and sharpening are added at the full one."""
QUALITY = 88
EXPORTED = 72
TURNS = {6: Image.Transpose.ROTATE_90, 8: Image.Transpose.ROTATE_270}
"""How to lay an upright picture on its side so that EXIF orientation 6 or 8 sets it up again."""


@dataclass(frozen=True)
class Task:
    """One file to make: which list it is in, and its place there."""

    what: str
    index: int


def list_places(folder: Path, project: str) -> list[Path]:
    """The cards and folders that belong to a project: altai, bazaar or steppe."""
    return sorted(place for place in (folder / project).iterdir() if place.is_dir())


def list_tasks() -> list[Task]:
    """Everything there is to make, the longest first."""
    kinds: list[tuple[str, int]] = [
        ("clip", len(list_clips())),
        ("sound", len(list_sounds())),
        ("photograph", len(list_photographs())),
    ]
    return [Task(what, index) for what, number in kinds for index in range(number)]


def make(task: Task, folder: Path) -> Path:
    """Makes one file of the demonstration below the folder; gives its path."""
    if task.what == "photograph":
        return write_photograph(list_photographs()[task.index], folder, seed=task.index)
    if task.what == "clip":
        return write_clip(list_clips()[task.index], folder)
    return write_sound(list_sounds()[task.index], folder)


def fill_cards(folder: Path, *, jobs: int | None = None, on_file: Callable[[Path], None] | None = None) -> int:
    """Makes all files below the folder, in `jobs` processes (default: one for each core); gives their number."""
    tasks = list_tasks()
    workers = min(jobs or os.cpu_count() or 1, len(tasks))
    if workers == 1:
        for task in tasks:
            _tell(make(task, folder), on_file)
        return len(tasks)
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_end_with_parent) as pool:
        for path in pool.map(make, tasks, [folder] * len(tasks)):
            _tell(path, on_file)
    return len(tasks)


def _end_with_parent() -> None:
    """Leaves Ctrl-C to the parent, and ends when the parent was killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_outlive, args=(parent.join,), daemon=True).start()


def _outlive(wait: Callable[[], None]) -> None:
    wait()
    os._exit(1)


def _tell(path: Path, on_file: Callable[[Path], None] | None) -> None:
    if on_file is not None:
        on_file(path)


def write_photograph(photograph: Photograph, folder: Path, *, seed: int) -> Path:
    """Paints a photograph and saves it with its EXIF and XMP, and its sidecar, RAW file and export if it has them."""
    width, height = photograph.size
    light = photograph.paint(round(width * PAINTED_AT), round(height * PAINTED_AT))
    image = develop(
        light,
        photograph.size,
        exposure=photograph.brightness,
        colour=photograph.colour,
        grain=photograph.grain,
        seed=seed,
    )
    if photograph.orientation in TURNS:
        image = image.transpose(TURNS[photograph.orientation])
    path = save(image, photograph, folder / photograph.folder / photograph.name)
    if photograph.export:
        small = replace(photograph, size=(width // 2, height // 2))
        save(image.resize((image.width // 2, image.height // 2)), small, folder / photograph.export, quality=EXPORTED)
    if photograph.sidecar:
        (path.parent / sidecar_name(photograph)).write_bytes(build_xmp(photograph))
    if photograph.negative:
        write_negative(photograph, light, path.with_suffix(".dng"))
    return path


def save(image: Image.Image, photograph: Photograph, path: Path, *, quality: int = QUALITY) -> Path:
    """Saves a developed picture as a JPEG with what the camera and people wrote of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    image.save(
        path,
        "JPEG",
        quality=quality,
        exif=build_exif(photograph),
        xmp=build_xmp(photograph, judged=not photograph.sidecar),
        optimize=False,
    )
    return path
