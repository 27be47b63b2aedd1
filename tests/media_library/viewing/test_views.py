from __future__ import annotations

import pytest
from django.urls import reverse
from django_tasks import default_task_backend

from media_library.marking.recording import mark_assets
from media_library.models import Asset, Bin, Import, ImportedFile, Original, Rendition, Stack
from tests.fixtures_people import Cast, MakeAsset, Material, make_rendition

HOSTILE = "<script>alert(1)</script>\u202egpj.exe"


def get(cast: Cast, who: str, name: str, *args: object, **query: str) -> str:
    answer = cast.client(who).get(reverse(name, args=["altai", *args]), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_words_from_a_file_are_escaped_and_keep_to_their_direction(cast: Cast, make_asset: MakeAsset) -> None:
    asset = make_asset(cast.project, name=HOSTILE, facts={"title": HOSTILE})
    Asset.objects.filter(pk=asset.pk).update(caption=HOSTILE)
    escaped = "&lt;script&gt;alert(1)&lt;/script&gt;\u202egpj.exe</bdi>"
    for who in ("viewer", "contributor"):
        page = get(cast, who, "asset", asset.pk)
        assert HOSTILE not in page
        assert escaped in page


def test_an_asset_shows_its_large_picture_with_its_room_reserved(cast: Cast, material: Material) -> None:
    make_rendition(material.asset.original, "max-1280")
    page = get(cast, "viewer", "asset", material.asset.pk)
    assert f"/projects/altai/media/{material.asset.pk}/renditions/max-1280/?v=" in page
    assert 'width="30" height="20"' in page


def test_a_failure_is_shown_with_its_reason_and_a_way_out(cast: Cast, make_asset: MakeAsset) -> None:
    asset = make_asset(cast.project, thumbnail="")
    make_rendition(asset.original, "max-1280", "failed", "The file ends before its picture does.")
    page = get(cast, "contributor", "asset", asset.pk)
    assert "The file ends before its picture does." in page
    assert reverse("asset-retry", args=["altai", asset.pk]) in page


def test_a_viewer_sees_the_failure_but_no_button(cast: Cast, make_asset: MakeAsset) -> None:
    asset = make_asset(cast.project, thumbnail="failed")
    page = get(cast, "viewer", "asset", asset.pk)
    assert "asset-retry" not in page
    assert reverse("asset-retry", args=["altai", asset.pk]) not in page
    assert reverse("original", args=["altai", asset.pk]) not in page


@pytest.mark.parametrize(("state", "words"), [("missing", "Connect the disk"), ("damaged", "is damaged")])
def test_an_original_that_is_not_well_is_told_about(cast: Cast, make_asset: MakeAsset, state: str, words: str) -> None:
    assert words in get(cast, "owner", "asset", make_asset(cast.project, state=state).pk)


def test_trying_again_puts_what_failed_back_and_asks_the_worker(
    cast: Cast,
    make_asset: MakeAsset,
    django_capture_on_commit_callbacks,  # type: ignore[no-untyped-def]
) -> None:
    asset = make_asset(cast.project, thumbnail="failed")
    with django_capture_on_commit_callbacks(execute=True):
        cast.client("contributor").post(reverse("asset-retry", args=["altai", asset.pk]))
    assert Rendition.objects.get().state == Rendition.State.PENDING
    asked = default_task_backend.results[-1]  # type: ignore[attr-defined]
    assert asked.args == [[asset.original_id]]


def test_a_viewer_cannot_try_again(cast: Cast, make_asset: MakeAsset) -> None:
    asset = make_asset(cast.project, thumbnail="failed")
    assert cast.client("viewer").post(reverse("asset-retry", args=["altai", asset.pk])).status_code == 403
    assert Rendition.objects.get().state == Rendition.State.FAILED


def test_nothing_is_made_again_of_what_is_in_the_trash(cast: Cast, make_asset: MakeAsset) -> None:
    asset = make_asset(cast.project, thumbnail="failed")
    Asset.objects.filter(pk=asset.pk).update(trashed_at="2026-01-01T00:00Z")
    address = reverse("asset-retry", args=["altai", asset.pk])
    assert address not in get(cast, "contributor", "asset", asset.pk)
    assert cast.client("contributor").post(address).status_code == 404
    assert Rendition.objects.get().state == Rendition.State.FAILED


def test_where_things_lie_on_the_server_is_told_to_those_who_bring_them_in(cast: Cast, material: Material) -> None:
    ImportedFile.objects.update(copied_to="/mnt/second/a.jpg")
    Original.objects.filter(pk=material.asset.original_id).update(storage_name="", reference_path="/mnt/first/a.jpg")
    paths = ("/media/card", "/mnt/second/a.jpg", "/mnt/first/a.jpg")
    pages = {who: get(cast, who, "asset", material.asset.pk) for who in ("viewer", "reviewer", "contributor")}
    assert {who: [path in page for path in paths] for who, page in pages.items()} == {
        "viewer": [False] * 3,
        "reviewer": [False] * 3,
        "contributor": [True] * 3,
    }
    assert "DCIM/a.jpg" in pages["viewer"]


def test_where_an_upload_lay_is_of_use_to_nobody(cast: Cast, material: Material) -> None:
    Import.objects.update(upload="0" * 32)
    page = get(cast, "owner", "asset", material.asset.pk)
    assert "DCIM/a.jpg" in page
    assert "/media/card" not in page


def test_a_set_that_is_gone_does_not_take_the_asset_with_it(cast: Cast, material: Material) -> None:
    page = get(cast, "viewer", "asset", material.asset.pk, bin="999999", sort="name")
    assert material.asset.file_name in page
    assert f'href="/projects/altai/media/?at={material.asset.pk}"' in page


def test_the_renditions_that_are_done_can_be_opened(cast: Cast, make_asset: MakeAsset) -> None:
    asset = make_asset(cast.project)
    make_rendition(asset.original, "sheet-1")
    make_rendition(asset.original, "sheet-2", "pending")
    page = get(cast, "viewer", "asset", asset.pk)
    assert f'href="/projects/altai/media/{asset.pk}/renditions/sheet-1/?v=' in page
    assert f'href="/projects/altai/media/{asset.pk}/renditions/sheet-2/' not in page


QUERIES = (
    "session, user, membership, asset, keywords, renditions, the one before, the one after, pictures of both, the "
    "stack, originals and pictures of the stack, marks, bins, arrivals, sidecars"
)


def surround(asset: Asset, count: int, make_asset: MakeAsset) -> None:
    """Puts so many of everything around an asset."""
    stack = Stack.objects.create(project=asset.project, kind="manual", key=f"{count}")
    Asset.objects.filter(pk=asset.pk).update(stack=stack)
    for number in range(count):
        other = make_asset(asset.project)
        Asset.objects.filter(pk=other.pk).update(stack=stack)
        make_rendition(asset.original, f"sheet-{number}")
        Bin.objects.create(project=asset.project, name=f"{number}").assets.add(asset)
        asset.keywords.create(project=asset.project, name=f"{number}")
        mark_assets(project_id=asset.project_id, by=None, field="stars", values={asset.pk: str(number % 6)})
        run = Import.objects.create(project=asset.project, source="/m", state="finished")
        ImportedFile.objects.create(
            run=run, place="/m", path="a.jpg", size_bytes=1, modified_ns=1, outcome="duplicate", asset=asset
        )


@pytest.mark.parametrize("count", [2, 50])
def test_an_asset_costs_the_same_number_of_queries_with_little_and_with_much_around_it(
    count: int,
    cast: Cast,
    make_asset: MakeAsset,
    django_assert_num_queries,  # type: ignore[no-untyped-def]
) -> None:
    make_asset(cast.project)
    asset = make_asset(cast.project)
    surround(asset, count, make_asset)
    client, address = cast.client("editor"), reverse("asset", args=["altai", asset.pk])
    with django_assert_num_queries(len(QUERIES.split(",")) + 1):  # "originals and pictures" are two
        client.get(address)


def test_a_video_without_facts_still_has_its_page(cast: Cast, make_asset: MakeAsset) -> None:
    clip = make_asset(cast.project, kind=Original.Kind.VIDEO, rate_num=24000, rate_den=1001, thumbnail="")
    assert "23.976 (24000/1001)" in get(cast, "viewer", "asset", clip.pk)


def test_the_marks_are_told_with_who_made_them(cast: Cast, make_asset: MakeAsset) -> None:
    asset = make_asset(cast.project)
    client, address = cast.client("viewer"), reverse("asset", args=["altai", asset.pk])
    assert "Marks</h2>" not in client.get(address).content.decode()
    mark_assets(project_id=cast.project.pk, by=cast["editor"], field="flag", values={asset.pk: "reject"})
    page = client.get(address).content.decode()
    assert "Marks</h2>" in page and "<dt>Flag</dt><dd>reject</dd>" in page
    assert page.index("<bdi>Editor</bdi>") < page.index("no flag") < page.index("<bdi>reject</bdi>")
