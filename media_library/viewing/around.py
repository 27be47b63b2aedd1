"""What stands around an asset: the ones before and after it, its stack, its bins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, prefetch_related_objects

from media_library.lighttable.browsing import View
from media_library.models import Asset, Rendition

from .stage import Picture, Stage, find_pictures

LARGE = ("max-1280", "max-2560")
SMALL = ("max-320",)
MOST_OF_A_STACK = 24


@dataclass(frozen=True)
class Neighbour:
    """An asset beside this one, and the picture to show or to fetch ahead, if there is one."""

    asset: Asset
    stage: Stage

    @property
    def picture(self) -> Picture | None:
        return self.stage.shown


def find_neighbours(view: View, slug: str, asset: Asset) -> tuple[Neighbour | None, Neighbour | None]:
    """The ones before and after an asset in a view, with their large pictures. One query more than the view asks."""
    if asset.trashed_at is not None:
        return None, None
    before, after = view.neighbours(asset)
    ready = {each.asset.pk: each for each in with_pictures(slug, [one for one in (before, after) if one], LARGE)}
    return (ready[before.pk] if before else None), (ready[after.pk] if after else None)


def list_stack(slug: str, asset: Asset) -> list[Neighbour]:
    """The members of its stack, itself among them, with their small pictures; empty without one. Three queries."""
    if asset.stack_id is None:
        return []
    members = Asset.objects.in_library().filter(stack_id=asset.stack_id).order_by("stack_position", "pk")
    return with_pictures(slug, list(members[:MOST_OF_A_STACK]), SMALL)


def with_pictures(slug: str, assets: Sequence[Asset], specs: Sequence[str]) -> list[Neighbour]:
    """Assets with those of their pictures that have been made. Two queries."""
    wanted = Rendition.objects.filter(spec__in=specs, state=Rendition.State.DONE)
    prefetch_related_objects(assets, "original", Prefetch("original__renditions", wanted, to_attr="pictures_found"))
    return [Neighbour(asset, Stage(tuple(pictures_of(slug, asset)))) for asset in assets]


def pictures_of(slug: str, asset: Asset) -> Sequence[Picture]:
    found: list[Rendition] = getattr(asset.original, "pictures_found", [])
    return tuple(find_pictures(slug, asset, {one.spec: one for one in found}))
