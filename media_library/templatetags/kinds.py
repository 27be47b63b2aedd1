from __future__ import annotations

from django import template

from media_library.lighttable.items import ICONS

register = template.Library()


@register.filter
def material_icon(kind: str) -> str:
    """The name of the icon that stands for a kind of material."""
    return ICONS[kind]
