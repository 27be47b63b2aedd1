from __future__ import annotations

import pytest

from media_library.models import Asset, Original, Rendition
from media_library.viewing.stage import set_stage
from tests.fixtures_people import Cast, MakeAsset, make_rendition


def picture(asset: Asset, spec: str, width_px: int, height_px: int) -> None:
    make_rendition(asset.original, spec)
    Rendition.objects.filter(original=asset.original, spec=spec).update(width_px=width_px, height_px=height_px)


@pytest.fixture
def photograph(cast: Cast, make_asset: MakeAsset) -> Asset:
    """6000 × 4000 pixels, with all its pictures."""
    asset = make_asset(cast.project, width_px=6000, height_px=4000, thumbnail="")
    for spec, width_px, height_px in (("max-2560", 2560, 1707), ("max-320", 320, 213), ("max-1280", 1280, 853)):
        picture(asset, spec, width_px, height_px)
    return asset


def test_the_pictures_go_from_the_smallest_up_and_one_is_for_browsers_that_do_not_choose(photograph: Asset) -> None:
    stage = set_stage("altai", photograph, photograph.original.renditions.all())
    assert [one.width_px for one in stage.pictures] == [320, 1280, 2560]
    assert stage.shown == stage.pictures[1]
    assert stage.srcset.count("w, ") == 2
    assert stage.sizes == "(max-width: 719px) 100vw, min(100vw - 320px, (100vh - 106px) * 1.4997)"  # 2560 / 1707


def test_whoever_may_have_the_original_zooms_into_its_pixels(photograph: Asset) -> None:
    stage = set_stage("altai", photograph, photograph.original.renditions.all())
    assert stage.zoomed is not None
    assert (stage.zoomed.width_px, stage.zoomed.height_px) == (6000, 4000)
    assert stage.zoomed.url == f"/projects/altai/media/{photograph.pk}/pixels/"
    assert stage.has_all_pixels


def test_the_others_zoom_into_the_largest_preview(photograph: Asset) -> None:
    stage = set_stage("altai", photograph, photograph.original.renditions.all(), with_pixels=False)
    assert stage.zoomed == stage.largest
    assert not stage.has_all_pixels


@pytest.mark.parametrize("columns", [{"mime": "image/x-canon-cr2"}, {"state": "missing"}])
def test_pixels_that_no_browser_can_show_are_not_offered(photograph: Asset, columns: dict[str, str]) -> None:
    Original.objects.filter(pk=photograph.original_id).update(**columns)
    loaded = Asset.objects.select_related("original").get(pk=photograph.pk)
    stage = set_stage("altai", loaded, loaded.original.renditions.all())
    assert stage.pixels is None
    assert stage.zoomed == stage.largest


def test_a_small_photograph_is_whole_in_its_preview(cast: Cast, make_asset: MakeAsset) -> None:
    small = make_asset(cast.project, width_px=800, height_px=600, thumbnail="")
    picture(small, "max-1280", 800, 600)
    picture(small, "max-2560", 800, 600)
    stage = set_stage("altai", small, small.original.renditions.all(), with_pixels=False)
    assert stage.has_all_pixels
    assert [one.width_px for one in stage.pictures] == [800]


def test_what_is_not_made_yet_is_not_shown(cast: Cast, make_asset: MakeAsset) -> None:
    asset = make_asset(cast.project, thumbnail="")
    make_rendition(asset.original, "max-1280", "pending")
    make_rendition(asset.original, "sheet-1", "failed", "No picture.")
    stage = set_stage("altai", asset, asset.original.renditions.all())
    assert (stage.pictures, stage.sheets, stage.shown, stage.zoomed, stage.sizes) == ((), (), None, None, "")


def test_a_clip_that_can_play_has_an_address_to_play(cast: Cast, make_asset: MakeAsset) -> None:
    clip = make_asset(cast.project, kind="video", mime="video/mp4", facts={"video_codec": "h264"}, thumbnail="")
    make_rendition(clip.original, "sheet-1")  # without a layout
    stage = set_stage("altai", clip, clip.original.renditions.all())
    assert (stage.play_url, stage.sheets) == (f"/projects/altai/media/{clip.pk}/play/", ())


@pytest.mark.parametrize("columns", [{"facts": {"video_codec": "prores"}}, {"state": "missing"}])
def test_a_clip_that_cannot_play_has_no_address_to_play(
    cast: Cast, make_asset: MakeAsset, columns: dict[str, object]
) -> None:
    clip = make_asset(cast.project, kind="video", mime="video/quicktime", **columns)
    assert set_stage("altai", clip, []).play_url == ""
