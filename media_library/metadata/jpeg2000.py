"""JPEG 2000: the boxes of a JP2 file or the bare codestream. Plain Python. ISO/IEC 15444-1:2019, annexes A and I."""

from __future__ import annotations

import struct

from .boxes import iterate_boxes
from .exif import note_xmp, read_exif_block
from .harvest import Harvest
from .iptc import read_iptc
from .view import View
from .xmp import MAX_PACKET_BYTES

XMP_UUID = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
IPTC_UUID = bytes.fromhex("33c7a4d2b81d4723a0baf1a3e097ad38")
EXIF_UUID = b"JpgTiffExif->JP2"
CODESTREAM = b"\xff\x4f\xff\x51"
"""SOC and SIZ, annex A.4.1 and A.5.1."""


def read_jpeg2000(view: View, harvest: Harvest) -> None:
    """Size, EXIF, IPTC and XMP."""
    head = view.read(0, 24)
    if head.startswith(CODESTREAM) and len(head) == 24:
        width, height, left, top = struct.unpack(">IIII", head[8:24])
        harvest.note_size(width - left, height - top)
        return
    for kind, box in iterate_boxes(view):
        if kind == b"jp2h":
            _read_header(box, harvest)
        elif kind == b"uuid" and box.size <= MAX_PACKET_BYTES:
            _read_uuid(box.read(0, 16), box.part(16), harvest)


def _read_header(box: View, harvest: Harvest) -> None:
    for kind, inside in iterate_boxes(box):
        if kind == b"ihdr" and len(raw := inside.read(0, 8)) == 8:
            height, width = struct.unpack(">II", raw)
            harvest.note_size(width, height)


def _read_uuid(uuid: bytes, contents: View, harvest: Harvest) -> None:
    if uuid == EXIF_UUID:
        read_exif_block(contents, harvest)
    elif uuid == XMP_UUID:
        note_xmp(contents.read(0, contents.size), harvest)
    elif uuid == IPTC_UUID:
        harvest.iptc = harvest.iptc or read_iptc(contents.read(0, contents.size))
