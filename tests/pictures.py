"""The README's pictures, taken from the running program with its demonstration: `python -m tests.pictures`."""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import django
from playwright.sync_api import Browser, Page, sync_playwright

from tests.chromium import NONE_FOUND, PROJECT, find_chromium
from tests.own_copy import OwnCopy, make_own_copy

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from config.preparation import DEMONSTRATION_EMAIL, DEMONSTRATION_PASSWORD  # noqa: E402
from tests.browser.pages import wait_until_attached  # noqa: E402

FOLDER = PROJECT / "docs" / "pictures"
WIDE, PHONE = (1440, 900), (390, 844)
QUALITY = 84
SETTLED_AFTER_MS = 1500
"""Numbers of the filter come after the pictures."""


@dataclass(frozen=True)
class Picture:
    """One page to be taken. `steps` are done on it before."""

    name: str
    path: str
    size: tuple[int, int] = WIDE
    scheme: str = "dark"
    steps: Callable[[Page], None] = lambda page: None


def select_some(page: Page) -> None:
    """Three pictures, as somebody does who is about to put them into a bin."""
    cells = page.locator(".cell[role=option]")
    cells.nth(2).click()
    cells.nth(4).click(modifiers=["Shift"])


def activate(page: Page, name: str) -> None:
    page.locator(".cell[role=option]").filter(has_text=name).click()


def open_a_picture(page: Page) -> None:
    cell = page.locator(".cell[role=option]").nth(3)
    page.goto(page.url.partition("?")[0] + f"{cell.get_attribute('data-id')}/")


def look_closer(page: Page) -> None:
    """The loupe, with what the camera wrote over the picture."""
    activate(page, "DSCF0432")
    page.keyboard.press("KeyE")


def compare_two(page: Page) -> None:
    activate(page, "DSCF0414")
    page.locator(".cell[role=option]").filter(has_text="DSCF0412").click(modifiers=["Control"])
    page.keyboard.press("KeyC")


def survey_all(page: Page) -> None:
    page.locator(".cell[role=option]").first.click()
    page.keyboard.press("Control+KeyA")
    page.keyboard.press("KeyN")


def look_by_address(page: Page) -> None:
    """As a finger does that taps a picture."""
    cell = page.locator(".cell[role=option]").filter(has_text="DSCF0414")
    page.goto(f"{page.url}&view=loupe&at={cell.get_attribute('data-id')}")


EARLIEST = "/projects/altai/media/?order=asc"
PICTURES = (
    Picture("library", EARLIEST, steps=select_some),
    Picture("asset", "/projects/bazaar/media/", steps=open_a_picture),
    Picture("project", "/projects/altai/", scheme="light"),
    Picture("library-phone", EARLIEST, PHONE),
    Picture("loupe", EARLIEST, steps=look_closer),
    Picture("compare", EARLIEST, steps=compare_two),
    Picture("survey", "/projects/bazaar/media/?flag=pick", steps=survey_all),
    Picture("loupe-phone", EARLIEST, PHONE, steps=look_by_address),
)


def main() -> int:
    """Takes every picture; gives 0 when all were taken."""
    with tempfile.TemporaryDirectory(prefix="kadr-pictures-") as folder:
        data = Path(folder) / "data"
        with make_own_copy(data) as copy, serve(copy) as address, open_browser() as browser:
            FOLDER.mkdir(parents=True, exist_ok=True)
            for picture in PICTURES:
                take(browser, address, picture)
                print(f"{picture.name}.jpg", flush=True)
    return 0


def take(browser: Browser, address: str, picture: Picture) -> None:
    width, height = picture.size
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme="dark" if picture.scheme == "dark" else "light"
    )
    page = context.new_page()
    page.goto(f"{address}/accounts/login/")
    page.get_by_label("E-mail").fill(DEMONSTRATION_EMAIL)
    page.get_by_label("Password").fill(DEMONSTRATION_PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{address}/")
    page.goto(f"{address}{picture.path}")
    page.wait_for_load_state("networkidle")
    wait_until_attached(page)
    picture.steps(page)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(SETTLED_AFTER_MS)
    page.mouse.move(0, height - 1)
    page.screenshot(path=FOLDER / f"{picture.name}.jpg", type="jpeg", quality=QUALITY)
    context.close()


@contextmanager
def serve(copy: OwnCopy) -> Iterator[str]:
    """Kadr with its demonstration, every rendition made; gives its address."""
    copy.run("migrate", "--verbosity", "0")
    copy.run("collectstatic", "--noinput", "--verbosity", "0")
    copy.run("create_demo", "--quiet", timeout=600)
    copy.run("make_renditions", timeout=600)
    server = copy.start("serve", "--port", "0")
    assert server.stdout is not None
    try:
        line = next(line for line in server.stdout if "http://" in line)
        found = re.search(r"http://\S+?(?=/)", line)
        assert found is not None
        yield found[0]
    finally:
        server.terminate()
        server.wait(timeout=30)


@contextmanager
def open_browser() -> Iterator[Browser]:
    program = find_chromium()
    if program is None:
        sys.exit(NONE_FOUND)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(program), args=["--disable-dev-shm-usage"])
        yield browser
        browser.close()


if __name__ == "__main__":
    sys.exit(main())
