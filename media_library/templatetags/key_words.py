"""`{% load key_words %}`, then `{% command_words %}`: the names of the lighttable's commands, for its script."""

from __future__ import annotations

from django import template
from django.utils.html import json_script
from django.utils.safestring import SafeString

from media_library.lighttable.key_words import name_commands

register = template.Library()


@register.simple_tag
def command_words() -> SafeString:
    """Name and group of each command, as a script element that is data."""
    return json_script(name_commands(), "command-words")
