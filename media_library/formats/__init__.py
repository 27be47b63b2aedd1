"""What a file is and what can be made of it: one module for each kind, and this registry.

Each reader module (`photo`, `raw`, `video`, `audio`, `document`) offers

    read_facts(path: Path, file_type: FileType) -> Facts          raises UnreadableFile
    list_specs(facts: Facts) -> tuple[RenditionSpec, ...]         what can be made of such a file
    render(path: Path, file_type: FileType, specs: Sequence[RenditionSpec], folder: Path) -> list[Rendered]

`read_facts` and `render` decode foreign bytes: nobody calls them but the child process of `formats.child`. `list_specs`
is pure. Readers import their decoders inside functions or are imported lazily, so that a child that reads photographs
does not load FFmpeg.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from .facts import CaptureDate, Facts, FileType, Kind, Rendered, RenditionSpec, UnreadableFile

__all__ = [
    "CaptureDate",
    "Facts",
    "FileType",
    "Kind",
    "Reader",
    "Rendered",
    "RenditionSpec",
    "UnreadableFile",
    "reader_for",
]

READERS = ("photo", "raw", "video", "audio", "document")


class Reader(Protocol):
    """What every reader module offers."""

    def read_facts(self, path: Path, file_type: FileType) -> Facts: ...

    def list_specs(self, facts: Facts) -> tuple[RenditionSpec, ...]: ...

    def render(
        self, path: Path, file_type: FileType, specs: Sequence[RenditionSpec], folder: Path
    ) -> list[Rendered]: ...


def reader_for(file_type: FileType) -> Reader:
    """Gives the module that reads files of this type."""
    if file_type.reader not in READERS:
        raise ValueError(f"no reader {file_type.reader!r}")
    return cast(Reader, import_module(f"{__name__}.{file_type.reader}"))
