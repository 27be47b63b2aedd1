from __future__ import annotations

import json
import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse

from collaborators.models import Membership, User
from collaborators.people.members import add_member, change_role, remove_member
from collaborators.templatetags.people import initials
from tests.fixtures_people import Cast


def membership(cast: Cast, name: str) -> Membership:
    return Membership.objects.select_related("user").get(project=cast.project, user=cast[name])


def test_an_owner_adds_somebody_by_their_address(cast: Cast) -> None:
    client = cast.client("owner")
    client.post(reverse("people", args=["altai"]), {"email": "Outsider@example.org", "role": "reviewer"})
    assert membership(cast, "outsider").role == "reviewer"


def test_an_address_without_an_account_is_said_beside_the_field_and_kept(cast: Cast) -> None:
    answer = cast.client("owner").post(
        reverse("people", args=["altai"]), {"email": "who@example.org", "role": "editor"}
    )
    assert answer.status_code == 422
    assert "Nobody has an account with the address who@example.org" in answer.content.decode()
    assert 'value="who@example.org"' in answer.content.decode()


def test_nobody_is_in_a_project_twice(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="in this project already"):
        add_member(project_id=cast.project.pk, email="viewer@example.org", role="editor")
    assert membership(cast, "viewer").role == "viewer"


def test_a_closed_account_cannot_be_added(cast: Cast) -> None:
    User.objects.filter(pk=cast["outsider"].pk).update(is_active=False)
    with pytest.raises(ValidationError, match="Nobody has an account"):
        add_member(project_id=cast.project.pk, email="outsider@example.org", role="viewer")


def test_the_last_owner_can_neither_go_nor_step_down(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="only owner"):
        remove_member(membership(cast, "owner"))
    with pytest.raises(ValidationError, match="only owner"):
        change_role(membership(cast, "owner"), role="editor")
    assert membership(cast, "owner").role == "owner"


def test_one_of_two_owners_may_go(cast: Cast) -> None:
    change_role(membership(cast, "editor"), role="owner")
    remove_member(membership(cast, "owner"))
    assert not Membership.objects.filter(project=cast.project, user=cast["owner"]).exists()


def test_the_page_says_why_the_last_owner_stays(cast: Cast) -> None:
    address = reverse("member-remove", args=["altai", membership(cast, "owner").pk])
    page = cast.client("owner").post(address, follow=True).content.decode()
    assert "Owner is the only owner. Make somebody else an owner first." in page


def test_whoever_leaves_lands_among_their_own_projects(cast: Cast) -> None:
    change_role(membership(cast, "editor"), role="owner")
    address = reverse("member-remove", args=["altai", membership(cast, "editor").pk])
    assert cast.client("editor").post(address).headers["Location"] == "/"


def test_an_owner_elsewhere_cannot_change_members_here(cast: Cast) -> None:
    address = reverse("member-role", args=["bazaar", membership(cast, "viewer").pk])
    assert cast.client("outsider").post(address, {"role": "owner"}).status_code == 404
    assert membership(cast, "viewer").role == "viewer"


def test_a_role_that_does_not_exist_changes_nothing(cast: Cast) -> None:
    address = reverse("member-role", args=["altai", membership(cast, "viewer").pk])
    cast.client("owner").post(address, {"role": "emperor"})
    assert membership(cast, "viewer").role == "viewer"


def test_the_page_costs_the_same_with_few_people_and_with_many(cast: Cast, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    client, address = cast.client("owner"), reverse("people", args=["altai"])
    with django_assert_num_queries(4):  # session, user, membership, members
        client.get(address)
    for number in range(50):
        user = User.objects.create_user(f"p{number}@example.org", name=f"P {number}")
        Membership.objects.create(project=cast.project, user=user, role="viewer")
    with django_assert_num_queries(4):
        client.get(address)


@pytest.mark.django_db(transaction=True)
def test_two_owners_who_remove_each_other_at_once_leave_one(cast: Cast) -> None:
    change_role(membership(cast, "editor"), role="owner")
    both, told = threading.Barrier(2), []

    def remove(name: str) -> None:
        leaving = membership(cast, name)
        both.wait(timeout=10)
        try:
            remove_member(leaving)
        except ValidationError as error:
            told.append(error.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=remove, args=(name,)) for name in ("owner", "editor")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert told == ["last_owner"]
    assert Membership.objects.filter(project=cast.project, role="owner").count() == 1


def test_a_role_for_somebody_removed_meanwhile_is_no_error(cast: Cast) -> None:
    gone = membership(cast, "viewer")
    remove_member(membership(cast, "viewer"))
    change_role(gone, role="editor")
    assert not Membership.objects.filter(project=cast.project, user=cast["viewer"]).exists()


AS_SCRIPT = {"X-Requested-With": "fetch"}


def role_address(cast: Cast, name: str) -> str:
    return reverse("member-role", args=["altai", membership(cast, name).pk])


def test_a_chosen_role_is_told_at_once_and_may_be_taken_back(cast: Cast) -> None:
    client, address = cast.client("owner"), role_address(cast, "viewer")
    answer = client.post(address, {"role": "editor"}, headers=AS_SCRIPT)
    told = json.loads(answer.headers["HX-Trigger"])["toast"]
    assert (answer.status_code, told["text"]) == (204, "Viewer: editor from now on.")
    assert told["undo"] == {"url": address, "fields": {"role": "viewer"}}
    client.post(told["undo"]["url"], told["undo"]["fields"])
    assert membership(cast, "viewer").role == "viewer"


def test_a_refused_role_is_told_at_once_with_the_reason(cast: Cast) -> None:
    answer = cast.client("owner").post(role_address(cast, "owner"), {"role": "viewer"}, headers=AS_SCRIPT)
    told = json.loads(answer.headers["HX-Trigger"])["toast"]
    assert answer.status_code == 422
    assert told["text"] == "Owner is the only owner. Make somebody else an owner first."
    assert told["isFault"]


def test_whoever_steps_down_gets_the_page_anew(cast: Cast) -> None:
    change_role(membership(cast, "editor"), role="owner")
    client = cast.client("editor")
    answer = client.post(role_address(cast, "editor"), {"role": "viewer"}, headers=AS_SCRIPT)
    assert answer.headers["HX-Refresh"] == "true"
    page = client.get(reverse("people", args=["altai"])).content.decode()
    assert "Editor: viewer from now on." in page
    assert "Add somebody" not in page


def test_somebody_taken_out_may_be_put_back_as_they_were(cast: Cast) -> None:
    client = cast.client("owner")
    address = reverse("member-remove", args=["altai", membership(cast, "reviewer").pk])
    page = client.post(address, follow=True)
    (message,) = page.context["messages"]
    undo = json.loads(message.extra_tags)
    client.post(undo["url"], undo["fields"])
    assert membership(cast, "reviewer").role == "reviewer"


def test_without_a_script_a_role_is_saved_by_a_button(cast: Cast) -> None:
    answer = cast.client("owner").post(role_address(cast, "viewer"), {"role": "editor"})
    assert answer.headers["Location"] == reverse("people", args=["altai"])
    assert membership(cast, "viewer").role == "editor"


@pytest.mark.parametrize(
    ("name", "email", "letters"),
    [
        ("Айгерім Сапарова", "a@example.org", "АС"),
        ("Жан-Поль Иванович Готье", "a@example.org", "ЖГ"),
        ("Әлия", "a@example.org", "Ә"),
        ("", "daniyar@example.org", "D"),
        ("— Ли", "a@example.org", "Л"),
    ],
)
def test_an_avatar_has_the_first_letters_of_first_and_last_name(name: str, email: str, letters: str) -> None:
    assert initials(User(name=name, email=email)) == letters
