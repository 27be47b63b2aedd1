"""Small pictures of assets that other pages than the library show."""

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
    return {thumbnail.asset_id: thumbnail for thumbnail in map(make_thumbnail, rows)}


def make_thumbnail(row: Rendition) -> Thumbnail:
    """The thumbnail of a row that `find_thumbnails` has annotated."""
    read = vars(row)
    url = rendition_url(read["slug"], read["asset_id"], row)
    return Thumbnail(read["asset_id"], read["name"], url, row.width_px or 0, row.height_px or 0)
