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
from media_library.lighttable.chosen import AT_ONCE, Chosen, in_parts, list_ids
from media_library.models import Asset, Bin, BinEntry, BinRemoval, KeptEntry
from media_library.models.bin import STEP

from .positions import find_places

KEPT = ("bin_id", "asset_id", "position", "added_by_id", "added_at")
"""The columns of an entry that come back with it."""


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


def put_in_capture_order(project_id: int, ids: Sequence[int]) -> list[int]:
    """The ids that are in the project's library, as they were shot; what has no time comes last, by its name.

    Raises ValueError for assets of another project: whoever calls has asked what may be chosen, and this is a mistake.
    """
    order = ("captured_at", "name_key", "pk")
    rows: list[tuple[bool, object, str, int]] = []
    for some in in_parts(ids):
        there = Asset.objects.filter(pk__in=some)
        if there.exclude(project_id=project_id).exists():
            raise ValueError("assets of another project")
        found = there.in_library().values_list(*order)
        rows += [(moment is None, moment or 0, name, pk) for moment, name, pk in found]
    return [pk for *_, pk in sorted(rows)]


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
    """Takes the assets out of the bin; they stay in the project. Gives what puts them back to their places.

    Raises ValidationError when the bin has gone.
    """
    removal = BinRemoval.objects.create(project_id=bin.project_id, by=by)
    for some in in_parts(list_ids(assets)):
        with transaction.atomic():
            hold(bin)
            leaving = bin.entries.filter(asset_id__in=some)
            keep_entries(removal, leaving)
            leaving.delete()
    return removal


def keep_entries(removal: BinRemoval, entries: QuerySet[BinEntry]) -> None:
    """Writes down what the entries are now, so many at a time. Whoever calls holds their bins."""
    last = 0
    while some := list(entries.filter(pk__gt=last).order_by("pk").values("pk", *KEPT)[:AT_ONCE]):
        last = some[-1]["pk"]
        KeptEntry.objects.bulk_create(KeptEntry(removal=removal, **{name: row[name] for name in KEPT}) for row in some)


def place_in_bin(bin: Bin, assets: Chosen, *, before: Asset | None = None, by: User | None = None) -> BinRemoval:
    """Puts assets of the bin, in the order in which they are given, before another one of it; else at its end.

    Gives what puts them back. Raises ValidationError when that other one is not in the bin any more.
    """
    ids = list_ids(assets)
    with transaction.atomic():
        hold(bin)
        return _place(bin, ids, before.pk if before else None, by)


def place_after(bin: Bin, assets: Chosen, *, mark: Asset, by: User | None = None) -> BinRemoval:
    """Puts assets of the bin, in the order in which they are given, behind another one of it.

    Gives what puts them back. Raises ValidationError when that other one is not in the bin any more.
    """
    ids = list_ids(assets)
    with transaction.atomic():
        hold(bin)
        entry = bin.entries.filter(asset=mark).first()
        if entry is None:
            raise _gone()
        return _place(bin, ids, _find_following(bin, entry, ids), by)


def step_in_bin(bin: Bin, assets: Chosen, *, later: bool, by: User | None = None) -> BinRemoval:
    """Moves assets of the bin past one neighbour; those that were apart stand together then, in their order.

    What is in the trash is passed along with the neighbour: nobody sees it. Gives what puts them back.
    """
    ids = list_ids(assets)
    with transaction.atomic():
        hold(bin)
        seen = bin.entries.filter(asset__trashed_at=None).order_by("position", "pk")
        moving = list(seen.filter(asset_id__in=ids))
        before = _find_step(bin, moving, seen.exclude(asset_id__in=ids), later=later) if moving else None
        return _place(bin, [entry.asset_id for entry in moving], before, by)


def _find_step(bin: Bin, moving: Sequence[BinEntry], others: QuerySet[BinEntry], *, later: bool) -> int | None:
    """In front of which asset these go when they pass one of the others; None for the end."""
    if later:
        passed = others.filter(_behind(moving[-1])).first()
        return _find_following(bin, passed, [entry.asset_id for entry in moving]) if passed else None
    passed = others.filter(_ahead_of(moving[0])).last() or others.first()
    return passed.asset_id if passed else None


def _find_following(bin: Bin, entry: BinEntry, ids: Sequence[int]) -> int | None:
    """The next asset behind an entry that is none of these."""
    following = bin.entries.exclude(asset_id__in=ids).filter(_behind(entry)).order_by("position", "pk")
    return following.values_list("asset_id", flat=True).first()


def _place(bin: Bin, ids: Sequence[int], before: int | None, by: User | None) -> BinRemoval:
    ids = [pk for pk in ids if pk != before]
    # Locked, so that none of them is deleted for good before it is written.
    entries = bin.entries.select_for_update().filter(asset_id__in=ids).order_by("pk")
    there = {entry.asset_id: entry for entry in entries}
    moving = [there[pk] for pk in ids if pk in there]
    places = _make_room(bin, ids, before, len(moving))
    removal = BinRemoval.objects.create(project_id=bin.project_id, by=by)
    # Only now: making room has moved them as well.
    keep_entries(removal, bin.entries.filter(asset_id__in=ids))
    _write_places(moving, places)
    return removal


def hold(bin: Bin) -> None:
    """Locks the bin until the transaction ends, so that its order is changed by one person at a time.

    Raises ValidationError when it has gone.
    """
    if Bin.objects.select_for_update(no_key=True).filter(pk=bin.pk).first() is None:
        raise ValidationError(_("That bin has been removed by somebody. Choose another one."), "gone")


def _make_room(bin: Bin, ids: Sequence[int], before: int | None, number: int) -> Sequence[int]:
    """So many positions in front of an asset, or at the end, among all but `ids`."""
    others = bin.entries.exclude(asset_id__in=ids)
    if before is None:
        return find_places(number, after=_find_last(others), before=None) or []
    mark = others.filter(asset_id=before).first()
    if mark is None:
        raise _gone()
    last = _find_last(others.filter(_ahead_of(mark)))
    places = find_places(number, after=last, before=mark.position)
    if places is None:
        room = STEP * (number + 1)
        _move_on(bin, mark, room)
        places = find_places(number, after=last, before=mark.position + room) or []
    return places


def _move_on(bin: Bin, mark: BinEntry, room: int) -> None:
    """Moves an entry on, and all that is behind it; and what can be put back there, so that it comes to its place."""
    bin.entries.filter(_behind(mark) | Q(pk=mark.pk)).update(position=F("position") + room)
    kept = KeptEntry.objects.filter(bin_id=bin.pk, position__gte=mark.position)
    kept.update(position=F("position") + room)


def _ahead_of(mark: BinEntry) -> Q:
    return Q(position__lt=mark.position) | Q(position=mark.position, pk__lt=mark.pk)


def _behind(mark: BinEntry) -> Q:
    return Q(position__gt=mark.position) | Q(position=mark.position, pk__gt=mark.pk)


def _gone() -> ValidationError:
    return ValidationError(_("That place has gone: somebody has taken it out of the bin."), "gone")


def _find_last(entries: QuerySet[BinEntry]) -> int | None:
    last: int | None = entries.aggregate(last=Max("position"))["last"]
    return last
