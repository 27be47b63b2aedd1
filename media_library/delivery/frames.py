"""The sheets of frames by which a clip is skimmed, as the scripts of the library and of the asset's page take them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypedDict

from media_library.models import Rendition

from .links import rendition_url


class Sheet(TypedDict):
    """A sheet of frames: where it lies, and where each frame lies on it, by the names of `formats.sheets`.

    A tile stands for the time from its number (counted over all sheets) times the interval on. Tiles are in pixels.
    """

    url: str
    tile_width: int
    tile_height: int
    columns: int
    count: int
    interval_s: float
    first_tile: int


LAYOUT = Sheet.__required_keys__ - {"url"}


def list_sheets(slug: str, asset_id: int, renditions: Iterable[Rendition]) -> list[Sheet]:
    """The sheets among these renditions that are made, in the order of their frames. No query.

    One without its layout is left out: nobody could say which frame is where.
    """
    sheets = [one for one in renditions if one.spec.startswith("sheet-") and one.state == Rendition.State.DONE]
    whole = [one for one in sheets if one.data.keys() >= LAYOUT]
    return [make_sheet(slug, asset_id, one) for one in sorted(whole, key=lambda one: one.data["first_tile"])]


def make_sheet(slug: str, asset_id: int, rendition: Rendition) -> Sheet:
    """One sheet, from a rendition with its layout."""
    data = rendition.data
    return {
        "url": rendition_url(slug, asset_id, rendition),
        "tile_width": data["tile_width"],
        "tile_height": data["tile_height"],
        "columns": data["columns"],
        "count": data["count"],
        "interval_s": data["interval_s"],
        "first_tile": data["first_tile"],
    }
