"""A bounded look into bytes, of a file or in memory: nothing is read that nobody asked for. Plain Python."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from media_library.formats.facts import UnreadableFile

HEAD_BYTES = 64 * 1024
MAX_READ_BYTES = 64 * 1024 * 1024
"""More than any photograph's metadata: a file that makes us read more is hostile."""


class FileBytes:
    """Random access to an open file. The head is read once; of the rest only what is asked for."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self.size = os.fstat(descriptor).st_size
        self._head = os.pread(descriptor, HEAD_BYTES, 0)
        self._read_bytes = len(self._head)

    def read(self, offset: int, length: int) -> bytes:
        """Up to `length` bytes from `offset`; fewer at the end of the file. Raises UnreadableFile past the limit."""
        if offset + length <= len(self._head):
            return self._head[offset : offset + length]
        return self._fetch(offset, length)

    def _fetch(self, offset: int, length: int) -> bytes:
        length = max(0, min(length, self.size - offset))
        self._read_bytes += length
        if self._read_bytes > MAX_READ_BYTES:
            raise UnreadableFile(
                "The description inside this picture is longer than any camera writes; it was not read."
            )
        return os.pread(self._descriptor, length, offset) if length else b""


class View:
    """A stretch of bytes that knows its own beginning and end."""

    def __init__(self, source: FileBytes | bytes, start: int = 0, size: int | None = None) -> None:
        self._source = source
        self._start = start
        whole = len(source) if isinstance(source, bytes) else source.size
        room = max(0, whole - start)
        self.size = room if size is None else max(0, min(size, room))

    def read(self, offset: int, length: int) -> bytes:
        """Up to `length` bytes from `offset`; what lies outside the stretch is left out."""
        if offset < 0 or length <= 0 or offset >= self.size:
            return b""
        length = min(length, self.size - offset)
        start = self._start + offset
        if isinstance(self._source, bytes):
            return self._source[start : start + length]
        return self._source.read(start, length)

    def part(self, offset: int, length: int | None = None) -> View:
        """The stretch of `length` bytes from `offset`, to the end without one."""
        offset = max(0, offset)
        room = max(0, self.size - offset)
        return View(self._source, self._start + offset, room if length is None else min(max(0, length), room))

    def number(self, offset: int, length: int, order: str = ">") -> int | None:
        """An unsigned integer of `length` bytes, None where the bytes end; `order` is `<` or `>`."""
        raw = self.read(offset, length)
        return int.from_bytes(raw, "little" if order == "<" else "big") if len(raw) == length else None


@contextmanager
def open_view(path: Path) -> Iterator[View]:
    """A view of the whole file. Raises UnreadableFile if it cannot be opened."""
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except OSError as error:
        raise UnreadableFile(f"The file cannot be opened: {error.strerror}.") from error
    try:
        yield View(FileBytes(descriptor))
    except OSError as error:
        raise UnreadableFile(f"The file cannot be read: {error.strerror}.") from error
    finally:
        os.close(descriptor)
