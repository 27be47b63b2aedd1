"""Many originals as one ZIP. Python's zipfile and Info-ZIP's unzip read what we write."""

from __future__ import annotations

import io
import itertools
import json
import os
import shutil
import subprocess
import unicodedata
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.http.response import HttpResponseBase
from django.urls import reverse

from collaborators.models import Membership
from media_library.delivery import watching
from media_library.delivery.archive import Content, Names, pack
from media_library.delivery.files import Stored
from media_library.delivery.watching import AccessLost
from media_library.models import Asset, Original
from tests.fixtures_people import Cast, MakeAsset

ADDRESS = "/projects/altai/download/"


def ask(cast: Cast, *assets: Asset, who: str = "contributor", **headers: str) -> HttpResponseBase:
    return cast.client(who).post(ADDRESS, name_assets(assets), headers=headers)


def name_assets(assets: Sequence[Asset]) -> dict[str, str]:
    return {"ids": ",".join(str(asset.pk) for asset in assets)}


def read(response: HttpResponseBase) -> bytes:
    return b"".join(response.streaming_content)  # type: ignore[attr-defined]


def unpack(response: HttpResponseBase) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(read(response))) as archive:
        assert archive.testzip() is None
        return {entry.filename: archive.read(entry) for entry in archive.infolist()}


def test_the_address_is_the_one_told() -> None:
    assert reverse("download", args=["altai"]) == ADDRESS


def test_what_is_selected_comes_under_its_names_as_shot(cast: Cast, make_asset: MakeAsset) -> None:
    one = make_asset(cast.project, name="DSC_0001.JPG", content=b"one")
    two = make_asset(cast.project, name="Қыстау күні.mov", content=b"two", mime="video/quicktime", kind="video")
    make_asset(cast.project, name="not this.jpg")
    response = ask(cast, one, two)
    assert response.headers["Content-Type"] == "application/zip"
    assert response.headers["Content-Disposition"] == 'attachment; filename="Altai.zip"'
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert unpack(response) == {"DSC_0001.JPG": b"one", "Қыстау күні.mov": b"two"}


def test_its_length_is_told_before_it_is_made(cast: Cast, make_asset: MakeAsset) -> None:
    assets = [make_asset(cast.project, name=f"күн {number}.jpg", content=b"x" * number) for number in range(9)]
    response = ask(cast, *assets)
    assert int(response.headers["Content-Length"]) == len(read(response))


def test_nothing_is_compressed(cast: Cast, make_asset: MakeAsset) -> None:
    response = ask(cast, make_asset(cast.project, content=bytes(10_000)))
    with zipfile.ZipFile(io.BytesIO(read(response))) as archive:
        assert {entry.compress_type for entry in archive.infolist()} == {zipfile.ZIP_STORED}


def test_a_cyrillic_name_is_marked_as_utf_8(cast: Cast, make_asset: MakeAsset) -> None:
    """APPNOTE 4.4.4, bit 11: without it a name is read as that of DOS code page 437."""
    content = read(ask(cast, make_asset(cast.project, name="ә.jpg")))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.infolist()[0].flag_bits & 1 << 11
    assert content.count("ә.jpg".encode()) == 2  # at the file, and in the list at the end


@pytest.mark.skipif(shutil.which("unzip") is None, reason="unzip is not installed")
def test_another_program_reads_it(cast: Cast, make_asset: MakeAsset, tmp_path: Path) -> None:
    assets = [make_asset(cast.project, name=name) for name in ("a.jpg", "A.jpg", "ә.jpg")]
    (tmp_path / "all.zip").write_bytes(read(ask(cast, *assets)))
    done = subprocess.run(["unzip", "-t", "all.zip"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "No errors detected in compressed data of all.zip" in done.stdout


@pytest.mark.parametrize(
    ("wanted", "given"),
    [
        (["DSC_1.JPG"] * 3, ["DSC_1.JPG", "DSC_1 (2).JPG", "DSC_1 (3).JPG"]),
        (["a.jpg", "A.JPG"], ["a.jpg", "A (2).JPG"]),
        (["a (2).jpg", "a.jpg", "a.jpg"], ["a (2).jpg", "a.jpg", "a (3).jpg"]),
        (["a.jpg", "a.jpg", "a (2).jpg"], ["a.jpg", "a (2).jpg", "a (2) (2).jpg"]),
        (["noending", "noending"], ["noending", "noending (2)"]),
        (["../../etc/passwd", "C:\\a.mov", ".htaccess"], ["_.._etc_passwd", "C__a.mov", "htaccess"]),
        ([unicodedata.normalize("NFC", "й.jpg"), unicodedata.normalize("NFD", "й.jpg")], ["й.jpg", "й (2).jpg"]),
        (["a.tar.gz", "a.tar.gz"], ["a.tar.gz", "a.tar (2).gz"]),
    ],
)
def test_names_are_harmless_and_differ_on_any_disk(wanted: list[str], given: list[str]) -> None:
    names = Names()
    assert [unicodedata.normalize("NFC", names.give(name)) for name in wanted] == given


def test_a_missing_original_is_told_inside_and_the_others_come(cast: Cast, make_asset: MakeAsset) -> None:
    there, gone, away = (make_asset(cast.project, name=name) for name in ("a.jpg", "b\n.jpg", "Missing originals.txt"))
    Original.objects.filter(pk=gone.original_id).update(storage_name="no/such.jpg")
    Original.objects.filter(pk=away.original_id).update(storage_name="", reference_path="/nowhere/c.jpg")
    found = unpack(ask(cast, there, gone, away))
    assert set(found) == {"a.jpg", "Missing originals.txt"}
    assert found["Missing originals.txt"].decode().splitlines() == [
        "These originals are missing. Connect the disk they lie on, then download them again.",
        "",
        "b.jpg",
        "Missing originals.txt",
    ]


def test_a_referenced_original_comes_from_where_it_stays(cast: Cast, make_asset: MakeAsset, tmp_path: Path) -> None:
    asset = make_asset(cast.project, name="a.jpg")
    (tmp_path / "disk.jpg").write_bytes(b"on the disk")
    Original.objects.update(storage_name="", reference_path=str(tmp_path / "disk.jpg"))
    assert unpack(ask(cast, asset)) == {"a.jpg": b"on the disk"}


def test_what_grows_meanwhile_comes_as_long_as_it_was_measured(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"12345")
    content = Content(Stored("", str(tmp_path / "a")))
    assert content.measure() == 5
    (tmp_path / "a").write_bytes(b"1234567")
    assert b"".join(content) == b"12345"


def test_what_goes_meanwhile_breaks_the_download_and_not_its_truth(cast: Cast, make_asset: MakeAsset) -> None:
    asset = make_asset(cast.project, content=b"12345")
    response = ask(cast, asset)
    storages["originals"].delete(asset.original.storage_name)
    with pytest.raises(FileNotFoundError):
        read(response)


def test_somebody_taken_out_of_the_project_gets_no_further_byte(
    cast: Cast, make_asset: MakeAsset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "EVERY_S", 0.0)
    response = ask(cast, make_asset(cast.project), make_asset(cast.project))
    pieces = iter(response.streaming_content)  # type: ignore[attr-defined]
    assert next(pieces)
    Membership.objects.filter(user=cast["contributor"]).delete()
    with pytest.raises(AccessLost):
        next(pieces)


@pytest.fixture
def long_clip(cast: Cast, make_asset: MakeAsset, tmp_path: Path) -> Asset:
    """A clip of five gigabytes that takes no room on the disk."""
    asset = make_asset(cast.project, name="long.mov")
    with (tmp_path / "long.mov").open("wb") as file:
        file.truncate(5 << 30)
    Original.objects.update(storage_name="", reference_path=str(tmp_path / "long.mov"))
    return asset


def test_of_a_long_clip_little_is_in_memory_at_once(long_clip: Asset) -> None:
    archive = pack(Asset.objects.filter(pk=long_clip.pk))
    assert len(archive) > 5 << 30
    assert max(len(piece) for piece in itertools.islice(archive, 100)) <= 1 << 18


@pytest.mark.trial
def test_more_than_four_gigabytes_are_an_archive_of_64_bits(
    long_clip: Asset, cast: Cast, make_asset: MakeAsset, tmp_path: Path
) -> None:
    """APPNOTE 4.3.14: beyond 4 GiB the plain fields do not suffice."""
    make_asset(cast.project, name="small.jpg", content=b"behind it")
    archive = pack(Asset.objects.order_by("name_key"))
    with (tmp_path / "all.zip").open("wb") as file:
        for piece in archive:  # leaves holes where there is nothing but zeros
            file.seek(len(piece), os.SEEK_CUR) if piece == bytes(len(piece)) else file.write(piece)
    assert (tmp_path / "all.zip").stat().st_size == len(archive)
    with zipfile.ZipFile(tmp_path / "all.zip") as found:
        assert {entry.filename: entry.file_size for entry in found.infolist()} == {"long.mov": 5 << 30, "small.jpg": 9}
        assert found.testzip() is None


def test_the_number_of_queries_is_the_same_for_1_and_for_50(
    cast: Cast, make_asset: MakeAsset, django_assert_num_queries
) -> None:  # type: ignore[no-untyped-def]
    assets = [make_asset(cast.project) for __ in range(50)]
    client = cast.client("contributor")
    for some in (assets[:1], assets):
        with django_assert_num_queries(4):  # session, user, membership, assets with originals
            read(client.post(ADDRESS, name_assets(some)))


@pytest.mark.parametrize(("who", "status"), [("viewer", 403), ("reviewer", 403), ("outsider", 404)])
def test_it_is_for_contributors(who: str, status: int, cast: Cast, make_asset: MakeAsset) -> None:
    assert ask(cast, make_asset(cast.project), who=who).status_code == status


def test_material_of_another_project_is_not_in_it(cast: Cast, make_asset: MakeAsset) -> None:
    ours = make_asset(cast.project, name="ours.jpg")
    theirs = make_asset(cast["outsider"].memberships.get().project, name="theirs.jpg")
    assert set(unpack(ask(cast, ours, theirs))) == {"ours.jpg"}
    response = ask(cast, theirs, **{"X-Requested-With": "fetch"})
    assert response.status_code == 422
    told = json.loads(response.headers["HX-Trigger"])["toast"]
    assert told["text"] == "What was selected is no longer here. Load the page again."


def test_an_empty_selection_is_told_on_the_page(cast: Cast) -> None:
    client = cast.client("contributor")
    response = client.post(ADDRESS, follow=True)
    assert response.redirect_chain == [("/projects/altai/media/", 302)]
    assert "Nothing is selected" in response.content.decode()
