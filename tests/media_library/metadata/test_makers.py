"""Lenses that only the maker's own notes name; the layouts are those exiftool documents."""

from __future__ import annotations

import struct

import pytest

from media_library.metadata.compose import compose_facts
from media_library.metadata.exif import read_exif_block
from media_library.metadata.harvest import Harvest
from media_library.metadata.makers.nikon_cipher import decipher
from media_library.metadata.makers.sony import describe_lens
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


@pytest.mark.parametrize(("version", "place"), [(b"0201", 11), (b"0203", 11), (b"0204", 12), (b"0801", 13)])
def test_a_nikon_lens_is_known_behind_its_cipher(version: bytes, place: int) -> None:
    told = bytes.fromhex("5D483C5C242463")  # AF-S 28-70mm, exiftool: 5D 48 3C 5C 24 24 63 02
    data = bytes(place - 4) + told + bytes(20)
    key = [
        ascii_field(0x1D, "3004217"),
        (0xA7, 4, struct.pack("<I", 70_321), 1),
        bytes_field(0x98, version + decipher(data, serial=3004217, count=70_321)),
    ]
    found = harvest("NIKON CORPORATION", nikon_note([*key, bytes_field(0x83, b"\x02", 1)]))
    assert found.lens_id == "AF-S Zoom-Nikkor 28-70mm f/2.8D IF-ED"


def test_the_cipher_begins_as_calculated_by_hand() -> None:
    # number and count 0: step 0xC1, key 0xA7; 0xA7 + 0xC1 * 0x60 = ..07, and 0x07 + 0xC1 * 0x61 = ..28
    assert decipher(b"\x00\x00", serial=0, count=0) == b"\x07\x28"


def test_a_nikon_1_hides_the_name_of_its_lens() -> None:
    data = bytes(0x186) + b"1 NIKKOR 10-30mm f/3.5-5.6 VR".ljust(64, b"\x00")  # exiftool, LensData0400: at 0x18a
    fields = [
        ascii_field(0x1D, "12"),
        (0xA7, 4, struct.pack("<I", 5), 1),
        bytes_field(0x98, b"0400" + decipher(data, serial=12, count=5)),
    ]
    assert compose_facts(harvest("NIKON", nikon_note(fields))).lens == "1 NIKKOR 10-30mm f/3.5-5.6 VR"


def test_a_nikon_lens_that_hides_without_a_key_is_described() -> None:
    lens = rational_field(0x84, (240, 10), (700, 10), (28, 10), (28, 10))
    note = nikon_note([lens, bytes_field(0x83, b"\x0e", 1), bytes_field(0x98, b"0204" + bytes(30))])
    assert harvest("NIKON CORPORATION", note).lens_id == "24-70mm f/2.8 G VR"


def test_a_name_the_editing_program_wrote_comes_before_the_number() -> None:
    """As in the list of samples: XMP-aux:Lens before exiftool's Composite:LensID, LensModel before both."""
    found = harvest("Panasonic", b"Panasonic\x00\x00\x00" + directory([ascii_field(0x51, "20/F1.7")], 0))
    found.lens_id = "LUMIX G 20mm F1.7"
    found.xmp.items["aux:Lens"] = [(None, "20.0 mm f/1.7")]
    assert compose_facts(found).lens == "20.0 mm f/1.7"
    found.texts["LensModel"] = "LUMIX G 20mm"
    assert compose_facts(found).lens == "LUMIX G 20mm"


def canon_harvest(fields: list[Field]) -> Harvest:
    """Canon's offsets count from the block's beginning: the note has to know where it will lie."""
    make = [ascii_field(0x10F, "Canon")]
    length = len(directory(fields, 0))
    place = len(exif_block(make, [bytes_field(0x927C, bytes(length))])) - length
    found = Harvest()
    read_exif_block(View(exif_block(make, [bytes_field(0x927C, directory(fields, place))])), found)
    return found


def test_a_canon_lens_is_known_by_its_number() -> None:
    settings = [60] + [0] * 29  # the length in bytes comes first
    settings[22:26] = [237, 105, 24, 1]  # 237: EF 24-105mm f/4L IS USM; longest, shortest focal length, units a mm
    found = canon_harvest([(0x01, 3, struct.pack("<30H", *settings), 30), (0x0C, 4, struct.pack("<I", 420606), 1)])
    assert (found.lens_id, found.camera_serial) == ("Canon EF 24-105mm f/4L IS USM", "420606")


def test_a_canon_lens_that_is_named_is_not_looked_up() -> None:
    settings = [60] + [0] * 29
    settings[22:26] = [237, 105, 24, 1]
    fields = [(0x01, 3, struct.pack("<30H", *settings), 30), ascii_field(0x95, "EF24-105mm f/4L IS USM")]
    assert compose_facts(canon_harvest(fields)).lens == "EF24-105mm f/4L IS USM"


def test_canon_notes_that_a_program_moved_are_found_by_the_place_they_remember() -> None:
    settings = [60] + [0] * 29
    settings[22:26] = [237, 105, 24, 1]
    fields: list[Field] = [(0x01, 3, struct.pack("<30H", *settings), 30)]
    note = directory(fields, 5000) + b"II\x2a\x00" + struct.pack("<I", 5000)  # as written when they lay at 5000
    assert harvest("Canon", note).lens_id == "Canon EF 24-105mm f/4L IS USM"


def test_an_olympus_lens_is_named_in_a_directory_of_its_own() -> None:
    head = b"OLYMPUS\x00II\x03\x00"
    outer = directory([(0x2010, 13, struct.pack("<I", 0), 1)], 12)
    inner_at = 12 + len(outer)
    outer = directory([(0x2010, 13, struct.pack("<I", inner_at), 1)], 12)
    inner = directory([ascii_field(0x203, "OLYMPUS M.17mm F1.8"), ascii_field(0x101, "BHH200 ")], inner_at)
    found = harvest("OLYMPUS IMAGING CORP.", head + outer + inner)
    assert (compose_facts(found).lens, found.camera_serial) == ("OLYMPUS M.17mm F1.8", "BHH200")


def block_of(make: str, head: bytes, fields: list[Field], photo: list[Field] | None = None) -> Harvest:
    """A note whose offsets count from the block's beginning, after a head of its own."""
    image, others = [ascii_field(0x10F, make)], photo or []
    length = len(head) + len(directory(fields, 0))
    place = len(exif_block(image, [*others, bytes_field(0x927C, bytes(length))])) - length - length % 2
    note = head + directory(fields, place + len(head))
    found = Harvest()
    read_exif_block(View(exif_block(image, [*others, bytes_field(0x927C, note)])), found)
    return found


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("LUMIX G VARIO 14-42/F3.5-5.6   ", "LUMIX G VARIO 14-42mm F3.5-5.6"),  # exiftool puts the mm in
        ("OLYMPUS M.14-42mm F3.5-5.6", "OLYMPUS M.14-42mm F3.5-5.6"),
        ("NO-LENS", None),
        ("N/A", None),
    ],
)
def test_a_panasonic_lens_is_named_with_its_millimetres(written: str, name: str | None) -> None:
    assert block_of("Panasonic", b"Panasonic\x00\x00\x00", [ascii_field(0x51, written)]).lens_id == name


SONY_HEAD = b"SONY DSC \x00\x00\x00"
DT_18_70 = bytes.fromhex("0100180070355600")
"""LensSpec in digits: DT by the first byte, 18 to 70 mm, f/3.5 to f/5.6."""


def test_a_sony_lens_describes_itself_in_digits() -> None:
    # exiftool, Sony.pm, lensFeatures: 0x0300 of both bytes is E, 0x8000 OSS, 0x0004 ZA, 0x0002 SAM
    assert describe_lens(DT_18_70) == "DT 18-70mm F3.5-5.6"
    assert describe_lens(bytes.fromhex("8300180055355600")) == "E 18-55mm F3.5-5.6 OSS"
    assert describe_lens(bytes.fromhex("0000850000140004")) == "85mm F1.4 ZA"
    assert describe_lens(bytes(8)) == ""


@pytest.mark.parametrize(
    ("spec", "name"),
    [  # of three lenses under 28
        ("0000900000280000", "Tamron SP AF 90mm F2.8 Di Macro"),
        ("0001000000280060", "Minolta/Sony AF 100mm F2.8 Macro (D)"),
        ("0000550200456300", "Minolta/Sony AF 100mm F2.8 Macro (D) or Tamron Lens"),  # none: what the number says
    ],
)
def test_a_sony_lens_is_known_by_number_and_description(spec: str, name: str) -> None:
    fields = [(0xB027, 4, struct.pack("<I", 28), 1), bytes_field(0xB02A, bytes.fromhex(spec), 1)]
    assert block_of("SONY", SONY_HEAD, fields).lens_id == name


def test_an_early_e_mount_lens_is_named_as_it_describes_itself() -> None:
    number = (0xB027, 4, struct.pack("<I", 65535), 1)
    spec = bytes_field(0xB02A, bytes.fromhex("8300180055355600"), 1)
    assert block_of("SONY", SONY_HEAD, [number, spec]).lens_id == "Sony E 18-55mm F3.5-5.6 OSS"


@pytest.mark.parametrize(
    ("number", "name"),
    [  # exiftool, Leica LensType: the code times four, and the frame selected
        (29 * 4 + 3, "Summilux-M 35mm f/1.4 ASPH."),
        (29 * 4, "Summilux-M 35mm f/1.4 ASPHERICAL"),
        (16 * 4 + 2, "Tri-Elmar-M 16-18-21mm f/4 ASPH. (at 18mm)"),
        (99 * 4, None),
    ],
)
def test_a_leica_lens_is_known_by_its_code_and_its_frame(number: int, name: str | None) -> None:
    code = struct.pack("<I", number)
    m8 = harvest("Leica Camera AG", b"LEICA\x00\x00\x00" + directory([(0x310, 4, code, 1)], 0))
    inside = directory([(0x3405, 4, code, 1)], 8 + 2 + 12 + 4)
    m9 = harvest("Leica Camera AG", b"LEICA0\x03\x00" + directory([bytes_field(0x3400, inside)], 8))
    assert (m8.lens_id, m9.lens_id) == (name, name)


def test_a_samsung_lens_is_known_by_its_number() -> None:
    fields: list[Field] = [bytes_field(1, b"0100"), (0xA003, 3, struct.pack("<H", 1), 1)]
    assert harvest("SAMSUNG", directory(fields, 0)).lens_id == "Samsung NX 30mm F2 Pancake"


def test_a_minolta_lens_is_known_by_its_number() -> None:
    note = directory([(0x10C, 4, struct.pack("<I", 10), 1)], 0)
    assert harvest("KONICA MINOLTA", note).lens_id == "Minolta AF 28-105mm F3.5-4.5 [New]"


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
