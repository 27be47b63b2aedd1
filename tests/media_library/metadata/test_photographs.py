"""Whole files, made in memory: every container gives the same facts for the same fields."""

from __future__ import annotations

import os
import struct
import zlib
from pathlib import Path

import pytest

from media_library.formats.facts import Facts, FileType, Kind, UnreadableFile
from media_library.metadata.photographs import read_photo_facts

from .material import (
    ascii_field,
    bag,
    box,
    bytes_field,
    dataset,
    directory,
    exif_block,
    exif_segment,
    heif,
    jpeg,
    long_field,
    photoshop_segment,
    png,
    rational_field,
    segment,
    short_field,
    webp,
    xmp,
    xmp_segment,
)

JPEG = FileType(Kind.PHOTO, "photo", "JPEG", "image/jpeg", "jpg")
IMAGE = [ascii_field(0x10F, "Canon"), ascii_field(0x110, "Canon EOS 6D"), short_field(0x112, 6)]
PHOTO = [
    ascii_field(0x9003, "2013:11:18 19:27:40"),
    ascii_field(0x9011, "+06:00"),
    ascii_field(0x9291, "05"),
    ascii_field(0xA431, "0123"),
    ascii_field(0xA434, "EF24-105mm f/4L IS USM"),
]
GPS = [
    ascii_field(1, "N"),
    rational_field(2, (43, 1), (15, 1), (36, 1)),
    ascii_field(3, "E"),
    rational_field(4, (76, 1), (54, 1), (0, 1)),
    bytes_field(5, b"\x00", 1),
    rational_field(6, (8475, 10)),
]
BLOCK = exif_block(IMAGE, PHOTO, GPS)


def read(tmp_path: Path, content: bytes) -> Facts:
    path = tmp_path / "picture"
    path.write_bytes(content)
    return read_photo_facts(path, JPEG)


CONTAINERS = {
    "JPEG": jpeg(exif_segment(BLOCK)),
    "PNG": png((b"eXIf", BLOCK)),
    "PNG as ImageMagick wrote it": png(
        (
            b"zTXt",
            b"Raw profile type exif\x00\x00" + zlib.compress(b"\nexif\n9\n" + (b"Exif\x00\x00" + BLOCK).hex().encode()),
        )
    ),
    "WebP": webp((b"EXIF", BLOCK)),
    "JPEG 2000": box(b"jP  ", b"\r\n\x87\n")
    + box(b"jp2h", box(b"ihdr", struct.pack(">II", 40, 60) + b"\x00\x03\x07\x07\x00\x00"))
    + box(b"uuid", b"JpgTiffExif->JP2" + BLOCK),
    "TIFF": exif_block([*IMAGE, short_field(0x100, 60), short_field(0x101, 40)], PHOTO, GPS),
    "big-endian JPEG": jpeg(
        exif_segment(
            exif_block(
                [*IMAGE[:2], short_field(0x112, 6, ">")],
                PHOTO,
                [
                    ascii_field(1, "N"),
                    rational_field(2, (43, 1), (15, 1), (36, 1), order=">"),
                    ascii_field(3, "E"),
                    rational_field(4, (76, 1), (54, 1), (0, 1), order=">"),
                    bytes_field(5, b"\x00", 1),
                    rational_field(6, (8475, 10), order=">"),
                ],
                order=">",
            )
        )
    ),
}


@pytest.mark.parametrize("name", CONTAINERS)
def test_the_same_exif_gives_the_same_facts_in_every_container(name: str, tmp_path: Path) -> None:
    facts = read(tmp_path, CONTAINERS[name])
    assert (facts.make, facts.model, facts.lens) == ("Canon", "Canon EOS 6D", "EF24-105mm f/4L IS USM")
    assert (facts.captured_at, facts.captured_at_offset) == ("2013-11-18T19:27:40.05", "+06:00")
    assert facts.captured_at_source == "EXIF:DateTimeOriginal"
    assert facts.camera_serial == "0123"
    assert facts.gps_lat == pytest.approx(43.26)  # 43 + 15/60 + 36/3600
    assert facts.gps_lon == pytest.approx(76.9)
    assert facts.gps_alt == pytest.approx(847.5)
    assert (facts.width_stored, facts.height_stored) == (60, 40)
    assert (facts.orientation, facts.width, facts.height) == (6, 40, 60)


def test_south_west_and_below_the_sea_are_negative(tmp_path: Path) -> None:
    gps = [
        ascii_field(1, "S"),
        rational_field(2, (33, 1), (30, 1), (0, 1)),
        ascii_field(3, "W"),
        rational_field(4, (70, 1), (15, 1), (0, 1)),
        bytes_field(5, b"\x01", 1),
        rational_field(6, (12, 1)),
    ]
    facts = read(tmp_path, jpeg(exif_segment(exif_block([], [], gps))))
    assert (facts.gps_lat, facts.gps_lon, facts.gps_alt) == (-33.5, -70.25, -12.0)


def test_an_impossible_place_is_left_out(tmp_path: Path) -> None:
    gps = [ascii_field(1, "N"), rational_field(2, (430, 1), (0, 1), (0, 1)), rational_field(4, (1, 0), (0, 1), (0, 1))]
    facts = read(tmp_path, jpeg(exif_segment(exif_block([], [], gps))))
    assert (facts.gps_lat, facts.gps_lon) == (None, None)


def test_old_russian_text_survives_in_exif_and_iptc(tmp_path: Path) -> None:
    block = exif_block(
        [
            ascii_field(0x10E, "Осень на джайлау".encode("cp1251")),
            ascii_field(0x13B, "Ержан Сулейменов".encode("cp1251")),
        ]
    )
    iptc = dataset(105, "Джайлау".encode("cp1251")) + dataset(25, "осень".encode("cp1251"))
    facts = read(tmp_path, jpeg(exif_segment(block), photoshop_segment(iptc)))
    assert (facts.caption, facts.creator) == ("Осень на джайлау", ["Ержан Сулейменов"])
    assert (facts.headline, facts.keywords) == ("Джайлау", ["осень"])


def test_what_windows_wrote_counts_where_nothing_else_is_said(tmp_path: Path) -> None:
    title, words = "Базар".encode("utf-16-le"), "рынок;цвет".encode("utf-16-le")
    block = exif_block([bytes_field(0x9C9B, title, 1), bytes_field(0x9C9E, words, 1)])
    facts = read(tmp_path, jpeg(exif_segment(block)))
    assert (facts.title, facts.keywords) == ("Базар", ["рынок", "цвет"])
    facts = read(tmp_path, jpeg(exif_segment(block), xmp_segment(xmp("", bag("dc:title", "Другое", kind="Alt")))))
    assert facts.title == "Другое"


def test_xmp_comes_before_iptc_and_iptc_before_exif(tmp_path: Path) -> None:
    exif = exif_segment(exif_block([ascii_field(0x10E, "exif"), ascii_field(0x8298, "exif rights")]))
    iptc = photoshop_segment(dataset(120, b"iptc") + dataset(25, b"both") + dataset(25, b"of iptc"))
    elements = bag("dc:description", "xmp", kind="Alt") + bag("dc:subject", "of xmp", "both")
    facts = read(tmp_path, jpeg(exif, iptc, xmp_segment(xmp('xmp:Rating="3" xmp:Label="Red"', elements))))
    assert facts.caption == "xmp"
    assert facts.caption_sources == {"xmp": "xmp", "iptc": "iptc", "exif": "exif"}
    assert facts.keywords == ["of xmp", "both", "of iptc"]
    assert (facts.rating, facts.label, facts.copyright) == (3, "Red", "exif rights")
    assert read(tmp_path, jpeg(exif, iptc)).caption == "iptc"
    assert read(tmp_path, jpeg(exif)).caption == "exif"


def test_iptc_over_two_segments_is_one(tmp_path: Path) -> None:
    whole = photoshop_segment(dataset(120, b"c" * 30_000) + dataset(5, b"after"))
    resources = whole[4 + len(b"Photoshop 3.0\x00") :]
    parts = [segment(0xED, b"Photoshop 3.0\x00" + part) for part in (resources[:20_000], resources[20_000:])]
    facts = read(tmp_path, jpeg(*parts))
    assert (len(facts.caption or ""), facts.title) == (30_000, "after")


def test_every_orientation_that_lies_swaps_the_sides(tmp_path: Path) -> None:
    for orientation in range(1, 9):
        facts = read(tmp_path, jpeg(exif_segment(exif_block([short_field(0x112, orientation)]))))
        assert (facts.width, facts.height) == ((40, 60) if orientation >= 5 else (60, 40))


def test_a_heif_is_as_large_as_after_its_own_turning(tmp_path: Path) -> None:
    turned = heif(width=4032, height=3024, properties=box(b"irot", b"\x01"), count=1, exif=exif_block(IMAGE, PHOTO))
    facts = read(tmp_path, turned)
    assert (facts.width_stored, facts.height_stored) == (4032, 3024)
    assert (facts.width, facts.height, facts.orientation) == (3024, 4032, 6)  # EXIF's 6 is not applied once more
    assert facts.captured_at == "2013-11-18T19:27:40.05"


def test_a_heif_is_cut_to_its_clean_aperture_before_it_is_turned(tmp_path: Path) -> None:
    aperture = box(b"clap", struct.pack(">8I", 451, 1, 461, 1, 0, 1, 0, 1))
    facts = read(tmp_path, heif(width=452, height=462, properties=aperture + box(b"irot", b"\x03"), count=2))
    assert (facts.width, facts.height) == (461, 451)


def test_of_a_raw_file_the_picture_counts_not_its_thumbnail(tmp_path: Path) -> None:
    thumbnail = [long_field(0xFE, 1), short_field(0x100, 160), short_field(0x101, 120), ascii_field(0x110, "NIKON D1")]
    full = [long_field(0xFE, 0), short_field(0x100, 6000), short_field(0x101, 4000)]
    first = exif_block([*thumbnail, long_field(0x14A, 0)])
    block = exif_block([*thumbnail, long_field(0x14A, len(first))]) + directory(full, len(first))
    facts = read(tmp_path, block)
    assert (facts.width, facts.height, facts.model) == (6000, 4000, "NIKON D1")


def test_an_empty_file_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="empty"):
        read(tmp_path, b"")


def test_a_file_that_is_not_there_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="cannot be opened"):
        read_photo_facts(tmp_path / "gone.jpg", JPEG)


def test_a_jpeg_cut_off_in_its_head_keeps_what_was_said_before(tmp_path: Path) -> None:
    facts = read(tmp_path, jpeg(exif_segment(BLOCK))[: 6 + 6 + len(BLOCK)])
    assert (facts.make, facts.width) == ("Canon", None)


def test_hostile_xmp_in_a_picture_is_a_notice_and_no_hindrance(tmp_path: Path) -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "b">]>' + xmp('xmp:Rating="5"')
    facts = read(tmp_path, jpeg(exif_segment(BLOCK), xmp_segment(bomb)))
    assert (facts.make, facts.rating) == ("Canon", None)
    assert "XMP" in facts.notices[0]


def test_a_text_that_unpacks_without_end_is_not_unpacked(tmp_path: Path) -> None:
    bomb = (b"zTXt", b"Comment\x00\x00" + zlib.compress(b"x" * 40_000_000, 9))
    facts = read(tmp_path, png(bomb, bomb, bomb, (b"eXIf", BLOCK)))
    assert facts.make == "Canon"


def test_only_the_head_of_a_jpeg_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = jpeg(exif_segment(BLOCK), xmp_segment(xmp('xmp:Rating="5"')), tail=b"\x00" * 3_000_000)
    got: list[int] = []
    pread = os.pread

    def count(descriptor: int, length: int, offset: int) -> bytes:
        raw = pread(descriptor, length, offset)
        got.append(len(raw))
        return raw

    monkeypatch.setattr(os, "pread", count)
    assert read(tmp_path, content).rating == 5
    assert sum(got) <= 128 * 1024


def test_pages_of_a_tiff_are_told(tmp_path: Path) -> None:
    page = [short_field(0x100, 60), short_field(0x101, 40)]
    length = len(directory(page, 8))
    content = b"II\x2a\x00\x08\x00\x00\x00" + directory(page, 8, following=8 + length) + directory(page, 8 + length)
    facts = read(tmp_path, content)
    assert facts.notices == ["This file has 2 pages; only the first is shown."]
    assert facts.pages is None


def test_a_png_of_very_many_chunks_is_read_without_its_pixels(tmp_path: Path) -> None:
    rows = [(b"IDAT", bytes(8192))] * 400
    facts = read(tmp_path, png(*rows, (b"eXIf", BLOCK)))
    assert facts.make == "Canon"


@pytest.mark.timeout(30)
def test_files_built_to_keep_us_busy_do_not(tmp_path: Path) -> None:
    """Each would take minutes, had the reader no measure."""
    endless_heif = box(b"ftyp", b"heic\x00\x00\x00\x00mif1") + box(
        b"meta", bytes(4) + box(b"iloc", struct.pack(">IHI", 2 << 24, 0, 60_000) + b"\xff" * 1_000_000)
    )
    many_exif = jpeg(*[exif_segment(BLOCK)] * 3000)
    heap = struct.pack("<HHIIHIIHIII", 3, 0x2807, 40, 0, 0x3007, 40, 0, 0x2808, 40, 0, 0)
    for content in (
        endless_heif,
        many_exif,
        b"II\x1a\x00\x00\x00HEAPCCDR" + bytes(12) + heap,
        b"\x00MRM" + bytes(9_000_000),
    ):
        read(tmp_path, content)


def test_exif_too_long_for_one_segment_goes_on_in_the_next(tmp_path: Path) -> None:
    block = exif_block([ascii_field(0x10E, "Долина " * 9000)])
    halves = [segment(0xE1, b"Exif\x00\x00" + half) for half in (block[:60_000], block[60_000:])]
    assert read(tmp_path, jpeg(*halves)).caption == ("Долина " * 9000).strip()


def test_extended_xmp_is_joined_by_its_offsets(tmp_path: Path) -> None:
    packet = xmp('photoshop:Headline="Перевал"')
    head = b"http://ns.adobe.com/xmp/extension/\x00" + b"0" * 32 + struct.pack(">I", len(packet))
    parts = [segment(0xE1, head + struct.pack(">I", at) + packet[at : at + 200]) for at in range(0, len(packet), 200)]
    assert read(tmp_path, jpeg(*reversed(parts))).headline == "Перевал"


def test_the_exposure_is_read_as_the_camera_wrote_it(tmp_path: Path) -> None:
    photo = [
        rational_field(0x829A, (10, 1250)),
        rational_field(0x829D, (28, 10)),
        short_field(0x8827, 1600),
        rational_field(0x920A, (35, 1)),
    ]
    facts = read(tmp_path, jpeg(exif_segment(exif_block(IMAGE, photo, []))))
    assert (facts.exposure_time, facts.f_number, facts.iso, facts.focal_length_mm) == ("1/125", 2.8, 1600, 35.0)


def test_a_sensitivity_too_great_for_its_field_is_read_from_the_next_one(tmp_path: Path) -> None:
    photo = [short_field(0x8827, 65_535), long_field(0x8832, 102_400)]
    assert read(tmp_path, jpeg(exif_segment(exif_block(IMAGE, photo, [])))).iso == 102_400


def test_zeros_of_a_lens_without_contacts_are_no_exposure(tmp_path: Path) -> None:
    photo = [rational_field(0x829A, (0, 1)), rational_field(0x829D, (0, 10)), rational_field(0x920A, (0, 1))]
    facts = read(tmp_path, jpeg(exif_segment(exif_block(IMAGE, photo, []))))
    assert (facts.exposure_time, facts.f_number, facts.iso, facts.focal_length_mm) == (None, None, None, None)
