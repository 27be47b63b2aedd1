"""Bins in the panel of the library, and the bar of what is selected."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from media_library.bins.arranging import make_bin
from media_library.bins.filling import add_to_bin
from media_library.models import Asset, Bin, BinEntry
from tests.browser.pages import check_accessible, sign_in, wait_until, wait_until_attached
from tests.fixtures_people import Cast, MakeAsset


@pytest.fixture
def shelves(cast: Cast, make_asset: MakeAsset) -> dict[str, Bin]:
    """Six pictures a to f, shot one after another; the bins Film (with a, b, c), Land, and Faces in Film."""
    noon = datetime.datetime(2024, 9, 14, 12, tzinfo=datetime.UTC)
    for number, name in enumerate("abcdef"):
        make_asset(cast.project, name=f"{name}.jpg", captured_at=noon - datetime.timedelta(minutes=number))
    film = make_bin(project=cast.project, by=None, name="Film")
    land = make_bin(project=cast.project, by=None, name="Land")
    faces = make_bin(project=cast.project, by=None, name="Faces", parent=film)
    add_to_bin(film, Asset.objects.filter(file_name__in=["a.jpg", "b.jpg", "c.jpg"]), by=None)
    return {"Film": film, "Land": land, "Faces": faces}


@pytest.fixture
def library(cast: Cast, shelves: dict[str, Bin], live_server: Any, quiet_page: Page) -> Page:
    page = quiet_page
    page.set_viewport_size({"width": 1440, "height": 900})
    sign_in(page, live_server.url)
    page.goto(f"{live_server.url}/projects/altai/media/")
    expect(cell(page, "a.jpg")).to_be_visible()
    wait_until_attached(page)
    return page


def cell(page: Page, name: str) -> Locator:
    return page.get_by_role("option", name=name)


def line(page: Page, name: str) -> Locator:
    """A bin's own line in the tree."""
    return page.locator(f'[data-bin][data-name="{name}"] > .bins__row')


def expect_tree(page: Page, *paths: str) -> None:
    """Waits until the panel shows exactly these bins in this order, and hears what is done to it."""
    shown = "[...document.querySelectorAll('[data-bin][data-path]')].map((bin) => bin.dataset.path).join()"
    wait_until(page, f"(paths) => {shown} === paths", arg=",".join(paths))
    wait_until_attached(page)


def expect_focus(page: Page, name: str) -> None:
    expect(line(page, name).locator("a")).to_be_focused()


def expect_told(page: Page, text: str) -> None:
    expect(page.locator(".toast").filter(has_text=text)).to_be_visible()


def choose(page: Page, name: str, step: str) -> None:
    """Takes a step of a bin's menu."""
    line(page, name).hover()
    line(page, name).get_by_role("button").click()
    page.get_by_role("menuitem", name=step).click()


def order_in(shelf: Bin) -> str:
    entries = BinEntry.objects.filter(bin=shelf).order_by("position", "id")
    return "".join(name[0] for name in entries.values_list("asset__file_name", flat=True))


def test_a_bin_is_made_and_named_in_place_with_the_keyboard(library: Page) -> None:
    library.get_by_role("button", name="New bin", exact=True).click()
    library.keyboard.type("Scene 5")
    library.keyboard.press("Enter")
    expect_tree(library, "Film", "Film / Faces", "Land", "Scene 5")
    expect_focus(library, "Scene 5")
    library.keyboard.press("F2")
    library.keyboard.type("Scene 6")
    library.keyboard.press("Enter")
    expect_tree(library, "Film", "Film / Faces", "Land", "Scene 6")
    expect_focus(library, "Scene 6")
    library.keyboard.press("F2")
    library.keyboard.type("nothing")
    library.keyboard.press("Escape")
    expect_focus(library, "Scene 6")
    library.keyboard.press("Control+z")
    expect_tree(library, "Film", "Film / Faces", "Land", "Scene 5")


def test_a_name_that_is_taken_stays_in_its_field_and_the_cause_is_told(library: Page) -> None:
    choose(library, "Land", "Rename")
    library.keyboard.type("Film")
    library.keyboard.press("Enter")
    expect_told(library, "There is a bin called Film in that place already.")
    field = library.get_by_role("textbox", name="Name of the bin")
    expect(field).to_be_focused()
    field.fill("Country")
    library.keyboard.press("Enter")
    expect_tree(library, "Film", "Film / Faces", "Country")


def test_bins_are_ordered_and_nested_without_a_mouse(library: Page) -> None:
    line(library, "Land").locator("a").focus()
    library.keyboard.press("Alt+ArrowUp")
    expect_tree(library, "Land", "Film", "Film / Faces")
    expect_focus(library, "Land")
    library.keyboard.press("Tab")
    library.keyboard.press("Enter")
    library.get_by_role("menuitem", name="Move into…").press("Enter")
    library.keyboard.type("face")
    library.keyboard.press("Enter")
    expect_tree(library, "Film", "Film / Faces", "Film / Faces / Land")
    expect_focus(library, "Land")


def test_a_bin_is_dragged_into_another_and_back_by_undo(library: Page) -> None:
    line(library, "Land").locator("a").drag_to(line(library, "Faces").locator("a"))
    expect_tree(library, "Film", "Film / Faces", "Film / Faces / Land")
    library.locator(".toasts").get_by_role("button", name="Undo").click()
    expect_tree(library, "Film", "Film / Faces", "Land")


def test_a_bin_cannot_be_dragged_into_itself(library: Page, shelves: dict[str, Bin]) -> None:
    line(library, "Film").locator("a").drag_to(line(library, "Faces").locator("a"))
    line(library, "Land").locator("a").drag_to(line(library, "Faces").locator("a"))
    expect_tree(library, "Film", "Film / Faces", "Film / Faces / Land")


def test_what_is_selected_is_added_by_key_and_found_by_typing(library: Page, shelves: dict[str, Bin]) -> None:
    cell(library, "d.jpg").click()
    cell(library, "f.jpg").click(modifiers=["Shift"])
    expect(library.get_by_text("3 selected").first).to_be_visible()
    library.keyboard.press("b")
    library.keyboard.type("LAN")
    library.keyboard.press("Enter")
    expect_told(library, "3 added to Land.")
    assert order_in(shelves["Land"]) == "fed"
    expect(line(library, "Land").locator(".num")).to_have_text("3")
    library.keyboard.press("Control+z")
    expect(line(library, "Land").locator(".num")).to_have_text("0")


def test_what_is_selected_goes_into_a_new_bin(library: Page) -> None:
    cell(library, "a.jpg").click()
    library.get_by_role("button", name="Add to bin").click()
    library.keyboard.type("Winter")
    library.get_by_role("option", name="New bin “Winter”").click()
    expect_told(library, "1 added to Winter.")
    expect_tree(library, "Film", "Film / Faces", "Land", "Winter")


def test_pictures_are_dropped_on_a_bin(library: Page, shelves: dict[str, Bin]) -> None:
    cell(library, "a.jpg").click()
    cell(library, "b.jpg").click(modifiers=["Control"])
    cell(library, "b.jpg").drag_to(line(library, "Land").locator("a"))
    expect_told(library, "2 added to Land.")
    assert order_in(shelves["Land"]) == "ba"


def test_what_is_removed_leaves_the_grid_and_comes_back(library: Page) -> None:
    cell(library, "a.jpg").click()
    library.keyboard.press("Delete")
    expect_told(library, "1 is removed. It is in the trash.")
    expect(cell(library, "a.jpg")).to_have_count(0)
    expect(line(library, "Film").locator(".num")).to_have_text("2")
    library.keyboard.press("Control+z")
    expect(cell(library, "a.jpg")).to_be_visible()
    expect(line(library, "Film").locator(".num")).to_have_text("3")


def test_what_is_taken_out_of_a_bin_leaves_its_page_alone(library: Page, shelves: dict[str, Bin]) -> None:
    line(library, "Film").locator("a").click()
    cell(library, "b.jpg").click()
    library.get_by_role("button", name="Take out").click()
    expect_told(library, "1 is taken out of Film.")
    expect(cell(library, "b.jpg")).to_have_count(0)
    assert Asset.objects.in_library().count() == 6
    library.locator(".toasts").get_by_role("button", name="Undo").click()
    expect(cell(library, "b.jpg")).to_be_visible()
    assert order_in(shelves["Film"]) == "cba"


def test_the_order_in_a_bin_is_made_by_keys_and_by_drag(library: Page, shelves: dict[str, Bin]) -> None:
    line(library, "Film").locator("a").click()
    cell(library, "c.jpg").click()
    library.keyboard.press("Alt+ArrowRight")
    expect_told(library, "1 is moved.")
    assert order_in(shelves["Film"]) == "bca"
    with library.expect_response("**/place/"):
        cell(library, "a.jpg").drag_to(cell(library, "b.jpg"), target_position={"x": 8, "y": 20})
    assert order_in(shelves["Film"]) == "abc"


def test_the_bin_that_is_looked_at_is_removed_and_put_back(library: Page) -> None:
    line(library, "Land").locator("a").click()
    library.wait_for_url("**/media/?bin=*")
    choose(library, "Land", "Remove the bin")
    expect_told(library, "The bin Land is removed.")
    expect_tree(library, "Film", "Film / Faces")
    library.locator(".toasts").get_by_role("button", name="Undo").click()
    expect_tree(library, "Film", "Film / Faces", "Land")


def test_escape_in_a_menu_leaves_the_selection_alone(library: Page) -> None:
    cell(library, "a.jpg").click()
    library.keyboard.press("b")
    expect(library.get_by_role("combobox", name="Find a bin")).to_be_focused()
    library.keyboard.press("Escape")
    choose_menu = line(library, "Film")
    choose_menu.hover()
    choose_menu.get_by_role("button").click()
    library.keyboard.press("Escape")
    expect(library.get_by_role("menuitem", name="Rename")).to_be_hidden()
    expect(library.get_by_text("1 selected").first).to_be_visible()
    library.keyboard.press("Escape")
    expect(library.locator(".selection-bar")).to_be_hidden()


def test_the_keys_for_what_is_selected_are_always_on_the_sheet_and_do_nothing_without_it(library: Page) -> None:
    for _ in range(2):  # with nothing selected, then with something
        library.keyboard.press("Shift+Slash")
        sheet = library.get_by_role("dialog")
        for words in ("Add to bin", "Remove from the project"):
            expect(sheet.get_by_text(words, exact=True)).to_have_count(1)
        library.keyboard.press("Escape")
        expect(sheet).to_be_hidden()
        library.keyboard.press("b")
        library.keyboard.press("Delete")
        if library.locator(".selection-bar").is_hidden():
            expect(library.get_by_role("combobox", name="Find a bin")).to_be_hidden()
            assert Asset.objects.in_library().count() == 6
            cell(library, "a.jpg").click()
            expect(library.locator(".selection-bar")).to_be_visible()


def test_the_open_menus_are_accessible(library: Page) -> None:
    cell(library, "a.jpg").click()
    library.keyboard.press("b")
    check_accessible(library)
    library.keyboard.press("Escape")
    line(library, "Film").hover()
    line(library, "Film").get_by_role("button").click()
    check_accessible(library)


def test_without_a_script_bins_are_made_by_a_form(
    cast: Cast, shelves: dict[str, Bin], live_server: Any, browser: Browser
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, live_server.url)
    page.goto(f"{live_server.url}/projects/altai/media/?bin={shelves['Land'].pk}")
    page.get_by_text("Change bins").click()
    page.get_by_label("New bin", exact=True).fill("Scene 5")
    page.get_by_label("Put it in").select_option("Film / Faces")
    page.get_by_role("button", name="Make the bin").click()
    expect(page.get_by_text("The bin Scene 5 is made.")).to_be_visible()
    assert Bin.objects.get(name="Scene 5").parent == shelves["Faces"]
    context.close()


def test_a_viewer_has_no_bar_to_change_things_with(
    cast: Cast, shelves: dict[str, Bin], live_server: Any, quiet_page: Page
) -> None:
    sign_in(quiet_page, live_server.url, "viewer")
    quiet_page.goto(f"{live_server.url}/projects/altai/media/")
    cell(quiet_page, "a.jpg").click()
    expect(quiet_page.get_by_role("toolbar").get_by_role("button")).to_have_text(["Clear"])
    assert quiet_page.get_by_role("button", name="Rename").count() == 0
