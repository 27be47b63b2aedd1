from __future__ import annotations

import datetime
import random

import pytest
from django.http import Http404

from media_library.models import Asset, ImportedFile
from media_library.viewing.paging import page_by_capture, page_by_id
from tests.fixtures_people import Cast, MakeAsset, Material

NOON = datetime.datetime(2026, 11, 19, 12, tzinfo=datetime.UTC)


def walk(size: int) -> list[int]:
    """The ids on all pages, one after the other."""
    seen: list[int] = []
    after = ""
    while True:
        page = page_by_capture(Asset.objects.all(), after, size=size)
        seen += [asset.pk for asset in page.rows]
        after = page.next_key
        if not after:
            return seen


@pytest.mark.parametrize("size", [1, 2, 3, 7, 50])
def test_every_asset_is_on_one_page_whatever_its_size(cast: Cast, make_asset: MakeAsset, size: int) -> None:
    """Bursts share a moment down to the second, scans have none: neither may be lost at the edge of a page."""
    moments = [NOON, NOON, NOON, NOON + datetime.timedelta(microseconds=1), None, None, NOON.replace(hour=3), NOON]
    random.Random(7).shuffle(moments)
    made = [make_asset(cast.project, captured_at=moment, thumbnail="") for moment in moments]
    dated = sorted((a for a in made if a.captured_at), key=lambda a: (a.captured_at, a.pk), reverse=True)
    undated = sorted((a for a in made if not a.captured_at), key=lambda a: a.pk, reverse=True)
    assert walk(size) == [asset.pk for asset in [*dated, *undated]]


def test_a_full_last_page_has_no_page_behind_it(cast: Cast, make_asset: MakeAsset) -> None:
    for __ in range(2):
        make_asset(cast.project, captured_at=NOON)
    assert page_by_capture(Asset.objects.all(), "", size=2).next_key == ""


@pytest.mark.parametrize("key", ["x", "~", "~-1", "~1~2", "2026~1", "~99999999999999999999", "20261119T120000~x", "~٣"])
@pytest.mark.django_db
def test_a_key_that_nobody_was_given_leads_nowhere(key: str) -> None:
    with pytest.raises(Http404):
        page_by_capture(Asset.objects.all(), key, size=2)
        pytest.fail(f"{key} was taken")


def test_pages_by_id_go_both_ways(cast: Cast, material: Material) -> None:
    for number in range(4):
        ImportedFile.objects.create(
            run=material.run, place="/", path=str(number), size_bytes=1, modified_ns=1, outcome="added"
        )
    ids = sorted(ImportedFile.objects.values_list("pk", flat=True))
    first = page_by_id(ImportedFile.objects.all(), "", size=3, newest_first=False)
    assert [row.pk for row in first.rows] == ids[:3]
    second = page_by_id(ImportedFile.objects.all(), first.next_key, size=3, newest_first=False)
    assert [row.pk for row in second.rows] == ids[3:]
    assert not second.is_first
    newest = page_by_id(ImportedFile.objects.all(), "", size=2)
    assert [row.pk for row in newest.rows] == ids[:2:-1]


@pytest.mark.parametrize("key", ["x", "-1", "1.5", "99999999999999999999"])
@pytest.mark.django_db
def test_an_id_that_is_none_leads_nowhere(key: str) -> None:
    with pytest.raises(Http404):
        page_by_id(ImportedFile.objects.all(), key, size=2)
