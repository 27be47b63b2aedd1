"""The frame of every page: menu, room, keys, dialogs, toasts and what is said when something fails."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages import check_accessible, sign_in, wait_until
from tests.fixtures_people import Cast, Material

pytestmark = pytest.mark.django_db(transaction=True)

REPORTS = """
window.reports = [];
document.addEventListener("securitypolicyviolation", (event) => window.reports.push(event.violatedDirective));
"""


LOAD_KAZAKH = "(name) => document.fonts.load(`420 16px '${name}'`, 'ӘҒҚҢӨҰҮҺІ').then((all) => all.length)"


@pytest.fixture
def failing(cast: Cast, material: Material, live_server, page: Page) -> Page:  # type: ignore[no-untyped-def]
    """The same, where requests are about to fail: the browser notes each of them as an error."""
    sign_in(page, live_server.url)
    page.goto(f"{live_server.url}/projects/altai/")
    page.wait_for_load_state("networkidle")
    return page


@pytest.fixture
def altai(cast: Cast, material: Material, live_server, quiet_page: Page) -> Page:  # type: ignore[no-untyped-def]
    """The project's page, opened by its owner."""
    quiet_page.add_init_script(REPORTS)
    sign_in(quiet_page, live_server.url)
    quiet_page.goto(f"{live_server.url}/projects/altai/")
    return quiet_page


def test_the_sheet_of_keys_opens_by_its_key_and_gives_the_focus_back(altai: Page) -> None:
    link = altai.get_by_role("link", name="Kadr", exact=True)
    link.focus()
    altai.keyboard.press("Shift+Slash")
    sheet = altai.get_by_role("dialog", name="Keys")
    expect(sheet).to_be_visible()
    expect(sheet.get_by_text("Undo the last step")).to_be_visible()
    check_accessible(altai)
    altai.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    expect(link).to_be_focused()


def test_a_key_does_nothing_while_somebody_is_typing(altai: Page, live_server) -> None:  # type: ignore[no-untyped-def]
    altai.goto(f"{live_server.url}/projects/new/")
    altai.get_by_label("Title").focus()
    altai.keyboard.press("Shift+Slash")
    expect(altai.get_by_label("Title")).to_have_value("?")
    expect(altai.get_by_role("dialog", name="Keys")).to_be_hidden()


def test_the_menu_goes_by_arrows_and_escape(altai: Page) -> None:
    menu = altai.locator(".topbar .dropdown > summary")
    menu.focus()
    altai.keyboard.press("ArrowDown")
    expect(altai.get_by_role("link", name="My projects")).to_be_focused()
    altai.keyboard.press("ArrowUp")
    expect(altai.get_by_role("button", name="Sign out")).to_be_focused()
    check_accessible(altai)
    altai.keyboard.press("Escape")
    expect(menu).to_be_focused()
    expect(altai.get_by_role("button", name="Sign out")).to_be_hidden()


def test_the_room_is_chosen_at_once_and_kept(altai: Page, cast: Cast) -> None:
    altai.emulate_media(color_scheme="dark")
    altai.locator(".topbar .dropdown > summary").click()
    with altai.expect_response("**/room/"):
        altai.get_by_role("button", name="Paper room").click()
    colour = "getComputedStyle(document.body).backgroundColor"
    assert altai.evaluate(colour) == "rgb(243, 243, 243)"
    altai.reload()
    assert altai.evaluate(colour) == "rgb(243, 243, 243)"
    cast["owner"].refresh_from_db()
    assert cast["owner"].room == "paper"


def test_a_toast_undoes_by_its_button_and_by_the_key(altai: Page) -> None:
    show = """(name) => import("app/toast").then(({ toast }) =>
        toast("One <b>thing</b> was done.", { undo: () => { window.undone = name } }))"""
    altai.evaluate(show, "by the button")
    expect(altai.get_by_text("One <b>thing</b> was done.")).to_be_visible()
    check_accessible(altai)
    altai.get_by_role("button", name="Undo").click()
    assert altai.evaluate("window.undone") == "by the button"
    expect(altai.get_by_text("One <b>thing</b> was done.")).to_be_hidden()
    altai.evaluate(show, "by the key")
    altai.keyboard.press("Control+KeyZ")
    assert altai.evaluate("window.undone") == "by the key"


def test_a_request_that_fails_is_said_in_words_and_stays_until_it_is_closed(altai: Page) -> None:
    altai.evaluate("""import("app/faults").then(({ showFault }) => showFault(0))""")
    expect(altai.get_by_role("alert")).to_contain_text("There is no connection to Kadr.")
    altai.evaluate("""import("app/faults").then(({ showFault }) => showFault(413))""")
    expect(altai.get_by_role("alert")).to_contain_text("larger than Kadr takes at once")
    altai.get_by_role("alert").get_by_role("button", name="Close").click()
    expect(altai.get_by_role("alert")).to_have_count(0)


def test_whoever_has_been_signed_out_is_told_so_and_nothing_seems_done(failing: Page) -> None:
    failing.context.clear_cookies(name="sessionid")
    outcome = failing.evaluate("""import("app/net").then(({ post }) =>
        post("/projects/altai/edit/", { ids: "1" })).then(() => "done", (fault) => fault.status)""")
    assert outcome == 401
    expect(failing.get_by_role("alert")).to_contain_text("You are not signed in any more.")


def test_an_undo_that_does_not_reach_the_server_can_be_tried_again(failing: Page) -> None:
    failing.evaluate("""import("app/toast").then(({ toast }) =>
        toast("One was removed.", { undo: { url: "/nowhere/", fields: {} } }))""")
    failing.context.set_offline(True)
    failing.get_by_role("button", name="Undo").click()
    expect(failing.get_by_role("alert")).to_contain_text("There is no connection to Kadr.")
    expect(failing.get_by_role("button", name="Undo")).to_be_enabled()
    failing.context.set_offline(False)


def test_a_behaviour_is_attached_to_what_comes_later_and_let_go_with_it(altai: Page) -> None:
    altai.evaluate("""
        const details = document.createElement("details");
        details.dataset.behaviour = "dropdown";
        details.innerHTML = "<summary>Later</summary><div class=menu><button>One</button></div>";
        document.querySelector("main").append(details);
    """)
    altai.get_by_text("Later").focus()
    expect(altai.get_by_role("button", name="One")).to_be_hidden()
    # The module comes when it comes: the key is pressed until it does something.
    wait_until(
        altai,
        """() => {
        const press = new KeyboardEvent("keydown", { key: "ArrowDown", bubbles: true, cancelable: true });
        document.querySelector("main details").dispatchEvent(press);
        return document.activeElement.textContent === "One";
    }""",
    )


def test_no_page_breaks_the_policy_on_what_may_run(altai: Page, live_server) -> None:  # type: ignore[no-untyped-def]
    for path in ("/", "/projects/altai/", "/projects/altai/people/", "/projects/new/"):
        altai.goto(f"{live_server.url}{path}")
        altai.wait_for_load_state("networkidle")
        assert altai.evaluate("window.reports") == [], path


@pytest.mark.parametrize("below", ["media/", "media/{asset}/"])
def test_a_page_that_takes_the_window_is_no_longer_than_it(
    below: str, altai: Page, material: Material, live_server
) -> None:  # type: ignore[no-untyped-def]
    """Else the wheel at the end of a panel would push the whole page away."""
    altai.goto(f"{live_server.url}/projects/altai/{below.format(asset=material.asset.pk)}")
    altai.wait_for_load_state("networkidle")
    longer = altai.evaluate("document.documentElement.scrollHeight - innerHeight")
    assert longer <= 0


def test_the_faces_hold_kazakh_letters(altai: Page) -> None:
    """Ә Ғ Қ Ң Ө Ұ Ү Һ І, in both families: the browser has the very files, and no other family stands in."""
    wait_until(altai, "document.fonts.ready.then(() => true)")
    for family in ("Inter Variable", "Source Serif 4 Variable"):
        loaded = altai.evaluate(
            "(f) => document.fonts.load(`420 16px '${f}'`, 'ӘҒҚҢӨҰҮҺІ').then((l) => l.length)", family
        )
        assert loaded >= 2, family
