"""What of a stack a grid shows: its top, and never the other half of a RAW and JPEG.

`Asset.cover` and `Asset.joined_to` are kept right by `cover_stack` alone. Whatever changes a stack, or takes an asset
of one in or out of the library, calls it in the same transaction, and holds the project and the stacks by `hold_stacks`
before it writes to their assets: two that do so at once wait for each other instead of both finding the other's on top.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Q

from media_library.lighttable.chosen import in_parts
from media_library.models import Asset, Stack

Kind, Cover = Stack.Kind, Asset.Cover


@dataclass(frozen=True)
class Member:
    """An asset of a stack; `is_here` is one of the library, not of the trash."""

    asset_id: int
    is_here: bool = True
    joined_to_id: int | None = None


@dataclass(frozen=True)
class Standing:
    """What is written of a member."""

    joined_to_id: int | None
    cover: int


def tell_standings(kind: str, members: Sequence[Member]) -> dict[int, Standing]:
    """What is to be written of the members of a stack, which come in its order.

    The first one that is in the library is the top. Of a RAW and JPEG the other one is joined to it; the chapters of a
    recording are all shown; in any other stack halves stay joined to their picture and stand with it.
    """
    if kind == Kind.CHAPTERS:
        return {one.asset_id: Standing(None, Cover.NONE) for one in members}
    if kind == Kind.RAW_JPEG:
        return _tell_pair(members)
    return _tell_others(members)


def _tell_pair(members: Sequence[Member]) -> dict[int, Standing]:
    head = next((one for one in members if one.is_here), members[0])
    return {
        one.asset_id: Standing(None, Cover.NONE)
        if one is head
        else Standing(head.asset_id, Cover.JOINED if one.is_here == head.is_here else Cover.NONE)
        for one in members
    }


def _tell_others(members: Sequence[Member]) -> dict[int, Standing]:
    by_id = {one.asset_id: one for one in members}
    found: dict[int, Standing] = {}
    has_top = False
    for one in members:
        head = by_id.get(one.joined_to_id or 0)
        if head is not None and head.is_here == one.is_here:
            cover = Cover.JOINED
        else:
            cover = Cover.STACKED if one.is_here and has_top else Cover.NONE
            has_top = has_top or one.is_here
        found[one.asset_id] = Standing(head.asset_id if head else None, cover)
    return found


def hold_stacks(asset_ids: Iterable[int]) -> list[int]:
    """Locks the stacks of these assets until the transaction ends, all in one order; gives their ids. Two queries.

    Then these assets and all that stands in those stacks, in the order in which whoever marks does. Nobody who makes a
    stack of them just now is seen: who calls this holds the project before.
    """
    ids = list(asset_ids)
    of_these = Asset.objects.filter(pk__in=ids, stack__isnull=False).values("stack_id")
    held = Stack.objects.select_for_update(no_key=True).filter(pk__in=of_these).order_by("pk")
    stacks = list(held.values_list("pk", flat=True))
    hold_assets(Q(pk__in=ids) | Q(stack_id__in=stacks))
    return stacks


def hold_assets(chosen: Q) -> None:
    """Locks assets until the transaction ends, in the order in which whoever marks does. One query."""
    rows = Asset.objects.select_for_update(no_key=True).filter(chosen).order_by("project_id", "pk")
    list(rows.values_list("pk", flat=True))


def cover_stack(stack_ids: Iterable[int]) -> None:
    """Writes anew which members of these stacks are shown, and which are joined to which; what is right is left alone.

    Belongs into the transaction of the change. Two queries and a write for each 500 stacks.
    """
    for some in in_parts(sorted(set(stack_ids))):
        held = Stack.objects.select_for_update(no_key=True).filter(pk__in=some).order_by("pk")
        _cover(dict(held.values_list("pk", "kind")))


def uncover(asset_ids: Iterable[int]) -> None:
    """Shows what has left its stack. Whatever stands in one is left alone."""
    for some in in_parts(list(asset_ids)):
        Asset.objects.filter(pk__in=some, stack=None).update(cover=Cover.NONE, joined_to=None)


def _cover(kinds: Mapping[int, str]) -> None:
    # Locked in one order, as whoever writes marks does.
    rows = Asset.objects.select_for_update(no_key=True).filter(stack_id__in=kinds).order_by("pk")
    columns = ("stack_id", "stack_position", "trashed_at", "joined_to_id", "cover")
    in_order = sorted(rows.only(*columns), key=lambda asset: (asset.stack_id or 0, asset.stack_position, asset.pk))
    changed: list[Asset] = []
    for stack_id, members in groupby(in_order, key=lambda asset: asset.stack_id):
        changed += _find_changed(kinds[stack_id or 0], list(members))
    Asset.objects.bulk_update(changed, ["joined_to", "cover"], batch_size=500)


def _find_changed(kind: str, assets: Sequence[Asset]) -> list[Asset]:
    """Those that stand otherwise than is written, with what is to be written."""
    members = [Member(each.pk, each.trashed_at is None, each.joined_to_id) for each in assets]
    standings, changed = tell_standings(kind, members), []
    for asset in assets:
        now = standings[asset.pk]
        if (asset.joined_to_id, asset.cover) != (now.joined_to_id, now.cover):
            asset.joined_to_id, asset.cover = now.joined_to_id, now.cover
            changed.append(asset)
    return changed
