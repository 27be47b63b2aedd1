"""The filter of the lighttable, in all views, by pointer, keyboard and touch, and without a script."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from media_library.models import Asset, Bin, BinEntry, Look
from tests.browser.pages import check_accessible, sign_in, wait_until, wait_until_attached
from tests.fixtures_people import Cast, MakeAsset

NOON = datetime.datetime(2024, 9, 14, 12, tzinfo=datetime.UTC)
LONG_CAMERA = "Hasselblad Aerial Camera System of the Second Generation, L2D-20c"
FRAMES = (
    # name, flag, stars, label, camera
    ("a", "pick", 5, "red", "X-T5"),
    ("b", "pick", 3, "blue", "X-T5"),
    ("c", "pick", 1, "", "Z 6"),
    ("d", "reject", None, "", "Z 6"),
    ("e", "", 4, "red", LONG_CAMERA),
    ("f", "", None, "", "X-T5"),
)


@pytest.fixture
def filled(cast: Cast, make_asset: MakeAsset) -> dict[str, Asset]:
    """Six frames in this order of time, the latest first, by their letters; two of them in a bin."""
    made = {}
    for number, (letter, flag, stars, label, camera) in enumerate(FRAMES):
        at = NOON - datetime.timedelta(days=number // 3, minutes=number)
        made[letter] = make_asset(cast.project, name=f"{letter}.jpg", captured_at=at, width_px=30, height_px=20)
        Asset.objects.filter(pk=made[letter].pk).update(flag=flag, rating=stars, label=label, model=camera)
    Asset.objects.filter(pk=made["f"].pk).update(caption="Маркаколь, рассвет")
    best = Bin.objects.create(project=cast.project, name="Best")
    for letter in "ae":
        BinEntry.objects.create(bin=best, asset=made[letter])
    Look.objects.create(user=cast["owner"], asset=made["a"], at=NOON)
    return made


@pytest.fixture
def table(filled: dict[str, Asset], live_server: Any, quiet_page: Page) -> Page:
    """The lighttable of these, with the numbers of its filter."""
    quiet_page.set_viewport_size({"width": 1440, "height": 900})
    sign_in(quiet_page, live_server.url)
    open_at(quiet_page, live_server.url)
    return quiet_page


def open_at(page: Page, address: str, query: str = "") -> None:
    page.goto(f"{address}/projects/altai/media/{query}")
    wait_until_attached(page)
    wait_until(page, "document.querySelector('[data-part=filter]').dataset.shown !== undefined")


def expect_shown(page: Page, letters: str) -> None:
    """Exactly these are shown, in this order."""
    expect(page.locator("[role=option] .cell__name")).to_have_text([f"{letter}.jpg" for letter in letters])


def chip(page: Page, name: str) -> Locator:
    return page.get_by_role("search", name="Filter", exact=True).get_by_role(
        "checkbox", name=re.compile(f"^{re.escape(name)}")
    )


def number_of(page: Page, facet: str, value: str) -> Locator:
    """The number beside a value."""
    return page.locator(f".filter label:has(input[name={facet}][value='{value}']) [data-part=number]")


def star(page: Page, number: int) -> Locator:
    return page.locator(f".filter [data-stars='{number}']")


def test_values_of_one_kind_are_alternatives_and_kinds_hold_together(table: Page) -> None:
    expect_shown(table, "abcdef")
    chip(table, "Red label").check()
    expect_shown(table, "ae")
    chip(table, "Blue label").check()
    expect_shown(table, "abe")
    chip(table, "Pick").check()
    expect_shown(table, "ab")
    expect(table).to_have_url(re.compile(r"label=red(,|%2C)blue&flag=pick$"))
    chip(table, "Red label").uncheck()
    expect_shown(table, "b")


def test_stars_are_asked_for_at_least_exactly_and_at_most(table: Page) -> None:
    star(table, 3).click()
    expect_shown(table, "abe")
    compare = table.locator(".filter [data-part=compare]")
    compare.click()
    expect_shown(table, "b")
    compare.click()
    expect_shown(table, "bcdf")
    star(table, 3).click()
    expect_shown(table, "abcdef")


def test_each_value_says_what_one_would_get_by_it(table: Page) -> None:
    """Red: a, e. Among these a is a pick and none is a reject; blue, of the same kind, would add b."""
    expect(number_of(table, "flag", "pick")).to_have_text("3")
    expect(number_of(table, "label", "purple")).to_have_text("0")
    chip(table, "Red label").check()
    expect(number_of(table, "flag", "pick")).to_have_text("1")
    expect(number_of(table, "flag", "reject")).to_have_text("0")
    expect(number_of(table, "label", "blue")).to_have_text("1")
    expect(table.locator(".filter label:has(input[value=reject])")).to_have_attribute("data-zero", "")
    expect(chip(table, "Reject")).to_be_visible()


def test_the_page_says_in_words_what_is_shown_of_how_much(table: Page) -> None:
    chip(table, "Pick").check()
    star(table, 3).click()
    words = table.get_by_role("heading", level=1)
    expect(words).to_contain_text("2")
    expect(words).to_contain_text("of 6")
    expect(words).to_contain_text("picks, ≥ 3 stars")
    table.get_by_role("link", name="Clear", exact=True).click()
    expect_shown(table, "abcdef")
    expect(words).not_to_contain_text("picks")


def test_nothing_is_loaded_anew_and_back_takes_a_step_back(table: Page) -> None:
    table.evaluate("window.isTheSame = true")
    chip(table, "Pick").check()
    expect_shown(table, "abc")
    chip(table, "Red label").check()
    expect_shown(table, "a")
    table.go_back()
    expect_shown(table, "abc")
    expect(chip(table, "Red label")).not_to_be_checked()
    table.go_back()
    expect_shown(table, "abcdef")
    table.go_forward()
    expect_shown(table, "abc")
    expect(chip(table, "Pick")).to_be_checked()
    assert table.evaluate("window.isTheSame")


def test_a_reload_and_a_link_show_the_same_set(table: Page) -> None:
    chip(table, "Reject").check()
    chip(table, "Unflagged").check()
    expect_shown(table, "def")
    table.reload()
    expect_shown(table, "def")
    expect(chip(table, "Reject")).to_be_checked()
    expect(chip(table, "Pick")).not_to_be_checked()


def test_the_active_picture_stays_if_it_is_in_the_set(table: Page) -> None:
    table.locator("[role=option]").nth(1).click()
    chip(table, "Pick").check()
    expect_shown(table, "abc")
    expect(table.locator("[role=option][data-active] .cell__name")).to_have_text("b.jpg")
    chip(table, "Red label").check()
    expect_shown(table, "a")
    expect(table.locator("[role=option][data-active]")).to_have_count(0)
    expect(table.locator("[role=option][aria-selected=true]")).to_have_count(0)


def test_a_cell_leads_to_its_page_by_the_set(table: Page) -> None:
    chip(table, "Pick").check()
    expect_shown(table, "abc")
    expect(table.locator("[role=option]").first).to_have_attribute("href", re.compile(r"/media/\d+/\?flag=pick$"))


def test_the_filter_goes_off_and_on_again_with_its_settings(table: Page) -> None:
    chip(table, "Pick").check()
    chip(table, "Blue label").check()
    expect_shown(table, "b")
    table.keyboard.press("Backslash")
    expect_shown(table, "abcdef")
    expect(chip(table, "Pick")).not_to_be_checked()
    table.reload()
    wait_until_attached(table)
    table.keyboard.press("Backslash")
    expect_shown(table, "b")
    expect(chip(table, "Blue label")).to_be_checked()


def test_a_lock_keeps_the_filter_in_another_place(table: Page) -> None:
    chip(table, "Red label").check()
    expect_shown(table, "ae")
    table.get_by_role("button", name="Keep the filter when going to another place").click()
    to_photos = table.locator("[data-part=places] a").filter(has_text="Photos")
    expect(to_photos).to_have_attribute("href", re.compile("label=red"))
    to_photos.click()
    table.wait_for_url(re.compile("kind=photo"))
    expect_shown(table, "ae")
    expect(chip(table, "Red label")).to_be_checked()


def test_a_lock_holds_for_each_place_of_the_panel_before_the_server_has_answered(
    table: Page, filled: dict[str, Asset]
) -> None:
    chip(table, "Red label").check()
    expect_shown(table, "ae")
    table.route("**/media/furniture/**", lambda route: route.fulfill(body=""))
    to_bin = table.locator(".bins [data-part=tree] a").filter(has_text="Best")
    to_photos = table.locator("[data-part=places] a").filter(has_text="Photos")
    for pattern in (r"[?&]label=red&lock=1$", r"(kind=photo|sort=hand)$"):
        table.keyboard.press("Alt+Backslash")
        expect(to_photos).to_have_attribute("href", re.compile(pattern))
        expect(to_bin).to_have_attribute("href", re.compile(pattern))
    table.keyboard.press("Alt+Backslash")
    to_bin.click()
    table.wait_for_url(re.compile(r"bin=\d+&"))
    expect_shown(table, "ae")
    expect(chip(table, "Red label")).to_be_checked()


def test_a_lock_goes_with_the_set_that_is_on_its_way(table: Page) -> None:
    held: list[Route] = []
    table.route("**/media/items/**", lambda route: held.append(route))
    with table.expect_request("**/media/items/**"):
        chip(table, "Red label").click()
    table.keyboard.press("Alt+Backslash")
    for route in held:
        route.continue_()
    table.unroute("**/media/items/**")
    expect_shown(table, "ae")
    expect(table).to_have_url(re.compile(r"label=red&lock=1$"))
    expect(table.get_by_role("button", name="Keep the filter when")).to_have_attribute("aria-pressed", "true")


def test_without_the_lock_another_place_shows_all_of_it(table: Page) -> None:
    chip(table, "Red label").check()
    expect_shown(table, "ae")
    table.locator("[data-part=places] a").filter(has_text="Photos").click()
    table.wait_for_url(re.compile("kind=photo"))
    expect_shown(table, "abcdef")


def test_camera_day_and_bin_are_chosen_among_those_there_are(table: Page, filled: dict[str, Asset]) -> None:
    table.locator("[data-part=more] summary").click()
    camera = table.get_by_role("group", name="Camera", exact=True)
    expect(camera.get_by_role("checkbox")).to_have_count(3)
    chip(table, "X-T5").check()
    expect_shown(table, "abf")
    chip(table, "Z 6").check()
    expect_shown(table, "abcdf")
    chip(table, "Z 6").uncheck()
    table.get_by_role("group", name="Day", exact=True).get_by_role("checkbox").nth(1).check()
    expect_shown(table, "f")
    expect(table.locator(".filter [data-part=chosen]")).to_have_text("2")
    table.keyboard.press("Escape")
    table.get_by_role("link", name="Clear", exact=True).click()
    expect_shown(table, "abcdef")
    table.locator("[data-part=more] summary").click()
    table.get_by_role("group", name="Bin", exact=True).get_by_role("checkbox", name=re.compile("^Best")).check()
    expect_shown(table, "ae")


def test_a_long_name_of_a_camera_is_cut_off_and_told_whole(table: Page) -> None:
    table.locator("[data-part=more] summary").click()
    row = table.locator(".filter__row").filter(has_text="Hasselblad")
    expect(row).to_have_attribute("title", LONG_CAMERA)
    words = row.locator("bdi")
    assert words.evaluate("(words) => words.scrollWidth > words.clientWidth")
    check_accessible(table)


def test_words_are_looked_for_while_they_are_typed(table: Page) -> None:
    table.keyboard.press("Control+KeyF")
    table.keyboard.type("Маркаколь")
    expect_shown(table, "f")
    table.keyboard.press("Control+KeyA")
    table.keyboard.press("Delete")
    expect_shown(table, "abcdef")
    table.keyboard.type("b.j")
    table.keyboard.press("Enter")
    expect_shown(table, "b")
    assert table.evaluate("document.activeElement.getAttribute('role')") == "listbox"


def test_nothing_like_it_can_be_left_again(table: Page) -> None:
    chip(table, "Purple label").check()
    expect(table.get_by_text("Nothing here is like this.")).to_be_visible()
    table.reload()
    expect(table.get_by_text("Nothing here is like this.")).to_be_visible()
    wait_until_attached(table)
    table.get_by_role("link", name="Show everything").click()
    expect_shown(table, "abcdef")
    expect(table.get_by_text("Nothing here is like this.")).to_be_hidden()


def test_it_is_gone_through_by_keys_one_stop_a_group(table: Page) -> None:
    chip(table, "Pick").focus()
    table.keyboard.press("ArrowRight")
    expect(chip(table, "Unflagged")).to_be_focused()
    table.keyboard.press("Space")
    expect_shown(table, "ef")
    table.keyboard.press("End")
    expect(chip(table, "Reject")).to_be_focused()
    table.keyboard.press("ArrowRight")
    expect(chip(table, "Pick")).to_be_focused()
    table.keyboard.press("Tab")
    expect(table.locator(".filter [data-part=compare]")).to_be_focused()
    table.keyboard.press("Tab")
    expect(chip(table, "Red label")).to_be_focused()
    table.keyboard.press("Shift+Tab")
    table.keyboard.press("Shift+Tab")
    expect(chip(table, "Pick")).to_be_focused()


def test_a_press_by_the_pointer_leaves_the_keys_to_the_pictures(table: Page) -> None:
    table.locator("[role=option]").first.click()
    chip(table, "Pick").click()
    expect_shown(table, "abc")
    table.keyboard.press("ArrowRight")
    expect(table.locator("[role=option][data-active] .cell__name")).to_have_text("b.jpg")


def test_in_the_loupe_the_set_changes_below_the_picture(table: Page) -> None:
    chip(table, "Pick").check()
    expect_shown(table, "abc")
    table.locator("[role=option]").nth(1).click()
    table.keyboard.press("KeyE")
    frames = table.locator("[data-part=strip] [data-id]")
    expect(frames).to_have_count(3)
    table.keyboard.press("Backslash")
    expect(frames).to_have_count(6)
    expect(table).to_have_url(re.compile("view=loupe"))
    table.keyboard.press("Backslash")
    expect(frames).to_have_count(3)


def test_marks_change_the_numbers_after_a_moment(table: Page) -> None:
    expect(number_of(table, "flag", "reject")).to_have_text("1")
    table.locator("[role=option]").nth(5).click()
    table.keyboard.press("KeyX")
    expect(number_of(table, "flag", "reject")).to_have_text("2", timeout=10_000)


def test_what_was_marked_stays_until_the_set_is_asked_for_anew(table: Page) -> None:
    chip(table, "Unflagged").check()
    expect_shown(table, "ef")
    table.locator("[role=option]").first.click()
    table.keyboard.press("KeyP")
    expect(number_of(table, "flag", "pick")).to_have_text("4", timeout=10_000)
    expect_shown(table, "ef")
    table.keyboard.press("Shift+KeyR")
    expect_shown(table, "f")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 1180])
def test_it_is_accessible_and_stands_in_its_place(scheme: Any, width: int, table: Page, live_server: Any) -> None:
    table.emulate_media(color_scheme=scheme)
    table.set_viewport_size({"width": width, "height": 844})
    open_at(table, live_server.url, "?flag=pick,none&stars=ge1&label=red,blue&camera=X-T5")
    inside = """() => {
        const bar = document.querySelector(".filter").getBoundingClientRect();
        return [...document.querySelectorAll(".filter > *, .filter .chip")].every((each) => {
            const box = each.getBoundingClientRect();
            const isBelow = box.bottom > bar.bottom + 1;
            return !box.width || (box.left >= bar.left - 1 && box.right <= bar.right + 1 && !isBelow);
        });
    }"""
    assert table.evaluate(inside)
    check_accessible(table)


def test_nothing_moves_when_the_numbers_come(filled: dict[str, Asset], live_server: Any, page: Page) -> None:
    page.set_viewport_size({"width": 1180, "height": 844})
    sign_in(page, live_server.url)
    page.route("**/facets/*", lambda route: route.abort())
    page.goto(f"{live_server.url}/projects/altai/media/")
    wait_until_attached(page)
    expect_shown(page, "abcdef")
    before = page.locator(".grid").bounding_box()
    page.unroute("**/facets/*")
    chip(page, "Pick").check()
    expect(number_of(page, "flag", "pick")).to_have_text("3")
    assert page.locator(".grid").bounding_box() == before


def test_on_a_phone_it_is_a_sheet(table: Page, live_server: Any) -> None:
    table.set_viewport_size({"width": 390, "height": 844})
    open_at(table, live_server.url)
    expect(chip(table, "Pick")).to_be_hidden()
    table.get_by_role("button", name="Filter", exact=True).click()
    chip(table, "Pick").check()
    chip(table, "X-T5").check()
    check_accessible(table)
    small = """() => [...document.querySelectorAll(".filter .chip, .filter__row, .filter__star")].filter((each) => {
        const { width, height } = each.getBoundingClientRect();
        return width && (height < 44 || width < 40);
    }).length"""
    assert table.evaluate(small) == 0
    table.get_by_role("button", name="Close").click()
    expect_shown(table, "ab")


def test_it_is_a_form_without_a_script(filled: dict[str, Asset], live_server: Any, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, live_server.url)
    page.goto(f"{live_server.url}/projects/altai/media/?sort=name")
    page.get_by_role("checkbox", name="Red label").check()
    page.get_by_role("checkbox", name="Blue label").check()
    page.get_by_role("checkbox", name="Pick").check()
    page.get_by_role("combobox", name="Stars").select_option("ge3")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.locator(".cell__name")).to_have_text(["a.jpg", "b.jpg"])
    expect(page).to_have_url(re.compile("sort=name"))
    expect(page.get_by_role("checkbox", name="Red label")).to_be_checked()
    page.get_by_role("link", name="Clear", exact=True).click()
    expect(page.locator(".cell__name")).to_have_count(6)
    context.close()
