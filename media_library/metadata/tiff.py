"""The directories of a TIFF, BigTIFF or EXIF block, read within bounds. Plain Python.

TIFF 6.0 (Adobe, 1992), section 2; BigTIFF as in libtiff; EXIF 3.0 (CIPA DC-008-2023), 4.6. A value is fetched only when
asked for; what lies outside the block, or is longer than it could be, is absent.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from .view import View

SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 16: 8, 17: 8, 18: 8, 129: 1}
"""Bytes of one value of each field type (TIFF 6.0, page 15; 16-18 BigTIFF; 129 UTF-8 of EXIF 3.0)."""
INTEGERS = {1: "B", 3: "H", 4: "I", 6: "b", 7: "B", 8: "h", 9: "i", 13: "I", 16: "Q", 17: "q", 18: "Q"}
POINTERS = {3, 4, 9, 13, 16, 17, 18}
MAGICS = {0x2A: False, 0x2B: True, 0x55: False, 0x4F52: False, 0x5352: False}
"""TIFF, BigTIFF, Panasonic RW2, Olympus ORF (two), with whether it is a BigTIFF."""

MAX_ENTRIES = 1000
MAX_DIRECTORIES = 64
MAX_VALUE_BYTES = 1024 * 1024
MAX_NUMBERS = 4096


@dataclass(frozen=True, slots=True)
class Entry:
    """One field: where its value lies, not the value. `offset` is in the block."""

    tag: int
    kind: int
    count: int
    offset: int

    @property
    def size(self) -> int:
        return self.count * SIZES[self.kind]


@dataclass
class Directory:
    """The fields of one image file directory by tag; `next` is the offset of the following one, 0 for none."""

    offset: int = 0
    entries: dict[int, Entry] = field(default_factory=dict)
    next: int = 0


class Tiff:
    """A block that begins with a TIFF header, or, with `order` given, lies open for directories at known places."""

    def __init__(self, view: View, *, order: str, is_big: bool = False, first: int = 0) -> None:
        self.view = view
        self.order = order
        self.is_big = is_big
        self.first = first

    @classmethod
    def open(cls, view: View) -> Tiff | None:
        """Reads the header; None when there is none."""
        head = view.read(0, 16)
        if len(head) < 8 or head[:2] not in (b"II", b"MM"):
            return None
        order = "<" if head[:2] == b"II" else ">"
        is_big = MAGICS.get(struct.unpack(order + "H", head[2:4])[0])
        if is_big is None or (is_big and len(head) < 16):
            return None
        first = struct.unpack(order + "Q", head[8:16])[0] if is_big else struct.unpack(order + "I", head[4:8])[0]
        return cls(view, order=order, is_big=is_big, first=first)

    def directory(self, offset: int) -> Directory | None:
        """The directory at `offset`; None when there cannot be one. Broken fields are left out."""
        count = self.view.number(offset, 8 if self.is_big else 2, self.order)
        width = 20 if self.is_big else 12
        if not count or offset <= 0:
            return None
        start = offset + (8 if self.is_big else 2)
        count = min(count, MAX_ENTRIES)
        raw = self.view.read(start, count * width)
        entries: dict[int, Entry] = {}
        for place in range(0, len(raw) // width * width, width):
            entry = self._entry(raw[place : place + width], start + place)
            if entry and entry.tag not in entries:
                entries[entry.tag] = entry
        following = self.view.number(start + count * width, 8 if self.is_big else 4, self.order)
        return Directory(offset, entries, following or 0)

    def _entry(self, raw: bytes, place: int) -> Entry | None:
        tag, kind, count = struct.unpack(
            self.order + ("HHQ" if self.is_big else "HHI"), raw[: 12 if self.is_big else 8]
        )
        if kind not in SIZES or not count:
            return None
        room = 8 if self.is_big else 4
        inside = place + len(raw) - room
        if count * SIZES[kind] <= room:
            return Entry(tag, kind, count, inside)
        return Entry(tag, kind, count, struct.unpack(self.order + ("Q" if self.is_big else "I"), raw[-room:])[0])

    def chain(self, offset: int | None = None) -> Iterator[Directory]:
        """The directories from `offset` (the first one without it) along their links, each once."""
        following = self.first if offset is None else offset
        seen: set[int] = set()
        while following and following not in seen and len(seen) < MAX_DIRECTORIES:
            seen.add(following)
            directory = self.directory(following)
            if directory is None:
                return
            yield directory
            following = directory.next

    def raw(self, entry: Entry | None, limit: int = MAX_VALUE_BYTES) -> bytes:
        """The bytes of a value, at most `limit`; empty when there is none or it is longer."""
        if entry is None or entry.size > limit:
            return b""
        return self.view.read(entry.offset, entry.size)

    def numbers(self, entry: Entry | None) -> tuple[int, ...]:
        """The whole numbers of a value; empty when it holds none."""
        if entry is None or entry.kind not in INTEGERS:
            return ()
        count = min(entry.count, MAX_NUMBERS)
        raw = self.view.read(entry.offset, count * SIZES[entry.kind])
        count = len(raw) // SIZES[entry.kind]
        return struct.unpack(f"{self.order}{count}{INTEGERS[entry.kind]}", raw[: count * SIZES[entry.kind]])

    def number(self, entry: Entry | None) -> int | None:
        """The first whole number of a value."""
        numbers = self.numbers(entry)
        return numbers[0] if numbers else None

    def pointers(self, entry: Entry | None) -> tuple[int, ...]:
        """Offsets of further directories; empty when the field is of a type that cannot point."""
        return self.numbers(entry) if entry is not None and entry.kind in POINTERS else ()

    def rationals(self, entry: Entry | None) -> tuple[Fraction | None, ...]:
        """The fractions of a value, None for one with a zero below the line."""
        if entry is None or entry.kind not in (5, 10):
            return ()
        raw = self.raw(entry, 4096)
        pairs = struct.iter_unpack(self.order + ("II" if entry.kind == 5 else "ii"), raw[: len(raw) // 8 * 8])
        return tuple(Fraction(above, below) if below else None for above, below in pairs)
