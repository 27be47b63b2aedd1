"""Where originals and renditions lie: content-addressed files on Django's storage API.

On a file system a file is written under a temporary name beside the store and renamed into place. On a storage without
paths (S3) it is written through the storage's own `save` and read back.
"""

from __future__ import annotations

import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import xxhash
from django.conf import settings
from django.core.files import File
from django.core.files.storage import Storage, storages

from media_library.ingest.copying import CHUNK_BYTES, PART, CopyFailed, publish, remove_abandoned_parts
from media_library.ingest.life_signs import is_dead
from media_library.models import Leftover, Original

WORKING = "@"


def incoming_folder() -> Path:
    """Where copies are written before they are proven: on the store's own file system, so that a rename suffices."""
    folder = Path(settings.MEDIA_ROOT) / "incoming"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def name_of_original(sha256: str, extension: str) -> str:
    """`ab/cd/<sha256>.<ext>`: two levels, so that no folder grows beyond what file systems like."""
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}.{extension}"


def find_name(sha256: str, extension: str) -> str:
    """A name for an original that is not in the store: its own, or another one while what had it is being deleted."""
    name = name_of_original(sha256, extension)
    if Leftover.objects.filter(storage="originals", name=name).exists():
        return name_of_original(sha256, f"{uuid.uuid4().hex[:8]}.{extension}")
    return name


def name_of_rendition(sha256: str, file_name: str) -> str:
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}/{file_name}"


def put(alias: str, part: Path, name: str, *, read_only: bool = False, xxh128: str = "") -> None:
    """Moves a finished local file into the storage under exactly this name; the same name again replaces it.

    On a storage without paths the bytes are read back and compared with `xxh128`, where it is given.
    """
    storage = storages[alias]
    final = path_in(storage, name)
    if final is not None:
        publish(part, final, read_only=read_only)
        return
    _put_remote(storage, part, name, xxh128)


@contextmanager
def local_path(original: Original) -> Iterator[Path]:
    """A path at which the original's bytes can be read; a temporary copy where the storage has no paths.

    Raises FileNotFoundError when the file is not where it should be.
    """
    if not original.storage_name:
        yield _existing(Path(original.reference_path))
        return
    storage = storages["originals"]
    path = path_in(storage, original.storage_name)
    if path is not None:
        yield _existing(path)
        return
    with tempfile.NamedTemporaryFile(dir=incoming_folder(), suffix=PART) as copy:
        with storage.open(original.storage_name) as remote:
            shutil.copyfileobj(remote, copy, CHUNK_BYTES)
        copy.flush()
        yield Path(copy.name)


def path_in(storage: Storage, name: str) -> Path | None:
    """The local path of a stored file, or None on a storage that has none."""
    try:
        return Path(storage.path(name))
    except NotImplementedError:
        return None


@contextmanager
def working_folder(holder: str) -> Iterator[Path]:
    """A folder on the store's file system for what is being made, named for the life sign of its maker."""
    folder = Path(tempfile.mkdtemp(prefix=holder.replace(":", WORKING) + WORKING, dir=incoming_folder()))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def clean_up() -> int:
    """Removes what dead processes left unfinished; gives how many files and folders."""
    removed = remove_abandoned_parts(incoming_folder())
    for folder in incoming_folder().glob(f"*{WORKING}*"):
        host, token, _ = folder.name.split(WORKING, 2)
        if is_dead(f"{host}:{token}"):
            shutil.rmtree(folder, ignore_errors=True)
            removed += 1
    return removed


def _existing(path: Path) -> Path:
    if not path.is_file():
        raise FileNotFoundError(path)
    return path


def _put_remote(storage: Storage, part: Path, name: str, xxh128: str) -> None:
    if storage.exists(name):
        storage.delete(name)
    with part.open("rb") as content:
        saved = storage.save(name, File(content, name=name))
    if saved != name:
        storage.delete(saved)
        raise CopyFailed("Two imports stored the same file at the same moment. Try again.")
    if xxh128 and _hash_remote(storage, name) != xxh128:
        storage.delete(name)
        raise CopyFailed("The copy in the store reads back differently from the source.")
    part.unlink()


def _hash_remote(storage: Storage, name: str) -> str:
    found = xxhash.xxh3_128()
    with storage.open(name) as stored:
        for chunk in stored.chunks(CHUNK_BYTES):
            found.update(chunk)
    return found.hexdigest()
