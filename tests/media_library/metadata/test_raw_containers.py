"""The RAW files that are no TIFF, and Canon's first heaps, made in memory."""

from __future__ import annotations

import struct
from pathlib import Path

from media_library.formats.facts import Facts, FileType, Kind
from media_library.metadata.photographs import read_photo_facts

from .material import ascii_field, box, exif_block, exif_segment, jpeg, segment, short_field, xmp

CANON = bytes.fromhex("85c0b687820f11e08111f4ce462b6a48")
XMP_UUID = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
RAW = FileType(Kind.PHOTO, "raw", "RAW", "image/x-raw", "raw")
BLOCK = exif_block([ascii_field(0x110, "A model"), short_field(0x112, 6)], [ascii_field(0x9003, "2018:02:21 12:08:56")])


def read(tmp_path: Path, content: bytes) -> Facts:
    path = tmp_path / "picture"
    path.write_bytes(content)
    return read_photo_facts(path, RAW)


def test_a_cr3_keeps_its_directories_in_blocks_of_their_own(tmp_path: Path) -> None:
    image = exif_block([ascii_field(0x110, "Canon EOS M50"), short_field(0x100, 6000), short_field(0x101, 4000)])
    photo = exif_block([ascii_field(0x9003, "2018:02:21 12:08:56"), ascii_field(0xA434, "EF-M15-45mm")])
    movie = box(b"mvhd", struct.pack(">IIIII", 0, 2_082_844_800 + 86_400, 0, 1, 1))
    moov = box(b"moov", box(b"uuid", CANON + box(b"CMT1", image) + box(b"CMT2", photo)) + movie)
    content = box(b"ftyp", b"crx \x00\x00\x00\x01crx isom") + moov + box(b"uuid", XMP_UUID + xmp('xmp:Rating="2"'))
    facts = read(tmp_path, content)
    assert (facts.model, facts.lens, facts.rating) == ("Canon EOS M50", "EF-M15-45mm", 2)
    assert (facts.width, facts.height) == (6000, 4000)
    assert facts.captured_at == "2018-02-21T12:08:56"
    assert facts.captured_at_candidates[-1]["value"] == "1970-01-02T00:00:00"  # a day after the epoch of Unix


def test_a_raf_has_its_exif_in_a_jpeg(tmp_path: Path) -> None:
    preview = jpeg(exif_segment(BLOCK))
    sizes = struct.pack(">IHHHHHHHH", 2, 0x100, 4, 1440, 4288, 0x111, 4, 1424, 4256)
    head = b"FUJIFILMCCD-RAW ".ljust(0x54, b"\x00")
    head += struct.pack(">IIII", 0x80, len(preview), 0x80 + len(preview), len(sizes))
    facts = read(tmp_path, head.ljust(0x80, b"\x00") + preview + sizes)
    assert (facts.model, facts.captured_at) == ("A model", "2018-02-21T12:08:56")
    assert (facts.width_stored, facts.height_stored) == (4256, 1424)
    assert (facts.width, facts.height) == (1424, 4256)


def test_an_mrw_has_its_exif_in_a_block(tmp_path: Path) -> None:
    size = b"\x00PRD" + struct.pack(">I8sHHHH8s", 24, b"27200001", 2456, 3280, 2448, 3264, bytes(8))
    exif = b"\x00TTW" + struct.pack(">I", len(BLOCK)) + BLOCK
    facts = read(tmp_path, b"\x00MRM" + struct.pack(">I", len(size + exif)) + size + exif)
    assert (facts.model, facts.width_stored, facts.height_stored) == ("A model", 3264, 2448)


def test_an_x3f_has_properties_and_a_jpeg(tmp_path: Path) -> None:
    head = b"FOVb" + struct.pack("<I16sIIII", 0x20003, bytes(16), 0, 2640, 1760, 0)
    words = ["TIME", "1259413520", "CAMMANUF", "SIGMA"]
    starts, text = [], ""
    for word in words:
        starts.append(len(text))
        text += word + "\x00"
    properties = b"SECp" + struct.pack("<IIIII", 0x20000, 2, 0, 0, len(text)) + struct.pack("<4I", *starts)
    properties += text.encode("utf-16-le")
    preview = b"SECi" + struct.pack("<6I", 0x20000, 2, 18, 2640, 1760, 0) + jpeg(exif_segment(BLOCK))
    body = head + properties + preview
    entries = struct.pack("<II4s", len(head), len(properties), b"PROP")
    entries += struct.pack("<II4s", len(head) + len(properties), len(preview), b"IMA2")
    facts = read(tmp_path, body + b"SECd" + struct.pack("<II", 0x20000, 2) + entries + struct.pack("<I", len(body)))
    assert (facts.make, facts.model) == ("SIGMA", "A model")
    assert (facts.width_stored, facts.height_stored) == (2640, 1760)
    # 1259413520 s after 1970 is 2009-11-28 13:05:20
    assert facts.captured_at_candidates[-1] == {
        "source": "SigmaRaw:DateTimeOriginal",
        "value": "2009-11-28T13:05:20",
        "offset": None,
    }


def heap(*records: tuple[int, bytes]) -> bytes:
    """A CIFF heap: values, then their directory, then where it begins."""
    values, entries = b"", b""
    for tag, raw in records:
        entries += struct.pack("<HII", tag, len(raw), len(values))
        values += raw
    return values + struct.pack("<H", len(records)) + entries + struct.pack("<I", len(values))


def ciff(signature: bytes) -> bytes:
    inner = heap((0x080A, b"Canon\x00Canon EOS D30\x00"), (0x180E, struct.pack("<III", 1_514_811_812, 0, 0)))
    info = struct.pack("<IIfiIII", 2160, 1440, 1.0, 90, 8, 24, 1)
    return b"II\x1a\x00\x00\x00" + signature + bytes(12) + heap((0x300A, heap((0x1810, info))), (0x2807, inner))


def test_a_crw_is_a_heap_of_heaps(tmp_path: Path) -> None:
    facts = read(tmp_path, ciff(b"HEAPCCDR"))
    assert (facts.make, facts.model) == ("Canon", "Canon EOS D30")
    # 1514811812 s after 1970 is 2018-01-01 13:03:32
    assert (facts.captured_at, facts.captured_at_source) == ("2018-01-01T13:03:32", "CanonRaw:DateTimeOriginal")
    assert (facts.width_stored, facts.height_stored, facts.orientation) == (2160, 1440, 6)


def test_a_heap_in_a_jpeg_does_not_change_its_size(tmp_path: Path) -> None:
    facts = read(tmp_path, jpeg(segment(0xE0, ciff(b"HEAPJPGM")), width=640, height=480))
    assert (facts.width, facts.height, facts.make) == (640, 480, "Canon")
    assert facts.captured_at_source == "CIFF:DateTimeOriginal"


def test_a_heap_that_points_at_itself_ends(tmp_path: Path) -> None:
    looped = struct.pack("<HHIII", 1, 0x2807, 16, 0, 0)
    read(tmp_path, b"II\x1a\x00\x00\x00HEAPCCDR" + bytes(12) + looped)
