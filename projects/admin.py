"""Projects in the admin, with their people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.forms import BaseInlineFormSet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from collaborators.access import Role, only_mine
from collaborators.admin_rules import OfMyProjects, is_superuser
from collaborators.models import Membership
from collaborators.people.members import check_roles
from projects.addresses import check_address
from projects.languages import normalise_tags
from projects.models import Project

if TYPE_CHECKING:
    ProjectModelForm = forms.ModelForm[Project]
    MembershipTable = admin.TabularInline[Membership, Project]
    InlineFormSet = BaseInlineFormSet[Membership, Project, forms.ModelForm[Membership]]
else:
    ProjectModelForm, MembershipTable = forms.ModelForm, admin.TabularInline  # generic for the type checker alone
    InlineFormSet = BaseInlineFormSet


class ProjectAdminForm(ProjectModelForm):
    """A project; its address may not be one of Kadr's own."""

    class Meta:
        model = Project
        fields = ("kind", "title", "slug", "synopsis", "status", "languages")

    def clean_languages(self) -> list[str]:
        """A list of tags, as RFC 5646 writes them."""
        tags = self.cleaned_data["languages"] or []
        if not isinstance(tags, list) or not all(isinstance(tag, str) for tag in tags):
            raise forms.ValidationError(_('Write a list of language tags, such as ["kk", "ru"].'))
        return normalise_tags(tags)

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"].lower()
        check_address(slug)
        return slug


class MembersFormSet(InlineFormSet):
    """All people of a project at once."""

    def clean(self) -> None:
        """A project that has an owner keeps one, at this door too."""
        super().clean()
        if self.has_changed() and not any(self.errors):
            check_roles(self.instance.pk, {self._read_role(form) for form in self.forms})

    def _read_role(self, form: forms.ModelForm[Membership]) -> str:
        """The role that the form leaves somebody with, "" for none."""
        return "" if form.cleaned_data.get("DELETE") else str(form.cleaned_data.get("role", ""))


class MembershipInline(MembershipTable):
    """The people of a project: for its owners."""

    model = Membership
    formset = MembersFormSet
    extra = 1

    def is_open(self, request: HttpRequest, project: Project | None) -> bool:
        if project is None or is_superuser(request):
            return is_superuser(request)
        return only_mine(
            Project.objects.filter(pk=project.pk), request.user, least=Role.OWNER, project_field=""
        ).exists()

    def has_view_permission(self, request: HttpRequest, obj: Project | None = None) -> bool:
        return obj is not None

    def has_add_permission(self, request: HttpRequest, obj: Project | None = None) -> bool:
        return self.is_open(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Project | None = None) -> bool:
        return self.is_open(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Project | None = None) -> bool:
        return self.is_open(request, obj)


@admin.register(Project)
class ProjectAdmin(OfMyProjects):
    """Projects and their people."""

    project_field = ""
    form = ProjectAdminForm
    inlines = (MembershipInline,)
    list_display = ("title", "kind", "status", "slug")
    list_filter = ("kind", "status")
    search_fields = ("title", "slug")
    readonly_fields = ("created_at",)

    def save_model(self, request: HttpRequest, obj: Project, form: Any, change: bool) -> None:
        """Counts the change, so that a form open in the browser notices; whoever makes a project owns it."""
        if change:
            obj.version += 1
        super().save_model(request, obj, form, change)
        if not change:
            Membership.objects.get_or_create(project=obj, user_id=request.user.pk or 0, defaults={"role": Role.OWNER})

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A superuser alone: with a project goes all that is in it."""
        return is_superuser(request) and super().has_delete_permission(request, obj)
