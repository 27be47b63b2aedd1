"""Addresses of bytes, for the pages that show them."""

from __future__ import annotations

from django.urls import reverse

from media_library.models import Rendition


def version_of(rendition: Rendition) -> str:
    """Changes when the rendition is made again; never holds a quotation mark."""
    made_at = rendition.made_at or rendition.created_at
    return f"{rendition.pk:x}-{int(made_at.timestamp() * 1000):x}"


def rendition_url(slug: str, asset_id: int, rendition: Rendition) -> str:
    """The address of this very file, so that a browser may keep it for ever."""
    return reverse("rendition", args=(slug, asset_id, rendition.spec), query={"v": version_of(rendition)})
