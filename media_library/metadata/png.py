"""The chunks of a PNG. Plain Python.

PNG specification, third edition (W3C, 2025): 5.3, 11.2.2 IHDR, 11.3 text chunks and eXIf. The texts "Raw profile type"
are how ImageMagick kept EXIF, IPTC and XMP before there was a chunk for them.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

from .exif import note_xmp, read_exif_block
from .harvest import Harvest
from .iptc import read_iptc, read_photoshop_iptc
from .texts import clean_text, decode_text
from .view import View

SIGNATURE_BYTES = 8
MAX_CHUNKS = 20_000
MAX_TEXT_BYTES = 8 * 1024 * 1024
"""Of all texts of a file together, unpacked: a text chunk is the cheapest of bombs."""
TEXT_CHUNKS = {b"tEXt", b"zTXt", b"iTXt"}


def read_png(view: View, harvest: Harvest) -> None:
    """Size, EXIF, XMP and texts, from before the picture and after it."""
    room = MAX_TEXT_BYTES
    for kind, chunk in _iterate_chunks(view):
        if kind == b"IHDR" and len(head := chunk.read(0, 8)) == 8:
            harvest.note_size(*struct.unpack(">II", head))
        elif kind == b"eXIf":
            read_exif_block(_without_exif_mark(chunk), harvest)
        elif kind in TEXT_CHUNKS and chunk.size <= room:
            keyword, text = _read_text(kind, chunk.read(0, chunk.size), room)
            room -= len(text) + chunk.size
            _note_text(keyword, text, harvest)


def _iterate_chunks(view: View) -> Iterator[tuple[bytes, View]]:
    place = SIGNATURE_BYTES
    for _ in range(MAX_CHUNKS):
        head = view.read(place, 8)
        if len(head) < 8 or head[4:] == b"IEND":
            return
        length = struct.unpack(">I", head[:4])[0]
        yield head[4:], view.part(place + 8, length)
        place += 12 + length


def _read_text(kind: bytes, raw: bytes, room: int) -> tuple[str, bytes]:
    """Keyword and text of a text chunk; a compressed one is unpacked to at most `room` bytes."""
    keyword, _, rest = raw.partition(b"\x00")
    if kind == b"zTXt":
        rest = _unpack(rest[1:], room)
    elif kind == b"iTXt":
        is_packed = rest[:1] == b"\x01"
        rest = rest[2:].partition(b"\x00")[2].partition(b"\x00")[2]
        rest = _unpack(rest, room) if is_packed else rest
    return keyword.decode("latin-1"), rest


def _unpack(packed: bytes, room: int) -> bytes:
    try:
        return zlib.decompressobj().decompress(packed, room)
    except zlib.error:
        return b""


def _note_text(keyword: str, text: bytes, harvest: Harvest) -> None:
    if keyword == "XML:com.adobe.xmp":
        note_xmp(text, harvest)
    elif keyword.startswith("Raw profile type "):
        _read_raw_profile(keyword.removeprefix("Raw profile type ").lower(), text, harvest)
    elif cleaned := clean_text(decode_text(text)):
        harvest.comments.setdefault(keyword, cleaned)


def _read_raw_profile(kind: str, text: bytes, harvest: Harvest) -> None:
    """A profile as ImageMagick writes it: a line break, its name, its length, then hexadecimal digits."""
    lines = text.strip().split(b"\n", 2)
    try:
        raw = bytes.fromhex(b"".join(lines[2].split()).decode("ascii")) if len(lines) == 3 else b""
    except ValueError:
        return
    if kind in ("exif", "app1") and not raw.startswith(b"http"):
        read_exif_block(_without_exif_mark(View(raw)), harvest)
    elif kind in ("xmp", "app1") and (start := raw.find(b"<")) >= 0:
        note_xmp(raw[start:], harvest)
    elif kind in ("iptc", "8bim"):
        harvest.iptc = harvest.iptc or read_photoshop_iptc(raw) or read_iptc(raw)


def _without_exif_mark(block: View) -> View:
    return block.part(6) if block.read(0, 6) == b"Exif\x00\x00" else block
