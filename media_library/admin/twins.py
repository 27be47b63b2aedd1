"""Near-duplicates, and what was decided about them. It is decided on their own page, two by two."""

from __future__ import annotations

from django.contrib import admin
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from collaborators.admin_rules import ReadOnly
from media_library.models import Twins

from .filters import ProjectFilter
from .showing import isolate


@admin.register(Twins)
class TwinsAdmin(ReadOnly):
    """Pairs that look alike, the latest found first."""

    list_display = ("first", "second", "project", "distance", "told", "decided_by", "decided_at", "found_at")
    list_filter = (ProjectFilter, "decision", "distance")
    list_select_related = ("one", "other", "project", "decided_by")
    ordering = ("-id",)

    @admin.display(description=_("one"))
    def first(self, twins: Twins) -> SafeString:
        return isolate(twins.one.file_name)

    @admin.display(description=_("other"))
    def second(self, twins: Twins) -> SafeString:
        return isolate(twins.other.file_name)

    @admin.display(description=_("decision"))
    def told(self, twins: Twins) -> str:
        return twins.get_decision_display()
