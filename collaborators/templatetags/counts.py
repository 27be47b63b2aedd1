"""Numbers of rows in the admin, which are not counted to their end."""

from __future__ import annotations

from typing import Any

from django import template
from django.contrib.admin.views.main import ChangeList
from django.utils.formats import number_format

from collaborators.admin_rules import MOST_COUNTED, CappedPaginator

register = template.Library()


@register.filter
def told_count(changelist: ChangeList) -> str:
    """How many rows a list has; above what is counted, the number with a plus."""
    count: Any = changelist.result_count
    is_capped = isinstance(changelist.paginator, CappedPaginator) and count > MOST_COUNTED
    return number_format(min(count, MOST_COUNTED), force_grouping=True) + "+" if is_capped else number_format(count)
