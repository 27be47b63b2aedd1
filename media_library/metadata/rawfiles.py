"""RAW files that are no TIFF: Canon CR3, Fujifilm RAF, Minolta MRW, Sigma X3F. Plain Python.

None of them is documented by its maker; the layouts are those that exiftool reads (its modules Canon, FujiFilm,
MinoltaRaw and SigmaRaw).
"""

from __future__ import annotations

import struct
from datetime import UTC, datetime

from .boxes import find_box, iterate_boxes
from .dates import read_date
from .exif import note_xmp, read_exif_block, read_gps_directory, read_photo_directory
from .harvest import Harvest
from .jpeg import read_jpeg
from .makers import read_canon_directory
from .texts import clean_text
from .tiff import Tiff
from .view import View

CANON_UUID = bytes.fromhex("85c0b687820f11e08111f4ce462b6a48")
XMP_UUID = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
MAX_BLOCKS = 64
SECONDS_FROM_1904 = 2_082_844_800
"""From the epoch of QuickTime to that of Unix."""


def read_cr3(view: View, harvest: Harvest) -> None:
    """Canon CR3: an ISO base media file whose description lies in four small TIFF blocks."""
    moov = find_box(view, b"moov")
    for kind, box in iterate_boxes(moov) if moov else ():
        if kind == b"uuid" and box.read(0, 16) == CANON_UUID:
            _read_canon_blocks(box.part(16), harvest)
        elif kind == b"mvhd" and box.number(0, 1) == 0:
            _note_movie_date(box.number(4, 4), harvest)
    for kind, box in iterate_boxes(view):
        if kind == b"uuid" and box.read(0, 16) == XMP_UUID:
            note_xmp(box.read(16, min(box.size, 1024 * 1024)), harvest)


def _read_canon_blocks(box: View, harvest: Harvest) -> None:
    for kind, block in iterate_boxes(box):
        tiff = Tiff.open(block) if kind.startswith(b"CMT") else None
        directory = tiff.directory(tiff.first) if tiff else None
        if tiff is None or directory is None:
            continue
        if kind == b"CMT1":
            read_exif_block(block, harvest)
            harvest.note_size(tiff.number(directory.entries.get(0x100)), tiff.number(directory.entries.get(0x101)))
        elif kind == b"CMT2":
            read_photo_directory(tiff, directory, harvest)
        elif kind == b"CMT3":
            read_canon_directory(tiff, directory, harvest)
        elif kind == b"CMT4":
            read_gps_directory(tiff, directory, harvest)


def _note_movie_date(seconds: int | None, harvest: Harvest) -> None:
    if seconds and seconds > SECONDS_FROM_1904:
        text = datetime.fromtimestamp(seconds - SECONDS_FROM_1904, UTC).strftime("%Y:%m:%d %H:%M:%S+00:00")
        harvest.note_date(read_date("QuickTime:CreateDate(UTC per spec)", text))


def read_raf(view: View, harvest: Harvest) -> None:
    """Fujifilm RAF: a JPEG with all the EXIF, and the size of the sensor's picture in a directory of its own."""
    head = view.read(0, 0x78)
    if len(head) < 0x78:
        return
    jpeg, jpeg_length, directory, directory_length = struct.unpack(">IIII", head[0x54:0x64])
    _note_raf_size(view.part(directory, directory_length), harvest)
    read_jpeg(view.part(jpeg, jpeg_length), harvest)


def _note_raf_size(directory: View, harvest: Harvest) -> None:
    """Tag 0x111 is the size of the picture, 0x121 that with a border, 0x100 the sensor's; height comes first."""
    sizes: dict[int, tuple[int, int]] = {}
    place = 4
    for _ in range(min(directory.number(0, 4) or 0, 256)):
        tag, length = directory.number(place, 2), directory.number(place + 2, 2)
        if tag is None or length is None:
            break
        if tag in (0x100, 0x111, 0x121) and length == 4:
            height, width = struct.unpack(">HH", directory.read(place + 4, 4))
            sizes[tag] = width, height
        place += 4 + length
    for tag in (0x111, 0x121, 0x100):
        if tag in sizes:
            harvest.note_size(*sizes[tag])


def read_mrw(view: View, harvest: Harvest) -> None:
    """Minolta MRW: blocks, of which PRD has the size and TTW is a TIFF with the EXIF."""
    place, end = 8, 8 + (view.number(4, 4) or 0)
    for _ in range(MAX_BLOCKS):
        head = view.read(place, 8)
        if place >= end or len(head) < 8:
            return
        length = struct.unpack(">I", head[4:])[0]
        block = view.part(place + 8, length)
        if head[:4] == b"\x00PRD" and len(raw := block.read(8, 8)) == 8:
            _, _, height, width = struct.unpack(">HHHH", raw)
            harvest.note_size(width, height)
        elif head[:4] == b"\x00TTW":
            read_exif_block(block, harvest)
        place += 8 + length


def read_x3f(view: View, harvest: Harvest) -> None:
    """Sigma X3F: size in the head, properties and a JPEG with EXIF in sections listed at the end."""
    head = view.read(0, 40)
    if len(head) < 40:
        return
    width, height, turned = struct.unpack("<III", head[28:40])
    harvest.note_size(width, height)
    directory = view.number(view.size - 4, 4, "<") or 0
    count = min(view.number(directory + 8, 4, "<") or 0, 64)
    for place in range(directory + 12, directory + 12 + count * 12, 12):
        entry = view.read(place, 12)
        if len(entry) < 12:
            break
        offset, length, kind = struct.unpack("<II4s", entry)
        section = view.part(offset, length)
        if kind == b"PROP":
            _read_x3f_properties(section, harvest)
        elif kind in (b"IMA2", b"IMAG") and section.read(28, 2) == b"\xff\xd8":
            read_jpeg(section.part(28), harvest)
    harvest.note_number("Orientation", {90: 6, 180: 3, 270: 8}.get(turned))


def _read_x3f_properties(section: View, harvest: Harvest) -> None:
    """Pairs of texts in UTF-16: a table of where they begin, then the texts."""
    count, _, _, length = struct.unpack("<IIII", section.read(8, 16).ljust(16, b"\x00"))
    if count > 1000 or length > 100_000:
        return
    starts = struct.unpack(f"<{2 * count}I", section.read(24, 8 * count).ljust(8 * count, b"\x00"))
    text = section.read(24 + 8 * count, 2 * length).decode("utf-16-le", "replace")
    pairs = {_text_at(text, name): _text_at(text, value) for name, value in zip(starts[::2], starts[1::2], strict=True)}
    for name, key in (("Make", "CAMMANUF"), ("Model", "CAMMODEL")):
        harvest.note_text(name, clean_text(pairs.get(key, "")))
    harvest.camera_serial = harvest.camera_serial or pairs.get("CAMSERIAL") or None
    seconds = pairs.get("TIME", "")
    if seconds.isdigit() and len(seconds) <= 10:
        moment = datetime.fromtimestamp(int(seconds), UTC).strftime("%Y:%m:%d %H:%M:%S")
        harvest.note_date(read_date("SigmaRaw:DateTimeOriginal", moment))


def _text_at(text: str, start: int) -> str:
    return text[start:].partition("\x00")[0] if start < len(text) else ""
