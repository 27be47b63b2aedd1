"""Originals and what was made of them."""

from __future__ import annotations

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from collaborators.access import Role
from collaborators.admin_rules import ReadOnly
from media_library.models import Original, Rendition
from media_library.sizes import format_size
from media_library.viewing.retrying import try_again

from .showing import isolate


@admin.register(Original)
class OriginalAdmin(ReadOnly):
    """The bytes: to look at only."""

    project_field = "assets__project"
    is_shared = True
    list_display = ("short", "kind", "file_type", "size", "state", "verified_at", "created_at")
    list_filter = ("kind", "state")
    search_fields = ("sha256__startswith",)
    search_help_text = _("The beginning of the SHA-256")
    ordering = ("-id",)

    @admin.display(description="SHA-256")
    def short(self, original: Original) -> str:
        return original.sha256[:16]

    @admin.display(description=_("size"), ordering="size_bytes")
    def size(self, original: Original) -> str:
        return format_size(original.size_bytes)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Original]:
        return super().get_queryset(request).defer("facts")


@admin.register(Rendition)
class RenditionAdmin(ReadOnly):
    """What was made of originals, and what could not be."""

    project_field = "original__assets__project"
    is_shared = True
    list_display = ("original", "spec", "state", "attempts", "why")
    list_filter = ("state",)
    search_fields = ("spec__startswith",)
    search_help_text = _("The beginning of a name, such as max-320")
    list_select_related = ("original",)
    ordering = ("-id",)
    actions = ("make_again",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Rendition]:
        return super().get_queryset(request).defer("original__facts")

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
