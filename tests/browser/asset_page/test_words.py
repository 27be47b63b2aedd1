"""The words of an asset, as a person writes them: saved on the way out, taken back, never lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from media_library.models import Asset
from tests.browser.asset_page.opening import open_asset
from tests.browser.pages import sign_in
from tests.fixtures_people import Cast

pytestmark = pytest.mark.django_db(transaction=True)


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
