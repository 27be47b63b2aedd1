from __future__ import annotations

from datetime import UTC, datetime
from fractions import Fraction

import pytest

from media_library.formats import Facts, FileType, Kind
from media_library.ingest.facts_to_rows import (
    asset_columns,
    clean,
    original_columns,
    parse_rate,
    read_offset,
    read_rating,
    read_wall_clock,
    readable_path,
)


def test_decimals_of_a_second_are_text_so_05_comes_before_5() -> None:
    """EXIF SubSecTimeOriginal is text of decimals: "05" is 0.05 s and "5" is 0.5 s."""
    early, late = read_wall_clock("2024-02-29T23:30:00.05"), read_wall_clock("2024-02-29T23:30:00.5")
    assert early == datetime(2024, 2, 29, 23, 30, 0, 50_000, tzinfo=UTC)
    assert late == datetime(2024, 2, 29, 23, 30, 0, 500_000, tzinfo=UTC)


def test_a_day_without_a_time_is_its_midnight() -> None:
    assert read_wall_clock("2003-08-31") == datetime(2003, 8, 31, tzinfo=UTC)


@pytest.mark.parametrize("text", ["0000-00-00T00:00:00", "2024-13-01T00:00:00", "", "yesterday"])
def test_what_is_no_date_is_undated(text: str) -> None:
    assert read_wall_clock(text) is None


@pytest.mark.parametrize(
    ("text", "minutes"), [("+05:00", 300), ("-03:30", -210), ("Z", 0), ("+0600", 360), (None, None), ("east", None)]
)
def test_offsets(text: str | None, minutes: int | None) -> None:
    assert read_offset(text) == minutes


@pytest.mark.parametrize(("value", "stars"), [(-1, -1), (0, 0), (5, 5), (4.0, 4), (7, None), (-3, None)])
def test_a_rating_outside_of_what_xmp_allows_is_none(value: float, stars: int | None) -> None:
    assert read_rating(value) == stars


def test_text_that_a_database_cannot_hold_is_made_holdable() -> None:
    assert clean({"a\x00": ["b\x00", float("nan"), "\udcff"]}) == {"a": ["b", None, "\\udcff"]}


def test_a_path_with_bytes_that_are_no_text_can_be_shown() -> None:
    assert readable_path("a/\udcff.jpg") == "a/\\xff.jpg"


@pytest.mark.parametrize(
    ("text", "rate"), [("24000/1001", Fraction(24000, 1001)), ("0/0", None), ("1/0", None), (None, None), ("x", None)]
)
def test_rates(text: str | None, rate: Fraction | None) -> None:
    assert parse_rate(text) == rate


def test_the_start_timecode_is_a_count_of_frames() -> None:
    """09:59:59;20 at 29.97 drop-frame is 35,999 s * 30 + 20 = 1,079,990 by the numbers, less the 2 that are left out in
    each of 599 minutes but the 59 tenths: 2 * 540 = 1,080. That is frame 1,078,910."""
    clip = FileType(Kind.VIDEO, "video", "MOV", "video/quicktime", "mov")
    columns = original_columns(clip, Facts(frame_rate="30000/1001", start_timecode="09:59:59;20"))
    assert (columns["start_frame"], columns["drop_frame"]) == (1_078_910, True)


def test_only_what_is_known_is_written() -> None:
    assert asset_columns(Facts()) == {}
    assert asset_columns(Facts(gps_lat=49.1)) == {}
    assert asset_columns(Facts(rating=99)) == {}
    columns = asset_columns(Facts(gps_lat=49.1, gps_lon=86.0, rating=3, caption="Дала", creator=["Aigerim", "Saule"]))
    assert columns == {
        "creator": "Aigerim; Saule",
        "latitude": 49.1,
        "longitude": 86.0,
        "altitude_m": None,
        "rating": 3,
        "flag": "",
        "caption": "Дала",
    }


@pytest.mark.parametrize(
    ("facts", "columns"),
    [
        (Facts(rating=5), {"rating": 5, "flag": ""}),
        (Facts(rating=0), {"rating": None, "flag": ""}),
        (Facts(rating=-1), {"rating": None, "flag": "reject"}),
        (Facts(rating=9), {}),
        (Facts(label="Red"), {"label": "red"}),
        (Facts(label=" yellow "), {"label": "yellow"}),
        (Facts(label="Rot"), {"label": "Rot"}),
        (Facts(label="К печати"), {"label": "К печати"}),
        (Facts(label=" "), {}),
    ],
    ids=str,
)
def test_marks_are_written_as_ours(facts: Facts, columns: dict[str, object]) -> None:
    """xmp:Rating is -1 for rejected, 0 for unrated (XMP specification part 2, xmp namespace); Lightroom writes the
    names of its colours as xmp:Label, in the language of its user."""
    assert asset_columns(facts) == columns
