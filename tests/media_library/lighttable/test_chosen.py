from __future__ import annotations

from media_library.lighttable.chosen import in_parts, list_ids
from media_library.models import Asset
from tests.fixtures_people import Cast, MakeAsset


def test_assets_are_named_once_in_their_order_whatever_they_come_as(cast: Cast, make_asset: MakeAsset) -> None:
    one, other = make_asset(cast.project), make_asset(cast.project)
    assert list_ids([other, one, other]) == [other.pk, one.pk]
    assert list_ids(asset for asset in (one, other)) == [one.pk, other.pk]
    assert list_ids(Asset.objects.order_by("-pk")) == [other.pk, one.pk]


def test_parts_hold_everything_and_no_more_than_they_may() -> None:
    assert [list(part) for part in in_parts(range(7), 3)] == [[0, 1, 2], [3, 4, 5], [6]]
    assert list(in_parts([])) == []
