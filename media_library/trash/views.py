"""The trash by the browser. Contributors put in and take back; editors empty it, which cannot be undone."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from collaborators.access import Role, find_membership, may
from collaborators.models import Membership
from collaborators.telling import Undo, refuse, tell, told, wants_fragment
from media_library.lighttable.paging import read_instant
from media_library.lighttable.selection import read_selection

from .emptying import empty_trash
from .emptying_tasks import go_on_emptying
from .listing import find_latest, find_trash, group_removals, open_trash, weigh_trash
from .removing import restore_assets, restore_trashed_at, trash_and_tell

AT_ONCE = 1_000
"""More than this is deleted by the worker, so that nobody waits in front of a page; nobody selects more."""


@require_safe
def trash(request: HttpRequest, slug: str) -> HttpResponse:
    """What is in the trash, the latest first."""
    mine = find_membership(request.user, slug)
    page = open_trash(mine.project_id, after=request.GET.get("after", ""), before=request.GET.get("before", ""))
    may_empty = may(mine, Role.EDITOR) and bool(page.rows)
    shown: dict[str, Any] = {
        "project": mine.project,
        "place": "material",
        "page": page,
        "removals": group_removals(page.rows, slug),
        "may_contribute": may(mine, Role.CONTRIBUTOR),
        "may_empty": may_empty,
        "weight": weigh_trash(mine.project_id) if may_empty else None,
        "latest": find_latest(mine.project_id) if may_empty else None,
        "is_asked": request.GET.get("ask") == "empty",
    }
    return render(request, "trash/trash.html", shown)


@require_POST
def trash_put(request: HttpRequest, slug: str) -> HttpResponse:
    """Removes what is selected from the project: into the trash."""
    mine = find_membership(request.user, slug, least=Role.CONTRIBUTOR)
    try:
        ids, at = trash_and_tell(read_selection(request.POST, mine), by=mine.user)
    except ValidationError as fault:
        return refuse(request, " ".join(fault.messages), back=redirect("library", slug))
    text = ngettext(
        "%(count)s is removed. It is in the trash.", "%(count)s are removed. They are in the trash.", len(ids)
    ) % {"count": len(ids)}
    undo = Undo(reverse("trash-restore", args=[slug]), {"at": at.isoformat()}) if ids else None
    return answer(request, mine, text, undo=undo, back_to="library")


@require_POST
def trash_restore(request: HttpRequest, slug: str) -> HttpResponse:
    """Puts back what is selected (`ids`), or what I removed at one moment (`at`)."""
    mine = find_membership(request.user, slug, least=Role.CONTRIBUTOR)
    try:
        if at := request.POST.get("at"):
            ids = restore_trashed_at(mine.project_id, at=read_instant(at), by=mine.user)
        else:
            ids = restore_assets(read_selection(request.POST, mine, among=find_trash(mine.project_id)))
    except ValidationError as fault:
        return refuse(request, " ".join(fault.messages), back=redirect("trash", slug))
    text = ngettext("%(count)s is back in the library.", "%(count)s are back in the library.", len(ids))
    return answer(request, mine, text % {"count": len(ids)}, back_to="trash")


@require_POST
def trash_empty(request: HttpRequest, slug: str) -> HttpResponse:
    """Deletes for good what is selected (`ids`), or all that was in the trash when the page was made (`until`)."""
    mine = find_membership(request.user, slug, least=Role.EDITOR)
    everything = find_trash(mine.project_id)
    try:
        if request.POST.get("until"):
            until = read_instant(request.POST["until"])
            if everything.filter(trashed_at__lte=until)[AT_ONCE:].exists():
                go_on_emptying.enqueue(mine.project_id, until.isoformat())
                return answer(request, mine, _("The trash is being emptied. This goes on by itself."), back_to="trash")
            number = empty_trash(mine.project, until=until)
        else:
            number = empty_trash(
                mine.project, assets=read_selection(request.POST, mine, among=everything, most=AT_ONCE)
            )
    except ValidationError as fault:
        return refuse(request, " ".join(fault.messages), back=redirect("trash", slug))
    text = ngettext("%(count)s is deleted for good.", "%(count)s are deleted for good.", number)
    return answer(request, mine, text % {"count": number}, back_to="trash")


def answer(
    request: HttpRequest, mine: Membership, text: str, *, undo: Undo | None = None, back_to: str
) -> HttpResponse:
    """Tells what happened: to a script at once, else on the page it came from."""
    if wants_fragment(request):
        return told(HttpResponse(status=204), text, undo=undo)
    tell(request, text, undo=undo)
    return redirect(back_to, mine.project.slug)
