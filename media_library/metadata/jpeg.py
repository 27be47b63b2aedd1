"""The segments of a JPEG before its picture. Plain Python.

ITU-T T.81 (1992), annex B; what the application segments hold: EXIF 3.0, 4.5.5; XMP specification part 3 (2020), 1.1.3.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from .ciff import read_ciff
from .dates import read_date
from .exif import note_xmp, read_exif_block
from .harvest import Harvest
from .iptc import read_photoshop_iptc
from .tiff import MAX_VALUE_BYTES
from .view import View

EXIF_START = re.compile(rb"^.?Exif\x00.", re.DOTALL)
XMP_START = b"http://ns.adobe.com/xap/1.0/\x00"
EXTENDED_XMP_START = b"http://ns.adobe.com/xmp/extension/\x00"
EXTENDED_XMP_HEAD = len(EXTENDED_XMP_START) + 32 + 8
"""Bytes before a part of extended XMP: the name, an id, the length of the whole and the offset of the part."""
MAX_EXTENDED_XMP_BYTES = 1024 * 1024
"""What is larger holds pictures (depth maps), no words."""
PHOTOSHOP_START = b"Photoshop 3.0\x00"
FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""Start-of-frame markers, T.81 table B.1."""
STARTS_SCAN, ENDS_IMAGE = 0xDA, 0xD9
MAX_SEGMENTS = 4000
MAX_BLOCKS = 64
"""Application segments read in earnest; a camera writes fewer than ten, a hostile file a thousand."""
PICTURE_INFO_DATE = re.compile(rb"TimeDate=(\d+)")


@dataclass
class _Parts:
    """Segments that are read together once all have been seen."""

    photoshop: list[bytes] = field(default_factory=list)
    extended_xmp: list[View] = field(default_factory=list)
    exif: bytes = b""
    read: int = 0


def read_jpeg(view: View, harvest: Harvest) -> None:
    """Everything the segments before the first scan say."""
    parts = _Parts()
    for marker, segment in iterate_segments(view):
        if marker in FRAMES:
            head = segment.read(0, 5)
            if len(head) == 5:
                height, width = struct.unpack(">HH", head[1:])
                harvest.note_size(width, height)
        elif 0xE0 <= marker <= 0xEF:
            _read_application_segment(marker, segment, parts, harvest)
    _finish_exif(parts, harvest)
    if parts.photoshop:
        harvest.iptc = harvest.iptc or read_photoshop_iptc(b"".join(parts.photoshop))
    if 0 < sum(part.size for part in parts.extended_xmp) <= MAX_EXTENDED_XMP_BYTES:
        extended = sorted(parts.extended_xmp, key=_place_in_extended_xmp)
        note_xmp(b"".join(part.read(EXTENDED_XMP_HEAD, part.size) for part in extended), harvest)


def iterate_segments(view: View) -> Iterator[tuple[int, View]]:
    """Marker and contents of each segment up to the picture data."""
    place = view.read(0, 512).find(b"\xff\xd8") + 2
    for _ in range(MAX_SEGMENTS):
        head = view.read(place, 4)
        if len(head) < 4 or place < 2:
            return
        if head[0] != 0xFF:
            place = _find_marker(view, place)
            continue
        marker = head[1]
        if marker in (STARTS_SCAN, ENDS_IMAGE):
            return
        if marker == 0xFF or marker in (0x00, 0x01) or 0xD0 <= marker <= 0xD8:
            place += 1 if marker == 0xFF else 2
            continue
        length = struct.unpack(">H", head[2:])[0]
        yield marker, view.part(place + 4, max(length - 2, 0))
        place += 2 + max(length, 2)


def _find_marker(view: View, place: int) -> int:
    """Where the next marker is, within the next 64 KiB; past the end when there is none."""
    found = view.read(place, 0xFFFF).find(b"\xff")
    return place + found if found >= 0 else view.size


def _read_application_segment(marker: int, segment: View, parts: _Parts, harvest: Harvest) -> None:
    head = segment.read(0, 80)
    if marker == 0xE1 and head.startswith(EXTENDED_XMP_START):
        parts.extended_xmp.append(segment)
    elif marker == 0xED and head.startswith(PHOTOSHOP_START):
        parts.photoshop.append(segment.read(len(PHOTOSHOP_START), segment.size))
    elif marker == 0xE1 and EXIF_START.match(head):
        _add_exif(segment.read(head.find(b"Exif") + 6, segment.size), parts, harvest)
    elif parts.read < MAX_BLOCKS:
        _finish_exif(parts, harvest)
        parts.read += _read_block(marker, segment, head, harvest)


def _add_exif(block: bytes, parts: _Parts, harvest: Harvest) -> None:
    """Keeps a block; one without a beginning of its own is the rest of a block too long for a segment."""
    if block[:2] not in (b"II", b"MM"):
        parts.exif += block if parts.exif and len(parts.exif) < MAX_VALUE_BYTES else b""
    elif parts.read < MAX_BLOCKS:
        _finish_exif(parts, harvest)
        parts.exif = block


def _finish_exif(parts: _Parts, harvest: Harvest) -> None:
    """Reads the block that has been kept."""
    if parts.exif:
        _read_exif(parts.exif, harvest)
        parts.read += 1
        parts.exif = b""


def _read_exif(block: bytes, harvest: Harvest) -> None:
    """What a block says counts before what earlier ones said, as in exiftool."""
    texts, numbers, gps = harvest.texts, harvest.numbers, harvest.gps
    harvest.texts, harvest.numbers, harvest.gps = {}, {}, {}
    read_exif_block(View(block), harvest)
    harvest.texts = texts | harvest.texts
    harvest.numbers = numbers | harvest.numbers
    harvest.gps = gps | harvest.gps


def _read_block(marker: int, segment: View, head: bytes, harvest: Harvest) -> bool:
    """Reads a segment that stands for itself; tells whether it was one we know."""
    if marker == 0xE1 and head[:5] == b"QVCI\x00":
        _read_casio_qv(segment, harvest)
    elif marker == 0xE1 and head.startswith(XMP_START):
        note_xmp(segment.read(len(XMP_START), segment.size), harvest)
    elif marker == 0xE1 and (b"<x:xmpmeta" in head or b"<?xpacket" in head):
        note_xmp(segment.read(head.find(b"<"), segment.size), harvest)
    elif marker == 0xE0 and head[6:14] == b"HEAPJPGM":
        read_ciff(segment, harvest, group="CIFF")
    elif marker == 0xEC and b"[picture info]" in segment.read(0, 2048).lower():
        _read_picture_info(segment.read(0, 8192), harvest)
    else:
        return False
    return True


def _place_in_extended_xmp(part: View) -> int:
    """Offset of a part: after the name come 32 letters of an id and the length of the whole."""
    return part.number(EXTENDED_XMP_HEAD - 4, 4) or 0


def _read_casio_qv(segment: View, harvest: Harvest) -> None:
    """Casio QV cameras before EXIF (exiftool, Casio.pm, table QVCI)."""
    harvest.note_date(read_date("Casio:DateTimeOriginal", segment.read(0x4D, 20).decode("latin-1")))


def _read_picture_info(raw: bytes, harvest: Harvest) -> None:
    """The APP12 text of Agfa and Olympus before EXIF; seconds since 1970 of a clock that knows no zone."""
    found = PICTURE_INFO_DATE.search(raw)
    if found and len(found[1]) <= 10:
        text = datetime.fromtimestamp(int(found[1]), UTC).strftime("%Y:%m:%d %H:%M:%S")
        harvest.note_date(read_date("PictureInfo:DateTimeOriginal", text))
