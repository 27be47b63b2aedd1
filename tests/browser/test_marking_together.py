"""Two people at two browsers judge one set: neither overwrites the other unseen, and each takes back only their own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from media_library.models import Asset, MarkEvent
from tests.browser.pages import sign_in, wait_until, wait_until_attached
from tests.fixtures_people import Cast, MakeAsset

SAVED = "document.querySelector('[data-part=saved]').dataset.state === 'saved'"


@pytest.fixture
def picture(cast: Cast, make_asset: MakeAsset) -> int:
    return make_asset(cast.project, name="DSC_1.JPG", width_px=30, height_px=20).pk


@pytest.fixture
def owner(picture: int, live_server: Any, quiet_page: Page) -> Page:
    return open_loupe(quiet_page, live_server.url, "owner", picture)


@pytest.fixture
def editor(picture: int, live_server: Any, browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    yield open_loupe(context.new_page(), live_server.url, "editor", picture)
    context.close()


def open_loupe(page: Page, address: str, who: str, picture: int) -> Page:
    sign_in(page, address, who)
    page.goto(f"{address}/projects/altai/media/?view=loupe&at={picture}")
    wait_until_attached(page)
    return page


def press(page: Page, key: str) -> None:
    page.keyboard.press(key)
    wait_until(page, SAVED)


def expect_stars(page: Page, count: int) -> None:
    """What the loupe shows, sooner or later: others' marks come every few seconds."""
    words = f"{count} star" if count else ""
    marks = page.locator("[data-part=loupe] [data-part=marks]")
    if words:
        expect(marks).to_contain_text(words, timeout=20_000)
    else:
        expect(marks).not_to_contain_text("star", timeout=20_000)


def expect_told(page: Page, who: str) -> None:
    """It stands where one looks, in every view."""
    told = page.locator("[data-part=said]")
    expect(told).to_contain_text(who, timeout=20_000)
    expect(told).to_be_visible()


def test_two_people_judge_one_picture_and_each_takes_back_only_their_own(
    owner: Page, editor: Page, picture: int
) -> None:
    press(owner, "Digit3")
    press(editor, "Digit5")  # who has not seen the three stars yet, or has only just
    expect_stars(owner, 5)
    expect_told(owner, "Editor")
    inspector = owner.locator("[data-part=inspector]")
    expect(inspector.locator("[data-part=chosen]")).to_have_text("This photo")
    expect(inspector.locator("[data-part=by]")).to_have_text("Editor")
    expect(owner.locator("[data-part=loupe] .mark-stars")).to_have_attribute("title", re.compile("Editor"))
    press(owner, "Control+z")
    said = owner.locator("[data-part=said]")
    expect(said).to_have_text("Undone: DSC_1.JPG: 3 stars. What Editor marked after that stands: 5 stars")
    expect_stars(owner, 5)
    assert Asset.objects.get(pk=picture).rating == 5
    press(editor, "Control+z")
    expect_stars(editor, 0)
    expect_stars(owner, 0)
    press(owner, "Control+y")
    expect_stars(editor, 3)
    asset = Asset.objects.get(pk=picture)
    assert (asset.rating, str(asset.marked_by)) == (3, "Owner")
    events = MarkEvent.objects.filter(by__isnull=False).order_by("moment").values_list("by__name", "value", "is_undone")
    assert list(events) == [("Owner", "3", False), ("Editor", "5", True)]


def test_a_mark_that_meets_one_not_seen_is_told_to_both(owner: Page, editor: Page) -> None:
    editor.context.set_offline(True)  # so that what the owner does cannot be seen there
    press(owner, "Digit2")
    editor.keyboard.press("Digit4")
    editor.context.set_offline(False)
    expect_told(editor, "Owner")
    expect_told(owner, "Editor")
    expect_stars(owner, 4)
    expect_stars(editor, 4)


@pytest.mark.parametrize("size", [(1440, 900), (390, 844)])
def test_what_was_done_stands_in_every_view(
    size: tuple[int, int], owner: Page, picture: int, cast: Cast, make_asset: MakeAsset
) -> None:
    make_asset(cast.project, name="DSC_2.JPG", width_px=30, height_px=20)
    owner.reload()
    wait_until_attached(owner)
    owner.set_viewport_size({"width": size[0], "height": size[1]})
    for key in ["KeyE", "KeyC", "KeyN", "KeyG"]:
        owner.keyboard.press(key)
        press(owner, "KeyP")
        expect(owner.locator("[data-part=said]")).to_be_visible()
