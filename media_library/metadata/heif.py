"""HEIC, HEIF and AVIF: the items of the meta box. Plain Python.

ISO/IEC 23008-12:2022 (HEIF), 6.5 and annex A; ISO/IEC 14496-12:2022, 8.11; AV1 Image File Format 1.1.0. The size shown
is that after `clap`, `irot` and `imir`: an EXIF orientation repeats them and must not be applied again (HEIF, 6.5.10).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

from .boxes import Reader, find_box, iterate_boxes
from .exif import note_xmp, read_exif_block
from .harvest import Harvest
from .view import View
from .xmp import MAX_PACKET_BYTES

MAX_META_BYTES = 2 * 1024 * 1024
MAX_ITEMS = 20_000
MAX_EXTENTS = 64


@dataclass
class _Item:
    kind: bytes = b""
    content_type: bytes = b""
    method: int = 0
    extents: list[tuple[int, int]] = field(default_factory=list)
    properties: list[int] = field(default_factory=list)


@dataclass
class _Meta:
    primary: int | None = None
    items: dict[int, _Item] = field(default_factory=dict)
    properties: list[tuple[bytes, View]] = field(default_factory=list)
    data: View | None = None

    def item(self, number: int) -> _Item:
        return self.items.setdefault(number, _Item())


def read_heif(view: View, harvest: Harvest) -> None:
    """Size, EXIF and XMP of the primary picture."""
    box = find_box(view, b"meta")
    if box is not None:
        meta = _read_meta(box.part(4))
        _note_sizes(meta, harvest)
        for item in meta.items.values():
            if item.kind == b"Exif":
                _read_exif(_item_bytes(view, meta, item), harvest)
            elif item.kind == b"mime" and item.content_type == b"application/rdf+xml":
                note_xmp(_item_bytes(view, meta, item), harvest)
    if harvest.width is None:
        _note_track_size(view, harvest)


def _read_meta(box: View) -> _Meta:
    meta = _Meta()
    for kind, contents in iterate_boxes(box):
        if contents.size > MAX_META_BYTES:
            continue
        if kind == b"pitm":
            meta.primary = contents.number(4, 2 if contents.number(0, 1) == 0 else 4)
        elif kind == b"iinf":
            _read_item_infos(contents, meta)
        elif kind == b"iloc":
            _read_item_locations(Reader(contents.read(0, contents.size)), meta)
        elif kind == b"idat":
            meta.data = contents
        elif kind == b"iprp":
            _read_item_properties(contents, meta)
    return meta


def _read_item_infos(contents: View, meta: _Meta) -> None:
    for kind, info in iterate_boxes(contents.part(6 if contents.number(0, 1) == 0 else 8)):
        reader = Reader(info.read(0, min(info.size, 1024)))
        version = reader.number(4) >> 24
        if kind != b"infe" or version < 2:
            continue
        item = meta.item(reader.number(2 if version == 2 else 4))
        reader.take(2)
        item.kind = reader.take(4)
        reader.text()
        item.content_type = reader.text()


def _read_item_locations(reader: Reader, meta: _Meta) -> None:
    version = reader.number(4) >> 24
    sizes = reader.number(2)
    offset_size, length_size, base_size = sizes >> 12, sizes >> 8 & 15, sizes >> 4 & 15
    index_size = sizes & 15 if version in (1, 2) else 0
    for _ in range(min(reader.number(2 if version < 2 else 4), MAX_ITEMS)):
        if reader.is_at_end:
            return
        item = meta.item(reader.number(2 if version < 2 else 4))
        item.method = reader.number(2) & 15 if version in (1, 2) else 0
        reader.take(2)
        base = reader.number(base_size)
        for _ in range(min(reader.number(2), MAX_EXTENTS)):
            if reader.is_at_end:
                return
            reader.take(index_size)
            offset, length = base + reader.number(offset_size), reader.number(length_size)
            item.extents.append((offset, length))


def _read_item_properties(contents: View, meta: _Meta) -> None:
    for kind, box in iterate_boxes(contents):
        if kind == b"ipco":
            meta.properties = list(iterate_boxes(box))
        elif kind == b"ipma":
            _read_associations(Reader(box.read(0, min(box.size, MAX_META_BYTES))), meta)


def _read_associations(reader: Reader, meta: _Meta) -> None:
    head = reader.number(4)
    version, is_wide = head >> 24, head & 1
    for _ in range(min(reader.number(4), MAX_ITEMS)):
        if reader.is_at_end:
            return
        item = meta.item(reader.number(2 if version == 0 else 4))
        for _ in range(reader.number(1)):
            item.properties.append(reader.number(2) & 0x7FFF if is_wide else reader.number(1) & 0x7F)


def _note_sizes(meta: _Meta, harvest: Harvest) -> None:
    """The stored size of the primary item, and the shown one: its transforms apply in the order they are listed."""
    item = meta.items.get(meta.primary or 0)
    shown: tuple[int, int] | None = None
    for number in item.properties if item else ():
        kind, box = meta.properties[number - 1] if 0 < number <= len(meta.properties) else (b"", View(b""))
        if kind == b"ispe" and len(raw := box.read(4, 8)) == 8:
            shown = struct.unpack(">II", raw)
            harvest.note_size(*shown)
        elif kind == b"clap" and shown and len(raw := box.read(0, 16)) == 16:
            shown = _clean_aperture(shown, struct.unpack(">IIII", raw))
        elif kind == b"irot" and shown and (box.number(0, 1) or 0) & 1:
            shown = shown[1], shown[0]
    harvest.displayed = shown


def _clean_aperture(size: tuple[int, int], numbers: tuple[int, ...]) -> tuple[int, int]:
    """Width and height of the clean aperture (14496-12, 12.1.4), two fractions; `size` if they make no sense."""
    width_above, width_below, height_above, height_below = numbers
    if not width_below or not height_below:
        return size
    width, height = round(width_above / width_below), round(height_above / height_below)
    return (width, height) if 0 < width <= size[0] and 0 < height <= size[1] else size


def _item_bytes(view: View, meta: _Meta, item: _Item) -> bytes:
    source = meta.data if item.method == 1 else view
    if source is None or item.method > 1 or sum(length for _, length in item.extents) > MAX_PACKET_BYTES:
        return b""
    return b"".join(source.read(offset, length or source.size - offset) for offset, length in item.extents)


def _read_exif(raw: bytes, harvest: Harvest) -> None:
    """An Exif item: the offset of its TIFF header, counted after itself, then the block (HEIF, A.2.1)."""
    start = 4 + int.from_bytes(raw[:4], "big")
    for candidate in (start, raw.find(b"Exif\x00\x00") + 6, 4, 0):
        if raw[candidate : candidate + 2] in (b"II", b"MM"):
            read_exif_block(View(raw, candidate), harvest)
            return


def _note_track_size(view: View, harvest: Harvest) -> None:
    """A picture sequence without a still: the size of its first track."""
    header = find_box(view, b"moov", b"trak", b"tkhd")
    if header is not None and header.size >= 8:
        harvest.note_size(
            (header.number(header.size - 8, 4) or 0) >> 16, (header.number(header.size - 4, 4) or 0) >> 16
        )
