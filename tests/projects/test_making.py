from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from collaborators.models import Membership
from projects.making import ChangedMeanwhile, change_project, make_project
from projects.models import Project
from tests.fixtures_people import Cast


def test_whoever_makes_a_project_owns_it(cast: Cast) -> None:
    project = make_project(by=cast["viewer"], kind="archive", title="Attic")
    assert Membership.objects.get(project=project).role == Membership.Role.OWNER


@pytest.mark.django_db
def test_the_command_line_may_make_a_project_that_nobody_owns() -> None:
    project = make_project(by=None, kind="archive", title="Samples", slug="samples")
    assert project.slug == "samples"
    assert not project.memberships.exists()


@pytest.mark.django_db
def test_the_address_comes_from_the_title_and_steps_aside_when_taken() -> None:
    assert make_project(by=None, kind="documentary", title="Қыстау").slug == "qystau"
    assert make_project(by=None, kind="documentary", title="Қыстау").slug == "qystau-2"


@pytest.mark.django_db
def test_an_address_that_is_taken_is_refused_and_nothing_is_written() -> None:
    make_project(by=None, kind="archive", title="One", slug="same")
    with pytest.raises(ValidationError) as raised:
        make_project(by=None, kind="archive", title="Two", slug="Same")
    assert raised.value.message_dict["slug"] == ["Another project has the address “same”. Choose another one."]
    assert Project.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("slug", {"slug": "new"}),
        ("slug", {"slug": "with space"}),
        ("kind", {"kind": "opera"}),
        ("title", {"title": ""}),
        ("status", {"status": "lost"}),
        ("languages", {"languages": ["kk", "not a tag"]}),
    ],
)
def test_what_cannot_stand_is_refused_by_its_field(field: str, values: dict[str, object]) -> None:
    with pytest.raises(ValidationError) as raised:
        make_project(**{"by": None, "kind": "archive", "title": "A", **values})
    assert field in raised.value.message_dict
    assert not Project.objects.exists()


def test_a_change_is_written_and_counted(cast: Cast) -> None:
    changed = change_project(cast.project, version=1, title="Altai, north", languages=["KK"])
    stored = Project.objects.get(pk=changed.pk)
    assert (stored.title, stored.languages, stored.version) == ("Altai, north", ["kk"], 2)


def test_the_second_of_two_changes_to_the_same_version_is_not_written(cast: Cast) -> None:
    change_project(Project.objects.get(pk=cast.project.pk), version=1, title="First")
    with pytest.raises(ChangedMeanwhile):
        change_project(Project.objects.get(pk=cast.project.pk), version=1, title="Second")
    assert Project.objects.get(pk=cast.project.pk).title == "First"


def test_only_named_columns_can_be_changed(cast: Cast) -> None:
    with pytest.raises(TypeError):
        change_project(cast.project, version=1, id=7)
