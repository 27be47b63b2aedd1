"""The people of a project: everybody in it sees them, its owners change them."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from collaborators.access import find_membership
from collaborators.models import Membership
from collaborators.telling import Undo, tell, told, wants_fragment

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
            return answer(request, slug, _("%(name)s is in the project now.") % {"name": member.user})
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
        return refuse(request, slug, _("There is no such role. Choose one from the list."))
    before = member.role
    try:
        change_role(member, role=form.cleaned_data["role"])
    except ValidationError as error:
        return refuse(request, slug, " ".join(error.messages))
    text = _("%(name)s: %(role)s from now on.") % {"name": member.user, "role": member.get_role_display()}
    undo = Undo(reverse("member-role", args=(slug, member_id)), {"role": before}) if before != member.role else None
    if member.user_id == request.user.pk:
        return answer_about_oneself(request, slug, text)
    return answer(request, slug, text, undo=undo)


@require_POST
def member_remove(request: HttpRequest, slug: str, member_id: int) -> HttpResponse:
    """Takes a member out of the project."""
    member = find_member(request, slug, member_id)
    try:
        remove_member(member)
    except ValidationError as error:
        return refuse(request, slug, " ".join(error.messages))
    text = _("%(name)s is no longer in the project.") % {"name": member.user}
    if member.user_id == request.user.pk:
        tell(request, text)
        return redirect("home")
    again = Undo(reverse("people", args=(slug,)), {"email": member.user.email, "role": member.role})
    tell(request, text, undo=again)
    return redirect("people", slug)


def answer(request: HttpRequest, slug: str, text: str, *, undo: Undo | None = None) -> HttpResponse:
    """Tells what was done: to a script at once, to a person on the page of the people."""
    if wants_fragment(request):
        return told(HttpResponse(status=204), text, undo=undo)
    tell(request, text, undo=undo)
    return redirect("people", slug)


def answer_about_oneself(request: HttpRequest, slug: str, text: str) -> HttpResponse:
    """Tells what was done, on a page made anew: whoever is no owner any more has other buttons."""
    tell(request, text)
    if wants_fragment(request):
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    return redirect("people", slug)


def refuse(request: HttpRequest, slug: str, text: str) -> HttpResponse:
    """Says why it was not done."""
    if wants_fragment(request):
        return told(HttpResponse(status=422), text, is_fault=True)
    tell(request, text, level=messages.ERROR)
    return redirect("people", slug)


def find_member(request: HttpRequest, slug: str, member_id: int) -> Membership:
    """The member an owner wants to change. Raises Http404 and PermissionDenied as `find_membership` does."""
    mine = find_membership(request.user, slug, least=Role.OWNER)
    return get_object_or_404(list_members(mine.project_id), pk=member_id)
