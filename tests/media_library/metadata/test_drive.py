"""What tells that a picture is one of several. Tags and values are those that exiftool documents."""

from __future__ import annotations

import struct
from fractions import Fraction
from pathlib import Path

import pytest
from PIL import Image

from media_library.formats.identify import identify
from media_library.metadata.compose import compose_facts
from media_library.metadata.exif import note_xmp, read_exif_block
from media_library.metadata.harvest import Harvest
from media_library.metadata.photographs import read_photo_facts
from media_library.metadata.view import View

from .material import Field, ascii_field, bytes_field, directory, exif_block, short_field
from .test_makers import canon_harvest, harvest, nikon_note

WITH_STEPS = ("canon_hdr_NO.jpg", "Canon PowerShot G11.jpg", "exiv2-sigma-d10.jpg", "cat_brown.jpg", "panorama360.jpg")


def tell(found: Harvest) -> tuple[str | None, int | None]:
    return found.drive, found.sequence_number


@pytest.mark.parametrize("name", WITH_STEPS)
def test_mode_and_bias_are_those_that_pillow_reads(samples: Path, name: str) -> None:
    path = samples / "photos" / name
    facts = read_photo_facts(path, identify(path))
    exif = Image.open(path).getexif().get_ifd(0x8769)
    assert facts.exposure_mode == exif[0xA402]
    assert float(Fraction(facts.exposure_bias or "0")) == pytest.approx(float(exif[0x9204]))


def test_a_bracket_is_told_by_its_mode_and_its_bias() -> None:
    bias: Field = (0x9204, 10, struct.pack("<ii", -4, 3), 1)
    found = Harvest()
    read_exif_block(View(exif_block([], [short_field(0xA402, 2), bias])), found)
    facts = compose_facts(found)
    assert (facts.exposure_mode, facts.exposure_bias) == (2, "-4/3")


def test_a_bias_that_no_camera_has_is_left_out() -> None:
    bias: Field = (0x9204, 10, struct.pack("<ii", 2**31 - 1, 1), 1)
    found = Harvest()
    read_exif_block(View(exif_block([], [bias])), found)
    assert compose_facts(found).exposure_bias is None


def test_a_burst_of_an_iphone_has_a_name() -> None:
    name = "0B1F8F0C-5C2B-4B8E-9E0B-6B1D2C3E4F50"
    head = b"Apple iOS\x00\x00\x01MM"
    found = harvest("Apple", head + directory([ascii_field(0x0B, name)], len(head), ">"))
    assert compose_facts(found).burst_id == name


def test_a_single_picture_of_an_iphone_has_none(samples: Path) -> None:
    path = samples / "heif" / "IMG_2927.HEIC"
    assert read_photo_facts(path, identify(path)).burst_id is None


def test_google_names_a_burst_and_a_panorama_in_xmp() -> None:
    packet = (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description xmlns:GCamera="http://ns.google.com/photos/1.0/camera/"'
        ' xmlns:GPano="http://ns.google.com/photos/1.0/panorama/"'
        ' GCamera:BurstID="7d3c" GPano:ProjectionType="equirectangular"/></rdf:RDF></x:xmpmeta>'
    )
    found = Harvest()
    note_xmp(packet.encode(), found)
    facts = compose_facts(found)
    assert (facts.burst_id, facts.projection) == ("7d3c", "equirectangular")


def test_a_finished_panorama_among_the_samples_is_told(samples: Path) -> None:
    path = samples / "photos" / "panorama360.jpg"
    assert read_photo_facts(path, identify(path)).projection == "equirectangular"


@pytest.mark.parametrize(("code", "drive"), [(0, "single"), (1, "continuous"), (5, "continuous"), (2, None)])
def test_canon_tells_its_drive_in_the_camera_settings(code: int, drive: str | None) -> None:
    settings = [60] + [0] * 29
    settings[5] = code
    assert tell(canon_harvest([(0x01, 3, struct.pack("<30H", *settings), 30)])) == (drive, None)


@pytest.mark.parametrize(
    ("mode", "told"), [(0, ("single", None)), (1, ("continuous", 812)), (17, ("bracket", 812)), (32, ("single", None))]
)
def test_nikon_tells_its_drive_in_bits_and_counts_its_pictures(mode: int, told: tuple[str, int | None]) -> None:
    count: Field = (0xA7, 4, struct.pack("<I", 812), 1)
    assert tell(harvest("NIKON CORPORATION", nikon_note([short_field(0x89, mode), count]))) == told


@pytest.mark.parametrize(
    ("mode", "number", "told"),
    [(2, 3, ("continuous", 3)), (0, 0, ("single", None)), (5, 2, ("bracket", 2)), (2, 0xFFFF, ("continuous", None))],
)
def test_sony_tells_release_mode_and_number(mode: int, number: int, told: tuple[str, int | None]) -> None:
    note = b"SONY DSC \x00\x00\x00" + directory([short_field(0xB049, mode), short_field(0xB04A, number)], 12)
    assert tell(harvest("SONY", note)) == told


def test_panasonic_tells_burst_mode_and_number() -> None:
    number: Field = (0x2B, 4, struct.pack("<I", 7), 1)
    note = b"Panasonic\x00\x00\x00" + directory([short_field(0x2A, 1), number], 12)
    assert tell(harvest("Panasonic", note)) == ("continuous", 7)


@pytest.mark.parametrize(("bracketing", "number", "drive"), [(0, 0, "single"), (0, 4, "continuous"), (1, 2, "bracket")])
def test_fujifilm_numbers_a_series(bracketing: int, number: int, drive: str) -> None:
    fields = [short_field(0x1100, bracketing), short_field(0x1101, number)]
    found = harvest("FUJIFILM", b"FUJIFILM\x0c\x00\x00\x00" + directory(fields, 12))
    assert tell(found) == (drive, number or None)


def test_olympus_tells_both_in_the_camera_settings() -> None:
    head = b"OLYMPUS\x00II\x03\x00"
    at = len(head) + len(directory([(0x2020, 13, bytes(4), 1)], 12))
    outer = directory([(0x2020, 13, struct.pack("<I", at), 1)], 12)
    inner = directory([(0x600, 3, struct.pack("<5H", 1, 6, 0, 0, 0), 5)], at)
    assert tell(harvest("OLYMPUS", head + outer + inner)) == ("continuous", 6)


def test_a_note_that_says_nothing_of_the_drive_says_nothing() -> None:
    found = harvest("Panasonic", b"Panasonic\x00\x00\x00" + directory([bytes_field(0x51, b"x")], 12))
    assert tell(found) == (None, None)
