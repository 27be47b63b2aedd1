from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from collaborators.models import Membership, User
from collaborators.people.leaving import find_owned_alone, remove_accounts
from projects.models import Project
from tests.fixtures_people import Cast


def list_alone(*users: User) -> list[str]:
    return [str(each.project) for each in find_owned_alone([user.pk for user in users])]


def test_what_somebody_owns_alone_is_found(cast: Cast) -> None:
    assert list_alone(cast["owner"]) == ["Altai"]
    assert list_alone(cast["owner"], cast["outsider"]) == ["Altai", "Bazaar"]
    assert list_alone(cast["editor"], cast["viewer"]) == []


def test_what_two_own_together_is_owned_alone_by_both_and_by_neither(cast: Cast) -> None:
    Membership.objects.create(project=cast.project, user=cast["outsider"], role="owner")
    assert list_alone(cast["owner"]) == []
    assert list_alone(cast["owner"], cast["outsider"]) == ["Altai", "Altai", "Bazaar"]


def test_nobody_is_removed_when_one_of_them_has_to_stay(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="Owner is the only owner of Altai"):
        remove_accounts([cast["editor"], cast["owner"]])
    assert User.objects.filter(pk__in=[cast["editor"].pk, cast["owner"].pk]).count() == 2


def test_who_is_removed_leaves_the_projects(cast: Cast) -> None:
    remove_accounts([cast["editor"]])
    assert not Membership.objects.filter(user_id=cast["editor"].pk).exists()
    assert Project.objects.count() == 2
