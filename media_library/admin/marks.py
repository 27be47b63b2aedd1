"""What was judged, by whom and when. Nothing of it is changed here: one marks on the lighttable, and in the words."""

from __future__ import annotations

from django.contrib import admin
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from collaborators.admin_rules import ReadOnly
from media_library.marking.events import BASE
from media_library.marking.history import write_value
from media_library.marking.reading import name_marker
from media_library.models import Look, MarkClock, MarkEvent, MarkUndo

from .filters import FilterByLink, ProjectFilter
from .showing import isolate


class MarksOfAssetFilter(FilterByLink):
    title, parameter_name, field = _("asset"), "asset", "asset"


@admin.register(MarkEvent)
class MarkEventAdmin(ReadOnly):
    """Every judgement, also those that were taken back."""

    list_display = ("marked", "project", "field", "before", "after", "who", "moment", "is_undone")
    list_filter = (MarksOfAssetFilter, ProjectFilter, "field", "is_undone")
    list_select_related = ("asset", "project", "by")
    ordering = ("-id",)

    @admin.display(description=_("asset"))
    def marked(self, event: MarkEvent) -> SafeString:
        return isolate(event.asset.file_name)

    @admin.display(description=_("from"))
    def before(self, event: MarkEvent) -> SafeString:
        return isolate("" if event.step == BASE else write_value(event.field, event.was))

    @admin.display(description=_("to"))
    def after(self, event: MarkEvent) -> SafeString:
        return isolate(write_value(event.field, event.value))

    @admin.display(description=_("by"))
    def who(self, event: MarkEvent) -> SafeString:
        return isolate(name_marker(str(event.by) if event.by else None, is_marked=event.step != BASE))


@admin.register(MarkUndo)
class MarkUndoAdmin(ReadOnly):
    """Steps that were taken back, or done again."""

    list_display = ("undoes", "is_undone", "project", "by", "moment")
    list_filter = (ProjectFilter, "is_undone")
    list_select_related = ("project", "by")
    ordering = ("-id",)


@admin.register(MarkClock)
class MarkClockAdmin(ReadOnly):
    """How far the marks of each project have come."""

    list_display = ("project", "version")
    list_select_related = ("project",)
    ordering = ("-id",)


@admin.register(Look)
class LookAdmin(ReadOnly):
    """Who has looked at what."""

    project_field = "asset__project"
    list_display = ("looked_at", "user", "at")
    list_select_related = ("asset", "user")
    ordering = ("-id",)

    @admin.display(description=_("asset"))
    def looked_at(self, look: Look) -> SafeString:
        return isolate(look.asset.file_name)
