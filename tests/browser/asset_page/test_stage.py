"""A photograph on its stage: looked at closely, pushed, gone on from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from media_library.models import Asset
from tests.browser.asset_page.opening import PHONE, PICTURE, WIDE, frame, open_asset, zoomed
from tests.browser.pages import sign_in, wait_until_attached
from tests.fixtures_people import Cast

pytestmark = pytest.mark.django_db(transaction=True)


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


def test_leafing_is_one_step_back(desk: Page, cast: Cast, photograph: Callable[..., Asset], live_server: Any) -> None:
    """The browser's Back leads to where one came from, not through every picture."""
    for __ in range(3):
        asset = photograph()
    desk.goto(f"{live_server.url}/projects/altai/imports/")
    open_asset(desk, live_server, asset)
    for __ in range(2):
        here = desk.url
        wait_until_attached(desk)
        desk.keyboard.press("ArrowRight")
        desk.wait_for_url(lambda url, here=here: url != here)  # type: ignore[misc]
    desk.go_back()
    desk.wait_for_url("**/projects/altai/imports/")


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
