"""Going on looking at a folder: a file is taken when it has stopped growing."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from django.db import models

from collaborators.models import User
from media_library.ingest.runs import Choice, run_import
from media_library.ingest.sources import SourceFile, Survey, survey
from media_library.models import Import

SECONDS_BETWEEN_LOOKS = 2.0
Stamp = tuple[int, int]


class Stillness:
    """Remembers how files looked last time, to tell which have stopped growing and are new."""

    def __init__(self) -> None:
        self._last: dict[Path, Stamp] = {}
        self._taken: dict[Path, Stamp] = {}

    def take_still(self, found: Survey) -> Survey:
        """The files that look as they did last time and have not been taken like that before."""
        still = [file for file in found.files if self._is_still(file)]
        self._last.update({file.full_path: _stamp(file) for file in found.files})
        self._taken.update({file.full_path: _stamp(file) for file in still})
        return replace(found, files=still)

    def _is_still(self, file: SourceFile) -> bool:
        stamp = _stamp(file)
        return self._last.get(file.full_path) == stamp and self._taken.get(file.full_path) != stamp


def watch(
    *,
    project: models.Model,
    places: Sequence[Path],
    by: User | None = None,
    choice: Choice | None = None,
    seconds: float = SECONDS_BETWEEN_LOOKS,
) -> Iterator[Import]:
    """Gives one finished run for each look that found something new. Goes on until it is closed or interrupted."""
    stillness = Stillness()
    while True:
        surveys = [stillness.take_still(survey(place)) for place in places]
        if any(found.files for found in surveys):
            yield run_import(project=project, places=places, by=by, choice=choice, surveys=surveys)
        time.sleep(seconds)


def _stamp(file: SourceFile) -> Stamp:
    return file.size_bytes, file.modified_ns
