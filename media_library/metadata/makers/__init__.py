"""What is needed of the makers' own notes: the lens where EXIF does not name it, the body's number, dates.

Plain Python.

No maker documents its notes; the layouts are those that exiftool reads (https://exiftool.org/TagNames/).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ..tiff import Directory, Entry, Tiff
from .canon import read_canon, read_canon_settings
from .nikon import read_nikon
from .olympus import read_olympus
from .others import read_panasonic, read_reconyx, read_reconyx_hf2, read_reconyx_ultrafire, read_sony
from .pentax import read_pentax

if TYPE_CHECKING:
    from ..harvest import Harvest

__all__ = ["read_canon_directory", "read_canon_settings", "read_maker_note"]

Reader = Callable[[Tiff, Directory, "Harvest"], None]
NoteReader = Callable[[Tiff, Entry, "Harvest"], None]

MAX_PLAUSIBLE_ENTRIES = 255


def read_maker_note(tiff: Tiff, note: Entry, harvest: Harvest) -> None:
    """Reads a note by how it begins; one without a beginning of its own by who made the camera."""
    head = tiff.view.read(note.offset, 16)
    make = harvest.texts.get("Make", "").upper()
    if head.startswith(b"Nikon\x00\x02"):
        _read_own_tiff(tiff, note, 10, read_nikon, harvest)
    elif head.startswith(b"Nikon\x00\x01"):
        _read_directory(tiff, note, 8, read_nikon, harvest)
    elif head.startswith(b"OLYMPUS\x00"):
        _read_own_offsets(tiff, note, 8, 12, read_olympus, harvest)
    elif head.startswith(b"OM SYSTEM\x00"):
        _read_own_offsets(tiff, note, 12, 16, read_olympus, harvest)
    elif head.startswith((b"OLYMP\x00", b"CAMER\x00", b"EPSON\x00")):
        _read_directory(tiff, note, 8, read_olympus, harvest)
    elif head.startswith(b"AOC\x00"):
        _read_directory(tiff, note, 6, read_pentax, harvest, marker=4)
    elif head.startswith((b"PENTAX \x00", b"RICOH\x00II", b"RICOH\x00MM")):
        place = 8 if head.startswith(b"P") else 6
        _read_own_offsets(tiff, note, place, place + 2, read_pentax, harvest)
    elif head.startswith(b"Panasonic\x00"):
        _read_directory(tiff, note, 12, read_panasonic, harvest)
    elif head.startswith((b"SONY DSC", b"SONY CAM", b"SONY MOBILE")):
        _read_directory(tiff, note, 12, read_sony, harvest)
    elif head.startswith(b"RECONYXH2\x00"):
        read_reconyx_hf2(tiff, note, harvest)
    elif head.startswith(b"RECONYXUF\x00"):
        read_reconyx_ultrafire(tiff, note, harvest)
    elif head.startswith(b"\x01\xf1"):
        read_reconyx(tiff, note, harvest)
    elif make.startswith("CANON"):
        _read_directory(tiff, note, 0, read_canon, harvest)
    elif make.startswith("SONY"):
        _read_directory(tiff, note, 0, read_sony, harvest)


def read_canon_directory(tiff: Tiff, directory: Directory, harvest: Harvest) -> None:
    """Canon's notes where a CR3 keeps them: in a block of their own."""
    read_canon(tiff, directory, harvest)


def _read_own_tiff(tiff: Tiff, note: Entry, start: int, read: Reader, harvest: Harvest) -> None:
    """A note that holds a whole TIFF block `start` bytes in."""
    own = Tiff.open(tiff.view.part(note.offset + start, note.size - start))
    directory = own.directory(own.first) if own else None
    if own and directory:
        read(own, directory, harvest)


def _read_own_offsets(tiff: Tiff, note: Entry, mark: int, start: int, read: Reader, harvest: Harvest) -> None:
    """A note whose byte order stands at `mark`, with offsets counted from its own beginning."""
    order = ">" if tiff.view.read(note.offset + mark, 2) == b"MM" else "<"
    own = Tiff(tiff.view.part(note.offset), order=order)
    if directory := own.directory(start):
        read(own, directory, harvest)


def _read_directory(
    tiff: Tiff, note: Entry, start: int, read: Reader, harvest: Harvest, *, marker: int | None = None
) -> None:
    """A note that is a bare directory, with offsets counted from that of the whole block.

    Its byte order may differ from the block's: it is the one that gives a plausible number of fields.
    """
    order = tiff.order
    mark = tiff.view.read(note.offset + marker, 2) if marker is not None else b""
    if mark in (b"II", b"MM"):
        order = "<" if mark == b"II" else ">"
    elif (tiff.view.number(note.offset + start, 2, order) or 0) > MAX_PLAUSIBLE_ENTRIES:
        order = "<" if order == ">" else ">"
    own = Tiff(tiff.view, order=order)
    if directory := own.directory(note.offset + start):
        read(own, directory, harvest)
