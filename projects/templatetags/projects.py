"""`{% load projects %}`: the icon of a kind, and numbers as a person reads them."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _

from media_library.lighttable.counting import group_digits
from media_library.lighttable.words import count_things
from projects.models import Project

register = template.Library()

ICONS = {
    Project.Kind.DOCUMENTARY.value: "clapperboard",
    Project.Kind.EXHIBITION.value: "frame",
    Project.Kind.INSTALLATION.value: "projector",
    Project.Kind.ARCHIVE.value: "archive",
}


@register.filter
def kind_icon(kind: str) -> str:
    """The name of the icon that a kind of project has."""
    return ICONS[kind]


register.filter("grouped", group_digits)


@register.filter
def things(count: int, kind: str) -> str:
    """`1 photo`, `10,000+ clips`: a number that was counted no further than it is told, with its word."""
    return count_things(kind, count)


@register.filter
def hours(milliseconds: int) -> str:
    """`61 h`, `1 h 24 min`, `5 min`, `12 s`: as exactly as somebody wants to know how much there is to look through."""
    seconds = milliseconds // 1000
    whole, minutes = seconds // 3600, seconds // 60 % 60
    told = {"hours": whole, "minutes": minutes, "seconds": seconds}
    if whole >= 10:
        return _("%(hours)d h") % told
    if whole:
        return _("%(hours)d h %(minutes)d min") % told
    return _("%(minutes)d min") % told if minutes else _("%(seconds)d s") % told
