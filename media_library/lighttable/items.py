"""The assets of a page as cells: what is drawn of each, for the template and for the script alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date
from itertools import groupby
from typing import TypedDict

from django.db.models import Count, Prefetch, prefetch_related_objects
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from media_library.delivery.frames import Sheet, list_sheets
from media_library.delivery.links import rendition_url
from media_library.models import Asset, Original, Rendition

from .paging import Order

THUMBNAIL = "max-320"
LARGE = "max-1280"
SHEETS = ("sheet-1", "sheet-2", "sheet-3")
ICONS = {
    Original.Kind.PHOTO.value: "image",
    Original.Kind.VIDEO.value: "film",
    Original.Kind.AUDIO.value: "audio-lines",
    Original.Kind.DOCUMENT.value: "file-text",
}
"""What stands for a kind, by Lucide's names."""
FLATTEST, NARROWEST = 4.0, 0.4
"""Ratios of the room a picture gets; one that is flatter or narrower still stands in it whole."""
USUAL = 1.5
HEIGHT = 168
"""CSS pixels a picture is high at first, as the slider of the page has it too."""
LONGEST_REASON = 120


class Item(TypedDict):
    """A cell. `state`: ready, pending, failed, missing, damaged; `fault` says why, in words.

    `width` and `height` are the room of its picture where no script sets it.
    """

    id: int
    key: str
    name: str
    alt: str
    kind: str
    kind_word: str
    ratio: float
    width: int
    height: int
    day: str
    picture: str
    large: str
    state: str
    state_word: str
    fault: str
    length: str
    seconds: float
    stack: int
    sheets: list[Sheet]


def make_items(assets: Sequence[Asset], order: Order, slug: str) -> list[Item]:
    """The cells of these assets of `View.shown`. Two queries, whatever their number."""
    found = Rendition.objects.filter(spec__in=(THUMBNAIL, LARGE, *SHEETS))
    prefetch_related_objects(assets, Prefetch("original__renditions", found, to_attr="for_cells"))
    stacks = count_stacks(assets)
    return [make_item(asset, order, slug, stacks.get(asset.stack_id or 0, 0)) for asset in assets]


def count_stacks(assets: Sequence[Asset]) -> dict[int, int]:
    """How many assets of the library are in each of these assets' stacks. One query."""
    stack_ids = {asset.stack_id for asset in assets if asset.stack_id}
    members = Asset.objects.in_library().filter(stack_id__in=stack_ids).order_by()
    return dict(members.values_list("stack_id").annotate(Count("pk"))) if stack_ids else {}


def make_item(asset: Asset, order: Order, slug: str, stack: int) -> Item:
    """One cell. No query."""
    made: dict[str, Rendition] = {one.spec: one for one in getattr(asset.original, "for_cells", [])}
    thumbnail = made.get(THUMBNAIL)
    duration_ms = asset.original.duration_ms or 0
    state = tell_state(asset.original, thumbnail)
    ratio = measure_ratio(asset.original, thumbnail)
    return {
        "id": asset.pk,
        "key": str(order.key_of(asset)),
        "name": asset.file_name,
        "alt": asset.alt_text,
        "kind": asset.kind,
        "kind_word": str(Original.Kind(asset.kind).label),
        "ratio": ratio,
        "width": round(HEIGHT * ratio),
        "height": HEIGHT,
        "day": f"{asset.captured_at.astimezone(UTC):%Y-%m-%d}" if asset.captured_at else "",
        "picture": link(made.get(THUMBNAIL), asset.pk, slug),
        "large": link(made.get(LARGE), asset.pk, slug),
        "state": state,
        "state_word": str(asset.original.get_state_display()).capitalize(),
        "fault": tell_fault(state, thumbnail),
        "length": write_length(duration_ms),
        "seconds": duration_ms / 1000,
        "stack": stack if stack > 1 else 0,
        "sheets": list_sheets(slug, asset.pk, made.values()),
    }


def link(rendition: Rendition | None, asset_id: int, slug: str) -> str:
    """The address of a rendition, if it is made."""
    return rendition_url(slug, asset_id, rendition) if rendition and is_made(rendition) else ""


def is_made(rendition: Rendition | None) -> bool:
    return rendition is not None and rendition.state == Rendition.State.DONE


def tell_state(original: Original, thumbnail: Rendition | None) -> str:
    """The word for the cell: what is wrong with the original goes before what is wrong with its picture."""
    if original.state != Original.State.PRESENT:
        return original.state
    if thumbnail is None or thumbnail.state == Rendition.State.DONE:
        return "ready"
    return "failed" if thumbnail.state == Rendition.State.FAILED else "pending"


def tell_fault(state: str, thumbnail: Rendition | None) -> str:
    """One sentence about what is wrong; empty when nothing is."""
    if state == "missing":
        return _("Missing: the original is not where it was.")
    if state == "damaged":
        return _("Damaged: the original is not what it was.")
    reason = thumbnail.reason if state == "failed" and thumbnail else ""
    return reason if len(reason) <= LONGEST_REASON else f"{reason[:LONGEST_REASON]}…"


def measure_ratio(original: Original, thumbnail: Rendition | None) -> float:
    """Width by height of the room the picture gets: that of the picture, else of what it is made from."""
    for sized in (thumbnail, original):
        if sized is not None and sized.width_px and sized.height_px:
            return round(min(FLATTEST, max(NARROWEST, sized.width_px / sized.height_px)), 4)
    return USUAL


def write_length(duration_ms: int) -> str:
    """`1:24`, `1:02:05`: to the whole second, and never none for what has a length."""
    if not duration_ms:
        return ""
    seconds = max(1, round(duration_ms / 1000))
    hours, minutes = seconds // 3600, seconds // 60 % 60
    return f"{hours}:{minutes:02}:{seconds % 60:02}" if hours else f"{minutes}:{seconds % 60:02}"


@dataclass(frozen=True)
class Group:
    """Cells that stand under one heading; an empty one where nothing is parted by day."""

    heading: str
    items: list[Item]


def group_items(items: Sequence[Item], *, by_day: bool) -> list[Group]:
    """The cells of a page as it shows them without a script."""
    if not by_day:
        return [Group("", list(items))]
    names = name_days(items)
    return [Group(names[day], list(found)) for day, found in groupby(items, key=lambda item: item["day"])]


def name_days(items: Sequence[Item]) -> dict[str, str]:
    """The headings of the days these cells are of, in the reader's language; what has no capture time has its own."""
    return {
        day: date_format(date.fromisoformat(day), "l, j F Y") if day else _("Without a capture time")
        for day in dict.fromkeys(item["day"] for item in items)
    }
