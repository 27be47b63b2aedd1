from __future__ import annotations

from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from playwright.sync_api import Browser, Page, expect

from media_library.models import Asset
from media_library.trash.removing import trash_assets
from tests.browser.pages import check_accessible, sign_in, wait_until
from tests.fixtures_people import Cast, MakeAsset, make_rendition, paint


def fill(cast: Cast, make_asset: MakeAsset) -> None:
    trash_assets([make_asset(cast.project, name=f"{name}.jpg") for name in "abc"], by=cast["editor"])


def test_what_is_ticked_is_put_back_and_the_rest_deleted_for_good(
    cast: Cast, make_asset: MakeAsset, live_server: Any, quiet_page: Page
) -> None:
    fill(cast, make_asset)
    page = quiet_page
    sign_in(page, live_server.url)
    page.goto(f"{live_server.url}/projects/altai/trash/")
    expect(page.get_by_role("button", name="Put back")).to_be_disabled()
    check_accessible(page)
    page.get_by_role("button", name="Select all of these").click()
    expect(page.get_by_text("3 selected")).to_be_visible()
    page.get_by_role("button", name="Select all of these").click()
    page.get_by_label("a.jpg").check()
    expect(page.get_by_text("1 selected")).to_be_visible()
    page.get_by_role("button", name="Put back").click()
    expect(page.get_by_text("1 is back in the library.")).to_be_visible()
    page.get_by_label("b.jpg").check()
    page.get_by_role("button", name="Delete for good…").click()
    question = page.get_by_role("dialog", name="Delete for good?")
    expect(question).to_contain_text("This cannot be undone.")
    check_accessible(page)
    question.get_by_role("button", name="Keep it").click()
    expect(question).to_be_hidden()
    page.get_by_role("link", name="Empty the trash…").click()
    question = page.get_by_role("dialog", name="Empty the trash?")
    expect(question).to_contain_text("2 files are deleted for good")
    question.get_by_role("button", name="Empty the trash").click()
    expect(page.get_by_text("2 are deleted for good.")).to_be_visible()
    expect(page.get_by_text("The trash is empty.")).to_be_visible()
    assert Asset.objects.get().file_name == "a.jpg"


def test_a_narrow_picture_fills_its_cell_and_nothing_invites_to_delete(
    cast: Cast, make_asset: MakeAsset, live_server: Any, quiet_page: Page
) -> None:
    clip = make_asset(cast.project, kind="video", duration_ms=12_000, thumbnail="")
    narrow = make_rendition(clip.original, "max-320")
    storages["renditions"].delete(narrow.storage_name)
    narrow.storage_name = storages["renditions"].save("narrow.jpg", ContentFile(paint(18, 32)))
    narrow.width_px, narrow.height_px = 18, 32
    narrow.save()
    trash_assets([clip], by=None)
    page = quiet_page
    sign_in(page, live_server.url)
    page.goto(f"{live_server.url}/projects/altai/trash/")
    image = page.locator(".trash__cell img")
    wait_until(page, "document.querySelector('.trash__cell img').complete")
    cell, picture = page.locator(".trash__cell .cell__picture").bounding_box(), image.bounding_box()
    assert cell is not None
    assert picture is not None
    assert (round(cell["width"]), round(picture["width"])) == (72, 72)
    page.get_by_role("link", name="Empty the trash…").click()
    expect(page.get_by_role("dialog").get_by_role("button", name="Empty the trash")).to_be_visible()
    check_accessible(page)
    expect(page.locator('main .button[data-kind="main"]')).to_have_count(0)


def test_without_a_script_the_question_stands_on_the_page(
    cast: Cast, make_asset: MakeAsset, live_server: Any, browser: Browser
) -> None:
    fill(cast, make_asset)
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, live_server.url, "editor")
    page.goto(f"{live_server.url}/projects/altai/trash/")
    page.get_by_label("a.jpg").check()
    page.get_by_role("button", name="Put back").click()
    expect(page.get_by_text("1 is back in the library.")).to_be_visible()
    page.get_by_role("link", name="Empty the trash…").click()
    page.get_by_role("button", name="Empty the trash").click()
    expect(page.get_by_text("2 are deleted for good.")).to_be_visible()
    assert Asset.objects.get().file_name == "a.jpg"
    context.close()
