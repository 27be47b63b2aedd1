"""Going on looking at a folder: a file is taken when it has stopped growing."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from django.db import models

from collaborators.models import User
from media_library.ingest.companions import fold
from media_library.ingest.record import Outcome
from media_library.ingest.runs import Choice, Progress, run_import
from media_library.ingest.sources import Role, SourceFile, Survey, survey_all
from media_library.models import Import

SECONDS_BETWEEN_LOOKS = 2.0
SECONDS_BEFORE_ANOTHER_TRY = 60.0
Stamp = tuple[int, int]


class Stillness:
    """Remembers how files looked last time, to tell which have stopped growing and are new.

    Files that belong together (a clip and its notes, RAW and JPEG, the chapters of a recording) are taken together:
    when all of them are still, and again with all when one of them is new.
    """

    def __init__(self) -> None:
        self._last: dict[Path, Stamp] = {}
        self._taken: dict[Path, Stamp] = {}

    def take_still(self, found: Survey) -> Survey:
        """The files that look as they did last time and have not been taken like that before."""
        groups = [group for group in group_files(found.files) if self._is_to_be_taken(group)]
        self._last.update({file.full_path: _stamp(file) for file in found.files})
        chosen = {file.full_path for group in groups for file in group}
        self._taken.update({file.full_path: _stamp(file) for group in groups for file in group})
        return replace(found, files=[file for file in found.files if file.full_path in chosen])

    def give_back(self, path: Path) -> None:
        """Lets a file be taken once more, though it has not changed."""
        self._taken.pop(path, None)

    def _is_to_be_taken(self, group: Sequence[SourceFile]) -> bool:
        stamps = {file.full_path: _stamp(file) for file in group}
        if any(self._last.get(path) != stamp for path, stamp in stamps.items()):
            return False
        return any(self._taken.get(path) != stamp for path, stamp in stamps.items())


def group_files(files: Iterable[SourceFile]) -> list[list[SourceFile]]:
    """The files that are to come in together: owner and companions, one name in one folder, chapters of a recording."""
    groups: dict[str, list[SourceFile]] = defaultdict(list)
    for file in files:
        groups[f"{file.place}/{file.chapter_of}" if file.chapter_of else _name_owner(file)].append(file)
    chapters = {_name_owner(file): key for key, group in groups.items() for file in group if file.chapter_of}
    for name, key in chapters.items():
        if name != key:
            groups[key] += groups.pop(name, [])
    return list(groups.values())


def _name_owner(file: SourceFile) -> str:
    """Place and path, without the extension, of the file or of what it belongs to."""
    path = file.belongs_to or file.path
    folder, _, name = path.rpartition("/")
    return f"{file.place}/{folder}/{fold(name.rpartition('.')[0] or name)}"


def watch(
    *,
    project: models.Model,
    places: Sequence[Path],
    by: User | None = None,
    choice: Choice | None = None,
    progress: Progress | None = None,
    seconds: float = SECONDS_BETWEEN_LOOKS,
) -> Iterator[Import]:
    """Gives one finished run for each look that found something new. Goes on until it is closed or interrupted.

    A place that cannot be read for a while (a card that was taken out) is looked at again; what failed is tried again
    from time to time.
    """
    stillness, failed_at = Stillness(), time.monotonic()
    failed: set[Path] = set()
    while True:
        if failed and time.monotonic() - failed_at > SECONDS_BEFORE_ANOTHER_TRY:
            for path in failed:
                stillness.give_back(path)
            failed.clear()
        surveys = [stillness.take_still(found) for place in places for found in _look(place)]
        if any(file.role is not Role.RUBBISH for found in surveys for file in found.files):
            run = run_import(project=project, places=places, by=by, choice=choice, progress=progress, surveys=surveys)
            failed_at = time.monotonic()
            failed.update(_list_failed(run))
            yield run
        time.sleep(seconds)


def _look(place: Path) -> list[Survey]:
    try:
        return survey_all([place])
    except OSError:
        return []


def _list_failed(run: Import) -> list[Path]:
    rows = run.files.filter(outcome=Outcome.FAILED).values_list("place", "path")
    return [Path(place) / path for place, path in rows]


def _stamp(file: SourceFile) -> Stamp:
    return file.size_bytes, file.modified_ns
