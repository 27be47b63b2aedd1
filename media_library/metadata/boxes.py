"""Boxes of the ISO base media file format, in a view. Plain Python. ISO/IEC 14496-12:2022, 4.2."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from .view import View

MAX_BOXES = 2000


def iterate_boxes(view: View) -> Iterator[tuple[bytes, View]]:
    """Kind and contents of the boxes that lie side by side in `view`; ends where they make no sense."""
    place = 0
    for _ in range(MAX_BOXES):
        head = view.read(place, 16)
        if len(head) < 8:
            return
        size, kind = struct.unpack(">I4s", head[:8])
        skip = 8
        if size == 1 and len(head) == 16:
            size, skip = struct.unpack(">Q", head[8:])[0], 16
        elif size == 0:
            size = view.size - place
        if size < skip:
            return
        yield kind, view.part(place + skip, size - skip)
        place += size


def find_box(view: View, *path: bytes) -> View | None:
    """The contents of the first box down the path of kinds."""
    found: View | None = view
    for kind in path:
        found = next((inside for name, inside in iterate_boxes(found) if name == kind), None) if found else None
    return found


class Reader:
    """Takes big-endian numbers and texts off the front of bytes; what is not there reads as nothing."""

    def __init__(self, raw: bytes) -> None:
        self.raw = raw
        self.place = 0

    @property
    def is_at_end(self) -> bool:
        return self.place >= len(self.raw)

    def take(self, length: int) -> bytes:
        taken = self.raw[self.place : self.place + length]
        self.place += length
        return taken

    def number(self, length: int) -> int:
        return int.from_bytes(self.take(length), "big")

    def text(self) -> bytes:
        """Bytes up to a NUL, which is passed over."""
        end = self.raw.find(b"\x00", self.place)
        end = len(self.raw) if end < 0 else end
        return self.take(end + 1 - self.place).rstrip(b"\x00")
