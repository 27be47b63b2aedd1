"""One verified copy of one file: hash while reading, flush, read back past the cache, compare.

The source is opened for reading and nothing else. Copies are written under a name that nobody mistakes for a finished
file, and renamed when they are proven. Plain Python.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import uuid
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import xxhash

CHUNK_BYTES = 4 * 1024 * 1024
PART = ".kadr-part"
FICLONE = 0x40049409  # linux/fs.h: share the blocks of another file
STILL_WRITTEN = "The file was still being written while it was copied. Try again when it is finished."


class CopyFailed(Exception):
    """The copy did not succeed, and may be tried again; the text says why, in words for the person."""


@dataclass(frozen=True)
class Hashes:
    """What one pass over the source told."""

    sha256: str
    xxh128: str
    size_bytes: int


@dataclass
class Staged:
    """Proven copies of one source, each still under its temporary name, locked against `remove_abandoned_parts`.

    A context manager: what has not been published when it ends is removed. `read_back` is false where the system
    offers no way past its cache.
    """

    hashes: Hashes
    parts: tuple[Path, ...]
    read_back: bool
    descriptors: tuple[int, ...] = ()

    def __enter__(self) -> Staged:
        return self

    def __exit__(self, *_: object) -> None:
        _discard(self.parts, self.descriptors)


def hash_stable(source: Path, *, on_bytes: Callable[[int], None] | None = None) -> Hashes:
    """Reads the whole file once; raises CopyFailed when it changed meanwhile."""
    return _read_stable(source, (), on_bytes)


def copy_verified(source: Path, folders: Sequence[Path], *, on_bytes: Callable[[int], None] | None = None) -> Staged:
    """Copies the source into each folder, in one pass, under a temporary name, and proves every copy.

    Raises CopyFailed when the source changed meanwhile or a copy reads back differently; nothing remains then.
    """
    parts = tuple(folder / f"{uuid.uuid4().hex}{PART}" for folder in folders)
    descriptors: list[int] = []
    try:
        descriptors.extend(_create(part) for part in parts)
        hashes = _read_stable(source, descriptors, on_bytes)
        for descriptor in descriptors:
            os.fsync(descriptor)
        proven = [
            _read_back(descriptor, part, hashes, on_bytes) for descriptor, part in zip(descriptors, parts, strict=True)
        ]
    except BaseException:
        _discard(parts, descriptors)
        raise
    return Staged(hashes, parts, all(proven), tuple(descriptors))


def link(source: Path, folder: Path, *, on_bytes: Callable[[int], None] | None = None) -> Staged:
    """Hashes the source and gives its bytes a second name (shared blocks if the file system can, else a hard link).

    Raises CopyFailed when the two are not on one file system, or when the source changed meanwhile.
    """
    looked = _look_at(source)
    hashes = hash_stable(source, on_bytes=on_bytes)
    part = folder / f"{uuid.uuid4().hex}{PART}"
    descriptors: list[int] = []
    try:
        descriptors.append(_link_and_hold(source, part))
        if _look_at(source) != looked:
            raise CopyFailed(STILL_WRITTEN)
    except BaseException:
        _discard((part,), descriptors)
        raise
    return Staged(hashes, (part,), read_back=False, descriptors=tuple(descriptors))


def publish(part: Path, final: Path, *, read_only: bool = True) -> None:
    """Renames a proven copy to its final name, at once and for good. Replaces what has that name."""
    final.parent.mkdir(parents=True, exist_ok=True)
    if read_only:
        part.chmod(0o444)
    part.replace(final)
    sync_folder(final.parent)


def sync_folder(folder: Path) -> None:
    """Makes a rename in the folder survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def remove_abandoned_parts(folder: Path) -> int:
    """Removes the unfinished copies that dead processes left anywhere below the folder; gives how many.

    A living process keeps a lock on each part it writes.
    """
    removed = 0
    for part in folder.rglob(f"*{PART}"):
        try:
            descriptor = os.open(part, os.O_RDONLY | os.O_CLOEXEC)
        except FileNotFoundError:
            continue
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            part.unlink(missing_ok=True)
            removed += 1
        except BlockingIOError:
            pass
        finally:
            os.close(descriptor)
    return removed


def _discard(parts: Sequence[Path], descriptors: Sequence[int]) -> None:
    for part in parts:
        part.unlink(missing_ok=True)
    for descriptor in descriptors:
        os.close(descriptor)


def _create(part: Path) -> int:
    """Makes and locks a part. A sweep that came between the two has removed it: then it is made once more."""
    part.parent.mkdir(parents=True, exist_ok=True)
    while True:
        descriptor = os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o644)
        fcntl.flock(descriptor, fcntl.LOCK_SH)
        if os.fstat(descriptor).st_nlink:
            return descriptor
        os.close(descriptor)


def _link_and_hold(source: Path, part: Path) -> int:
    """Links and locks a part. A sweep that came between the two has removed it: then it is linked once more."""
    while True:
        if not _clone(source, part):
            _link_hard(source, part)
        with suppress(FileNotFoundError):
            descriptor = _hold(part)
            if part.exists():
                return descriptor
            os.close(descriptor)


def _hold(part: Path) -> int:
    """Locks a part against `remove_abandoned_parts`; a lock that others hold on the linked source does as well."""
    descriptor = os.open(part, os.O_RDONLY | os.O_CLOEXEC)
    with suppress(BlockingIOError):
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    return descriptor


def _look_at(source: Path) -> tuple[int, int, int]:
    """Which file has that name now, and how it looks: inode, size, time of change."""
    status = source.stat(follow_symlinks=False)
    return status.st_ino, status.st_size, status.st_mtime_ns


def _read_stable(source: Path, into: Sequence[int], on_bytes: Callable[[int], None] | None) -> Hashes:
    """Reads the source through, and refuses what changed while it was read."""
    descriptor = os.open(source, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        before = os.fstat(descriptor)
        hashes = _hash_through(descriptor, into, on_bytes, before.st_size)
        after = os.fstat(descriptor)
    finally:
        os.close(descriptor)
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns) or hashes.size_bytes != after.st_size:
        raise CopyFailed(STILL_WRITTEN)
    return hashes


def _hash_through(
    descriptor: int, into: Sequence[int], on_bytes: Callable[[int], None] | None, expected_bytes: int
) -> Hashes:
    """Reads to the end, or a little past where the end was: a file that goes on growing is not followed for ever."""
    if hasattr(os, "posix_fadvise"):
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_SEQUENTIAL)
    sha256, xxh128, size = hashlib.sha256(), xxhash.xxh3_128(), 0
    while chunk := os.read(descriptor, CHUNK_BYTES):
        sha256.update(chunk)
        xxh128.update(chunk)
        for target in into:
            _write_all(target, chunk)
        size += len(chunk)
        if on_bytes:
            on_bytes(len(chunk))
        if size > expected_bytes:
            break
    return Hashes(sha256.hexdigest(), xxh128.hexdigest(), size)


def _write_all(descriptor: int, chunk: bytes) -> None:
    view = memoryview(chunk)
    while view:
        view = view[os.write(descriptor, view) :]


def _read_back(descriptor: int, part: Path, hashes: Hashes, on_bytes: Callable[[int], None] | None) -> bool:
    """Compares what the disk holds with what was read; false when the cache could not be dropped first.

    `on_bytes` is called with 0 from time to time, so that whoever waits can be shown that work goes on, or stop it.
    """
    dropped = drop_cache(descriptor)
    os.lseek(descriptor, 0, os.SEEK_SET)
    found = xxhash.xxh3_128()
    while chunk := os.read(descriptor, CHUNK_BYTES):
        found.update(chunk)
        if on_bytes:
            on_bytes(0)
    if found.hexdigest() != hashes.xxh128:
        raise CopyFailed(f"The copy in {part.parent} reads back differently from the source. The disk may be failing.")
    return dropped


def drop_cache(descriptor: int) -> bool:
    """Asks the system to forget the file's pages, so that the next read comes from the disk."""
    if hasattr(os, "posix_fadvise"):
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
        return True
    if hasattr(fcntl, "F_NOCACHE"):  # macOS
        fcntl.fcntl(descriptor, fcntl.F_NOCACHE, 1)
        return True
    return False


def _link_hard(source: Path, part: Path) -> None:
    try:
        os.link(source, part, follow_symlinks=False)
    except OSError as error:
        if error.errno in (errno.EXDEV, errno.EPERM, errno.EMLINK, errno.ENOTSUP):
            raise CopyFailed(
                "The file cannot be linked, because it lies on another disk than the store. Copy it instead."
            ) from error
        raise


def _clone(source: Path, part: Path) -> bool:
    """Shares the blocks of the source where the file system knows how (btrfs, XFS, APFS has no such call)."""
    try:
        with source.open("rb") as original, part.open("xb") as clone:
            fcntl.ioctl(clone.fileno(), FICLONE, original.fileno())
    except OSError:
        part.unlink(missing_ok=True)
        return False
    return True
