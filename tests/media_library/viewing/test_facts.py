from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from media_library.models import Asset, Original
from media_library.viewing.facts import describe, write_length, write_offset, write_rate
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


def test_what_is_not_known_is_not_there(cast: Cast, make_asset: MakeAsset) -> None:
    names = {line.name for line in describe(make_asset(cast.project))}
    assert "Lens" not in names
    assert "Taken" not in names
    assert "File" in names
