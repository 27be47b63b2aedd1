"""A page of every component in every state, drawn by the templates of the other pages: for whoever builds them."""

from __future__ import annotations

import functools
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from collaborators.models import Membership, User
from media_library.lighttable.items import Item
from media_library.lighttable.paging import Page
from media_library.lighttable.thumbnails import Thumbnail
from media_library.models import Asset, Import, Original, Rendition
from projects.models import Project
from projects.overview.numbers import Numbers
from projects.overview.waiting import Waiting

ROOMS = ("dark", "paper")
ICON = re.compile(r"""{%\s*icon "([a-z0-9-]+)"(?!\|)""")
COLOUR = re.compile(r"--([a-z-]+): (?:light-dark\(#|#|rgb)")


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """Every component in both rooms. For staff; to all others it is not there."""
    if not (isinstance(request.user, User) and request.user.is_staff):
        raise Http404
    return render(request, "styleguide/styleguide.html", {"rooms": [make_room(name) for name in ROOMS]})


def make_room(name: str) -> dict[str, Any]:
    """What one room shows: made up, and never stored."""
    project = Project(pk=0, slug="styleguide", title="Қыстау", kind=Project.Kind.DOCUMENTARY)
    return {
        "name": name,
        "project": project,
        "form": make_form(name),
        "items": make_items(),
        "runs": make_runs(project),
        "waiting": make_waiting(project),
        "numbers": make_numbers(),
        "pictures": [Thumbnail(number, f"{number}", draw(*size), *size) for number, size in enumerate(SHAPES)],
        "page": Page[Asset]([], next_key="2", previous_key="1"),
        "user": User(name="Айгерім Сапарова"),
        "roles": Membership.Role.choices,
        "rendition_states": Rendition.State.choices,
        "original_states": Original.State.choices,
        "colours": list_colours(),
        "icons": list_icons(),
        "sizes": ("11", "12", "13", "14", "16", "19", "24", "32"),
    }


class SampleForm(forms.Form):
    """Fields of each sort."""

    title = forms.CharField(label=_("Title"), required=False)
    lens = forms.CharField(label=_("Lens"), required=False, help_text=_("As it stands on the barrel."))
    timecode = forms.CharField(label=_("Timecode"))
    reel = forms.CharField(label=_("Reel"), disabled=True, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=Project.Kind.choices)
    note = forms.CharField(label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    spoken = forms.MultipleChoiceField(
        label=_("Languages"),
        choices=[("kk", "Қазақша"), ("ru", "Русский"), ("en", "English")],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def clean_timecode(self) -> str:
        raise forms.ValidationError(_("A minute has 60 seconds. Did you mean 10:15:01:00?"))

    def clean(self) -> None:
        raise forms.ValidationError(_("The card stopped answering after 3.1 GB. Nothing was lost: put it back."))


def make_form(prefix: str) -> SampleForm:
    typed = {"title": "Қар", "lens": "Summilux-M 1:1.4/35", "timecode": "10:14:61:00", "kind": "documentary"}
    data: dict[str, Any] = {f"{prefix}-{name}": value for name, value in typed.items()}
    return SampleForm({**data, f"{prefix}-spoken": ["kk"]}, initial={"reel": "A007"}, prefix=prefix)


SHAPES = ((320, 213), (213, 320), (320, 134), (320, 320), (320, 213))


def draw(width_px: int, height_px: int) -> str:
    """A grey picture of this shape, as an address of its own: a horizon under a sky."""
    horizon = height_px * 2 // 3
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width_px}" height="{height_px}">'
        f'<path fill="#8f8f8f" d="M0 0h{width_px}v{height_px}H0z"/>'
        f'<path fill="#5c5c5c" d="M0 {horizon}h{width_px}v{height_px}H0z"/></svg>'
    )
    return f"data:image/svg+xml,{quote(svg)}"


def make_items() -> list[Item]:
    """A cell for each kind and state."""
    return [
        make_item("photo.jpg"),
        make_item("portrait.jpg", shape=(213, 320)),
        make_item("in a stack.nef", stack=6),
        make_item("clip.mov", kind="video", length="1:24"),
        make_item("sound.wav", kind="audio", length="12:05", picture=""),
        make_item("papers.pdf", kind="document", picture=""),
        make_item("pending.jpg", state="pending", picture=""),
        make_item("failed.jpg", state="failed", picture="", fault="The file ends before its picture does."),
        make_item("missing.jpg", state="missing", picture="", fault="The original is missing."),
        make_item("damaged.jpg", state="damaged", fault="The original is damaged."),
        make_item("Қыстау_біздің_ауылдың_қысқы_мекені_2024_11_30.jpg"),
    ]


def make_item(name: str, *, shape: tuple[int, int] = (320, 213), kind: str = "photo", **columns: Any) -> Item:
    width_px, height_px = shape
    plain: dict[str, Any] = {
        "id": 0,
        "key": "",
        "name": name,
        "alt": "",
        "kind": kind,
        "kind_word": Original.Kind(kind).label,
        "ratio": width_px / height_px,
        "width": round(168 * width_px / height_px),
        "height": 168,
        "day": "",
        "picture": draw(width_px, height_px),
        "state": "ready",
        "state_word": "",
        "fault": "",
        "length": "",
        "seconds": 0,
        "sheets": [],
        "large": "",
        "flag": "",
        "stars": 0,
        "label": "",
        "by": "",
        "version": 0,
        "captured": "",
        "width_px": 20 * width_px,
        "height_px": 20 * height_px,
        "middle": "",
        "pixels": "",
        "play": "",
        "sound": "",
        "stack": 0,
        "stack_id": 0,
        "stack_kind": "",
        "is_top": False,
        "joined": "",
        "seen": False,
    }
    return Item(**{**plain, **columns})  # type: ignore[typeddict-item]


def make_runs(project: Project) -> list[Import]:
    """An import in each state."""
    columns: dict[str, Any] = {"project": project, "started_at": timezone.now()}
    return [
        Import(pk=number, source=f"/media/CARD_{number}", state=state, files_found=number * 214, **columns)
        for number, state in enumerate(Import.State.values, start=1)
    ]


def make_waiting(project: Project) -> list[Waiting]:
    """One thing that waits of each sort."""
    wait = functools.partial(Waiting, project=project, url="#")
    goes_on = wait(about="import", icon="hard-drive-download", text="Import under way", state="running", done=2, of=5)
    return [
        goes_on,
        wait(about="damaged", icon="octagon-x", text="1 original is damaged", detail="Bring in a copy.", state="block"),
        wait(about="missing", icon="unplug", text="2 originals are missing", detail="Connect the disk.", state="flag"),
        wait(about="unmade", icon="images", text="41 renditions are still to be made", state="wait", count="41"),
    ]


def make_numbers() -> Numbers:
    return Numbers(
        files=1842,
        photo=1530,
        video=312,
        audio=0,
        document=0,
        size_bytes=2_100_000_000_000,
        video_ms=219_600_000,
        audio_ms=0,
        elsewhere=12,
        unchecked=3,
        checked_since=timezone.now(),
    )


@functools.cache
def list_icons() -> list[str]:
    """The icons that templates ask for by name."""
    folder = Path(settings.BASE_DIR) / "templates"
    return sorted({name for file in folder.rglob("*.html") for name in ICON.findall(file.read_text())})


@functools.cache
def list_colours() -> list[str]:
    """The names of all colours, in the order of the tokens."""
    tokens = Path(settings.BASE_DIR) / "static" / "css" / "tokens.css"
    return COLOUR.findall(tokens.read_text())
