"""An asset by itself, and the imports it came with."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from collaborators.access import Role, find_membership, may
from collaborators.models import Membership
from media_library.delivery.links import rendition_url
from media_library.models import Asset, Import, ImportedFile, Rendition

from .facts import describe, list_readings
from .paging import page_by_id
from .retrying import try_again

FILES_ON_A_PAGE = 100
IMPORTS_ON_A_PAGE = 50
LARGE = "max-1280"


def find_asset(mine: Membership, asset_id: int) -> Asset:
    """The asset, in the member's project or not at all (Http404)."""
    assets = Asset.objects.filter(project_id=mine.project_id).select_related("original", "card")
    return get_object_or_404(assets.prefetch_related("keywords"), pk=asset_id)


@require_safe
def asset(request: HttpRequest, slug: str, asset_id: int) -> HttpResponse:
    """One asset: its picture, its facts, what travels with it, and what has been made of it."""
    mine = find_membership(request.user, slug)
    found = find_asset(mine, asset_id)
    renditions = list(found.original.renditions.order_by("spec"))
    large = next((one for one in renditions if one.spec == LARGE), None)
    page = {
        "project": mine.project,
        "asset": found,
        "large": large,
        "pictures": link_pictures(renditions, slug, found.pk),
        "facts": describe(found),
        "readings": list_readings(found.original),
        "sidecars": found.sidecars.select_related("original").order_by("path"),
        "renditions": renditions,
        "has_failures": any(one.state == Rendition.State.FAILED for one in renditions),
        "may_contribute": may(mine, Role.CONTRIBUTOR),
    }
    return render(request, "viewing/asset.html", page)


def link_pictures(renditions: list[Rendition], slug: str, asset_id: int) -> dict[str, str]:
    """The addresses of the renditions that are done, by spec, with `-` as `_` (for templates)."""
    done = [one for one in renditions if one.state == Rendition.State.DONE]
    return {one.spec.replace("-", "_"): rendition_url(slug, asset_id, one) for one in done}


@require_POST
def asset_retry(request: HttpRequest, slug: str, asset_id: int) -> HttpResponse:
    """Asks once more for the renditions of an asset that failed."""
    mine = find_membership(request.user, slug, least=Role.CONTRIBUTOR)
    found = find_asset(mine, asset_id)
    if try_again(found.original.renditions.all()):
        messages.success(request, _("What failed is going to be made again. Look here in a minute."))
    else:
        messages.info(request, _("Nothing here has failed."))
    return redirect("asset", slug, asset_id)


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
