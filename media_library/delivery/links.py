"""Addresses of bytes, for the pages that show them."""

from __future__ import annotations

from django.urls import reverse

from media_library.models import Asset, Rendition

from .types import is_drawable, is_playable

__all__ = ["is_playable", "pixels_url", "play_url", "rendition_url", "version_of"]


def version_of(rendition: Rendition) -> str:
    """Changes when the rendition is made again; never holds a quotation mark."""
    made_at = rendition.made_at or rendition.created_at
    return f"{rendition.pk:x}-{int(made_at.timestamp() * 1000):x}"


def rendition_url(slug: str, asset_id: int, rendition: Rendition) -> str:
    """The address of this very file, so that a browser may keep it for ever."""
    return reverse("rendition", args=(slug, asset_id, rendition.spec), query={"v": version_of(rendition)})


def play_url(slug: str, asset: Asset) -> str:
    """What a player takes for its source, or nothing when no browser plays this. Wants `original` with its facts."""
    return reverse("play", args=(slug, asset.pk)) if is_playable(asset.original) else ""


def pixels_url(slug: str, asset: Asset) -> str:
    """The photograph in all its pixels, or nothing when no browser draws its type. Wants `original`.

    For contributors and up, as the original itself: a page gives others the largest rendition.
    """
    return reverse("pixels", args=(slug, asset.pk)) if is_drawable(asset.original) else ""
