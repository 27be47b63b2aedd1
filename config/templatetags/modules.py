"""The one import map: which file a module's name means."""

from __future__ import annotations

import functools
import json
from pathlib import Path

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from config.npm import MODULES, PREFIX

register = template.Library()
OURS = Path(settings.BASE_DIR) / "static" / "js"


@register.simple_tag(takes_context=True)
def import_map(context: template.Context) -> SafeString:
    """The import map of this page: packages by their names, our own modules as `app/…`."""
    write = write_import_map if settings.DEBUG else read_import_map
    return format_html('<script type="importmap" nonce="{}">{}</script>', str(context["request"].csp_nonce), write())


def write_import_map() -> SafeString:
    """Every module under static/js, and the packages, with their addresses."""
    own = {f"app/{file.relative_to(OURS).with_suffix('').as_posix()}": file for file in sorted(OURS.rglob("*.js"))}
    imports = {name: static(f"js/{file.relative_to(OURS).as_posix()}") for name, file in own.items()}
    imports |= {name: static(f"{PREFIX}{path}") for name, path in MODULES.items()}
    return mark_safe(json.dumps({"imports": imports}, separators=(",", ":")))  # noqa: S308 - names of our own files


read_import_map = functools.cache(write_import_map)
