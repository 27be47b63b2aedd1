from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from media_library.formats import Facts
from media_library.ingest.record import apply_sidecar
from media_library.ingest.runs import run_import
from media_library.marking.recording import mark_assets
from media_library.marking.standing import read_version
from media_library.models import Asset
from projects.making import make_project
from projects.models import Project
from tests.media_library.ingest.material import lay_out, picture


@pytest.fixture
def project(db: None, settings: Any, tmp_path: Path) -> Project:
    settings.DATA_DIR = tmp_path / "data"
    return make_project(by=None, kind="archive", title="Altai", slug="altai-trip")


@pytest.fixture
def asset(project: Project, tmp_path: Path) -> Asset:
    """A picture of 2024-09-14 06:12, from a camera that writes no offset."""
    run_import(project=project, places=[lay_out(tmp_path / "card", {"a.jpg": picture(1)})])
    return Asset.objects.get()


def test_a_later_sidecar_gives_no_offset_to_a_time_that_is_not_its_own(asset: Asset) -> None:
    notes = Facts(captured_at="2024-09-14T13:12:00", captured_at_offset="+07:00", captured_at_source="xmp")
    apply_sidecar(asset, notes, just_added=False)
    asset.refresh_from_db()
    assert asset.captured_at == datetime(2024, 9, 14, 6, 12, tzinfo=UTC)
    assert asset.captured_offset_minutes is None


def test_a_later_sidecar_gives_no_height_to_a_place_that_is_not_its_own(asset: Asset) -> None:
    Asset.objects.update(latitude=49.1, longitude=86.0)
    asset.refresh_from_db()
    apply_sidecar(asset, Facts(gps_lat=43.2, gps_lon=76.9, gps_alt=800.0), just_added=False)
    asset.refresh_from_db()
    assert (asset.latitude, asset.longitude, asset.altitude_m) == (49.1, 86.0, None)


def test_a_later_sidecar_fills_a_place_that_nobody_knew(asset: Asset) -> None:
    apply_sidecar(asset, Facts(gps_lat=43.2, gps_lon=76.9, gps_alt=800.0), just_added=False)
    asset.refresh_from_db()
    assert (asset.latitude, asset.longitude, asset.altitude_m) == (43.2, 76.9, 800.0)


def test_a_sidecar_whose_rating_is_none_leaves_that_of_the_camera(asset: Asset) -> None:
    Asset.objects.update(rating=3)
    asset.refresh_from_db()
    apply_sidecar(asset, Facts(rating=99), just_added=True)
    asset.refresh_from_db()
    assert asset.rating == 3


def test_a_sidecar_leaves_what_somebody_has_judged(asset: Asset) -> None:
    mark_assets(project_id=asset.project_id, by=None, field="stars", values={asset.pk: "2"})
    asset.refresh_from_db()
    apply_sidecar(asset, Facts(rating=5, label="Red"), just_added=True)
    asset.refresh_from_db()
    assert (asset.rating, asset.label) == (2, "red")
    mark_assets(project_id=asset.project_id, by=None, field="stars", values={asset.pk: "0"})
    apply_sidecar(asset, Facts(rating=5), just_added=False)
    asset.refresh_from_db()
    assert asset.rating is None


def test_a_later_sidecar_does_not_reject_what_has_stars(asset: Asset) -> None:
    Asset.objects.update(rating=4)
    asset.refresh_from_db()
    apply_sidecar(asset, Facts(rating=-1), just_added=False)
    asset.refresh_from_db()
    assert (asset.rating, asset.flag) == (4, "")


def test_a_sidecar_of_the_same_import_puts_stars_in_place_of_a_rejection(asset: Asset) -> None:
    Asset.objects.update(flag="reject")
    asset.refresh_from_db()
    apply_sidecar(asset, Facts(rating=3), just_added=True)
    asset.refresh_from_db()
    assert (asset.rating, asset.flag) == (3, "")


def test_marks_that_a_sidecar_brings_are_heard_of_by_others(asset: Asset) -> None:
    mark_assets(project_id=asset.project_id, by=None, field="label", values={asset.pk: "blue"})
    before = read_version(asset.project_id)
    apply_sidecar(asset, Facts(rating=3), just_added=False)
    asset.refresh_from_db()
    assert (asset.rating, asset.label) == (3, "blue")
    assert before < asset.mark_version == read_version(asset.project_id)
    apply_sidecar(asset, Facts(label="Red", gps_lat=43.2, gps_lon=76.9), just_added=True)
    assert asset.mark_version == read_version(asset.project_id)
