"""An asset by itself."""

from __future__ import annotations

from dataclasses import asdict

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from collaborators.access import Role, find_membership
from collaborators.telling import tell, wants_fragment
from media_library.lighttable.views import private

from .asset_page import find_asset, read_view, show_asset
from .beside import set_player, tell_about
from .retrying import try_again
from .words import WordChange, WordOutcome, list_words, save_word


@require_safe
def asset(request: HttpRequest, slug: str, asset_id: int) -> HttpResponse:
    """One asset: its picture, its words, its facts, where it came from, and what has been made of it."""
    mine = find_membership(request.user, slug)
    return render(request, "viewing/asset.html", show_asset(request, mine, find_asset(mine, asset_id)))


@require_safe
def asset_about(request: HttpRequest, slug: str, asset_id: int) -> HttpResponse:
    """What is known of an asset, as a piece of page that lies beside the pictures of the lighttable."""
    mine = find_membership(request.user, slug)
    about = tell_about(mine, find_asset(mine, asset_id))
    query = read_view(request.GET, mine).query()
    return private(render(request, "viewing/_about.html", {**about, "query": query}))


@require_safe
def asset_player(request: HttpRequest, slug: str, asset_id: int) -> HttpResponse:
    """What plays a clip or a sound, as a piece of page for the loupe. Raises Http404 for what does not play."""
    mine = find_membership(request.user, slug)
    player = set_player(mine, find_asset(mine, asset_id))
    if player["stage_kind"] not in ("film", "sound"):
        raise Http404
    return private(render(request, "viewing/_player.html", player))


@require_POST
def asset_words(request: HttpRequest, slug: str, asset_id: int) -> HttpResponse:
    """Writes one field of an asset's words; what it says has to be what the person saw, or nothing is written."""
    mine = find_membership(request.user, slug, least=Role.CONTRIBUTOR)
    found = find_asset(mine, asset_id)
    change = WordChange.read(request.POST)
    if found.trashed_at is not None:
        raise Http404
    outcome = save_word(found, change)
    if wants_fragment(request):
        return answer_script(outcome, request.get_full_path())
    if outcome.is_saved:
        tell(request, outcome.told, undo=outcome.undo(request.get_full_path()))
        return redirect(link_asset(request, slug, asset_id))
    words = [outcome.field if field.name == change.name else field for field in list_words(found)]
    page = show_asset(request, mine, found, words=words)
    return render(request, "viewing/asset.html", page, status=outcome.status)


def answer_script(outcome: WordOutcome, url: str) -> JsonResponse:
    """What a script needs to show the field as it now stands, and to tell what was done.

    All of it in the body: with its undo it holds both texts, and a header has room for a few hundred signs.
    """
    undo = outcome.undo(url)
    answer = {"value": outcome.field.value, "fault": outcome.field.fault, "told": outcome.told}
    return JsonResponse({**answer, "undo": asdict(undo) if undo else None}, status=outcome.status)


def link_asset(request: HttpRequest, slug: str, asset_id: int) -> str:
    """The address of an asset's page, in the set one goes through."""
    return reverse("asset", args=(slug, asset_id), query=request.GET.dict())


@require_POST
def asset_retry(request: HttpRequest, slug: str, asset_id: int) -> HttpResponse:
    """Asks once more for the renditions of an asset that failed."""
    mine = find_membership(request.user, slug, least=Role.CONTRIBUTOR)
    found = find_asset(mine, asset_id)
    if found.trashed_at is not None:
        raise Http404
    if try_again(found.original.renditions.all()):
        tell(request, _("What failed is going to be made again. Look here in a minute."))
    else:
        tell(request, _("Nothing here has failed."), level=messages.INFO)
    return redirect(link_asset(request, slug, asset_id))
