from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from media_library.models import Asset, Original
from media_library.viewing.facts import (
    describe,
    list_readings,
    summarise,
    write_camera,
    write_exposure,
    write_length,
    write_offset,
    write_pixels,
    write_rate,
    write_rating,
)
from tests.fixtures_people import Cast, MakeAsset


@pytest.mark.parametrize(
    ("minutes", "written"), [(None, ""), (0, "UTC+00:00"), (330, "UTC+05:30"), (-210, "UTC−03:30"), (300, "UTC+05:00")]
)
def test_an_offset_is_written_as_hours_and_minutes(minutes: int | None, written: str) -> None:
    assert write_offset(minutes) == written


def test_a_length_is_told_as_time_and_as_frames() -> None:
    hour = Original(duration_ms=3_723_480, duration_frames=89_274)  # 3600 + 2 × 60 + 3.48 s
    assert write_length(hour) == "1:02:03.4 (89,274 frames)"
    assert write_length(Original(duration_ms=900)) == "0:00:00.9"
    assert write_length(Original(duration_frames=25)) == "25 frames"
    assert write_length(Original()) == ""


def test_a_rate_keeps_its_exact_fraction() -> None:
    assert write_rate(25, 1, False) == "25"
    assert write_rate(24000, 1001, False) == "23.976 (24000/1001)"
    assert write_rate(30, 1, True) == "30, variable"


def test_capture_time_is_the_cameras_whatever_the_servers_time_zone(cast: Cast, make_asset: MakeAsset) -> None:
    """The column holds wall-clock time as if it were UTC: it is never to be moved into a zone."""
    made = make_asset(cast.project, captured_at=datetime.datetime(2026, 11, 19, 23, 30, 5, tzinfo=datetime.UTC))
    with timezone.override("Asia/Almaty"):
        lines = {line.name: line.value for line in describe(Asset.objects.get(pk=made.pk))}
    assert lines["Taken"] == "19 Nov 2026, 23:30:05"


def test_a_document_is_written_not_taken(cast: Cast, make_asset: MakeAsset) -> None:
    moment = datetime.datetime(2026, 11, 19, 23, 30, 5, tzinfo=datetime.UTC)
    names = {line.name for line in describe(make_asset(cast.project, kind="document", captured_at=moment))}
    assert "Written" in names
    assert "Taken" not in names


def test_what_is_not_known_is_not_there(cast: Cast, make_asset: MakeAsset) -> None:
    names = {line.name for line in describe(make_asset(cast.project))}
    assert "Lens" not in names
    assert "Taken" not in names
    assert "File" in names


@pytest.mark.parametrize(
    ("facts", "written"),
    [
        ({"exposure_time": "1/125", "f_number": 2.8, "iso": 1600}, "1/125\u00a0s, f/2.8, ISO 1600"),
        ({"exposure_time": "10/1250", "f_number": 8.0}, "1/125\u00a0s, f/8"),
        ({"exposure_time": "2/5"}, "0.4\u00a0s"),
        ({"exposure_time": "30/1"}, "30\u00a0s"),
        ({"exposure_time": "1/0", "iso": 100}, "ISO 100"),
        ({}, ""),
    ],
)
def test_an_exposure_is_written_as_cameras_show_it(facts: dict[str, object], written: str) -> None:
    assert write_exposure(facts) == written


def test_the_maker_is_not_said_twice() -> None:
    assert write_camera("FUJIFILM", "X-T5") == "FUJIFILM X-T5"
    assert write_camera("NIKON CORPORATION", "NIKON Z 6") == "NIKON Z 6"
    assert write_camera("Canon", "") == "Canon"
    assert write_camera("", "X100") == "X100"


def test_pixels_are_counted_in_millions_and_rounded() -> None:
    assert write_pixels(1800, 1200, "photo") == "1800 × 1200, 2.2 MP"  # 2.16
    assert write_pixels(1920, 1080, "video") == "1920 × 1080"


def test_a_rating_of_less_than_nothing_is_a_rejection() -> None:
    assert (write_rating(3), write_rating(0), write_rating(-1)) == ("3 of 5", "0 of 5", "rejected")


def test_the_facts_go_in_the_order_of_the_trade(cast: Cast, make_asset: MakeAsset) -> None:
    """When, with what, how, in what file."""
    made = make_asset(
        cast.project,
        captured_at=datetime.datetime(2026, 11, 19, 17, 51, 33, tzinfo=datetime.UTC),
        width_px=6000,
        height_px=4000,
        facts={"exposure_time": "1/125", "f_number": 2.8, "iso": 1600, "focal_length_mm": 35.0},
    )
    Asset.objects.filter(pk=made.pk).update(make="FUJIFILM", model="X-T5", lens="XF35", captured_offset_minutes=300)
    asset = Asset.objects.select_related("original").get(pk=made.pk)
    assert [(line.name, line.value) for line in describe(asset)] == [
        ("Taken", "19 Nov 2026, 17:51:33"),
        ("Offset", "UTC+05:00"),
        ("Camera", "FUJIFILM X-T5"),
        ("Lens", "XF35"),
        ("Exposure", "1/125\u00a0s, f/2.8, ISO 1600"),
        ("Focal length", "35 mm"),
        ("Pixels", "6000 × 4000, 24.0 MP"),
        ("File", "JPEG, 7 B"),
    ]
    assert summarise(asset) == "19 Nov 2026, 17:51:33 · 1/125\u00a0s, f/2.8, ISO 1600"


def test_a_film_tells_its_length_rate_start_codec_and_sound(cast: Cast, make_asset: MakeAsset) -> None:
    clip = make_asset(
        cast.project,
        kind="video",
        duration_ms=5005,
        duration_frames=150,
        rate_num=30000,
        rate_den=1001,
        start_timecode_source="tmcd",
        facts={
            "start_timecode": "17:59:58;10",
            "video_codec": "prores",
            "audio_codec": "pcm_s24le",
            "audio_channels": 2,
            "audio_sample_rate": 48000,
        },
    )
    assert [(line.name, line.value) for line in describe(clip)][:5] == [
        ("Length", "0:00:05.0 (150 frames)"),
        ("Rate", "29.970 (30000/1001)"),
        ("Starts at", "17:59:58;10 (tmcd)"),
        ("Codec", "ProRes"),
        ("Sound", "PCM 24 bit, 2 channels, 48\xa0kHz"),
    ]


def test_everything_that_was_read_leaves_out_what_is_empty() -> None:
    original = Original(facts={"b": 0, "a": "x", "c": None, "d": "", "e": [], "f": {"xmp": None}})
    assert [(line.name, line.value) for line in list_readings(original)] == [("a", "x"), ("b", "0")]


def test_what_has_parts_is_read_line_by_line() -> None:
    original = Original(
        facts={
            "dates": [{"source": "EXIF", "value": "2026"}, {"source": "XMP"}],
            "names": {"xmp": ["A", "B"], "exif": ""},
        }
    )
    assert [line.value for line in list_readings(original)] == ["source: EXIF, value: 2026\nsource: XMP", "xmp: A\nB"]
