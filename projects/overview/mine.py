"""The projects somebody is in, as home shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from collaborators.models import Membership, User
from media_library.lighttable.counting import CountOf
from media_library.lighttable.thumbnails import Thumbnail, find_thumbnails
from media_library.models import Asset, Original
from projects.models import Project

LOOKED_AT = 8
PICTURES = 5
"""Pictures shown of a project. LOOKED_AT assets are looked at for them, since a sound has none."""

MOST = 500
"""Projects of one person in which it is looked for what waits."""


@dataclass(frozen=True)
class Tile:
    """One of my projects: what it is, how much it holds, what came last."""

    membership: Membership
    counts: dict[str, int]
    pictures: list[Thumbnail]

    @property
    def project(self) -> Project:
        return self.membership.project


def list_mine(user: User) -> QuerySet[Membership]:
    """The user's memberships with their projects loaded, each with counts and the ids of what was shot last."""
    material = Asset.objects.in_library().filter(project=OuterRef("project_id"))
    counts = {f"count_{kind.value}": CountOf(material.filter(kind=kind)) for kind in Original.Kind}
    dated = material.filter(captured_at__isnull=False).order_by("-captured_at", "-pk").values("pk")
    undated = material.filter(captured_at__isnull=True).order_by("-pk").values("pk")
    latest = {
        f"latest_{place}": Coalesce(Subquery(dated[place : place + 1]), Subquery(undated[place : place + 1]))
        for place in range(LOOKED_AT)
    }
    return Membership.objects.filter(user_id=user.pk).select_related("project").annotate(**counts, **latest)


def make_tiles(memberships: Sequence[Membership]) -> list[Tile]:
    """The rows of `list_mine` with their pictures. One query."""
    latest = {row.pk: [getattr(row, f"latest_{place}") for place in range(LOOKED_AT)] for row in memberships}
    thumbnails = find_thumbnails({pk for ids in latest.values() for pk in ids if pk})
    return [make_tile(row, [thumbnails[pk] for pk in latest[row.pk] if pk in thumbnails]) for row in memberships]


def make_tile(membership: Membership, pictures: list[Thumbnail]) -> Tile:
    counts = {kind.value: getattr(membership, f"count_{kind.value}") for kind in Original.Kind}
    return Tile(membership, counts, pictures[:PICTURES])


def list_my_projects(user: User) -> list[Project]:
    """The projects somebody is in, by name alone. One query."""
    mine = Project.objects.filter(memberships__user_id=user.pk).only("title", "slug")
    return list(mine.order_by(F("memberships__pk").desc())[:MOST])
