"""Bringing in from the browser: the page, the plain form behind it, and one request for each file."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import TooManyFilesSent
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST

from collaborators.access import Role, find_membership, may
from collaborators.models import Membership
from collaborators.telling import tell, wants_fragment
from media_library.ingest.folders import list_allowed
from media_library.models import Import

from .forms import BeginForm, FileForm
from .places import GB, CannotTake
from .plain_form import IntoUpload
from .receiving import Sent, begin_upload, cancel_upload, finish_upload, receive_file


@csrf_exempt  # the token is asked for below, once it is settled where the files of the form go
@require_http_methods(["GET", "HEAD", "POST"])
def import_new(request: HttpRequest, slug: str) -> HttpResponse:
    """The page for bringing in material; as a form it takes many files at once."""
    mine = find_membership(request.user, slug, least=Role.CONTRIBUTOR)
    if request.method == "POST":
        return receive_form(request, mine)
    return show_page(request, mine)


def receive_form(request: HttpRequest, mine: Membership) -> HttpResponse:
    """Takes the files of the plain form; what was sent without being accepted leaves nothing behind."""
    try:
        size_bytes = int(request.META.get("CONTENT_LENGTH") or 0)
        run = begin_upload(project=mine.project, by=mine.user, files=0, size_bytes=size_bytes)
    except CannotTake as refusal:
        return show_page(request, mine, fault=str(refusal), status=refusal.status)
    handler = IntoUpload(run)
    request.upload_handlers = [handler]
    try:
        return csrf_protect(accept_form)(request, mine, handler)
    except CannotTake as refusal:
        return show_page(request, mine, fault=str(refusal), status=refusal.status)
    except TooManyFilesSent:
        fault = _("These are more than %(most)d files. Send them in several goes, or let the page use JavaScript.")
        return show_page(request, mine, fault=fault % {"most": settings.DATA_UPLOAD_MAX_NUMBER_FILES}, status=413)
    except (MultiPartParserError, OSError):
        return show_page(request, mine, fault=_("The connection broke off. Send the files again."), status=400)
    finally:
        cancel_upload(run=run)  # does nothing once it is finished


def accept_form(request: HttpRequest, mine: Membership, handler: IntoUpload) -> HttpResponse:
    """The form is read here, after which its files lie in the folder of the upload."""
    request.FILES  # noqa: B018 - reading it lays down the files
    if not finish_upload(run=handler.run):
        fault = " ".join(handler.left_out) or _("No file was chosen. Choose some, then press “Bring in”.")
        return show_page(request, mine, fault=fault, status=422)
    for sentence in handler.left_out:
        tell(request, sentence, level=messages.ERROR)
    return redirect("import", mine.project.slug, handler.run.pk)


def show_page(request: HttpRequest, mine: Membership, *, fault: str = "", status: int = 200) -> HttpResponse:
    page = {
        "project": mine.project,
        "place": "imports",
        "fault": fault,
        "most_bytes": settings.KADR_MAX_UPLOAD_GB * GB,
        "may_read_folders": may(mine, Role.EDITOR) and bool(list_allowed()),
    }
    return render(request, "uploads/import_new.html", page, status=status)


@require_POST
def upload_begin(request: HttpRequest, slug: str) -> HttpResponse:
    """Makes room for what is going to be sent, and tells the addresses for it."""
    mine = find_membership(request.user, slug, least=Role.CONTRIBUTOR)
    form = BeginForm(request.POST)
    if not form.is_valid():
        return refuse(_("Say how many files are coming, and how large they are together."), 422)
    try:
        count, size_bytes = form.cleaned_data["count"], form.cleaned_data["size_bytes"]
        run = begin_upload(project=mine.project, by=mine.user, files=count, size_bytes=size_bytes)
    except CannotTake as refusal:
        return refuse(str(refusal), refusal.status)
    names = {"file": "upload-file", "finish": "upload-finish", "cancel": "upload-cancel", "page": "import"}
    return JsonResponse({key: reverse(name, args=(slug, run.pk)) for key, name in names.items()}, status=201)


@require_POST
def upload_file(request: HttpRequest, slug: str, import_id: int) -> HttpResponse:
    """Takes one file: its bytes are the body, its path below what was dropped is in the address."""
    run = find_upload(request, slug, import_id)
    form = FileForm(request.GET)
    if not form.is_valid():
        return refuse(_("The file has no name."), 422)
    try:
        size_bytes = int(request.META["CONTENT_LENGTH"])
    except (KeyError, ValueError):
        return refuse(_("The length of the file is not told."), 411)
    sent = Sent(form.cleaned_data["path"], size_bytes, form.cleaned_data["modified"])
    try:
        receive_file(run=run, sent=sent, read=request.read)
    except CannotTake as refusal:
        return refuse(str(refusal), refusal.status)
    return HttpResponse(status=201)


@require_POST
def upload_finish(request: HttpRequest, slug: str, import_id: int) -> HttpResponse:
    """All files are there: they are brought in. Answers with the address of the import's page."""
    run = find_upload(request, slug, import_id)
    has_begun = finish_upload(run=run)
    refusal = _("No file has arrived, so there is nothing to bring in.")
    if wants_fragment(request) and not has_begun:
        return refuse(refusal, 409)
    if not has_begun:
        tell(request, refusal, level=messages.ERROR)
    page = reverse("import", args=(slug, run.pk))
    return JsonResponse({"page": page}) if wants_fragment(request) else redirect(page)


@require_POST
def upload_cancel(request: HttpRequest, slug: str, import_id: int) -> HttpResponse:
    """Forgets an upload that has not been finished."""
    run = find_upload(request, slug, import_id)
    is_cancelled, refusal = cancel_upload(run=run), _("This upload has ended already.")
    if wants_fragment(request):
        return HttpResponse(status=204) if is_cancelled else refuse(refusal, 409)
    if is_cancelled:
        tell(request, _("The upload was cancelled. Nothing of it was kept."))
    else:
        tell(request, refusal, level=messages.ERROR)
    return redirect("imports", slug)


def find_upload(request: HttpRequest, slug: str, import_id: int) -> Import:
    """The upload, if this person has begun it; for everybody else it is not there (Http404)."""
    mine = find_membership(request.user, slug, least=Role.CONTRIBUTOR)
    uploads = Import.objects.filter(project_id=mine.project_id, by_id=mine.user_id).exclude(upload="")
    return get_object_or_404(uploads, pk=import_id)


def refuse(sentence: str, status: int) -> HttpResponse:
    """The sentence is shown beside the file that it is about."""
    return HttpResponse(sentence, status=status, content_type="text/plain; charset=utf-8")
