"""Lenses that only the maker's own notes name; the layouts are those exiftool documents."""

from __future__ import annotations

import struct

import pytest

from media_library.metadata.exif import read_exif_block
from media_library.metadata.harvest import Harvest
from media_library.metadata.view import View

from .material import Field, ascii_field, bytes_field, directory, exif_block, rational_field


def harvest(make: str, note: bytes) -> Harvest:
    found = Harvest()
    block = exif_block([ascii_field(0x10F, make)], [bytes_field(0x927C, note)])
    read_exif_block(View(block), found)
    return found


def nikon_note(fields: list[Field]) -> bytes:
    return b"Nikon\x00\x02\x10\x00\x00II\x2a\x00\x08\x00\x00\x00" + directory(fields, 8)


def test_a_nikon_lens_is_known_by_the_bytes_it_tells() -> None:
    told = bytes.fromhex("7F402D5C2C3484")  # AF-S DX 18-70mm, exiftool: 7F 40 2D 5C 2C 34 84 06
    data = b"0101" + bytes(7) + told + bytes(8)
    found = harvest("NIKON CORPORATION", nikon_note([bytes_field(0x98, data), bytes_field(0x83, b"\x06", 1)]))
    assert found.lens_id == "AF-S DX Zoom-Nikkor 18-70mm f/3.5-4.5G IF-ED"


def test_a_nikon_lens_that_hides_is_described() -> None:
    lens = rational_field(0x84, (240, 10), (700, 10), (28, 10), (28, 10))
    note = nikon_note([lens, bytes_field(0x83, b"\x0e", 1), bytes_field(0x98, b"0204" + bytes(30))])
    assert harvest("NIKON CORPORATION", note).lens_id == "24-70mm f/2.8 G VR"


def canon_harvest(fields: list[Field]) -> Harvest:
    """Canon's offsets count from the block's beginning: the note has to know where it will lie."""
    make = [ascii_field(0x10F, "Canon")]
    length = len(directory(fields, 0))
    place = len(exif_block(make, [bytes_field(0x927C, bytes(length))])) - length
    found = Harvest()
    read_exif_block(View(exif_block(make, [bytes_field(0x927C, directory(fields, place))])), found)
    return found


def test_a_canon_lens_is_known_by_its_number() -> None:
    settings = [0] * 30
    settings[22:26] = [237, 105, 24, 1]  # 237: EF 24-105mm f/4L IS USM; longest, shortest focal length, units a mm
    found = canon_harvest([(0x01, 3, struct.pack("<30H", *settings), 30), (0x0C, 4, struct.pack("<I", 420606), 1)])
    assert (found.lens_id, found.camera_serial) == ("Canon EF 24-105mm f/4L IS USM", "420606")


def test_a_canon_lens_that_is_named_is_not_looked_up() -> None:
    settings = [0] * 30
    settings[22:26] = [237, 105, 24, 1]
    fields = [(0x01, 3, struct.pack("<30H", *settings), 30), ascii_field(0x95, "EF24-105mm f/4L IS USM")]
    assert canon_harvest(fields).lens_id == "EF24-105mm f/4L IS USM"


def test_an_olympus_lens_is_named_in_a_directory_of_its_own() -> None:
    head = b"OLYMPUS\x00II\x03\x00"
    outer = directory([(0x2010, 13, struct.pack("<I", 0), 1)], 12)
    inner_at = 12 + len(outer)
    outer = directory([(0x2010, 13, struct.pack("<I", inner_at), 1)], 12)
    inner = directory([ascii_field(0x203, "OLYMPUS M.17mm F1.8"), ascii_field(0x101, "BHH200 ")], inner_at)
    found = harvest("OLYMPUS IMAGING CORP.", head + outer + inner)
    assert (found.lens_id, found.camera_serial) == ("OLYMPUS M.17mm F1.8", "BHH200")


def test_a_trap_cameras_clock_is_read() -> None:
    note = bytearray(0x60)
    note[:2] = b"\x01\xf1"
    note[0x16:0x22] = struct.pack("<6H", 5, 30, 10, 3, 16, 2020)  # second, minute, hour, month, day, year
    dates = harvest("RECONYX", bytes(note)).dates
    assert [(date.source, date.value) for date in dates] == [("Reconyx:DateTimeOriginal", "2020-03-16T10:30:05")]


@pytest.mark.parametrize(
    "note", [b"", b"Nikon\x00\x02", b"OLYMPUS\x00II", b"AOC\x00", b"PENTAX \x00", b"\x01\xf1", b"Panasonic\x00"]
)
def test_a_note_cut_short_says_nothing(note: bytes) -> None:
    found = harvest("Canon", note)
    assert (found.lens_id, found.dates) == (None, [])
