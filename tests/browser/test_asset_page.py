"""The page of an asset, as a person uses it: looks closely, plays, writes, goes on, takes the file away."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from media_library.models import Asset, Original, Rendition
from tests.browser.pages import check_accessible, sign_in
from tests.fixtures_people import Cast, MakeAsset
from tests.media_library.formats.made_media import make_film

pytestmark = pytest.mark.django_db(transaction=True)

WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
PICTURE = (3000, 2000)
EDGES = {"max-320": (320, 213), "max-1280": (1280, 853), "max-2560": (2560, 1707)}


def paint(size: tuple[int, int]) -> bytes:
    """A JPEG, black on the left half and white on the right."""
    pixels = np.zeros((size[1], size[0]), np.uint8)
    pixels[:, size[0] // 2 :] = 255
    sheet = io.BytesIO()
    Image.fromarray(pixels).convert("RGB").save(sheet, "JPEG", quality=95)
    return sheet.getvalue()


def keep(original: Original, spec: str, content: bytes, size: tuple[int, int] | None, **columns: Any) -> None:
    """Puts a rendition into the store."""
    name = storages["renditions"].save(f"{original.pk}/{spec}", ContentFile(content))
    width_px, height_px = size or (None, None)
    Rendition.objects.create(
        original=original,
        spec=spec,
        state="done",
        storage_name=name,
        made_at=timezone.now(),
        **{"mime": "image/jpeg", "width_px": width_px, "height_px": height_px, **columns},
    )


@pytest.fixture
def photograph(cast: Cast, make_asset: MakeAsset) -> Callable[..., Asset]:
    """Makes a photograph of six megapixels with all its renditions."""

    def make(size: tuple[int, int] = PICTURE, **columns: Any) -> Asset:
        asset = make_asset(
            cast.project, content=paint(size), width_px=size[0], height_px=size[1], read_back=True, thumbnail=""
        )
        for spec, (long, short) in EDGES.items():
            edge = (long, short) if size[0] > size[1] else (short, long)
            keep(asset.original, spec, paint(edge), edge)
        Asset.objects.filter(pk=asset.pk).update(**columns)
        return asset

    return make


def open_asset(page: Page, live_server: Any, asset: Asset, query: str = "") -> None:
    page.goto(f"{live_server.url}{reverse('asset', args=['altai', asset.pk])}{query}")


@pytest.fixture
def desk(cast: Cast, live_server: Any, quiet_page: Page) -> Page:
    """A wide window in which the contributor has signed in."""
    quiet_page.set_viewport_size(WIDE)
    sign_in(quiet_page, live_server.url, "contributor")
    return quiet_page


@pytest.fixture
def loud_desk(cast: Cast, live_server: Any, page: Page) -> Page:
    """The same where the browser may complain: of a refusal, of a lost connection."""
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    sign_in(page, live_server.url, "contributor")
    return page


def frame(page: Page) -> dict[str, float]:
    box = page.locator("[data-part=frame]").bounding_box()
    assert box is not None
    return dict(box)


def zoomed(page: Page) -> Page:
    page.locator(".asset__stage[data-zoomed]").wait_for()
    return page


@pytest.mark.parametrize("pixel_ratio", [1, 2])
def test_a_click_shows_the_pixels_under_the_pointer_one_for_one(
    pixel_ratio: int, cast: Cast, photograph: Callable[..., Asset], live_server: Any, browser: Browser
) -> None:
    context = browser.new_context(viewport=WIDE, device_scale_factor=pixel_ratio)  # type: ignore[arg-type]
    page = context.new_page()
    sign_in(page, live_server.url)
    open_asset(page, live_server, photograph())
    page.locator(".asset__stage[data-ready]").wait_for()
    picture = page.locator("img.asset__picture").first.bounding_box()
    assert picture is not None
    shown = picture["width"] * min(1, picture["height"] * 1.5 / picture["width"])  # 3 : 2, whole in its room
    left, top = picture["x"] + (picture["width"] - shown) / 2, picture["y"] + (picture["height"] - shown / 1.5) / 2
    page.mouse.click(left + shown * 0.3, top + shown / 1.5 * 0.6)
    lies = frame(zoomed(page))
    assert lies["width"] == pytest.approx(PICTURE[0] / pixel_ratio, abs=0.5)
    assert lies["x"] + lies["width"] * 0.3 == pytest.approx(left + shown * 0.3, abs=1)
    assert lies["y"] + lies["height"] * 0.6 == pytest.approx(top + shown / 1.5 * 0.6, abs=1)
    whole = page.locator("img.asset__picture").nth(1)
    expect(whole).to_have_js_property("naturalWidth", PICTURE[0])
    expect(page.locator("[data-part=scale]")).to_have_text("100 %")
    context.close()


def test_a_viewer_is_told_that_the_preview_is_all_they_see(
    cast: Cast, photograph: Callable[..., Asset], live_server: Any, quiet_page: Page
) -> None:
    quiet_page.set_viewport_size(WIDE)
    sign_in(quiet_page, live_server.url, "viewer")
    open_asset(quiet_page, live_server, photograph(caption="Таңғы базар"))
    quiet_page.get_by_role("button", name="100 %").click()
    expect(quiet_page.locator("[data-part=scale]")).to_have_text("100 % of the preview, 2560 px")
    assert frame(quiet_page)["width"] == pytest.approx(2560, abs=0.5)
    expect(quiet_page.get_by_text("Таңғы базар")).to_be_visible()
    expect(quiet_page.get_by_label("Caption")).to_have_count(0)
    expect(quiet_page.get_by_role("link", name="Download")).to_have_count(0)


def test_the_keys_zoom_push_and_go_back(
    desk: Page, cast: Cast, photograph: Callable[..., Asset], live_server: Any
) -> None:
    photograph()
    asset = photograph()
    open_asset(desk, live_server, asset)
    desk.locator(".asset__stage[data-ready]").wait_for()
    desk.keyboard.press("Space")
    before = frame(zoomed(desk))
    desk.keyboard.press("ArrowRight")
    assert frame(desk)["x"] < before["x"]
    assert frame(desk)["y"] == before["y"]
    desk.keyboard.press("Equal")
    expect(desk.locator("[data-part=scale]")).to_have_text("150 %")
    desk.keyboard.press("Minus")
    expect(desk.locator("[data-part=scale]")).to_have_text("100 %")
    desk.keyboard.press("Escape")
    expect(desk.get_by_role("button", name="Fit")).to_have_attribute("aria-pressed", "true")
    assert desk.url.endswith(f"/media/{asset.pk}/")
    desk.keyboard.press("ArrowRight")
    desk.wait_for_url(lambda url: not url.endswith(f"/media/{asset.pk}/"))


def test_the_place_and_the_set_are_kept_on_the_way_to_the_next(
    desk: Page, cast: Cast, photograph: Callable[..., Asset], live_server: Any
) -> None:
    """From a landscape to a portrait picture: the same fraction of it is in the middle."""
    last, first = photograph((2000, 3000)), photograph()
    Asset.objects.filter(pk=first.pk).update(name_key="a")
    Asset.objects.filter(pk=last.pk).update(name_key="b")
    open_asset(desk, live_server, first, "?sort=name&kind=photo")
    desk.locator(".asset__stage[data-ready]").wait_for()
    stage = desk.locator(".asset__stage").bounding_box()
    assert stage is not None
    desk.mouse.click(stage["x"] + stage["width"] * 0.6, stage["y"] + stage["height"] / 2)
    before = frame(zoomed(desk))
    desk.get_by_role("link", name="Next").click()
    desk.wait_for_url(f"**/media/{last.pk}/?kind=photo&sort=name")
    after = frame(zoomed(desk))
    centre_x, centre_y = stage["x"] + stage["width"] / 2, stage["y"] + stage["height"] / 2
    assert (centre_x - after["x"]) / 2000 == pytest.approx((centre_x - before["x"]) / 3000, abs=0.002)
    assert (centre_y - after["y"]) / 3000 == pytest.approx((centre_y - before["y"]) / 2000, abs=0.002)
    expect(desk.get_by_role("link", name="Previous")).to_have_attribute(
        "href", f"/projects/altai/media/{first.pk}/?kind=photo&sort=name"
    )
    expect(desk.get_by_role("link", name="Library")).to_have_attribute(
        "href", f"/projects/altai/media/?kind=photo&sort=name&at={last.pk}"
    )


def test_on_the_phone_a_double_tap_and_two_fingers_zoom_and_one_finger_goes_on(
    cast: Cast, photograph: Callable[..., Asset], live_server: Any, browser: Browser
) -> None:
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True, device_scale_factor=2)  # type: ignore[arg-type]
    page = context.new_page()
    sign_in(page, live_server.url)
    next_one = photograph()
    open_asset(page, live_server, photograph())
    page.locator(".asset__stage[data-ready]").wait_for()
    page.touchscreen.tap(200, 150)
    page.touchscreen.tap(200, 150)
    assert frame(zoomed(page))["width"] == pytest.approx(PICTURE[0] / 2, abs=0.5)
    page.get_by_role("button", name="Fit").click()
    fingers = context.new_cdp_session(page)

    def touch(kind: str, *points: tuple[int, int]) -> None:
        touches = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(points)]
        fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})

    touch("touchStart", (150, 150))
    touch("touchStart", (150, 150), (250, 150))
    touch("touchMove", (100, 150), (300, 150))
    touch("touchEnd")
    assert frame(zoomed(page))["width"] == pytest.approx(2 * 390, abs=2)
    page.get_by_role("button", name="Fit").click()
    touch("touchStart", (300, 150))
    touch("touchMove", (200, 152))
    touch("touchMove", (120, 155))
    touch("touchEnd")
    page.wait_for_url(f"**/media/{next_one.pk}/")
    context.close()


def test_nothing_moves_while_the_picture_comes(
    desk: Page, cast: Cast, photograph: Callable[..., Asset], live_server: Any
) -> None:
    desk.add_init_script(
        """window.shifted = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) window.shifted += entry.value;
        }).observe({ type: "layout-shift", buffered: true });"""
    )
    open_asset(desk, live_server, photograph(latitude=49.1, longitude=86.0))
    desk.wait_for_load_state("networkidle")
    assert desk.evaluate("window.shifted") < 0.02


def test_a_caption_is_saved_when_one_leaves_it_and_can_be_undone(
    desk: Page, cast: Cast, photograph: Callable[..., Asset], live_server: Any
) -> None:
    asset = photograph(caption="Before")
    open_asset(desk, live_server, asset)
    desk.locator("form[data-live]").first.wait_for()
    caption = desk.get_by_label("Caption")
    desk.keyboard.press("KeyW")
    expect(caption).to_be_focused()
    desk.keyboard.type(", and after")
    desk.keyboard.press("Tab")
    expect(desk.get_by_text("The caption is saved.")).to_be_visible()
    assert Asset.objects.get(pk=asset.pk).caption == "Before, and after"
    desk.keyboard.press("Escape")  # out of the next field, so that the keys are the page's again
    desk.keyboard.press("Control+KeyZ")
    expect(caption).to_have_value("Before")
    assert Asset.objects.get(pk=asset.pk).caption == "Before"


def test_a_caption_that_is_saved_on_the_way_out_is_told_on_the_next_page(
    desk: Page, cast: Cast, photograph: Callable[..., Asset], live_server: Any
) -> None:
    other, asset = photograph(), photograph(caption="Before")
    open_asset(desk, live_server, asset)
    desk.locator("form[data-live]").first.wait_for()
    desk.get_by_label("Caption").fill("After")
    desk.get_by_role("link", name="Next").click()
    desk.wait_for_url(f"**/media/{other.pk}/")
    expect(desk.get_by_text("The caption is saved.")).to_be_visible()
    assert Asset.objects.get(pk=asset.pk).caption == "After"
    desk.get_by_role("button", name="Undo").click()
    expect(desk.get_by_role("button", name="Undo")).to_be_visible()  # the step back can be taken back as well
    assert Asset.objects.get(pk=asset.pk).caption == "Before"


def test_leaving_at_once_does_not_write_over_what_has_not_been_seen(
    loud_desk: Page, cast: Cast, photograph: Callable[..., Asset], live_server: Any
) -> None:
    """Ctrl+Enter, and on to the next field before the answer is here."""
    asset = photograph(caption="Old")
    open_asset(loud_desk, live_server, asset)
    loud_desk.locator("form[data-live]").first.wait_for()
    loud_desk.get_by_label("Caption").fill("Mine")
    Asset.objects.filter(pk=asset.pk).update(caption="Theirs")
    loud_desk.get_by_label("Caption").press("Control+Enter")
    loud_desk.get_by_label("Caption").focus()
    loud_desk.get_by_label("Keywords").focus()
    expect(loud_desk.get_by_role("button", name="Save mine over it")).to_be_visible()
    loud_desk.wait_for_load_state("networkidle")
    assert Asset.objects.get(pk=asset.pk).caption == "Theirs"


def test_escape_gives_up_what_was_typed(
    desk: Page, cast: Cast, photograph: Callable[..., Asset], live_server: Any
) -> None:
    asset = photograph(title="Stays")
    open_asset(desk, live_server, asset)
    desk.locator("form[data-live]").first.wait_for()
    title = desk.get_by_label("Title")
    title.fill("Goes")
    title.press("Escape")
    expect(title).to_have_value("Stays")
    expect(title).not_to_be_focused()
    assert Asset.objects.get(pk=asset.pk).title == "Stays"


def test_when_two_write_at_once_both_texts_are_there(
    loud_desk: Page, cast: Cast, photograph: Callable[..., Asset], live_server: Any
) -> None:
    desk = loud_desk
    asset = photograph(caption="Old")
    open_asset(desk, live_server, asset)
    desk.locator("form[data-live]").first.wait_for()
    caption = desk.get_by_label("Caption")
    caption.fill("Mine")
    Asset.objects.filter(pk=asset.pk).update(caption="Theirs")
    with desk.expect_response(lambda answer: answer.status == 409):
        caption.press("Control+Enter")
    expect(desk.get_by_role("alert").get_by_text("Theirs", exact=True)).to_be_visible()
    expect(caption).to_have_value("Mine")
    desk.get_by_role("button", name="Save mine over it").click()
    expect(desk.get_by_text("The caption is saved.")).to_be_visible()
    assert Asset.objects.get(pk=asset.pk).caption == "Mine"


def test_what_could_not_be_sent_is_there_when_one_comes_back(
    loud_desk: Page, cast: Cast, photograph: Callable[..., Asset], live_server: Any
) -> None:
    desk = loud_desk
    asset = photograph(caption="Old")
    open_asset(desk, live_server, asset)
    desk.locator("form[data-live]").first.wait_for()
    desk.route("**/words/", lambda route: route.abort("internetdisconnected"))
    desk.get_by_label("Caption").fill("Written in a tunnel")
    desk.get_by_label("Caption").press("Control+Enter")
    expect(desk.get_by_text("There is no connection to Kadr.")).to_be_visible()
    desk.unroute("**/words/")
    desk.reload()
    expect(desk.get_by_label("Caption")).to_have_value("Written in a tunnel")
    desk.get_by_role("button", name="Save mine over it").click()
    expect(desk.get_by_text("The caption is saved.")).to_be_visible()
    assert Asset.objects.get(pk=asset.pk).caption == "Written in a tunnel"


def test_the_longest_caption_is_saved_and_taken_back(
    desk: Page, cast: Cast, photograph: Callable[..., Asset], live_server: Any
) -> None:
    """20,000 letters are 120,000 bytes of a form: more than a browser sends on the way out of a page."""
    asset, longest = photograph(caption="Before"), "ә" * 20_000
    open_asset(desk, live_server, asset)
    desk.locator("form[data-live]").first.wait_for()
    desk.get_by_label("Caption").fill(longest)
    desk.get_by_label("Caption").press("Control+Enter")
    expect(desk.get_by_text("The caption is saved.")).to_be_visible()
    assert Asset.objects.get(pk=asset.pk).caption == longest
    desk.get_by_role("button", name="Undo").click()
    expect(desk.get_by_label("Caption")).to_have_value("Before")
    desk.get_by_role("button", name="Undo").click()
    expect(desk.get_by_label("Caption")).to_have_value(longest)
    assert Asset.objects.get(pk=asset.pk).caption == longest


def test_an_undo_that_failed_can_be_tried_again(
    loud_desk: Page, cast: Cast, photograph: Callable[..., Asset], live_server: Any
) -> None:
    asset = photograph(caption="Before")
    open_asset(loud_desk, live_server, asset)
    loud_desk.locator("form[data-live]").first.wait_for()
    loud_desk.get_by_label("Caption").fill("After")
    loud_desk.get_by_label("Caption").press("Control+Enter")
    expect(loud_desk.get_by_text("The caption is saved.")).to_be_visible()
    loud_desk.route("**/words/", lambda route: route.abort("internetdisconnected"))
    loud_desk.get_by_role("button", name="Undo").click()
    expect(loud_desk.get_by_text("There is no connection to Kadr.")).to_be_visible()
    loud_desk.unroute("**/words/")
    loud_desk.get_by_role("button", name="Undo").click()
    expect(loud_desk.get_by_label("Caption")).to_have_value("Before")
    assert Asset.objects.get(pk=asset.pk).caption == "Before"


def test_what_is_typed_while_a_field_saves_is_there_when_one_comes_back(
    loud_desk: Page, cast: Cast, photograph: Callable[..., Asset], live_server: Any
) -> None:
    asset = photograph(caption="Old")
    open_asset(loud_desk, live_server, asset)
    loud_desk.locator("form[data-live]").first.wait_for()
    loud_desk.route("**/words/", lambda route: None)  # the answer does not come
    caption = loud_desk.get_by_label("Caption")
    caption.fill("First")
    with loud_desk.expect_request("**/words/"):
        caption.press("Control+Enter")
    caption.fill("First and second")
    loud_desk.reload()
    expect(caption).to_have_value("First and second")
    expect(loud_desk.get_by_text("What you typed here last time was not saved.")).to_be_visible()


def test_what_was_not_saved_is_not_shown_to_who_signs_in_next(
    loud_desk: Page, cast: Cast, photograph: Callable[..., Asset], live_server: Any
) -> None:
    asset = photograph(caption="Old")
    open_asset(loud_desk, live_server, asset)
    loud_desk.locator("form[data-live]").first.wait_for()
    loud_desk.route("**/words/", lambda route: route.abort("internetdisconnected"))
    loud_desk.get_by_label("Caption").fill("Mine")
    loud_desk.get_by_label("Caption").press("Control+Enter")
    expect(loud_desk.get_by_text("There is no connection to Kadr.")).to_be_visible()
    for who, stands in (("editor", "Old"), ("contributor", "Mine")):
        loud_desk.context.clear_cookies()
        sign_in(loud_desk, live_server.url, who)
        open_asset(loud_desk, live_server, asset)
        loud_desk.locator("form[data-live]").first.wait_for()
        expect(loud_desk.get_by_label("Caption")).to_have_value(stands)


def test_words_are_written_without_javascript_too(
    cast: Cast, photograph: Callable[..., Asset], live_server: Any, browser: Browser
) -> None:
    asset = photograph()
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, live_server.url, "contributor")
    open_asset(page, live_server, asset, "?sort=name")
    form = page.locator("form", has=page.get_by_label("Keywords"))
    form.get_by_label("Keywords").fill("көл; Алтай")
    form.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("**/?sort=name")
    expect(page.get_by_text("The keywords are saved.")).to_be_visible()
    expect(page.get_by_label("Keywords")).to_have_value("Алтай; көл")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_label("Keywords")).to_have_value("")
    context.close()


def test_by_keyboard_alone_from_the_door_to_the_file(
    cast: Cast, photograph: Callable[..., Asset], live_server: Any, quiet_page: Page
) -> None:
    """Sign in, open a project, find a picture, edit its caption, download it."""
    asset = photograph()
    page, press = quiet_page, quiet_page.keyboard.press
    page.set_viewport_size(WIDE)
    page.goto(live_server.url)
    page.keyboard.type("contributor@example.org")
    press("Tab")
    page.keyboard.type("seven herds of grey horses")
    press("Enter")
    page.wait_for_url(f"{live_server.url}/")
    tab_to(page, "a[href='/projects/altai/']")
    press("Enter")
    page.wait_for_url("**/projects/altai/")
    tab_to(page, "a[href='/projects/altai/media/']")
    press("Enter")
    page.wait_for_url("**/projects/altai/media/")
    page.get_by_role("option").first.wait_for()
    tab_to(page, "[role=listbox], [role=option]")
    press("ArrowRight")
    press("Enter")
    page.wait_for_url(f"**/media/{asset.pk}/**")
    page.locator("form[data-live]").first.wait_for()
    press("KeyW")
    page.keyboard.type("Таң")
    press("Control+Enter")
    expect(page.get_by_text("The caption is saved.")).to_be_visible()
    with page.expect_download() as taken:
        press("KeyD")
    assert taken.value.suggested_filename == asset.file_name
    assert Path(taken.value.path()).read_bytes() == paint(PICTURE)
    assert Asset.objects.get(pk=asset.pk).caption == "Таң"


def tab_to(page: Page, selector: str) -> None:
    for __ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"Tab does not lead to {selector}")


def test_the_histogram_tells_what_is_clipped(
    desk: Page, cast: Cast, photograph: Callable[..., Asset], live_server: Any
) -> None:
    open_asset(desk, live_server, photograph())
    expect(desk.get_by_text("shadows 50 %, highlights 50 %")).to_be_visible()


def test_the_map_comes_from_here_and_names_the_land(
    desk: Page, cast: Cast, photograph: Callable[..., Asset], live_server: Any
) -> None:
    asked: list[str] = []
    desk.on("request", lambda request: asked.append(request.url))
    open_asset(desk, live_server, photograph(latitude=43.25, longitude=76.95))
    place = desk.get_by_text("43.25000, 76.95000")
    place.scroll_into_view_if_needed()
    expect(desk.locator("svg text", has_text="Kyrgyzstan")).to_be_visible()
    assert [url for url in asked if not url.startswith(live_server.url)] == []


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
    expect(video).not_to_have_js_property("readyState", 0)
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
    expect(desk.get_by_text("This browser cannot play a clip of this kind")).to_be_visible()
    expect(desk.locator("video")).to_be_hidden()
    expect(desk.locator("img[data-part=still]")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, PHONE, {"width": 1180, "height": 820}])
def test_the_page_is_accessible_zoomed_and_whole(
    size: dict[str, int], scheme: str, cast: Cast, photograph: Callable[..., Asset], live_server: Any, quiet_page: Page
) -> None:
    page = quiet_page
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.set_viewport_size(size)  # type: ignore[arg-type]
    sign_in(page, live_server.url)
    open_asset(page, live_server, photograph(latitude=49.1, longitude=86.0, caption="Таң"))
    page.wait_for_load_state("networkidle")
    check_accessible(page)
    page.get_by_role("button", name="100 %").click()
    zoomed(page)
    check_accessible(page)
