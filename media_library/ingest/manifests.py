"""The manifests of a run: an ASC MHL beside each verified copy, written when all files are in."""

from __future__ import annotations

import fcntl
import os
import threading
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path

from django.core.files.storage import storages
from django.utils import timezone

from media_library.ingest.copying import CopyFailed, Hashes, hash_stable
from media_library.ingest.facts_to_rows import readable_path
from media_library.ingest.life_signs import lock_folder
from media_library.ingest.manifest import HashedFile, read_history, write_manifest
from media_library.ingest.sources import SourceFile
from media_library.ingest.store import path_in
from media_library.models import Import


class ManifestKeeper:
    """Notes the hashes of a run's copies and writes one manifest for each place they were copied to."""

    def __init__(self, run: Import, also_to: Path | None) -> None:
        self._run = run
        self._also_to = also_to
        self._lock = threading.Lock()
        self._files: dict[Path, dict[str, HashedFile]] = defaultdict(dict)

    def __enter__(self) -> ManifestKeeper:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Also an interrupted run leaves a manifest of what it has proven."""
        if kind is None:
            self._catch_up()
        for folder, files in self._files.items():
            self._write(folder, list(files.values()))

    def note(self, file: SourceFile, hashes: Hashes, storage_name: str) -> None:
        """Notes one copied file; called from the threads of the run."""
        store = path_in(storages["originals"], storage_name) if storage_name else None
        with self._lock:
            if store is not None:
                self._add(Path(storages["originals"].path("")), storage_name, store, hashes)
            if self._also_to is not None:
                root = self._also_to / file.place.name
                self._add(root, file.path, root / file.path, hashes)

    def _add(self, root: Path, path: str, full_path: Path, hashes: Hashes) -> None:
        modified = datetime.fromtimestamp(full_path.stat().st_mtime, tz=UTC)
        self._files[root][path] = HashedFile(path, hashes.size_bytes, modified, hashes.xxh128)

    def _catch_up(self) -> None:
        """Reads the copies that no manifest tells of yet: those of a run that was killed before it wrote its own."""
        for root, copies in self._list_copies().items():
            try:
                told = read_history(root).hashes
            except (ValueError, OSError) as fault:
                self._say(root, fault)
                continue
            for path in sorted(copies.keys() - told.keys() - self._files[root].keys()):
                self._prove(root, path, copies[path])

    def _list_copies(self) -> dict[Path, dict[str, str]]:
        """By root and path below it, the SHA-256 of each copy that this run's rows tell of. One query."""
        copies: dict[Path, dict[str, str]] = defaultdict(dict)
        store = path_in(storages["originals"], "")
        rows = self._run.files.filter(original__isnull=False).exclude(sha256="")
        columns = ("place", "path", "sha256", "copied_to", "original__storage_name")
        for place, path, sha256, copied_to, storage_name in rows.values_list(*columns).iterator():
            if store is not None and storage_name:
                copies[store][storage_name] = sha256
            if self._also_to is not None and copied_to:
                copies[self._also_to / Path(place).name][path] = sha256
        return copies

    def _prove(self, root: Path, path: str, sha256: str) -> None:
        if not (root / path).is_file():
            return
        try:
            hashes = hash_stable(root / path)
            if hashes.sha256 != sha256:
                raise ValueError(f"{path} is not what came in; see verify_media")
            self._add(root, path, root / path, hashes)
        except (OSError, ValueError, CopyFailed) as fault:
            self._say(root, fault)

    def _write(self, folder: Path, files: list[HashedFile]) -> None:
        """One run at a time writes into a place, so that generations are numbered without gaps."""
        if not files:
            return
        descriptor = os.open(lock_folder() / "manifests.lock", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            write_manifest(folder, files, at=timezone.now())
        except (ValueError, OSError) as fault:
            self._say(folder, fault)
        finally:
            os.close(descriptor)

    def _say(self, folder: Path, fault: Exception) -> None:
        notice = readable_path(f"The manifest in {folder} is not complete: {fault}")
        if notice not in self._run.notices:
            self._run.notices = [*self._run.notices, notice]
            self._run.save(update_fields=["notices"])
