"""Stacks, and the steps that changed them. One stacks and parts in the browser; here one looks."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from collaborators.admin_rules import ReadOnly
from media_library.models import Asset, KeptPlace, Stack, StackChange
from media_library.stacks.rules import name_rule

from .filters import FilterByLink, ProjectFilter
from .keywords_and_bins import count_each, link_to_assets
from .showing import isolate


class RunFilter(FilterByLink):
    title, parameter_name, field = _("import"), "run", "made_by"


class ChangeFilter(FilterByLink):
    title, parameter_name, field = _("step"), "change", "change"


@admin.register(Stack)
class StackAdmin(ReadOnly):
    """Assets that are one moment. An empty one was parted, and is kept so that its rule does not make it again."""

    list_display = ("named", "kind", "found_by", "made_by", "project", "leads")
    list_filter = (ProjectFilter, "kind", RunFilter)
    list_select_related = ("project", "made_by")
    ordering = ("-id",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Stack]:
        members = Asset.objects.in_library().filter(stack__isnull=False)
        mine: QuerySet[Stack] = super().get_queryset(request)
        return mine.annotate(asset_count=count_each(members, "stack_id"))

    @admin.display(description=_("stack"))
    def named(self, stack: Stack) -> SafeString:
        return isolate(str(stack))

    @admin.display(description=_("rule"))
    def found_by(self, stack: Stack) -> str:
        return name_rule(stack.rule, stack.kind) if stack.rule else ""

    @admin.display(description=_("assets"))
    def leads(self, stack: Any) -> SafeString:
        return link_to_assets(stack.asset_count, "stack", stack.pk)


@admin.register(StackChange)
class StackChangeAdmin(ReadOnly):
    """Steps that changed stacks, for as long as they can be taken back."""

    list_display = ("at", "found_by", "number", "by", "is_undone", "project")
    list_filter = (ProjectFilter, "is_undone")
    list_select_related = ("project", "by")
    ordering = ("-id",)

    @admin.display(description=_("rule"))
    def found_by(self, change: StackChange) -> str:
        return name_rule(change.rule, "") if change.rule else ""


@admin.register(KeptPlace)
class KeptPlaceAdmin(ReadOnly):
    """Where each asset of such a step stood, and where it stands since."""

    project_field = "change__project"
    list_display = ("asset_id", "was_stack_id", "was_position", "is_stack_id", "is_position", "change")
    list_filter = (ChangeFilter,)
    list_select_related = ("change",)
    ordering = ("-id",)
