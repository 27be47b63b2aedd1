"""Projects in the admin, with their people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from collaborators.access import Role, only_mine
from collaborators.admin_rules import OfMyProjects, is_superuser, search_folded, staff_of
from collaborators.models import Membership
from collaborators.people.members import add_member, change_role, check_roles, remove_member
from projects.addresses import check_address
from projects.languages import normalise_tags
from projects.making import CHANGEABLE, ChangedMeanwhile, change_project, make_project
from projects.models import Project

if TYPE_CHECKING:
    ProjectModelForm = forms.ModelForm[Project]
    MembershipTable = admin.TabularInline[Membership, Project]
    InlineFormSet = BaseInlineFormSet[Membership, Project, forms.ModelForm[Membership]]
else:
    ProjectModelForm, MembershipTable = forms.ModelForm, admin.TabularInline  # generic for the type checker alone
    InlineFormSet = BaseInlineFormSet

MEANWHILE = _("Somebody has changed this project meanwhile. Look at what stands there now, then save once more.")


class ProjectAdminForm(ProjectModelForm):
    """A project; its address may not be one of Kadr's own. Knows the version that was on the page."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Project
        fields = ("kind", "title", "slug", "synopsis", "status", "languages")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen_version"] = self.instance.version
        if "languages" in self.fields:
            self.fields["languages"].widget.attrs["rows"] = 2

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

    def clean(self) -> dict[str, Any]:
        """Somebody who has changed the project since the page was made is not written over."""
        cleaned = super().clean() or self.cleaned_data
        now = Project.objects.filter(pk=self.instance.pk).values_list("version", flat=True).first()
        if now is not None and cleaned.get("seen_version") not in (None, now):
            data: Any = self.data.copy()  # type: ignore[attr-defined]  # it is a QueryDict
            data[self.add_prefix("seen_version")] = str(now)
            self.data = data
            raise forms.ValidationError(MEANWHILE)
        return cleaned

    def values(self) -> dict[str, Any]:
        """What `make_project` and `change_project` take."""
        return {name: self.cleaned_data[name] for name in CHANGEABLE if name in self.cleaned_data}


class MembersFormSet(InlineFormSet):
    """All people of a project at once."""

    def clean(self) -> None:
        """A project that has an owner keeps one, at this door too."""
        super().clean()
        if not self.has_changed() or any(self.errors):
            return
        if any(form.instance.pk and "user" in form.changed_data for form in self.forms):
            raise ValidationError(_("A row stays with its person. Remove them and add the other one."))
        check_roles(self.instance.pk, {self._read_role(form) for form in self.forms})

    def _read_role(self, form: forms.ModelForm[Membership]) -> str:
        """The role that the form leaves somebody with, "" for none."""
        return "" if form.cleaned_data.get("DELETE") else str(form.cleaned_data.get("role", ""))


class MembershipInline(MembershipTable):
    """The people of a project: for its owners."""

    model = Membership
    formset = MembersFormSet
    autocomplete_fields = ("user",)
    extra = 1

    def formfield_for_dbfield(self, db_field: Any, request: Any, **options: Any) -> Any:
        """Without the icons that open other forms over this one: accounts have a list of their own."""
        field = super().formfield_for_dbfield(db_field, request, **options)
        for step in ("add", "change", "view", "delete"):
            if field is not None and hasattr(field.widget, f"can_{step}_related"):
                setattr(field.widget, f"can_{step}_related", False)
        return field

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
    search_help_text = _("A part of the title or the address")
    readonly_fields = ("created_at",)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Project], search_term: str
    ) -> tuple[QuerySet[Project], bool]:
        return search_folded(request, queryset, ("title", "slug"), search_term), False

    def save_model(self, request: HttpRequest, obj: Project, form: ProjectAdminForm, change: bool) -> None:
        """Makes or changes it as the browser does: whoever makes a project owns it."""
        if not change:
            obj.pk = make_project(by=staff_of(request), **form.values()).pk
            obj.refresh_from_db()
        elif values := {name: value for name, value in form.values().items() if value != form.initial.get(name)}:
            change_project(obj, version=form.cleaned_data.get("seen_version") or obj.version, **values)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Changes the people as the browser does. Who comes or rises goes first, so that an owner may hand over."""
        formset.save(commit=False)
        for membership in formset.new_objects:
            add_member(project_id=form.instance.pk, email=membership.user.email, role=membership.role)
        changed = [membership for membership, _fields in formset.changed_objects]
        for membership in sorted(changed, key=lambda each: each.role != Role.OWNER):
            change_role(membership, role=membership.role)
        for membership in formset.deleted_objects:
            remove_member(membership)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Tells what another person's step, a moment before, has made impossible; nothing is written then."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except ChangedMeanwhile:
            self.message_user(request, MEANWHILE, messages.ERROR)
        except ValidationError as fault:
            self.message_user(request, " ".join(fault.messages), messages.ERROR)
        return redirect(request.get_full_path())

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A superuser alone: with a project goes all that is in it."""
        return is_superuser(request) and super().has_delete_permission(request, obj)
