from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404

from collaborators.access import Role, find_membership, list_project_ids, may, only_mine, roles_from
from collaborators.models import Membership, User
from media_library.models import Asset
from projects.models import Project
from tests.fixtures_people import Cast, Material


def test_an_editor_may_do_what_a_contributor_may() -> None:
    assert roles_from(Role.CONTRIBUTOR) == (Role.CONTRIBUTOR, Role.EDITOR, Role.OWNER)


def test_a_member_gets_at_the_project_in_one_query(cast: Cast, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    with django_assert_num_queries(1):
        assert find_membership(cast["viewer"], "altai").project.title == "Altai"


def test_what_is_not_yours_does_not_exist(cast: Cast) -> None:
    with pytest.raises(Http404):
        find_membership(cast["outsider"], "altai")


def test_nobody_in_particular_gets_at_nothing(cast: Cast) -> None:
    with pytest.raises(Http404):
        find_membership(AnonymousUser(), "altai")
    assert not only_mine(Project.objects.all(), AnonymousUser(), project_field="").exists()


def test_what_your_role_may_not_do_is_denied(cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        find_membership(cast["contributor"], "altai", least=Role.EDITOR)


def test_a_superuser_has_no_special_way_in(cast: Cast) -> None:
    root = User.objects.create_superuser("root@example.org", "a long password here")
    with pytest.raises(Http404):
        find_membership(root, "altai")


def test_only_mine_leaves_out_what_belongs_to_others(cast: Cast, material: Material) -> None:
    assert list(only_mine(Asset.objects.all(), cast["viewer"])) == [material.asset]
    assert not only_mine(Asset.objects.all(), cast["outsider"]).exists()


def test_only_mine_heeds_the_role(cast: Cast, material: Material) -> None:
    assert not only_mine(Asset.objects.all(), cast["viewer"], least=Role.EDITOR).exists()
    assert only_mine(Asset.objects.all(), cast["editor"], least=Role.EDITOR).exists()


def test_a_role_in_another_project_does_not_count_here(cast: Cast, material: Material) -> None:
    """The outsider owns a project of their own; as a viewer here they are a viewer here."""
    Membership.objects.create(project=cast.project, user=cast["outsider"], role=Role.VIEWER)
    assert not only_mine(Asset.objects.all(), cast["outsider"], least=Role.OWNER).exists()


def test_a_page_asks_may_for_its_buttons(cast: Cast) -> None:
    mine = find_membership(cast["reviewer"], "altai")
    assert may(mine, Role.REVIEWER)
    assert not may(mine, Role.CONTRIBUTOR)


ROLES_IN_ALTAI = (("viewer", "viewer", True), ("viewer", "contributor", False), ("owner", "editor", True),
                  ("outsider", "viewer", False))  # fmt: skip


@pytest.mark.parametrize(("who", "least", "found"), ROLES_IN_ALTAI)
def test_the_projects_of_a_role_are_listed_by_their_ids(who: str, least: str, found: bool, cast: Cast) -> None:
    ids = list_project_ids(cast[who], least=Membership.Role(least))
    assert (cast.project.pk in ids) == found


def test_who_has_not_signed_in_has_no_projects(cast: Cast) -> None:
    assert list(list_project_ids(AnonymousUser())) == []
