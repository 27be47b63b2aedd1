"""My projects, a new one, one by itself, and what is to be mended in it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collaborators.access import Role, find_membership, may
from collaborators.models import User
from collaborators.people.members import list_members
from collaborators.telling import tell
from media_library.lighttable.paging import page_by_id
from media_library.models import Import
from projects.making import ChangedMeanwhile, change_project, make_project
from projects.models import Project

from .days import list_last_days
from .forms import ProjectEditForm, ProjectForm, initial_of
from .mending import find_faults, try_failed_again
from .mine import list_mine, list_my_projects, make_tiles
from .numbers import count_numbers
from .waiting import list_waiting, tell_next_look

PROJECTS_ON_A_PAGE = 24
LATEST_IMPORTS = 5
MEMBERS_SHOWN = 8


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The projects I am in, the latest I came to first, and what waits in them. Its fragment: `?part=waiting`."""
    user = signed_in(request)
    waiting = list_waiting(list_my_projects(user))
    shown: dict[str, Any] = {"waiting": waiting, "look_again_s": tell_next_look(waiting)}
    if request.GET.get("part") == "waiting":
        return render(request, "overview/projects.html#waiting", shown)
    page = page_by_id(list_mine(user), request.GET.get("after", ""), size=PROJECTS_ON_A_PAGE)
    shown |= {"page": page, "tiles": make_tiles(page.rows), "form": ProjectForm()}
    return render(request, "overview/projects.html", shown)


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
    """A project: what it is, its numbers, what waits, its days, imports and people. Its fragment: `?part=waiting`."""
    mine = find_membership(request.user, slug)
    waiting = list_waiting([mine.project])
    shown: dict[str, Any] = {
        "project": mine.project,
        "place": "project",
        "under_way": [one for one in waiting if one.state == "running"],
        "waiting": [one for one in waiting if one.state in ("flag", "block")],
        "look_again_s": tell_next_look(waiting),
    }
    if request.GET.get("part") == "waiting":
        return render(request, "overview/project.html#waiting", shown)
    members = list(list_members(mine.project_id)[: MEMBERS_SHOWN + 1])
    shown |= {
        "numbers": count_numbers(mine.project_id),
        **{one.about: one for one in waiting if one.about in ("unmade", "missing", "damaged")},
        "days": list_last_days(mine.project_id),
        "imports": Import.objects.filter(project_id=mine.project_id).select_related("by")[:LATEST_IMPORTS],
        "members": members[:MEMBERS_SHOWN],
        "has_more_members": len(members) > MEMBERS_SHOWN,
        "may_bring_in": may(mine, Role.CONTRIBUTOR),
        "may_edit": may(mine, Role.EDITOR),
        "may_change_people": may(mine, Role.OWNER),
    }
    return render(request, "overview/project.html", shown)


@require_safe
def project_numbers(request: HttpRequest, slug: str) -> HttpResponse:
    """The numbers of a project counted to their end: what a large one asks for after its page has come."""
    mine = find_membership(request.user, slug)
    numbers = count_numbers(mine.project_id, cap=None)
    waiting = {one.about: one for one in list_waiting([mine.project])}
    shown = {**waiting, "project": mine.project, "place": "project", "numbers": numbers}
    template = "overview/_numbers.html" if request.headers.get("HX-Request") else "overview/project_numbers.html"
    return render(request, template, shown)


@require_safe
def mend(request: HttpRequest, slug: str) -> HttpResponse:
    """What is missing, damaged, or could not be drawn, file by file."""
    mine = find_membership(request.user, slug)
    shown = {
        "project": mine.project,
        "place": "project",
        "faults": find_faults(mine.project_id),
        "may_try": may(mine, Role.CONTRIBUTOR),
    }
    return render(request, "overview/mend.html", shown)


@require_POST
def mend_renditions(request: HttpRequest, slug: str) -> HttpResponse:
    """Asks once more for all renditions of a project that failed."""
    mine = find_membership(request.user, slug, least=Role.CONTRIBUTOR)
    if count := try_failed_again(mine.project_id):
        text = ngettext(
            "%(count)d file is tried again. Look here in a minute.",
            "%(count)d files are tried again. Look here in a minute.",
            count,
        )
        tell(request, text % {"count": count})
    else:
        tell(request, _("No rendition has failed here."))
    return redirect("mend", slug)


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
            tell(request, _("The project is saved."))
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
        if read_typed(form, name) != saved[name]
    ]
    again = ProjectEditForm(typed)
    return {"project": theirs, "form": again, "theirs": differing}


def read_typed(form: ProjectEditForm, name: str) -> Any:
    """What was typed, with the ends of its lines as they are stored: browsers send them as CR LF."""
    typed = form[name].value()
    return typed.replace("\r\n", "\n") if isinstance(typed, str) else typed


def show_value(form: ProjectEditForm, name: str, value: Any) -> str:
    """A saved value in words."""
    choices = dict(getattr(form.fields[name], "choices", []))
    values = value if isinstance(value, list) else [value]
    return ", ".join(str(choices.get(each, each)) for each in values)
