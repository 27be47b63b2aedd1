"""What is in a bin, and in which order. Safe for thousands of assets, and for two people at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collaborators.models import User
from media_library.models import Asset, Bin, BinEntry, BinRemoval
from media_library.models.bin import STEP

from .chosen import Chosen, in_parts, list_ids, put_in_capture_order
from .positions import find_places


@dataclass(frozen=True)
class Added:
    """What an adding came to: how many are new in the bin, and the moment that all of them carry."""

    number: int
    at: datetime


def add_to_bin(bin: Bin, assets: Chosen, *, by: User | None) -> int:
    """Appends the assets as they were shot; gives how many were not in it before.

    What is in the trash is left out. Each 500 are a transaction of their own. Raises ValidationError when the bin has
    gone, ValueError for assets of another project.
    """
    return add_and_tell(bin, assets, by=by).number


def add_and_tell(bin: Bin, assets: Chosen, *, by: User | None) -> Added:
    """As `add_to_bin`; gives also what `take_back_added` needs."""
    moment, number = timezone.now(), 0
    for some in in_parts(put_in_capture_order(bin.project_id, list_ids(assets))):
        with transaction.atomic():
            number += _append(bin, some, by, moment)
    return Added(number, moment)


def take_back_added(bin: Bin, *, at: datetime) -> int:
    """Takes out what was added at that moment; gives how many."""
    return bin.entries.filter(added_at=at).delete()[0]


def _write_places(entries: Sequence[BinEntry], places: Sequence[int]) -> None:
    """Many at once: an upsert is several times as quick as an UPDATE with a case for each."""
    for entry, place in zip(entries, places, strict=True):
        entry.pk, entry.position = None, place
    BinEntry.objects.bulk_create(
        entries, update_conflicts=True, unique_fields=["bin", "asset"], update_fields=["position"]
    )


def _append(bin: Bin, ids: Sequence[int], by: User | None, moment: datetime) -> int:
    hold(bin)
    # Locked, so that none of them is deleted for good before its entry is committed.
    there = Asset.objects.in_library().select_for_update(no_key=True).filter(pk__in=ids).order_by("pk")
    left = set(there.values_list("pk", flat=True)) - set(
        bin.entries.filter(asset_id__in=ids).values_list("asset_id", flat=True)
    )
    new = [pk for pk in ids if pk in left]
    places = find_places(len(new), after=_find_last(bin.entries.all()), before=None) or []
    BinEntry.objects.bulk_create(
        BinEntry(bin=bin, asset_id=pk, position=place, added_by=by, added_at=moment)
        for pk, place in zip(new, places, strict=True)
    )
    return len(new)


def take_from_bin(bin: Bin, assets: Chosen, *, by: User | None = None) -> BinRemoval:
    """Takes the assets out of the bin; they stay in the project. Gives what puts them back to their places."""
    removal = BinRemoval(project_id=bin.project_id, by=by, kept={"bins": [], "entries": []})
    for some in in_parts(list_ids(assets)):
        with transaction.atomic():
            leaving = bin.entries.filter(asset_id__in=some)
            removal.kept["entries"] += keep_entries(leaving)
            removal.save()
            leaving.delete()
    return removal


def keep_entries(entries: QuerySet[BinEntry]) -> list[list[object]]:
    """The rows as JSON can hold them: bin, asset, position, who added it, and when."""
    columns = ("bin_id", "asset_id", "position", "added_by_id", "added_at")
    return [[*row[:4], row[4].isoformat()] for row in entries.order_by("id").values_list(*columns)]


def place_in_bin(bin: Bin, assets: Chosen, *, before: Asset | None = None) -> None:
    """Puts assets of the bin, in the order in which they are given, before another one of it; else at its end.

    Raises ValidationError when that other one is not in the bin any more.
    """
    ids = [pk for pk in list_ids(assets) if before is None or pk != before.pk]
    with transaction.atomic():
        hold(bin)
        # Locked, so that none of them is deleted for good before it is written.
        entries = bin.entries.select_for_update().filter(asset_id__in=ids).order_by("pk")
        there = {entry.asset_id: entry for entry in entries}
        moving = [there[pk] for pk in ids if pk in there]
        places = _make_room(bin.entries.exclude(asset_id__in=ids), before, len(moving))
        _write_places(moving, places)


def place_after(bin: Bin, assets: Chosen, *, mark: Asset) -> None:
    """Puts assets of the bin, in the order in which they are given, behind another one of it.

    Raises ValidationError when that other one is not in the bin any more.
    """
    ids = list_ids(assets)
    with transaction.atomic():
        hold(bin)
        entry = bin.entries.filter(asset=mark).first()
        if entry is None:
            raise _gone()
        following = bin.entries.exclude(asset_id__in=ids).filter(_behind(entry)).order_by("position", "pk").first()
        place_in_bin(bin, assets, before=following.asset if following else None)


def step_in_bin(bin: Bin, assets: Chosen, *, later: bool) -> None:
    """Moves assets of the bin past one neighbour; those that were apart stand together then, in their order."""
    ids = list_ids(assets)
    with transaction.atomic():
        hold(bin)
        order = list(bin.entries.order_by("position", "pk").values_list("asset_id", flat=True))
        before = find_step(order, set(ids), later=later)
        moving = {asset.pk: asset for asset in Asset.objects.filter(pk__in=ids)}
        ordered = [moving[pk] for pk in order if pk in moving]
        place_in_bin(bin, ordered, before=Asset(pk=before) if before is not None else None)


def find_step(order: Sequence[int], chosen: set[int], *, later: bool) -> int | None:
    """In front of which one `chosen` go when they pass a neighbour; None for the end."""
    places = [index for index, pk in enumerate(order) if pk in chosen]
    others = [(index, pk) for index, pk in enumerate(order) if pk not in chosen]
    if not places:
        return None
    if later:
        behind = [pk for index, pk in others if index > places[-1]]
        return behind[1] if len(behind) > 1 else None
    ahead = [pk for index, pk in others if index < places[0]]
    return ahead[-1] if ahead else (others[0][1] if others else None)


def hold(bin: Bin) -> None:
    """Locks the bin until the transaction ends, so that its order is changed by one person at a time.

    Raises ValidationError when it has gone.
    """
    if Bin.objects.select_for_update(no_key=True).filter(pk=bin.pk).first() is None:
        raise ValidationError(_("That bin has been removed by somebody. Choose another one."), "gone")


def _make_room(others: QuerySet[BinEntry], before: Asset | None, number: int) -> Sequence[int]:
    """So many positions in front of an entry, or at the end. Moves what follows where there is no gap: one UPDATE."""
    if before is None:
        return find_places(number, after=_find_last(others), before=None) or []
    mark = others.filter(asset=before).first()
    if mark is None:
        raise _gone()
    earlier = ~_behind(mark) & ~Q(pk=mark.pk)
    last = _find_last(others.filter(earlier))
    places = find_places(number, after=last, before=mark.position)
    if places is None:
        room = STEP * (number + 1)
        others.exclude(earlier).update(position=F("position") + room)
        places = find_places(number, after=last, before=mark.position + room) or []
    return places


def _behind(mark: BinEntry) -> Q:
    return Q(position__gt=mark.position) | Q(position=mark.position, pk__gt=mark.pk)


def _gone() -> ValidationError:
    return ValidationError(_("That place has gone: somebody has taken it out of the bin."), "gone")


def _find_last(entries: QuerySet[BinEntry]) -> int | None:
    last: int | None = entries.aggregate(last=Max("position"))["last"]
    return last
