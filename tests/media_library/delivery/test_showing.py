"""Clips to be played and photographs in all their pixels: `play` and `pixels`."""

from __future__ import annotations

import pytest
from django.urls import reverse

from media_library.delivery.links import pixels_url, play_url
from media_library.models import Asset
from tests.fixtures_people import Cast, MakeAsset, Material


def read(response) -> bytes:  # type: ignore[no-untyped-def]
    return b"".join(response.streaming_content) if response.streaming else response.content


@pytest.fixture
def clip(cast: Cast, make_asset: MakeAsset) -> Asset:
    return make_asset(
        cast.project, name="күн.MOV", content=b"0123456789", kind="video", mime="video/quicktime", thumbnail=""
    )


@pytest.mark.parametrize("who", ["viewer", "reviewer", "contributor", "editor", "owner"])
def test_every_member_may_play_a_clip(who: str, cast: Cast, clip: Asset) -> None:
    response = cast.client(who).get(play_url("altai", clip))
    assert read(response) == b"0123456789"
    assert response.headers["Content-Type"] == "video/mp4"
    assert response.headers["Content-Disposition"] == "inline; filename*=utf-8''%D0%BA%D2%AF%D0%BD.MOV"
    assert response.headers["Accept-Ranges"] == "bytes"
    assert response.headers["ETag"] == f'"{clip.original.sha256}"'


@pytest.mark.parametrize(("who", "status"), [("outsider", 404), ("anonymous", 302)])
def test_nobody_else_may(who: str, status: int, cast: Cast, clip: Asset) -> None:
    assert cast.client(who).get(play_url("altai", clip)).status_code == status


def test_a_clip_of_ours_does_not_play_in_a_project_of_theirs(cast: Cast, clip: Asset) -> None:
    assert cast.client("outsider").get(reverse("play", args=["bazaar", clip.pk])).status_code == 404


def test_a_player_gets_the_part_it_asks_for(cast: Cast, clip: Asset) -> None:
    response = cast.client("viewer").get(play_url("altai", clip), headers={"range": "bytes=7-"})
    assert (response.status_code, read(response)) == (206, b"789")
    assert response.headers["Content-Range"] == "bytes 7-9/10"


@pytest.mark.parametrize(
    ("kind", "mime"),
    [("photo", "image/jpeg"), ("document", "text/html"), ("video", "application/mxf"), ("video", "text/html"),
     ("document", "video/mp4"), ("photo", "image/svg+xml")],
)  # fmt: skip
def test_what_no_browser_plays_is_not_played(kind: str, mime: str, cast: Cast, make_asset: MakeAsset) -> None:
    asset = make_asset(cast.project, kind=kind, mime=mime)
    assert play_url("altai", asset) == ""
    assert cast.client("owner").get(reverse("play", args=["altai", asset.pk])).status_code == 404


def test_playing_costs_four_queries(cast: Cast, clip: Asset, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    client = cast.client("viewer")
    with django_assert_num_queries(4):  # session, user, membership, asset with original
        read(client.get(play_url("altai", clip)))


@pytest.mark.parametrize(
    ("who", "status"), [("contributor", 200), ("owner", 200), ("viewer", 403), ("reviewer", 403), ("outsider", 404)]
)
def test_the_pixels_of_an_original_are_for_whom_the_original_is(
    who: str, status: int, cast: Cast, material: Material
) -> None:
    assert cast.client(who).get(pixels_url("altai", material.asset)).status_code == status


def test_the_pixels_are_shown_and_keep_their_name(cast: Cast, make_asset: MakeAsset) -> None:
    asset = make_asset(cast.project, name="a.png", content=b"the very bytes", mime="image/png")
    response = cast.client("contributor").get(pixels_url("altai", asset))
    assert read(response) == b"the very bytes"
    assert response.headers["Content-Type"] == "image/png"
    assert response.headers["Content-Disposition"] == 'inline; filename="a.png"'


@pytest.mark.parametrize(
    ("kind", "mime"),
    [("photo", "image/svg+xml"), ("photo", "image/tiff"), ("document", "image/jpeg"), ("video", "video/mp4"),
     ("document", "text/html")],
)  # fmt: skip
def test_nothing_but_a_raster_picture_is_drawn(kind: str, mime: str, cast: Cast, make_asset: MakeAsset) -> None:
    asset = make_asset(cast.project, kind=kind, mime=mime)
    assert pixels_url("altai", asset) == ""
    assert cast.client("owner").get(reverse("pixels", args=["altai", asset.pk])).status_code == 404
