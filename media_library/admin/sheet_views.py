"""The pages by which a spreadsheet goes out and comes in again."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.exceptions import DisallowedModelAdminLookup
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from collaborators.access import Role
from collaborators.admin_rules import OfMyProjects, staff_of
from collaborators.models import User
from media_library.models import Asset

from .sheet_changes import Outcome, Plan, plan_changes, write_changes
from .sheet_files import find_plan, forget_plan, keep_plan, write_sheet
from .sheet_reading import MOST_ROWS, read_sheet
from .sheets import WORDS, AssetSheet

MOST_TOLD = 5
MOST_SHOWN, LONGEST_SHOWN = 500, 300
"""Changes and faults on the page before the yes, and signs of each of their cells."""

FORMATS = [("xlsx", gettext_lazy("Excel workbook (.xlsx)")), ("csv", gettext_lazy("CSV, UTF-8 with commas (.csv)"))]


class TakeOutForm(forms.Form):
    """As what the sheet is written."""

    format = forms.ChoiceField(label=gettext_lazy("As"), choices=FORMATS, initial="xlsx")


class ReadForm(forms.Form):
    """The sheet that comes back."""

    file = forms.FileField(
        label=gettext_lazy("Spreadsheet"),
        help_text=gettext_lazy("An Excel workbook or a CSV file that was taken out here. Nothing is changed yet."),
    )


class GoesOutAsSheet(OfMyProjects):
    """An admin of assets whose words go out as a spreadsheet, and come in again after a look at what will change."""

    def get_urls(self) -> list[URLPattern]:
        wrap, name = self.admin_site.admin_view, "media_library_asset"
        return [
            path("sheet/out/", wrap(self.take_out), name=f"{name}_take_out"),
            path("sheet/", wrap(self.read_in), name=f"{name}_read_in"),
            path("sheet/<uuid:plan_name>/", wrap(self.look_through), name=f"{name}_look_through"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The list; who may change something there may read a sheet as well."""
        may_read_in = {"may_read_in": self.has_change_permission(request)}
        return super().changelist_view(request, {**may_read_in, **(extra_context or {})})

    def take_out(self, request: HttpRequest) -> HttpResponse:
        """The list, as it is filtered in the address, as a spreadsheet."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        assets = self.list_chosen(request)
        count = assets.order_by()[: MOST_ROWS + 1].count()
        form = TakeOutForm(request.POST if request.method == "POST" else None)
        if form.is_valid() and 0 < count <= MOST_ROWS:
            return send_sheet(assets, form.cleaned_data["format"])
        shown = {"title": _("Take out as a spreadsheet"), "form": form, "count": count, "most": MOST_ROWS}
        return self.show(request, "take_out", {**shown, "words": WORDS})

    def list_chosen(self, request: HttpRequest) -> QuerySet[Asset]:
        """The assets that the list shows for this address. Raises BadRequest for an address that asks for nonsense."""
        try:
            return self.get_changelist_instance(request).get_queryset(request)
        except (IncorrectLookupParameters, DisallowedModelAdminLookup):
            raise BadRequest from None

    def read_in(self, request: HttpRequest) -> HttpResponse:
        """Reads a spreadsheet and keeps what it would change; writes nothing else."""
        user = self.expect_changer(request)
        is_answer = request.method == "POST"
        form = ReadForm(request.POST, request.FILES) if is_answer else ReadForm()
        if is_answer and form.is_valid():
            try:
                name = self.plan(request, form.cleaned_data["file"], user)
            except ValidationError as fault:
                form.add_error("file", fault)
            else:
                return redirect("admin:media_library_asset_look_through", name)
        return self.show(request, "read_in", {"title": _("Read a spreadsheet"), "form": form, "words": WORDS})

    def plan(self, request: HttpRequest, file: Any, user: User) -> uuid.UUID:
        """Compares an uploaded sheet with what there is; gives the name of the plan. Raises ValidationError."""
        plan = plan_changes(read_sheet(file), self.list_changeable(request))
        return keep_plan(plan, user_id=user.pk)

    def look_through(self, request: HttpRequest, plan_name: uuid.UUID) -> HttpResponse:
        """Shows what a sheet would change, cell by cell; a POST writes it."""
        user = self.expect_changer(request)
        plan = find_plan(plan_name, user_id=user.pk)
        if plan is None:
            raise Http404(_("This spreadsheet has been read already, or too long ago. Choose it again."))
        if request.method == "POST":
            forget_plan(plan_name, user_id=user.pk)
            self.tell_outcome(request, write_changes(plan, self.list_changeable(request), by=user))
            return redirect("admin:media_library_asset_changelist")
        return self.show(request, "look_through", {"title": _("What will change"), "plan": plan, **list_shown(plan)})

    def list_changeable(self, request: HttpRequest) -> QuerySet[Asset]:
        """The assets in the library whose words this member of staff may change."""
        return self.narrow(request, Asset.objects.in_library(), Role.CONTRIBUTOR)

    def expect_changer(self, request: HttpRequest) -> User:
        """The member of staff, who may change assets at all. Raises PermissionDenied."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        return staff_of(request)

    def tell_outcome(self, request: HttpRequest, outcome: Outcome) -> None:
        """What was written, and what was not."""
        told = ngettext("%(count)d asset was changed.", "%(count)d assets were changed.", outcome.changed)
        self.message_user(request, told % {"count": outcome.changed})
        for sentence in outcome.left[:MOST_TOLD]:
            self.message_user(request, sentence, messages.ERROR)
        if len(outcome.left) > MOST_TOLD:
            more = len(outcome.left) - MOST_TOLD
            self.message_user(request, _("%d more were left as they are.") % more, messages.ERROR)

    def show(self, request: HttpRequest, name: str, shown: dict[str, Any]) -> HttpResponse:
        """One of the pages, in the frame of the admin."""
        context = {**self.admin_site.each_context(request), "opts": self.opts, **shown}
        return TemplateResponse(request, f"admin/media_library/asset/{name}.html", context)


def list_shown(plan: Plan) -> dict[str, Any]:
    """What of a plan is on the page: its beginning, and how much more there is."""
    shown: dict[str, Any] = {"longest": LONGEST_SHOWN}
    for name, rows in (("changes", plan.changes), ("faults", plan.faults)):
        shown |= {name: rows[:MOST_SHOWN], f"more_{name}": max(0, len(rows) - MOST_SHOWN)}
    return shown


def send_sheet(assets: QuerySet[Asset], format_name: str) -> HttpResponse:
    """The assets as a file to be saved."""
    sheet = write_sheet(AssetSheet().export(assets), format_name)
    name = f"kadr-{timezone.localdate():%Y-%m-%d}.{sheet.extension}"
    disposition = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(sheet.content, content_type=sheet.content_type, headers=disposition)
