"""Every page of Kadr, in three sizes, dark and light: no complaint of the browser, nothing that cannot be reached."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from media_library.models import Bin, BinEntry
from tests.browser.pages import check_accessible, sign_in
from tests.fixtures_people import Cast, MakeAsset, Material, make_rendition
from tests.test_access_table import NAMES, TABLE, arguments

pytestmark = pytest.mark.django_db(transaction=True)

SIZES = {"wide": (1440, 900), "between": (1180, 820), "phone": (390, 844)}
REPORTS = """
window.reports = [];
document.addEventListener("securitypolicyviolation", (event) => window.reports.push(
    `${event.violatedDirective} ${event.sourceFile}:${event.lineNumber} ${event.sample}`));
"""
NO_PAGES = {"robots"}
"""What answers GET with 200 and is no page."""


@pytest.fixture
def full_house(cast: Cast, material: Material, make_asset: MakeAsset) -> Cast:
    """The project with something of everything in it; its owner is staff as well."""
    failed = make_asset(cast.project, name=f"{'a_very_long_name_without_any_space' * 3}.jpg")
    make_rendition(failed.original, "max-1280", "failed", "The file ends before its picture does.")
    make_asset(cast.project, name="gone.mov", kind="video", state="missing", thumbnail="")
    bin = Bin.objects.create(project=cast.project, name="Қыстау, таң")
    BinEntry.objects.create(bin=bin, asset=material.asset)
    owner = cast["owner"]
    owner.is_staff = owner.is_superuser = True
    owner.save()
    return cast


def list_pages(cast: Cast, material: Material) -> list[str]:
    """The addresses of all pages that an owner may open, and those of the admin."""
    names = [name for name in TABLE if TABLE[name].get["owner"] == 200 and not name.startswith("admin:")]
    ours = [reverse(name, kwargs=arguments(name, cast, material)) for name in names if name not in NO_PAGES]
    lists = [name for name in NAMES if name.startswith("admin:") and name.endswith(("_changelist", "_add"))]
    return [*ours, *(reverse(name) for name in ("admin:index", *lists))]


@pytest.mark.parametrize(
    ("size", "scheme"), [("wide", "light"), ("wide", "dark"), ("between", "dark"), ("phone", "light")]
)
def test_no_page_has_a_fault(
    size: str, scheme: str, full_house: Cast, material: Material, live_server, quiet_page: Page
) -> None:  # type: ignore[no-untyped-def]
    page = quiet_page
    page.add_init_script(REPORTS)
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.set_viewport_size({"width": SIZES[size][0], "height": SIZES[size][1]})
    sign_in(page, live_server.url)
    faults = []
    for path in list_pages(full_house, material):
        answer = page.request.get(f"{live_server.url}{path}")
        if answer.status in (403, 405) or "text/html" not in answer.headers.get("content-type", ""):
            continue  # an admin's form that nobody may add by; bytes, lists and numbers for scripts
        if not answer.text().lstrip().lower().startswith("<!doctype"):
            continue  # a part of a page
        page.goto(f"{live_server.url}{path}")
        page.wait_for_load_state("networkidle")
        faults += [f"{path}: {fault}" for fault in page.evaluate("window.reports")]
        try:
            check_accessible(page)
        except AssertionError as fault:
            faults.append(f"{path}: {fault}")
    assert faults == []
