"""Looks for near-duplicates in a project. What is found is a question to people; nothing is done about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np

from media_library.formats.likeness import says_something
from media_library.ingest.likenesses import fill_likenesses
from media_library.models import Asset, Twins

from .likeness_pairs import Numbers, Pairs, find_pairs

BATCH = 500


@dataclass(frozen=True)
class Search:
    """What a search came to: photographs compared, pairs that look alike without those that are decided, and of these
    the ones that were not known before.

    `is_cut`: there are more pairs, which are farther apart.
    """

    photos: int
    pairs: int
    added: int
    is_cut: bool


def find_twins(project_id: int) -> Search:
    """Writes a row for each pair of photographs that look nearly alike; those that are there already stay as they are.

    Those that are decided take no room from others.

    Not compared are rejected photographs, those in the trash, the other half of a RAW and JPEG, flat pictures, and
    pictures of one stack with one another. Computes first what is missing to compare by.
    """
    fill_likenesses(project_id)
    rows = list(_read_photographs(project_id))
    ids, likenesses, stacks = (
        np.array(column, np.int64) for column in (zip(*rows, strict=True) if rows else ((),) * 3)
    )
    pairs = find_pairs(likenesses, stacks, known=_find_decided(project_id, ids))
    known = Twins.objects.filter(project_id=project_id)
    before = known.count()
    for some in _in_batches(project_id, ids, pairs):
        Twins.objects.bulk_create(some, ignore_conflicts=True)
    return Search(len(rows), len(pairs), known.count() - before, pairs.is_cut)


def _read_photographs(project_id: int) -> Iterator[tuple[int, int, int]]:
    """Id, likeness and stack (0 for none) of what is compared, by id. One query."""
    found = Asset.objects.in_library().filter(project_id=project_id, kind="photo", original__likeness__isnull=False)
    found = found.exclude(flag=Asset.Flag.REJECT).exclude(cover=Asset.Cover.JOINED).order_by("pk")
    rows = found.values_list("pk", "original__likeness", "stack_id")
    for pk, likeness, stack_id in rows.iterator():
        if likeness is not None and says_something(likeness):
            yield pk, likeness, stack_id or 0


def _find_decided(project_id: int, ids: Numbers) -> Numbers:
    """The pairs that somebody has decided, as two places in `ids`, which are sorted. One query."""
    decided = Twins.objects.filter(project_id=project_id).exclude(decision=Twins.Decision.OPEN)
    rows = np.array(list(decided.order_by().values_list("one_id", "other_id")), np.int64).reshape(-1, 2)
    there = np.isin(rows, ids).all(axis=1)
    return np.searchsorted(ids, rows[there])


def _in_batches(project_id: int, ids: Numbers, pairs: Pairs) -> Iterator[list[Twins]]:
    columns = zip(ids[pairs.one].tolist(), ids[pairs.other].tolist(), pairs.distance.tolist(), strict=True)
    made = (Twins(project_id=project_id, one_id=a, other_id=b, distance=bits) for a, b, bits in columns)
    while some := list(islice(made, BATCH)):
        yield some
