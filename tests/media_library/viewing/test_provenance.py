from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.utils import timezone

from media_library.models import Asset, Import, ImportedFile, Original
from media_library.viewing.provenance import judge_safety, list_arrivals, write_verified
from tests.fixtures_people import Cast, MakeAsset

NOON = datetime.datetime(2026, 11, 21, 12, tzinfo=datetime.UTC)
STORED: dict[str, Any] = {"storage_name": "ab/cd", "created_at": NOON, "verified_at": NOON}


@pytest.mark.parametrize(
    ("columns", "state", "word"),
    [
        ({**STORED, "read_back": True}, "clear", "Copied and verified"),
        ({**STORED}, "flag", "Kept, not read back"),
        ({**STORED, "verified_at": NOON + datetime.timedelta(days=1)}, "clear", "Copied and verified"),
        ({**STORED, "storage_name": "", "reference_path": "/disk/a.jpg"}, "flag", "Stays where it is"),
        ({**STORED, "read_back": True, "state": "missing"}, "block", "Missing"),
        ({**STORED, "read_back": True, "state": "damaged"}, "block", "Damaged"),
    ],
)
def test_how_an_original_stands_is_a_state_and_a_word(columns: dict[str, Any], state: str, word: str) -> None:
    safety = judge_safety(Original(**columns))
    assert (safety.state, safety.word) == (state, word)
    assert bool(safety.advice) == (state != "clear")


@pytest.mark.parametrize(
    ("ago", "written"),
    [
        ({"seconds": 20}, "just now"),
        ({"minutes": 5}, "5\xa0minutes ago"),
        ({"days": 3, "hours": 7}, "3\xa0days ago"),
        ({"days": 70}, "2\xa0months ago"),
    ],
)
def test_the_last_verification_is_told_by_its_largest_unit(ago: dict[str, int], written: str) -> None:
    assert write_verified(timezone.now() - datetime.timedelta(**ago)) == written


def test_what_was_never_verified_is_told_so() -> None:
    assert write_verified(None) == "never"


def test_every_import_that_brought_it_is_told_the_first_one_first(cast: Cast, make_asset: MakeAsset) -> None:
    asset, other = make_asset(cast.project), make_asset(cast.project)
    for number in range(8):
        run = Import.objects.create(project=cast.project, by=cast["editor"], source=f"/card/{number}")
        for each in (asset, other):
            ImportedFile.objects.create(
                run=run, place=run.source, path=f"{each.pk}.jpg", size_bytes=1, modified_ns=1, asset=each
            )
    arrivals = list_arrivals(Asset.objects.get(pk=asset.pk))
    assert [arrival.run.source for arrival in arrivals] == [f"/card/{number}" for number in range(5)]
    assert {arrival.path for arrival in arrivals} == {f"{asset.pk}.jpg"}
