from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from collaborators.models import User
from projects.models import Project
from tests.fixtures_people import PASSWORD, Cast

NO_PEOPLE = {"memberships-TOTAL_FORMS": "0", "memberships-INITIAL_FORMS": "0"}


@pytest.fixture
def root(cast: Cast) -> Client:
    cast.people["root"] = User.objects.create_superuser("root@example.org", PASSWORD, name="Root")
    return cast.client("root")


def describe(project: Project, **typed: str) -> dict[str, str]:
    """The fields of the project's page as they stand, but for what was typed."""
    columns = {name: getattr(project, name) for name in ("kind", "title", "slug", "status")}
    return {**columns, "languages": "[]", "seen_version": str(project.version), **NO_PEOPLE, **typed}


def change(client: Client, project: Project, **typed: str) -> str:
    """Saves the page; gives the one that comes then."""
    address = reverse("admin:projects_project_change", args=[project.pk])
    return client.post(address, describe(project, **typed), follow=True).content.decode()


def list_people(project: Project) -> dict[str, str]:
    by_id = project.memberships.order_by("pk").values_list("user__name", "role")
    return dict(by_id)


def rows(project: Project) -> dict[str, str]:
    """The people as their rows are sent."""
    members = list(project.memberships.order_by("pk"))
    sent = {"memberships-TOTAL_FORMS": str(len(members)), "memberships-INITIAL_FORMS": str(len(members))}
    for number, member in enumerate(members):
        columns = {"id": member.pk, "project": project.pk, "user": member.user_id, "role": member.role}
        sent |= {f"memberships-{number}-{name}": str(value) for name, value in columns.items()}
    return sent


def test_a_project_is_made_as_the_browser_makes_it(root: Client, cast: Cast) -> None:
    typed = {"kind": "archive", "title": "Attic", "slug": "Attic", "status": "active", "languages": '["KK", "ru-ru"]'}
    assert root.post(reverse("admin:projects_project_add"), {**typed, **NO_PEOPLE}).status_code == 302
    made = Project.objects.get(slug="attic")
    assert (made.languages, made.version) == (["kk", "ru-RU"], 1)
    assert list_people(made) == {"Root": "owner"}


def test_a_change_is_counted_so_that_a_form_open_in_the_browser_notices(root: Client, cast: Cast) -> None:
    change(root, cast.project, title="Altai again")
    cast.project.refresh_from_db()
    assert (cast.project.title, cast.project.version) == ("Altai again", 2)
    change(root, cast.project)
    cast.project.refresh_from_db()
    assert cast.project.version == 2  # nothing was changed


def test_what_somebody_has_changed_meanwhile_is_not_written_over_unseen(root: Client, cast: Cast) -> None:
    page = root.get(reverse("admin:projects_project_change", args=[cast.project.pk])).content.decode()
    assert re.search(r'name="seen_version" value="1"', page)
    Project.objects.filter(pk=cast.project.pk).update(title="Theirs", version=2)
    answer = change(root, cast.project, title="Mine")
    assert "Somebody has changed this project meanwhile." in answer
    assert 'value="Mine"' in answer and re.search(r'name="seen_version" value="2"', answer)
    cast.project.refresh_from_db()
    assert cast.project.title == "Theirs"
    change(root, cast.project, title="Mine")
    cast.project.refresh_from_db()
    assert cast.project.title == "Mine"


@pytest.mark.parametrize("slug", ["bazaar", "admin", "А"])
def test_an_address_that_cannot_be_is_told(slug: str, root: Client, cast: Cast) -> None:
    assert "field__fault" in change(root, cast.project, slug=slug)
    assert Project.objects.filter(slug="altai").exists()


def test_an_owner_hands_over_and_goes_in_one_step(root: Client, cast: Cast) -> None:
    sent = rows(cast.project)
    places = {member.user.name: number for number, member in enumerate(cast.project.memberships.order_by("pk"))}
    sent[f"memberships-{places['Owner']}-DELETE"] = "on"
    sent[f"memberships-{places['Editor']}-role"] = "owner"
    change(root, cast.project, **sent)
    assert list_people(cast.project) == {
        "Viewer": "viewer", "Reviewer": "reviewer", "Contributor": "contributor", "Editor": "owner",
    }  # fmt: skip


def test_somebody_is_added(root: Client, cast: Cast) -> None:
    sent = rows(cast.project)
    number = int(sent["memberships-TOTAL_FORMS"])
    sent |= {"memberships-TOTAL_FORMS": str(number + 1), f"memberships-{number}-project": str(cast.project.pk)}
    sent |= {f"memberships-{number}-user": str(cast["outsider"].pk), f"memberships-{number}-role": "reviewer"}
    change(root, cast.project, **sent)
    assert list_people(cast.project)["Outsider"] == "reviewer"


def test_a_row_stays_with_its_person(root: Client, cast: Cast) -> None:
    sent = rows(cast.project)
    sent["memberships-1-user"] = str(cast["outsider"].pk)
    assert "A row stays with its person." in change(root, cast.project, **sent)
    assert "Outsider" not in list_people(cast.project)


def test_an_account_without_access_is_not_let_in(root: Client, cast: Cast) -> None:
    User.objects.filter(pk=cast["outsider"].pk).update(is_active=False)
    sent = rows(cast.project)
    number = int(sent["memberships-TOTAL_FORMS"])
    sent |= {"memberships-TOTAL_FORMS": str(number + 1), f"memberships-{number}-project": str(cast.project.pk)}
    sent |= {f"memberships-{number}-user": str(cast["outsider"].pk), f"memberships-{number}-role": "owner"}
    page = change(root, cast.project, title="Not this either", **sent)
    assert "Nobody has an account with the address outsider@example.org." in page
    cast.project.refresh_from_db()
    assert cast.project.title == "Altai" and "Outsider" not in list_people(cast.project)


@pytest.mark.parametrize("term", ["ҚЫСТАУ", "winter", "қыс win"])
def test_a_project_is_found_whatever_its_capitals(term: str, root: Client, cast: Cast) -> None:
    Project.objects.filter(pk=cast.project.pk).update(title="Қыстау — Winter Quarters")
    answer = root.get(reverse("admin:projects_project_changelist"), {"q": term})
    assert [project.pk for project in answer.context["cl"].result_list] == [cast.project.pk]


def test_the_list_of_people_to_choose_from_holds_those_i_work_with(cast: Cast) -> None:
    owner = cast["owner"]
    owner.is_staff = True
    owner.save()
    owner.user_permissions.set(Permission.objects.all())
    asked = {"app_label": "collaborators", "model_name": "membership", "field_name": "user", "term": "VIEW"}
    found = cast.client("owner").get(reverse("admin:autocomplete"), asked).json()
    assert {each["text"] for each in found["results"]} == {"Reviewer", "Viewer"}
    asked["term"] = "outsider"
    assert cast.client("owner").get(reverse("admin:autocomplete"), asked).json()["results"] == []


def test_a_list_of_50_projects_asks_no_more_than_one_of_two(root: Client, cast: Cast) -> None:
    address = reverse("admin:projects_project_changelist")
    with CaptureQueriesContext(connection) as few:
        assert root.get(address).context["cl"].result_count == 2
    Project.objects.bulk_create(Project(kind="archive", title=f"{n}", slug=f"p{n}") for n in range(48))
    with CaptureQueriesContext(connection) as many:
        assert root.get(address).context["cl"].result_count == 50
    assert len(few) == len(many)
