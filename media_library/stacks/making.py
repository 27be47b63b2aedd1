"""Stacks made, parted and put in order by a person; and by a rule. Each step gives what takes it back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from collaborators.models import User
from media_library.lighttable.chosen import Chosen, in_parts, list_ids
from media_library.models import Asset, Import, Stack, StackChange

from .arrangement import Arrangement, arranging

Kind = Stack.Kind
MOST = 500
"""Pictures in a stack that somebody makes by hand: whoever stacks more has selected more than they meant to."""
AT_ONCE = 100
"""Stacks that are changed in one transaction: whoever marks waits for it."""


def make_stack(
    *,
    project_id: int,
    assets: Chosen,
    by: User | None,
    top: Asset | None = None,
    whole: Collection[int] = (),
) -> StackChange:
    """Makes one stack of these pictures, in the order they were shot; `top` stands first.

    They leave the stacks they are in; of the stacks `whole` all comes along. A RAW brings its JPEG. Raises
    ValidationError when that makes no stack.
    """
    ids = list_ids(assets)
    if whole:
        ids += list(Asset.objects.filter(project_id=project_id, stack_id__in=whole).values_list("pk", flat=True))
    _check_number(Asset.objects.filter(project_id=project_id, pk__in=ids, joined_to=None).count())
    change = StackChange(project_id=project_id, by=by)
    with arranging(project_id, ids, change=change) as held:
        heads = held.sort_as_shot({held.find_head(pk) for pk in ids if pk in held.places})
        _check_heads(held, heads)
        if top is not None and top.pk in held.places:
            first = held.find_head(top.pk)
            heads = [first, *(head for head in heads if head != first)]
        held.put_together(Stack.objects.create(project_id=project_id, kind=Kind.MANUAL), heads)
    return change


def _check_heads(held: Arrangement, heads: Sequence[int]) -> None:
    here = [head for head in heads if any(held.assets[pk].trashed_at is None for pk in (head, *held.list_halves(head)))]
    if len(here) < 2:
        raise ValidationError(_("A stack needs two pictures or more. Select them first."), "few")
    _check_number(len(heads))
    if any(held.kind_of(head) == Kind.CHAPTERS for head in heads):
        raise ValidationError(_("The chapters of a recording stay together. Part them first."), "chapters")


def _check_number(pictures: int) -> None:
    if pictures > MOST:
        raise ValidationError(_("A stack holds %(most)s pictures. Select fewer."), "many", {"most": MOST})


def make_stack_by_rule(
    *,
    project_id: int,
    asset_ids: Sequence[int],
    kind: str,
    rule: str,
    key: str,
    made_by: Import | None = None,
) -> Stack | None:
    """Makes the stack that a rule has found, in the order given, the top first; None when it is not to be made.

    It is not, when it was made before (somebody has parted it), and where fewer than two pictures are free: what
    stands in another stack than that of a RAW and its JPEG stays there.
    """
    with arranging(project_id, asset_ids) as held:
        heads = dict.fromkeys(held.find_head(pk) for pk in asset_ids if pk in held.places)
        free = [head for head in heads if held.kind_of(head) in ("", Kind.RAW_JPEG)]
        if len(free) < 2 or Stack.objects.filter(project_id=project_id, kind=kind, key=key).exists():
            return None
        stack = Stack.objects.create(project_id=project_id, kind=kind, rule=rule, key=key, made_by=made_by)
        held.put_together(stack, free)
    return stack


def part_stacks(*, project_id: int, assets: Chosen, by: User | None) -> StackChange:
    """Parts the stacks that these assets are in; a RAW and JPEG in one are a pair of their own again.

    Raises ValidationError when none of them is in one.
    """
    change = StackChange(project_id=project_id, by=by)
    for part, (stack_ids, __) in enumerate(_in_stacks(project_id, list_ids(assets))):
        part_some(change, stack_ids, part)
    return change


def part_some(change: StackChange, stack_ids: Collection[int], part: int) -> None:
    """Parts some stacks in one transaction, as a part of a change."""
    with arranging(change.project_id, stack_ids=stack_ids, change=change, part=part) as held:
        parted = [pk for pk in stack_ids if held.list_members(pk)]
        held.loosen([head for pk in parted for head in held.list_heads(pk)])
        change.number += len(parted)


def take_out(*, project_id: int, assets: Chosen, by: User | None) -> StackChange:
    """Takes pictures out of their stacks; the others stay. Raises ValidationError when none of them is in one."""
    change = StackChange(project_id=project_id, by=by)
    for part, (__, ids) in enumerate(_in_stacks(project_id, list_ids(assets))):
        with arranging(project_id, ids, change=change, part=part) as held:
            held.loosen(dict.fromkeys(held.find_head(pk) for pk in ids if pk in held.places and held.kind_of(pk)))
    return change


def _in_stacks(project_id: int, ids: Sequence[int]) -> list[tuple[list[int], list[int]]]:
    """The stacks of these assets, AT_ONCE at a time, each time with those of the assets that are in them.

    Raises ValidationError when none of them is in one. One query.
    """
    rows = Asset.objects.filter(project_id=project_id, pk__in=ids, stack__isnull=False).values_list("pk", "stack_id")
    by_stack: defaultdict[int, list[int]] = defaultdict(list)
    for pk, stack_id in rows.order_by("pk"):
        by_stack[stack_id or 0].append(pk)
    if not by_stack:
        raise ValidationError(_("Nothing of this is in a stack."), "none")
    parts = in_parts(sorted(by_stack), AT_ONCE)
    return [(list(some), [pk for stack_id in some for pk in by_stack[stack_id]]) for some in parts]


def set_top(*, asset: Asset, by: User | None) -> StackChange:
    """Puts a picture on the top of its stack; of a RAW and JPEG the half that is shown.

    Raises ValidationError when it is in no stack, or in one that has no top.
    """
    change = StackChange(project_id=asset.project_id, by=by)
    with arranging(asset.project_id, [asset.pk], change=change) as held:
        kind = held.kind_of(asset.pk) if asset.pk in held.places else ""
        if kind in ("", Kind.CHAPTERS):
            raise ValidationError(_("This is in no stack that has a top."), "none")
        stack = held.stacks[held.places[asset.pk].stack_id or 0]
        if kind == Kind.RAW_JPEG:
            _turn_pair(held, stack, asset.pk)
        else:
            first = held.find_head(asset.pk)
            held.put_together(stack, [first, *(pk for pk in held.list_heads(stack.pk) if pk != first)])
    return change


def _turn_pair(held: Arrangement, stack: Stack, first: int) -> None:
    """Shows the other half of a pair; whatever else is in it stands behind."""
    others = [pk for pk in held.list_members(stack.pk) if pk != first]
    held.join(first, others)
    held.put_together(stack, [first])
