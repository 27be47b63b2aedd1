"""Roles, and the only way to get at a project, or its material, on somebody's behalf.

What is not yours does not exist: everything here raises `Http404` for it. A superuser has no special way in; the
admin is their door.
"""

from __future__ import annotations

from typing import Any, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404

from collaborators.models import Membership, User

Role = Membership.Role
ModelT = TypeVar("ModelT", bound=Model)

ORDER = (Role.VIEWER, Role.REVIEWER, Role.CONTRIBUTOR, Role.EDITOR, Role.OWNER)


def roles_from(least: Membership.Role) -> tuple[Membership.Role, ...]:
    """The roles that may do what `least` may do."""
    return ORDER[ORDER.index(least) :]


def find_membership(user: User | AnonymousUser, slug: str, *, least: Membership.Role = Role.VIEWER) -> Membership:
    """The user's membership in the project, with the project loaded. One query.

    Raises Http404 when they are not a member, PermissionDenied when they are but may not do this.
    """
    if not user.is_authenticated:
        raise Http404
    try:
        membership = Membership.objects.select_related("project").get(user_id=user.pk, project__slug=slug)
    except Membership.DoesNotExist:
        raise Http404 from None
    if not may(membership, least):
        raise PermissionDenied
    return membership


def may(membership: Membership, least: Membership.Role) -> bool:
    """Whether the member may do what needs this role: a page asks it which buttons to show."""
    return membership.role in roles_from(least)


def list_project_ids(user: User | AnonymousUser, *, least: Membership.Role = Role.VIEWER) -> QuerySet[Membership, int]:
    """The ids of the projects in which the user may do what needs this role: a subquery to narrow others by."""
    mine = Membership.objects.filter(user_id=user.pk or 0, role__in=roles_from(least))
    return mine.order_by().values_list("project_id", flat=True)


def only_mine(
    queryset: QuerySet[ModelT],
    user: User | AnonymousUser,
    *,
    least: Membership.Role = Role.VIEWER,
    project_field: str = "project",
) -> QuerySet[ModelT]:
    """Narrows a queryset of things that belong to a project to those the user may see, by a join on memberships.

    `project_field` is the path to the project: `"project"`, `"asset__project"`, or `""` for projects themselves.
    """
    if not user.is_authenticated:
        return queryset.none()
    prefix = f"{project_field}__" if project_field else ""
    terms: dict[str, Any] = {
        f"{prefix}memberships__user_id": user.pk,
        f"{prefix}memberships__role__in": roles_from(least),
    }
    return queryset.filter(**terms)


def has_role(user_id: int, project_id: int, least: Membership.Role) -> bool:
    """Whether the account is open and has at least this role in the project now. One query.

    For an answer that takes long: what `find_membership` found at its beginning may be over.
    """
    held = Membership.objects.filter(user_id=user_id, project_id=project_id, role__in=roles_from(least))
    return held.filter(user__is_active=True).exists()
