"""The resources of a Photoshop file. Plain Python. Adobe Photoshop File Formats Specification (2019)."""

from __future__ import annotations

import struct

from .exif import note_xmp, read_exif_block
from .harvest import Harvest
from .iptc import IPTC_RESOURCE, iterate_resources, read_iptc
from .view import View
from .xmp import MAX_PACKET_BYTES

EXIF_RESOURCE, XMP_RESOURCE = 0x0422, 0x0424


def read_psd(view: View, harvest: Harvest) -> None:
    """Size, EXIF, IPTC and XMP."""
    head = view.read(0, 26)
    if len(head) < 26:
        return
    height, width = struct.unpack(">II", head[14:22])
    harvest.note_size(width, height)
    place = 30 + (view.number(26, 4) or 0)
    length = view.number(place, 4) or 0
    for number, contents in iterate_resources(view.read(place + 4, min(length, MAX_PACKET_BYTES))):
        if number == EXIF_RESOURCE:
            read_exif_block(View(contents), harvest)
        elif number == XMP_RESOURCE:
            note_xmp(contents, harvest)
        elif number == IPTC_RESOURCE:
            harvest.iptc = harvest.iptc or read_iptc(contents)
