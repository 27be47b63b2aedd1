from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from media_library.models import Asset, Twins
from media_library.twins.deciding import decide
from projects.models import Project
from tests.fixtures_people import Cast, MakeAsset

from .conftest import Staff

LIST = "/admin/media_library/twins/"


def pair(make_asset: MakeAsset, project: Project, name: str) -> Twins:
    one, other = make_asset(project, name=f"{name}-1.jpg"), make_asset(project, name=f"{name}-2.jpg")
    return Twins.objects.create(project=project, one=one, other=other, distance=3)


def test_what_was_decided_is_told_with_who(staff: Staff, cast: Cast, make_asset: MakeAsset) -> None:
    decide(twins=pair(make_asset, cast.project, "river"), by=cast["reviewer"], keep="one")
    pair(make_asset, cast.project, "hill")
    page = staff("viewer").get(LIST).content.decode()
    assert "river-1.jpg" in page and "one is kept" in page and "Reviewer" in page
    chosen = staff("root").get(f"{LIST}?decision__exact=chosen").content.decode()
    assert "river-2.jpg" in chosen and "hill-1.jpg" not in chosen


@pytest.mark.parametrize("who", ["editor", "root"])
def test_nothing_is_decided_there(who: str, staff: Staff, cast: Cast, make_asset: MakeAsset) -> None:
    address, client = f"{LIST}{pair(make_asset, cast.project, 'river').pk}/", staff(who)
    assert client.get(f"{address}change/").status_code == 200
    assert client.post(f"{address}change/", {"decision": "chosen"}).status_code == 403
    assert client.post(f"{address}delete/", {"post": "yes"}).status_code == 403
    assert client.get(f"{LIST}add/").status_code == 403


def test_the_pairs_of_another_project_are_not_shown(staff: Staff, cast: Cast, make_asset: MakeAsset) -> None:
    pair(make_asset, Project.objects.get(slug="bazaar"), "secret")
    assert "secret" not in staff("editor").get(LIST).content.decode()


def test_a_list_of_50_asks_no_more_than_one_of_a_single_pair(staff: Staff, cast: Cast, make_asset: MakeAsset) -> None:
    client, counts = staff("viewer"), []
    for number in (1, 49):
        for each in range(number):
            pair(make_asset, cast.project, f"river{each}")
        with CaptureQueriesContext(connection) as asked:
            client.get(LIST)
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert Asset.objects.count() == 100
