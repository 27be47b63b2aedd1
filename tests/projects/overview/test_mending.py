from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from media_library.models import Asset, Rendition
from projects.models import Project
from projects.overview.mending import find_failed, find_faults, try_failed_again
from tests.fixtures_people import Cast, MakeAsset, make_rendition


def test_the_page_names_every_file_and_says_why(cast: Cast, make_asset: MakeAsset) -> None:
    make_asset(cast.project, name="GONE.JPG", state="missing")
    make_asset(cast.project, name="BROKEN.JPG", state="damaged")
    failed = make_asset(cast.project, name="CUT.MOV", thumbnail="")
    make_rendition(failed.original, "max-320", "failed", "The file is cut short.")
    make_asset(cast.project, name="GOOD.JPG")
    page = cast.client("viewer").get(reverse("mend", args=["altai"])).content.decode()
    for words in ("GONE.JPG", "BROKEN.JPG", "CUT.MOV", "The file is cut short."):
        assert words in page
    assert "GOOD.JPG" not in page


def test_where_nothing_is_wrong_the_page_says_so(cast: Cast, make_asset: MakeAsset) -> None:
    make_asset(cast.project)
    make_asset(Project.objects.get(slug="bazaar"), state="missing", thumbnail="failed")
    page = cast.client("viewer").get(reverse("mend", args=["altai"])).content.decode()
    assert "Nothing is to be mended here." in page


def test_a_contributor_has_all_that_failed_tried_again_and_nothing_else(cast: Cast, make_asset: MakeAsset) -> None:
    here = make_asset(cast.project, thumbnail="failed").original
    elsewhere = make_asset(Project.objects.get(slug="bazaar"), thumbnail="failed").original
    page = cast.client("contributor").post(reverse("mend-renditions", args=["altai"]), follow=True).content.decode()
    assert "1 file is tried again." in page
    assert Rendition.objects.get(original=here).state == "pending"
    assert Rendition.objects.get(original=elsewhere).state == "failed"


def test_all_that_failed_is_tried_again_however_much_it_is(
    cast: Cast, make_asset: MakeAsset, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What can never be made must not stand in the way of the others."""
    monkeypatch.setattr("media_library.lighttable.chosen.AT_ONCE", 2)
    for __ in range(5):
        make_asset(cast.project, thumbnail="failed")
    assert try_failed_again(cast.project.pk) == 5
    assert not Rendition.objects.filter(state="failed").exists()


def test_what_is_in_the_trash_here_is_not_tried_again_though_it_is_alive_elsewhere(
    cast: Cast, make_asset: MakeAsset
) -> None:
    made = make_asset(cast.project, thumbnail="failed")
    Asset.objects.filter(pk=made.pk).update(trashed_at=timezone.now())
    other = Project.objects.get(slug="bazaar")
    Asset.objects.create(project=other, original=made.original, kind="photo", file_name="B.JPG", name_key="b.jpg")
    assert find_failed(cast.project.pk, 1) == []
    assert find_failed(other.pk, 1) == [made.original_id]


def test_with_nothing_failed_the_button_says_so(cast: Cast) -> None:
    page = cast.client("contributor").post(reverse("mend-renditions", args=["altai"]), follow=True).content.decode()
    assert "No rendition has failed here." in page


def test_only_contributors_see_the_button(cast: Cast, make_asset: MakeAsset) -> None:
    make_asset(cast.project, thumbnail="failed")
    address = reverse("mend", args=["altai"])
    assert "Try all again" in cast.client("contributor").get(address).content.decode()
    assert "Try all again" not in cast.client("reviewer").get(address).content.decode()


def test_no_more_than_a_hundred_are_shown_at_once(cast: Cast, make_asset: MakeAsset) -> None:
    for number in range(101):
        make_asset(cast.project, name=f"{number:03}.JPG", state="missing", thumbnail="")
    faults = find_faults(cast.project.pk)
    assert len(faults.originals) == 100
    assert faults.has_more


def test_the_page_costs_the_same_with_one_fault_and_with_fifty(
    cast: Cast,
    make_asset: MakeAsset,
    django_assert_num_queries,  # type: ignore[no-untyped-def]
) -> None:
    client, address = cast.client("viewer"), reverse("mend", args=["altai"])
    make_asset(cast.project, thumbnail="failed", state="missing")
    # session, user, membership, originals, which failed, their assets, their renditions
    with django_assert_num_queries(7):
        client.get(address)
    for __ in range(49):
        make_asset(cast.project, thumbnail="failed", state="missing")
    with django_assert_num_queries(7):
        client.get(address)
