"""`{% load sizes %}`, then `{{ original.size_bytes|file_size }}`."""

from django import template

from media_library.sizes import format_size

register = template.Library()


@register.filter
def file_size(size_bytes: int | None) -> str:
    """`1.3 MB`; nothing for nothing."""
    return "" if size_bytes is None else format_size(size_bytes)
