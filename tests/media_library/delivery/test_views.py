from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.urls import reverse

from media_library.delivery.links import rendition_url
from media_library.models import Original, Rendition, Sidecar
from tests.fixtures_people import Cast, MakeAsset, Material, make_rendition, paint


def read(response) -> bytes:  # type: ignore[no-untyped-def]
    return b"".join(response.streaming_content) if response.streaming else response.content


def original_address(material: Material) -> str:
    return reverse("original", args=["altai", material.asset.pk])


def test_a_rendition_comes_as_the_picture_it_is(cast: Cast, material: Material) -> None:
    made = material.asset.original.renditions.get()
    response = cast.client("viewer").get(rendition_url("altai", material.asset.pk, made))
    assert read(response) == paint()
    assert response.headers["Content-Type"] == "image/jpeg"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"] == "private, max-age=31536000, immutable"


@pytest.mark.parametrize(("who", "status"), [("outsider", 404), ("anonymous", 302)])
def test_an_address_for_ever_is_still_refused_without_permission(
    who: str, status: int, cast: Cast, material: Material
) -> None:
    address = rendition_url("altai", material.asset.pk, material.asset.original.renditions.get())
    assert cast.client(who).get(address).status_code == status


def test_an_address_without_its_version_is_asked_for_again_each_time(cast: Cast, material: Material) -> None:
    client, address = cast.client("viewer"), reverse("rendition", args=["altai", material.asset.pk, "max-320"])
    first = client.get(address)
    assert first.headers["Cache-Control"] == "private, no-cache"
    assert client.get(address, headers={"if-none-match": first.headers["ETag"]}).status_code == 304


def test_a_rendition_made_again_has_another_address(cast: Cast, material: Material) -> None:
    made = material.asset.original.renditions.get()
    before = rendition_url("altai", material.asset.pk, made)
    made.made_at = made.made_at.replace(year=2030)  # type: ignore[union-attr]
    assert rendition_url("altai", material.asset.pk, made) != before


def test_a_rendition_that_is_not_done_is_not_there(cast: Cast, make_asset: MakeAsset) -> None:
    asset = make_asset(cast.project, thumbnail="pending")
    assert cast.client("owner").get(reverse("rendition", args=["altai", asset.pk, "max-320"])).status_code == 404


def test_a_rendition_whose_file_is_gone_is_404_and_not_an_error(cast: Cast, material: Material) -> None:
    storages["renditions"].delete(material.asset.original.renditions.get().storage_name)
    address = reverse("rendition", args=["altai", material.asset.pk, "max-320"])
    assert cast.client("owner").get(address).status_code == 404


def test_a_rendition_never_comes_as_a_web_page(cast: Cast, material: Material) -> None:
    Rendition.objects.update(mime="text/html")
    response = cast.client("viewer").get(reverse("rendition", args=["altai", material.asset.pk, "max-320"]))
    assert response.headers["Content-Type"] == "application/octet-stream"


def test_a_rendition_costs_four_queries(cast: Cast, material: Material, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    client = cast.client("viewer")
    with django_assert_num_queries(4):  # session, user, asset, rendition
        client.get(reverse("rendition", args=["altai", material.asset.pk, "max-320"]))


def test_an_original_comes_as_a_file_to_save(cast: Cast, make_asset: MakeAsset) -> None:
    asset = make_asset(cast.project, name='күн".jpg', content=b"the very bytes")
    response = cast.client("contributor").get(reverse("original", args=["altai", asset.pk]))
    assert read(response) == b"the very bytes"
    assert response.headers["Content-Disposition"] == "attachment; filename*=utf-8''%D0%BA%D2%AF%D0%BD_.jpg"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["ETag"] == f'"{asset.original.sha256}"'


def test_a_part_of_an_original_can_be_asked_for(cast: Cast, make_asset: MakeAsset) -> None:
    asset = make_asset(cast.project, content=b"0123456789")
    response = cast.client("owner").get(reverse("original", args=["altai", asset.pk]), headers={"range": "bytes=2-4"})
    assert (response.status_code, read(response)) == (206, b"234")


def test_a_web_page_among_the_sidecars_is_only_ever_saved(cast: Cast, material: Material) -> None:
    response = cast.client("owner").get(reverse("sidecar", args=["altai", material.sidecar.pk]))
    assert response.headers["Content-Type"] == "application/octet-stream"
    assert response.headers["Content-Disposition"] == 'attachment; filename="a.html"'


def test_a_drawing_with_scripts_in_it_is_plain_bytes(cast: Cast, make_asset: MakeAsset) -> None:
    asset = make_asset(cast.project, mime="image/svg+xml")
    response = cast.client("owner").get(reverse("original", args=["altai", asset.pk]))
    assert response.headers["Content-Type"] == "application/octet-stream"


def test_a_referenced_original_is_read_where_it_stays(cast: Cast, material: Material, tmp_path: Path) -> None:
    (tmp_path / "disk.jpg").write_bytes(b"on the disk")
    Original.objects.filter(pk=material.asset.original_id).update(
        storage_name="", reference_path=str(tmp_path / "disk.jpg")
    )
    assert read(cast.client("owner").get(original_address(material))) == b"on the disk"


def test_a_disk_that_is_not_there_is_404_and_not_an_error(cast: Cast, material: Material, tmp_path: Path) -> None:
    Original.objects.filter(pk=material.asset.original_id).update(
        storage_name="", reference_path=str(tmp_path / "gone" / "a.jpg")
    )
    assert cast.client("owner").get(original_address(material)).status_code == 404


def test_the_same_bytes_in_a_project_of_mine_do_not_open_yours(cast: Cast, material: Material) -> None:
    """One original in two projects: the asset of the other project stays closed, and so does its sidecar."""
    theirs = cast["outsider"].memberships.get().project
    material.asset.pk = None
    material.asset.project = theirs
    material.asset.save()
    client = cast.client("outsider")
    assert client.get(reverse("original", args=["bazaar", material.asset.pk])).status_code == 200
    assert client.get(reverse("original", args=["altai", material.asset.pk])).status_code == 404
    assert client.get(reverse("rendition", args=["altai", material.asset.pk, "max-320"])).status_code == 404
    assert client.get(reverse("rendition", args=["bazaar", material.asset.pk, "max-320"])).status_code == 200
    sidecar = Sidecar.objects.get()
    assert client.get(reverse("sidecar", args=["bazaar", sidecar.pk])).status_code == 404


def test_an_id_beyond_every_row_is_404(cast: Cast, material: Material) -> None:
    make_rendition(material.asset.original, "max-1280")
    address = reverse("rendition", args=["altai", 10**30, "max-1280"])
    assert cast.client("owner").get(address).status_code == 404
