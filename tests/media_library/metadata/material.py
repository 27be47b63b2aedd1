"""Small files made in memory, byte by byte from the standards, so that expected values are those put in."""

from __future__ import annotations

import struct
import zlib

Field = tuple[int, int, bytes, int]
"""Tag, type, value, count."""


def ascii_field(tag: int, text: str | bytes) -> Field:
    raw = (text if isinstance(text, bytes) else text.encode("utf-8")) + b"\x00"
    return tag, 2, raw, len(raw)


def short_field(tag: int, value: int, order: str = "<") -> Field:
    return tag, 3, struct.pack(order + "H", value), 1


def long_field(tag: int, value: int, order: str = "<") -> Field:
    return tag, 4, struct.pack(order + "I", value), 1


def bytes_field(tag: int, raw: bytes, kind: int = 7) -> Field:
    return tag, kind, raw, len(raw)


def rational_field(tag: int, *pairs: tuple[int, int], order: str = "<") -> Field:
    return tag, 5, b"".join(struct.pack(order + "II", *pair) for pair in pairs), len(pairs)


def directory(fields: list[Field], offset: int, order: str = "<", following: int = 0) -> bytes:
    """A directory for a block position, its longer values straight after it (TIFF 6.0, page 14)."""
    fields = sorted(fields)
    values_at = offset + 2 + 12 * len(fields) + 4
    entries, values = b"", b""
    for tag, kind, raw, count in fields:
        entries += struct.pack(order + "HHI", tag, kind, count)
        if len(raw) <= 4:
            entries += raw.ljust(4, b"\x00")
        else:
            entries += struct.pack(order + "I", values_at + len(values))
            values += raw + b"\x00" * (len(raw) % 2)
    return struct.pack(order + "H", len(fields)) + entries + struct.pack(order + "I", following) + values


def exif_block(
    image: list[Field], photo: list[Field] | None = None, gps: list[Field] | None = None, order: str = "<"
) -> bytes:
    """A TIFF block with a first directory and, if given, those of Exif and GPS."""
    head = (b"II" if order == "<" else b"MM") + struct.pack(order + "HI", 42, 8)
    pointers = [tag for tag, fields in ((0x8769, photo), (0x8825, gps)) if fields is not None]
    place = 8 + len(directory([*image, *(long_field(tag, 0, order) for tag in pointers)], 8, order))
    parts, links = b"", []
    for tag, fields in ((0x8769, photo), (0x8825, gps)):
        if fields is not None:
            links.append(long_field(tag, place + len(parts), order))
            parts += directory(fields, place + len(parts), order)
    return head + directory([*image, *links], 8, order) + parts


def segment(marker: int, contents: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(contents) + 2) + contents


def jpeg(*segments: bytes, width: int = 60, height: int = 40, tail: bytes = b"") -> bytes:
    """A JPEG with these segments before its frame header, and no picture worth the name."""
    frame = segment(0xC0, struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00")
    return b"\xff\xd8" + b"".join(segments) + frame + segment(0xDA, b"\x01\x01\x00\x00\x3f\x00") + tail + b"\xff\xd9"


def exif_segment(block: bytes) -> bytes:
    return segment(0xE1, b"Exif\x00\x00" + block)


def xmp_segment(packet: bytes) -> bytes:
    return segment(0xE1, b"http://ns.adobe.com/xap/1.0/\x00" + packet)


def dataset(number: int, raw: bytes, record: int = 2) -> bytes:
    """An IPTC dataset (IIM 4.2, 1.5)."""
    return struct.pack(">BBBH", 0x1C, record, number, len(raw)) + raw


def photoshop_segment(iptc: bytes) -> bytes:
    resource = b"8BIM" + struct.pack(">HHI", 0x0404, 0, len(iptc)) + iptc + b"\x00" * (len(iptc) % 2)
    return segment(0xED, b"Photoshop 3.0\x00" + resource)


XMP_HEAD = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:exif="http://ns.adobe.com/exif/1.0/"'
    ' xmlns:tiff="http://ns.adobe.com/tiff/1.0/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"'
    ' xmlns:lr="http://ns.adobe.com/lightroom/1.0/" xmlns:digiKam="http://www.digikam.org/ns/1.0/"'
)


def xmp(attributes: str = "", elements: str = "") -> bytes:
    """A packet whose one description has these attributes and elements."""
    return f"{XMP_HEAD} {attributes}>{elements}</rdf:Description></rdf:RDF></x:xmpmeta>".encode()


def bag(name: str, *items: str, kind: str = "Bag") -> str:
    listed = "".join(f"<rdf:li>{item}</rdf:li>" for item in items)
    return f"<{name}><rdf:{kind}>{listed}</rdf:{kind}></{name}>"


def png(*chunks: tuple[bytes, bytes], width: int = 60, height: int = 40) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = [(b"IHDR", header), *chunks, (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(raw)) + kind + raw + struct.pack(">I", zlib.crc32(kind + raw)) for kind, raw in parts
    )


def webp(*chunks: tuple[bytes, bytes], width: int = 60, height: int = 40) -> bytes:
    extended = b"\x0c\x00\x00\x00" + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    body = b"WEBP" + b"".join(
        kind + struct.pack("<I", len(raw)) + raw + b"\x00" * (len(raw) % 2)
        for kind, raw in [(b"VP8X", extended), *chunks]
    )
    return b"RIFF" + struct.pack("<I", len(body)) + body


def box(kind: bytes, contents: bytes) -> bytes:
    return struct.pack(">I", len(contents) + 8) + kind + contents


def heif(*, width: int, height: int, properties: bytes = b"", count: int = 0, exif: bytes = b"") -> bytes:
    """A HEIC whose only picture has a size, then `count` further properties, and an Exif item (ISO 23008-12)."""
    size = box(b"ispe", struct.pack(">III", 0, width, height))
    links = b"".join(bytes([number]) for number in range(1, count + 2))
    association = box(b"ipma", struct.pack(">IIHB", 0, 1, 1, count + 1) + links)
    infos = [(1, b"hvc1"), (2, b"Exif")] if exif else [(1, b"hvc1")]
    entries = b"".join(
        box(b"infe", struct.pack(">IHH4s", 2 << 24, number, 0, kind) + b"\x00") for number, kind in infos
    )
    item = struct.pack(">I", 6) + b"Exif\x00\x00" + exif

    def meta(exif_at: int) -> bytes:
        locations = struct.pack(">IHH", 0, 0x4400, 1) + struct.pack(">HHHII", 2, 0, 1, exif_at, len(item))
        return box(
            b"meta",
            b"\x00\x00\x00\x00"
            + box(b"pitm", struct.pack(">IH", 0, 1))
            + box(b"iinf", struct.pack(">IH", 0, len(infos)) + entries)
            + (box(b"iloc", locations) if exif else b"")
            + box(b"iprp", box(b"ipco", size + properties) + association),
        )

    head = box(b"ftyp", b"heic\x00\x00\x00\x00mif1heic")
    return head + meta(len(head) + len(meta(0)) + 8) + box(b"mdat", item)
