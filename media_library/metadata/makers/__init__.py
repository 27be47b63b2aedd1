"""What is needed of the makers' own notes: the lens where EXIF does not name it, the body's number, dates, the drive.

Plain Python.

No maker documents its notes; the layouts are those that exiftool reads (https://exiftool.org/TagNames/).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from ..tiff import Directory, Entry, Tiff
from .canon import has_sound_settings, read_canon, read_canon_settings
from .drive import read_apple, read_fujifilm
from .leica import read_leica_m8, read_leica_m9
from .nikon import read_nikon
from .olympus import read_olympus
from .others import read_panasonic, read_reconyx, read_reconyx_hf2, read_reconyx_ultrafire, read_samsung
from .pentax import read_pentax
from .sony import read_minolta, read_sony

if TYPE_CHECKING:
    from ..harvest import Harvest

__all__ = ["read_canon_directory", "read_canon_settings", "read_maker_note"]

Reader = Callable[[Tiff, Directory, "Harvest"], None]
NoteReader = Callable[[Tiff, Entry, "Harvest"], None]

MAX_PLAUSIBLE_ENTRIES = 255
INSIDE_BYTES = 4
"""Values up to this long stand in the field itself."""
CANON_FOOT_BYTES = 8
OTHER_MINOLTAS = (b"MINOL", b"CAMER", b"MLY0", b"KC", b"+M+M", b"\xd7")


def _own_tiff(start: int, read: Reader) -> NoteReader:
    """A note that holds a whole TIFF block `start` bytes in."""

    def read_note(tiff: Tiff, note: Entry, harvest: Harvest) -> None:
        own = Tiff.open(tiff.view.part(note.offset + start, note.size - start))
        directory = own.directory(own.first) if own else None
        if own and directory:
            read(own, directory, harvest)

    return read_note


def _own_offsets(mark: int, start: int, read: Reader) -> NoteReader:
    """A note whose byte order stands at `mark` and its directory at `start`, counting from its own beginning.

    Where there is no byte order, the directory is little-endian.
    """

    def read_note(tiff: Tiff, note: Entry, harvest: Harvest) -> None:
        order = ">" if tiff.view.read(note.offset + mark, 2) == b"MM" else "<"
        own = Tiff(tiff.view.part(note.offset), order=order)
        if directory := own.directory(start):
            read(own, directory, harvest)

    return read_note


def _bare_directory(start: int, read: Reader, *, marker: int | None = None) -> NoteReader:
    """A note that is a bare directory, with offsets counted from that of the whole block.

    Its byte order may differ from the block's: it stands at `marker`, or is the one that gives a plausible number of
    fields.
    """

    def read_note(tiff: Tiff, note: Entry, harvest: Harvest) -> None:
        order = tiff.order
        mark = tiff.view.read(note.offset + marker, 2) if marker is not None else b""
        if mark in (b"II", b"MM"):
            order = "<" if mark == b"II" else ">"
        elif (tiff.view.number(note.offset + start, 2, order) or 0) > MAX_PLAUSIBLE_ENTRIES:
            order = "<" if order == ">" else ">"
        own = Tiff(tiff.view, order=order)
        if directory := own.directory(note.offset + start):
            read(own, directory, harvest)

    return read_note


def _read_canon_note(tiff: Tiff, note: Entry, harvest: Harvest) -> None:
    """A bare directory with the place it had at its end: a program may have moved it and not what points into it."""

    def read(own: Tiff, directory: Directory, found: Harvest) -> None:
        foot = own.view.read(note.offset + note.size - CANON_FOOT_BYTES, CANON_FOOT_BYTES)
        if foot[:4] in (b"II\x2a\x00", b"MM\x00\x2a") and not has_sound_settings(own, directory):
            moved = note.offset - int.from_bytes(foot[4:], "little" if own.order == "<" else "big")
            directory = _move(directory, moved)
        read_canon(own, directory, found)

    _bare_directory(0, read)(tiff, note, harvest)


def _move(directory: Directory, by: int) -> Directory:
    """The directory with values that lie outside its fields `by` bytes farther on."""
    entries = {
        tag: replace(entry, offset=entry.offset + by) if entry.size > INSIDE_BYTES else entry
        for tag, entry in directory.entries.items()
    }
    return Directory(directory.offset, entries, directory.next)


BY_BEGINNING: tuple[tuple[tuple[bytes, ...], NoteReader], ...] = (
    ((b"Nikon\x00\x02",), _own_tiff(10, read_nikon)),
    ((b"Nikon\x00\x01",), _bare_directory(8, read_nikon)),
    ((b"OLYMPUS\x00",), _own_offsets(8, 12, read_olympus)),
    ((b"OM SYSTEM\x00",), _own_offsets(12, 16, read_olympus)),
    ((b"OLYMP\x00", b"CAMER\x00", b"EPSON\x00"), _bare_directory(8, read_olympus)),
    ((b"Apple iOS\x00",), _own_offsets(12, 14, read_apple)),
    ((b"FUJIFILM",), _own_offsets(0, 12, read_fujifilm)),
    ((b"AOC\x00",), _bare_directory(6, read_pentax, marker=4)),
    ((b"PENTAX \x00",), _own_offsets(8, 10, read_pentax)),
    ((b"RICOH\x00II", b"RICOH\x00MM"), _own_offsets(6, 8, read_pentax)),
    ((b"Panasonic\x00",), _bare_directory(12, read_panasonic)),
    ((b"SONY DSC", b"SONY CAM", b"SONY MOBILE"), _bare_directory(12, read_sony)),
    ((b"LEICA\x00\x00\x00",), _bare_directory(8, read_leica_m8)),
    ((b"LEICA0",), _own_offsets(0, 8, read_leica_m9)),
    ((b"RECONYXH2\x00",), read_reconyx_hf2),
    ((b"RECONYXUF\x00",), read_reconyx_ultrafire),
    ((b"\x01\xf1",), read_reconyx),
)
BY_MAKER: tuple[tuple[str, tuple[bytes, ...], NoteReader], ...] = (
    ("CANON", (), _read_canon_note),
    ("NIKON", (b"Nikon",), _bare_directory(0, read_nikon)),
    ("SONY", (b"\x01\x00", b"SONY"), _bare_directory(0, read_sony)),
    ("KONICA MINOLTA", OTHER_MINOLTAS, _bare_directory(0, read_minolta)),
    ("MINOLTA", OTHER_MINOLTAS, _bare_directory(0, read_minolta)),
    ("SAMSUNG", (b"STMN",), _bare_directory(0, read_samsung)),
)
"""Who made it, how notes of theirs begin that are none of these, and how the others are read."""


def read_maker_note(tiff: Tiff, note: Entry, harvest: Harvest) -> None:
    """Reads a note by how it begins; one without a beginning of its own by who made the camera."""
    head = tiff.view.read(note.offset, 16)
    for beginnings, read in BY_BEGINNING:
        if head.startswith(beginnings):
            read(tiff, note, harvest)
            return
    make = harvest.texts.get("Make", "").upper()
    for maker, strangers, read in BY_MAKER:
        if make.startswith(maker) and not head.startswith(strangers):
            read(tiff, note, harvest)
            return


def read_canon_directory(tiff: Tiff, directory: Directory, harvest: Harvest) -> None:
    """Canon's notes where a CR3 keeps them: in a block of their own."""
    read_canon(tiff, directory, harvest)
