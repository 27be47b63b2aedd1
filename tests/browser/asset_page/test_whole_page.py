"""The page of an asset as a whole: by keyboard, on every screen, for who may only look; histogram and map."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from media_library.models import Asset
from tests.browser.asset_page.opening import PHONE, PICTURE, WIDE, frame, open_asset, paint, zoomed
from tests.browser.pages import check_accessible, sign_in, wait_until_attached
from tests.fixtures_people import Cast

pytestmark = pytest.mark.django_db(transaction=True)


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
    wait_until_attached(page)
    tab_to(page, "[role=listbox], [role=option]")
    press("ArrowRight")
    press("Enter")
    expect(page.locator("[data-part=loupe] [data-part=name]")).to_have_text(asset.file_name)
    press("Alt+Enter")
    page.wait_for_url(f"**/media/{asset.pk}/**")
    wait_until_attached(page)
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


def test_every_field_of_words_has_the_same_edges(
    desk: Page, cast: Cast, photograph: Callable[..., Asset], live_server: Any
) -> None:
    open_asset(desk, live_server, photograph(caption="Таң", copyright="© Айгерім " * 6))
    fields = [box for each in desk.locator(".asset__word textarea").all() if (box := each.bounding_box())]
    assert len(fields) == 7
    assert len({(box["x"], box["width"]) for box in fields}) == 1
