"""My projects, a new one, and one by itself."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from collaborators.access import Role, find_membership, may
from collaborators.models import Membership, User
from collaborators.people.members import list_members
from media_library.models import Import
from media_library.viewing.material import count_material, count_unmade, make_tiles, show_material
from media_library.viewing.paging import page_by_id
from projects.making import ChangedMeanwhile, change_project, make_project
from projects.models import Project

from .forms import ProjectEditForm, ProjectForm, initial_of

PROJECTS_ON_A_PAGE = 50
LATEST_IMPORTS = 5
MEMBERS_SHOWN = 8


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The projects I am in, the latest I came to first, each with my role."""
    memberships = page_by_id(list_mine(signed_in(request)), request.GET.get("after", ""), size=PROJECTS_ON_A_PAGE)
    return render(request, "overview/projects.html", {"memberships": memberships})


def list_mine(user: User) -> QuerySet[Membership]:
    """The user's memberships with their projects loaded."""
    return Membership.objects.filter(user_id=user.pk).select_related("project")


@require_http_methods(["GET", "HEAD", "POST"])
def project_new(request: HttpRequest) -> HttpResponse:
    """Makes a project; whoever makes it owns it."""
    form = ProjectForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            project = make_project(by=signed_in(request), **form.values())
        except ValidationError as error:
            form.add_faults(error)
        else:
            return redirect("project", project.slug)
    return render(request, "overview/project_new.html", {"form": form}, status=answer_status(form))


def signed_in(request: HttpRequest) -> User:
    """The user behind a view that nobody reaches without signing in."""
    if not isinstance(request.user, User):
        raise TypeError("this view is for people who are signed in")
    return request.user


def answer_status(form: ProjectForm) -> int:
    """422 when what was typed has to be mended, 200 otherwise."""
    return 422 if form.is_bound and form.errors else 200


@require_safe
def project(request: HttpRequest, slug: str) -> HttpResponse:
    """A project: what it is, how much material it holds, what came in last, who is in it, and the material itself."""
    mine = find_membership(request.user, slug)
    page = show_material(mine.project_id, request.GET.get("after", ""))
    members = list(list_members(mine.project_id)[: MEMBERS_SHOWN + 1])
    shown = {
        "project": mine.project,
        "place": "project",
        "counts": count_material(mine.project_id),
        "unmade": count_unmade(mine.project_id),
        "imports": Import.objects.filter(project_id=mine.project_id).select_related("by")[:LATEST_IMPORTS],
        "members": members[:MEMBERS_SHOWN],
        "has_more_members": len(members) > MEMBERS_SHOWN,
        "page": page,
        "tiles": make_tiles(page.rows, slug),
        "may_edit": may(mine, Role.EDITOR),
        "may_change_people": may(mine, Role.OWNER),
    }
    return render(request, "overview/project.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def project_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Changes a project, unless somebody else has changed it since the form was opened."""
    mine = find_membership(request.user, slug, least=Role.EDITOR)
    typed = request.POST if request.method == "POST" else None
    form = ProjectEditForm(typed, initial=initial_of(mine.project))
    shown: dict[str, Any] = {"project": mine.project, "form": form}
    if request.method == "POST" and form.is_valid():
        edited = Project.objects.get(pk=mine.project_id)
        values = {**form.values(), "slug": form.cleaned_data["slug"] or edited.slug}
        try:
            edited = change_project(edited, version=form.cleaned_data["version"], **values)
        except ValidationError as error:
            form.add_faults(error)
        except ChangedMeanwhile:
            return render(
                request, "overview/project_edit.html", show_conflict(form, request.POST, mine.project), status=409
            )
        else:
            messages.success(request, _("The project is saved."))
            return redirect("project", edited.slug)
    return render(request, "overview/project_edit.html", shown, status=answer_status(form))


def show_conflict(form: ProjectEditForm, posted: QueryDict, theirs: Project) -> dict[str, Any]:
    """What was typed, beside what somebody else has saved; the form may then be saved over it."""
    typed = posted.copy()
    typed["version"] = str(theirs.version)
    saved = initial_of(theirs)
    differing = [
        {"label": form.fields[name].label, "theirs": show_value(form, name, saved[name])}
        for name in ("title", "kind", "slug", "synopsis", "status", "spoken", "more_languages")
        if form[name].value() != saved[name]
    ]
    again = ProjectEditForm(typed)
    return {"project": theirs, "form": again, "theirs": differing}


def show_value(form: ProjectEditForm, name: str, value: Any) -> str:
    """A saved value in words."""
    choices = dict(getattr(form.fields[name], "choices", []))
    values = value if isinstance(value, list) else [value]
    return ", ".join(str(choices.get(each, each)) for each in values)
