"""What every browser test does: sign in, and judge a page."""

from __future__ import annotations

import time
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Error, Page

from tests.fixtures_people import PASSWORD

RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}


def sign_in(page: Page, address: str, who: str = "owner") -> None:
    page.goto(f"{address}/accounts/login/")
    page.get_by_label("E-mail").fill(f"{who}@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{address}/")


def check_accessible(page: Page) -> None:
    faults = Axe().run(page, options=RULES).response["violations"]
    assert [(fault["id"], fault["nodes"][0]["target"]) for fault in faults] == []
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 1, "the page scrolls sideways"


def wait_until_attached(page: Page) -> None:
    """Until the scripts of the page have come: a key that is pressed before finds nobody."""
    wait_until(page, "!document.querySelector('[data-behaviour]:not([data-attached], [data-failed])')")


def wait_until(page: Page, script: str, arg: Any = None) -> None:
    """Until the expression is true, or the function of `arg` gives true.

    The browser's own way to wait (`wait_for_function`) evaluates text in the page at each frame, which our
    Content-Security-Policy refuses from the second time on.
    """
    until = time.monotonic() + 30
    while not is_so(page, script, arg):
        assert time.monotonic() < until, f"still not so: {script}"
        page.wait_for_timeout(20)


def is_so(page: Page, script: str, arg: Any) -> bool:
    try:
        return bool(page.evaluate(script, arg))
    except Error as error:
        if "context was destroyed" not in error.message:
            raise
        return False  # another page came while we asked this one
