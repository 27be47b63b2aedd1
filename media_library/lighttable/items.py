"""The assets of a page as cells: what is drawn of each, for the template and for the script alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import groupby
from typing import TypedDict

from django.db.models import Count, Prefetch, prefetch_related_objects
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from media_library.delivery.frames import Sheet
from media_library.delivery.links import rendition_url
from media_library.models import Asset, Look, Original, Rendition
from media_library.viewing.stage import set_stage

from .paging import Order

THUMBNAIL = "max-320"
LARGE = "max-1280"
MIDDLE = "max-2560"
WAVEFORM = "waveform"
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
PLAYING = (Original.Kind.VIDEO, Original.Kind.AUDIO)
CODECS = ("video_codec", "audio_codec")
RAW = "RAW"


class Item(TypedDict):
    """A cell. `state`: ready, pending, failed, missing, damaged; `fault` says why, in words.

    `width` and `height` are the room of its picture where no script sets it, `width_px` and `height_px` the size of the
    original, 0 if it has none. An address is empty where there is nothing: `middle` is the largest picture, `pixels`
    what is shown pixel for pixel, `sound` the waveform. `captured` is the camera's own clock, without a zone.

    `stack` is how many pictures its stack has to judge; 0 for no stack, and for one that holds a single picture in two
    files. `joined` names the files that are one picture with it. `by` marked last; `seen` is by the person who looks.
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
    sheets: list[Sheet]
    flag: str
    stars: int
    label: str
    by: str
    version: int
    captured: str
    width_px: int
    height_px: int
    middle: str
    pixels: str
    play: str
    sound: str
    stack: int
    stack_id: int
    stack_kind: str
    is_top: bool
    joined: str
    seen: bool


@dataclass(frozen=True)
class Around:
    """What is known of a page's assets beside their own rows, by id."""

    stacks: dict[int, int]
    joined: dict[int, str]
    seen: frozenset[int]


def make_items(
    assets: Sequence[Asset], order: Order, slug: str, *, user_id: int | None = None, with_pixels: bool = False
) -> list[Item]:
    """The cells of these assets of `View.shown`. Six queries at the most, whatever their number.

    `user_id` is who looks; `with_pixels`, whether they may see all pixels of the originals.
    """
    found = Rendition.objects.filter(spec__in=(THUMBNAIL, LARGE, MIDDLE, WAVEFORM, *SHEETS))
    prefetch_related_objects(assets, Prefetch("original__renditions", found, to_attr="for_cells"))
    load_codecs(assets)
    around = Around(count_stacks(assets), name_joined(assets), find_seen(assets, user_id))
    return [make_item(asset, order, slug, around, with_pixels=with_pixels) for asset in assets]


def load_codecs(assets: Sequence[Asset]) -> None:
    """Gives the originals those of their facts that a player asks for: all of a camera's are long. One query."""
    for asset in assets:
        asset.original.facts = {}
    playing = {asset.original_id: asset.original for asset in assets if asset.kind in PLAYING}
    codecs = Original.objects.filter(pk__in=playing).values_list("pk", *(f"facts__{name}" for name in CODECS))
    for original_id, *names in codecs if playing else ():
        playing[original_id].facts = dict(zip(CODECS, names, strict=True))


def count_stacks(assets: Sequence[Asset]) -> dict[int, int]:
    """How many pictures of the library are in each of these assets' stacks; a RAW and its JPEG are one. One query."""
    stack_ids = {asset.stack_id for asset in assets if asset.stack_id}
    members = Asset.objects.in_library().filter(stack_id__in=stack_ids).exclude(cover=Asset.Cover.JOINED).order_by()
    return dict(members.values_list("stack_id").annotate(Count("pk"))) if stack_ids else {}


def name_joined(assets: Sequence[Asset]) -> dict[int, str]:
    """What each picture that lies in several files is made of: "RAW + JPEG". One query."""
    halves = Asset.objects.in_library().filter(joined_to__in=[asset.pk for asset in assets])
    named: dict[int, str] = {}
    for asset_id, file_type in halves.order_by("pk").values_list("joined_to_id", "original__file_type"):
        named[asset_id or 0] = f"{named.get(asset_id or 0, RAW)} + {file_type}"
    return named


def find_seen(assets: Sequence[Asset], user_id: int | None) -> frozenset[int]:
    """Those that this person has looked at. One query."""
    if user_id is None:
        return frozenset()
    looks = Look.objects.filter(user_id=user_id, asset_id__in=[asset.pk for asset in assets])
    return frozenset(looks.values_list("asset_id", flat=True))


def make_item(asset: Asset, order: Order, slug: str, around: Around, *, with_pixels: bool) -> Item:
    """One cell. No query."""
    found: list[Rendition] = getattr(asset.original, "for_cells", [])
    made = {one.spec: one for one in found}
    thumbnail = made.get(THUMBNAIL)
    duration_ms = asset.original.duration_ms or 0
    state = tell_state(asset.original, thumbnail)
    ratio = measure_ratio(asset.original, thumbnail)
    stage = set_stage(slug, asset, found, with_pixels=with_pixels)
    stack = around.stacks.get(asset.stack_id or 0, 0)
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
        "sheets": list(stage.sheets),
        "flag": asset.flag,
        "stars": asset.rating or 0,
        "label": asset.label,
        "by": str(asset.marked_by) if asset.marked_by else "",
        "version": asset.mark_version,
        "captured": write_moment(asset.captured_at),
        "width_px": asset.original.width_px or 0,
        "height_px": asset.original.height_px or 0,
        "middle": link(made.get(MIDDLE), asset.pk, slug),
        "pixels": stage.zoomed.url if stage.zoomed else "",
        "play": stage.play_url,
        "sound": stage.waveform_url,
        "stack": stack if stack > 1 else 0,
        "stack_id": asset.stack_id or 0,
        "stack_kind": asset.stack.kind if asset.stack else "",
        "is_top": asset.stack_id is not None and asset.cover == Asset.Cover.NONE,
        "joined": around.joined.get(asset.pk, ""),
        "seen": asset.pk in around.seen,
    }


def write_moment(moment: datetime | None) -> str:
    """A camera's own clock as ISO 8601 writes it, without a zone; empty without one."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat() if moment else ""


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
