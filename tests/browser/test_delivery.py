"""Clips played by a real browser over the real web server, and the library's own button for downloads."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Response, expect

from media_library.delivery.links import play_url
from media_library.models import Asset, Original
from tests.fixtures_people import Cast, MakeAsset
from tests.media_library.delivery.long_clip import make_long_clip
from tests.media_library.formats.made_media import make_film
from tests.web_server import start_web_server

pytestmark = pytest.mark.django_db(transaction=True)

TWO_GIGABYTES = 2_000_000_000

PLAY = """async url => {
    const player = document.createElement('video');
    player.muted = true;
    document.body.append(player);
    const told = new Promise((done, failed) => {
        player.oncanplay = () => done([player.videoWidth, player.videoHeight]);
        player.onerror = () => failed(new Error(player.error.message));
    });
    player.src = url;
    return await told;
}"""

SEEK_TO_THE_END = """async () => {
    const player = document.querySelector('video');
    const started = performance.now();
    const told = new Promise(done => player.onseeked = done);
    player.currentTime = player.duration - 0.01;
    await told;
    const taken = performance.now() - started;
    const sheet = document.createElement('canvas').getContext('2d');
    sheet.drawImage(player, 0, 0, 1, 1);
    return {at: player.currentTime, duration: player.duration, grey: sheet.getImageData(0, 0, 1, 1).data[0], taken};
}"""


@pytest.fixture
def address(media_root: Path) -> Iterator[str]:
    with start_web_server(media_root) as address:
        yield address


def sign_in(cast: Cast, who: str, page: Page, address: str) -> None:
    cookies = cast.client(who).cookies.items()
    page.context.add_cookies([{"name": name, "value": morsel.value, "url": address} for name, morsel in cookies])


@pytest.fixture
def viewer_page(cast: Cast, address: str, page: Page) -> Page:
    """A page of Kadr's in which a viewer has signed in."""
    sign_in(cast, "viewer", page, address)
    page.goto(f"{address}/robots.txt")
    return page


@pytest.fixture
def codec(page: Page) -> str:
    """H.264 where the browser has it; a Chromium without licensed codecs plays VP9 out of the same container."""
    has_h264 = page.evaluate("""document.createElement('video').canPlayType('video/mp4; codecs="avc1.42E01E"')""")
    return "libx264" if has_h264 else "libvpx-vp9"


def refer(asset: Asset, path: Path) -> None:
    Original.objects.filter(pk=asset.original_id).update(storage_name="", reference_path=str(path))


def test_a_clip_of_two_gigabytes_seeks_to_its_end_with_few_of_its_bytes(
    cast: Cast,
    make_asset: MakeAsset,
    viewer_page: Page,
    codec: str,
    tmp_path: Path,
) -> None:
    clip = make_asset(cast.project, kind="video", mime="video/mp4", thumbnail="")
    make_long_clip(tmp_path / "long.mp4", TWO_GIGABYTES, codec=codec)
    refer(clip, tmp_path / "long.mp4")
    answers: list[Response] = []
    received: list[int] = []
    viewer_page.on("response", lambda answer: answers.append(answer))
    network = viewer_page.context.new_cdp_session(viewer_page)
    network.on("Network.dataReceived", lambda event: received.append(event["dataLength"]))
    network.send("Network.enable")
    assert viewer_page.evaluate(PLAY, play_url("altai", clip)) == [192, 108]
    found: dict[str, Any] = viewer_page.evaluate(SEEK_TO_THE_END)
    assert found["duration"] == pytest.approx(20, abs=0.1)
    assert found["at"] > 19.9
    assert found["grey"] > 240, "the last frame is white"
    assert {answer.status for answer in answers} == {206}
    assert sum(received) < TWO_GIGABYTES / 10
    print(f"seeked in {found['taken']:.0f} ms with {sum(received) / 1e6:.1f} MB in {len(answers)} answers")  # noqa: T201


def test_a_quicktime_film_plays(
    cast: Cast, make_asset: MakeAsset, viewer_page: Page, codec: str, tmp_path: Path
) -> None:
    """No browser says that it plays `video/quicktime`; what is inside is what an MP4 has."""
    path = make_film(tmp_path / "a.mov", codec=codec)
    clip = make_asset(cast.project, kind="video", mime="video/quicktime", content=path.read_bytes(), thumbnail="")
    assert viewer_page.evaluate(PLAY, play_url("altai", clip)) == [192, 108]


def test_a_clip_does_not_play_for_somebody_else(
    cast: Cast, make_asset: MakeAsset, viewer_page: Page, codec: str, tmp_path: Path
) -> None:
    path = make_film(tmp_path / "a.mp4", codec=codec)
    theirs = cast["outsider"].memberships.get().project
    clip = make_asset(theirs, kind="video", mime="video/mp4", content=path.read_bytes(), thumbnail="")
    with pytest.raises(Exception, match="MEDIA_ELEMENT_ERROR"):
        viewer_page.evaluate(PLAY, play_url("bazaar", clip))


def test_what_is_selected_in_the_library_comes_as_one_archive(
    cast: Cast, make_asset: MakeAsset, live_server: Any, page: Page, tmp_path: Path
) -> None:
    for name in ("a.jpg", "күн.jpg", "not this.jpg"):
        make_asset(cast.project, name=name, content=name.encode())
    sign_in(cast, "contributor", page, live_server.url)
    page.goto(f"{live_server.url}/projects/altai/media/", wait_until="networkidle")
    one, two = (page.get_by_role("option", name=name) for name in ("a.jpg", "күн.jpg"))
    one.click()
    expect(one).to_have_attribute("aria-selected", "true")
    two.click(modifiers=["Control"])
    expect(two).to_have_attribute("aria-selected", "true")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download").click()
    assert download.value.suggested_filename == "Altai.zip"
    download.value.save_as(tmp_path / "all.zip")
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        found = {entry.filename: archive.read(entry).decode() for entry in archive.infolist()}
    assert found == {"a.jpg": "a.jpg", "күн.jpg": "күн.jpg"}
