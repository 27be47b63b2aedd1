"""The boxes (atoms) of QuickTime and ISO media files, read within bounds. ISO/IEC 14496-12:2022, section 4.2."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

MOST_BOXES = 2_000
"""In one parent: a file with more is broken or means harm."""


@dataclass(frozen=True)
class Box:
    """One box: its four letters, where its contents begin and end in the file."""

    kind: bytes
    start: int
    end: int
    cut_short: bool = False
    """The box says it ends after its parent does."""

    @property
    def size(self) -> int:
        """Bytes of the contents."""
        return self.end - self.start


def list_boxes(file: BinaryIO, start: int, end: int) -> Iterator[Box]:
    """The boxes between two offsets, in order; ends in silence where the structure breaks."""
    for _ in range(MOST_BOXES):
        if start + 8 > end:
            return
        file.seek(start)
        head = file.read(16)
        if len(head) < 8:
            return
        size, kind = struct.unpack_from(">I4s", head)
        header = 8
        if size == 1 and len(head) == 16:
            size, header = struct.unpack_from(">Q", head, 8)[0], 16
        elif size == 0:
            size = end - start
        if size < header:
            return
        yield Box(kind, start + header, min(start + size, end), cut_short=start + size > end)
        start += size


def find_box(file: BinaryIO, parent: Box, *path: bytes) -> Box | None:
    """The first box at this path below a parent."""
    found: Box | None = parent
    for kind in path:
        if found is None:
            return None
        found = next((box for box in list_boxes(file, found.start, found.end) if box.kind == kind), None)
    return found


def read_box(file: BinaryIO, box: Box | None, limit: int) -> bytes:
    """The contents of a box, at most `limit` bytes; nothing for None."""
    if box is None:
        return b""
    file.seek(box.start)
    return file.read(max(0, min(box.size, limit)))
