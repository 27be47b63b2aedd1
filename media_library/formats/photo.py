"""Still pictures: JPEG, PNG, TIFF, WebP, GIF, HEIC, AVIF, PSD, JPEG 2000. Plain Python."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from .facts import Facts, FileType, Rendered, RenditionSpec
from .sizes import LONG_EDGES, PICTURE_SPECS


def read_facts(path: Path, file_type: FileType) -> Facts:
    """The facts of a photograph, from its header alone. Raises UnreadableFile."""
    from media_library.metadata.photographs import read_photo_facts

    return read_photo_facts(path, file_type)


def list_specs(facts: Facts) -> tuple[RenditionSpec, ...]:
    """The same three pictures for every photograph; of a small one they are all as great as itself."""
    return PICTURE_SPECS


def render(path: Path, file_type: FileType, specs: Sequence[RenditionSpec], folder: Path) -> list[Rendered]:
    """Makes the pictures asked for with one decoding. Raises UnreadableFile when nothing can be decoded.

    `data` is empty, or `{"damaged": True, "reason": sentence}` when only a part of the file could be decoded.
    """
    from .pictures import decode, write_renditions

    wanted = [LONG_EDGES[spec.name] for spec in specs if spec.name in LONG_EDGES]
    if not wanted:
        return []
    return write_renditions(decode(path, file_type.extension, max(wanted)), specs, folder)
