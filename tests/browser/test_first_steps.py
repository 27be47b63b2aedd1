"""Sign in, make a project, open it: as a person does it, in a browser, also with the keyboard alone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from collaborators.models import Membership
from projects.models import Project
from tests.browser.pages import check_accessible, sign_in
from tests.fixtures_people import PASSWORD, Cast, MakeAsset, Material, make_rendition

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_person_signs_in_makes_a_project_and_opens_it(cast: Cast, live_server, quiet_page: Page) -> None:  # type: ignore[no-untyped-def]
    page = quiet_page
    sign_in(page, live_server.url)
    page.get_by_role("link", name="Make a project").click()
    form = page.get_by_role("dialog", name="A new project")
    form.get_by_label("Title").fill("Қыстау")
    form.get_by_label("Kind").select_option("exhibition")
    form.get_by_text("More").click()
    form.get_by_label("Қазақша").check()
    form.get_by_role("button", name="Make the project").click()
    page.wait_for_url(f"{live_server.url}/projects/qystau/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Қыстау")
    page.get_by_role("link", name="Kadr").click()
    expect(page.get_by_role("link", name="Қыстау")).to_be_visible()
    assert Membership.objects.get(project__slug="qystau").user == cast["owner"]


def test_a_wrong_password_is_answered_beside_the_form(cast: Cast, live_server, quiet_page: Page) -> None:  # type: ignore[no-untyped-def]
    page = quiet_page
    page.goto(live_server.url)
    page.get_by_label("E-mail").fill("owner@example.org")
    page.get_by_label("Password").fill("not this one")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("do not match")).to_be_visible()
    expect(page.get_by_label("E-mail")).to_have_value("owner@example.org")
    expect(page.get_by_label("Password")).to_have_value("")


def test_everything_to_a_new_project_goes_by_the_keyboard_alone(cast: Cast, live_server, quiet_page: Page) -> None:  # type: ignore[no-untyped-def]
    page, press = quiet_page, quiet_page.keyboard.press
    page.goto(live_server.url)
    expect(page.get_by_label("E-mail")).to_be_focused()
    page.keyboard.type("owner@example.org")
    press("Tab")
    page.keyboard.type(PASSWORD)
    press("Enter")
    page.wait_for_url(f"{live_server.url}/")
    press("Tab")
    expect(page.get_by_role("link", name="To the page")).to_be_focused()
    press("Enter")
    press("Tab")
    expect(page.get_by_role("link", name="Make a project")).to_be_focused()
    press("Enter")
    expect(page.get_by_role("dialog", name="A new project").get_by_label("Title")).to_be_focused()
    page.keyboard.type("By keys")
    press("Enter")
    page.wait_for_url("**/projects/by-keys/")
    assert Project.objects.filter(slug="by-keys").exists()


def test_what_was_typed_is_still_there_when_something_is_to_be_mended(
    cast: Cast, live_server, quiet_page: Page
) -> None:  # type: ignore[no-untyped-def]
    page = quiet_page
    sign_in(page, live_server.url)
    page.goto(f"{live_server.url}/projects/new/")
    page.get_by_label("Title").fill("Another Altai")
    page.get_by_text("More").click()
    page.get_by_label("Address").fill("altai")
    page.get_by_label("Synopsis").fill("Snow, and a road.")
    page.get_by_role("button", name="Make the project").click()
    expect(page.get_by_label("Address")).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_text("Another project has the address “altai”.")).to_be_visible()
    expect(page.get_by_label("Synopsis")).to_have_value("Snow, and a road.")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", ["wide", "phone"])
def test_the_pages_are_accessible_in_both_rooms_and_sizes(
    scheme: str, width: str, cast: Cast, material: Material, make_asset: MakeAsset, live_server, quiet_page: Page
) -> None:  # type: ignore[no-untyped-def]
    page = quiet_page
    failed = make_asset(cast.project, name="a very long name without any space in it at all.jpg".replace(" ", "_"))
    make_rendition(failed.original, "max-1280", "failed", "The file ends before its picture does.")
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    if width == "phone":
        page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{live_server.url}/accounts/password/")
    check_accessible(page)
    page.goto(f"{live_server.url}/accounts/login/")
    check_accessible(page)
    sign_in(page, live_server.url)
    inside = ("", "edit/", "people/", "imports/", f"imports/{material.run.pk}/", f"media/{failed.pk}/")
    for path in ("/", "/projects/new/", *(f"/projects/altai/{below}" for below in inside)):
        answer = page.goto(f"{live_server.url}{path}")
        assert answer is not None
        assert answer.status == 200
        check_accessible(page)


def test_pictures_have_their_room_before_they_come(
    cast: Cast, material: Material, live_server, quiet_page: Page
) -> None:  # type: ignore[no-untyped-def]
    """The line stands still: a picture is as wide and high while it is on the way as it is afterwards."""
    page = quiet_page
    sign_in(page, live_server.url)
    picture = page.locator(".strip img")
    expect(picture).to_have_js_property("naturalWidth", 30)
    after = picture.bounding_box()
    page.evaluate("document.querySelector('.strip img').removeAttribute('src')")
    assert picture.bounding_box() == after


def test_a_project_is_whole_without_javascript(cast: Cast, material: Material, live_server, browser) -> None:  # type: ignore[no-untyped-def]
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, live_server.url)
    page.goto(f"{live_server.url}/projects/altai/")
    page.get_by_role("link", name="Material", exact=True).click()
    page.get_by_role("link", name=re.compile("DSC_")).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("DSC_")
    page.locator(".topbar summary[title=Menu]").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_label("Password")).to_be_visible()
    context.close()
