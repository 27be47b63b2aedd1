"""Marks by the browser: batches of what was pressed come in, what others have pressed goes out."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from collaborators.access import Role, find_membership, may
from collaborators.models import Membership
from collaborators.telling import told
from media_library.lighttable.paging import parse_id
from media_library.lighttable.views import private
from media_library.models import Asset

from .history import read_history
from .reading import describe_overtaken, read_marks, read_marks_after
from .recording import record_batch
from .wire import Batch, read_batch


@require_http_methods(["GET", "HEAD", "POST"])
def marks(request: HttpRequest, slug: str) -> HttpResponse:
    """GET: what has changed `after` a version. POST: a batch of events, by reviewers and up; looks by every member."""
    if is_of_somebody_else(request):
        return HttpResponse(status=401)
    mine = find_membership(request.user, slug)
    if request.method != "POST":
        after = parse_after(request.GET.get("after", ""))
        return answer(read_marks_after(mine.project_id, after, reader=mine.user))
    try:
        batch = read_batch(request.body)
    except ValidationError as fault:
        sentence = " ".join(fault.messages)
        return told(JsonResponse({"reason": sentence}, status=400), sentence, is_fault=True)
    if batch.has_judgements and not may(mine, Role.REVIEWER):
        raise PermissionDenied
    return answer(record(mine, batch))


def is_of_somebody_else(request: HttpRequest) -> bool:
    """Whether the page that sends this was opened by another account, before this one signed in in the same browser."""
    return request.headers.get("X-Account", str(request.user.pk)) != str(request.user.pk)


def parse_after(text: str) -> int | None:
    """The version a script has; None for none."""
    return 0 if text == "0" else parse_id(text)


def record(mine: Membership, batch: Batch) -> dict[str, Any]:
    """Records the batch; gives what became of it, as the script reads it."""
    done = record_batch(mine, batch.steps, now=timezone.now())
    return {
        "version": done.version,
        "arrived": [str(step) for step in done.arrived],
        "refused": [asdict(refusal) for refusal in (*batch.refused, *done.refused)],
        "marks": read_marks(mine.project_id, done.asset_ids, reader=mine.user),
        "overtaken": describe_overtaken(done.overtaken),
    }


def answer(told_to_script: dict[str, Any]) -> HttpResponse:
    """With the server's time, by which the browser sets its own."""
    return private(JsonResponse({**told_to_script, "now": timezone.now().isoformat()}))


@require_safe
def mark_history(request: HttpRequest, slug: str, asset_id: int) -> HttpResponse:
    """Who has marked an asset, when and how: a piece of a page."""
    mine = find_membership(request.user, slug)
    asset = get_object_or_404(Asset.objects.in_library().filter(project_id=mine.project_id), pk=asset_id)
    return private(render(request, "marking/_history.html", {"history": read_history(asset.pk)}))
