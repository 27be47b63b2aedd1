"""The queue of pairs to decide, the nearest first, and a pair as the page shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from media_library.lighttable.browsing import COLUMNS, RELATED
from media_library.lighttable.counting import group_digits
from media_library.lighttable.items import Item, make_items
from media_library.lighttable.paging import Order, read_moment
from media_library.models import Asset, BinEntry, Twins
from media_library.templatetags.sizes import file_size
from media_library.viewing.stage import Stage, set_stage

SIDES = ("one", "other")
BARS_PX = 280
"""What the bars and the facts below take from the height of a window."""
BY_CAPTURE = Order("captured_at", read_moment)


@dataclass(frozen=True)
class Progress:
    """How many pairs have been decided, of how many. What needs no decision any more does not count."""

    decided: int
    left: int

    @property
    def total(self) -> int:
        return self.decided + self.left


@dataclass(frozen=True)
class Fact:
    """What is told of a picture; `is_same`: of the other one too."""

    name: str
    text: str
    is_same: bool = False


@dataclass(frozen=True)
class Side:
    """One of two pictures. `keep` is what the button says to the server."""

    keep: str
    item: Item
    stage: Stage
    facts: tuple[Fact, ...]

    @property
    def sizes(self) -> str:
        """How wide it stands, so that the browser takes the right file: half the window, if its height lets it."""
        largest = self.stage.largest
        ratio = round(largest.width_px / largest.height_px, 4) if largest else 1
        return f"(max-width: 719px) 100vw, min(50vw, (100vh - {BARS_PX}px) * {ratio})"


@dataclass(frozen=True)
class Pair:
    """Two pictures that look alike, as the page shows them."""

    twins: Twins
    sides: tuple[Side, Side]


def find_open(project_id: int) -> QuerySet[Twins]:
    """What waits for a decision: both are in the library, neither is rejected, and they stand in no stack together."""
    rows = Twins.objects.filter(project_id=project_id, decision=Twins.Decision.OPEN)
    for side in SIDES:
        gone = Q(**{f"{side}__trashed_at__isnull": False}) | Q(**{f"{side}__flag": Asset.Flag.REJECT})
        rows = rows.exclude(gone | Q(**{f"{side}__cover": Asset.Cover.JOINED}))
    together = Q(one__stack__isnull=False, one__stack=F("other__stack"))
    return rows.exclude(together).order_by("distance", "id")


def count_progress(project_id: int) -> Progress:
    """Two queries."""
    decided = Twins.objects.filter(project_id=project_id).exclude(decision=Twins.Decision.OPEN)
    return Progress(decided.count(), find_open(project_id).count())


def find_pair(project_id: int, twins_id: int) -> Twins | None:
    """A pair of the project that waits for a decision. One query."""
    return find_open(project_id).filter(pk=twins_id).first()


def find_next(project_id: int, after: Twins | None = None) -> Twins | None:
    """The first pair, or the one that comes after this one; after the last one None. One query."""
    rows = find_open(project_id)
    if after is not None:
        rows = rows.filter(Q(distance__gt=after.distance) | Q(distance=after.distance, pk__gt=after.pk))
    return rows.first()


def show_pairs(some: Sequence[Twins], slug: str, *, user_id: int | None = None) -> list[Pair]:
    """Pairs with all that is told of their pictures. As many queries for one as for more."""
    ids = {pk for twins in some for pk in (twins.one_id, twins.other_id)}
    rows = Asset.objects.filter(pk__in=ids).select_related(*RELATED)
    assets = list(rows.only(*COLUMNS, "folder", "original__size_bytes", "original__file_type"))
    items = {item["id"]: item for item in make_items(assets, BY_CAPTURE, slug, user_id=user_id)}
    bins = _name_bins(ids)
    told = {asset.pk: _tell(asset, items[asset.pk], bins.get(asset.pk, [])) for asset in assets}
    by_id = {asset.pk: asset for asset in assets}
    pairs = []
    for twins in some:
        both = (twins.one_id, twins.other_id)
        one, other = (told[pk] for pk in both)
        facts = (_compare(one, other), _compare(other, one))
        sides = [
            Side(keep, items[pk], _set_stage(slug, by_id[pk]), each)
            for keep, pk, each in zip(SIDES, both, facts, strict=True)
        ]
        pairs.append(Pair(twins, (sides[0], sides[1])))
    return pairs


def _set_stage(slug: str, asset: Asset) -> Stage:
    """The whole picture in its sizes, of the renditions that the items have loaded."""
    return set_stage(slug, asset, getattr(asset.original, "for_cells", []), with_pixels=False)


def _name_bins(ids: set[int]) -> dict[int, list[str]]:
    """In which bins each lies. One query."""
    rows = BinEntry.objects.filter(asset_id__in=ids).order_by("bin__name", "pk").values_list("asset_id", "bin__name")
    named: dict[int, list[str]] = {}
    for asset_id, name in rows:
        named.setdefault(asset_id, []).append(name)
    return named


def _tell(asset: Asset, item: Item, bins: list[str]) -> dict[str, str]:
    """What may tell one of two pictures from the other, by its name. No query."""
    original = asset.original
    size = f"{group_digits(item['width_px'])} × {group_digits(item['height_px'])} px" if item["width_px"] else ""
    captured = date_format(asset.captured_at, "j M Y, H:i:s") if asset.captured_at else _("not known")
    stack = item["stack"]
    told = {
        _("Taken"): captured,
        _("Size"): size,
        _("File"): f"{item['joined'] or original.file_type}, {file_size(original.size_bytes)}",
        _("Folder"): asset.folder,
        _("Bins"): ", ".join(bins),
        _("Stack"): ngettext("%(count)s picture", "%(count)s pictures", stack) % {"count": stack} if stack else "",
    }
    return {name: text or "–" for name, text in told.items()}


def _compare(mine: dict[str, str], its: dict[str, str]) -> tuple[Fact, ...]:
    """What is told of one, where there is anything to tell of either."""
    return tuple(Fact(name, text, text == its[name]) for name, text in mine.items() if {text, its[name]} != {"–"})
