"""An asset by itself, and the imports it came with."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from collaborators.access import Role, find_membership
from collaborators.telling import tell, told, wants_fragment
from media_library.models import Import, ImportedFile

from .asset_page import find_asset, show_asset
from .paging import page_by_id
from .retrying import try_again
from .words import WordChange, WordOutcome, list_words, save_word

FILES_ON_A_PAGE = 100
IMPORTS_ON_A_PAGE = 50


@require_safe
def asset(request: HttpRequest, slug: str, asset_id: int) -> HttpResponse:
    """One asset: its picture, its words, its facts, where it came from, and what has been made of it."""
    mine = find_membership(request.user, slug)
    return render(request, "viewing/asset.html", show_asset(request, mine, find_asset(mine, asset_id)))


@require_POST
def asset_words(request: HttpRequest, slug: str, asset_id: int) -> HttpResponse:
    """Writes one field of an asset's words; what it says has to be what the person saw, or nothing is written."""
    mine = find_membership(request.user, slug, least=Role.CONTRIBUTOR)
    found = find_asset(mine, asset_id)
    change = WordChange.read(request.POST)
    if found.trashed_at is not None:
        raise Http404
    outcome = save_word(found, change, by=mine.user)
    if wants_fragment(request):
        return answer_script(outcome, request.get_full_path())
    if outcome.is_saved:
        tell(request, outcome.told, undo=outcome.undo(request.get_full_path()))
        return redirect(link_asset(request, slug, asset_id))
    words = [outcome.field if field.name == change.name else field for field in list_words(found)]
    page = show_asset(request, mine, found, words=words)
    return render(request, "viewing/asset.html", page, status=outcome.status)


def answer_script(outcome: WordOutcome, url: str) -> JsonResponse:
    """What a script needs to show the field as it now stands."""
    field = outcome.field
    stands = {"value": field.value, "fault": field.fault}
    response = JsonResponse(stands, status=outcome.status)
    return told(response, outcome.told, undo=outcome.undo(url)) if outcome.told else response


def link_asset(request: HttpRequest, slug: str, asset_id: int) -> str:
    """The address of an asset's page, in the set one goes through."""
    return reverse("asset", args=(slug, asset_id), query=request.GET.dict())


@require_POST
def asset_retry(request: HttpRequest, slug: str, asset_id: int) -> HttpResponse:
    """Asks once more for the renditions of an asset that failed."""
    mine = find_membership(request.user, slug, least=Role.CONTRIBUTOR)
    found = find_asset(mine, asset_id)
    if try_again(found.original.renditions.all()):
        tell(request, _("What failed is going to be made again. Look here in a minute."))
    else:
        tell(request, _("Nothing here has failed."), level=messages.INFO)
    return redirect(link_asset(request, slug, asset_id))


@require_safe
def imports(request: HttpRequest, slug: str) -> HttpResponse:
    """All imports of a project, the latest first."""
    mine = find_membership(request.user, slug)
    rows = Import.objects.filter(project_id=mine.project_id).select_related("by")
    runs = page_by_id(rows, request.GET.get("after", ""), size=IMPORTS_ON_A_PAGE)
    return render(request, "viewing/imports.html", {"project": mine.project, "place": "imports", "runs": runs})


@require_safe
def import_run(request: HttpRequest, slug: str, import_id: int) -> HttpResponse:
    """One import: what became of each file, and why."""
    mine = find_membership(request.user, slug)
    runs = Import.objects.filter(project_id=mine.project_id).select_related("by")
    run = get_object_or_404(runs, pk=import_id)
    chosen = request.GET.get("outcome", "")
    files = run.files.with_trouble().select_related("asset").order_by()
    if chosen:
        files = files.filter(outcome=chosen)
    page = {
        "project": mine.project,
        "place": "imports",
        "run": run,
        "outcomes": count_outcomes(run),
        "chosen": chosen,
        "keep": f"{urlencode({'outcome': chosen})}&" if chosen else "",
        "files": page_by_id(files, request.GET.get("after", ""), size=FILES_ON_A_PAGE, newest_first=False),
    }
    return render(request, "viewing/import.html", page)


@dataclass(frozen=True)
class OutcomeCount:
    """How many files of an import have come to one outcome."""

    outcome: str
    word: str
    count: int


def count_outcomes(run: Import) -> list[OutcomeCount]:
    """Every outcome with its count, zero too. One query."""
    found = dict(run.files.order_by().values_list("outcome").annotate(Count("pk")))
    return [OutcomeCount(each.value, str(each.label), found.get(each.value, 0)) for each in ImportedFile.Outcome]
