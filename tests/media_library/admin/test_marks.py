from __future__ import annotations

import uuid

import pytest

from media_library.marking.recording import mark_assets, undo_step
from media_library.models import MarkEvent
from projects.models import Project
from tests.fixtures_people import Cast, MakeAsset

from .conftest import Staff

LIST = "/admin/media_library/markevent/"


def test_each_judgement_is_told_with_who_and_from_what(staff: Staff, cast: Cast, make_asset: MakeAsset) -> None:
    asset, other, step = make_asset(cast.project), make_asset(cast.project, name="other.jpg"), uuid.uuid4()
    for value, by in (("2", cast["editor"]), ("5", cast["owner"])):
        mark_assets(project_id=cast.project.pk, by=by, field="stars", values={asset.pk: value}, step=step)
        step = uuid.uuid4()
    mark_assets(project_id=cast.project.pk, by=None, field="flag", values={other.pk: "reject"}, step=step)
    page = staff("viewer").get(f"{LIST}?asset={asset.pk}").content.decode()
    assert page.index("★★★★★") < page.rindex("no stars")
    assert "<bdi>Owner</bdi>" in page and "<bdi>Editor</bdi>" in page and "other.jpg" not in page
    assert "somebody who has left" in staff("viewer").get(f"{LIST}?asset={other.pk}").content.decode()


def test_what_was_taken_back_can_be_listed(staff: Staff, cast: Cast, make_asset: MakeAsset) -> None:
    one, two, step = make_asset(cast.project, name="one.jpg"), make_asset(cast.project, name="two.jpg"), uuid.uuid4()
    for asset in (one, two):
        mark_assets(project_id=cast.project.pk, by=cast["owner"], field="flag", values={asset.pk: "pick"}, step=step)
        step = uuid.uuid4()
    undo_step(project_id=cast.project.pk, by=cast["owner"], step=MarkEvent.objects.get(asset=one, value="pick").step)
    page = staff("root").get(f"{LIST}?is_undone__exact=1").content.decode()
    assert "one.jpg" in page and "two.jpg" not in page


@pytest.mark.parametrize("who", ["editor", "root"])
def test_nothing_is_changed_there(who: str, staff: Staff, cast: Cast, make_asset: MakeAsset) -> None:
    mark_assets(project_id=cast.project.pk, by=None, field="flag", values={make_asset(cast.project).pk: "pick"})
    address = f"{LIST}{MarkEvent.objects.latest('pk').pk}/"
    client = staff(who)
    assert client.get(f"{address}change/").status_code == 200
    assert client.post(f"{address}change/", {"value": "reject"}).status_code == 403
    assert client.post(f"{address}delete/", {"post": "yes"}).status_code == 403
    assert client.get(f"{LIST}add/").status_code == 403


def test_the_marks_of_another_project_are_not_shown(staff: Staff, cast: Cast, make_asset: MakeAsset) -> None:
    theirs = Project.objects.get(slug="bazaar")
    asset = make_asset(theirs, name="secret.jpg")
    mark_assets(project_id=theirs.pk, by=None, field="flag", values={asset.pk: "pick"})
    for query in ("", f"?asset={asset.pk}"):
        assert "secret.jpg" not in staff("editor").get(f"{LIST}{query}").content.decode()
