"""Near-duplicates by the browser: two by two, a decision at a time. Reviewers decide, contributors look for them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from collaborators.access import Role, find_membership, may
from collaborators.models import Membership
from collaborators.telling import Undo, refuse, tell, told, wants_fragment
from media_library.background import begin, find_state, reload_when_over
from media_library.lighttable.paging import parse_id
from media_library.models import Twins

from .deciding import decide, redo_decision, undo_decision
from .queue import count_progress, find_next, find_pair, show_pairs
from .tasks import look_for_twins


@require_safe
def twins(request: HttpRequest, slug: str) -> HttpResponse:
    """The pair that is to be decided: `at`, or the one that comes after `after`; else the first."""
    mine = find_membership(request.user, slug)
    part = request.GET.get("part", "")
    if part == "search":
        return show_search(request, mine)
    shown = tell_page(request, mine, at=request.GET.get("at", ""), after=request.GET.get("after", ""))
    return render(request, "twins/_pair.html" if part == "pair" else "twins/twins.html", shown)


def tell_page(request: HttpRequest, mine: Membership, *, at: str = "", after: str = "") -> dict[str, Any]:
    """The context of the page. As many queries for one pair as for many."""
    left = Twins.objects.filter(project_id=mine.project_id, pk=parse_id(after) or 0).first() if after else None
    here = find_pair(mine.project_id, parse_id(at) or 0) if at else None
    here = here or find_next(mine.project_id, left)
    is_round = here is None and left is not None
    here = find_next(mine.project_id) if is_round else here
    following = find_next(mine.project_id, here) if here else None
    pairs = show_pairs([one for one in (here, following) if one], mine.project.slug, user_id=mine.user_id)
    return {
        "project": mine.project,
        "place": "material",
        "pair": pairs[0] if pairs else None,
        "following": pairs[1] if len(pairs) > 1 else None,
        "is_round": is_round,
        "progress": count_progress(mine.project_id),
        "search": find_state(look_for_twins, mine.project_id),
        "may_decide": may(mine, Role.REVIEWER),
        "may_search": may(mine, Role.CONTRIBUTOR),
    }


def show_search(request: HttpRequest, mine: Membership) -> HttpResponse:
    """How the search stands; when it is over, the page is loaded anew."""
    search = find_state(look_for_twins, mine.project_id)
    shown = {"project": mine.project, "search": search, "may_search": may(mine, Role.CONTRIBUTOR)}
    return reload_when_over(render(request, "twins/_search.html", shown), search)


@require_POST
def twins_find(request: HttpRequest, slug: str) -> HttpResponse:
    """Begins a search for near-duplicates, unless one is under way."""
    mine = find_membership(request.user, slug, least=Role.CONTRIBUTOR)
    if not begin(look_for_twins, mine.project_id):
        tell(request, _("Kadr is looking already."))
    return redirect("twins", slug)


@require_POST
def twins_decide(request: HttpRequest, slug: str, twins_id: int) -> HttpResponse:
    """Keeps one, the other, or both (`keep`)."""
    mine = find_membership(request.user, slug, least=Role.REVIEWER)
    pair = get_object_or_404(Twins.objects.select_related("one", "other"), project_id=mine.project_id, pk=twins_id)
    keep = request.POST.get("keep", "")
    try:
        step = decide(twins=pair, by=mine.user, keep=keep)
    except ValidationError as fault:
        return refuse(request, " ".join(fault.messages), back=redirect("twins", slug))
    undo = Undo(reverse("twins-undo", args=[slug, pair.pk]), {"step": str(step), "keep": keep})
    return answer(request, mine, say_decided(pair, keep), undo=undo, after=pair)


def say_decided(pair: Twins, keep: str) -> str:
    if keep == "both":
        return _("Both are kept.")
    name = pair.other.file_name if keep == "one" else pair.one.file_name
    return _("%(name)s is rejected.") % {"name": name}


@require_POST
def twins_undo(request: HttpRequest, slug: str, twins_id: int) -> HttpResponse:
    """Takes a decision of one's own back, or makes it again (`again`)."""
    mine = find_membership(request.user, slug, least=Role.REVIEWER)
    pair = get_object_or_404(Twins, project_id=mine.project_id, pk=twins_id)
    try:
        step = UUID(request.POST.get("step", ""))
        if request.POST.get("again") == "1":
            redo_decision(twins=pair, by=mine.user, keep=request.POST.get("keep", ""), step=step)
            return answer(request, mine, _("Decided again as before."), after=pair)
        undo_decision(twins=pair, by=mine.user, step=step)
    except ValidationError as fault:
        return refuse(request, " ".join(fault.messages), back=redirect("twins", slug))
    except ValueError:
        return refuse(request, _("This step is not known."), back=redirect("twins", slug))
    return answer(request, mine, _("The pair is to be decided again."), at=pair)


def answer(
    request: HttpRequest,
    mine: Membership,
    text: str,
    *,
    undo: Undo | None = None,
    at: Twins | None = None,
    after: Twins | None = None,
) -> HttpResponse:
    """Tells what happened: to a script with the pair that comes next, else on the page that shows it."""
    name, pair = ("at", at) if at else ("after", after)
    number = str(pair.pk) if pair else ""
    if wants_fragment(request):
        shown = tell_page(request, mine, **{name: number})
        return told(render(request, "twins/_pair.html", shown), text, undo=undo)
    tell(request, text, undo=undo)
    return redirect(f"{reverse('twins', args=[mine.project.slug])}?{name}={number}")
