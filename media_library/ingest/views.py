"""The imports of a project: the list, one run with its progress, its report, and what can be done about it."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collaborators.access import Role, find_membership, may
from collaborators.models import Membership
from collaborators.telling import tell, told, wants_fragment
from media_library.models import Import
from media_library.viewing.retrying import try_again

from .asking import ask_anew, ask_for_import, ask_to_go_on, ask_to_stop, list_renditions
from .folders import find_folder, is_allowed, list_allowed, list_folder
from .forms import FolderForm
from .places import UnfitPlace, is_here
from .report import write_csv
from .showing import UNSHOWN, make_file_rows, make_run_rows, show_files, show_live, show_runs


@require_safe
def imports(request: HttpRequest, slug: str) -> HttpResponse:
    """All imports of a project, the latest first."""
    mine = find_membership(request.user, slug)
    runs = show_runs(mine.project_id, request.GET.get("after", ""))
    page = {
        "project": mine.project,
        "place": "imports",
        "runs": runs,
        "rows": make_run_rows(runs.rows),
        "may_contribute": may(mine, Role.CONTRIBUTOR),
    }
    return render(request, "ingest/imports.html", page)


@require_safe
def import_run(request: HttpRequest, slug: str, import_id: int) -> HttpResponse:
    """One import: how far it is, what became of each file, and why. Its fragments: `?part=live`, `?part=files`."""
    mine = find_membership(request.user, slug)
    run = find_run(mine, import_id)
    part = request.GET.get("part", "")
    rights = tell_rights(mine, run)
    live = show_live(run, tells_places=rights["may_contribute"])
    page = {"project": mine.project, "place": "imports", "run": run, "live": live, **rights}
    if part == "live":
        answer = render(request, "ingest/import.html#live", page)
        if not live.is_going_on:
            answer["HX-Trigger"] = "import-ended"
        return answer
    page |= show_table(request, run, slug)
    return render(request, "ingest/import.html#files" if part == "files" else "ingest/import.html", page)


def find_run(mine: Membership, import_id: int) -> Import:
    """The run, in the member's project or not at all (Http404)."""
    return get_object_or_404(Import.objects.filter(project_id=mine.project_id).select_related("by"), pk=import_id)


def tell_rights(mine: Membership, run: Import) -> dict[str, bool]:
    """Which buttons the page has."""
    may_contribute = may(mine, Role.CONTRIBUTOR)
    may_begin = may_begin_again(mine, run)
    return {
        "may_contribute": may_contribute,
        "may_stop": may_contribute and run.state in (Import.State.WAITING, Import.State.RUNNING),
        "may_go_on": may_begin and run.state == Import.State.STOPPED,
        "may_read_anew": may_begin and run.state in (Import.State.STOPPED, Import.State.FINISHED),
        "may_finish": may_contribute and run.state == Import.State.RECEIVING and run.by_id == mine.user_id,
    }


def may_begin_again(mine: Membership, run: Import) -> bool:
    """What was sent, while it is here: contributors. A folder of the server: editors, if it is one of those allowed."""
    if run.upload:
        return may(mine, Role.CONTRIBUTOR) and is_here(run)
    places = [*(run.places or run.source.splitlines()), *([run.also_to] if run.also_to else [])]
    return may(mine, Role.EDITOR) and all(is_allowed(Path(place)) for place in places)


def show_table(request: HttpRequest, run: Import, slug: str) -> dict[str, object]:
    """The files of the run, narrowed to what was chosen."""
    chosen, after = request.GET.get("outcome", ""), request.GET.get("after", "")
    files = show_files(run, chosen, after)
    rows = make_file_rows(files.rows, slug)
    return {
        "chosen": chosen,
        "after": after,
        "files": files,
        "rows": rows,
        "are_being_drawn": any(row.is_being_drawn for row in rows),
        "keep": f"{urlencode({'outcome': chosen})}&" if chosen else "",
        "unshown": UNSHOWN,
    }


@require_POST
def import_stop(request: HttpRequest, slug: str, import_id: int) -> HttpResponse:
    """Lets a run end after the files in hand."""
    mine = find_membership(request.user, slug, least=Role.CONTRIBUTOR)
    run = find_run(mine, import_id)
    if ask_to_stop(run=run):
        return answer(request, run, slug, _("It stops after the files that are in hand. “Go on” brings in the rest."))
    return refuse(request, run, slug, _("This import has ended already."))


@require_POST
def import_go_on(request: HttpRequest, slug: str, import_id: int) -> HttpResponse:
    """Lets a run that has stopped go on."""
    mine = find_membership(request.user, slug, least=Role.CONTRIBUTOR)
    run = find_run(mine, import_id)
    if not may_begin_again(mine, run):
        return refuse(request, run, slug, say_why_not(run))
    if ask_to_go_on(run=run):
        return answer(request, run, slug, _("The import goes on where it was."))
    return refuse(request, run, slug, _("This import has not stopped."))


@require_POST
def import_retry(request: HttpRequest, slug: str, import_id: int) -> HttpResponse:
    """Tries again: the pictures that could not be made, or what was refused or has failed (one `path`, or all)."""
    mine = find_membership(request.user, slug, least=Role.CONTRIBUTOR)
    run = find_run(mine, import_id)
    if request.POST.get("what") == UNSHOWN:
        return answer(request, run, slug, say_pictures(try_again(list_renditions(run))))
    if not may_begin_again(mine, run):
        return refuse(request, run, slug, say_why_not(run))
    paths = request.POST.getlist("path")
    if ask_anew(run=run, paths=paths or None):
        return answer(request, run, slug, _("What did not come in is read once more."))
    return refuse(request, run, slug, _("This import is not at its end yet. Try again when it is."))


def say_pictures(number: int) -> str:
    if not number:
        return _("Every picture has been made.")
    told_ = ngettext(
        "The pictures of %(count)d file are made again.", "The pictures of %(count)d files are made again.", number
    )
    return told_ % {"count": number}


def say_why_not(run: Import) -> str:
    """Why a run cannot be read again from here, and what can be done instead."""
    if run.upload:
        return _("What was sent is no longer here. Send the files again.")
    return _("This folder is not read from the browser. Run import_media with the same folder again on the server.")


def answer(request: HttpRequest, run: Import, slug: str, text: str, *, is_fault: bool = False) -> HttpResponse:
    """A script is told at once and reads the page again; everybody else gets the page with the sentence on it."""
    if wants_fragment(request):
        return told(HttpResponse(status=204), text, is_fault=is_fault)
    tell(request, text, level=messages.ERROR if is_fault else messages.SUCCESS)
    return redirect("import", slug, run.pk)


def refuse(request: HttpRequest, run: Import, slug: str, text: str) -> HttpResponse:
    """Nothing has been done; the sentence says why."""
    return answer(request, run, slug, text, is_fault=True)


@require_safe
def import_report(request: HttpRequest, slug: str, import_id: int) -> StreamingHttpResponse:
    """What became of each file, as CSV."""
    mine = find_membership(request.user, slug)
    run = find_run(mine, import_id)
    name = f"{slug}-import-{run.pk}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    lines = write_csv(run, tells_places=may(mine, Role.CONTRIBUTOR))
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
def import_folder(request: HttpRequest, slug: str) -> HttpResponse:
    """Choosing a folder of the server, among those the operator has allowed, and bringing it in."""
    mine = find_membership(request.user, slug, least=Role.EDITOR)
    form = FolderForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        run = ask_for_import(
            project=mine.project,
            places=[chosen["at"]],
            by=mine.user,
            mode=chosen["mode"],
            also_to=chosen["also_to"],
            mhl=chosen["mhl"],
        )
        return redirect("import", slug, run.pk)
    page = {"project": mine.project, "place": "imports", "form": form, **show_folder(request)}
    return render(request, "ingest/import_folder.html", page, status=422 if form.is_bound else 200)


def show_folder(request: HttpRequest) -> dict[str, object]:
    """Where the person is in the folders of the server, and what can be seen there."""
    address = request.POST.get("at") or request.GET.get("at", "")
    shown: dict[str, object] = {"allowed": list_allowed(), "address": address, "listing": None, "fault": ""}
    if address:
        try:
            shown["listing"] = list_folder(find_folder(address))
        except UnfitPlace as unfit:
            shown["fault"] = str(unfit)
    return shown
