"""Stacks at the lighttable: opened and closed, made and parted, judged as one, with undo; and the page of the rules."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from media_library.models import Asset, Import, Stack
from media_library.stacks.making import make_stack_by_rule, part_stacks
from tests.browser.pages import check_accessible, sign_in, wait_until, wait_until_attached
from tests.fixtures_people import Cast, MakeAsset

NOON = datetime.datetime(2024, 9, 14, 12, tzinfo=datetime.UTC)


def find(names: str) -> list[Asset]:
    found = {asset.file_name: asset for asset in Asset.objects.all()}
    return [found[f"{name}.jpg"] for name in names]


def stack_up(cast: Cast, names: str, kind: str = "burst", run: Import | None = None) -> Stack:
    ids = [asset.pk for asset in find(names)]
    stack = make_stack_by_rule(
        project_id=cast.project.pk, asset_ids=ids, kind=kind, rule="sequence", key=names, made_by=run
    )
    assert stack is not None
    return stack


def stacks() -> list[str]:
    """What stands in the stacks, each in its order."""
    found = [stack.assets.order_by("stack_position") for stack in Stack.objects.order_by("pk")]
    return sorted(written for each in found if (written := "".join(asset.file_name[0] for asset in each)))


@pytest.fixture
def laid(cast: Cast, make_asset: MakeAsset) -> None:
    """Nine pictures a to i, the latest first; b to d are a burst, f and g a bracket, h and i another burst."""
    for number, name in enumerate("abcdefghi"):
        make_asset(cast.project, name=f"{name}.jpg", captured_at=NOON - datetime.timedelta(minutes=number))
    stack_up(cast, "bcd")
    stack_up(cast, "fg", kind="bracket")
    stack_up(cast, "hi")


@pytest.fixture
def table(laid: None, live_server: Any, quiet_page: Page) -> Page:
    return open_library(quiet_page, live_server.url, "contributor")


def open_library(page: Page, address: str, who: str) -> Page:
    page.set_viewport_size({"width": 1440, "height": 900})
    sign_in(page, address, who)
    page.goto(f"{address}/projects/altai/media/")
    expect_cells(page, "abefh")
    wait_until_attached(page)
    return page


def cell(page: Page, name: str) -> Locator:
    return page.get_by_role("option", name=f"{name}.jpg")


def expect_cells(page: Page, names: str) -> None:
    """Waits until the grid shows exactly these, in this order."""
    shown = """(names) => [...document.querySelectorAll('[role=option]')]
      .map((cell) => [cell.querySelector('.cell__name').textContent[0], cell.getBoundingClientRect()])
      .sort(([, one], [, other]) => one.y - other.y || one.x - other.x)
      .map(([name]) => name).join('') === names"""
    wait_until(page, shown, arg=names)


def expect_told(page: Page, text: str) -> None:
    expect(page.locator(".toast").filter(has_text=text)).to_be_visible()


def flags() -> str:
    rows = Asset.objects.exclude(flag="").order_by("file_name")
    return " ".join(f"{asset.file_name[0]}:{asset.flag}" for asset in rows)


def wait_for(page: Page, tell: Any, wanted: object) -> None:
    """Until the database says so: marks go in batches."""
    for _ in range(400):
        if tell() == wanted:
            return
        page.wait_for_timeout(25)
    assert tell() == wanted


def test_a_stack_opens_and_closes_in_its_place(table: Page) -> None:
    cell(table, "b").click()
    table.keyboard.press("s")
    expect_cells(table, "abcdefh")
    expect(table.locator("[data-stack]")).to_have_count(3)
    expect(cell(table, "b").locator(".badge")).to_contain_text("3")
    expect(cell(table, "c").locator(".badge")).to_have_count(0)
    check_accessible(table)
    table.keyboard.press("ArrowRight")
    table.keyboard.press("s")
    expect_cells(table, "abefh")
    expect(cell(table, "b")).to_have_attribute("aria-selected", "true")


def test_the_number_on_a_stack_opens_it_by_the_pointer(table: Page) -> None:
    cell(table, "b").locator(".badge").click()
    expect_cells(table, "abcdefh")


def test_all_stacks_open_and_the_address_says_so(table: Page) -> None:
    table.keyboard.press("Alt+s")
    expect_cells(table, "abcdefghi")
    assert "stacks=open" in table.url
    table.keyboard.press("Alt+s")
    expect_cells(table, "abefh")


def test_a_stack_is_made_undone_and_made_again_also_after_the_page_was_loaded_anew(table: Page) -> None:
    cell(table, "a").click()
    cell(table, "e").click(modifiers=["Control"])
    table.get_by_role("toolbar").get_by_role("button", name="Stack", exact=True).click()
    expect_told(table, "The stack is made.")
    expect_cells(table, "befh")
    assert stacks() == ["bcd", "ea", "fg", "hi"]
    table.keyboard.press("Control+z")
    expect_cells(table, "abefh")
    assert stacks() == ["bcd", "fg", "hi"]
    table.reload()
    expect_cells(table, "abefh")
    wait_until_attached(table)
    table.keyboard.press("Control+y")
    expect_cells(table, "befh")
    assert stacks() == ["bcd", "ea", "fg", "hi"]


def test_the_top_of_a_stack_just_made_shows_how_many_it_stands_for_and_what_is_marked_on_it(table: Page) -> None:
    cell(table, "e").click()
    cell(table, "a").click(modifiers=["Control"])
    table.keyboard.press("Control+g")
    expect_cells(table, "abfh")
    expect(cell(table, "a").locator("[data-part=stack-count]")).to_contain_text("2")
    table.keyboard.press("Digit3")
    expect(cell(table, "a").locator(".mark-stars")).to_have_attribute("data-stars", "3")


def test_another_top_takes_the_number_of_its_stack(table: Page) -> None:
    cell(table, "b").click()
    table.keyboard.press("s")
    expect_cells(table, "abcdefh")
    cell(table, "d").click()
    table.keyboard.press("Shift+s")
    expect_cells(table, "adbcefh")
    expect(cell(table, "d").locator("[data-part=stack-count]")).to_contain_text("3")
    expect(cell(table, "b").locator("[data-part=stack-count]")).to_have_count(0)
    table.keyboard.press("Digit2")
    expect(cell(table, "d").locator(".mark-stars")).to_have_attribute("data-stars", "2")


def test_of_a_collapsed_stack_all_comes_into_the_new_one(table: Page) -> None:
    cell(table, "a").click()
    cell(table, "b").click(modifiers=["Control"])
    table.keyboard.press("Control+g")
    expect_cells(table, "befh")
    assert stacks() == ["bdca", "fg", "hi"]


def test_a_stack_gets_another_top_and_is_parted(table: Page) -> None:
    cell(table, "b").click()
    table.keyboard.press("s")
    expect_cells(table, "abcdefh")
    cell(table, "d").click()
    table.keyboard.press("Shift+s")
    expect_told(table, "d.jpg is on top of its stack.")
    wait_for(table, stacks, ["dbc", "fg", "hi"])
    expect_cells(table, "adbcefh")  # it stays open
    table.keyboard.press("Control+Shift+g")
    expect_told(table, "The stack is parted.")
    expect_cells(table, "abcdefh")
    assert stacks() == ["fg", "hi"]


def test_one_is_kept_the_rest_rejected_and_the_next_stack_comes(table: Page) -> None:
    cell(table, "b").click()
    table.keyboard.press("s")
    expect_cells(table, "abcdefh")
    cell(table, "c").click()
    table.keyboard.press("Shift+p")
    wait_for(table, flags, "b:reject c:pick d:reject")
    expect(cell(table, "f")).to_have_attribute("data-active", "")
    table.keyboard.press("Shift+p")
    expect_told(table, "One picture in parts")
    table.keyboard.press("Control+z")
    wait_for(table, flags, "")


def test_a_key_that_is_pressed_again_too_soon_or_held_judges_no_stack_that_nobody_saw(table: Page) -> None:
    waiting: list[Route] = []
    table.route("**/*members=1*", lambda route: waiting.append(route))
    cell(table, "b").click()
    table.keyboard.press("Shift+p")
    for _ in range(100):
        if waiting:
            break
        table.wait_for_timeout(20)
    table.keyboard.press("Shift+p")
    for route in waiting:
        route.continue_()
    table.unroute("**/*members=1*")
    wait_for(table, flags, "b:pick c:reject d:reject")
    expect(cell(table, "f")).to_have_attribute("data-active", "")
    cell(table, "b").click()
    table.keyboard.down("Shift")
    table.keyboard.down("p")
    expect(cell(table, "f")).to_have_attribute("data-active", "")
    table.keyboard.down("p")
    expect(table.locator(".toast").filter(has_text="One picture in parts")).to_have_count(0)


def test_in_an_open_stack_one_is_kept_also_while_the_server_is_away(laid: None, live_server: Any, page: Page) -> None:
    table = open_library(page, live_server.url, "contributor")
    table.keyboard.press("Alt+s")
    expect_cells(table, "abcdefghi")
    table.route("**/*members=1*", lambda route: route.fulfill(status=503, body=""))
    cell(table, "c").click()
    table.keyboard.press("Shift+p")
    wait_for(table, flags, "b:reject c:pick d:reject")


def test_a_stack_that_was_at_hand_is_judged_also_while_the_server_is_away(
    laid: None, live_server: Any, page: Page
) -> None:
    table = open_library(page, live_server.url, "contributor")
    away = []

    def answer(route: Route) -> None:
        if away:
            route.fulfill(status=503, body="")
        else:
            route.continue_()

    table.route("**/*members=1*", answer)
    with table.expect_response("**/*members=1*"):
        cell(table, "b").click()
    table.keyboard.press("Shift+p")
    expect(cell(table, "f")).to_have_attribute("data-active", "")
    away.append(True)
    cell(table, "b").click()
    table.keyboard.press("x")
    cell(table, "b").click()
    table.keyboard.press("Shift+p")
    wait_for(table, flags, "b:pick c:reject d:reject")
    cell(table, "h").click()
    table.keyboard.press("Shift+p")
    expect(table.locator(".toast[data-state=block]")).to_be_visible()
    expect(cell(table, "h")).to_have_attribute("data-active", "")
    assert flags() == "b:pick c:reject d:reject"


def test_a_notice_goes_when_the_next_step_is_taken(table: Page) -> None:
    cell(table, "a").click()
    cell(table, "e").click(modifiers=["Control"])
    table.keyboard.press("Control+g")
    expect_told(table, "The stack is made.")
    expect(cell(table, "e").locator("[data-part=stack-count]")).to_contain_text("2")
    expect(table.locator("[role=option][aria-selected=true]")).to_have_count(1)
    table.keyboard.press("Digit3")
    expect(table.locator(".toast")).to_have_count(0)
    cell(table, "h").click()
    table.keyboard.press("e")
    table.keyboard.press("ArrowDown")
    expect_told(table, "This is the last stack.")
    table.keyboard.press("ArrowUp")
    expect(table.locator(".toast")).to_have_count(0)


def test_in_the_loupe_one_goes_from_stack_to_stack(table: Page) -> None:
    cell(table, "a").click()
    table.keyboard.press("e")
    name = table.locator("[data-part=loupe] [data-part=name]")
    expect(name).to_have_text("a.jpg")
    for key, expected in (("ArrowDown", "b"), ("ArrowDown", "f"), ("ArrowDown", "h"), ("ArrowUp", "f")):
        table.keyboard.press(key)
        expect(name).to_have_text(f"{expected}.jpg")
    table.keyboard.press("ArrowUp")
    expect(name).to_have_text("b.jpg")
    table.keyboard.press("s")
    expect(table.get_by_role("button", name="Open", exact=True)).to_have_attribute("aria-pressed", "true")
    table.keyboard.press("ArrowRight")
    expect(name).to_have_text("c.jpg")
    expect(table.locator("[data-part=stack-of]")).to_contain_text("one of 3")


def test_when_the_top_goes_to_the_trash_the_next_one_is_on_top(table: Page) -> None:
    cell(table, "b").click()
    expect(table.locator("[data-part=stack-of]")).to_contain_text("the top of 3")
    table.keyboard.press("Delete")
    expect_cells(table, "acefh")
    expect(cell(table, "c").locator(".badge")).to_contain_text("2")
    table.keyboard.press("Control+z")
    expect_cells(table, "abefh")


def test_who_may_only_look_opens_stacks_and_changes_none(laid: None, quiet_page: Page, live_server: Any) -> None:
    table = open_library(quiet_page, live_server.url, "viewer")
    cell(table, "b").click()
    expect(table.get_by_role("button", name="Part")).to_have_count(0)
    table.keyboard.press("Control+Shift+g")
    table.keyboard.press("s")
    expect_cells(table, "abcdefh")
    assert stacks() == ["bcd", "fg", "hi"]


@pytest.mark.parametrize(("width", "scheme"), [(1440, "dark"), (1440, "light"), (390, "dark")])
def test_a_rule_is_undone_and_put_back_by_its_page(
    cast: Cast, laid: None, quiet_page: Page, live_server: Any, width: int, scheme: Any
) -> None:
    table = quiet_page
    run = Import.objects.create(project=cast.project, source="/media/card")
    Stack.objects.filter(kind="burst").update(made_by=run)
    table.set_viewport_size({"width": width, "height": 844})
    table.emulate_media(color_scheme=scheme)
    sign_in(table, live_server.url, "editor")
    table.goto(f"{live_server.url}/projects/altai/stacks/")
    check_accessible(table)
    expect(table.locator(".stacks__rule").first).to_contain_text("2 stacks, 5 pictures")
    table.get_by_role("button", name="Part them all").first.click()
    expect_told(table, "2 stacks are parted.")
    assert stacks() == ["fg"]
    check_accessible(table)
    table.get_by_role("button", name="Stack them again").click()
    expect_told(table, "The stacks are as they were before.")
    assert stacks() == ["bcd", "fg", "hi"]


def test_what_somebody_else_has_parted_meanwhile_is_refused_with_a_sentence(cast: Cast, table: Page) -> None:
    part_stacks(project_id=cast.project.pk, assets=find("h"), by=cast["editor"])
    cell(table, "h").click()
    table.keyboard.press("Control+Shift+g")
    expect_told(table, "Nothing of this is in a stack.")
