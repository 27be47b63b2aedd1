"""`{% load key_words %}`: the words of the lighttable's commands and marks, as data for its scripts and as text."""

from __future__ import annotations

from django import template
from django.utils.html import json_script
from django.utils.safestring import SafeString

from media_library.lighttable.key_words import name_commands
from media_library.lighttable.mark_words import (
    LABEL_NAMES,
    initial_of,
    name_flag_values,
    name_label_values,
    name_labels,
    name_stars,
    word_marks,
    word_outbox,
)

register = template.Library()


@register.simple_tag
def command_words() -> SafeString:
    """Name and group of each command, as a script element that is data."""
    return json_script(name_commands(), "command-words")


@register.simple_tag
def mark_words() -> SafeString:
    """Names of marks and sentences about them, as a script element that is data."""
    return json_script(word_marks(), "mark-words")


@register.simple_tag
def outbox_words() -> SafeString:
    """What the sign of the outbox says, as a script element that is data."""
    return json_script(word_outbox(), "outbox-words")


@register.simple_tag
def label_choices() -> list[tuple[str, str]]:
    """The five labels that have a colour, with their names."""
    return list(name_labels().items())


@register.filter
def flag_name(flag: str) -> str:
    return name_flag_values().get(flag, flag)


@register.filter
def stars_name(stars: int) -> str:
    return name_stars(stars)


@register.filter
def label_name(label: str) -> str:
    return name_label_values().get(label, label)


@register.filter
def label_initial(label: str) -> str:
    return initial_of(label)


@register.filter
def label_kind(label: str) -> str:
    """The label's own name where it has a colour, else "other"."""
    return label if label in LABEL_NAMES else "other"


@register.filter
def times(count: int) -> range:
    """To draw something so many times."""
    return range(count)
