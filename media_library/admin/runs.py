"""Runs of bringing files in, and what became of each file."""

from __future__ import annotations

from django.contrib import admin
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from collaborators.admin_rules import ReadOnly
from media_library.models import BackgroundStep, Import, ImportedFile

from .filters import FilterByLink, ProjectFilter
from .showing import isolate


@admin.register(Import)
class ImportAdmin(ReadOnly):
    """Runs of bringing files in."""

    list_display = ("started_at", "where", "project", "by", "state", "files_found")
    list_filter = ("state", "mode")
    list_select_related = ("project", "by")
    ordering = ("-id",)

    @admin.display(description=_("source"))
    def where(self, run: Import) -> SafeString:
        """Where sent files lie on the server says nothing to anybody."""
        return isolate(run.title)


class RunFilter(FilterByLink):
    title, parameter_name, field = _("import"), "run", "run"


@admin.register(ImportedFile)
class ImportedFileAdmin(ReadOnly):
    """What became of each file."""

    project_field = "run__project"
    list_display = ("below", "outcome", "why", "size_bytes", "run")
    list_filter = ("outcome", RunFilter)
    list_select_related = ("run",)
    search_fields = ("path__startswith",)
    search_help_text = _("The beginning of the path, with its capitals")
    ordering = ("-id",)

    @admin.display(description=_("path"))
    def below(self, file: ImportedFile) -> SafeString:
        return isolate(file.path)

    @admin.display(description=_("reason"))
    def why(self, file: ImportedFile) -> SafeString:
        return isolate(file.reason)


@admin.register(BackgroundStep)
class BackgroundStepAdmin(ReadOnly):
    """The latest search of each sort in a project, by its row in the queue of tasks."""

    list_display = ("task_path", "project", "result_id")
    list_filter = (ProjectFilter,)
    list_select_related = ("project",)
    ordering = ("-id",)
