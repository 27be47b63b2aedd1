from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone

from collaborators.models import Membership
from media_library.lighttable.selection import read_selection
from media_library.models import Asset
from tests.fixtures_people import Cast, MakeAsset


@pytest.fixture
def mine(cast: Cast) -> Membership:
    return Membership.objects.get(user=cast["viewer"])


def select(query: str, mine: Membership, **more: int) -> set[int]:
    return set(read_selection(QueryDict(query), mine, **more).values_list("pk", flat=True))


def test_ids_come_in_one_field_and_in_many(cast: Cast, make_asset: MakeAsset, mine: Membership) -> None:
    one, two, three = (make_asset(cast.project, thumbnail="").pk for __ in range(3))
    assert select(f"ids={one},{two}&ids={three}&ids=", mine) == {one, two, three}


def test_what_is_not_mine_or_in_the_trash_is_left_out(cast: Cast, make_asset: MakeAsset, mine: Membership) -> None:
    theirs = Membership.objects.get(user=cast["outsider"]).project
    here, away = make_asset(cast.project, thumbnail=""), make_asset(cast.project, thumbnail="")
    elsewhere = make_asset(theirs, thumbnail="")
    Asset.objects.filter(pk=away.pk).update(trashed_at=timezone.now())
    query = QueryDict(f"ids={here.pk},{away.pk},{elsewhere.pk}")
    assert list(read_selection(query, mine)) == [here]
    assert list(read_selection(query, mine, among=Asset.objects.in_trash())) == [away]


@pytest.mark.parametrize(
    "query", ["", "ids=", "ids=,", "ids=x", "ids=-1", "ids=1.5", "ids=٣", "ids=99999999999999999999"]
)
def test_what_is_no_selection_is_refused_with_a_sentence(query: str, mine: Membership) -> None:
    with pytest.raises(ValidationError) as refused:
        select(query, mine)
    assert refused.value.messages[0].endswith(".")


def test_one_more_than_may_be_taken_is_refused(mine: Membership) -> None:
    assert select("ids=1,2,3", mine, most=3) == set()
    with pytest.raises(ValidationError, match="More than 3"):
        select("ids=1,2,3,4", mine, most=3)
    with pytest.raises(ValidationError, match="More than 5,000"):
        select(f"ids={','.join(map(str, range(1, 5002)))}", mine)
