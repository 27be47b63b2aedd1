"""Deciding about near-duplicates by keys, on a wide screen and on a phone."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from media_library.models import MarkEvent, Twins
from tests.browser.pages import check_accessible, sign_in, wait_until, wait_until_attached
from tests.fixtures_people import Cast, MakeAsset

pytestmark = pytest.mark.django_db(transaction=True)

SIZES = {"wide": (1440, 900), "between": (1180, 820), "phone": (390, 844)}


def make_pairs(cast: Cast, make_asset: MakeAsset, count: int) -> list[Twins]:
    pairs = []
    for number in range(count):
        one, other = (
            make_asset(cast.project, name=f"one{number}.jpg"),
            make_asset(cast.project, name=f"other{number}.jpg"),
        )
        pairs.append(Twins.objects.create(project=cast.project, one=one, other=other, distance=number))
    return pairs


def open_queue(page: Page, address: str, who: str = "reviewer") -> None:
    sign_in(page, address, who)
    page.goto(f"{address}/projects/altai/twins/")
    wait_until_attached(page)


def wait_for(page: Page, twins: Twins) -> None:
    wait_until(page, f"document.querySelector('[data-part=pair]')?.dataset.at === '{twins.pk}'")


def read(pairs: list[Twins]) -> list[tuple[str, str, str]]:
    rows = Twins.objects.filter(pk__in=[pair.pk for pair in pairs]).order_by("distance")
    return list(rows.values_list("decision", "one__flag", "other__flag"))


def test_one_decides_by_keys_and_takes_each_step_back(
    cast: Cast, make_asset: MakeAsset, live_server: Any, quiet_page: Page
) -> None:
    pairs, page = make_pairs(cast, make_asset, 4), quiet_page
    open_queue(page, live_server.url)
    wait_for(page, pairs[0])
    for key, following in zip(("ArrowLeft", "ArrowRight", "b"), pairs[1:], strict=True):
        page.keyboard.press(key)
        wait_for(page, following)
    expect(page.get_by_text("3 of 4 decided")).to_be_visible()
    decided = [("chosen", "", "reject"), ("chosen", "reject", ""), ("different", "", "")]
    assert read(pairs[:3]) == decided
    page.reload()
    wait_until_attached(page)
    wait_for(page, pairs[3])
    for back in reversed(pairs[:3]):
        page.keyboard.press("Control+z")
        wait_for(page, back)
    assert read(pairs) == [("", "", "")] * 4
    page.keyboard.press("Control+y")
    wait_for(page, pairs[1])
    assert read(pairs)[0] == decided[0]
    assert set(MarkEvent.objects.filter(value="reject").values_list("by__email", flat=True)) == {"reviewer@example.org"}


def test_what_is_taken_back_while_a_decision_is_on_its_way_is_shown_after_it(
    cast: Cast, make_asset: MakeAsset, live_server: Any, quiet_page: Page
) -> None:
    pairs, page = make_pairs(cast, make_asset, 3), quiet_page
    open_queue(page, live_server.url)
    page.keyboard.press("ArrowLeft")
    wait_for(page, pairs[1])
    waiting: list[Route] = []
    page.route("**/decide/", lambda route: waiting.append(route))
    with page.expect_request("**/decide/"):
        page.keyboard.press("ArrowLeft")
    with page.expect_response("**/undo/"):
        page.keyboard.press("Control+z")
    assert waiting
    for route in waiting:
        route.continue_()
    page.unroute("**/decide/")
    wait_for(page, pairs[0])
    assert read(pairs) == [("", "", ""), ("chosen", "", "reject"), ("", "", "")]


def test_what_is_left_for_later_comes_again(
    cast: Cast, make_asset: MakeAsset, live_server: Any, quiet_page: Page
) -> None:
    pairs, page = make_pairs(cast, make_asset, 2), quiet_page
    open_queue(page, live_server.url)
    page.keyboard.press("l")
    wait_for(page, pairs[1])
    page.keyboard.press("l")
    wait_for(page, pairs[0])
    expect(page.get_by_text("These were left for later.")).to_be_visible()
    assert read(pairs) == [("", "", "")] * 2


def test_when_somebody_was_faster_the_next_pair_is_shown(
    cast: Cast, make_asset: MakeAsset, live_server: Any, quiet_page: Page
) -> None:
    pairs, page = make_pairs(cast, make_asset, 2), quiet_page
    open_queue(page, live_server.url)
    Twins.objects.filter(pk=pairs[0].pk).update(decision="different", decided_by=cast["owner"])
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_text("Somebody has decided about these two meanwhile.")).to_be_visible()
    wait_for(page, pairs[1])
    assert read(pairs)[0] == ("different", "", "")


def test_the_pictures_of_the_next_pair_are_fetched_ahead(
    cast: Cast, make_asset: MakeAsset, live_server: Any, quiet_page: Page
) -> None:
    pairs, page = make_pairs(cast, make_asset, 2), quiet_page
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    open_queue(page, live_server.url)
    page.wait_for_load_state("networkidle")
    for asset_id in (pairs[1].one_id, pairs[1].other_id):
        assert any(f"/media/{asset_id}/" in url for url in asked)


@pytest.mark.parametrize(("size", "scheme"), [("wide", "dark"), ("between", "light"), ("phone", "dark")])
def test_a_pair_and_its_buttons_are_within_reach(
    size: str, scheme: Any, cast: Cast, make_asset: MakeAsset, live_server: Any, quiet_page: Page
) -> None:
    make_pairs(cast, make_asset, 2)
    page = quiet_page
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": SIZES[size][0], "height": SIZES[size][1]})
    open_queue(page, live_server.url)
    check_accessible(page)
    for button in page.locator("[data-part=decide] button").all():
        box = button.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= SIZES[size][0]
        assert box["y"] + box["height"] <= SIZES[size][1]
        assert size != "phone" or box["height"] >= 44
    for picture in page.locator(".twin__picture img").all():
        box = picture.bounding_box()
        assert box is not None
        assert box["height"] > 150
