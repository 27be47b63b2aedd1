"""Keywords and bins: each leads to the material that is filed under it."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from collaborators.admin_rules import ReadOnly, search_folded
from media_library.models import Asset, Bin, BinEntry, Keyword

from .filters import FilterByLink
from .showing import isolate


def count_each(rows: QuerySet[Any], field: str) -> Coalesce:
    """How many of these rows there are for each row of a list, by an index; 0 for none."""
    counted = rows.filter(**{field: OuterRef("pk")}).order_by().values(field).annotate(number=Count("pk"))
    return Coalesce(Subquery(counted.values("number")), 0)


def link_to_assets(number: int, parameter: str, pk: int) -> SafeString:
    """The number of assets, which leads to them."""
    address = reverse("admin:media_library_asset_changelist", query={parameter: pk})
    return format_html('<a href="{}">{}</a>', address, number)


@admin.register(Keyword)
class KeywordAdmin(ReadOnly):
    """The words that material is filed under. They come and go with the assets that carry them."""

    list_display = ("named", "project", "leads")
    list_select_related = ("project",)
    search_fields = ("name",)
    search_help_text = _("A part of the word")
    ordering = ("name", "id")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Keyword], search_term: str
    ) -> tuple[QuerySet[Keyword], bool]:
        return search_folded(request, queryset, ("name",), search_term), False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Keyword]:
        filed = Asset.keywords.through._default_manager.filter(asset__trashed_at__isnull=True)
        mine: QuerySet[Keyword] = super().get_queryset(request)
        return mine.annotate(asset_count=count_each(filed, "keyword_id"))

    @admin.display(description=_("keyword"), ordering="name")
    def named(self, keyword: Keyword) -> SafeString:
        return isolate(keyword.name)

    @admin.display(description=_("assets"))
    def leads(self, keyword: Any) -> SafeString:
        return link_to_assets(keyword.asset_count, "keyword", keyword.pk)


@admin.register(Bin)
class BinAdmin(ReadOnly):
    """Named sets of assets."""

    list_display = ("named", "within", "project", "leads", "made_by")
    list_select_related = ("project", "parent", "made_by")
    search_fields = ("name",)
    search_help_text = _("A part of the name")
    ordering = ("project", "position", "id")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Bin], search_term: str
    ) -> tuple[QuerySet[Bin], bool]:
        return search_folded(request, queryset, ("name",), search_term), False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Bin]:
        entries = BinEntry.objects.filter(asset__trashed_at__isnull=True)
        mine: QuerySet[Bin] = super().get_queryset(request)
        return mine.annotate(asset_count=count_each(entries, "bin_id"))

    @admin.display(description=_("name"), ordering="name")
    def named(self, one: Bin) -> SafeString:
        return isolate(one.name)

    @admin.display(description=_("in"))
    def within(self, one: Bin) -> SafeString:
        return isolate(one.parent.name if one.parent else "")

    @admin.display(description=_("assets"))
    def leads(self, one: Any) -> SafeString:
        return link_to_assets(one.asset_count, "bin", one.pk)


class EntriesOfBinFilter(FilterByLink):
    title, parameter_name, field = _("bin"), "bin", "bin"


@admin.register(BinEntry)
class BinEntryAdmin(ReadOnly):
    """What lies in bins, and who put it there."""

    project_field = "bin__project"
    list_display = ("lies", "bin", "added_by", "added_at")
    list_filter = (EntriesOfBinFilter,)
    list_select_related = ("asset", "bin", "added_by")
    ordering = ("-id",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[BinEntry]:
        return super().get_queryset(request).filter(asset__trashed_at__isnull=True)

    @admin.display(description=_("asset"))
    def lies(self, entry: BinEntry) -> SafeString:
        return isolate(entry.asset.file_name)
