"""`{% load view_words %}`: the words of the lighttable's views, as data for its scripts."""

from __future__ import annotations

from django import template
from django.utils.html import json_script
from django.utils.safestring import SafeString

from media_library.lighttable.view_words import word_views

register = template.Library()


@register.simple_tag
def view_words() -> SafeString:
    """Sentences about what is looked at, as a script element that is data."""
    return json_script(word_views(), "view-words")
