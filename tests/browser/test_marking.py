"""Marks by the keyboard and by buttons: at once on the screen, kept in the browser, on the server, and taken back."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from media_library.marking.recording import mark_assets
from media_library.models import Asset, Look, MarkEvent
from tests.browser.pages import check_accessible, sign_in, wait_until, wait_until_attached
from tests.fixtures_people import Cast, MakeAsset

NOON = datetime.datetime(2024, 9, 14, 12, tzinfo=datetime.UTC)
MARKS = "**/projects/altai/marks/"
SAVED = "document.querySelector('[data-part=saved]').dataset.state === 'saved'"


@pytest.fixture
def ids(cast: Cast, make_asset: MakeAsset) -> list[int]:
    """Eight pictures, the latest first."""
    moments = [NOON - datetime.timedelta(minutes=number) for number in range(8)]
    sizes = [(30, 20), (20, 30)]
    made = [
        make_asset(cast.project, captured_at=moment, width_px=sizes[at % 2][0], height_px=sizes[at % 2][1])
        for at, moment in enumerate(moments)
    ]
    return [asset.pk for asset in made]


@pytest.fixture
def table(ids: list[int], live_server: Any, quiet_page: Page) -> Page:
    """The lighttable, opened by the owner, with the first picture active."""
    page = quiet_page
    page.set_viewport_size({"width": 1440, "height": 900})
    sign_in(page, live_server.url)
    return open_table(page, live_server.url)


@pytest.fixture
def others(browser: Browser) -> Iterator[Page]:
    """The browser of somebody else."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    yield context.new_page()
    context.close()


def open_table(page: Page, address: str, query: str = "") -> Page:
    page.goto(f"{address}/projects/altai/media/{query}")
    wait_until_attached(page)
    page.keyboard.press("ArrowRight")
    expect(page.locator("[role=option][aria-selected=true]")).to_have_count(1)
    return page


def cell(page: Page, asset_id: int) -> Locator:
    return page.locator(f"#asset-{asset_id}")


def press(page: Page, *keys: str) -> None:
    for each in keys:
        page.keyboard.press(each)


def wait_until_saved(page: Page) -> None:
    wait_until(page, SAVED)


def stands(asset_id: int) -> tuple[str, int, str]:
    asset = Asset.objects.get(pk=asset_id)
    return asset.flag, asset.rating or 0, asset.label


def test_a_key_marks_at_once_and_the_mark_is_on_the_server_soon(table: Page, ids: list[int]) -> None:
    press(table, "KeyP", "Digit3", "Digit6")
    marks = cell(table, ids[0]).locator(".cell__marks")
    expect(marks.locator(".mark-flag[data-flag=pick]")).to_have_text("Pick")
    expect(marks.locator(".mark-stars")).to_have_text("3 stars")
    expect(marks.locator(".mark-label[data-label=red]")).to_contain_text("Red label")
    wait_until_saved(table)
    assert stands(ids[0]) == ("pick", 3, "red")
    assert MarkEvent.objects.filter(by__isnull=False).count() == 3


def test_keys_that_are_pressed_before_the_scripts_have_come_act_when_they_have(
    ids: list[int], live_server: Any, quiet_page: Page
) -> None:
    sign_in(quiet_page, live_server.url)
    held: list[Route] = []
    script = re.compile(r"/js/library/page\.")
    quiet_page.route(script, lambda route: held.append(route))
    with quiet_page.expect_request(script):
        quiet_page.goto(f"{live_server.url}/projects/altai/media/", wait_until="commit")
    wait_until(quiet_page, "document.querySelector('#key-sheet')?.matches('[data-attached]')")
    press(quiet_page, "ArrowRight", "KeyP", "ArrowRight", "KeyX", "Digit3")
    for route in held:
        route.continue_()
    wait_until_attached(quiet_page)
    expect(cell(quiet_page, ids[0])).to_have_attribute("data-flag", "pick")
    expect(cell(quiet_page, ids[1])).to_have_attribute("data-flag", "reject")
    expect(cell(quiet_page, ids[1]).locator(".mark-stars")).to_have_text("3 stars")


def test_keys_go_by_their_place_whatever_the_alphabet(table: Page, ids: list[int]) -> None:
    table.evaluate(
        "document.activeElement.dispatchEvent(new KeyboardEvent('keydown', "
        "{ code: 'KeyP', key: 'з', bubbles: true, cancelable: true }))"
    )
    expect(cell(table, ids[0])).to_have_attribute("data-flag", "pick")


def test_a_mark_falls_on_all_that_are_selected_and_the_page_says_so(table: Page, ids: list[int]) -> None:
    press(table, "Control+KeyA")
    expect(table.locator("[data-part=falls]")).to_have_text("A mark goes to all 8")
    press(table, "KeyP")
    expect(table.locator(".toast")).to_contain_text("8 photos picked")
    expect(table.locator("[role=option][data-flag=pick]")).to_have_count(8)
    table.locator(".toasts").get_by_role("button", name="Undo").click()
    expect(table.locator("[role=option][data-flag=pick]")).to_have_count(0)
    wait_until_saved(table)
    assert [stands(pk) for pk in ids] == [("", 0, "")] * 8


def test_a_star_more_for_all_counts_from_what_stands_on_those_that_are_not_at_hand(
    cast: Cast, make_asset: MakeAsset, live_server: Any, quiet_page: Page
) -> None:
    moments = [NOON + datetime.timedelta(minutes=at) for at in range(330)]
    last, *_others = [make_asset(cast.project, captured_at=moment).pk for moment in moments]
    Asset.objects.filter(pk=last).update(rating=4, label="red")
    quiet_page.set_viewport_size({"width": 1440, "height": 900})
    sign_in(quiet_page, live_server.url)
    table = open_table(quiet_page, live_server.url)
    assert cell(table, last).count() == 0
    press(table, "Control+KeyA")
    expect(table.locator("[data-part=falls]")).to_have_text("A mark goes to all 330")
    press(table, "BracketRight", "BracketRight", "KeyP")
    expect(table.locator("[data-part=said]")).to_have_text("330 photos picked")
    wait_until_saved(table)
    assert (stands(last), Asset.objects.filter(rating=2, flag="pick").count()) == (("pick", 5, "red"), 329)


def test_shift_with_a_mark_goes_on_to_the_next_one(table: Page, ids: list[int]) -> None:
    press(table, "Shift+KeyX", "Shift+Digit4", "Digit7")
    wait_until_saved(table)
    assert [stands(pk) for pk in ids[:3]] == [("reject", 0, ""), ("", 4, ""), ("", 0, "yellow")]


def test_the_same_label_again_takes_it_away(table: Page, ids: list[int]) -> None:
    press(table, "Digit8")
    expect(cell(table, ids[0]).locator(".mark-label")).to_have_attribute("data-label", "green")
    press(table, "Digit8")
    expect(cell(table, ids[0]).locator(".mark-label")).to_have_count(0)
    wait_until_saved(table)
    assert stands(ids[0]) == ("", 0, "")


def test_a_rejected_picture_is_dimmed_and_crossed(table: Page, ids: list[int]) -> None:
    press(table, "KeyX")
    expect(cell(table, ids[0]).locator(".mark-flag[data-flag=reject] .icon")).to_be_visible()
    expect(cell(table, ids[0])).to_have_attribute("data-flag", "reject")


def test_undo_and_redo_go_on_after_the_page_is_loaded_again(table: Page, ids: list[int], live_server: Any) -> None:
    press(table, "Digit1", "Digit2", "Digit3")
    wait_until_saved(table)
    table.reload()
    wait_until_attached(table)
    stars = cell(table, ids[0]).locator(".mark-stars")
    expect(stars).to_have_text("3 stars")
    press(table, "Control+KeyZ")
    expect(stars).to_have_text("2 stars")
    press(table, "Control+KeyZ")
    expect(stars).to_have_text("1 star")
    press(table, "Control+Shift+KeyZ")
    expect(stars).to_have_text("2 stars")
    wait_until_saved(table)
    wait_until(
        table,
        "(url) => fetch(url).then((answer) => answer.json()).then(({ marks }) => marks[0].stars === 2)",
        f"{live_server.url}/projects/altai/marks/?after=0",
    )
    assert stands(ids[0])[1] == 2
    press(table, "KeyP", "Control+KeyY")  # a new step has taken the place of what was taken back
    expect(stars).to_have_text("2 stars")


KEPT = """(rows) => new Promise((resolve) => {
    const { account, project } = document.querySelector("[data-outbox]").dataset;
    indexedDB.open(`kadr-marks ${account} ${project}`).onsuccess = ({ target: { result: database } }) => {
        const steps = database.transaction("steps", "readwrite").objectStore("steps");
        for (const row of rows) steps.put(row);
        const asked = steps.getAllKeys();
        asked.onsuccess = () => resolve(asked.result);
        steps.transaction.oncomplete = () => database.close();
    };
})"""
"""Puts rows into what this browser keeps of the steps, and gives the keys of all."""


def test_undo_goes_back_beyond_what_is_read_at_first_and_old_steps_are_let_go_of(table: Page, ids: list[int]) -> None:
    press(table, "KeyP")
    wait_until_saved(table)
    step = {"kind": "marks", "field": "stars", "marks": [[ids[1], "1", "0"]], "words": "", "isUndone": True}
    later = [{**step, "step": f"{number}", "moment": 9e14, "key": f"9{number:014} x"} for number in range(700)]
    old = {**step, "isUndone": False, "step": "old", "moment": 1, "key": "000000000000001 old"}
    kept = table.evaluate(KEPT, [{**row, "id": row["key"]} for row in (*later, old)])
    assert len(kept) == 702
    table.reload()
    wait_until_attached(table)
    press(table, "ArrowRight", "Control+KeyZ")
    expect(cell(table, ids[0])).not_to_have_attribute("data-flag", "pick")
    wait_until(table, f"(given) => ({KEPT})(given).then((keys) => keys.length === 701)", [])


def test_an_undone_picture_is_gone_to(table: Page, ids: list[int]) -> None:
    press(table, "KeyP", "ArrowRight", "ArrowRight", "Control+KeyZ")
    expect(cell(table, ids[0])).to_have_attribute("aria-selected", "true")


def test_with_the_server_gone_one_goes_on_and_everything_goes_when_it_is_back(table: Page, ids: list[int]) -> None:
    away = refuse_marks(table)
    press(table, "Shift+KeyP", "Shift+KeyX")
    expect(table.locator(".toast")).to_contain_text("Kadr cannot be reached")
    press(table, "KeyP")
    expect(table.locator(".outbox__words")).to_have_text("3 marks unsent")
    expect(table.locator(".toast")).to_contain_text("Kadr cannot be reached")  # a mark more does not take it away
    expect(cell(table, ids[1])).to_have_attribute("data-flag", "reject")
    assert not MarkEvent.objects.exists()
    away()
    table.locator(".outbox > summary").click()
    table.get_by_role("button", name="Send now").click()
    expect(table.locator(".outbox__words")).to_have_text("Saved")
    assert [stands(pk)[0] for pk in ids[:3]] == ["pick", "reject", "pick"]


def test_what_is_unsent_is_there_after_the_page_is_loaded_again(table: Page, ids: list[int]) -> None:
    away = refuse_marks(table)
    press(table, "Digit5")
    expect(table.locator(".outbox__words")).to_have_text("1 mark unsent")
    table.once("dialog", lambda dialog: dialog.accept())  # closing it asks, since the server cannot be reached
    table.reload()
    expect(cell(table, ids[0]).locator(".mark-stars")).to_have_text("5 stars")
    press(table, "ArrowRight", "Control+KeyZ")  # taken back before it was ever sent
    expect(cell(table, ids[0]).locator(".mark-stars")).to_have_count(0)
    away()
    table.reload()
    wait_until_attached(table)
    wait_until_saved(table)
    assert stands(ids[0]) == ("", 0, "")
    assert MarkEvent.objects.filter(by__isnull=False).count() == 1


def test_what_is_unsent_waits_for_its_person_while_somebody_else_is_signed_in(
    ids: list[int], cast: Cast, live_server: Any, page: Page
) -> None:
    sign_in(page, live_server.url)
    open_table(page, live_server.url)
    away = refuse_marks(page)
    press(page, "KeyP")
    expect(page.locator(".outbox__words")).to_have_text("1 mark unsent")
    page.context.clear_cookies()
    sign_in(page.context.new_page(), live_server.url, "editor")
    away()
    page.locator(".outbox > summary").click()
    page.get_by_role("button", name="Send now").click()
    expect(page.locator(".outbox [data-part=why]")).to_contain_text("You are not signed in any more.")
    assert not MarkEvent.objects.exists()
    page.context.clear_cookies()
    sign_in(page.context.new_page(), live_server.url)
    page.evaluate("dispatchEvent(new Event('online'))")  # if it has not been tried again by itself
    wait_until_saved(page)
    assert list(MarkEvent.objects.filter(by__isnull=False).values_list("by", flat=True)) == [cast["owner"].pk]


def refuse_marks(page: Page) -> Any:
    """The server does not answer any more; the function that is given brings it back."""

    def refuse(route: Route) -> None:
        if route.request.method == "POST":
            route.fulfill(status=503, body="")
        else:
            route.continue_()

    page.route(MARKS, refuse)
    return lambda: page.unroute(MARKS, refuse)


@pytest.fixture
def quiet_page(page: Page) -> Iterator[Page]:
    """A page that must not complain but of a server that was not there, which is what some of these tests are about."""
    faults: list[str] = []
    page.on(
        "console", lambda note: faults.append(note.text) if note.type == "error" and "503" not in note.text else None
    )
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    assert faults == []


def test_a_refused_mark_is_kept_with_its_sentence_and_can_be_let_go_of(table: Page, ids: list[int]) -> None:
    Asset.objects.filter(pk=ids[0]).update(trashed_at=NOON)
    press(table, "KeyP")
    expect(table.locator(".outbox__words")).to_have_text("1 mark refused")
    expect(cell(table, ids[0])).not_to_have_attribute("data-flag", "pick")
    table.locator(".toasts [data-part=close]").click()
    table.locator(".outbox > summary").click()
    table.get_by_role("button", name="Let go of it").click()
    expect(table.locator(".outbox")).to_be_hidden()


def test_what_was_refused_of_a_step_is_told_and_the_rest_stands(table: Page, ids: list[int]) -> None:
    Asset.objects.filter(pk=ids[1]).update(trashed_at=NOON)
    press(table, "Shift+ArrowRight", "KeyP")
    expect(table.locator(".toasts")).to_contain_text("1 file is not in the library any more. Its mark was not written.")
    expect(cell(table, ids[1])).not_to_have_attribute("data-flag", "pick")
    assert stands(ids[0])[0] == "pick"
    expect(table.locator(".outbox__words")).to_have_text("Saved")


def test_two_windows_of_one_person_show_the_same(table: Page, ids: list[int], live_server: Any) -> None:
    other = table.context.new_page()
    open_table(other, live_server.url)
    press(table, "KeyP")
    expect(cell(other, ids[0])).to_have_attribute("data-flag", "pick")
    press(other, "Control+KeyZ")
    expect(cell(table, ids[0])).not_to_have_attribute("data-flag", "pick")


def test_what_somebody_else_marks_comes_in_quietly_with_their_name(
    table: Page, ids: list[int], cast: Cast, live_server: Any, others: Page
) -> None:
    press(table, "KeyP")
    wait_until_saved(table)
    sign_in(others, live_server.url, "editor")
    open_table(others, live_server.url)
    expect(cell(others, ids[0])).to_have_attribute("data-flag", "pick")
    press(others, "Digit4")
    expect(cell(table, ids[0]).locator(".mark-stars")).to_have_text("4 stars", timeout=15_000)
    expect(table.locator("[data-part=said]")).to_contain_text("Editor: ★★★★ on")
    press(table, "Control+KeyZ")  # mine, not theirs
    expect(cell(table, ids[0])).not_to_have_attribute("data-flag", "pick")
    expect(cell(table, ids[0]).locator(".mark-stars")).to_have_text("4 stars")


def test_a_mark_over_one_that_was_not_seen_is_told(table: Page, ids: list[int], cast: Cast) -> None:
    mark_assets(project_id=cast.project.pk, by=cast["editor"], field="stars", values={ids[0]: "2"})
    press(table, "Digit5")
    expect(table.locator("[data-part=said]")).to_contain_text("Editor had marked")
    assert stands(ids[0])[1] == 5


def test_the_buttons_show_what_stands_and_mark(table: Page, ids: list[int]) -> None:
    inspector = table.locator("[data-part=inspector]")
    pick = inspector.get_by_role("button", name="Pick")
    expect(pick).to_have_attribute("title", "Pick (P)")
    pick.click()
    expect(pick).to_have_attribute("aria-pressed", "true")
    press(table, "ArrowRight")  # the pictures have kept the focus
    expect(cell(table, ids[1])).to_have_attribute("aria-selected", "true")
    expect(pick).to_have_attribute("aria-pressed", "false")
    press(table, "Shift+ArrowLeft")
    expect(pick).to_have_attribute("aria-pressed", "mixed")
    expect(inspector.locator("[data-part=mixed]")).to_have_text("Not the same on all: flag")


def test_a_marked_picture_that_no_longer_fits_stays_and_is_told(ids: list[int], live_server: Any, page: Page) -> None:
    sign_in(page, live_server.url)
    open_table(page, live_server.url, "?flag=none")
    press(page, "Shift+KeyX", "Shift+KeyP")
    expect(page.locator("[role=option]")).to_have_count(8)
    expect(page.locator("[data-part=unfit]")).to_contain_text("2 no longer fit")
    expect(page.locator("[role=option][data-unfit]")).to_have_count(2)
    expect(cell(page, ids[2])).to_have_attribute("aria-selected", "true")


def test_a_picture_in_the_loupe_is_looked_at_and_a_marked_one_too(table: Page, ids: list[int], cast: Cast) -> None:
    press(table, "KeyP", "ArrowRight", "KeyE")
    expect(table.locator("[data-part=loupe]")).to_be_visible()
    seen = Look.objects.filter(user=cast["owner"])
    for __ in range(100):
        if set(seen.values_list("asset_id", flat=True)) == set(ids[:2]):
            break
        table.wait_for_timeout(100)
    assert set(seen.values_list("asset_id", flat=True)) == set(ids[:2])


def test_another_preset_takes_effect_at_once_and_single_keys_can_be_turned_off(table: Page, ids: list[int]) -> None:
    press(table, "Shift+Slash")
    sheet = table.get_by_role("dialog", name="Keys")
    expect(sheet).to_contain_text("Keep this, reject the rest, next stack")
    sheet.get_by_label("Keys of").select_option("Photo Mechanic")
    press(table, "Escape", "Digit2")
    expect(cell(table, ids[0]).locator(".mark-label")).to_have_attribute("data-label", "yellow")
    press(table, "Alt+Digit4")
    expect(cell(table, ids[0]).locator(".mark-stars")).to_have_text("4 stars")
    press(table, "Shift+Slash")
    sheet.get_by_label("Keys act without Ctrl or Alt").uncheck()
    press(table, "Escape", "KeyX", "ArrowRight", "Alt+Digit1")
    expect(cell(table, ids[1]).locator(".mark-stars")).to_have_text("1 star")
    expect(cell(table, ids[0])).not_to_have_attribute("data-flag", re.compile("."))


def test_the_button_of_what_stands_takes_it_away(table: Page, ids: list[int]) -> None:
    marks = table.locator(".inspector .mark-buttons")
    for name, pressed in [("3 stars", ".mark-stars"), ("Pick", ".mark-flag")]:
        marks.get_by_role("button", name=name).click()
        expect(cell(table, ids[0]).locator(pressed)).to_have_count(1)
        expect(marks.get_by_role("button", name=name)).to_have_attribute("aria-pressed", "true")
        marks.get_by_role("button", name=name).click()
        expect(cell(table, ids[0]).locator(pressed)).to_have_count(0)
    marks.get_by_role("button", name="Undo the last step").click()
    expect(cell(table, ids[0]).locator(".mark-flag")).to_have_count(1)
    marks.get_by_role("button", name="Do it again").click()
    expect(cell(table, ids[0]).locator(".mark-flag")).to_have_count(0)


def test_the_menu_of_steps_tells_their_keys_and_takes_them(table: Page, ids: list[int]) -> None:
    table.get_by_title("More steps").click()
    entry = table.get_by_role("button", name="Select the others")
    expect(entry.locator(".key")).to_be_visible()
    entry.click()
    expect(entry).to_be_hidden()
    expect(table.locator("[role=option][aria-selected=true]")).to_have_count(7)


def test_a_viewer_cannot_mark_and_sees_no_buttons_for_it(ids: list[int], live_server: Any, page: Page) -> None:
    sign_in(page, live_server.url, "viewer")
    open_table(page, live_server.url)
    press(page, "KeyP")
    expect(cell(page, ids[0])).not_to_have_attribute("data-flag", "pick")
    expect(page.locator(".mark-buttons")).to_have_count(0)


def test_a_narrow_cell_shows_what_was_judged_before_its_name(table: Page, ids: list[int]) -> None:
    press(table, "ArrowRight", "KeyP", "Digit5", "Digit9")  # a portrait
    wait_until(table, "(id) => document.querySelectorAll(`#asset-${id} [data-mark]`).length === 3", ids[1])
    shown = table.evaluate(
        """(id) => {
            const line = document.querySelector(`#asset-${id} .cell__marks`);
            const inside = [...line.querySelectorAll("[data-mark]")].map((mark) => mark.getBoundingClientRect());
            const { left, right } = line.getBoundingClientRect();
            return inside.every((box) => box.width > 0 && box.left >= left - 1 && box.right <= right + 1);
        }""",
        ids[1],
    )
    assert shown


@pytest.mark.parametrize("room", ["dark", "paper"])
def test_marks_are_accessible_in_both_rooms(table: Page, ids: list[int], room: str) -> None:
    press(table, "KeyP", "Digit3", "Digit6", "ArrowRight", "KeyX", "ArrowRight", "Digit9")
    table.evaluate("(room) => { document.documentElement.dataset.room = room; }", room)
    wait_until_saved(table)
    check_accessible(table)
