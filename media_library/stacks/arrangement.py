"""Assets and the stacks they stand in, held while a step changes them, and written at once at its end.

A step reads the assets it is about, with all that is stacked with them, moves them about in memory, and writes what
has changed. So every step has the same rules: a stack of one is none; a RAW and its JPEG that leave another stack are
a pair again; a row of a rule stays, empty, so that the rule does not make the stack anew.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import models, transaction
from django.db.models import Value
from django.db.models.functions import StrIndex, Substr

from media_library.lighttable.chosen import in_parts
from media_library.models import Asset, KeptPlace, Stack, StackChange

from .covering import cover_stack, uncover

Kind = Stack.Kind
COLUMNS = ("stack_id", "stack_position", "joined_to_id", "trashed_at", "captured_at", "name_key", "kind")


@dataclass(frozen=True)
class Place:
    """Where an asset stands. `joined_to` is the picture that it is the other half of."""

    stack_id: int | None = None
    position: int = 0
    joined_to: int | None = None


NOWHERE = Place()


@dataclass
class Arrangement:
    """The places of some assets, with all that is stacked with them, and the rows of their stacks.

    `places` are changed by `put` alone, which knows by stack and by picture who stands there.
    """

    project_id: int
    assets: dict[int, Asset]
    stacks: dict[int, Stack]
    places: dict[int, Place] = field(init=False)
    was: dict[int, Place] = field(init=False)
    _by_stack: defaultdict[int | None, set[int]] = field(init=False)
    _by_head: defaultdict[int | None, set[int]] = field(init=False)

    def __post_init__(self) -> None:
        self.was = {pk: Place(one.stack_id, one.stack_position, one.joined_to_id) for pk, one in self.assets.items()}
        self.places, self._by_stack, self._by_head = {}, defaultdict(set), defaultdict(set)
        for pk, place in self.was.items():
            self.put(pk, place)

    def put(self, asset_id: int, place: Place) -> None:
        """Lets an asset stand at a place."""
        left = self.places.get(asset_id, NOWHERE)
        self._by_stack[left.stack_id].discard(asset_id)
        self._by_head[left.joined_to].discard(asset_id)
        self.places[asset_id] = place
        self._by_stack[place.stack_id].add(asset_id)
        self._by_head[place.joined_to].add(asset_id)

    def find_head(self, asset_id: int) -> int:
        """The picture that an asset is, or is the other half of."""
        place = self.places[asset_id]
        head = self.places.get(place.joined_to or 0)
        return place.joined_to if place.joined_to and head and head.stack_id == place.stack_id else asset_id

    def list_halves(self, head: int) -> list[int]:
        return sorted(pk for pk in self._by_head.get(head, ()) if self.find_head(pk) == head)

    def list_members(self, stack_id: int) -> list[int]:
        """Every asset of a stack in its order."""
        return sorted(self._by_stack.get(stack_id, ()), key=lambda pk: (self.places[pk].position, pk))

    def list_heads(self, stack_id: int) -> list[int]:
        """The pictures of a stack in its order: without other halves."""
        return [pk for pk in self.list_members(stack_id) if self.find_head(pk) == pk]

    def sort_as_shot(self, ids: Iterable[int]) -> list[int]:
        """The assets by capture time; what has none comes last, by its name."""
        rows = (self.assets[pk] for pk in ids)
        keys = {row.pk: (row.captured_at is None, row.captured_at or 0, row.name_key, row.pk) for row in rows}
        return sorted(keys, key=lambda pk: keys[pk])

    def kind_of(self, asset_id: int) -> str:
        """The kind of the stack that an asset stands in; empty without one."""
        stack_id = self.places[asset_id].stack_id
        return self.stacks[stack_id].kind if stack_id else ""

    def put_together(self, stack: Stack, heads: Sequence[int]) -> None:
        """Makes these pictures, with their halves, the whole of a stack, in this order."""
        self.stacks[stack.pk] = stack
        position = 0
        for head in heads:
            for pk in (head, *self.list_halves(head)):
                joined_to = None if pk == head else head
                self.put(pk, Place(stack.pk, position, joined_to))
                position += 1

    def join(self, head: int, halves: Iterable[int]) -> None:
        """Makes assets the other halves of a picture."""
        self.put(head, replace(self.places[head], joined_to=None))
        for pk in halves:
            self.put(pk, replace(self.places[pk], joined_to=head))

    def loosen(self, heads: Iterable[int]) -> None:
        """Takes pictures out of their stacks. A pair in another stack is a pair of its own then; a pair is parted."""
        pairs = []
        for head in heads:
            halves = self.list_halves(head)
            if halves and self.kind_of(head) != Kind.RAW_JPEG:
                pairs.append((head, *halves))
                continue
            for pk in (head, *halves):
                self.put(pk, NOWHERE)
        for (head, *_), stack in zip(pairs, self._find_pair_stacks(pairs), strict=True):
            self.put_together(stack, [head])

    def settle(self) -> None:
        """Dissolves what is left of a stack when it is no more than one picture."""
        alone: list[int] = []
        for stack_id in sorted(pk for pk, members in self._by_stack.items() if pk and members):
            is_pair = self.stacks[stack_id].kind == Kind.RAW_JPEG
            if len(self.list_members(stack_id) if is_pair else self.list_heads(stack_id)) < 2:
                alone += self.list_heads(stack_id)
        self.loosen(alone)

    def list_changed(self) -> list[int]:
        return [pk for pk, place in self.places.items() if place != self.was[pk]]

    def describe_rows(self) -> list[list[Any]]:
        """The rows that go when nothing stands in them, and so have to be made again."""
        ours = (self.stacks[pk] for pk in sorted(self.stacks) if not self.stacks[pk].key)
        return [[row.pk, row.kind, row.rule, row.made_by_id] for row in ours]

    def _find_pair_stacks(self, pairs: Sequence[Sequence[int]]) -> list[Stack]:
        """The stacks that pairs had before they went into another one; new ones where none is left. One query or two.

        The key of a pair that a rule found begins with the id of the RAW.
        """
        if not pairs:
            return []
        known = self._read_empty_pairs([pk for pair in pairs for pk in pair])
        found = []
        for pair in pairs:
            own = next((known[pk] for pk in pair if pk in known), None)
            found.append(own or Stack.objects.create(project_id=self.project_id, kind=Kind.RAW_JPEG))
        return found

    def _read_empty_pairs(self, asset_ids: Sequence[int]) -> dict[int, Stack]:
        """The rows of pairs in which nothing stands, by the assets that their keys begin with."""
        pairs = Stack.objects.filter(project_id=self.project_id, kind=Kind.RAW_JPEG).exclude(key="")
        rows = pairs.annotate(first=Substr("key", 1, StrIndex("key", Value(" "))))
        found: dict[int, Stack] = {}
        for some in in_parts(asset_ids):
            for row in rows.filter(first__in=[f"{pk} " for pk in some], assets__isnull=True):
                if not self._by_stack.get(row.pk):
                    found[int(row.first)] = row
        return found


def hold_project(project_id: int) -> None:
    """Lets one step at a time change the stacks of a project, until the transaction ends."""
    project: Any = Asset._meta.get_field("project").related_model
    list(project._base_manager.select_for_update(no_key=True).filter(pk=project_id).values_list("pk", flat=True))


@contextmanager
def arranging(
    project_id: int,
    asset_ids: Collection[int] = (),
    *,
    stack_ids: Collection[int] = (),
    change: StackChange | None = None,
    part: int = 0,
) -> Iterator[Arrangement]:
    """A transaction in which the places of these assets, and of all that is in their or these stacks, may be changed.

    What belongs to another project is not there. `change` is saved, with what puts everything back; without one
    nothing is written down. Some ten queries, and a write for each 500 assets that have moved.
    """
    with transaction.atomic():
        hold_project(project_id)
        held = _read(project_id, asset_ids, stack_ids)
        yield held
        held.settle()
        rows = held.describe_rows()
        _write(held)
        if change is not None:
            change.kept_stacks += rows
            change.save()
            _keep(change, held, part)


def _read(project_id: int, asset_ids: Collection[int], stack_ids: Collection[int]) -> Arrangement:
    ours = Asset.objects.filter(project_id=project_id)
    theirs = ours.filter(pk__in=list(asset_ids), stack__isnull=False)
    every_id = {*stack_ids, *theirs.values_list("stack_id", flat=True)}
    stacks = Stack.objects.filter(project_id=project_id, pk__in=every_id)
    rows = {row.pk: row for row in stacks.select_for_update(no_key=True).order_by("pk")}
    chosen = models.Q(pk__in=list(asset_ids)) | models.Q(stack_id__in=rows)
    found = ours.filter(chosen).select_for_update(no_key=True)
    return Arrangement(project_id, {each.pk: each for each in found.only(*COLUMNS).order_by("pk")}, rows)


def _write(held: Arrangement) -> None:
    changed = []
    for pk in held.list_changed():
        place = held.places[pk]
        row = Asset(pk=pk, stack_id=place.stack_id, stack_position=place.position, joined_to_id=place.joined_to)
        changed.append(row)
    Asset.objects.bulk_update(changed, ["stack", "stack_position", "joined_to"], batch_size=500)
    uncover([row.pk for row in changed if row.stack_id is None])
    Stack.objects.filter(pk__in=held.stacks, key="", assets__isnull=True).delete()
    cover_stack(held.stacks)


def _keep(change: StackChange, held: Arrangement, part: int) -> None:
    """Writes down where the assets of a step stood, and where they stand."""
    rows = []
    for pk in held.list_changed():
        was, now = held.was[pk], held.places[pk]
        before = {"was_stack_id": was.stack_id, "was_position": was.position, "was_joined_to_id": was.joined_to}
        after = {"is_stack_id": now.stack_id, "is_position": now.position, "is_joined_to_id": now.joined_to}
        rows.append(KeptPlace(change=change, part=part, asset_id=pk, **before, **after))
    KeptPlace.objects.bulk_create(rows, batch_size=500)
