"""How a step that a message tells of is undone."""

from __future__ import annotations

import json
from typing import Any

from django import template
from django.contrib.messages.storage.base import Message

register = template.Library()


@register.filter
def undo_of(message: Message) -> dict[str, Any] | None:
    """Address and fields of the undo that `collaborators.telling.tell` has put with the message, or nothing."""
    return json.loads(message.extra_tags) if (message.extra_tags or "").startswith("{") else None
