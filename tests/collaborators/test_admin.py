from __future__ import annotations

import datetime

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from collaborators.models import Membership, User
from media_library.models import Asset, Rendition
from projects.models import Project
from tests.fixtures_people import PASSWORD, Cast, MakeAsset, Material, make_rendition

LISTS = (
    "projects_project",
    "media_library_original",
    "media_library_asset",
    "media_library_rendition",
    "media_library_import",
    "media_library_importedfile",
    "collaborators_user",
)


def make_staff(cast: Cast, name: str) -> Client:
    """This person with every permission of the admin, but no superuser."""
    user = cast[name]
    user.is_staff = True
    user.save()
    user.user_permissions.set(Permission.objects.all())
    return cast.client(name)


@pytest.fixture
def superuser(cast: Cast) -> Client:
    cast.people["root"] = User.objects.create_superuser("root@example.org", PASSWORD, name="Root")
    return cast.client("root")


def count_rows(client: Client, name: str) -> int:
    answer = client.get(reverse(f"admin:{name}_changelist"))
    assert answer.status_code == 200
    return int(answer.context["cl"].result_count)


@pytest.mark.parametrize("name", LISTS)
def test_a_superuser_sees_every_list(name: str, superuser: Client, material: Material) -> None:
    assert count_rows(superuser, name) >= 1


@pytest.mark.parametrize("name", LISTS)
def test_staff_see_nothing_of_projects_they_are_not_in(name: str, cast: Cast, material: Material) -> None:
    staff = make_staff(cast, "outsider")
    mine = {"projects_project": 1, "collaborators_user": 1}  # their own project, and themselves in it
    assert count_rows(staff, name) == mine.get(name, 0)


@pytest.mark.parametrize("name", LISTS)
def test_staff_see_what_belongs_to_their_projects(name: str, cast: Cast, material: Material) -> None:
    assert count_rows(make_staff(cast, "viewer"), name) >= 1


def test_an_original_in_two_of_my_projects_is_listed_once(cast: Cast, material: Material) -> None:
    theirs = Project.objects.get(slug="bazaar")
    Membership.objects.create(project=theirs, user=cast["viewer"], role="viewer")
    Asset.objects.create(project=theirs, original=material.asset.original, file_name="b.jpg", name_key="b.jpg")
    assert count_rows(make_staff(cast, "viewer"), "media_library_original") == 1


def test_staff_cannot_open_a_project_they_are_not_in(cast: Cast) -> None:
    address = reverse("admin:projects_project_change", args=[cast.project.pk])
    assert make_staff(cast, "outsider").get(address).status_code == 302  # Django: "may have been deleted"


def test_staff_with_a_small_role_only_look(cast: Cast, material: Material) -> None:
    staff, address = make_staff(cast, "viewer"), reverse("admin:media_library_asset_change", args=[material.asset.pk])
    assert staff.get(address).status_code == 200
    assert staff.post(address, {"caption": "changed"}).status_code == 403


def test_staff_who_edit_a_project_do_not_make_themselves_its_owner(cast: Cast) -> None:
    page = make_staff(cast, "editor").get(reverse("admin:projects_project_change", args=[cast.project.pk]))
    assert page.status_code == 200
    assert "memberships-0-role" not in page.content.decode()


@pytest.mark.parametrize("who", ["owner", "editor", "viewer"])
def test_staff_do_not_change_accounts(who: str, cast: Cast) -> None:
    staff = make_staff(cast, who)
    address = reverse("admin:collaborators_user_change", args=[cast[who].pk])
    assert staff.post(address, {"is_superuser": "on"}).status_code == 403
    assert staff.get(reverse("admin:auth_user_password_change", args=[cast["owner"].pk])).status_code == 403
    assert not User.objects.get(pk=cast[who].pk).is_superuser


@pytest.mark.parametrize("name", ["original", "rendition", "import", "importedfile"])
def test_what_was_brought_in_is_only_to_be_looked_at(name: str, superuser: Client, material: Material) -> None:
    assert superuser.get(reverse(f"admin:media_library_{name}_add")).status_code == 403


def test_names_from_files_are_escaped_and_isolated(superuser: Client, cast: Cast, make_asset: MakeAsset) -> None:
    make_asset(cast.project, name="<script>\u202egpj.exe")
    page = superuser.get(reverse("admin:media_library_asset_changelist")).content.decode()
    assert "<bdi>&lt;script&gt;\u202egpj.exe</bdi>" in page


def try_again(client: Client, rendition: Rendition) -> None:
    picked = {"action": "make_again", "_selected_action": [rendition.pk]}
    client.post(reverse("admin:media_library_rendition_changelist"), picked)
    rendition.refresh_from_db()


def test_a_superuser_tries_failed_renditions_again(superuser: Client, cast: Cast, make_asset: MakeAsset) -> None:
    failed = make_rendition(make_asset(cast.project, thumbnail="").original, "max-320", "failed", "Cut short.")
    try_again(superuser, failed)
    assert failed.state == Rendition.State.PENDING


def test_staff_try_again_only_where_they_contribute(cast: Cast, make_asset: MakeAsset) -> None:
    failed = make_rendition(make_asset(cast.project, thumbnail="").original, "max-320", "failed", "Cut short.")
    try_again(make_staff(cast, "viewer"), failed)
    assert failed.state == Rendition.State.FAILED
    try_again(make_staff(cast, "contributor"), failed)
    assert failed.state == Rendition.State.PENDING


def test_a_project_made_in_the_admin_has_an_owner(superuser: Client, cast: Cast) -> None:
    typed = {"kind": "archive", "title": "Attic", "slug": "attic", "status": "active", "languages": "[]"}
    inline = {"memberships-TOTAL_FORMS": "0", "memberships-INITIAL_FORMS": "0"}
    superuser.post(reverse("admin:projects_project_add"), {**typed, **inline})
    assert Membership.objects.get(project__slug="attic").role == "owner"


def change_members(client: Client, project: Project, changes: dict[str, str]) -> str:
    """Sends the project's admin page with all its members as they are, but for the changes; gives the page."""
    members = list(Membership.objects.filter(project=project).order_by("pk"))
    typed = {"kind": project.kind, "title": project.title, "slug": project.slug, "status": "active", "languages": "[]"}
    typed |= {"memberships-TOTAL_FORMS": str(len(members)), "memberships-INITIAL_FORMS": str(len(members))}
    for number, member in enumerate(members):
        columns = {"id": member.pk, "project": project.pk, "user": member.user_id, "role": member.role}
        typed |= {f"memberships-{number}-{name}": str(value) for name, value in columns.items()}
    answer = client.post(reverse("admin:projects_project_change", args=[project.pk]), {**typed, **changes}, follow=True)
    return answer.content.decode()


@pytest.mark.parametrize("change", [{"memberships-0-DELETE": "on"}, {"memberships-0-role": "editor"}])
def test_the_last_owner_stays_at_this_door_too(superuser: Client, cast: Cast, change: dict[str, str]) -> None:
    assert "A project needs an owner." in change_members(superuser, cast.project, change)
    assert Membership.objects.filter(project=cast.project, role="owner").exists()


def test_an_owner_may_go_when_there_is_another(superuser: Client, cast: Cast) -> None:
    change_members(superuser, cast.project, {"memberships-0-DELETE": "on", "memberships-1-role": "owner"})
    assert [one.user.name for one in Membership.objects.filter(project=cast.project, role="owner")] == ["Viewer"]


def test_staff_who_edit_a_project_change_it_without_its_people(cast: Cast) -> None:
    change_members(make_staff(cast, "editor"), cast.project, {"title": "Altai again"})
    assert Project.objects.get(pk=cast.project.pk).title == "Altai again"
    assert Membership.objects.filter(project=cast.project, role="owner").count() == 1


def test_a_new_account_can_sign_in(superuser: Client) -> None:
    chosen = {"email": "New@Example.org", "name": "New", "password1": PASSWORD, "password2": PASSWORD}
    superuser.post(reverse("admin:collaborators_user_add"), {**chosen, "usable_password": "true"})
    signed_in = Client().post(reverse("sign-in"), {"username": "new@example.org", "password": PASSWORD})
    assert signed_in.status_code == 302


def test_guessing_at_the_admins_door_is_stopped_whatever_the_capitals(cast: Cast, settings) -> None:  # type: ignore[no-untyped-def]
    client = Client()
    for number in range(settings.AXES_FAILURE_LIMIT):
        name = "owner@example.org" if number % 2 else "OWNER@example.org"
        answer = client.post(reverse("admin:login"), {"username": name, "password": "wrong"})
    assert answer.status_code == 429


def delete(client: Client, *users: User) -> str:
    """Ticks the accounts, chooses to delete them and says yes; gives the page that comes then."""
    picked = {"action": "delete_selected", "_selected_action": [user.pk for user in users], "post": "yes"}
    return client.post(reverse("admin:collaborators_user_changelist"), picked, follow=True).content.decode()


def test_the_only_owner_of_a_project_is_not_deleted(superuser: Client, cast: Cast) -> None:
    address = reverse("admin:collaborators_user_delete", args=[cast["owner"].pk])
    told = "Altai: Owner is its only owner. Make somebody else an owner first."
    assert told in superuser.get(address).content.decode()
    assert told in superuser.post(address, {"post": "yes"}).content.decode()
    assert told in delete(superuser, cast["owner"], cast["viewer"])
    assert User.objects.filter(pk__in=[cast["owner"].pk, cast["viewer"].pk]).count() == 2


def test_two_who_own_a_project_together_are_not_both_deleted_at_once(superuser: Client, cast: Cast) -> None:
    Membership.objects.create(project=cast.project, user=cast["outsider"], role="owner")
    Project.objects.filter(slug="bazaar").delete()
    assert "is its only owner" in delete(superuser, cast["owner"], cast["outsider"])
    delete(superuser, cast["owner"])
    assert not User.objects.filter(pk=cast["owner"].pk).exists()


def test_who_owns_nothing_alone_is_deleted_and_what_they_made_stays(
    superuser: Client, cast: Cast, material: Material
) -> None:
    material.run.by = cast["editor"]
    material.run.save()
    superuser.post(reverse("admin:collaborators_user_delete", args=[cast["editor"].pk]), {"post": "yes"})
    assert not User.objects.filter(pk=cast["editor"].pk).exists()
    material.run.refresh_from_db()
    assert material.run.by is None


def search(client: Client, monkeypatch: pytest.MonkeyPatch, **limits: int) -> tuple[list[str], str]:
    """The accounts that are found by `example` within these limits, and the page."""
    for name, most in limits.items():
        monkeypatch.setattr(f"collaborators.admin_rules.{name}", most)
    answer = client.get(reverse("admin:collaborators_user_changelist"), {"q": "EXAMPLE"})
    return [user.email for user in answer.context["cl"].result_list], answer.content.decode()


def test_a_search_takes_the_latest_and_tells_that_there_are_more(
    superuser: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    latest = list(User.objects.order_by("-pk").values_list("email", flat=True)[:2])
    found, page = search(superuser, monkeypatch, MOST_FOUND=2)
    assert sorted(found) == sorted(latest) and "More than 2 rows are like that." in page
    found, page = search(superuser, monkeypatch, MOST_FOUND=9, MOST_SEARCHED=2)
    assert sorted(found) == sorted(latest) and "The latest 2 rows were looked through" in page


def test_a_search_that_reads_everything_tells_nothing(
    superuser: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    found, page = search(superuser, monkeypatch, MOST_FOUND=7, MOST_SEARCHED=7)
    assert len(found) == 7
    assert "rows are like that" not in page and "looked through" not in page


def list_headings(client: Client) -> dict[str, list[str]]:
    apps = client.get(reverse("admin:index")).context["available_apps"]
    return {str(app["name"]): [str(model["name"]) for model in app["models"]] for app in apps}


def test_the_lists_stand_in_the_houses_order_with_upkeep_at_the_end(superuser: Client, cast: Cast) -> None:
    headings = list_headings(superuser)
    assert list(headings) == ["material", "Projects", "people", "Upkeep"]
    assert {"Groups", "Access attempts", "Task Results"} <= set(headings["Upkeep"])
    assert "Bin entries" in headings["material"]


def test_upkeep_is_for_superusers(cast: Cast) -> None:
    assert list(list_headings(make_staff(cast, "viewer"))) == ["material", "Projects", "people"]


def test_a_heading_leads_to_its_own_lists(superuser: Client, cast: Cast) -> None:
    page = superuser.get(reverse("admin:app_list", args=["auth"]))
    assert [app["app_label"] for app in page.context["app_list"]] == ["auth"]


def test_dates_stand_as_on_the_site(superuser: Client, cast: Cast) -> None:
    User.objects.filter(pk=cast["viewer"].pk).update(
        date_joined=datetime.datetime(2026, 5, 1, 9, 5, tzinfo=datetime.UTC)
    )
    page = superuser.get(reverse("admin:collaborators_user_change", args=[cast["viewer"].pk]))
    assert "1 May 2026, 09:05" in page.content.decode()


def test_a_list_of_50_accounts_asks_no_more_than_one_of_a_few(superuser: Client, cast: Cast) -> None:
    with CaptureQueriesContext(connection) as few:
        assert count_rows(superuser, "collaborators_user") == 7
    User.objects.bulk_create(User(email=f"{number}@example.org", name=f"{number}") for number in range(43))
    with CaptureQueriesContext(connection) as many:
        assert count_rows(superuser, "collaborators_user") == 50
    assert len(few) == len(many)
