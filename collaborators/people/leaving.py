"""Removing accounts for good. What somebody has made stays; a project is never left without an owner."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from collaborators.models import Membership, User

Role = Membership.Role


def find_owned_alone(user_ids: Iterable[int]) -> QuerySet[Membership]:
    """The ownerships that nobody but these people shares, with project and person loaded. One query."""
    ids = [*user_ids]
    others = Membership.objects.filter(project=OuterRef("project"), role=Role.OWNER).exclude(user_id__in=ids)
    owned = Membership.objects.filter(user_id__in=ids, role=Role.OWNER)
    return owned.exclude(Exists(others)).select_related("project", "user").order_by("project__title", "id")


@transaction.atomic
def remove_accounts(users: Sequence[User]) -> None:
    """Deletes the accounts. Raises ValidationError, and deletes none, when a project would be left without an owner.

    Locks the owners' rows first, so that two people who own a project cannot be removed at the same moment.
    """
    ids = [user.pk for user in users]
    shared = Membership.objects.filter(user_id__in=ids, role=Role.OWNER).values("project_id")
    list(Membership.objects.select_for_update().filter(project_id__in=shared, role=Role.OWNER).order_by("id"))
    if alone := find_owned_alone(ids).first():
        message = _("%(name)s is the only owner of %(project)s. Make somebody else an owner first.")
        raise ValidationError(message, "last_owner", {"name": str(alone.user), "project": str(alone.project)})
    User.objects.filter(pk__in=ids).delete()
