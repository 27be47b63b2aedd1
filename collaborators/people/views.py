"""The people of a project: everybody in it sees them, its owners change them."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from collaborators.access import find_membership
from collaborators.models import Membership

from .forms import MemberForm, RoleForm
from .members import add_member, change_role, list_members, remove_member

Role = Membership.Role


@require_http_methods(["GET", "HEAD", "POST"])
def people(request: HttpRequest, slug: str) -> HttpResponse:
    """The members; from an owner, POST adds one."""
    least = Role.OWNER if request.method == "POST" else Role.VIEWER
    mine = find_membership(request.user, slug, least=least)
    form = MemberForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            member = add_member(project_id=mine.project_id, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("%(name)s is in the project now.") % {"name": member.user})
            return redirect("people", slug)
    page = {
        "project": mine.project,
        "place": "people",
        "mine": mine,
        "members": list_members(mine.project_id),
        "roles": Role.choices,
        "form": form,
    }
    return render(request, "people/people.html", page, status=422 if form.errors else 200)


@require_POST
def member_role(request: HttpRequest, slug: str, member_id: int) -> HttpResponse:
    """Gives a member another role."""
    member = find_member(request, slug, member_id)
    form = RoleForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("There is no such role. Choose one from the list."))
        return redirect("people", slug)
    try:
        change_role(member, role=form.cleaned_data["role"])
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        told = {"name": member.user, "role": member.get_role_display()}
        messages.success(request, _("%(name)s: %(role)s from now on.") % told)
    return redirect("people", slug)


@require_POST
def member_remove(request: HttpRequest, slug: str, member_id: int) -> HttpResponse:
    """Takes a member out of the project."""
    member = find_member(request, slug, member_id)
    try:
        remove_member(member)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("people", slug)
    messages.success(request, _("%(name)s is no longer in the project.") % {"name": member.user})
    return redirect("home") if member.user_id == request.user.pk else redirect("people", slug)


def find_member(request: HttpRequest, slug: str, member_id: int) -> Membership:
    """The member an owner wants to change. Raises Http404 and PermissionDenied as `find_membership` does."""
    mine = find_membership(request.user, slug, least=Role.OWNER)
    return get_object_or_404(list_members(mine.project_id), pk=member_id)
