from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from media_library.models import Asset, Original, Rendition
from tests.browser.pages import check_accessible, sign_in, wait_until, wait_until_attached
from tests.fixtures_people import Cast
from tests.performance.many import make_many

SHIFTS = """
    window.shifted = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
    }).observe({ type: "layout-shift", buffered: true });
"""
"""What Chromium counts as layout shift."""

STANDS = """
    async () => {
        const frame = () => new Promise(requestAnimationFrame);
        await frame();
        await frame();
        const grid = document.querySelector(".grid");
        const view = grid.getBoundingClientRect();
        const cells = [...document.querySelectorAll("[role=option]")].map((cell) => cell.getBoundingClientRect());
        const runway = document.querySelector(".grid__runway").getBoundingClientRect();
        const isFilled = (y) => cells.some((cell) => cell.top < y && cell.bottom > y - 60); // or it is a heading
        return [view.top + 60, view.top + view.height / 2, Math.min(view.bottom, runway.bottom - 4)].every(isFilled);
    }
"""
"""Whether cells stand at the top, in the middle and at the end of what is to be seen."""

KEPT = """
    () => {
        const grid = document.querySelector(".grid").getBoundingClientRect();
        const cells = [...document.querySelectorAll("[role=option]")];
        const seen = cells.filter((cell) => cell.getBoundingClientRect().top >= grid.top - 1);
        const first = seen.sort((one, other) => one.dataset.id === other.dataset.id ? 0
            : one.getBoundingClientRect().top - other.getBoundingClientRect().top
            || one.getBoundingClientRect().left - other.getBoundingClientRect().left)[0];
        const kept = document.querySelector("[role=option][data-active]") ?? first; // the active one goes before
        return new URLSearchParams(location.search).get("at") === kept.dataset.id;
    }
"""
"""Whether the address names the first picture that is to be seen whole."""

STILL = """
    async () => {
        const list = () => [...document.querySelectorAll("[role=option]")].map((cell) => cell.dataset.id).join();
        const before = list();
        for (let frames = 0; frames < 6; frames += 1) await new Promise(requestAnimationFrame);
        return list() === before;
    }
"""
"""Whether the same cells stand there for six frames."""

TALLER = "(height) => document.querySelector('[role=option]').getBoundingClientRect().height > height"

SELECTED = """
    window.selected = [];
    document.addEventListener("kadr:selection", (event) => { window.selected = event.detail.ids; });
"""


@pytest.fixture
def library(cast: Cast, live_server: Any, quiet_page: Page) -> Page:
    """The library of a project with 700 assets, opened by its owner."""
    make_many(cast.project, 700)
    page = quiet_page
    page.set_viewport_size({"width": 1440, "height": 900})
    page.add_init_script(SHIFTS + SELECTED)
    sign_in(page, live_server.url)
    page.goto(f"{live_server.url}/projects/altai/media/")
    expect(cells(page).first).to_be_visible()
    return page


def cells(page: Page) -> Locator:
    return page.get_by_role("option")


def names(page: Page) -> list[str]:
    """The names of the cells in the document, from left to right and from top to bottom, when no more come or go."""
    wait_until(page, STILL)
    boxes = page.evaluate(
        """() => [...document.querySelectorAll("[role=option]")].map((cell) => {
            const box = cell.getBoundingClientRect();
            return [Math.round(box.top), Math.round(box.left), cell.querySelector(".cell__name").textContent];
        })"""
    )
    return [name for __, __, name in sorted(boxes)]


def in_order() -> list[str]:
    undated = list(Asset.objects.filter(captured_at=None).order_by("-pk"))
    dated = list(Asset.objects.exclude(captured_at=None).order_by("-captured_at", "-pk"))
    return [asset.file_name for asset in [*dated, *undated]]


def scroll(page: Page, by: float) -> None:
    """Scrolls, and waits until what is to be seen there stands there."""
    page.locator(".grid").evaluate("(grid, by) => { grid.scrollTop += by; }", by)
    wait_until(page, STANDS)


def selected(page: Page) -> set[int]:
    return set(page.evaluate("window.selected"))


def id_of(cell: Locator) -> int:
    return int(cell.get_attribute("data-id") or 0)


def test_everything_comes_by_scrolling_and_only_what_is_to_be_seen_stands_in_the_document(library: Page) -> None:
    expected, seen = in_order(), []
    while expected[-1] not in seen:
        now = names(library)
        assert len(now) < 200
        start = expected.index(now[0])
        assert now == expected[start : start + len(now)]
        seen += [name for name in now if name not in seen]
        scroll(library, 1500)
    assert seen == expected
    assert library.evaluate("window.shifted") < 0.02


def test_no_picture_is_cropped_and_rows_are_as_wide_as_the_page(library: Page) -> None:
    expect(cells(library).nth(8).locator("img")).to_have_js_property("complete", True)
    faults = library.evaluate(
        """() => [...document.querySelectorAll("[role=option] img")].filter((image) => {
            const room = image.parentElement.getBoundingClientRect();
            return Math.abs(room.width / room.height - image.naturalWidth / image.naturalHeight) > 0.03;
        }).length"""
    )
    assert faults == 0


def test_back_and_reload_return_to_the_same_picture(library: Page) -> None:
    for __ in range(8):
        scroll(library, 1500)
    cell = cells(library).nth(20)
    cell.scroll_into_view_if_needed()
    wait_until(library, KEPT)
    name, top = cell.locator(".cell__name").text_content() or "", (cell.bounding_box() or {})["y"]
    library.reload()
    again = cells(library).filter(has_text=name)
    expect(again).to_be_in_viewport()
    assert abs((again.bounding_box() or {})["y"] - top) < 2
    library.goto(f"{library.url.split('/media/')[0]}/media/{id_of(again)}/")
    library.go_back()
    expect(cells(library).filter(has_text=name)).to_be_in_viewport()
    assert abs((cells(library).filter(has_text=name).bounding_box() or {})["y"] - top) < 2


def test_what_is_before_comes_by_scrolling_up_without_a_jump(library: Page, live_server: Any) -> None:
    expected = in_order()
    middle = Asset.objects.get(file_name=expected[350])
    library.goto(f"{live_server.url}/projects/altai/media/?at={middle.pk}")
    cell = cells(library).filter(has_text=middle.file_name)
    expect(cell).to_be_in_viewport()
    expect(cell).to_have_attribute("data-active", "")
    for __ in range(150):
        now = names(library)
        assert now == expected[expected.index(now[0]) : expected.index(now[0]) + len(now)]
        if now[0] == expected[0]:
            break
        scroll(library, -900)
    assert names(library)[0] == expected[0]
    assert library.evaluate("window.shifted") < 0.02


def test_a_click_selects_one_control_toggles_and_shift_draws_a_range(library: Page) -> None:
    ids = [id_of(cells(library).nth(number)) for number in range(12)]
    cells(library).nth(1).click()
    assert selected(library) == {ids[1]}
    cells(library).nth(4).click(modifiers=["Shift"])
    assert selected(library) == set(ids[1:5])
    cells(library).nth(2).click(modifiers=["Control"])
    assert selected(library) == {ids[1], ids[3], ids[4]}
    cells(library).nth(6).click(modifiers=["Control", "Shift"])
    assert selected(library) == {ids[1], *ids[2:7]}
    expect(cells(library).nth(6)).to_have_attribute("aria-selected", "true")
    cells(library).nth(0).click()
    assert selected(library) == {ids[0]}
    library.keyboard.press("Escape")
    assert selected(library) == set()


def test_the_keyboard_goes_everywhere(library: Page) -> None:
    grid = library.get_by_role("listbox", name="Material", exact=True)
    grid.focus()
    press = library.keyboard.press
    expected = in_order()
    by_name = {asset.file_name: asset.pk for asset in Asset.objects.all()}
    press("ArrowRight")
    active = library.locator("[role=option][data-active] .cell__name")
    expect(active).to_have_text(expected[0])
    press("ArrowRight")
    expect(active).to_have_text(expected[1])
    press("Shift+ArrowRight")
    press("Shift+ArrowRight")
    assert selected(library) == {by_name[name] for name in expected[1:4]}
    press("ArrowDown")
    below = active.text_content() or ""
    assert expected.index(below) > 3
    press("ArrowUp")
    expect(active).to_have_text(expected[3])
    press("Space")
    assert selected(library) == set()
    press("Space")
    assert selected(library) == {by_name[expected[3]]}
    press("PageDown")
    expect(library.locator("[role=option][data-active]")).to_be_in_viewport()
    assert expected.index(active.text_content() or "") > 5
    expect(grid).to_have_attribute("aria-activedescendant", re.compile(r"asset-\d+"))
    press("End")
    expect(active).to_have_text(expected[-1])
    expect(library.locator("[role=option][data-active]")).to_be_in_viewport()
    press("Home")
    expect(active).to_have_text(expected[0])
    press("Control+KeyA")
    expect(library.get_by_text("700 selected").first).to_be_visible()
    assert selected(library) == set(by_name.values())
    press("Home")
    press("Enter")
    library.wait_for_url(re.compile(f"view=loupe&at={by_name[expected[0]]}$"))


def test_a_band_drawn_from_empty_space_selects_what_it_touches(library: Page) -> None:
    first, last = cells(library).nth(0).bounding_box(), cells(library).nth(2).bounding_box()
    assert first is not None
    assert last is not None
    heading = library.locator(".grid__runway .grid__day").first.bounding_box()
    assert heading is not None
    library.mouse.move(heading["x"] + 500, heading["y"] + 10)
    library.mouse.down()
    library.mouse.move(last["x"] + 10, first["y"] + 20, steps=5)
    library.mouse.up()
    touched = {
        id_of(cells(library).nth(number))
        for number in range(4)
        if overlaps(cells(library).nth(number), heading["x"] + 500, last["x"] + 10)
    }
    assert touched
    assert selected(library) == touched


def overlaps(cell: Locator, one: float, other: float) -> bool:
    box = cell.bounding_box()
    assert box is not None
    return box["x"] < max(one, other) and box["x"] + box["width"] > min(one, other)


def test_dragging_a_cell_carries_what_is_selected(library: Page) -> None:
    ids = [id_of(cells(library).nth(number)) for number in range(3)]
    cells(library).nth(0).click()
    cells(library).nth(1).click(modifiers=["Control"])
    carried = """(cell) => {
        const data = new DataTransfer();
        cell.dispatchEvent(new DragEvent("dragstart", { bubbles: true, dataTransfer: data }));
        return data.getData("application/x-kadr-assets");
    }"""
    assert cells(library).nth(1).evaluate(carried) == f"{ids[0]},{ids[1]}"
    assert cells(library).nth(2).evaluate(carried) == f"{ids[2]}"
    assert selected(library) == {ids[2]}


def test_what_is_removed_leaves_the_rows_and_comes_back_when_that_is_undone(library: Page) -> None:
    before = names(library)
    cells(library).nth(0).click()
    cells(library).nth(1).click(modifiers=["Shift"])
    library.get_by_role("button", name="Remove").click()
    expect(cells(library).first.locator(".cell__name")).to_have_text(before[2])
    expect(library.get_by_role("heading", level=1)).to_contain_text("698 files")
    expect(library.get_by_role("link", name="Trash")).to_contain_text("2")
    expect(library.locator(".statusbar")).to_contain_text("698 files")
    expect(library.locator("[data-part=runs]")).to_contain_text("698")
    assert selected(library) == set()
    library.locator(".toasts").get_by_role("button", name="Undo").click()
    expect(cells(library).first.locator(".cell__name")).to_have_text(before[0])
    expect(library.get_by_role("heading", level=1)).to_contain_text("700 files")


def test_a_picture_that_is_being_made_comes_in_by_itself(cast: Cast, library: Page) -> None:
    asset = Asset.objects.get(file_name=in_order()[1])
    Rendition.objects.filter(original_id=asset.original_id).update(state="pending")
    library.reload()
    cell = cells(library).nth(1)
    expect(cell).to_have_attribute("data-state", "pending")
    expect(cell.locator("img")).to_have_count(0)
    box = cell.bounding_box()
    Rendition.objects.filter(original_id=asset.original_id).update(state="done")
    expect(cell.locator("img")).to_have_js_property("complete", True, timeout=15_000)
    assert cell.bounding_box() == box


def test_the_size_of_the_rows_is_kept(library: Page) -> None:
    def height() -> float:
        return (cells(library).first.bounding_box() or {})["height"]

    before = height()
    library.get_by_role("slider", name="Size").fill("320")
    wait_until(library, TALLER, arg=before + 80)
    library.reload()
    expect(cells(library).first).to_be_visible()
    assert height() > before + 80


def test_a_clip_is_skimmed_by_its_sheet(library: Page, live_server: Any) -> None:
    asked: list[str] = []
    library.on("request", lambda request: asked.append(request.url))
    library.goto(f"{live_server.url}/projects/altai/media/?kind=video")
    cell = cells(library).first
    expect(cell.locator("img")).to_have_js_property("complete", True)
    assert not [url for url in asked if "sheet-1" in url]
    box = cell.locator(".cell__picture").bounding_box()
    assert box is not None
    library.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    skim = cell.locator(".skim")
    expect(skim).to_have_css("background-image", re.compile("sheet-1"))
    expect(cell.locator(".badge[data-at=br]")).to_contain_text("0:30")
    shown = skim.bounding_box()
    assert shown is not None
    assert shown["y"] + shown["height"] / 2 == pytest.approx(box["y"] + box["height"] / 2, abs=1)
    assert shown["x"] + shown["width"] / 2 == pytest.approx(box["x"] + box["width"] / 2, abs=1)
    assert shown["width"] <= box["width"] + 1
    assert shown["height"] <= box["height"] + 1
    # The tile of second 30 of 60, on a sheet of ten columns: the first in the fourth row.
    tile_height = skim.evaluate("(layer) => layer.getBoundingClientRect().height")
    assert float((skim.evaluate("(layer) => layer.style.backgroundPositionY") or "0px")[:-2]) == pytest.approx(
        -3 * tile_height, abs=0.5
    )
    library.mouse.move(5, 5)
    expect(skim).to_have_count(0)
    expect(cell.locator(".badge[data-at=br]")).to_contain_text("1:00")


def test_a_tap_opens_and_a_long_press_selects(cast: Cast, live_server: Any, browser: Browser) -> None:
    make_many(cast.project, 60)
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.add_init_script(SELECTED)
    sign_in(page, live_server.url)
    page.goto(f"{live_server.url}/projects/altai/media/")
    expect(cells(page).first).to_be_visible()
    ids = [id_of(cells(page).nth(number)) for number in range(2)]
    session = context.new_cdp_session(page)
    box = cells(page).nth(0).bounding_box()
    assert box is not None
    point = {"x": box["x"] + 30, "y": box["y"] + 30}
    session.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [point]})
    page.wait_for_timeout(700)
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    assert selected(page) == {ids[0]}
    cells(page).nth(1).tap()
    assert selected(page) == set(ids)
    cells(page).nth(0).tap()
    cells(page).nth(1).tap()
    assert selected(page) == set()
    cells(page).nth(1).tap()
    page.wait_for_url(re.compile(f"view=loupe&at={ids[1]}$"))
    context.close()


def test_the_panel_is_behind_a_button_on_the_phone(library: Page) -> None:
    library.set_viewport_size({"width": 390, "height": 844})
    expect(library.get_by_role("link", name="Everything")).to_be_hidden()
    library.get_by_role("button", name="Places").click()
    expect(library.get_by_role("link", name="Everything")).to_be_visible()
    library.keyboard.press("Escape")
    expect(library.get_by_role("link", name="Everything")).to_be_hidden()


def test_everything_on_the_phone_begins_at_one_edge(library: Page) -> None:
    library.set_viewport_size({"width": 390, "height": 844})
    library.reload()
    begins = [
        (library.locator(selector).first.bounding_box() or {})["x"]
        for selector in (
            "[role=option] .cell__picture",
            ".grid__runway .grid__day > span",
            ".library__bar > .button[popovertarget] svg",
        )
    ]
    assert begins == pytest.approx([begins[0]] * 3, abs=0.6)


def test_days_are_listed_and_gone_to(library: Page) -> None:
    day = Asset.objects.exclude(captured_at=None).order_by("-captured_at")[200].captured_at
    assert day is not None
    month = library.get_by_text(f"{day:%B %Y}", exact=True)
    month.click()
    library.get_by_role("link", name=re.compile(rf"{day:%a} {day.day}\b")).first.click()
    library.wait_for_url(re.compile("day="))
    expect(library.get_by_role("heading", level=2).filter(has_text=f"{day.day} {day:%B %Y}")).to_be_in_viewport()


def test_a_day_with_nothing_is_told_with_the_one_that_is_shown(library: Page) -> None:
    latest = Asset.objects.exclude(captured_at=None).order_by("-captured_at")[0].captured_at
    assert latest is not None
    library.get_by_label("Go to a day").fill("2031-01-01")
    library.get_by_role("button", name="Go", exact=True).click()
    expect(library.get_by_text(f"Nothing on 1 Jan 2031; {latest.day} {latest:%b %Y} is shown.")).to_be_visible()


def test_leafing_leads_back_to_the_same_place(library: Page) -> None:
    for __ in range(3):
        scroll(library, 1500)
    cell = cells(library).nth(30)
    cell.click()
    library.keyboard.press("ArrowRight")
    active = library.locator("[role=option][data-active]")
    name, top = active.locator(".cell__name").text_content() or "", (active.bounding_box() or {})["y"]
    wait_until(library, KEPT)
    library.goto(f"{library.url.split('/projects/')[0]}{active.get_attribute('href')}")
    wait_until_attached(library)
    library.keyboard.press("Escape")
    library.wait_for_url(re.compile(r"/media/\?"))
    expect(active.locator(".cell__name")).to_have_text(name)
    assert abs((active.bounding_box() or {})["y"] - top) < 2


def test_the_active_picture_has_a_frame_and_only_selected_ones_a_plate(library: Page) -> None:
    library.emulate_media(color_scheme="dark")
    cells(library).nth(1).click()
    library.keyboard.press("Escape")
    active = library.locator("[role=option][data-active]")
    expect(active).to_have_css("background-color", "rgba(0, 0, 0, 0)")
    expect(active.locator(".cell__picture")).to_have_css("outline-width", "2px")
    library.keyboard.press("Space")
    library.keyboard.press("Shift+ArrowRight")
    expect(active).to_have_css("background-color", "rgb(88, 88, 88)")  # --cell-active
    expect(cells(library).nth(1)).to_have_css("background-color", "rgb(59, 59, 59)")  # --cell-selected


def test_a_whole_day_is_selected_and_let_go_of(library: Page) -> None:
    heading = library.locator(".grid__runway .grid__day").first
    day = heading.get_attribute("data-day")
    of_day = set(Asset.objects.filter(captured_at__date=day).values_list("pk", flat=True))
    other = next(each for each in map(id_of, cells(library).all()) if each not in of_day)
    library.locator(f"[role=option][data-id='{other}']").click()
    heading.hover()
    heading.get_by_role("button", name="Select").click()
    assert selected(library) == {other, *of_day}
    heading.get_by_role("button", name="Select").click()
    assert selected(library) == {other}


def test_a_page_that_did_not_come_is_asked_for_again_where_nobody_can_scroll_on(
    cast: Cast, live_server: Any, page: Page
) -> None:
    """Without a connection for a moment, at the very end of what is there."""
    make_many(cast.project, 250)
    failed: list[str] = []

    def fail_once(route: Route) -> None:
        if failed:
            return route.continue_()
        failed.append(route.request.url)
        return route.abort()

    sign_in(page, live_server.url)
    page.route(re.compile("/items/"), fail_once)
    page.goto(f"{live_server.url}/projects/altai/media/")
    expect(cells(page).first).to_be_visible()
    to_the_end = "(grid) => { grid.scrollTop = grid.scrollHeight; return grid.scrollHeight; }"
    before = page.locator(".grid").evaluate(to_the_end)
    expect(page.get_by_role("alert")).to_contain_text("no connection")
    wait_until(page, "(height) => document.querySelector('.grid').scrollHeight > height", arg=before)
    assert len(failed) == 1


def test_the_links_are_shown_when_the_script_does_not_come(cast: Cast, live_server: Any, page: Page) -> None:
    make_many(cast.project, 150)
    page.route(re.compile("js/library/page"), lambda route: route.abort())
    sign_in(page, live_server.url)
    page.goto(f"{live_server.url}/projects/altai/media/")
    first = page.locator(".grid__page .cell__name").first
    expect(first).to_be_visible()
    expect(first).to_have_text(in_order()[0])
    expect(page.get_by_role("listbox", name="Material", exact=True)).to_be_hidden()
    page.get_by_role("link", name="Next page").click()
    expect(first).to_have_text(in_order()[100])
    expect(first).to_be_visible()


def test_the_library_reads_without_a_script(cast: Cast, live_server: Any, browser: Browser) -> None:
    make_many(cast.project, 150)
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, live_server.url)
    page.goto(f"{live_server.url}/projects/altai/media/")
    expected = in_order()
    expect(page.locator(".cell__name")).to_have_text(expected[:100])
    page.get_by_role("link", name="Next page").click()
    expect(page.locator(".cell__name")).to_have_text(expected[100:])
    page.get_by_role("link", name="Previous page").click()
    expect(page.locator(".cell__name")).to_have_text(expected[:100])
    day = f"{Asset.objects.get(file_name=expected[50]).captured_at:%Y-%m-%d}"
    page.get_by_label("Go to a day").fill(day)
    page.get_by_role("button", name="Go", exact=True).click()
    on_the_day = Asset.objects.filter(captured_at__date=day).order_by("-captured_at", "-pk")
    expect(page.locator(".cell__name").first).to_have_text(on_the_day[0].file_name)
    page.get_by_role("link", name=expected[51]).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(expected[51])
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 1180, 390])
def test_the_library_is_accessible_in_every_state(
    scheme: Any, width: int, cast: Cast, library: Page, live_server: Any
) -> None:
    library.emulate_media(color_scheme=scheme)
    library.set_viewport_size({"width": width, "height": 844})
    assets = list(Asset.objects.order_by("-captured_at")[:4])
    Original.objects.filter(pk=assets[0].original_id).update(state="missing")
    Original.objects.filter(pk=assets[1].original_id).update(state="damaged")
    Rendition.objects.filter(original_id=assets[1].original_id).delete()
    Rendition.objects.filter(original_id=assets[2].original_id).update(state="failed", reason="It ends too soon.")
    Rendition.objects.filter(original_id=assets[3].original_id).update(state="pending")
    library.reload()
    expect(cells(library).first).to_be_visible()
    if width == 390:
        check_accessible(library)
        return
    cells(library).nth(5).click()
    check_accessible(library)


def test_an_empty_library_says_what_to_do(cast: Cast, live_server: Any, quiet_page: Page) -> None:
    sign_in(quiet_page, live_server.url)
    quiet_page.goto(f"{live_server.url}/projects/altai/media/")
    expect(quiet_page.get_by_text("Nothing has been brought in yet.")).to_be_visible()
    expect(quiet_page.get_by_role("link", name="Bring in material")).to_be_visible()
    check_accessible(quiet_page)
    quiet_page.goto(f"{live_server.url}/projects/altai/media/?kind=audio")
    expect(quiet_page.get_by_role("link", name="Show everything").first).to_be_visible()
