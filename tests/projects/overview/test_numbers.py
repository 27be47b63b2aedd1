from __future__ import annotations

import datetime

from django.utils import timezone

from media_library.models import Asset
from projects.models import Project
from projects.overview.numbers import count_numbers
from tests.fixtures_people import Cast, MakeAsset

EARLIER = datetime.datetime(2026, 11, 1, tzinfo=datetime.UTC)
LATER = datetime.datetime(2026, 11, 19, tzinfo=datetime.UTC)


def test_a_project_is_told_in_files_bytes_and_hours(cast: Cast, make_asset: MakeAsset) -> None:
    make_asset(cast.project, size_bytes=3_000_000_000, verified_at=LATER)
    make_asset(cast.project, kind="video", size_bytes=5_000_000_000, duration_ms=90_000, verified_at=EARLIER)
    make_asset(cast.project, kind="video", size_bytes=1, duration_ms=30_000)
    make_asset(
        cast.project, kind="audio", size_bytes=1, duration_ms=7_000, storage_name="", reference_path="/nas/a.wav"
    )
    make_asset(Project.objects.get(slug="bazaar"), size_bytes=7, verified_at=EARLIER)
    numbers = count_numbers(cast.project.pk)
    assert (numbers.files, numbers.photo, numbers.video, numbers.audio, numbers.document) == (4, 1, 2, 1, 0)
    assert numbers.size_bytes == 8_000_000_002
    assert (numbers.video_ms, numbers.audio_ms) == (120_000, 7_000)
    assert (numbers.elsewhere, numbers.unchecked) == (1, 2)
    assert numbers.checked_since == EARLIER
    assert not numbers.is_capped


def test_an_empty_project_has_nothing_of_anything(cast: Cast) -> None:
    numbers = count_numbers(cast.project.pk)
    assert (numbers.files, numbers.size_bytes, numbers.video_ms, numbers.checked_since) == (0, 0, 0, None)


def test_what_is_in_the_trash_does_not_count(cast: Cast, make_asset: MakeAsset) -> None:
    make_asset(cast.project)
    Asset.objects.update(trashed_at=timezone.now())
    assert count_numbers(cast.project.pk).files == 0


def test_counting_stops_at_the_cap_unless_all_is_asked_for(cast: Cast, make_asset: MakeAsset) -> None:
    for __ in range(4):
        make_asset(cast.project, thumbnail="")
    assert count_numbers(cast.project.pk, cap=2).is_capped
    assert count_numbers(cast.project.pk, cap=2).files == 2
    assert not count_numbers(cast.project.pk, cap=4).is_capped
    assert count_numbers(cast.project.pk, cap=None).files == 4
