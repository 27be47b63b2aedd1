"""Bounded looks into a file of which nothing is known yet. Plain Python."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

HEAD_BYTES = 64 * 1024


class ByteSource:
    """The first 64 KiB of a file, and short looks further in. Past the end there are fewer bytes, never an error."""

    def __init__(self, file: BinaryIO, *, size_bytes: int, suffix: str) -> None:
        self._file = file
        self.size_bytes = size_bytes
        self.suffix = suffix
        """Extension of the name, lower case, without a dot: only for what the bytes cannot tell."""
        self.head = file.read(HEAD_BYTES)

    def at(self, offset: int, length: int) -> bytes:
        """Up to `length` bytes from `offset`; empty past the end."""
        if offset >= 0 and offset + length <= len(self.head):
            return self.head[offset : offset + length]
        if not 0 <= offset < self.size_bytes:
            return b""
        self._file.seek(offset)
        return self._file.read(length)


@dataclass(frozen=True)
class Box:
    """One box of an ISO base media file (ISO/IEC 14496-12, 4.2). `start` is where its contents begin."""

    kind: bytes
    start: int
    end: int


def iterate_boxes(source: ByteSource, start: int, end: int, *, at_most: int) -> Iterator[Box]:
    """The boxes that lie side by side from `start` to `end`; stops without complaint where they make no sense."""
    for _ in range(at_most):
        header = source.at(start, 16)
        if start + 8 > end or len(header) < 8:
            return
        size, kind = struct.unpack(">I4s", header[:8])
        contents = start + 8
        if size == 1 and len(header) == 16:
            size = struct.unpack(">Q", header[8:])[0]
            contents += 8
        elif size == 0:
            size = end - start
        if start + size < contents:
            return
        yield Box(kind, contents, min(start + size, end))
        start += size


def find_box(source: ByteSource, parent: Box, *path: bytes) -> Box | None:
    """The first box down the path of kinds inside `parent`."""
    for kind in path:
        inside = iterate_boxes(source, parent.start, parent.end, at_most=64)
        found = next((box for box in inside if box.kind == kind), None)
        if found is None:
            return None
        parent = found
    return parent
