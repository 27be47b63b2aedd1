"""A clip on the page of an asset: played, or skimmed by its frames."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from media_library.models import Asset, Original
from tests.browser.asset_page.opening import keep, open_asset, paint
from tests.browser.pages import check_accessible, wait_until_attached
from tests.fixtures_people import Cast, MakeAsset
from tests.media_library.formats.made_media import make_film

pytestmark = pytest.mark.django_db(transaction=True)

FRAMES = 8


def film_frame(number: int) -> Any:
    return np.full((108, 192, 3), 30 * number, np.uint8)


def make_sheet() -> bytes:
    """A sheet of frames, one a second: each a little lighter than the one before."""
    tiles = np.concatenate([np.full((90, 160, 3), 30 * number, np.uint8) for number in range(FRAMES)], axis=1)
    sheet = io.BytesIO()
    Image.fromarray(tiles).save(sheet, "JPEG", quality=95)
    return sheet.getvalue()


@pytest.fixture
def clip(cast: Cast, make_asset: MakeAsset, page: Page, tmp_path: Path) -> Callable[..., Asset]:
    """Makes a clip of eight seconds with its poster and its sheet; `plays` says whether a browser can play it."""

    def make(*, plays: bool) -> Asset:
        has_h264 = page.evaluate("""document.createElement('video').canPlayType('video/mp4; codecs="avc1.42E01E"')""")
        codec = ("libx264" if has_h264 else "libvpx-vp9") if plays else "mpeg2video"
        path = make_film(
            tmp_path / "clip.mp4", frames=25 * FRAMES, codec=codec, picture=lambda number: film_frame(number // 25)
        )
        asset = make_asset(
            cast.project,
            name="clip.mp4",
            kind="video",
            mime="video/mp4",
            file_type="MP4",
            content=path.read_bytes(),
            duration_ms=1000 * FRAMES,
            duration_frames=25 * FRAMES,
            rate_num=25,
            rate_den=1,
            width_px=192,
            height_px=108,
            facts={"video_codec": "h264" if plays else "mpeg2video"},
            thumbnail="",
        )
        keep(asset.original, "max-1280", paint((192, 108)), (192, 108))
        layout = {
            "tile_width": 160,
            "tile_height": 90,
            "columns": 10,
            "count": FRAMES,
            "interval_s": 1.0,
            "first_tile": 0,
        }
        keep(asset.original, "sheet-1", make_sheet(), (160 * FRAMES, 90), data=layout)
        return asset

    return make


def grey_of(page: Page, selector: str) -> int:
    """The grey in the middle of a canvas."""
    return int(
        page.evaluate(
            """selector => {
                const canvas = document.querySelector(selector);
                const context = canvas.getContext("2d");
                return context.getImageData(canvas.width / 2, canvas.height / 2, 1, 1).data[0];
            }""",
            selector,
        )
    )


def test_a_clip_that_cannot_be_played_says_so_and_is_skimmed_by_keys(
    desk: Page, cast: Cast, clip: Callable[..., Asset], live_server: Any
) -> None:
    open_asset(desk, live_server, clip(plays=False))
    expect(desk.get_by_text("This browser cannot play a clip of this kind: MP4, MPEG-2.")).to_be_visible()
    expect(desk.locator("video")).to_have_count(0)
    lane = desk.get_by_role("slider", name="Moment")
    expect(desk.locator("[data-part=strip]")).not_to_have_js_property("width", 300)  # drawn: 300 is a canvas's own
    lane.press("ArrowRight")
    expect(lane).to_have_attribute("aria-valuetext", "0:01.0")
    for __ in range(4):
        lane.press("ArrowRight")
    assert grey_of(desk, "[data-part=skim]") == pytest.approx(150, abs=4)  # the sixth frame: 5 × 30
    lane.press("End")
    assert grey_of(desk, "[data-part=skim]") == pytest.approx(210, abs=4)
    check_accessible(desk)


def test_a_clip_plays_and_its_lane_leads_to_a_moment(
    desk: Page, cast: Cast, clip: Callable[..., Asset], live_server: Any
) -> None:
    open_asset(desk, live_server, clip(plays=True))
    video = desk.locator("video")
    wait_until_attached(desk)
    assert video.evaluate("video => video.networkState") != 2  # nothing is on its way before somebody turns to it
    video.hover()
    expect(video).not_to_have_js_property("readyState", 0)
    expect(video).to_have_js_property("controls", False)  # ours stand below it
    wait_until_attached(desk)
    expect(desk.locator("[data-part=unplayable]")).to_be_hidden()
    box = desk.get_by_role("slider", name="Moment").bounding_box()
    assert box is not None
    desk.mouse.click(box["x"] + box["width"] * 0.75, box["y"] + 10)
    expect(desk.get_by_role("slider", name="Moment")).to_have_attribute("aria-valuenow", "6")
    assert video.evaluate("video => video.currentTime") == pytest.approx(6, abs=0.02)
    desk.keyboard.press("Period")
    assert video.evaluate("video => video.currentTime") == pytest.approx(
        6.06, abs=0.001
    )  # middle of frame 151: 151.5 / 25
    desk.keyboard.press("KeyK")
    expect(video).to_have_js_property("paused", False)
    check_accessible(desk)


def test_a_clip_whose_codec_the_browser_lacks_falls_back_to_its_frames(
    desk: Page, cast: Cast, clip: Callable[..., Asset], live_server: Any
) -> None:
    """The file says H.264 and is something else: only the player finds out."""
    asset = clip(plays=False)
    Original.objects.filter(pk=asset.original_id).update(facts={"video_codec": "h264"})
    open_asset(desk, live_server, asset)
    desk.locator("video").hover()
    expect(desk.get_by_text("This browser cannot play a clip of this kind")).to_be_visible()
    expect(desk.locator("video")).to_be_hidden()
    expect(desk.locator("img[data-part=still]")).to_be_visible()
