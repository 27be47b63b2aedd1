"""The blocks of a GIF. Plain Python.

GIF89a specification (CompuServe, 1990); XMP specification part 3 (2020), 1.1.2.
"""

from __future__ import annotations

import struct

from .exif import note_xmp
from .harvest import Harvest
from .view import View
from .xmp import MAX_PACKET_BYTES

XMP_APPLICATION = b"XMP DataXMP"
HEAD_BLOCKS = 16
MAX_SUB_BLOCKS = 8000
"""How far is looked: XMP stands before or just after the first picture of an animation."""
EXTENSION, IMAGE = 0x21, 0x2C
APPLICATION = 0xFF


def read_gif(view: View, harvest: Harvest) -> None:
    """Size and XMP."""
    head = view.read(0, 13)
    if len(head) < 13:
        return
    harvest.note_size(*struct.unpack("<HH", head[6:10]))
    place = 13 + _table_bytes(head[10])
    for _ in range(HEAD_BLOCKS):
        block = view.read(place, 14)
        if block[:1] == bytes([EXTENSION]) and len(block) > 2:
            if block[1] == APPLICATION and block[3:14] == XMP_APPLICATION:
                _read_xmp(view.part(place + 14), harvest)
                return
            place = _skip_blocks(view, place + 2)
        elif block[:1] == bytes([IMAGE]) and len(block) > 9:
            place = _skip_blocks(view, place + 11 + _table_bytes(block[9]))
        else:
            return


def _table_bytes(flags: int) -> int:
    return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0


def _skip_blocks(view: View, place: int) -> int:
    """Where the chain of sub-blocks that begins at `place` ends."""
    for _ in range(MAX_SUB_BLOCKS):
        length = view.number(place, 1)
        if not length:
            return place + 1
        place += 1 + length
    return view.size


def _read_xmp(rest: View, harvest: Harvest) -> None:
    """The packet lies plain in the file; a ramp of 257 bytes after it leads readers of sub-blocks to the end."""
    raw = rest.read(0, min(rest.size, MAX_PACKET_BYTES))
    end = raw.find(b"\x01\xff\xfe\xfd")
    if end >= 0:
        note_xmp(raw[:end], harvest)
