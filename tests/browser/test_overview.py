"""Home, a project, its people and the styleguide, as a person goes through them in a browser."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from collaborators.models import Membership
from media_library.models import Import
from projects.overview import views
from projects.overview.numbers import Numbers, count_numbers
from tests.browser.pages import check_accessible, sign_in
from tests.fixtures_people import Cast, MakeAsset

pytestmark = pytest.mark.django_db(transaction=True)

ROLE = "Role of Viewer"


@pytest.fixture
def home(cast: Cast, live_server, quiet_page: Page) -> Page:  # type: ignore[no-untyped-def]
    """The projects of the owner."""
    sign_in(quiet_page, live_server.url)
    return quiet_page


def role_of(cast: Cast, name: str) -> str:
    return Membership.objects.get(project=cast.project, user=cast[name]).role


def test_the_form_of_a_new_project_opens_by_its_key_and_leaves_nothing_behind(home: Page) -> None:
    home.get_by_role("link", name="Make a project").focus()
    home.keyboard.press("KeyN")
    form = home.get_by_role("dialog", name="A new project")
    expect(form.get_by_label("Title")).to_be_focused()
    check_accessible(home)
    form.get_by_role("button", name="Not now").click()
    expect(form).to_be_hidden()
    expect(home.get_by_role("link", name="Make a project")).to_be_focused()


def test_a_role_is_saved_when_it_is_chosen_and_taken_back_by_undo(home: Page, cast: Cast, live_server) -> None:  # type: ignore[no-untyped-def]
    home.goto(f"{live_server.url}/projects/altai/people/")
    expect(home.get_by_role("button", name="Save the role of Viewer")).to_be_hidden()
    home.get_by_label(ROLE, exact=True).select_option("editor")
    expect(home.get_by_text("Viewer: editor from now on.")).to_be_visible()
    assert role_of(cast, "viewer") == "editor"
    with home.expect_navigation():
        home.get_by_role("button", name="Undo").click()
    expect(home.get_by_label(ROLE, exact=True)).to_have_value("viewer")
    assert role_of(cast, "viewer") == "viewer"


def test_a_refused_role_goes_back_and_says_why(cast: Cast, live_server, page: Page) -> None:  # type: ignore[no-untyped-def]
    sign_in(page, live_server.url)
    page.goto(f"{live_server.url}/projects/altai/people/")
    page.get_by_label("Role of Owner", exact=True).select_option("viewer")
    expect(page.get_by_role("alert")).to_contain_text("Owner is the only owner.")
    expect(page.get_by_label("Role of Owner", exact=True)).to_have_value("owner")
    assert role_of(cast, "owner") == "owner"


def test_a_lost_connection_is_said_while_it_lasts(home: Page) -> None:
    notice = home.get_by_text("No connection.")
    expect(notice).to_be_hidden()
    home.context.set_offline(True)
    expect(notice).to_be_visible()
    check_accessible(home)
    home.context.set_offline(False)
    expect(notice).to_be_hidden()


def test_the_numbers_of_a_large_project_come_by_themselves(
    home: Page, cast: Cast, make_asset: MakeAsset, live_server, monkeypatch: Any
) -> None:  # type: ignore[no-untyped-def]
    for __ in range(3):
        make_asset(cast.project, thumbnail="")

    def count(project_id: int, *, cap: int | None = 1) -> Numbers:
        return count_numbers(project_id, cap=cap)

    monkeypatch.setattr(views, "count_numbers", count)
    home.goto(f"{live_server.url}/projects/altai/")
    steps = home.get_by_role("list", name="Where the work stands")
    expect(steps.get_by_role("listitem").filter(has_text="Photos")).to_contain_text("3")
    check_accessible(home)


def test_a_picture_of_a_project_leads_to_itself(home: Page, cast: Cast, make_asset: MakeAsset) -> None:
    made = make_asset(cast.project)
    home.reload()
    home.get_by_role("link", name=made.file_name).click()
    home.wait_for_url(f"**/projects/altai/media/{made.pk}/*")


@pytest.mark.parametrize("size", [(1440, 900), (1180, 820), (390, 844)])
def test_the_styleguide_is_accessible_in_both_rooms_at_once(
    home: Page, cast: Cast, live_server, size: tuple[int, int]
) -> None:  # type: ignore[no-untyped-def]
    cast["owner"].is_staff = True
    cast["owner"].save()
    home.set_viewport_size({"width": size[0], "height": size[1]})
    home.goto(f"{live_server.url}/styleguide/")
    check_accessible(home)


def test_an_import_under_way_is_followed_until_its_end(home: Page, cast: Cast, live_server) -> None:  # type: ignore[no-untyped-def]
    run = Import.objects.create(project=cast.project, source="/media/CARD_A", state="running", files_found=9)
    home.reload()
    home.get_by_role("link", name="Import under way").focus()
    Import.objects.filter(pk=run.pk).update(files_done=5)
    expect(home.get_by_text("5 of 9 files")).to_be_visible(timeout=20_000)
    expect(home.get_by_role("link", name="Import under way")).to_be_focused()
    Import.objects.filter(pk=run.pk).update(state="finished")
    expect(home.get_by_text("no import is under way")).to_be_visible(timeout=20_000)
