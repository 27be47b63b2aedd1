"""Whether the places of a run are fit for it, asked before anything is brought in."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from media_library.models import Import


class UnfitPlace(Exception):
    """A place cannot serve for what it was named for; the text says why, and what to do."""


def check_source(place: Path) -> None:
    """Raises UnfitPlace when nothing can be brought in from there."""
    check_readable(place)
    if overlap(place, Path(settings.MEDIA_ROOT)):
        raise UnfitPlace(_("%(place)s and Kadr's own store lie one in the other.") % {"place": place})


def check_readable(place: Path) -> None:
    """Raises UnfitPlace when there is nothing, or nothing that may be read."""
    try:
        if place.is_dir():
            os.scandir(place).close()
        elif place.is_file():
            place.open("rb").close()
        elif place.exists():
            raise UnfitPlace(_("%(place)s is neither a folder nor a file.") % {"place": place})
        else:
            raise UnfitPlace(_("There is nothing at %(place)s. Is the card or disk mounted?") % {"place": place})
    except OSError as error:
        told = _("%(place)s cannot be read (%(reason)s).")
        raise UnfitPlace(told % {"place": place, "reason": error.strerror}) from error


def is_here(run: Import) -> bool:
    """Whether what was sent still lies where it arrived."""
    return bool(run.places) and all(Path(place).is_dir() for place in run.places)


def check_second_place(also_to: Path, places: Sequence[Path]) -> None:
    """Raises UnfitPlace when second copies would lie in their own source or in the store."""
    if overlap(also_to, Path(settings.MEDIA_ROOT)) and not is_inside(Path(settings.MEDIA_ROOT), also_to):
        told = _("%(place)s lies in Kadr's own store: choose another folder for the second copy.")
        raise UnfitPlace(told % {"place": also_to})
    for place in places:
        folder = place.parent if place.is_file() else place
        copies = also_to / folder.name
        if overlap(copies, folder):
            told = _(
                "The second copy of %(source)s would lie in %(place)s, which is in the source or around it: "
                "choose another folder, on another disk."
            )
            raise UnfitPlace(told % {"source": folder, "place": copies})
        if overlap(copies, Path(settings.MEDIA_ROOT)):
            told = _("%(place)s and Kadr's own store lie one in the other: choose another folder.")
            raise UnfitPlace(told % {"place": copies})


def make_second_place(also_to: Path) -> None:
    """Makes the folder if need be, and raises UnfitPlace when nothing can be written into it."""
    try:
        also_to.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=also_to):
            pass
    except OSError as error:
        told = _("Nothing can be written into %(place)s (%(reason)s).")
        raise UnfitPlace(told % {"place": also_to, "reason": error.strerror}) from error


def check_writable(file: Path) -> None:
    """Raises UnfitPlace when the file could not be written; leaves no file where there was none."""
    new = not file.exists()
    try:
        with file.open("ab"):
            pass
        if new:
            file.unlink()
    except OSError as error:
        told = _("%(place)s cannot be written (%(reason)s).")
        raise UnfitPlace(told % {"place": file, "reason": error.strerror}) from error


def overlap(one: Path, other: Path) -> bool:
    """Whether one of the two lies in the other, or they are the same place; links are followed."""
    return is_inside(one, other) or is_inside(other, one)


def is_inside(inner: Path, outer: Path) -> bool:
    """Whether `inner` is `outer` or lies below it; links are followed."""
    return Path(os.path.realpath(inner)).is_relative_to(os.path.realpath(outer))
