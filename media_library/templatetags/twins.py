"""`{% load twins %}`: how many pairs of near-duplicates wait, for the places of the library."""

from __future__ import annotations

from django import template

from media_library.lighttable.counting import write_count
from media_library.twins.queue import find_open

register = template.Library()
MOST = 999


@register.simple_tag
def count_twins(project_id: int) -> str:
    """The number, which is not counted to its end. One query."""
    return write_count(find_open(project_id).order_by()[: MOST + 1].count(), MOST)
