"""Bins by the browser. Whoever is in the project sees them; contributors and up make, order and fill them.

Each step answers a script with the panel as it is now, and a form with the page it came from.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from collaborators.access import Role, find_membership, may
from collaborators.models import Membership
from collaborators.telling import Undo, refuse, tell, told, wants_fragment
from media_library.delivery.views import find_asset
from media_library.lighttable.paging import read_id, read_instant
from media_library.lighttable.selection import read_selection
from media_library.models import Asset, Bin, BinRemoval

from . import arranging, filling, removing
from .listing import flatten, list_bins

Step = Callable[..., HttpResponse]


@require_safe
def bins(request: HttpRequest, slug: str) -> HttpResponse:
    """The bins of a project, as a piece of the panel."""
    return show_panel(request, find_membership(request.user, slug))


def step(change: Step) -> Step:
    """A change by a contributor or up, on their own bin. What cannot be done is told, and nothing has changed then."""

    @require_POST
    @wraps(change)
    def view(request: HttpRequest, slug: str, bin_id: int | None = None) -> HttpResponse:
        mine = find_membership(request.user, slug, least=Role.CONTRIBUTOR)
        given = (find_bin(mine, bin_id),) if bin_id is not None else ()
        try:
            return change(request, mine, *given)
        except ValidationError as fault:
            return refuse(request, " ".join(fault.messages), back=go_back(mine, None))

    return view


@step
def bin_make(request: HttpRequest, mine: Membership) -> HttpResponse:
    """Makes a bin, and puts what is selected into it, if anything is."""
    parent = find_bin_or_none(mine, request.POST.get("parent"))
    chosen = read_selection(request.POST, mine) if request.POST.get("ids") else None
    name = request.POST.get("name", "")
    made = arranging.make_bin(project=mine.project, by=mine.user, name=name, parent=parent)
    undo = Undo(reverse("bin-remove", args=[mine.project.slug, made.pk]))
    if chosen is None:
        return answer(request, mine, _("The bin %(bin)s is made.") % {"bin": made.name}, undo=undo, show=made)
    number = filling.add_to_bin(made, chosen, by=mine.user)
    return answer(request, mine, say_added(made, number, 0), undo=undo, show=made)


@step
def bin_rename(request: HttpRequest, mine: Membership, bin: Bin) -> HttpResponse:
    """Gives a bin another name."""
    was = bin.name
    arranging.rename_bin(bin, name=request.POST.get("name", ""))
    if bin.name == was:
        return answer(request, mine, show=bin)
    text = _("%(was)s is called %(bin)s now.") % {"was": was, "bin": bin.name}
    return answer(request, mine, text, undo=Undo(request.path, {"name": was}), show=bin)


@step
def bin_move(request: HttpRequest, mine: Membership, bin: Bin) -> HttpResponse:
    """Puts a bin into another one (`parent`, empty for the top), in front of a neighbour (`before`) or at the end."""
    following = arranging.find_next(bin)
    was = {"parent": str(bin.parent_id or ""), "before": str(following.pk) if following else ""}
    parent = find_bin_or_none(mine, request.POST.get("parent"))
    arranging.move_bin(bin, parent=parent, before=find_bin_or_none(mine, request.POST.get("before")))
    text = _("%(bin)s is moved.") % {"bin": bin.name}
    if parent is not None and str(parent.pk) != was["parent"]:
        text = _("%(bin)s lies in %(parent)s now.") % {"bin": bin.name, "parent": parent.name}
    return answer(request, mine, text, undo=Undo(request.path, was), show=bin)


@step
def bin_remove(request: HttpRequest, mine: Membership, bin: Bin) -> HttpResponse:
    """Removes a bin with those in it; what is in them stays in the project."""
    removal = removing.remove_bin(bin, by=mine.user)
    text = _("The bin %(bin)s is removed. What was in it stays in the project.") % {"bin": bin.name}
    return answer(request, mine, text, undo=undo_by(mine, removal))


@step
def bin_put_back(request: HttpRequest, mine: Membership) -> HttpResponse:
    """Puts back what was taken out of the bins, as `removal` names it. It can be done for a week."""
    ours = BinRemoval.objects.filter(project_id=mine.project_id)
    removing.restore(get_object_or_404(ours, pk=read_id(request.POST.get("removal", ""))))
    return answer(request, mine, _("It is back in its place."))


@step
def bin_add(request: HttpRequest, mine: Membership, bin: Bin) -> HttpResponse:
    """Puts what is selected into a bin."""
    chosen = read_selection(request.POST, mine)
    asked = chosen.count()
    added = filling.add_and_tell(bin, chosen, by=mine.user)
    text = say_added(bin, added.number, asked - added.number)
    if not added.number:
        return answer(request, mine, text, show=bin)
    take_back = reverse("bin-take-back", args=[mine.project.slug, bin.pk])
    return answer(request, mine, text, undo=Undo(take_back, {"at": added.at.isoformat()}), show=bin)


@step
def bin_take_back(request: HttpRequest, mine: Membership, bin: Bin) -> HttpResponse:
    """Takes out of a bin what was added at one moment (`at`)."""
    filling.take_back_added(bin, at=read_instant(request.POST.get("at", "")))
    return answer(request, mine, _("%(bin)s is as it was before.") % {"bin": bin.name}, show=bin)


@step
def bin_take_out(request: HttpRequest, mine: Membership, bin: Bin) -> HttpResponse:
    """Takes what is selected out of a bin; it stays in the project."""
    removal = filling.take_from_bin(bin, read_selection(request.POST, mine), by=mine.user)
    number = removal.entries.count()
    text = ngettext("%(count)s is taken out of %(bin)s.", "%(count)s are taken out of %(bin)s.", number)
    named = text % {"count": number, "bin": bin.name}
    return answer(request, mine, named, undo=undo_by(mine, removal) if number else None, show=bin)


@step
def bin_place(request: HttpRequest, mine: Membership, bin: Bin) -> HttpResponse:
    """Moves what is selected in the order made by hand: in front of an asset of the bin (`before`), behind one
    (`after`), past a neighbour (`step`, earlier or later), or to the end. Among themselves they keep their order."""
    chosen = read_selection(request.POST, mine).filter(bin_entries__bin=bin)
    by_hand = chosen.order_by("bin_entries__position", "bin_entries__pk")
    was = move_chosen(request, mine, bin, by_hand)
    number = was.entries.count()
    text = ngettext("%(count)s is moved.", "%(count)s are moved.", number) % {"count": number}
    return answer(request, mine, text, undo=undo_by(mine, was) if number else None, show=bin)


def move_chosen(request: HttpRequest, mine: Membership, bin: Bin, chosen: QuerySet[Asset]) -> BinRemoval:
    """Does what the fields say; gives what puts it back."""
    marks = {name: request.POST.get(name, "") for name in ("before", "after", "step")}
    if marks["step"]:
        return filling.step_in_bin(bin, chosen, later=marks["step"] == "later", by=mine.user)
    if marks["after"]:
        return filling.place_after(bin, chosen, mark=find_asset(mine, read_id(marks["after"])), by=mine.user)
    before = find_asset(mine, read_id(marks["before"])) if marks["before"] else None
    return filling.place_in_bin(bin, chosen, before=before, by=mine.user)


def find_bin(mine: Membership, bin_id: int) -> Bin:
    """The bin, in the member's project or not at all (Http404)."""
    return get_object_or_404(Bin, project_id=mine.project_id, pk=bin_id)


def find_bin_or_none(mine: Membership, text: str | None) -> Bin | None:
    """The bin with this id; None for an empty text. Raises Http404 for what is not there."""
    return find_bin(mine, read_id(text)) if text else None


def undo_by(mine: Membership, removal: BinRemoval) -> Undo:
    return Undo(reverse("bin-put-back", args=[mine.project.slug]), {"removal": str(removal.pk)})


def say_added(bin: Bin, number: int, known: int) -> str:
    """How many are new in the bin, and how many were in it before."""
    words: dict[str, Any] = {"count": number, "known": known, "bin": bin.name}
    if not number:
        return _("All of this was in %(bin)s already.") % words
    text = ngettext("%(count)s added to %(bin)s.", "%(count)s added to %(bin)s.", number) % words
    if known:
        text += " " + ngettext("%(known)s was in it already.", "%(known)s were in it already.", known) % words
    return text


def answer(
    request: HttpRequest, mine: Membership, text: str = "", *, undo: Undo | None = None, show: Bin | None = None
) -> HttpResponse:
    """To a script the panel as it is now, with what to tell; else the library, in the bin it was about."""
    if wants_fragment(request):
        panel = show_panel(request, mine)
        if show is not None:
            panel["X-Bin"] = str(show.pk)
        return told(panel, text, undo=undo) if text else panel
    if text:
        tell(request, text, undo=undo)
    return go_back(mine, show.pk if show else None)


def go_back(mine: Membership, bin_id: int | None) -> HttpResponse:
    """The library page, of a bin or of everything."""
    query = f"?{urlencode({'bin': bin_id, 'sort': 'hand'})}" if bin_id else ""
    return redirect(f"{reverse('library', args=[mine.project.slug])}{query}")


def show_panel(request: HttpRequest, mine: Membership) -> HttpResponse:
    """The panel, with the bin that the page shows (`here`) marked. One query."""
    here = (request.POST.get("here") or request.GET.get("here") or "").strip()
    tree = list_bins(mine.project_id, here=read_id(here) if here else None)
    shown = {"project": mine.project, "bins": tree, "may_contribute": may(mine, Role.CONTRIBUTOR)}
    return render(request, "bins/_panel.html", {**shown, "every_bin": list(flatten(tree))})
