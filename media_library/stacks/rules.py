"""What the rules have stacked, by rule and import: for the page on which it can be undone."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from media_library.models import Asset, Stack


def find_stacks(project_id: int, rule: str, import_id: int | None = None) -> QuerySet[Stack]:
    """The stacks of a rule that anything stands in: of one import (0: of none), or all."""
    members = Asset.objects.filter(stack_id=OuterRef("pk"))
    found = Stack.objects.filter(Exists(members), project_id=project_id, rule=rule).exclude(rule="")
    if import_id is None:
        return found
    return found.filter(made_by_id=import_id or None)


def name_rule(rule: str, kind: str) -> str:
    """A rule as the page writes it: what it has found, and by what."""
    known = {
        "raw-jpeg": _("RAW and JPEG of one name, moment and camera"),
        "chapters": _("Chapters of one recording"),
    }
    return known.get(rule) or str(Stack.Kind(kind).label).capitalize()
