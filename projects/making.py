"""Making and changing a project: the one way, whichever door is used."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from collaborators.models import Membership, User
from projects.addresses import check_address, propose_address
from projects.languages import normalise_tags
from projects.models import Project

CHANGEABLE = ("kind", "title", "slug", "synopsis", "status", "languages")


class ChangedMeanwhile(Exception):
    """Somebody else has changed the project since it was read; nothing was written."""


def make_project(
    *,
    by: User | None,
    kind: str,
    title: str,
    slug: str = "",
    synopsis: str = "",
    status: str = Project.Status.ACTIVE,
    languages: Sequence[str] = (),
) -> Project:
    """Makes a project, and its maker its owner, in one transaction.

    Without a `slug` one is proposed from the title. `by=None` makes a project that nobody owns yet: the command line
    may, a view never does. Raises ValidationError, with a sentence for each field, and writes nothing then.
    """
    address = slug.lower() or propose_address(title, lambda word: Project.objects.filter(slug=word).exists())
    project = Project(kind=kind, title=title, slug=address, synopsis=synopsis, status=status, languages=[*languages])
    check_project(project)
    try:
        with transaction.atomic():
            project.save(force_insert=True)
            if by is not None:
                Membership.objects.create(project=project, user=by, role=Membership.Role.OWNER)
    except IntegrityError:
        raise_if_address_is_taken(project)
        raise
    return project


def change_project(project: Project, *, version: int, **values: Any) -> Project:
    """Writes the named columns, if the project is still as it was at `version`; gives it as it is now.

    Raises ChangedMeanwhile when it is not, ValidationError when a value cannot stand. One UPDATE, compare and set.
    """
    unknown = values.keys() - set(CHANGEABLE)
    if unknown:
        raise TypeError(f"not to be changed: {', '.join(sorted(unknown))}")
    for name, value in values.items():
        setattr(project, name, value)
    check_project(project)
    try:
        with transaction.atomic():
            same = Project.objects.filter(pk=project.pk, version=version)
            written = same.update(**{name: getattr(project, name) for name in values}, version=F("version") + 1)
    except IntegrityError:
        raise_if_address_is_taken(project)
        raise
    if not written:
        raise ChangedMeanwhile
    project.version = version + 1
    return project


def check_project(project: Project) -> None:
    """Raises ValidationError, sentence by field, when the project could not be written as it is."""
    project.clean_fields()
    try:
        check_address(project.slug)
    except ValidationError as error:
        raise ValidationError({"slug": error}) from None
    try:
        project.languages = normalise_tags(project.languages)
    except ValidationError as error:
        raise ValidationError({"languages": error}) from None
    raise_if_address_is_taken(project)


def raise_if_address_is_taken(project: Project) -> None:
    """Raises ValidationError when another project has the address."""
    others = Project.objects.filter(slug=project.slug).exclude(pk=project.pk)
    if others.exists():
        message = _("Another project has the address “%(address)s”. Choose another one.")
        raise ValidationError({"slug": ValidationError(message, "taken", {"address": project.slug})})
