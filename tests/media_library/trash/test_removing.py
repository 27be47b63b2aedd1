from __future__ import annotations

from datetime import UTC, datetime

from media_library.bins.arranging import make_bin
from media_library.bins.filling import add_to_bin
from media_library.models import Asset, BinEntry
from media_library.trash.removing import restore_assets, restore_trashed_at, trash_and_tell, trash_assets
from tests.fixtures_people import Cast, MakeAsset


def test_what_is_trashed_is_in_no_list_and_says_who_did_it(cast: Cast, make_asset: MakeAsset) -> None:
    stays, goes = make_asset(cast.project), make_asset(cast.project)
    assert trash_assets([goes], by=cast["editor"]) == [goes.pk]
    goes.refresh_from_db()
    assert (goes.trashed_by, list(Asset.objects.in_library())) == (cast["editor"], [stays])
    assert goes.trashed_at is not None


def test_what_is_in_the_trash_already_keeps_who_put_it_there(cast: Cast, make_asset: MakeAsset) -> None:
    assets = [make_asset(cast.project), make_asset(cast.project)]
    trash_assets(assets[:1], by=cast["editor"])
    assert trash_assets(Asset.objects.order_by("pk"), by=cast["owner"]) == [assets[1].pk]
    assert Asset.objects.get(pk=assets[0].pk).trashed_by == cast["editor"]


def test_what_is_put_back_is_where_it_was_in_its_bin(cast: Cast, make_asset: MakeAsset) -> None:
    assets = [make_asset(cast.project, captured_at=datetime(2024, 1, day, tzinfo=UTC)) for day in (1, 2, 3)]
    shelf = make_bin(project=cast.project, by=None, name="Faces")
    add_to_bin(shelf, assets, by=None)
    before = list(BinEntry.objects.values())
    trash_assets(assets[1:2], by=cast["editor"])
    assert restore_assets(assets) == [assets[1].pk]
    assert list(BinEntry.objects.values()) == before
    back = Asset.objects.get(pk=assets[1].pk)
    assert (back.trashed_at, back.trashed_by) == (None, None)


def test_an_undo_brings_back_that_one_step_of_that_one_person(cast: Cast, make_asset: MakeAsset) -> None:
    mine, later, theirs = (make_asset(cast.project) for _ in range(3))
    ids, moment = trash_and_tell([mine], by=cast["editor"])
    trash_assets([later], by=cast["editor"])
    trash_assets([theirs], by=cast["owner"])
    assert restore_trashed_at(cast.project.pk, at=moment, by=cast["owner"]) == []
    assert restore_trashed_at(cast.project.pk, at=moment, by=cast["editor"]) == ids == [mine.pk]
