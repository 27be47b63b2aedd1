"""The material of a project, as its page shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q, QuerySet, prefetch_related_objects

from media_library.delivery.links import rendition_url
from media_library.models import Asset, Original, Rendition

from .paging import Page, page_by_capture

PAGE = 60
"""Assets on a page."""

CAP = 10_000
"""What is more is not counted to its end."""

THUMBNAIL = "max-320"


@dataclass(frozen=True)
class Counts:
    """How much material there is. Above CAP in all, only `total` is told, and as "more than"."""

    total: int
    photo: int
    video: int
    audio: int
    document: int

    @property
    def is_capped(self) -> bool:
        return self.total > CAP


@dataclass(frozen=True)
class Tile:
    """An asset in the grid, and its picture, if there is to be one."""

    asset: Asset
    picture: Rendition | None
    url: str


def show_material(project_id: int, after: str) -> Page[Asset]:
    """One page of a project's assets, the latest first, with what `make_tiles` needs. At most three queries."""
    page = page_by_capture(
        Asset.objects.in_library().filter(project_id=project_id).select_related("original").defer("original__facts"),
        after,
        size=PAGE,
    )
    thumbnails = Rendition.objects.filter(spec=THUMBNAIL)
    prefetch_related_objects(page.rows, Prefetch("original__renditions", thumbnails, to_attr="thumbnails_found"))
    return page


def make_tiles(assets: Sequence[Asset], slug: str) -> list[Tile]:
    """Assets of `show_material` with their pictures. No query."""
    return [make_tile(asset, slug) for asset in assets]


def make_tile(asset: Asset, slug: str) -> Tile:
    found: list[Rendition] = getattr(asset.original, "thumbnails_found", [])
    picture = found[0] if found else None
    done = picture is not None and picture.state == Rendition.State.DONE
    return Tile(asset, picture, rendition_url(slug, asset.pk, picture) if picture and done else "")


def count_material(project_id: int) -> Counts:
    """The assets of a project by kind, counted up to CAP. One query."""
    some = Asset.objects.in_library().filter(project_id=project_id).order_by().values("kind")
    kinds = {kind.value: Count("kind", filter=Q(kind=kind)) for kind in Original.Kind}
    return Counts(**some[: CAP + 1].aggregate(total=Count("kind"), **kinds))


def count_unmade(project_id: int) -> dict[str, int]:
    """How many renditions wait, and how many have failed, each counted up to CAP. One query."""
    state = Rendition.State
    open_states: QuerySet[Rendition] = Rendition.objects.unmade().filter(original__assets__project_id=project_id)
    waiting = Q(state__in=[state.PENDING, state.RUNNING])
    return (
        open_states.order_by()
        .values("state")[: CAP + 1]
        .aggregate(waiting=Count("state", filter=waiting), failed=Count("state", filter=Q(state=state.FAILED)))
    )
