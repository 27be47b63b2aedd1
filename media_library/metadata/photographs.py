"""What a still picture says of itself, without decoding it. Plain Python."""

from __future__ import annotations

import struct
from collections.abc import Callable
from pathlib import Path

from media_library.formats.facts import Facts, FileType, UnreadableFile

from .ciff import read_ciff
from .compose import compose_facts
from .gif import read_gif
from .harvest import Harvest
from .heif import read_heif
from .jpeg import read_jpeg
from .jpeg2000 import read_jpeg2000
from .png import read_png
from .psd import read_psd
from .rawfiles import read_cr3, read_mrw, read_raf, read_x3f
from .tifffiles import read_tiff_file
from .view import View, open_view
from .webp import read_webp

Container = Callable[[View, Harvest], None]

SIGNATURES: tuple[tuple[int, bytes, Container], ...] = (
    (0, b"\xff\xd8", read_jpeg),
    (0, b"\x89PNG\r\n\x1a\n", read_png),
    (8, b"WEBP", read_webp),
    (0, b"GIF8", read_gif),
    (0, b"8BPS", read_psd),
    (0, b"FUJIFILM", read_raf),
    (0, b"\x00MRM", read_mrw),
    (0, b"FOVb", read_x3f),
    (6, b"HEAPCCDR", lambda view, harvest: read_ciff(view, harvest, group="CanonRaw")),
    (4, b"ftypcrx ", read_cr3),
    (4, b"ftypjp", read_jpeg2000),
    (4, b"jP  ", read_jpeg2000),
    (0, b"\xff\x4f\xff\x51", read_jpeg2000),
    (4, b"ftyp", read_heif),
)
"""Where a container says what it is, and who reads it; everything else is tried as a TIFF."""


def read_photo_facts(path: Path, file_type: FileType) -> Facts:
    """The facts of a still picture. Reads its head only, decodes nothing.

    Raises UnreadableFile when it is not readable at all, or asks for more memory than any picture needs. What is broken
    inside a readable file is left out.
    """
    with open_view(path) as view:
        harvest = Harvest()
        if view.size == 0:
            raise UnreadableFile("The file is empty: nothing was copied into it.")
        try:
            _read_container(view, harvest)
        except (struct.error, RecursionError, OverflowError) as error:
            raise UnreadableFile("The description inside this picture is damaged beyond reading.") from error
        facts = compose_facts(harvest)
    facts.file_type, facts.mime = file_type.name, file_type.mime
    if harvest.pages > 1:
        facts.notices.append(f"This file has {harvest.pages} pages; only the first is shown.")
    return facts


def _read_container(view: View, harvest: Harvest) -> None:
    head = view.read(0, 32)
    for place, signature, read in SIGNATURES:
        if head[place : place + len(signature)] == signature:
            read(view, harvest)
            return
    read_tiff_file(view, harvest)
