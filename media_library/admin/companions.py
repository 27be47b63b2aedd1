"""What came with the material: cards, and files beside an asset."""

from __future__ import annotations

from django.contrib import admin
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from collaborators.admin_rules import ReadOnly
from media_library.models import Card, Sidecar

from .showing import isolate


@admin.register(Card)
class CardAdmin(ReadOnly):
    """Memory cards as they came."""

    list_display = ("named", "layout", "project", "created_at")
    list_filter = ("layout",)
    list_select_related = ("project",)
    ordering = ("-id",)

    @admin.display(description=_("name"))
    def named(self, card: Card) -> SafeString:
        return isolate(card.name)


@admin.register(Sidecar)
class SidecarAdmin(ReadOnly):
    """Files that travel with an asset or a card."""

    list_display = ("below", "role", "belongs_to", "project")
    list_filter = ("role",)
    list_select_related = ("project", "asset", "card")
    search_fields = ("path__startswith",)
    search_help_text = _("The beginning of the path, with its capitals")
    ordering = ("-id",)

    @admin.display(description=_("path"))
    def below(self, sidecar: Sidecar) -> SafeString:
        return isolate(sidecar.path)

    @admin.display(description=_("belongs to"))
    def belongs_to(self, sidecar: Sidecar) -> SafeString:
        return isolate(str(sidecar.asset or sidecar.card or ""))
