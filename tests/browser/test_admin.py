"""What a curator does in the admin: forms, steps over many, a spreadsheet, in every room and size."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from collaborators.models import Membership
from media_library.describing.words import change_many
from media_library.models import Asset
from tests.browser.pages import check_accessible, sign_in
from tests.fixtures_people import Cast, MakeAsset

pytestmark = pytest.mark.django_db(transaction=True)

SIZES = {"wide": (1440, 900), "phone": (390, 844)}
LIST = "/admin/media_library/asset/"
REPORTS = """
window.reports = [];
document.addEventListener("securitypolicyviolation", (event) => window.reports.push(event.violatedDirective));
"""


@pytest.fixture
def desk(cast: Cast, make_asset: MakeAsset, live_server, quiet_page: Page) -> Page:  # type: ignore[no-untyped-def]
    """A superuser who owns the project, before 60 assets of it."""
    for number in range(60):
        make_asset(cast.project, name=f"herd {number:02}.jpg")
    owner = cast["owner"]
    owner.is_staff = owner.is_superuser = True
    owner.save()
    quiet_page.add_init_script(REPORTS)
    sign_in(quiet_page, live_server.url)
    return quiet_page


def check(page: Page) -> None:
    """No fault for a reader, and none of the policy."""
    page.wait_for_load_state("networkidle")
    check_accessible(page)
    assert page.evaluate("window.reports") == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_no_form_and_no_step_has_a_fault(size: str, scheme: str, cast: Cast, live_server, desk: Page) -> None:  # type: ignore[no-untyped-def]
    desk.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    desk.set_viewport_size({"width": SIZES[size][0], "height": SIZES[size][1]})
    asset, owner = Asset.objects.first(), cast["owner"]
    assert asset is not None
    change_many([asset], caption="Old", keywords_add=["herd"])
    for path in (
        f"{LIST}{asset.pk}/change/", f"{LIST}{asset.pk}/history/", f"{LIST}sheet/", f"{LIST}sheet/out/",
        f"{LIST}?q=nothing", f"{LIST}?where=trash", "/admin/media_library/", "/admin/password_change/",
        f"/admin/projects/project/{cast.project.pk}/change/", f"/admin/projects/project/{cast.project.pk}/delete/",
        f"/admin/collaborators/user/{owner.pk}/change/", f"/admin/collaborators/user/{owner.pk}/delete/",
        f"/admin/collaborators/user/{owner.pk}/password/",
        f"/admin/media_library/original/{asset.original_id}/change/",
    ):  # fmt: skip
        desk.goto(f"{live_server.url}{path}")
        check(desk)
    sheet = f"id,caption,rating\n{asset.pk},Қыстау,9\n999999,a,\n{asset.pk + 1},New,5\n"
    desk.goto(f"{live_server.url}{LIST}sheet/")
    file = {"name": "sheet.csv", "mimeType": "text/csv", "buffer": sheet.encode()}
    desk.get_by_label("Spreadsheet").set_input_files([file])
    desk.get_by_role("button", name="Look what will change").click()
    desk.get_by_role("heading", name="2 cells cannot be taken").wait_for()
    check(desk)
    for step in ("change_words", "put_in_bin", "verify", "make_renditions_again"):
        desk.goto(f"{live_server.url}{LIST}")
        desk.locator(".action-select").first.check()
        desk.locator("select[name=action]").select_option(step)
        desk.get_by_role("button", name="Go").click()
        desk.get_by_text("1 asset is ticked").wait_for()
        check(desk)


def test_a_curator_changes_all_assets_across_the_pages_at_once(live_server, desk: Page) -> None:  # type: ignore[no-untyped-def]
    desk.goto(f"{live_server.url}{LIST}?q=herd")
    desk.locator("#action-toggle").check()
    desk.get_by_role("button", name="Select all 60 assets").click()
    desk.locator("select[name=action]").select_option(label="Change words …")
    desk.get_by_role("button", name="Go").click()
    desk.get_by_text("60 assets are ticked").wait_for()
    desk.get_by_label("Add keywords").fill("жылқы; herd")
    desk.get_by_label("Rating").select_option("4")
    desk.get_by_role("button", name="Change words").click()
    desk.get_by_text("Change words: 60 assets.").wait_for()
    assert Asset.objects.filter(rating=4, keywords__name="жылқы").count() == 60
    check(desk)


def test_a_curator_takes_a_sheet_out_changes_it_and_reads_it_in(live_server, desk: Page, tmp_path) -> None:  # type: ignore[no-untyped-def]
    desk.goto(f"{live_server.url}{LIST}")
    desk.get_by_role("link", name="Take out as a spreadsheet").click()
    desk.get_by_text("60 assets, each a row").wait_for()
    desk.get_by_label("As").select_option("csv")
    with desk.expect_download() as saved:
        desk.get_by_role("button", name="Take out").click()
    saved.value.save_as(tmp_path / "sheet.csv")
    lines = (tmp_path / "sheet.csv").read_text("utf-8-sig").splitlines()
    lines[7] = lines[7].replace(",,,,,,,", ",,,Жайлау,,,,", 1)
    (tmp_path / "sheet.csv").write_text("\n".join(lines), "utf-8-sig")
    desk.goto(f"{live_server.url}{LIST}sheet/")
    desk.get_by_label("Spreadsheet").set_input_files(tmp_path / "sheet.csv")
    desk.get_by_role("button", name="Look what will change").click()
    desk.get_by_role("button", name="Change 1 asset").click()
    desk.get_by_text("1 asset was changed.").wait_for()
    changed = Asset.objects.exclude(title="", headline="", caption="", alt_text="", creator="", copyright="")
    assert [str(asset.pk) for asset in changed] == [lines[7].split(",")[0]]


def test_somebody_is_found_by_a_part_of_the_name_and_joins_the_project(cast: Cast, live_server, desk: Page) -> None:  # type: ignore[no-untyped-def]
    desk.goto(f"{live_server.url}/admin/projects/project/{cast.project.pk}/change/")
    desk.get_by_role("combobox", name="User").last.click()
    desk.get_by_role("searchbox", name="Find").fill("OUTSI")
    check(desk)
    desk.get_by_role("option", name="Outsider").click()
    desk.get_by_label("Role").last.select_option("reviewer")
    desk.get_by_role("button", name="Save", exact=True).click()
    desk.get_by_text("was changed successfully").wait_for()
    assert Membership.objects.get(project=cast.project, user=cast["outsider"]).role == "reviewer"


def test_without_scripts_words_are_changed_all_the_same(browser, cast: Cast, live_server, desk: Page) -> None:  # type: ignore[no-untyped-def]
    asset = Asset.objects.first()
    assert asset is not None
    context = browser.new_context(java_script_enabled=False, storage_state=desk.context.storage_state())
    page = context.new_page()
    page.goto(f"{live_server.url}{LIST}{asset.pk}/change/")
    page.get_by_label("Caption").fill("Without scripts")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url(f"{live_server.url}{LIST}")
    context.close()
    asset.refresh_from_db()
    assert asset.caption == "Without scripts"
