"""Everything the page of an asset shows, put together."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, QueryDict
from django.shortcuts import get_object_or_404

from collaborators.access import Role, may
from collaborators.models import Membership
from media_library.delivery.links import rendition_url
from media_library.lighttable.browsing import View
from media_library.marking.history import read_history
from media_library.models import Asset, Original, Rendition

from .around import find_neighbours, list_stack
from .facts import describe, describe_words, list_readings, name_codec, summarise, write_place
from .provenance import judge_safety, list_arrivals, write_verified
from .stage import set_stage
from .words import WordField, list_words

KINDS = {Original.Kind.VIDEO: "film", Original.Kind.AUDIO: "sound", Original.Kind.DOCUMENT: "document"}
"""What the stage is built for; everything else is a picture."""


def find_asset(mine: Membership, asset_id: int) -> Asset:
    """The asset, in the member's project or not at all (Http404), in the trash or not. Two queries."""
    assets = Asset.objects.filter(project_id=mine.project_id)
    related = assets.select_related("original", "card", "stack", "trashed_by")
    return get_object_or_404(related.prefetch_related("keywords"), pk=asset_id)


def show_asset(
    request: HttpRequest, mine: Membership, asset: Asset, *, words: list[WordField] | None = None
) -> dict[str, Any]:
    """The context of the page. `words` are the fields where they are not those of the asset: when one has clashed."""
    slug = mine.project.slug
    view = read_view(request.GET, mine)
    renditions = list(asset.original.renditions.order_by("spec"))
    may_contribute = may(mine, Role.CONTRIBUTOR)
    before, after = find_neighbours(view, slug, asset)
    return {
        "project": mine.project,
        "place": "material",
        "asset": asset,
        "stage": set_stage(slug, asset, renditions, with_pixels=may_contribute),
        "stage_kind": KINDS.get(Original.Kind(asset.original.kind), "picture"),
        "rate": str(float(asset.original.rate)) if asset.original.rate else "",
        "codec": name_codec(asset.original.facts.get("video_codec") or asset.original.facts.get("audio_codec")),
        "poster": next((one for one in renditions if one.spec == "max-1280"), None),
        "before": before,
        "after": after,
        "query": view.query(),
        "summary": summarise(asset),
        "facts": describe(asset),
        "words": words or list_words(asset),
        "words_read": describe_words(asset),
        "history": read_history(asset.pk),
        "place_text": write_place_of(asset),
        "stack": list_stack(slug, asset),
        "bins": list(asset.bins.order_by("name", "pk")),
        "arrivals": list_arrivals(asset),
        "safety": judge_safety(asset.original),
        "verified": write_verified(asset.original.verified_at),
        "sidecars": list(asset.sidecars.select_related("original").order_by("path")),
        "renditions": [(one, link_rendition(slug, asset, one)) for one in renditions],
        "failures": [one for one in renditions if one.state == Rendition.State.FAILED],
        "readings": list_readings(asset.original),
        "may_contribute": may_contribute,
        "may_write": may_contribute and asset.trashed_at is None,
    }


def link_rendition(slug: str, asset: Asset, rendition: Rendition) -> str:
    """Where a rendition lies, if it has been made."""
    return rendition_url(slug, asset.pk, rendition) if rendition.state == Rendition.State.DONE else ""


def read_view(data: QueryDict, mine: Membership) -> View:
    """The set one came from; everything, if that is not there any more: a bin may have been removed meanwhile."""
    try:
        return View.read(data, mine.project_id, mine.user_id)
    except Http404:
        return View(mine.project_id)


def write_place_of(asset: Asset) -> str:
    """Where it was taken, if it is known."""
    if asset.latitude is None or asset.longitude is None:
        return ""
    return write_place(asset.latitude, asset.longitude)
