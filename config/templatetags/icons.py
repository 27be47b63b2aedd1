"""Icons of the Lucide set, drawn into the page."""

from __future__ import annotations

import functools
import re

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from config.npm import NODE_MODULES

register = template.Library()

INSIDE = re.compile(r".*<svg[^>]*>(.*)</svg>", re.DOTALL)


@register.simple_tag
def icon(name: str, size: str = "", fill: bool = False) -> SafeString:
    """The icon of this name, 16 px; `size` is "s" for 12 px and "l" for 20 px. Says nothing to a screen reader."""
    size_set = format_html(' data-size="{}"', size) if size else ""
    fill_set = mark_safe(" data-fill") if fill else ""
    return format_html(
        '<svg class="icon"{}{} viewBox="0 0 24 24" aria-hidden="true">{}</svg>', size_set, fill_set, read_icon(name)
    )


@functools.cache
def read_icon(name: str) -> SafeString:
    """What is drawn inside the icon's frame. Raises LookupError for a name that Lucide does not have."""
    file = NODE_MODULES / "lucide-static" / "icons" / f"{name}.svg"
    if not re.fullmatch(r"[a-z0-9-]+", name) or not file.is_file():
        raise LookupError(f"Lucide has no icon {name!r}, or the packages of package.json are not installed")
    inside = " ".join(INSIDE.sub(r"\1", file.read_text()).split())
    return mark_safe(inside)  # noqa: S308 - a file of a package we have chosen
