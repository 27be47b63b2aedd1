"""Whether the places of a run are fit for it, asked before anything is brought in."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings


class UnfitPlace(Exception):
    """A place cannot serve for what it was named for; the text says why, and what to do."""


def check_source(place: Path) -> None:
    """Raises UnfitPlace when nothing can be brought in from there."""
    check_readable(place)
    if overlap(place, Path(settings.MEDIA_ROOT)):
        raise UnfitPlace(f"{place} and Kadr's own store ({settings.MEDIA_ROOT}) lie one in the other.")


def check_readable(place: Path) -> None:
    """Raises UnfitPlace when there is nothing, or nothing that may be read."""
    try:
        if place.is_dir():
            os.scandir(place).close()
        elif place.is_file():
            place.open("rb").close()
        elif place.exists():
            raise UnfitPlace(f"{place} is neither a folder nor a file.")
        else:
            raise UnfitPlace(f"There is nothing at {place}. Is the card or disk mounted?")
    except OSError as error:
        raise UnfitPlace(f"{place} cannot be read ({error.strerror}).") from error


def check_second_place(also_to: Path, places: Sequence[Path]) -> None:
    """Raises UnfitPlace when second copies would lie in their own source or in the store."""
    if overlap(also_to, Path(settings.MEDIA_ROOT)) and not is_inside(Path(settings.MEDIA_ROOT), also_to):
        raise UnfitPlace(f"{also_to} lies in Kadr's own store: choose another folder for the second copy.")
    for place in places:
        folder = place.parent if place.is_file() else place
        copies = also_to / folder.name
        if overlap(copies, folder):
            raise UnfitPlace(
                f"The second copy of {folder} would lie in {copies}, which is in the source or around it: "
                "choose another folder, on another disk."
            )
        if overlap(copies, Path(settings.MEDIA_ROOT)):
            raise UnfitPlace(f"{copies} and Kadr's own store lie one in the other: choose another folder.")


def make_second_place(also_to: Path) -> None:
    """Makes the folder if need be, and raises UnfitPlace when nothing can be written into it."""
    try:
        also_to.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=also_to):
            pass
    except OSError as error:
        raise UnfitPlace(f"Nothing can be written into {also_to} ({error.strerror}).") from error


def check_writable(file: Path) -> None:
    """Raises UnfitPlace when the file could not be written; leaves no file where there was none."""
    new = not file.exists()
    try:
        with file.open("ab"):
            pass
        if new:
            file.unlink()
    except OSError as error:
        raise UnfitPlace(f"{file} cannot be written ({error.strerror}).") from error


def overlap(one: Path, other: Path) -> bool:
    """Whether one of the two lies in the other, or they are the same place; links are followed."""
    return is_inside(one, other) or is_inside(other, one)


def is_inside(inner: Path, outer: Path) -> bool:
    """Whether `inner` is `outer` or lies below it; links are followed."""
    return Path(os.path.realpath(inner)).is_relative_to(os.path.realpath(outer))
