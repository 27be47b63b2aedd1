"""Stacks by the browser. Contributors and up make and part them; editors undo what a rule has made of an import."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collaborators.access import Role, find_membership, may
from collaborators.models import Membership
from collaborators.telling import Undo, refuse, tell, told, wants_fragment
from media_library.background import begin, reload_when_over
from media_library.lighttable.paging import parse_id, read_id
from media_library.lighttable.selection import check_number, read_selection
from media_library.models import Asset, Import, StackChange

from . import making
from .asking import ask_to_put_back, ask_to_undo_rule, find_step
from .bursts_page import tell_burst_search
from .rules import list_changes, open_rules
from .tasks import look_for_bursts
from .undoing import PutBack, list_shown

Step = Callable[[HttpRequest, Membership], HttpResponse]


@require_safe
def stacks(request: HttpRequest, slug: str) -> HttpResponse:
    """What the rules have stacked, import by import, the latest first."""
    mine = find_membership(request.user, slug)
    state = find_step(mine.project_id)
    if request.GET.get("part") == "step":
        part = render(request, "stacks/_step.html", {"project": mine.project, "step": state})
        return reload_when_over(part, state)
    may_undo = may(mine, Role.EDITOR)
    shown = {
        "project": mine.project,
        "step": state,
        "place": "material",
        "page": open_rules(mine.project, before=parse_id(request.GET.get("before", ""))),
        "changes": list_changes(mine.project_id) if may_undo else [],
        "may_undo": may_undo,
        **tell_burst_search(mine),
    }
    return render(request, "stacks/stacks.html", shown)


def step(least: Membership.Role, *, back: str = "library") -> Callable[[Step], Callable[..., HttpResponse]]:
    """A change by somebody with at least this role. What cannot be done is told, and nothing has changed then."""

    def decorate(change: Step) -> Callable[..., HttpResponse]:
        @require_POST
        @wraps(change)
        def view(request: HttpRequest, slug: str) -> HttpResponse:
            mine = find_membership(request.user, slug, least=least)
            try:
                return change(request, mine)
            except ValidationError as fault:
                return refuse(request, " ".join(fault.messages), back=redirect(back, slug))

        return view

    return decorate


@require_http_methods(["GET", "HEAD", "POST"])
def bursts_find(request: HttpRequest, slug: str) -> HttpResponse:
    """Begins a search for bursts by time and likeness, in the project or in what came with one import (`import`).

    GET gives how the latest one stands; when it is over, the page is loaded anew.
    """
    mine = find_membership(request.user, slug, least=Role.CONTRIBUTOR)
    if request.method != "POST":
        shown = {"project": mine.project, **tell_burst_search(mine)}
        return reload_when_over(render(request, "stacks/_find_bursts.html", shown), shown["burst_search"])
    chosen = request.POST.get("import", "")
    run = get_object_or_404(Import, project_id=mine.project_id, pk=parse_id(chosen) or 0) if chosen else None
    if not begin(look_for_bursts, mine.project_id, run.pk if run else None):
        tell(request, _("Kadr is looking already."))
    return redirect("stacks", slug)


@step(Role.CONTRIBUTOR)
def stack_make(request: HttpRequest, mine: Membership) -> HttpResponse:
    """Makes a stack of what is selected (`ids`), with `top` on it, and all that is in the stacks `whole`."""
    top = request.POST.get("top")
    whole = [read_id(each) for each in request.POST.get("whole", "").split(",") if each]
    check_number(len(whole), making.MOST)
    change = making.make_stack(
        project_id=mine.project_id,
        assets=read_selection(request.POST, mine),
        by=mine.user,
        top=find_here(mine, read_id(top)) if top else None,
        whole=whole,
    )
    return answer(request, mine, _("The stack is made."), change)


@step(Role.CONTRIBUTOR)
def stack_part(request: HttpRequest, mine: Membership) -> HttpResponse:
    """Parts the stacks that what is selected stands in."""
    chosen = read_selection(request.POST, mine)
    change = making.part_stacks(project_id=mine.project_id, assets=chosen, by=mine.user)
    text = ngettext("The stack is parted.", "%(count)s stacks are parted.", change.number)
    return answer(request, mine, text % {"count": change.number}, change)


@step(Role.CONTRIBUTOR)
def stack_take_out(request: HttpRequest, mine: Membership) -> HttpResponse:
    """Takes what is selected out of its stacks."""
    chosen = read_selection(request.POST, mine)
    change = making.take_out(project_id=mine.project_id, assets=chosen, by=mine.user)
    return answer(request, mine, _("Taken out of the stack. The rest of it stays."), change)


@step(Role.CONTRIBUTOR)
def stack_top(request: HttpRequest, mine: Membership) -> HttpResponse:
    """Puts one asset on the top of its stack."""
    asset = find_here(mine, parse_id(request.POST.get("ids", "")) or 0)
    change = making.set_top(asset=asset, by=mine.user)
    return answer(request, mine, _("%(name)s is on top of its stack.") % {"name": asset.file_name}, change)


@step(Role.EDITOR, back="stacks")
def stack_undo_rule(request: HttpRequest, mine: Membership) -> HttpResponse:
    """Parts all that a rule has stacked of an import (`import`, 0 for what was found in none)."""
    rule, run = request.POST.get("rule", ""), request.POST.get("import", "")
    import_id = read_id(run) if run and run != "0" else 0
    change = ask_to_undo_rule(project_id=mine.project_id, rule=rule, by=mine.user, import_id=import_id)
    if not change.number:
        return answer(
            request, mine, _("Kadr is parting the stacks. It goes on by itself."), change, can_undo=False, back="stacks"
        )
    text = ngettext(
        "%(count)s stack is parted. Its pictures and their marks are as they were.",
        "%(count)s stacks are parted. Their pictures and their marks are as they were.",
        change.number,
    )
    return answer(request, mine, text % {"count": change.number}, change, back="stacks")


@step(Role.CONTRIBUTOR)
def stack_put_back(request: HttpRequest, mine: Membership) -> HttpResponse:
    """Takes a change back, or does it again (`again`). It can be done for a month, as often as one likes.

    Contributors take back their own; editors everybody's, and what was done about a rule.
    """
    changes = StackChange.objects.filter(project_id=mine.project_id)
    change = get_object_or_404(changes, pk=read_id(request.POST.get("change", "")))
    if (change.rule or change.by_id != mine.user_id) and not may(mine, Role.EDITOR):
        raise PermissionDenied
    is_again = request.POST.get("again") == "1"
    text = say_put_back(ask_to_put_back(change, is_undone=not is_again), is_again=is_again)
    return answer(request, mine, text, change, can_undo=False, back="stacks" if change.rule else "library")


def find_here(mine: Membership, asset_id: int) -> Asset:
    """The asset in the library of the member's project, and not in its trash, or not at all (Http404)."""
    return get_object_or_404(Asset.objects.in_library().filter(project_id=mine.project_id), pk=asset_id)


def say_put_back(done: PutBack | None, *, is_again: bool) -> str:
    """What has become of a change that was taken back; None: it is being done."""
    if done is None:
        return _("Kadr is changing the stacks. It goes on by itself.")
    text = _("The stacks are changed again.") if is_again else _("The stacks are as they were before.")
    if done.left:
        words = ngettext(
            "%(count)s has been moved by somebody since, and stays where it is.",
            "%(count)s have been moved by somebody since, and stay where they are.",
            done.left,
        )
        text = f"{text} {words % {'count': done.left}}" if done.number else words % {"count": done.left}
    return text


def answer(
    request: HttpRequest,
    mine: Membership,
    text: str,
    change: StackChange,
    *,
    can_undo: bool = True,
    back: str = "library",
) -> HttpResponse:
    """To a script the ids to look at, with what to tell; else the page the step belongs to."""
    fields = {"change": str(change.pk)}
    undo = Undo(reverse("stack-put-back", args=[mine.project.slug]), fields) if can_undo else None
    if wants_fragment(request):
        return told(JsonResponse({"shown": list_shown(change)}), text, undo=undo)
    tell(request, text, undo=undo)
    return redirect(back, mine.project.slug)
