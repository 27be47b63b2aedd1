"""What is done with many assets at once, from the list. Each step is a function that the browser calls as well."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from collaborators.access import Role
from collaborators.admin_rules import OfMyProjects, staff_of
from collaborators.models import User
from media_library.bins.arranging import make_bin
from media_library.bins.filling import add_to_bin
from media_library.describing.words import change_many
from media_library.models import Asset, Original
from media_library.trash.removing import restore_assets, trash_assets
from media_library.viewing.retrying import make_again, verify_later

from . import filters
from .bulk_forms import BinForm, BulkForm, ManyWordsForm
from .chosen import Ticked

PAUSE_S = 0.01
"""After each part, so that others can write meanwhile: SQLite's lock is not fair."""

Part = QuerySet[Asset]


@dataclass(frozen=True)
class Step:
    """A page that asks once, and what is then done with each part of the assets."""

    title: str | Promise
    button: str | Promise
    about: str | Promise
    form: type[BulkForm]
    prepare: Callable[[Any, list[int], User], Callable[[Part], object]]
    is_whole: bool = False
    """Whether it takes all assets together, since their order counts, and divides them by itself."""


def prepare_words(form: ManyWordsForm, project_ids: list[int], by: User) -> Callable[[Part], object]:
    values = form.values()
    return lambda part: change_many(part, **values, by=by)


def prepare_bin(form: BinForm, project_ids: list[int], by: User) -> Callable[[Part], object]:
    """Makes the bin, if it is a new one."""
    chosen = form.cleaned_data["bin"]
    if chosen is None:
        project = Asset._meta.get_field("project").related_model._default_manager.get(pk=project_ids[0])
        chosen = make_bin(project=project, by=by, name=form.cleaned_data["name"])
    return lambda part: add_to_bin(chosen, part, by=by)


def prepare_verifying(form: BulkForm, project_ids: list[int], by: User) -> Callable[[Part], object]:
    return lambda part: verify_later(list(part.values_list("original_id", flat=True)))


def prepare_renditions(form: BulkForm, project_ids: list[int], by: User) -> Callable[[Part], object]:
    return lambda part: make_again(Original.objects.filter(pk__in=part.values("original_id")))


CHANGE_WORDS = Step(
    gettext_lazy("Change words"),
    gettext_lazy("Change words"),
    gettext_lazy("What is filled in is written into all of them. An empty field changes nothing."),
    ManyWordsForm,
    prepare_words,
)
PUT_IN_BIN = Step(
    gettext_lazy("Put in a bin"),
    gettext_lazy("Put in the bin"),
    gettext_lazy("They come after what is in it, as they were shot."),
    BinForm,
    prepare_bin,
    is_whole=True,
)
VERIFY = Step(
    gettext_lazy("Verify originals"),
    gettext_lazy("Verify originals"),
    gettext_lazy(
        "Every original is read again in the background and compared with its hash. The list shows its state."
    ),
    BulkForm,
    prepare_verifying,
)
MAKE_AGAIN = Step(
    gettext_lazy("Make renditions again"),
    gettext_lazy("Make renditions again"),
    gettext_lazy("Every rendition is made anew in the background. Until then there is no picture of the asset."),
    BulkForm,
    prepare_renditions,
)


class WithBulkSteps(OfMyProjects):
    """An admin of assets in whose list many can be changed at once."""

    actions = ("change_words", "put_in_bin", "verify", "make_renditions_again", "take_out_ticked", "remove", "put_back")

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """From the trash things only come back; from the library they do not."""
        is_in_trash = filters.is_in_trash(request)
        offered: dict[str, Any] = super().get_actions(request)
        return {name: step for name, step in offered.items() if (name == "put_back") == is_in_trash}

    def tick(self, request: HttpRequest, ticked: QuerySet[Asset]) -> Ticked:
        """What was ticked, narrowed to where this member of staff may change something."""
        return Ticked.among(ticked, self.narrow(request, Asset.objects.all(), Role.CONTRIBUTOR))

    def ask(self, request: HttpRequest, assets: QuerySet[Asset], step: Step) -> HttpResponse | None:
        """Shows the step's page, or does the step when its form came back filled in and nothing else is ticked now."""
        ticked = self.tick(request, assets)
        projects = ticked.list_projects()
        ids = [pk for pk, _title in projects]
        is_answer = "step" in request.POST
        form = step.form(request.POST if is_answer else None, project_ids=ids)
        is_same = request.POST.get("count") == str(ticked.count)
        if is_answer and ticked.count and form.is_valid() and is_same and self.do(request, ticked, step, form, ids):
            return None
        titles = [title for _pk, title in projects]
        shown = {"step": step, "form": form, "ticked": ticked, "projects": titles, "title": step.title}
        return self.show_step(request, {**shown, "has_changed": is_answer and not form.errors})

    def do(self, request: HttpRequest, ticked: Ticked, step: Step, form: BulkForm, ids: list[int]) -> bool:
        """Does it, part by part; gives False, with the fault in the form, when it cannot be done."""
        try:
            do_part = step.prepare(form, ids, staff_of(request))
            for part in [ticked.assets] if step.is_whole else ticked.in_parts():
                do_part(part)
                time.sleep(PAUSE_S)
        except ValidationError as fault:
            form.add_error(None, fault)
            return False
        self.tell_done(request, step.title, ticked.count)
        return True

    def tell_done(self, request: HttpRequest, title: str | Promise, count: int) -> None:
        told = ngettext("%(title)s: %(count)s asset.", "%(title)s: %(count)s assets.", count)
        self.message_user(request, told % {"title": title, "count": number_format(count, force_grouping=True)})

    def show_step(self, request: HttpRequest, shown: dict[str, Any]) -> HttpResponse:
        """The page between the list and the step. It sends the same ticks to the same list once more."""
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "action": request.POST.get("action"),
            "across": request.POST.get("select_across", "0"),
            "ticks": request.POST.getlist(ACTION_CHECKBOX_NAME),
            "tick_name": ACTION_CHECKBOX_NAME,
            "back": request.get_full_path(),
            **shown,
        }
        return TemplateResponse(request, "admin/media_library/asset/step.html", context)

    @admin.action(description=gettext_lazy("Change words …"), permissions=["change"])
    def change_words(self, request: HttpRequest, assets: QuerySet[Asset]) -> HttpResponse | None:
        return self.ask(request, assets, CHANGE_WORDS)

    @admin.action(description=gettext_lazy("Put in a bin …"), permissions=["change"])
    def put_in_bin(self, request: HttpRequest, assets: QuerySet[Asset]) -> HttpResponse | None:
        return self.ask(request, assets, PUT_IN_BIN)

    @admin.action(description=gettext_lazy("Verify originals …"), permissions=["change"])
    def verify(self, request: HttpRequest, assets: QuerySet[Asset]) -> HttpResponse | None:
        return self.ask(request, assets, VERIFY)

    @admin.action(description=gettext_lazy("Make renditions again …"), permissions=["change"])
    def make_renditions_again(self, request: HttpRequest, assets: QuerySet[Asset]) -> HttpResponse | None:
        return self.ask(request, assets, MAKE_AGAIN)

    @admin.action(description=gettext_lazy("Take out as a spreadsheet …"), permissions=["view"])
    def take_out_ticked(self, request: HttpRequest, assets: QuerySet[Asset]) -> HttpResponse:
        """Leads to the page of the sheet: with the ticked ones, or with the whole list as it is filtered."""
        asked = request.GET.copy()
        if request.POST.get("select_across") != "1":
            asked["id__in"] = ",".join(request.POST.getlist(ACTION_CHECKBOX_NAME))
        return redirect(f"{reverse('admin:media_library_asset_take_out')}?{asked.urlencode()}")

    @admin.action(description=gettext_lazy("Move to the trash"), permissions=["change"])
    def remove(self, request: HttpRequest, assets: QuerySet[Asset]) -> None:
        """At once: the trash is the way back."""
        ticked, by = self.tick(request, assets), staff_of(request)
        moved = sum(len(trash_assets(part, by=by)) for part in ticked.in_parts())
        told = ngettext("%(count)s asset is in the trash now.", "%(count)s assets are in the trash now.", moved)
        self.message_user(request, told % {"count": number_format(moved, force_grouping=True)})
        self.tell_left(request, ticked)

    @admin.action(description=gettext_lazy("Put back into the library"), permissions=["change"])
    def put_back(self, request: HttpRequest, assets: QuerySet[Asset]) -> None:
        ticked = self.tick(request, assets)
        moved = sum(len(restore_assets(part)) for part in ticked.in_parts())
        told = ngettext("%(count)s asset is in the library again.", "%(count)s assets are in the library again.", moved)
        self.message_user(request, told % {"count": number_format(moved, force_grouping=True)})
        self.tell_left(request, ticked)

    def tell_left(self, request: HttpRequest, ticked: Ticked) -> None:
        """Says how many were left, where the member of staff may only look."""
        if ticked.left:
            told = _("%s more are in projects where you may only look, and stay as they are.")
            self.message_user(request, told % number_format(ticked.left, force_grouping=True), messages.WARNING)
