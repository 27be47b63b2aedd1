from __future__ import annotations

import json
from pathlib import Path

import pytest

from media_library.formats.facts import Facts, UnreadableFile
from media_library.metadata.sidecar import read_sidecar

from .material import bag, xmp


def read(tmp_path: Path, content: bytes) -> Facts:
    path = tmp_path / "a.xmp"
    path.write_bytes(content)
    return read_sidecar(path)


def test_marks_words_and_people_are_read(tmp_path: Path) -> None:
    elements = (
        bag("dc:title", "Перевал", kind="Alt")
        + bag("dc:creator", "Ержан", "Айгерим", kind="Seq")
        + bag("dc:rights", "© Ержан", kind="Alt")
        + bag("dc:description", "Стадо идёт вниз", kind="Alt")
    )
    attributes = 'xmp:Rating="-1" xmp:Label="Красный" photoshop:Headline="Алтай" tiff:Orientation="8"'
    facts = read(tmp_path, xmp(attributes, elements))
    assert (facts.rating, facts.label, facts.orientation) == (-1, "Красный", 8)
    assert (facts.title, facts.headline, facts.caption) == ("Перевал", "Алтай", "Стадо идёт вниз")
    assert (facts.creator, facts.copyright) == (["Ержан", "Айгерим"], "© Ержан")
    assert (facts.file_type, facts.mime) == ("XMP", "application/rdf+xml")


def test_absent_stars_are_not_no_stars(tmp_path: Path) -> None:
    assert read(tmp_path, xmp('xmp:Label="Red"')).rating is None
    assert read(tmp_path, xmp('xmp:Rating="0"')).rating == 0
    assert read(tmp_path, xmp('xmp:Rating="3.0"')).rating == 3
    assert read(tmp_path, xmp('xmp:Rating="many"')).rating is None


def test_time_and_place_are_read(tmp_path: Path) -> None:
    attributes = (
        'exif:DateTimeOriginal="2001-07-14T10:11:12+02:00" exif:GPSLatitude="43,15.6N" exif:GPSLongitude="70,15,0W"'
        ' exif:GPSAltitude="8475/10" exif:GPSAltitudeRef="0"'
    )
    facts = read(tmp_path, xmp(attributes))
    assert (facts.captured_at, facts.captured_at_offset) == ("2001-07-14T10:11:12", "+02:00")
    assert facts.gps_lat == pytest.approx(43.26)  # 43 + 15.6/60
    assert facts.gps_lon == pytest.approx(-70.25)
    assert facts.gps_alt == pytest.approx(847.5)


def test_flat_keywords_count_and_the_trees_are_kept_beside(tmp_path: Path) -> None:
    elements = bag("dc:subject", "Arezzo") + bag("lr:hierarchicalSubject", "Places|Italy|Arezzo")
    facts = read(tmp_path, xmp("", elements))
    assert facts.keywords == ["Arezzo"]
    assert facts.keywords_sources["hierarchical"] == ["Places|Italy|Arezzo"]


def test_where_there_are_only_trees_their_leaves_are_the_keywords(tmp_path: Path) -> None:
    elements = bag("lr:hierarchicalSubject", "Места|Казахстан|Алтай") + bag("digiKam:TagsList", "Animals/Dogs", "Алтай")
    assert read(tmp_path, xmp("", elements)).keywords == ["Алтай", "Dogs"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"\x00\x00\n", "empty"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><x/>', "entities"),
        (b"<x:xmpmeta", "broken"),
        (b"\xff\xd8\xff\xe0", "broken"),
    ],
)
def test_what_cannot_be_a_sidecar_is_refused_in_words(content: bytes, words: str, tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=words):
        read(tmp_path, content)


def test_real_sidecars_agree_with_exiftool(samples: Path) -> None:
    rows = json.loads((samples / "facts.json").read_text("utf-8"))["files"]
    keys = (
        "captured_at",
        "captured_at_offset",
        "rating",
        "label",
        "caption",
        "keywords",
        "creator",
        "copyright",
        "make",
    )
    compared = 0
    for row in rows:
        if row["category"] == "sidecars" and row["file_type"] == "XMP":
            facts = read_sidecar(samples / row["path"]).to_json()
            for key in keys:
                assert (facts[key] if facts[key] != [] else None) == row[key], (row["path"], key)
                compared += 1
    assert compared >= 90
