"""The material in the admin. Words that came with a file are shown apart, so that they cannot turn the page around."""

from __future__ import annotations

from datetime import UTC
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from collaborators.access import Role
from collaborators.admin_rules import OfMyProjects, ReadOnly
from media_library.models import Asset, Import, ImportedFile, Original, Rendition
from media_library.viewing.retrying import try_again


def isolate(text: str) -> SafeString:
    """Foreign text, escaped and in a direction of its own."""
    return format_html("<bdi>{}</bdi>", text)


@admin.register(Original)
class OriginalAdmin(ReadOnly):
    """The bytes: to look at only."""

    project_field = "assets__project"
    list_display = ("short", "kind", "file_type", "size_bytes", "state", "created_at")
    list_filter = ("kind", "state")
    search_fields = ("sha256",)
    show_full_result_count = False

    @admin.display(description="SHA-256")
    def short(self, original: Original) -> str:
        return original.sha256[:16]


@admin.register(Asset)
class AssetAdmin(OfMyProjects):
    """Material as it lives in its project. It comes in by import alone."""

    list_display = ("name", "project", "captured", "rating", "flag")
    list_filter = ("flag", "original__kind")
    list_select_related = ("project",)
    search_fields = ("file_name",)
    show_full_result_count = False
    fields = ("name", "title", "headline", "caption", "creator", "copyright", "rating", "flag", "label")
    readonly_fields = ("name",)

    @admin.display(description=_("file name"), ordering="file_name")
    def name(self, asset: Asset) -> SafeString:
        return isolate(asset.file_name)

    @admin.display(description=_("captured"), ordering="captured_at")
    def captured(self, asset: Asset) -> str:
        """The camera's wall-clock time, in no zone."""
        return f"{asset.captured_at.astimezone(UTC):%Y-%m-%d %H:%M:%S}" if asset.captured_at else ""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Rendition)
class RenditionAdmin(ReadOnly):
    """What was made of originals, and what could not be."""

    project_field = "original__assets__project"
    list_display = ("original", "spec", "state", "attempts", "why")
    list_filter = ("state", "spec")
    list_select_related = ("original",)
    show_full_result_count = False
    actions = ("make_again",)

    @admin.display(description=_("reason"))
    def why(self, rendition: Rendition) -> SafeString:
        return isolate(rendition.reason)

    @admin.action(description=_("Try again what failed"), permissions=["view"])
    def make_again(self, request: HttpRequest, renditions: QuerySet[Rendition]) -> None:
        """Asks once more for those that failed, where the member of staff may bring in material."""
        mine = self.narrow(request, Rendition.objects.filter(pk__in=renditions.values("pk")), Role.CONTRIBUTOR)
        asked = try_again(mine)
        told = ngettext("%(count)d original is tried again.", "%(count)d originals are tried again.", asked)
        self.message_user(request, told % {"count": asked}, messages.SUCCESS if asked else messages.INFO)


@admin.register(Import)
class ImportAdmin(ReadOnly):
    """Runs of bringing files in."""

    list_display = ("started_at", "where", "project", "by", "state", "files_found")
    list_filter = ("state", "mode")
    list_select_related = ("project", "by")

    @admin.display(description=_("source"))
    def where(self, run: Import) -> SafeString:
        return isolate(run.source)


@admin.register(ImportedFile)
class ImportedFileAdmin(ReadOnly):
    """What became of each file."""

    project_field = "run__project"
    list_display = ("below", "outcome", "why", "size_bytes", "run")
    list_filter = ("outcome",)
    list_select_related = ("run",)
    search_fields = ("path",)
    show_full_result_count = False

    @admin.display(description=_("path"))
    def below(self, file: ImportedFile) -> SafeString:
        return isolate(file.path)

    @admin.display(description=_("reason"))
    def why(self, file: ImportedFile) -> SafeString:
        return isolate(file.reason)
