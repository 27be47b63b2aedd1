"""The chunks of a WebP. Plain Python.

WebP Container Specification (RFC 9649, 2024), section 2; sizes in the bitstreams: RFC 6386, 9.1 (VP8) and RFC 9649, 3.4
(VP8L).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from .exif import note_xmp, read_exif_block
from .harvest import Harvest
from .view import View
from .xmp import MAX_PACKET_BYTES

MAX_CHUNKS = 10_000


def read_webp(view: View, harvest: Harvest) -> None:
    """Size, EXIF and XMP."""
    for kind, chunk in _iterate_chunks(view):
        if kind in (b"VP8X", b"VP8 ", b"VP8L"):
            harvest.note_size(*_read_size(kind, chunk.read(0, 10)))
        elif kind == b"EXIF":
            marked = chunk.read(0, 6) == b"Exif\x00\x00"
            read_exif_block(chunk.part(6) if marked else chunk, harvest)
        elif kind == b"XMP ":
            note_xmp(chunk.read(0, min(chunk.size, MAX_PACKET_BYTES + 1)), harvest)


def _iterate_chunks(view: View) -> Iterator[tuple[bytes, View]]:
    place = 12
    for _ in range(MAX_CHUNKS):
        head = view.read(place, 8)
        if len(head) < 8:
            return
        length = struct.unpack("<I", head[4:])[0]
        yield head[:4], view.part(place + 8, length)
        place += 8 + length + length % 2


def _read_size(kind: bytes, head: bytes) -> tuple[int | None, int | None]:
    """Width and height in pixels, from the first ten bytes of a chunk."""
    if len(head) < 10:
        return None, None
    if kind == b"VP8X":
        return int.from_bytes(head[4:7], "little") + 1, int.from_bytes(head[7:10], "little") + 1
    if kind == b"VP8L":
        bits = int.from_bytes(head[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    width, height = struct.unpack("<HH", head[6:10])
    return width & 0x3FFF, height & 0x3FFF
