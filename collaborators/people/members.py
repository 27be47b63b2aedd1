"""Who is in a project, and as what. A project that has an owner keeps one."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from collaborators.models import Membership, User

Role = Membership.Role


def list_members(project_id: int) -> QuerySet[Membership]:
    """The members of a project with their users loaded, in the order in which they came. One query."""
    return Membership.objects.filter(project_id=project_id).select_related("user").order_by("id")


def add_member(*, project_id: int, email: str, role: str) -> Membership:
    """Gives the account with this e-mail a role in the project. Raises ValidationError with a sentence by field."""
    user = User.objects.filter(email__iexact=email.strip(), is_active=True).first()
    if user is None:
        message = _("Nobody has an account with the address %(email)s. Whoever runs this copy of Kadr can make one.")
        raise ValidationError({"email": ValidationError(message, "unknown", {"email": email})})
    try:
        with transaction.atomic():
            return Membership.objects.create(project_id=project_id, user=user, role=Role(role))
    except IntegrityError:
        message = _("%(name)s is in this project already. Change the role in the list.")
        raise ValidationError({"email": ValidationError(message, "twice", {"name": str(user)})}) from None


@transaction.atomic
def change_role(membership: Membership, *, role: str) -> None:
    """Writes the role. Raises ValidationError when the project would be left without an owner."""
    if role != Role.OWNER:
        keep_an_owner(membership)
    membership.role = Role(role)
    Membership.objects.filter(pk=membership.pk).update(role=membership.role)  # nothing, if they have been removed


@transaction.atomic
def remove_member(membership: Membership) -> None:
    """Takes the person out of the project. Raises ValidationError when they are its last owner."""
    keep_an_owner(membership)
    membership.delete()


def keep_an_owner(membership: Membership) -> None:
    """Raises ValidationError when nobody but this member owns the project.

    Locks the owners' rows until the transaction ends, so that two owners cannot remove each other at once.
    """
    owners = Membership.objects.select_for_update().filter(project_id=membership.project_id, role=Role.OWNER)
    ids = list(owners.order_by("id").values_list("id", flat=True))
    if ids == [membership.pk]:
        message = _("%(name)s is the only owner. Make somebody else an owner first.")
        raise ValidationError(message, "last_owner", {"name": str(membership.user)})


def check_roles(project_id: int, roles: Iterable[str]) -> None:
    """Raises ValidationError when a project that has an owner would have none, were these all the roles in it."""
    owners = Membership.objects.filter(project_id=project_id, role=Role.OWNER)
    if Role.OWNER not in roles and owners.exists():
        raise ValidationError(_("A project needs an owner. Make somebody else an owner first."), "last_owner")
