"""Accounts in the admin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import BaseUserCreationForm
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from collaborators.access import list_project_ids
from collaborators.admin_rules import is_superuser, search_folded
from collaborators.models import Membership, User
from collaborators.people.leaving import find_owned_alone, remove_accounts

if TYPE_CHECKING:
    CreationForm = BaseUserCreationForm[User]
    DjangoUserAdmin = UserAdmin[User]
    GroupTable = admin.ModelAdmin[Group]
else:  # generic for the type checker alone
    CreationForm, DjangoUserAdmin, GroupTable = BaseUserCreationForm, UserAdmin, admin.ModelAdmin


admin.site.unregister(Group)


@admin.register(Group)
class GroupAdmin(GroupTable):
    """What several accounts may do in the admin."""

    search_fields = ("name",)
    ordering = ("name",)


class NewAccountForm(CreationForm):
    """E-mail, name and a first password."""

    class Meta:
        model = User
        fields = ("email", "name")

    def clean_email(self) -> str:
        """Lower case, as the account itself is."""
        email: str = self.cleaned_data["email"].lower()
        if User.objects.filter(email__iexact=email).exists():
            raise forms.ValidationError(_("There is an account with this address already."))
        return email


@admin.register(User)
class AccountAdmin(DjangoUserAdmin):
    """Accounts. Staff who are not superusers see those they work with, and change nobody."""

    add_form = NewAccountForm
    ordering = ("email",)
    list_display = ("email", "name", "is_active", "is_staff")
    list_filter = ("is_active", "is_staff")
    search_fields = ("email", "name")
    search_help_text = _("A part of the name or the address")
    filter_horizontal = ()
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    readonly_fields = ("last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("email", "name", "password")}),
        (_("May"), {"fields": ("is_active", "is_staff", "is_superuser", "groups", "user_permissions")}),
        (_("When"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = ((None, {"classes": ("wide",), "fields": ("email", "name", "password1", "password2")}),)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[User], search_term: str
    ) -> tuple[QuerySet[User], bool]:
        return search_folded(request, queryset, ("email", "name"), search_term), False

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        accounts = super().get_queryset(request)
        if is_superuser(request):
            return accounts
        shared = Membership.objects.filter(project__in=list_project_ids(request.user))
        return accounts.filter(pk__in=shared.order_by().values("user_id"))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return is_superuser(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_superuser(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_superuser(request)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """What goes with the accounts, and what keeps them: a project of theirs that has no other owner."""
        going, counts, not_allowed, kept = super().get_deleted_objects(objs, request)
        alone = find_owned_alone([account.pk for account in objs])
        return going, counts, not_allowed, [*kept, *map(show_owned_alone, alone)]

    def delete_model(self, request: HttpRequest, obj: User) -> None:
        remove_accounts([obj])

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        remove_accounts(list(queryset))


def show_owned_alone(membership: Membership) -> str:
    """Why an account stays, and what to do."""
    told = _("%(project)s: %(name)s is its only owner. Make somebody else an owner first.")
    return told % {"project": membership.project, "name": membership.user}
