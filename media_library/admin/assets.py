"""Assets in the admin: the list a curator works in."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from collaborators.access import Role
from collaborators.admin_rules import staff_of
from media_library.models import Asset
from media_library.models.asset import AssetQuerySet, fold_name
from media_library.viewing.facts import write_moment

from . import filters
from .bulk import WithBulkSteps
from .sheet_views import GoesOutAsSheet
from .showing import isolate, shorten, show_picture, with_pictures
from .thumbnails import send_thumbnail
from .words_form import TEXTS, WordsForm


@admin.register(Asset)
class AssetAdmin(GoesOutAsSheet, WithBulkSteps):
    """Material as it lives in its project. It comes in by import alone, and goes by way of the trash."""

    list_display = ("picture", "name", "project", "kind", "captured", "stars", "words", "state")
    list_display_links = ("picture", "name")
    list_filter = (
        filters.WhereFilter,
        filters.ProjectFilter,
        "kind",
        filters.RatingFilter,
        "flag",
        "original__state",
        filters.KeywordFilter,
        filters.BinFilter,
        filters.ImportFilter,
        filters.StackFilter,
    )
    ordering = ("-id",)
    least_to_change = Role.CONTRIBUTOR
    form = WordsForm
    fieldsets = (
        (None, {"fields": ("picture", "name", "project", "kind", "captured", "state", "marks")}),
        (_("Words"), {"fields": (*TEXTS, "keyword_list", "rating")}),
    )
    readonly_fields = ("picture", "name", "project", "kind", "captured", "state", "marks")
    search_fields = ("name_key__contains",)
    search_help_text = _("A part of the file name")

    def get_queryset(self, request: HttpRequest) -> AssetQuerySet:
        """The library, or the trash where that is asked for."""
        mine: Any = super().get_queryset(request)
        return with_pictures(mine.in_trash() if filters.is_in_trash(request) else mine.in_library())

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Asset], search_term: str
    ) -> tuple[QuerySet[Asset], bool]:
        """By a part of the file name, whatever its capitals and however its letters are composed."""
        return queryset.filter(name_key__contains=fold_name(search_term)) if search_term else queryset, False

    def get_list_display_links(self, request: HttpRequest, list_display: Any) -> Any:
        """What is in the trash is not opened."""
        return None if filters.is_in_trash(request) else super().get_list_display_links(request, list_display)

    @admin.display(description=_("picture"))
    def picture(self, asset: Asset) -> SafeString:
        return show_picture(asset)

    @admin.display(description=_("file name"), ordering="name_key")
    def name(self, asset: Asset) -> SafeString:
        return isolate(asset.file_name)

    @admin.display(description=_("captured"), ordering="captured_at")
    def captured(self, asset: Asset) -> str:
        return write_moment(asset)

    @admin.display(description=_("rating"), ordering="rating")
    def stars(self, asset: Asset) -> str:
        return "★" * (asset.rating or 0)

    @admin.display(description=_("title or caption"))
    def words(self, asset: Asset) -> SafeString:
        return shorten(asset.title or asset.caption)

    @admin.display(description=_("original"))
    def state(self, asset: Asset) -> str:
        return asset.original.get_state_display()

    @admin.display(description=_("flag and label"))
    def marks(self, asset: Asset) -> SafeString:
        return isolate(" · ".join(filter(None, (asset.get_flag_display(), asset.label))))

    def save_model(self, request: HttpRequest, obj: Asset, form: WordsForm, change: bool) -> None:
        """Writes the words by the functions of the asset's page."""
        for label in form.write(by=staff_of(request)):
            told = gettext("%s was changed by somebody at the same moment, and is left.")
            self.message_user(request, told % label, messages.ERROR)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What is in the trash is only looked at."""
        return super().has_change_permission(request, obj) and (obj is None or obj.trashed_at is None)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        own = path(
            "<int:asset_id>/thumbnail/",
            self.admin_site.admin_view(self.thumbnail, cacheable=True),
            name="media_library_asset_thumbnail",
        )
        return [own, *super().get_urls()]

    def thumbnail(self, request: HttpRequest, asset_id: int) -> HttpResponseBase:
        """The picture of the list, for who sees the list: a superuser is a member of nothing."""
        if not self.has_view_permission(request):
            raise Http404
        mine = self.narrow(request, Asset.objects.only("original_id", "project_id"), Role.VIEWER)
        asset = get_object_or_404(mine, pk=asset_id)
        return send_thumbnail(request, asset)
