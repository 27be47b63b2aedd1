"""By what the list of material is narrowed. None of them counts, so that none is slow at a hundred thousand rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib.admin import ModelAdmin, SimpleListFilter
from django.contrib.admin.views.main import ChangeList
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from media_library.lighttable.paging import parse_id

Choices = Sequence[tuple[str, Any]]
WHERE, TRASH = "where", "trash"
MOST_PROJECTS = 200


def is_in_trash(request: HttpRequest) -> bool:
    """Whether the trash is looked at, instead of the library."""
    return request.GET.get(WHERE) == TRASH


def list_rows(admin: ModelAdmin[Any], model: type[Model], request: HttpRequest) -> QuerySet[Any]:
    """The rows of another model that this member of staff may see."""
    return admin.admin_site.get_model_admin(model).get_queryset(request)


class WhereFilter(SimpleListFilter):
    """The library, or the trash: never both. The list's own queryset sees to it."""

    title = gettext_lazy("place")
    parameter_name = WHERE

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return ((TRASH, _("in the trash")),)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        library, *others = super().choices(changelist)
        yield {**library, "display": _("in the library")}
        yield from others


class ProjectFilter(SimpleListFilter):
    """One project of mine."""

    title = gettext_lazy("project")
    parameter_name = "project"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        project = model_admin.model._meta.get_field("project").related_model
        return [(str(each.pk), each.title) for each in list_rows(model_admin, project, request)[:MOST_PROJECTS]]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return filter_by_id(queryset, "project", self.value())


class RatingFilter(SimpleListFilter):
    """Stars, or none yet."""

    title = gettext_lazy("rating")
    parameter_name = "rating"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return (*((str(stars), "★" * stars) for stars in range(5, 0, -1)), ("none", _("none")))

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == "none":
            return queryset.filter(rating__isnull=True)
        return filter_by_id(queryset, "rating", self.value())


class FilterByLink(SimpleListFilter):
    """A filter that another list leads to. Nobody chooses among a thousand keywords in a side panel."""

    field = ""

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        chosen = request.GET.get(self.parameter_name or "", "")
        if not chosen:
            return ()
        other = model_admin.model._meta.get_field(self.field).related_model
        found = filter_by_id(list_rows(model_admin, other, request), "pk", chosen).first()
        return ((chosen, str(found) if found else _("not found")),)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return filter_by_id(queryset, self.field, self.value())


class KeywordFilter(FilterByLink):
    title, parameter_name, field = gettext_lazy("keyword"), "keyword", "keywords"


class BinFilter(FilterByLink):
    title, parameter_name, field = gettext_lazy("bin"), "bin", "bins"


class StackFilter(FilterByLink):
    title, parameter_name, field = gettext_lazy("stack"), "stack", "stack"


class ImportFilter(FilterByLink):
    title, parameter_name, field = gettext_lazy("import"), "import", "first_import"


def filter_by_id(rows: QuerySet[Any], field: str, text: str | None) -> QuerySet[Any]:
    """The rows with this number in a field; none for what is no number, all when nothing is asked."""
    if text is None:
        return rows
    found = parse_id(text)
    return rows.none() if found is None else rows.filter(**{field: found})
