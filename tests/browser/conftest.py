"""Every test in this folder opens pages in a real Chromium, and is skipped, with a sentence, where there is none."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.signals import request_finished, request_started
from playwright.sync_api import ConsoleMessage, Page, Request

from tests.chromium import NONE_FOUND, find_chromium
from tests.conftest import ON_BUILD_MACHINE

pytest.register_assert_rewrite("tests.browser.pages", "tests.browser.asset_page.opening")

# Playwright's loop runs in the test's thread, where Django would otherwise refuse to ask the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Starts the Chromium that was found."""
    program = find_chromium()
    if program is None:
        if ON_BUILD_MACHINE:
            pytest.fail(NONE_FOUND)
        pytest.skip(NONE_FOUND)
    return {**browser_type_launch_args, "executable_path": str(program), "args": ["--disable-dev-shm-usage"]}


class UnderWay:
    """How many requests the server in this process is answering."""

    def __init__(self) -> None:
        self.count = 0
        self.lock = threading.Lock()
        request_started.connect(self.begin)
        request_finished.connect(self.end)

    def begin(self, **_: Any) -> None:
        with self.lock:
            self.count += 1

    def end(self, **_: Any) -> None:
        with self.lock:
            self.count -= 1


UNDER_WAY = UnderWay()


@pytest.fixture(autouse=True)
def no_request_outlives_its_test(db: None) -> Iterator[None]:
    """Waits, after the pages have been closed and before the tables are emptied, until nothing is being answered.

    A page asks by itself every few seconds; PostgreSQL cannot empty tables that a request is reading.
    """
    UNDER_WAY.count = 0
    yield
    until = time.monotonic() + 10
    while UNDER_WAY.count > 0 and time.monotonic() < until:
        time.sleep(0.02)


@pytest.fixture
def quiet_page(page: Page) -> Iterator[Page]:
    """A page that must not complain: a console error, an uncaught error or a failed request fails the test."""
    faults: list[str] = []

    def note(message: ConsoleMessage) -> None:
        # A refused form answers 422: the browser notes that as an error, and it is none.
        if message.type == "error" and "422" not in message.text:
            faults.append(message.text)

    def note_failed(request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # left behind by going on to the next page
            faults.append(f"failed: {request.url}: {request.failure}")

    page.on("console", note)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("requestfailed", note_failed)
    yield page
    assert faults == []
