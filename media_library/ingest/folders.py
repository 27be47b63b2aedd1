"""Folders of the server that may be brought in from the browser: those the operator has allowed, and what is in them.

Every path is resolved before it is compared, so that neither `..` nor a link leads out of what is allowed.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from .facts_to_rows import readable_path
from .places import UnfitPlace, check_source

MOST_SHOWN = 1000


@dataclass(frozen=True)
class Folder:
    """A folder that may be brought in. `address` names it in a link: the number of the allowed one, and what follows.

    `trail` are the addresses and names from the allowed folder down to this one.
    """

    path: Path
    address: str
    name: str
    trail: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Listing:
    """What a person sees of a folder: the folders in it, and how many files lie directly there."""

    folder: Folder
    folders: list[Folder]
    files: int
    is_cut: bool


def list_allowed() -> list[Folder]:
    """The folders the operator has allowed, in the order of the setting."""
    folders = [Path(folder).absolute() for folder in settings.KADR_IMPORT_FOLDERS if folder]
    return [Folder(path, str(number), path.name or str(path)) for number, path in enumerate(folders)]


def find_folder(address: str) -> Folder:
    """The folder that an address names. Raises UnfitPlace for one that is not allowed, or cannot be read."""
    number, _slash, below = address.partition("/")
    allowed = {folder.address: folder for folder in list_allowed()}
    if number not in allowed or "\0" in below:
        raise UnfitPlace(_("This folder is not among those that may be read from here."))
    top = allowed[number]
    parts = [part for part in below.split("/") if part]
    if any(part.startswith(".") for part in parts):
        raise UnfitPlace(_("This folder is not among those that may be read from here."))
    path = top.path.joinpath(*parts)
    check_allowed(path)
    check_source(path)
    steps = [(f"{number}/{'/'.join(parts[: index + 1])}", part) for index, part in enumerate(parts)]
    trail = ((number, top.name), *steps)
    return Folder(path, trail[-1][0], trail[-1][1], trail)


def check_allowed(path: Path) -> None:
    """Raises UnfitPlace when the path, with its links followed, lies in none of the allowed folders."""
    if not is_allowed(path):
        raise UnfitPlace(_("This folder is not among those that may be read from here."))


def is_allowed(path: Path) -> bool:
    """Whether the path, with its links followed, lies in one of the allowed folders."""
    real = Path(os.path.realpath(path))
    return any(real.is_relative_to(os.path.realpath(allowed.path)) for allowed in list_allowed())


def list_folder(folder: Folder) -> Listing:
    """The folders in a folder by name, without hidden ones, and without links that lead out."""
    inner: list[Folder] = []
    files = 0
    try:
        with os.scandir(folder.path) as entries:
            for entry in entries:
                if not _is_shown(entry.name):
                    continue
                if entry.is_dir() and is_allowed(Path(entry.path)):
                    inner.append(Folder(Path(entry.path), f"{folder.address}/{entry.name}", entry.name))
                elif entry.is_file(follow_symlinks=False):
                    files += 1
    except OSError as error:
        reason = error.strerror or str(error)
        raise UnfitPlace(_("This folder cannot be read (%(reason)s).") % {"reason": reason}) from error
    inner.sort(key=lambda one: one.name.casefold())
    return Listing(folder, inner[:MOST_SHOWN], files, len(inner) > MOST_SHOWN)


def _is_shown(name: str) -> bool:
    """Not what is hidden, and not a name that no address can hold (it is not in UTF-8)."""
    return not name.startswith(".") and readable_path(name) == name
