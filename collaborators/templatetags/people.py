"""`{% load people %}`: how people are shown."""

from __future__ import annotations

from django import template

from collaborators.models import User

register = template.Library()


@register.filter
def initials(user: User) -> str:
    """`АС` for Айгерім Сапарова: the first letters of the first and the last word, of the address without a name."""
    words = [word for word in user.name.split() if word[0].isalnum()] or [user.email]
    return "".join(word[0] for word in (words if len(words) < 2 else (words[0], words[-1]))).upper()
