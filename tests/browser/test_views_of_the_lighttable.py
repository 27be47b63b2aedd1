"""Grid, loupe, compare and survey: four views of one set, on one page."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, Request, Route, expect

from media_library.models import Asset, Original, Rendition
from tests.browser.pages import check_accessible, sign_in, wait_until, wait_until_attached
from tests.fixtures_people import Cast, MakeAsset
from tests.performance.many import make_many, make_rendition, save_picture

SIZES = {"max-1280": (1280, 853), "max-2560": (2560, 1707)}

SHOWN = "document.querySelector('[data-part=loupe] .stage img[data-shown]')"
BLANKS = """
    window.blanks = 0;
    window.most = 0;
    const look = () => {
        const frame = document.querySelector("[data-part=loupe] [data-part=frame]");
        if (frame.closest("[data-part=loupe]").dataset.id) {
            const shown = frame.querySelectorAll("img[data-shown]");
            if (shown.length !== 1 || !shown[0].complete || !shown[0].naturalWidth) window.blanks += 1;
            window.most = Math.max(window.most, frame.querySelectorAll("img").length);
        }
        requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
"""
"""Counts the frames of the screen in which no picture, or more than one, is to be seen in the loupe."""


def make_photos(cast: Cast, count: int) -> list[int]:
    """Photographs with all their previews; their ids in the order of the library."""
    make_many(cast.project, count)
    photos = Asset.objects.filter(project=cast.project)
    photos.update(kind="photo", stack=None)
    originals = Original.objects.filter(assets__project=cast.project)
    originals.update(kind="photo", reader="photo", duration_ms=None, width_px=6000, height_px=4000)
    Rendition.objects.filter(original__in=originals).exclude(spec="max-320").delete()
    for number, (spec, size) in enumerate(SIZES.items()):
        file = save_picture(900 + number, size)
        Rendition.objects.filter(spec=spec).delete()
        Rendition.objects.bulk_create(make_rendition(original, spec, file, *size) for original in originals)
    undated = list(photos.filter(captured_at=None).order_by("-pk").values_list("pk", flat=True))
    return [*photos.exclude(captured_at=None).order_by("-captured_at", "-pk").values_list("pk", flat=True), *undated]


@pytest.fixture
def ids(cast: Cast) -> list[int]:
    return make_photos(cast, 130)


@pytest.fixture
def table(ids: list[int], cast: Cast, live_server: Any, quiet_page: Page) -> Iterator[Page]:
    """The lighttable of 130 photographs, opened by its owner; the first one is active."""
    page = quiet_page
    page.set_viewport_size({"width": 1440, "height": 900})
    sign_in(page, live_server.url)
    page.goto(f"{live_server.url}/projects/altai/media/")
    wait_until_attached(page)
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowRight")
    yield page
    leave(page, live_server.url)


def leave(page: Page, address: str) -> None:
    """Until nobody asks any more: a request that is under way would hold the tables that are emptied after the test."""
    page.goto(f"{address}/")
    page.wait_for_load_state("networkidle")


def loupe(page: Page) -> Locator:
    return page.get_by_role("region", name="Loupe")


def expect_at(page: Page, asset_id: int) -> None:
    expect(loupe(page)).to_have_attribute("data-id", str(asset_id))


def side(page: Page, name: str) -> Locator:
    return page.get_by_role("group", name=name, exact=True).and_(page.locator(".pane"))


def expect_sides(page: Page, select: int, candidate: int) -> None:
    expect(side(page, "Select")).to_have_attribute("data-id", str(select))
    expect(side(page, "Candidate")).to_have_attribute("data-id", str(candidate))


def tiles(page: Page) -> Locator:
    return page.get_by_role("region", name="Survey").locator(".tile")


def flags(ids: list[int]) -> dict[int, str]:
    return {pk: flag for pk, flag in Asset.objects.filter(pk__in=ids).values_list("pk", "flag") if flag}


def open_at(page: Page, query: str) -> None:
    page.goto(f"{page.url.split('?')[0]}?{query}")
    wait_until_attached(page)


def select_first(page: Page, count: int) -> None:
    """The first so many of the grid, of which the first is active already."""
    for __ in range(count - 1):
        page.keyboard.press("Shift+ArrowRight")


def test_the_loupe_opens_at_the_active_one_and_leads_back_to_it(table: Page, ids: list[int]) -> None:
    table.evaluate("window.stayed = true")
    table.keyboard.press("KeyE")
    expect_at(table, ids[0])
    for __ in range(3):
        table.keyboard.press("ArrowRight")
    expect_at(table, ids[3])
    table.wait_for_url(re.compile(rf"\?view=loupe&at={ids[3]}$"))
    table.keyboard.press("ArrowLeft")
    expect_at(table, ids[2])
    expect(loupe(table).get_by_text("· 3 of 130")).to_be_visible()
    table.keyboard.press("KeyG")
    expect(loupe(table)).to_be_hidden()
    active = table.locator(f"#asset-{ids[2]}")
    expect(active).to_have_attribute("data-active", "")
    expect(active).to_be_in_viewport()
    assert table.evaluate("window.stayed")


def test_double_click_enter_and_the_button_open_the_loupe_as_well(table: Page, ids: list[int]) -> None:
    table.locator(f"#asset-{ids[1]}").dblclick()
    expect_at(table, ids[1])
    table.keyboard.press("Escape")
    expect(loupe(table)).to_be_hidden()
    table.keyboard.press("Enter")
    expect_at(table, ids[1])
    loupe(table).get_by_role("button", name="Grid").click()
    expect(loupe(table)).to_be_hidden()
    table.get_by_role("button", name="Loupe").click()
    expect_at(table, ids[1])


def test_a_cell_still_leads_to_the_page_of_the_asset(table: Page, ids: list[int]) -> None:
    assert (table.locator(f"#asset-{ids[1]}").get_attribute("href") or "").endswith(f"/media/{ids[1]}/")
    table.keyboard.press("KeyE")
    loupe(table).get_by_role("link", name="All facts").click()
    table.wait_for_url(re.compile(f"/media/{ids[0]}/"))


def test_back_returns_to_the_view_before_and_not_to_each_picture(table: Page, ids: list[int]) -> None:
    table.keyboard.press("KeyE")
    for __ in range(4):
        table.keyboard.press("ArrowRight")
    expect_at(table, ids[4])
    table.keyboard.press("KeyC")
    expect_sides(table, ids[4], ids[5])
    table.go_back()
    expect_at(table, ids[4])
    table.go_back()
    expect(loupe(table)).to_be_hidden()
    expect(table.locator(f"#asset-{ids[0]}")).to_be_visible()


def test_a_sent_link_comes_to_the_same_view(table: Page, ids: list[int]) -> None:
    open_at(table, f"view=loupe&at={ids[70]}")
    expect_at(table, ids[70])
    table.reload()
    expect_at(table, ids[70])
    expect(loupe(table).get_by_text("· 71 of 130")).to_be_visible()
    open_at(table, f"view=compare&at={ids[9]}&with={ids[125]}")
    expect_sides(table, ids[125], ids[9])
    open_at(table, f"view=survey&set={ids[3]},{ids[120]},{ids[5]}&at={ids[5]}")
    expect(tiles(table)).to_have_count(3)
    expect(table.locator(".tile[data-active]")).to_have_attribute("data-id", str(ids[5]))


def test_the_whole_set_is_gone_through_over_the_edges_of_its_pages(table: Page, ids: list[int]) -> None:
    open_at(table, f"view=loupe&at={ids[97]}")
    expect_at(table, ids[97])
    for place in range(98, 104):
        table.keyboard.press("ArrowRight")
        expect_at(table, ids[place])
    table.keyboard.press("End")
    expect_at(table, ids[129])
    table.keyboard.press("ArrowRight")
    expect(table.get_by_role("status").get_by_text("This is the last one.")).to_be_attached()
    expect_at(table, ids[129])
    table.keyboard.press("Home")
    expect_at(table, ids[0])


def test_with_several_selected_one_goes_through_these_alone(table: Page, ids: list[int]) -> None:
    select_first(table, 3)
    table.keyboard.press("KeyE")
    expect_at(table, ids[2])
    expect(loupe(table).get_by_text("· 3 of 3 selected")).to_be_visible()
    table.keyboard.press("ArrowRight")
    table.keyboard.press("ArrowLeft")
    expect_at(table, ids[1])


def test_a_step_in_the_loupe_falls_on_what_is_seen_and_on_no_other(table: Page, ids: list[int]) -> None:
    select_first(table, 3)
    table.keyboard.press("KeyE")
    expect_at(table, ids[2])
    table.keyboard.press("Delete")
    expect(table.locator(".toasts").get_by_text("Undo")).to_be_visible()
    assert list(Asset.objects.in_trash().values_list("pk", flat=True)) == [ids[2]]
    expect(loupe(table)).not_to_have_attribute("data-id", str(ids[2]))


def test_never_a_blank_and_never_more_than_eight_pictures(table: Page, ids: list[int]) -> None:
    table.keyboard.press("KeyE")
    wait_until(table, f"{SHOWN}?.dataset.id === '{ids[0]}'")
    table.evaluate(BLANKS)
    for way, last in (("ArrowRight", 24), ("ArrowLeft", 4)):
        for __ in range(24 if way == "ArrowRight" else 20):
            table.keyboard.press(way)
            table.wait_for_timeout(60)
        expect_at(table, ids[last])
        wait_until(table, f"{SHOWN}?.dataset.id === '{ids[last]}'")
    assert table.evaluate("window.blanks") == 0
    assert 4 <= table.evaluate("window.most") <= 8


def test_the_larger_picture_comes_when_one_stays(table: Page, ids: list[int]) -> None:
    table.set_viewport_size({"width": 1920, "height": 1400})
    table.keyboard.press("KeyE")
    wait_until(table, f"{SHOWN}?.src.includes('max-2560')")


def test_zoom_is_at_the_pointer_and_the_place_is_held_from_one_to_the_next(table: Page, ids: list[int]) -> None:
    stage = loupe(table).get_by_role("group", name="Picture")
    table.keyboard.press("KeyE")
    expect_at(table, ids[0])
    wait_until(table, f"{SHOWN} !== null")
    box = stage.bounding_box()
    assert box is not None
    frame = stage.locator("[data-part=frame]")
    point = (box["x"] + box["width"] * 0.7, box["y"] + box["height"] * 0.6)
    before = frame.bounding_box()
    assert before is not None
    spot = ((point[0] - before["x"]) / before["width"], (point[1] - before["y"]) / before["height"])
    table.mouse.move(*point)
    table.keyboard.press("KeyZ")
    expect(stage).to_have_attribute("data-zoomed", "")
    expect(loupe(table).locator("[data-part=scale]")).to_have_text("100 %")
    after = frame.bounding_box()
    assert after is not None
    assert ((point[0] - after["x"]) / after["width"], (point[1] - after["y"]) / after["height"]) == pytest.approx(
        spot, abs=0.01
    )
    table.keyboard.press("ArrowRight")
    expect_at(table, ids[1])
    assert frame.bounding_box() == after
    table.mouse.down()
    table.mouse.move(point[0] - 120, point[1] - 40, steps=4)
    table.mouse.up()
    pushed = frame.bounding_box()
    assert pushed is not None
    assert (pushed["x"], pushed["y"]) == pytest.approx((after["x"] - 120, after["y"] - 40), abs=1)
    expect(stage).to_have_attribute("data-zoomed", "")
    table.keyboard.press("Escape")
    expect(stage).not_to_have_attribute("data-zoomed", "")
    expect(loupe(table)).to_be_visible()
    stage.click(position={"x": 300, "y": 300})
    expect(stage).to_have_attribute("data-zoomed", "")


def test_the_candidate_changes_is_promoted_and_swapped(table: Page, ids: list[int]) -> None:
    select_first(table, 2)
    table.keyboard.press("KeyC")
    expect_sides(table, ids[1], ids[0])
    table.keyboard.press("ArrowRight")
    expect_sides(table, ids[1], ids[2])  # past the select
    table.keyboard.press("ArrowUp")
    expect_sides(table, ids[2], ids[3])
    table.keyboard.press("ArrowDown")
    expect_sides(table, ids[3], ids[2])
    table.get_by_role("button", name="Swap").click()
    expect_sides(table, ids[2], ids[3])
    table.wait_for_url(re.compile(rf"view=compare&at={ids[3]}&with={ids[2]}$"))


def test_marks_go_to_the_side_with_the_frame(table: Page, ids: list[int]) -> None:
    table.keyboard.press("KeyC")
    expect_sides(table, ids[0], ids[1])
    expect(side(table, "Candidate")).to_have_attribute("data-active", "")
    table.keyboard.press("KeyP")
    expect(side(table, "Candidate").get_by_text("Pick")).to_be_attached()
    table.keyboard.press("Tab")
    expect(side(table, "Select")).to_have_attribute("data-active", "")
    table.keyboard.press("KeyX")
    expect(side(table, "Select").get_by_text("Reject")).to_be_attached()
    side(table, "Candidate").locator(".stage").click()
    expect(side(table, "Candidate")).to_have_attribute("data-active", "")
    expect(table.locator("[data-part=saved]")).to_have_attribute("data-state", "saved")
    assert flags(ids) == {ids[0]: "reject", ids[1]: "pick"}


def test_both_sides_are_zoomed_and_pushed_together_and_shift_moves_one(table: Page, ids: list[int]) -> None:
    table.keyboard.press("KeyC")
    expect_sides(table, ids[0], ids[1])
    select, candidate = side(table, "Select"), side(table, "Candidate")
    table.keyboard.press("KeyZ")
    expect(select.locator("[data-part=scale]")).to_have_text("100 %")
    expect(candidate.locator("[data-part=scale]")).to_have_text("100 %")

    def apart() -> tuple[float, float]:
        boxes = [each.locator("[data-part=frame]").bounding_box() or {} for each in (select, candidate)]
        rooms = [each.locator(".stage").bounding_box() or {} for each in (select, candidate)]
        one, other = [(box["x"] - room["x"], box["y"] - room["y"]) for box, room in zip(boxes, rooms, strict=True)]
        return (other[0] - one[0], other[1] - one[1])

    def drag() -> None:
        room = candidate.locator(".stage").bounding_box() or {}
        table.mouse.move(room["x"] + 300, room["y"] + 300)
        table.mouse.down()
        table.mouse.move(room["x"] + 200, room["y"] + 260, steps=4)
        table.mouse.up()

    drag()
    assert apart() == pytest.approx((0, 0), abs=1)
    table.keyboard.down("Shift")
    drag()
    table.keyboard.up("Shift")
    assert apart() == pytest.approx((-100, -40), abs=1)
    drag()
    assert apart() == pytest.approx((-100, -40), abs=1)
    table.get_by_role("button", name="Locked").click()
    drag()
    assert apart() == pytest.approx((-200, -80), abs=1)


def test_what_one_likes_least_is_dropped_from_the_survey_and_stays_in_the_project(table: Page, ids: list[int]) -> None:
    select_first(table, 5)
    table.keyboard.press("KeyN")
    expect(tiles(table)).to_have_count(5)
    expect(table.get_by_text("5 photos, drop what you like least")).to_be_visible()
    active = table.locator(".tile[data-active]")
    expect(active).to_have_attribute("data-id", str(ids[4]))
    table.keyboard.press("Slash")
    expect(tiles(table)).to_have_count(4)
    expect(active).to_have_attribute("data-id", str(ids[3]))
    table.keyboard.press("ArrowLeft")
    table.keyboard.press("ArrowLeft")
    expect(active).to_have_attribute("data-id", str(ids[1]))
    tiles(table).first.get_by_role("button", name="Drop").click()
    expect(tiles(table)).to_have_count(3)
    assert Asset.objects.in_library().count() == 130
    boxes = [tiles(table).nth(number).bounding_box() or {} for number in range(3)]
    assert all(box["width"] > 300 for box in boxes)
    table.keyboard.press("Enter")
    expect_at(table, ids[1])
    expect(loupe(table).get_by_text("· 1 of 3 selected")).to_be_visible()


def test_the_filmstrip_follows_and_leads(table: Page, ids: list[int]) -> None:
    table.keyboard.press("KeyE")
    strip = table.get_by_role("listbox", name="Filmstrip")
    strip.locator(f"#frame-{ids[4]}").click()
    expect_at(table, ids[4])
    for __ in range(40):
        table.keyboard.press("ArrowRight")
    expect(strip.locator(f"#frame-{ids[44]}")).to_be_in_viewport()
    expect(strip.locator(f"#frame-{ids[44]}")).to_have_attribute("data-active", "")
    expect(strip.locator(f"#frame-{ids[0]}")).to_have_count(0)
    table.keyboard.press("KeyP")
    expect(strip.locator(f"#frame-{ids[44]}").get_by_text("Pick")).to_be_attached()
    table.keyboard.press("F6")
    expect(strip).to_be_hidden()


def test_panels_information_and_lights_go_by_a_key_and_are_remembered(table: Page, ids: list[int]) -> None:
    about = table.get_by_role("complementary", name="About it")
    table.keyboard.press("KeyE")
    expect(about.get_by_text("6000 × 4000")).to_be_visible()
    table.keyboard.press("Tab")
    expect(about).to_be_hidden()
    table.keyboard.press("KeyI")
    expect(loupe(table).locator("[data-part=info]")).to_be_hidden()
    table.keyboard.press("Shift+Tab")
    expect(table.get_by_role("banner")).to_be_hidden()
    table.keyboard.press("Shift+Tab")
    expect(table.get_by_role("banner")).to_be_visible()
    table.reload()
    expect_at(table, ids[0])
    expect(about).to_be_hidden()
    expect(loupe(table).locator("[data-part=info]")).to_be_hidden()
    app = table.locator(".app")
    for lights in ("dim", "black"):
        table.keyboard.press("KeyL")
        expect(app).to_have_attribute("data-lights", lights)
    expect(table.get_by_role("banner")).to_have_css("opacity", "0")
    table.keyboard.press("Escape")
    expect(app).to_have_attribute("data-lights", "on")
    expect(loupe(table)).to_be_visible()


def test_who_walks_through_the_page_by_tab_is_not_caught_by_the_picture(table: Page, ids: list[int]) -> None:
    table.keyboard.press("KeyE")
    expect_at(table, ids[0])
    table.get_by_role("link", name="Kadr", exact=True).focus()
    stops = []
    for __ in range(60):
        table.keyboard.press("Tab")
        stops.append(table.evaluate("document.activeElement.dataset.part ?? document.activeElement.tagName"))
        if stops[-1] == "strip":
            break
    assert "stage" in stops
    assert stops[-1] == "strip"


def test_nothing_of_a_clip_is_fetched_while_one_goes_past_it(cast: Cast, ids: list[int], table: Page) -> None:
    clip = Asset.objects.get(pk=ids[2])
    Asset.objects.filter(pk=clip.pk).update(kind="video")
    Original.objects.filter(pk=clip.original_id).update(
        kind="video", duration_ms=4000, file_type="MP4", facts={"video_codec": "h264"}
    )
    asked: list[str] = []

    def note(request: Request) -> None:
        if re.search(r"/(player|play)/", request.url):
            asked.append(request.url)

    table.reload()
    wait_until_attached(table)
    table.on("request", note)
    table.keyboard.press("KeyE")
    for __ in range(4):
        table.keyboard.press("ArrowRight")
    expect_at(table, ids[4])
    table.wait_for_timeout(900)
    assert asked == []
    table.keyboard.press("ArrowLeft")
    table.keyboard.press("ArrowLeft")
    expect_at(table, ids[2])
    expect(loupe(table).locator("[data-part=player]")).to_be_visible()
    assert len([url for url in asked if url.endswith(f"/{ids[2]}/player/")]) == 1
    table.keyboard.press("ArrowRight")
    expect(loupe(table).locator("[data-part=player]")).to_have_count(0)


def test_of_two_quick_ways_back_the_latest_is_gone(table: Page, ids: list[int]) -> None:
    held: list[Route] = []
    table.route("**/media/items/?*only=*", lambda route: held.append(route))
    places = [f"view=loupe&at={ids[5]}", f"view=compare&at={ids[0]}&with={ids[125]}", f"view=loupe&at={ids[1]}"]
    table.evaluate("(places) => places.forEach((place) => history.pushState(null, '', `?${place}`))", places)
    table.go_back()  # to the comparison, of which one has to be asked for
    wait_until_so(table, lambda: bool(held))
    table.go_back()
    expect_at(table, ids[5])
    for route in held:
        route.continue_()
    table.wait_for_load_state("networkidle")
    expect_at(table, ids[5])
    expect(loupe(table)).to_be_visible()
    expect(table.get_by_role("region", name="Compare")).to_be_hidden()


def wait_until_so(page: Page, check: Callable[[], bool]) -> None:
    for __ in range(500):
        if check():
            return
        page.wait_for_timeout(20)
    raise AssertionError("still not so")


def test_a_way_back_to_what_cannot_be_shown_leaves_what_is_seen(cast: Cast, live_server: Any, quiet_page: Page) -> None:
    page = quiet_page
    (alone,) = make_photos(cast, 1)
    sign_in(page, live_server.url)
    page.goto(f"{live_server.url}/projects/altai/media/?view=loupe&at={alone}")
    wait_until_attached(page)
    expect_at(page, alone)
    page.evaluate("['compare', 'loupe'].forEach((view) => history.pushState(null, '', `?view=${view}`))")
    page.go_back()  # to a comparison, and there is only one
    expect(page.locator(".toast")).to_contain_text("It takes two")
    expect(loupe(page)).to_be_visible()
    page.wait_for_url(re.compile("view=loupe"))
    leave(page, live_server.url)


def test_what_is_typed_beside_the_set_stays_when_it_is_asked_for_anew(table: Page) -> None:
    day = table.get_by_label("Go to a day")
    day.fill("2024-09-14")
    with table.expect_response(re.compile("/media/furniture/")):
        table.locator(".filter [data-command='filter.refresh']").click()
    table.wait_for_load_state("networkidle")
    expect(day).to_have_value("2024-09-14")


def test_a_sound_has_its_sign_and_a_narrow_frame_its_stars_as_a_number(
    cast: Cast, make_asset: MakeAsset, live_server: Any, quiet_page: Page
) -> None:
    page = quiet_page
    page.set_viewport_size({"width": 1440, "height": 900})
    noon = datetime.datetime(2024, 9, 14, 12, tzinfo=datetime.UTC)
    narrow = make_asset(cast.project, captured_at=noon, width_px=20, height_px=30, thumbnail="")
    wide = make_asset(cast.project, captured_at=noon, width_px=30, height_px=20)
    sound = make_asset(cast.project, captured_at=noon, kind="audio", name="bell.wav", thumbnail="")
    Asset.objects.update(rating=4)
    sign_in(page, live_server.url)
    page.goto(f"{live_server.url}/projects/altai/media/?view=survey&set={sound.pk},{narrow.pk}&at={narrow.pk}")
    wait_until_attached(page)
    for place in (f".tile[data-id='{sound.pk}'] .tile__picture", f"#frame-{sound.pk} .strip__picture"):
        expect(page.locator(f"{place} > .icon")).to_be_visible()
        expect(page.locator(place)).to_contain_text("sound")
    expect(page.locator(f"#frame-{wide.pk} .mark-stars .icon:visible")).to_have_count(4)
    expect(page.locator(f"#frame-{narrow.pk} .mark-stars .icon:visible")).to_have_count(1)
    expect(page.get_by_text("2 files, drop what you like least")).to_be_visible()
    page.get_by_title(re.compile("Drop from the survey")).first.click()
    expect(page.get_by_text("1 photo, drop what you like least")).to_be_visible()
    page.keyboard.press("KeyE")
    expect(loupe(page).locator("[data-part=summary]")).to_have_text("14 Sep 2024, 12:00:00")
    leave(page, live_server.url)


def test_home_and_end_step_past_the_select(table: Page, ids: list[int]) -> None:
    table.keyboard.press("KeyC")
    expect_sides(table, ids[0], ids[1])
    table.keyboard.press("ArrowRight")
    expect_sides(table, ids[0], ids[2])
    table.keyboard.press("Home")
    expect_sides(table, ids[0], ids[1])


@pytest.mark.parametrize("scheme", ["dark", "light"])
@pytest.mark.parametrize("size", [(1440, 900), (1180, 820), (390, 844)])
def test_every_view_is_accessible(size: tuple[int, int], scheme: Any, table: Page, ids: list[int]) -> None:
    table.emulate_media(color_scheme=scheme)
    table.set_viewport_size({"width": size[0], "height": size[1]})
    for place in (
        f"view=loupe&at={ids[1]}",
        f"view=compare&at={ids[1]}&with={ids[2]}",
        f"view=survey&set={ids[1]},{ids[2]},{ids[3]}&at={ids[2]}",
    ):
        open_at(table, place)
        table.wait_for_load_state("networkidle")
        check_accessible(table)


def test_a_step_taken_back_turns_to_nothing_that_the_survey_does_not_show(table: Page, ids: list[int]) -> None:
    select_first(table, 3)
    table.keyboard.press("KeyN")
    active = table.locator(".tile[data-active]")
    expect(active).to_have_attribute("data-id", str(ids[2]))
    table.keyboard.press("Digit1")
    table.keyboard.press("Slash")  # dropped
    expect(active).to_have_attribute("data-id", str(ids[1]))
    table.keyboard.press("Control+KeyZ")
    expect(table.locator("[data-part=said]")).to_contain_text("Undone")
    expect(active).to_have_attribute("data-id", str(ids[1]))
    table.keyboard.press("KeyP")
    expect(active.get_by_text("Pick")).to_be_attached()


def test_three_selected_are_compared_from_the_first_on(table: Page, ids: list[int]) -> None:
    select_first(table, 3)
    table.keyboard.press("KeyC")
    expect_sides(table, ids[0], ids[1])
    table.keyboard.press("ArrowRight")
    expect_sides(table, ids[0], ids[2])


def test_words_of_another_picture_are_gone_while_the_own_ones_do_not_come(table: Page, ids: list[int]) -> None:
    table.keyboard.press("KeyE")
    about = table.locator("[data-part=inspector] [data-part=about]")
    expect(about.get_by_text("6000 × 4000")).to_be_visible()
    held: list[Route] = []
    table.route("**/about/**", lambda route: held.append(route))
    table.keyboard.press("ArrowRight")
    expect_at(table, ids[1])
    expect(about).to_have_attribute("inert", "")
    wait_until_so(table, lambda: bool(held))
    held.pop().abort("aborted")
    expect(about).to_be_empty()


def test_the_place_is_held_past_a_picture_of_another_shape(ids: list[int], table: Page) -> None:
    Original.objects.filter(assets=ids[1]).update(width_px=2000, height_px=6000)
    table.reload()
    wait_until_attached(table)
    open_at(table, f"view=loupe&at={ids[0]}")
    expect_at(table, ids[0])
    frame = loupe(table).locator("[data-part=frame]")
    table.mouse.move(300, 300)
    table.keyboard.press("KeyZ")
    expect(loupe(table).locator("[data-part=scale]")).to_have_text("100 %")
    before = frame.bounding_box()
    table.keyboard.press("ArrowRight")
    expect_at(table, ids[1])
    table.keyboard.press("ArrowRight")
    expect_at(table, ids[2])
    assert frame.bounding_box() == before


def test_with_the_lights_black_no_panel_takes_room(table: Page, ids: list[int]) -> None:
    table.keyboard.press("KeyE")
    about = table.get_by_role("complementary", name="About it")
    expect(about).to_be_visible()
    table.keyboard.press("KeyL")
    table.keyboard.press("KeyL")
    expect(about).to_be_hidden()
    table.keyboard.press("KeyL")
    expect(about).to_be_visible()


def test_a_tooltip_tells_no_key_that_does_something_else_there(table: Page, ids: list[int]) -> None:
    table.keyboard.press("KeyE")
    expect(loupe(table).locator("[data-command=panels]")).to_have_attribute("title", "Side panels (Tab)")
    compare = table.locator("[data-part=compare] [data-command=panels]")
    expect(compare).to_have_attribute("title", "Side panels")


def test_a_reload_of_the_grid_returns_to_the_active_one(table: Page, ids: list[int]) -> None:
    table.locator(f"#asset-{ids[3]}").click()
    table.wait_for_url(re.compile(rf"\?at={ids[3]}$"))
    table.reload()
    wait_until_attached(table)
    active = table.locator(f"#asset-{ids[3]}")
    expect(active).to_have_attribute("data-active", "")
    expect(active).to_be_in_viewport()


@pytest.fixture
def phone(cast: Cast, ids: list[int], live_server: Any, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True, reduced_motion="reduce"
    )
    page = context.new_page()
    sign_in(page, live_server.url)
    page.goto(f"{live_server.url}/projects/altai/media/?view=loupe&at={ids[2]}")
    wait_until_attached(page)
    expect_at(page, ids[2])
    yield page
    leave(page, live_server.url)
    context.close()


class Fingers:
    """Fingers on the glass, by the browser's own protocol."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.session = page.context.new_cdp_session(page)

    def send(self, kind: str, *points: tuple[float, float]) -> None:
        touches = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(points)]
        self.session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})

    def swipe(self, start: float, end: float) -> None:
        self.send("touchStart", (start, 400))
        for step in range(1, 9):
            self.send("touchMove", (start + (end - start) * step / 8, 400))
            self.page.wait_for_timeout(16)
        self.send("touchEnd")

    def tap(self, x: float) -> None:
        self.send("touchStart", (x, 400))
        self.send("touchEnd")


def test_a_finger_goes_on_zooms_and_marks(phone: Page, ids: list[int]) -> None:
    fingers = Fingers(phone)
    stage = loupe(phone).get_by_role("group", name="Picture")
    box = phone.locator(".views").bounding_box()
    assert box == {"x": 0, "y": 0, "width": 390, "height": 844}
    fingers.swipe(320, 80)
    expect_at(phone, ids[3])
    fingers.swipe(80, 320)
    expect_at(phone, ids[2])
    fingers.tap(380)
    expect_at(phone, ids[3])
    fingers.tap(8)
    expect_at(phone, ids[2])
    fingers.tap(200)
    fingers.tap(200)
    expect(stage).to_have_attribute("data-zoomed", "")
    fingers.swipe(320, 80)
    expect_at(phone, ids[2])  # pushed, not gone on
    fingers.tap(200)
    fingers.tap(200)
    expect(stage).not_to_have_attribute("data-zoomed", "")
    fingers.send("touchStart", (180, 400), (210, 400))
    for apart in range(30, 160, 10):
        fingers.send("touchMove", (195 - apart, 400), (195 + apart, 400))
    fingers.send("touchEnd")
    expect(stage).to_have_attribute("data-zoomed", "")
    pick = phone.locator(".thumbs").get_by_role("button", name="Pick")
    target = pick.bounding_box() or {}
    assert min(target["width"], target["height"]) >= 44
    assert target["y"] + target["height"] > 844 - 120
    pick.tap()
    expect(pick).to_have_attribute("aria-pressed", "true")
    expect(phone.locator("[data-part=saved]")).to_have_attribute("data-state", "saved")
    assert flags(ids) == {ids[2]: "pick"}
    undo = phone.locator(".said").get_by_role("button", name="Undo the last step")
    room = undo.bounding_box() or {}
    assert min(room["width"], room["height"]) >= 44
    undo.tap()
    expect(pick).to_have_attribute("aria-pressed", "false")


def test_a_finger_goes_on_from_a_clip_and_the_focus_comes_back(phone: Page, ids: list[int]) -> None:
    Asset.objects.filter(pk=ids[2]).update(kind="video")
    Original.objects.filter(assets=ids[2]).update(kind="video", duration_ms=4000, facts={"video_codec": "h264"})
    phone.reload()
    wait_until_attached(phone)
    expect_at(phone, ids[2])
    expect(loupe(phone).locator("[data-part=player]")).to_be_visible()
    Fingers(phone).swipe(320, 80)
    expect_at(phone, ids[3])
    expect(loupe(phone).get_by_role("group", name="Picture")).to_be_focused()
