"""The head that goes with all bytes, and the proxy that may send them for us."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.urls import reverse

from media_library.models import Original, Rendition, Sidecar
from tests.fixtures_people import Cast, MakeAsset, Material


def list_addresses(material: Material) -> dict[str, str]:
    return {
        "original": reverse("original", args=["altai", material.asset.pk]),
        "pixels": reverse("pixels", args=["altai", material.asset.pk]),
        "rendition": reverse("rendition", args=["altai", material.asset.pk, "max-320"]),
        "sidecar": reverse("sidecar", args=["altai", material.sidecar.pk]),
    }


@pytest.fixture
def accel(settings) -> None:  # type: ignore[no-untyped-def]
    settings.KADR_ACCEL_REDIRECT = "/_bytes/"


@pytest.mark.parametrize("name", ["original", "pixels", "rendition", "sidecar"])
@pytest.mark.parametrize("proxied", [False, True])
def test_no_bytes_can_run_a_script_or_stay_in_a_shared_cache(
    name: str, proxied: bool, cast: Cast, material: Material, settings
) -> None:  # type: ignore[no-untyped-def]
    settings.KADR_ACCEL_REDIRECT = "/_bytes" if proxied else ""
    response = cast.client("owner").get(list_addresses(material)[name])
    assert response.status_code == 200
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert response.headers["Cache-Control"].startswith("private")
    assert "Cookie" in response.headers["Vary"]


@pytest.mark.parametrize("headers", [{"range": "bytes=0-0"}, {"range": "bytes=999-"}, {"if-none-match": "*"}])
def test_the_head_is_the_same_for_a_part_for_nothing_and_for_what_is_known(
    headers: dict[str, str], cast: Cast, material: Material
) -> None:
    response = cast.client("owner").get(list_addresses(material)["original"], headers=headers)
    assert response.status_code in {206, 304, 416}
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response.headers["Cache-Control"] == "private, no-cache"


def test_a_proxy_is_told_where_the_bytes_are_and_gets_none(
    accel: None, cast: Cast, material: Material, make_asset: MakeAsset
) -> None:
    response = cast.client("owner").get(list_addresses(material)["original"])
    assert response.headers["X-Accel-Redirect"] == f"/_bytes/originals/{material.asset.original.storage_name}"
    assert response.content == b""
    assert response.headers["Content-Type"] == "image/jpeg"
    assert response.headers["Content-Disposition"] == f'attachment; filename="{material.asset.file_name}"'
    made = Rendition.objects.get()
    response = cast.client("viewer").get(list_addresses(material)["rendition"])
    assert response.headers["X-Accel-Redirect"] == f"/_bytes/renditions/{made.storage_name}"


def test_the_proxy_answers_ranges_and_conditions_itself(accel: None, cast: Cast, material: Material) -> None:
    headers = {"range": "bytes=0-0", "if-none-match": "*", "if-match": '"v0"'}
    response = cast.client("owner").get(list_addresses(material)["original"], headers=headers)
    assert (response.status_code, response.content) == (200, b"")
    assert "X-Accel-Redirect" in response.headers


def test_a_name_in_the_store_is_quoted_for_the_proxy(
    accel: None, cast: Cast, material: Material, media_root: Path
) -> None:
    """nginx undoes percent-encoding, and takes `?` for the beginning of arguments."""
    name = "ab/50% күн?.jpg"
    (media_root / "originals" / "ab").mkdir(parents=True)
    (media_root / "originals" / name).write_bytes(b"x")
    Original.objects.filter(pk=material.asset.original_id).update(storage_name=name)
    response = cast.client("owner").get(list_addresses(material)["original"])
    assert response.headers["X-Accel-Redirect"] == "/_bytes/originals/ab/50%25%20%D0%BA%D2%AF%D0%BD%3F.jpg"


@pytest.mark.parametrize("who", ["outsider", "viewer", "anonymous"])
def test_the_proxy_is_told_nothing_for_somebody_without_the_right(
    who: str, accel: None, cast: Cast, material: Material
) -> None:
    response = cast.client(who).get(list_addresses(material)["original"])
    assert response.status_code in {302, 403, 404}
    assert "X-Accel-Redirect" not in response.headers


def test_what_stays_outside_the_store_goes_out_through_us(
    accel: None, cast: Cast, material: Material, tmp_path: Path
) -> None:
    (tmp_path / "disk.html").write_bytes(b"on the disk")
    Original.objects.filter(pk=material.sidecar.original_id).update(
        storage_name="", reference_path=str(tmp_path / "disk.html")
    )
    assert Sidecar.objects.get().original.storage_name == ""
    response = cast.client("owner").get(list_addresses(material)["sidecar"])
    assert "X-Accel-Redirect" not in response.headers
    assert b"".join(response.streaming_content) == b"on the disk"  # type: ignore[attr-defined]


def test_a_file_that_is_gone_is_404_with_a_proxy_too(
    accel: None, cast: Cast, material: Material, media_root: Path
) -> None:
    (media_root / "originals" / material.asset.original.storage_name).unlink()
    assert cast.client("owner").get(list_addresses(material)["original"]).status_code == 404
