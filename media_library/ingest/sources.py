"""What lies in a folder or on a card, before it is read: one walk, names and sizes. Plain Python.

Only the small lists that cards keep of themselves (a playlist, a clip's notes) are looked into, and of these a bounded
part.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from .cards import place_cards
from .companions import pair_companions, pair_xmp
from .found import CardFound, Found, Role, SourceFile, Survey
from .numbering import find_gaps

__all__ = ["CardFound", "Role", "SourceFile", "Survey", "survey", "survey_all"]

PROGRESS_EVERY = 500

RUBBISH_NAMES = frozenset(
    {"thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r", "autorun.inf", "indexervolumeguid", "wpsettings.dat"}
)
RUBBISH_FOLDERS = frozenset(
    {
        "system volume information",
        "$recycle.bin",
        "recycler",
        "@eadir",
        "#recycle",
        "lost+found",
        "lost.dir",
        "__macosx",
    }
)

SYSTEM_FILE = "A file of the system, not of the camera."
HIDDEN_FILE = "A hidden file."
LINK = "A link to another place: links are not followed."
NOT_ORDINARY = "Not an ordinary file."


def survey(place: Path, *, progress: Callable[[int], None] | None = None) -> Survey:
    """All files at and below `place`, each with its role; the contents are not read.

    `place` may be a single file: then its folder is the place, and it is the only file. `progress` is called with the
    number of files found so far. Raises OSError when the place itself cannot be read.
    """
    if place.is_file():
        status = place.stat()
        return Survey(place.parent, [SourceFile(place.parent, place.name, status.st_size, status.st_mtime_ns)])
    notices: list[str] = []
    found: list[Found] = []
    for file in _walk(os.fspath(place), notices):
        found.append(file)
        if progress is not None and len(found) % PROGRESS_EVERY == 0:
            progress(len(found))
    if progress is not None:
        progress(len(found))
    notices += settle_roles(place, found)
    return Survey(place, [_as_source_file(place, file) for file in sorted(found, key=_order)], notices)


def survey_all(places: Sequence[Path]) -> list[Survey]:
    """A survey for each place, in which no file comes twice, though a place may be named twice.

    Single files that lie in one folder are one survey, so that what belongs together is found. Raises OSError when a
    place cannot be read.
    """
    folders = {place: survey(place) for place in dict.fromkeys(places) if not place.is_file()}
    singles: dict[Path, dict[str, Found]] = {}
    for place in places:
        if place.is_file() and place.parent not in folders:
            status = place.stat()
            found = Found(place.name, status.st_size, status.st_mtime_ns)
            singles.setdefault(place.parent, {})[place.name] = found
    return [*folders.values(), *(_survey_singles(place, list(files.values())) for place, files in singles.items())]


def _survey_singles(place: Path, found: list[Found]) -> Survey:
    """Files that a person named one by one: gaps between their numbers are no news."""
    pair_companions(found)
    notices = pair_xmp(found)
    return Survey(place, [_as_source_file(place, file) for file in sorted(found, key=_order)], notices)


def settle_roles(place: Path, found: list[Found]) -> list[str]:
    """Says of each file what it is there for; gives the notices."""
    useful = [file for file in found if file.role is not Role.RUBBISH]
    place_cards(place, useful)
    pair_companions(useful)
    return pair_xmp(useful) + find_gaps(useful)


def _order(file: Found) -> tuple[bool, bool, str]:
    """Material first, then what belongs to it, rubbish last."""
    return file.role is not Role.MATERIAL, file.role is Role.RUBBISH, file.path


def _as_source_file(place: Path, file: Found) -> SourceFile:
    return SourceFile(
        place=place,
        path=file.path,
        size_bytes=file.size_bytes,
        modified_ns=file.modified_ns,
        role=file.role,
        belongs_to=file.belongs_to,
        card=file.card,
        chapter_of=file.chapter_of,
        chapter=file.chapter,
        why=file.why,
    )


def _walk(place: str, notices: list[str]) -> Iterator[Found]:
    """Every file below the place. Folders that cannot be opened become notices, the place itself an OSError."""
    waiting: list[tuple[str, bool]] = [("", False)]
    while waiting:
        folder, in_rubbish = waiting.pop()
        try:
            entries = os.scandir(f"{place}/{folder}" if folder else place)
        except OSError as error:
            if not folder:
                raise
            if not in_rubbish:
                notices.append(
                    f"The folder {folder} could not be opened ({error.strerror}): what is in it did not come in."
                )
            continue
        with entries:
            for entry in entries:
                path = f"{folder}/{entry.name}" if folder else entry.name
                if entry.is_dir(follow_symlinks=False):
                    waiting.append((path, in_rubbish or _is_rubbish_folder(entry.name)))
                elif (file := _look_at(entry, path, in_rubbish, notices)) is not None:
                    yield file


def _look_at(entry: os.DirEntry[str], path: str, in_rubbish: bool, notices: list[str]) -> Found | None:
    try:
        status = entry.stat(follow_symlinks=False)
    except OSError as error:
        notices.append(f"The file {path} could not be looked at ({error.strerror}).")
        return None
    found = Found(path, status.st_size, status.st_mtime_ns)
    if in_rubbish:
        found.why = SYSTEM_FILE
    elif stat.S_ISLNK(status.st_mode):
        found.why = LINK
    elif not stat.S_ISREG(status.st_mode):
        found.why = NOT_ORDINARY
    else:
        found.why = _why_rubbish(entry.name)
    if found.why:
        found.role = Role.RUBBISH
    return found


def _why_rubbish(name: str) -> str:
    if name.lower() in RUBBISH_NAMES or name.startswith("._") or name in (".DS_Store", ".picasa.ini"):
        return SYSTEM_FILE
    return HIDDEN_FILE if name.startswith(".") else ""


def _is_rubbish_folder(name: str) -> bool:
    return name.startswith(".") or name.lower() in RUBBISH_FOLDERS
