"""A cull by keyboard over the real web server, which goes away for part of it: what was pressed is what is there."""

from __future__ import annotations

import datetime
import random
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, Route, expect

from media_library.models import Asset, MarkEvent
from tests.browser.pages import wait_until, wait_until_attached
from tests.fixtures_people import Cast, MakeAsset
from tests.web_server import start_web_server

pytestmark = pytest.mark.django_db(transaction=True)

FRAMES = 200
RELOADED_AT, STOPPED_AT, BACK_AT = 60, 120, 165
NOON = datetime.datetime(2024, 9, 14, 12, tzinfo=datetime.UTC)
MARKS = {
    "KeyP": ("flag", "pick"),
    "KeyX": ("flag", "reject"),
    "KeyU": ("flag", ""),
    **{f"Digit{stars}": ("stars", str(stars)) for stars in range(6)},
    "Digit6": ("label", "red"),
    "Digit7": ("label", "yellow"),
    "Digit8": ("label", "green"),
    "Digit9": ("label", "blue"),
}


class Cull:
    """Somebody at the keyboard, and a list of what they pressed."""

    def __init__(self, page: Page, ids: list[int]) -> None:
        self.page = page
        self.ids = ids
        self.dice = random.Random(4)
        self.at = 0
        self.pressed: list[tuple[int, str, str]] = []

    def judge(self, until: int) -> None:
        """Marks each picture up to this one with up to three keys, and goes on."""
        while self.at < until:
            asset = self.ids[self.at]
            wait_until(self.page, f"document.querySelector('[data-part=loupe]').dataset.id === '{asset}'")
            keys = self.dice.sample(sorted(MARKS), self.dice.randint(1, 3))
            label_keys = [key for key in keys if MARKS[key][0] == "label"]
            for key in [each for each in keys if each not in label_keys[1:]]:
                self.page.keyboard.press(key)
                self.pressed.append((asset, *MARKS[key]))
            self.page.keyboard.press("ArrowRight")
            self.at += 1

    def expect_all(self) -> None:
        """Every press is one event, and each asset is what was pressed last."""
        expected = {asset: {"flag": "", "stars": "0", "label": ""} for asset in self.ids}
        for asset, field, value in self.pressed:
            expected[asset][field] = value
        rows = Asset.objects.filter(pk__in=self.ids).values_list("pk", "flag", "rating", "label")
        found = {pk: {"flag": flag, "stars": str(stars or 0), "label": label} for pk, flag, stars, label in rows}
        assert found == expected
        events = MarkEvent.objects.filter(by__isnull=False).values_list("asset_id", "field", "value")
        assert Counter(events) == Counter(self.pressed)


@pytest.mark.timeout(400)
def test_two_hundred_frames_are_culled_while_the_server_goes_away(
    cast: Cast, make_asset: MakeAsset, media_root: Path, settings: Any, page: Page
) -> None:
    settings.STATIC_ROOT = media_root.parent / "static"  # where the server of its own looks for it
    call_command("collectstatic", "--noinput", verbosity=0)
    made = [
        make_asset(cast.project, captured_at=NOON - datetime.timedelta(minutes=number), width_px=30, height_px=20)
        for number in range(FRAMES)
    ]
    cull = Cull(page, [asset.pk for asset in made])
    with start_web_server(media_root) as address:
        sign_in(cast, page, address)
        page.goto(f"{address}/projects/altai/media/?view=loupe&at={cull.ids[0]}")
        wait_until_attached(page)
        cull.judge(RELOADED_AT)
        page.reload()
        wait_until_attached(page)
        send_twice(page)
        cull.judge(STOPPED_AT)
    cull.judge(BACK_AT)
    expect(page.get_by_text("unsent")).to_be_visible()
    with start_web_server(media_root, port=urlsplit(address).port or 0):
        cull.judge(FRAMES)
        expect(page.get_by_text("unsent")).to_have_count(0, timeout=60_000)
        wait_until(page, "document.querySelector('[data-part=saved]').dataset.state === 'saved'")
        cull.expect_all()


def sign_in(cast: Cast, page: Page, address: str) -> None:
    cookies = cast.client("owner").cookies.items()
    page.context.add_cookies([{"name": name, "value": morsel.value, "url": address} for name, morsel in cookies])


def send_twice(page: Page) -> None:
    """The next batch arrives, and its answer is lost on the way: the browser sends it once more."""
    lost: list[str] = []

    def lose(route: Route) -> None:
        if lost or route.request.method != "POST":
            route.continue_()
            return
        lost.append(route.request.post_data or "")
        route.fetch()
        route.abort()

    page.route("**/projects/altai/marks/", lose)
