"""Small pictures of assets, on other pages than the library."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F

from media_library.delivery.links import rendition_url
from media_library.models import Rendition

SPEC = "max-320"


@dataclass(frozen=True)
class Thumbnail:
    """A picture that is made, whole, with the pixels that its room is reserved by."""

    asset_id: int
    name: str
    url: str
    width_px: int
    height_px: int


def find_thumbnails(asset_ids: Iterable[int]) -> dict[int, Thumbnail]:
    """The thumbnails of these assets by the asset's id; what has none is not there. One query."""
    found = Rendition.objects.filter(
        spec=SPEC, state=Rendition.State.DONE, original__assets__pk__in=list(asset_ids), width_px__gt=0, height_px__gt=0
    )
    asset = {"asset_id": "original__assets", "name": "original__assets__file_name"}
    slug = F("original__assets__project__slug")
    rows = found.annotate(**{name: F(path) for name, path in asset.items()}, slug=slug)
    read = ((vars(row), row) for row in rows)
    return {told["asset_id"]: make_thumbnail(told["slug"], told["asset_id"], told["name"], row) for told, row in read}


def make_thumbnail(slug: str, asset_id: int, name: str, made: Rendition) -> Thumbnail:
    """The thumbnail of an asset of a project from its rendition, which is made."""
    return Thumbnail(asset_id, name, rendition_url(slug, asset_id, made), made.width_px or 0, made.height_px or 0)
