"""What the lighttable shows of an asset without leaving for its page: what is known of it, and what plays it."""

from __future__ import annotations

from typing import Any

from collaborators.access import Role, may
from collaborators.models import Membership
from media_library.models import Asset, Original

from .asset_page import KINDS
from .facts import describe, describe_marks, describe_words, name_codec, summarise
from .stage import set_stage
from .words import list_words

WORDS = ("title", "caption", "keywords")
"""What is written beside the pictures; the other fields are on the page of the asset."""


def tell_about(mine: Membership, asset: Asset) -> dict[str, Any]:
    """The context of the piece that lies beside the pictures: its name, its words, its facts. One query at the most.

    Its marks are not among the facts: they stand there as buttons, and change while one looks.
    """
    marks = list(describe_marks(asset))
    return {
        "project": mine.project,
        "asset": asset,
        "summary": summarise(asset),
        "facts": [line for line in describe(asset) if line not in marks],
        "words": [field for field in list_words(asset) if field.name in WORDS],
        "words_read": describe_words(asset),
        "may_write": may(mine, Role.CONTRIBUTOR) and asset.trashed_at is None,
    }


def set_player(mine: Membership, asset: Asset) -> dict[str, Any]:
    """The context of the piece that plays a clip or a sound. One query."""
    original = asset.original
    renditions = list(original.renditions.order_by("spec"))
    return {
        "project": mine.project,
        "asset": asset,
        "may_contribute": may(mine, Role.CONTRIBUTOR),
        "stage": set_stage(mine.project.slug, asset, renditions, with_pixels=False),
        "stage_kind": KINDS.get(Original.Kind(original.kind), "picture"),
        "rate": str(float(original.rate)) if original.rate else "",
        "codec": name_codec(original.facts.get("video_codec") or original.facts.get("audio_codec")),
        "poster": next((one for one in renditions if one.spec == "max-1280"), None),
    }
