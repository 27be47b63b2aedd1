"""What stands on the stage of an asset's page: the picture in its sizes, the sheets to skim by, the waveform."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from media_library.delivery.frames import Sheet, list_sheets
from media_library.delivery.links import is_playable, pixels_url, play_url, rendition_url
from media_library.formats.sizes import LONG_EDGES
from media_library.models import Asset, Original, Rendition

SIDE_PX = 288 + 2 * 16
"""What the inspector and the margins take from the width of a window."""
BARS_PX = 40 + 34 + 2 * 16
"""What the top bar, the info line and the margins take from its height."""


@dataclass(frozen=True)
class Picture:
    """A picture with its address and its size in pixels."""

    url: str
    width_px: int
    height_px: int

    @property
    def long_edge_px(self) -> int:
        return max(self.width_px, self.height_px)


@dataclass(frozen=True)
class Stage:
    """Everything the stage shows. `pictures` go from the smallest up; `pixels` are those of the original, if they may
    be seen; `has_all_pixels` says whether the largest there is has as many as the original."""

    pictures: tuple[Picture, ...] = ()
    pixels: Picture | None = None
    has_all_pixels: bool = True
    sheets: tuple[Sheet, ...] = ()
    waveform_url: str = ""
    play_url: str = ""

    @property
    def shown(self) -> Picture | None:
        """The picture for a browser that does not choose."""
        middle = [one for one in self.pictures if one.long_edge_px <= LONG_EDGES["max-1280"]]
        return (middle or self.pictures)[-1] if self.pictures else None

    @property
    def smallest(self) -> Picture | None:
        return self.pictures[0] if self.pictures else None

    @property
    def largest(self) -> Picture | None:
        return self.pictures[-1] if self.pictures else None

    @property
    def zoomed(self) -> Picture | None:
        """What is shown pixel for pixel."""
        return self.pixels or self.largest

    @property
    def srcset(self) -> str:
        return ", ".join(f"{one.url} {one.width_px}w" for one in self.pictures)

    @property
    def sizes(self) -> str:
        """How wide the picture stands, so that the browser takes the right file: as wide as its height allows."""
        if self.largest is None:
            return ""
        ratio = round(self.largest.width_px / self.largest.height_px, 4)
        return f"(max-width: 719px) 100vw, min(100vw - {SIDE_PX}px, (100vh - {BARS_PX}px) * {ratio})"


def set_stage(slug: str, asset: Asset, renditions: Iterable[Rendition], *, with_pixels: bool = True) -> Stage:
    """The stage of an asset from its renditions, of which those that are done count. No query.

    `with_pixels`: whether the person may see all pixels of the original.
    """
    done = {one.spec: one for one in renditions if one.state == Rendition.State.DONE}
    original = asset.original
    is_present = original.state != Original.State.MISSING
    pictures = tuple(find_pictures(slug, asset, done))
    is_whole = bool(pictures) and pictures[-1].width_px == original.width_px
    pixels = find_pixels(slug, asset) if with_pixels and is_present and not is_whole else None
    return Stage(
        pictures=pictures,
        pixels=pixels,
        has_all_pixels=is_whole or pixels is not None,
        sheets=tuple(list_sheets(slug, asset.pk, done.values())),
        waveform_url=rendition_url(slug, asset.pk, done["waveform"]) if "waveform" in done else "",
        play_url=play_url(slug, asset) if is_present and is_playable(original) else "",
    )


def find_pictures(slug: str, asset: Asset, done: dict[str, Rendition]) -> Iterable[Picture]:
    """The pictures that have been made, the smallest first; of two of one size the one with the greater name."""
    made = {one.width_px: one for spec in reversed(LONG_EDGES) if (one := done.get(spec))}
    for one in made.values():
        if one.width_px and one.height_px:
            yield Picture(rendition_url(slug, asset.pk, one), one.width_px, one.height_px)


def find_pixels(slug: str, asset: Asset) -> Picture | None:
    """The original's own pixels, where a browser can show them."""
    original = asset.original
    url = pixels_url(slug, asset)
    if not (url and original.width_px and original.height_px):
        return None
    return Picture(url, original.width_px, original.height_px)
