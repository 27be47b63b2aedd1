"""Which of several words counts, and what an odd value is worth: each as exiftool 12.57 reads the same bytes."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import pytest

from media_library.formats.facts import Facts, FileType, Kind
from media_library.metadata.photographs import read_photo_facts

from .material import (
    Field,
    ascii_field,
    bag,
    bytes_field,
    dataset,
    exif_block,
    exif_segment,
    jpeg,
    photoshop_segment,
    png,
    rational_field,
    segment,
    short_field,
    xmp,
    xmp_segment,
)

JPEG = FileType(Kind.PHOTO, "photo", "JPEG", "image/jpeg", "jpg")
NORTH, EAST = ascii_field(1, "N"), ascii_field(3, "E")
LATITUDE = rational_field(2, (43, 1), (15, 1), (36, 1))
LONGITUDE = rational_field(4, (76, 1), (54, 1), (0, 1))


@pytest.fixture
def read(tmp_path: Path) -> Reading:
    return Reading(tmp_path / "picture")


class Reading:
    """Writes bytes to a file and reads its facts."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __call__(self, content: bytes) -> Facts:
        self.path.write_bytes(content)
        return read_photo_facts(self.path, JPEG)

    def exif(self, image: list[Field], photo: list[Field] | None = None, gps: list[Field] | None = None) -> Facts:
        return self(jpeg(exif_segment(exif_block(image, photo, gps))))

    def xmp(self, attributes: str = "", elements: str = "") -> Facts:
        return self(jpeg(xmp_segment(xmp(attributes, elements))))


@pytest.mark.parametrize(
    ("written", "caption"),
    [
        ("          ", None),
        ("OLYMPUS DIGITAL CAMERA         ", "OLYMPUS DIGITAL CAMERA"),
        ("SONY DSC", "SONY DSC"),
        ("first\x00second", "first"),
    ],
)
def test_a_description_of_blanks_is_none_and_one_by_the_camera_is_one(
    read: Reading, written: str, caption: str | None
) -> None:
    assert read.exif([ascii_field(0x10E, written)]).caption == caption


@pytest.mark.parametrize(
    ("written", "both"),
    [
        (b"Photographer", "Photographer"),
        (b"Photographer \x00Editor", "Photographer\nEditor"),
        (b" \x00Editor", "Editor"),
        (b"Photographer\x00Editor\x00more", "Photographer\nEditor"),
    ],
)
def test_a_copyright_is_the_photographers_and_the_editors(read: Reading, written: bytes, both: str) -> None:
    assert read.exif([ascii_field(0x8298, written)]).copyright == both


def test_of_two_exif_blocks_the_later_counts_and_the_earlier_fills_in(read: Reading) -> None:
    first = exif_block([ascii_field(0x10F, "First"), ascii_field(0x110, "Model")])
    facts = read(jpeg(exif_segment(first), exif_segment(exif_block([ascii_field(0x10F, "Second")]))))
    assert (facts.make, facts.model) == ("Second", "Model")


def test_of_two_packets_the_later_counts(read: Reading) -> None:
    first = xmp('xmp:Rating="2" xmp:Label="Red"', bag("dc:subject", "a", "b"))
    facts = read(jpeg(xmp_segment(first), xmp_segment(xmp('xmp:Rating="4"', bag("dc:subject", "c")))))
    assert (facts.rating, facts.label, facts.keywords) == (4, "Red", ["c"])


def test_of_an_iptc_dataset_written_twice_the_last_counts_and_lists_are_whole(read: Reading) -> None:
    iptc = b"".join(dataset(*pair) for pair in [(120, b"one"), (120, b"two"), (80, b"A"), (80, b"B"), (25, b"k")])
    facts = read(jpeg(photoshop_segment(iptc)))
    assert (facts.caption, facts.creator, facts.keywords) == ("two", ["A", "B"], ["k"])


def test_of_two_blocks_of_iptc_in_one_segment_the_first_counts(read: Reading) -> None:
    """exiftool calls the second IPTC2."""
    blocks = [dataset(120, b"first."), dataset(120, b"second")]
    resources = b"".join(b"8BIM\x04\x04\x00\x00" + struct.pack(">I", len(block)) + block for block in blocks)
    padded = resources.replace(b"first.", b"first.\x00").replace(b"second", b"second\x00")
    assert read(jpeg(segment(0xED, b"Photoshop 3.0\x00" + padded))).caption == "first."


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ([NORTH, LATITUDE, EAST, LONGITUDE], (pytest.approx(43.26), pytest.approx(76.9))),
        ([LATITUDE, LONGITUDE], (None, None)),  # which half of the earth?
        ([NORTH, LATITUDE], (None, None)),
        ([NORTH, rational_field(2, (43, 0), (15, 1), (36, 1)), EAST, LONGITUDE], (None, None)),
        (
            [NORTH, rational_field(2, (43, 1), (1560, 100)), EAST, LONGITUDE],
            (pytest.approx(43.26), pytest.approx(76.9)),
        ),
        (
            [ascii_field(1, "South"), LATITUDE, ascii_field(3, "w"), LONGITUDE],
            (pytest.approx(-43.26), pytest.approx(-76.9)),
        ),
    ],
)
def test_a_place_has_both_degrees_and_says_of_which_half(
    read: Reading, fields: list[Field], place: tuple[float | None, float | None]
) -> None:
    facts = read.exif([], [], fields)
    assert (facts.gps_lat, facts.gps_lon) == place


def test_half_a_place_is_not_made_whole_from_another_source(read: Reading) -> None:
    exif = exif_segment(exif_block([], [], [NORTH, LATITUDE]))
    facts = read(jpeg(exif, xmp_segment(xmp('exif:GPSLatitude="10,0N" exif:GPSLongitude="20,0E"'))))
    assert (facts.gps_lat, facts.gps_lon) == (10, 20)


@pytest.mark.parametrize(
    ("fields", "metres"),
    [
        ([bytes_field(5, b"\x00", 1), rational_field(6, (8475, 10))], 847.5),
        ([bytes_field(5, b"\x01", 1), rational_field(6, (12, 1))], -12),
        ([ascii_field(5, "1"), rational_field(6, (12, 1))], -12),
        ([rational_field(6, (12, 1))], None),
        ([bytes_field(5, b"\x00", 1), rational_field(6, (12, 0))], None),
    ],
)
def test_an_altitude_counts_with_its_reference(read: Reading, fields: list[Field], metres: float | None) -> None:
    assert read.exif([], [], fields).gps_alt == metres


@pytest.mark.parametrize(
    ("written", "captured_at", "offset"),
    [
        ("0000:00:00 00:00:00", None, None),
        ("    :  :     :  :  ", None, None),
        ("2008-05-30 15:56:01", "2008-05-30T15:56:01", None),
        ("2008:05:30 15:56:01+02:00", "2008-05-30T15:56:01", "+02:00"),
        ("2008:05:30 15:56", "2008-05-30T15:56:00", None),
        ("2008:05:30", "2008-05-30", None),
    ],
)
def test_a_date_is_read_in_the_forms_that_programs_write(
    read: Reading, written: str, captured_at: str | None, offset: str | None
) -> None:
    facts = read.exif([], [ascii_field(0x9003, written)])
    assert (facts.captured_at, facts.captured_at_offset) == (captured_at, offset)


@pytest.mark.parametrize(
    ("written", "decimals"), [("05", ".05"), ("5 ", ".5"), ("   ", ""), ("12abc", ".12"), ("-1", ""), ("0", ".0")]
)
def test_decimals_of_a_second_are_its_digits(read: Reading, written: str, decimals: str) -> None:
    facts = read.exif([], [ascii_field(0x9003, "2008:05:30 15:56:01"), ascii_field(0x9291, written)])
    assert facts.captured_at == f"2008-05-30T15:56:01{decimals}"


@pytest.mark.parametrize(
    ("written", "offset"), [("+06:00", "+06:00"), ("+6:00", "+06:00"), ("-03:30", "-03:30"), ("   :  ", None)]
)
def test_an_offset_has_two_digits_of_hours(read: Reading, written: str, offset: str | None) -> None:
    facts = read.exif([], [ascii_field(0x9003, "2008:05:30 15:56:01"), ascii_field(0x9011, written)])
    assert facts.captured_at_offset == offset


def test_the_offset_of_digitising_and_that_of_changing_are_not_that_of_taking(read: Reading) -> None:
    dates = [ascii_field(0x9003, "2008:05:30 15:56:01"), ascii_field(0x9010, "+05:00"), ascii_field(0x9012, "+05:00")]
    assert read.exif([], dates).captured_at_offset is None


@pytest.mark.parametrize("number", [0, 1, 8, 9])
def test_an_orientation_is_told_as_written_and_turns_only_where_it_is_one(read: Reading, number: int) -> None:
    facts = read.exif([short_field(0x112, number)])
    assert facts.orientation == number
    assert (facts.width, facts.height) == ((40, 60) if number == 8 else (60, 40))


def test_a_rating_is_a_number_of_stars_and_no_share_of_a_hundred(read: Reading) -> None:
    assert read.exif([short_field(0x4746, 4), short_field(0x4749, 75)]).rating == 4
    assert read.exif([short_field(0x4749, 75)]).rating is None
    rated = [read.xmp(f'xmp:Rating="{text}"').rating for text in ("0", "-1", "3.5", "1.0", "")]
    assert rated == [0, -1, 3.5, 1, None]


def test_the_urgency_of_a_message_is_no_label(read: Reading) -> None:
    urgent = photoshop_segment(dataset(10, b"3"))
    assert read(jpeg(xmp_segment(xmp('photoshop:Urgency="3"')), urgent)).label is None


def test_of_languages_the_default_counts_wherever_it_stands(read: Reading) -> None:
    texts = '<rdf:li xml:lang="en">english</rdf:li><rdf:li xml:lang="x-default">default</rdf:li>'
    assert read.xmp("", f"<dc:description><rdf:Alt>{texts}</rdf:Alt></dc:description>").caption == "default"


def test_words_may_stand_plainly_in_an_attribute_or_in_any_array(read: Reading) -> None:
    elements = "<dc:title>T</dc:title><dc:creator>A</dc:creator>" + bag("dc:subject", "k1", "k2", kind="Seq")
    for facts in (read.xmp("", elements), read.xmp('dc:title="T" dc:creator="A"', bag("dc:subject", "k1", "k2"))):
        assert (facts.title, facts.creator, facts.keywords) == ("T", ["A"], ["k1", "k2"])


@pytest.mark.parametrize("kind", ["iptc", "8bim"])
def test_a_png_keeps_iptc_in_a_profile_of_either_name(read: Reading, kind: str) -> None:
    resources = photoshop_segment(dataset(120, b"caption"))[4 + len(b"Photoshop 3.0\x00") :]
    profile = f"\n{kind}\n{len(resources):8}\n{resources.hex()}\n".encode()
    chunk = b"Raw profile type " + kind.encode() + b"\x00\x00" + zlib.compress(profile)
    assert read(png((b"zTXt", chunk))).caption == "caption"


@pytest.mark.parametrize("frame", [0xC0, 0xC1, 0xC2, 0xC3, 0xC9, 0xCA])
def test_the_size_stands_in_every_sort_of_frame(read: Reading, frame: int) -> None:
    """Baseline, extended, progressive, lossless; arithmetic coding (T.81, table B.1)."""
    head = segment(frame, struct.pack(">BHHB", 8, 40, 60, 1) + b"\x01\x11\x00")
    facts = read(b"\xff\xd8" + head + segment(0xDA, b"\x01\x01\x00\x00\x3f\x00") + b"\xff\xd9")
    assert (facts.width_stored, facts.height_stored) == (60, 40)
