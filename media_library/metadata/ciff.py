"""Canon's heaps: CRW files, and the first segment of JPEGs from its cameras before EXIF. Plain Python.

CIFF Specification on Image Data File (Canon, 1997): a heap ends with the offset of its directory; records of 10 bytes.
"""

from __future__ import annotations

import struct
from datetime import UTC, datetime

from .dates import read_date
from .harvest import Harvest
from .makers import read_canon_settings
from .texts import clean_text, decode_text
from .view import View

IN_RECORD = 0x4000
HEAP_TYPES = {0x2800, 0x3000}
MAX_HEAPS = 50
"""Of a file together: heaps inside heaps may overlap, and multiply."""
MAX_RECORDS = 200
MAKE_MODEL, CAMERA_SETTINGS, TIME_STAMP, IMAGE_INFO, SERIAL = 0x080A, 0x102D, 0x180E, 0x1810, 0x180B
RAW_GROUP = "CanonRaw"
ORIENTATIONS = {90: 6, 180: 3, 270: 8, -90: 8}


def read_ciff(view: View, harvest: Harvest, *, group: str) -> None:
    """Everything a CIFF block says. `group` is the name that its date is given under."""
    order = "<" if view.read(0, 2) == b"II" else ">"
    header = view.number(2, 4, order)
    waiting = [view.part(header)] if header and header < view.size else []
    for _ in range(MAX_HEAPS):
        if waiting:
            waiting += _read_heap(waiting.pop(0), order, harvest, group)


def _read_heap(heap: View, order: str, harvest: Harvest, group: str) -> list[View]:
    """Notes the values of one heap and gives the heaps inside it."""
    start = heap.number(heap.size - 4, 4, order)
    count = heap.number(start, 2, order) if start is not None else None
    if start is None or not count:
        return []
    inside: list[View] = []
    raw = heap.read(start + 2, min(count, MAX_RECORDS) * 10)
    for place in range(0, len(raw) // 10 * 10, 10):
        tag, size, offset = struct.unpack(order + "HII", raw[place : place + 10])
        if tag & 0xC000 == IN_RECORD:
            contents = View(raw[place + 2 : place + 10])
        elif offset + size <= start and tag & 0xC000 == 0:
            contents = heap.part(offset, size)
        else:
            continue
        if tag & 0x3800 in HEAP_TYPES:
            inside.append(contents)
        else:
            _note_record(tag & 0x3FFF, contents, order, harvest, group)
    return inside


def _note_record(tag: int, contents: View, order: str, harvest: Harvest, group: str) -> None:
    if tag == MAKE_MODEL:
        make, _, model = contents.read(0, 256).partition(b"\x00")
        harvest.note_text("Make", clean_text(decode_text(make)))
        harvest.note_text("Model", clean_text(decode_text(model.partition(b"\x00")[0])))
    elif tag == TIME_STAMP and (seconds := contents.number(0, 4, order)):
        text = datetime.fromtimestamp(seconds, UTC).strftime("%Y:%m:%d %H:%M:%S")
        harvest.note_date(read_date(f"{group}:DateTimeOriginal", text))
    elif tag == IMAGE_INFO and len(raw := contents.read(0, 16)) == 16:
        width, height, _, rotation = struct.unpack(order + "IIfi", raw)
        if group == RAW_GROUP:
            harvest.note_size(width, height)
            harvest.note_number("Orientation", ORIENTATIONS.get(rotation))
    elif tag == SERIAL:
        harvest.camera_serial = harvest.camera_serial or str(contents.number(0, 4, order) or "") or None
    elif tag == CAMERA_SETTINGS:
        raw = contents.read(0, 256)
        read_canon_settings(struct.unpack(f"{order}{len(raw) // 2}h", raw[: len(raw) // 2 * 2]), harvest)
