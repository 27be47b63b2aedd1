"""Where bytes lie, and opening them."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.core.files import File
from django.core.files.storage import storages

from media_library.models import Original, Rendition


@dataclass(frozen=True)
class Stored:
    """A file: its name in the storage `place`, or its path where `place` is empty and it stays outside the store."""

    place: str
    name: str

    def open(self) -> IO[bytes]:
        """Its bytes. Raises OSError when they are not there."""
        return storages[self.place].open(self.name) if self.place else Path(self.name).open("rb")


def locate_original(original: Original) -> Stored:
    """The bytes of an original, in the store or where they stay."""
    if original.storage_name:
        return Stored("originals", original.storage_name)
    return Stored("", original.reference_path)


def locate_rendition(rendition: Rendition) -> Stored:
    """The file of a rendition that is done."""
    return Stored("renditions", rendition.storage_name)


def measure(file: IO[bytes]) -> int:
    """The size of an open file in bytes, as it is, whatever the row says."""
    return file.size if isinstance(file, File) else os.fstat(file.fileno()).st_size
