"""`{% load bins %}`: the tree of bins, as `list_bins` gives it."""

from __future__ import annotations

from collections.abc import Sequence

from django import template

from media_library.bins.listing import BinNode
from media_library.bins.listing import flatten as flatten_tree

register = template.Library()


@register.filter
def flatten(bins: Sequence[BinNode]) -> list[BinNode]:
    """Every bin, an outer one before those in it."""
    return list(flatten_tree(bins))


@register.filter
def here(bins: Sequence[BinNode]) -> BinNode | None:
    """The bin that the page shows, if it shows one."""
    return next((node for node in flatten_tree(bins) if node.is_here), None)
