"""What the admin shows to whom: a superuser everything, other staff what belongs to projects they are members of."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from django.contrib import messages
from django.contrib.admin import ModelAdmin, ShowFacets
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db.models import ForeignKey, Model, QuerySet
from django.http import HttpRequest
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from collaborators.access import Role, list_project_ids
from collaborators.models import User

if TYPE_CHECKING:
    Admin = ModelAdmin[Any]
    Pages = Paginator[Any]
else:
    Admin, Pages = ModelAdmin, Paginator  # generic for the type checker alone

ModelT = TypeVar("ModelT", bound=Model)
MOST_COUNTED = 10_000
"""What is more is not counted to its end, and not paged to: one narrows the list."""


MOST_SEARCHED, MOST_FOUND = 20_000, 500
"""Rows that are read to be searched, and rows that are shown of them."""


class CappedPaginator(Pages):
    """Pages of a list that may hold any number of rows. Counting costs no more than `MOST_COUNTED` rows.

    A page is found by its ids first, so that a database that has to sort does not carry whole rows, joined to others,
    through the sorting.
    """

    def page(self, number: int | str) -> Page[Any]:
        """The rows of a page. Two queries."""
        page: Page[Any] = super().page(number)
        rows: QuerySet[Any] = page.object_list  # type: ignore[assignment]  # the admin gives nothing else
        ids = list(rows.values_list("pk", flat=True))
        found = {row.pk: row for row in self._all().order_by().filter(pk__in=ids)}
        page.object_list = [found[pk] for pk in ids if pk in found]
        return page

    def _all(self) -> QuerySet[Any]:
        rows: QuerySet[Any] = self.object_list  # type: ignore[assignment]  # as above
        return rows

    @cached_property
    def count(self) -> int:
        """The number of rows, or one more than `MOST_COUNTED`."""
        return self._all().order_by()[: MOST_COUNTED + 1].count()


class PagedList(ChangeList):
    """A list whose rows come by its pages, also when there is only one: as many queries for a row as for all."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        if not self.multi_page and not self.show_all:
            self.result_list = self.paginator.page(1).object_list


class OfMyProjects(Admin):
    """An admin of things that belong to projects. Seeing needs a membership, changing one from `least_to_change` up."""

    project_field = "project"
    is_shared = False
    """Whether a row may belong to several projects at once, by a relation to many."""
    least_to_change = Role.EDITOR
    paginator = CappedPaginator
    empty_value_display = ""
    show_full_result_count = False
    show_facets = ShowFacets.NEVER
    list_per_page = 50

    def get_changelist(self, request: HttpRequest, **options: Any) -> type[ChangeList]:
        return PagedList

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return self.narrow(request, super().get_queryset(request), Role.VIEWER)

    def narrow(self, request: HttpRequest, rows: QuerySet[Any], least: Role) -> QuerySet[Any]:
        """The rows that this member of staff may reach with such a role."""
        if is_superuser(request):
            return rows
        ids = list(list_project_ids(request.user, least=least))
        # One project is asked for by its number: the indexes that begin with it then give the order as well.
        field = self.project_field or "pk"
        mine: dict[str, Any] = {field: ids[0]} if len(ids) == 1 else {f"{field}__in": ids}
        if self.is_shared:
            mine = {"pk__in": self.model._default_manager.filter(**mine).order_by().values("pk")}
        return rows.filter(**mine)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return super().has_change_permission(request, obj) and self.is_within(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return super().has_delete_permission(request, obj) and self.is_within(request, obj)

    def is_within(self, request: HttpRequest, obj: Model | None) -> bool:
        """Whether the member of staff has the role for changing this row."""
        if obj is None or is_superuser(request):
            return True
        return self.narrow(request, self.model._default_manager.filter(pk=obj.pk), self.least_to_change).exists()

    def formfield_for_foreignkey(self, db_field: ForeignKey[Any, Any], request: HttpRequest, **options: Any) -> Any:
        """Offers only what the member of staff may see, by the other model's own admin."""
        field = super().formfield_for_foreignkey(db_field, request, **options)
        other = self.admin_site._registry.get(db_field.related_model)
        if field is not None and other is not None:
            field.queryset = other.get_queryset(request)
        return field


class ReadOnly(OfMyProjects):
    """The same, only to look at."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


def staff_of(request: HttpRequest) -> User:
    """The member of staff who asks. Raises PermissionDenied for anybody who is no account of ours."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def search_folded(request: HttpRequest, rows: QuerySet[ModelT], columns: Sequence[str], term: str) -> QuerySet[ModelT]:
    """The rows with the term in one of the columns, whatever the capitals of whatever alphabet.

    For tables that stay small: SQLite folds ASCII alone, so the columns are read and folded here, the latest first.
    Tells when that were not all. One query more.
    """
    wanted = term.casefold().split()
    if not wanted:
        return rows
    read = list(rows.order_by("-pk").values_list("pk", *columns)[: MOST_SEARCHED + 1])
    found = [pk for pk, *texts in read[:MOST_SEARCHED] if all(word in " ".join(texts).casefold() for word in wanted)]
    if request.method == "GET" and not request.path.endswith("/autocomplete/"):  # on the list, once
        tell_limits(request, len(read), len(found))
    return rows.filter(pk__in=found[:MOST_FOUND])


def tell_limits(request: HttpRequest, read: int, found: int) -> None:
    """Says on the list that there may be more than it shows."""
    if found > MOST_FOUND:
        text = _("More than %s rows are like that. The latest of them are here: look for a longer word.")
        messages.warning(request, text % number_format(MOST_FOUND, force_grouping=True))
    elif read > MOST_SEARCHED:
        text = _("The latest %s rows were looked through. Older ones are not found here.")
        messages.warning(request, text % number_format(MOST_SEARCHED, force_grouping=True))


def is_superuser(request: HttpRequest) -> bool:
    """Whether a superuser asks."""
    return request.user.is_authenticated and request.user.is_superuser
