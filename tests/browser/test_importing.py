"""Bringing in from the browser: by drop, with folders, and with no script at all; and watching the run."""

from __future__ import annotations

import base64
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from media_library.ingest.run_tasks import carry_out_import
from media_library.ingest.sent_files import arrived_in
from media_library.models import Asset, Import, ImportedFile
from tests.browser.pages import check_accessible, sign_in
from tests.fixtures_people import Cast, MakeAsset, Material
from tests.media_library.ingest.material import lay_out, picture

pytestmark = pytest.mark.django_db(transaction=True)

RUN = re.compile(r"/projects/altai/imports/\d+/$")
DROP = """([root, files]) => {
  // A folder can be dropped only by a hand: what a browser gives for one is told here as it tells it.
  const decode = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
  const blobs = files.map(([path, text]) => [path, new File([decode(text)], path.split("/").pop())]);
  const fileEntry = ([path, file]) => ({ isFile: true, fullPath: `/${root}/${path}`, file: (done) => done(file) });
  let given = 0;
  const readEntries = (done) => done(blobs.slice(given, (given += 2)).map(fileEntry));
  const folder = { isFile: false, fullPath: `/${root}`, createReader: () => ({ readEntries }) };
  const event = new Event("drop", { bubbles: true, cancelable: true });
  const items = [{ kind: "file", webkitGetAsEntry: () => folder }];
  Object.defineProperty(event, "dataTransfer", { value: { types: ["Files"], items, files: [] } });
  document.dispatchEvent(event);
}"""


@pytest.fixture(autouse=True)
def data_dir(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR, settings.KADR_JOBS = tmp_path / "data", 1


def open_page(page: Page, address: str, who: str = "contributor") -> None:
    sign_in(page, address, who)
    page.goto(f"{address}/projects/altai/imports/new/")
    page.locator("form[data-ready]").wait_for()


def list_arrived(run: Import) -> set[str]:
    root = arrived_in(run)
    return {file.relative_to(root).as_posix() for file in root.rglob("*") if file.is_file()}


def test_a_folder_is_dropped_sent_and_brought_in(cast: Cast, live_server, quiet_page: Page) -> None:  # type: ignore[no-untyped-def]
    page = quiet_page
    open_page(page, live_server.url)
    files = [[f"DCIM/{number}.jpg", base64.b64encode(picture(number)).decode()] for number in range(5)]
    page.evaluate(DROP, ["A007", files])
    expect(page.get_by_text("5 files, ")).to_be_visible()
    page.get_by_role("button", name="Bring in").click()
    page.wait_for_url(RUN)
    expect(page.get_by_role("heading", level=1)).to_have_text("Upload by Contributor, 5 files")
    run = Import.objects.get()
    assert list_arrived(run) == {f"A007/DCIM/{number}.jpg" for number in range(5)}
    carry_out_import.func(run.pk)
    expect(page.get_by_role("heading", name="Every file is here and verified")).to_be_visible(timeout=10_000)
    expect(page.get_by_role("link", name="A007/DCIM/4.jpg")).to_be_visible(timeout=10_000)
    assert Asset.objects.filter(folder="A007/DCIM").count() == 5


def test_a_folder_is_chosen_and_what_is_too_large_is_left_out(
    cast: Cast,
    live_server,  # type: ignore[no-untyped-def]
    quiet_page: Page,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("media_library.uploads.views.GB", 500)  # bytes, times a hundred
    folder = lay_out(tmp_path / "sary", {"a.jpg": picture(1), "b.jpg": picture(2) + bytes(60_000)})
    open_page(quiet_page, live_server.url)
    quiet_page.locator("input[webkitdirectory]").set_input_files(folder)
    expect(quiet_page.get_by_text("Left out: 50 kB is the most")).to_be_visible()
    quiet_page.get_by_role("button", name="Bring in").click()
    expect(quiet_page.get_by_text("All have arrived but what was left out.")).to_be_visible()
    expect(quiet_page.get_by_text("Left out: 50 kB is the most")).to_be_visible()  # it does not go on by itself
    quiet_page.get_by_role("button", name="Bring in what has arrived").click()
    quiet_page.wait_for_url(RUN)
    assert list_arrived(Import.objects.get()) == {"sary/a.jpg"}


def test_a_file_is_taken_out_of_the_list_and_an_empty_one_is_told_beforehand(
    cast: Cast,
    live_server,  # type: ignore[no-untyped-def]
    quiet_page: Page,
    tmp_path: Path,
) -> None:
    page = quiet_page
    open_page(page, live_server.url)
    lay_out(tmp_path, {"a.jpg": picture(1), "b.jpg": picture(2), "c.jpg": b""})
    page.locator("input[name=files]").set_input_files([tmp_path / f"{name}.jpg" for name in "abc"])
    expect(page.get_by_text("Ready", exact=True)).to_have_count(3)
    expect(page.get_by_text("The file is empty: it will be refused.")).to_have_count(1)
    page.get_by_role("button", name="Take c.jpg out of the list").click()
    expect(page.get_by_text("2 files, ")).to_be_visible()
    page.get_by_role("button", name="Bring in").click()
    page.wait_for_url(RUN)
    assert list_arrived(Import.objects.get()) == {"a.jpg", "b.jpg"}


def test_of_a_long_list_the_first_are_shown_and_how_many_more_there_are(
    cast: Cast,
    live_server,  # type: ignore[no-untyped-def]
    quiet_page: Page,
) -> None:
    page = quiet_page
    open_page(page, live_server.url)
    page.evaluate(DROP, ["A007", [[f"{number}.jpg", "AA=="] for number in range(1500)]])
    expect(page.get_by_text("and 1,300 more")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="Ready")).to_have_count(200)


def test_without_a_net_it_waits_and_goes_on_by_itself(cast: Cast, live_server, page: Page, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    def lose_net(route: Route) -> None:
        page.context.set_offline(True)
        route.abort("internetdisconnected")

    open_page(page, live_server.url)
    page.locator("input[name=files]").set_input_files(lay_out(tmp_path, {"a.jpg": picture(1)}) / "a.jpg")
    page.route("**/files/?*", lose_net, times=1)
    page.get_by_role("button", name="Bring in").click()
    expect(page.get_by_text("Waiting for the connection to Kadr.")).to_be_visible()
    page.context.set_offline(False)
    page.wait_for_url(RUN)
    assert list_arrived(Import.objects.get()) == {"a.jpg"}


def test_a_broken_connection_is_tried_again_by_itself(cast: Cast, live_server, page: Page, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    broken: list[str] = []

    def break_once(route: Route) -> None:
        if broken:
            route.continue_()
        else:
            broken.append(route.request.url)
            route.abort("connectionreset")

    page.route("**/files/?*", break_once)
    open_page(page, live_server.url)
    page.locator("input[name=files]").set_input_files(lay_out(tmp_path, {"a.jpg": picture(1)}) / "a.jpg")
    page.get_by_role("button", name="Bring in").click()
    page.wait_for_url(RUN)
    assert len(broken) == 1
    assert list_arrived(Import.objects.get()) == {"a.jpg"}


def test_what_the_server_refuses_is_told_beside_the_file_and_sent_again_by_hand(
    cast: Cast,
    live_server,  # type: ignore[no-untyped-def]
    page: Page,
    tmp_path: Path,
) -> None:
    refuse = [True]

    def answer(route: Route) -> None:
        if refuse[0] and "b.jpg" in route.request.url:
            route.fulfill(status=507, content_type="text/plain; charset=utf-8", body="The disk is full.")
        else:
            route.continue_()

    page.route("**/files/?*", answer)
    open_page(page, live_server.url)
    lay_out(tmp_path, {"a.jpg": picture(1), "b.jpg": picture(2)})
    page.locator("input[name=files]").set_input_files([tmp_path / "a.jpg", tmp_path / "b.jpg"])
    page.get_by_role("button", name="Bring in").click()
    expect(page.get_by_text("The disk is full.")).to_be_visible()
    expect(page.get_by_role("button", name="Bring in what has arrived")).to_be_visible()
    refuse[0] = False
    page.get_by_role("button", name="Try again").click()
    page.wait_for_url(RUN)
    assert list_arrived(Import.objects.get()) == {"a.jpg", "b.jpg"}


def test_a_paused_upload_goes_on_and_a_cancelled_one_is_gone(
    cast: Cast,
    live_server,  # type: ignore[no-untyped-def]
    page: Page,
    tmp_path: Path,
) -> None:
    held: list[Route] = []
    page.route("**/files/?*", lambda route: held.append(route))
    open_page(page, live_server.url)
    lay_out(tmp_path, {f"{number}.jpg": picture(number) for number in range(3)})
    page.locator("input[name=files]").set_input_files([tmp_path / f"{number}.jpg" for number in range(3)])
    page.get_by_role("button", name="Bring in").click()
    expect(page.get_by_text("Being sent")).to_have_count(2)
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_text("Paused")).to_be_visible()
    expect(page.get_by_text("Waiting")).to_have_count(3)
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("Being sent")).to_have_count(2)
    with page.expect_response("**/cancel/") as cancelled:
        page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_text("Drop files or whole folders here")).to_be_visible()
    assert cancelled.value.ok
    assert not Import.objects.exists()


def test_everything_works_without_a_script(cast: Cast, live_server, browser: Browser, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, live_server.url, "contributor")
    page.goto(f"{live_server.url}/projects/altai/imports/new/")
    lay_out(tmp_path, {"a.jpg": picture(1), "b.jpg": b"<html>hello</html>"})
    page.locator("input[name=files]").set_input_files([tmp_path / "a.jpg", tmp_path / "b.jpg"])
    page.get_by_role("button", name="Bring in").click()
    page.wait_for_url(RUN)
    run = Import.objects.get()
    carry_out_import.func(run.pk)
    page.get_by_role("link", name="Look again").click()
    expect(page.get_by_text("1 file was refused.")).to_be_visible()
    page.get_by_role("link", name="Refused 1").click()
    expect(page.get_by_role("cell", name="a.jpg", exact=True)).to_have_count(0)
    run.files.filter(path="b.jpg").update(outcome="failed")
    page.get_by_role("link", name="Failed 0").click()
    page.get_by_role("row", name="b.jpg").get_by_role("button", name="Try again").click()
    run.refresh_from_db()
    assert run.state == Import.State.WAITING
    context.close()


def test_a_run_is_watched_to_its_end_without_touching_the_page(
    cast: Cast,
    live_server,  # type: ignore[no-untyped-def]
    quiet_page: Page,
    material: Material,
) -> None:
    page = quiet_page
    Import.objects.update(
        state="running", in_background=True, files_found=2, bytes_found=1000, bytes_done=500, bytes_per_second=10
    )
    sign_in(page, live_server.url, "viewer")
    page.goto(f"{live_server.url}/projects/altai/imports/{material.run.pk}/")
    expect(page.get_by_text("500 B of 1 kB")).to_be_visible()
    expect(page.get_by_text("less than a minute left")).to_be_visible()
    Import.objects.update(bytes_done=900, reading="DCIM/b.jpg")
    expect(page.get_by_text("900 B of 1 kB")).to_be_visible()
    expect(page.get_by_text("DCIM/b.jpg")).to_be_visible()
    ImportedFile.objects.create(
        run=material.run, place="/media/card", path="DCIM/b.jpg", size_bytes=1, modified_ns=1, outcome="added"
    )
    Import.objects.update(state="finished")
    verdict = "Every file is here and verified"
    expect(page.get_by_role("heading", name=verdict)).to_be_visible()
    expect(page.get_by_role("status").filter(has_text=verdict)).to_have_count(1)  # for whoever listens
    expect(page.get_by_role("cell", name="DCIM/b.jpg")).to_be_visible()
    expect(page.locator("[hx-trigger]")).to_have_count(0)  # what has ended is not asked for again


@pytest.mark.parametrize("width", [390, 1180, 1440])
@pytest.mark.parametrize("scheme", ["dark", "light"])
def test_the_pages_of_imports_are_accessible_and_fit(
    cast: Cast,
    live_server,  # type: ignore[no-untyped-def]
    quiet_page: Page,
    material: Material,
    make_asset: MakeAsset,
    settings: Any,
    tmp_path: Path,
    width: int,
    scheme: Any,
) -> None:
    page = quiet_page
    (tmp_path / "cards" / "A007").mkdir(parents=True)
    settings.KADR_IMPORT_FOLDERS = [str(tmp_path / "cards")]
    for number, outcome in enumerate(("added", "duplicate", "ignored", "refused", "failed")):
        ImportedFile.objects.create(
            run=material.run, place="/media/card", path=f"DCIM/100_LONG_FOLDER/long-name-of-a-picture-{number}.jpg",
            size_bytes=10**9, modified_ns=1, outcome=outcome, reason="Why it is so, in a sentence. " * 4,
            asset=make_asset(cast.project),
        )  # fmt: skip
    Import.objects.update(state="finished", notices=["Frames DSC_0398 to DSC_0405 are not there."])
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 844})
    sign_in(page, live_server.url)
    for path in ("imports/", f"imports/{material.run.pk}/", "imports/new/", "imports/folder/?at=0"):
        page.goto(f"{live_server.url}/projects/altai/{path}")
        check_accessible(page)
