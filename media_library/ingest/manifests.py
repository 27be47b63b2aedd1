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

from media_library.ingest.copying import Hashes
from media_library.ingest.life_signs import lock_folder
from media_library.ingest.manifest import HashedFile, write_manifest
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

    def _write(self, folder: Path, files: list[HashedFile]) -> None:
        """One run at a time writes into a place, so that generations are numbered without gaps."""
        descriptor = os.open(lock_folder() / "manifests.lock", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            write_manifest(folder, files, at=timezone.now())
        except ValueError as fault:
            self._run.notices = [*self._run.notices, f"No manifest was written in {folder}: {fault}"]
            self._run.save(update_fields=["notices"])
        finally:
            os.close(descriptor)
