"""What the rules have stacked, by rule and import: for the page on which it can be undone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import groupby
from operator import or_
from typing import Any

from django.db import models
from django.db.models import Exists, Min, OuterRef, Q, QuerySet, Subquery
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from media_library.lighttable.counting import CountOf, write_count
from media_library.lighttable.thumbnails import Thumbnail, find_thumbnails
from media_library.lighttable.words import name_import
from media_library.models import Asset, Import, Stack, StackChange

IMPORTS = 20
"""Imports on a page."""
SAMPLES = 8
"""Tops that are shown of what a rule has stacked."""
MOST_COUNTED = 1_000
"""Stacks, and pictures, of one rule and import; what is more is told as `1,000+`."""
LATELY = 10
"""Steps that can be put back by the page."""


@dataclass(frozen=True)
class Made:
    """What one rule has stacked of one import: how many stacks, of how many pictures, each up to
    MOST_COUNTED + 1, and the tops of some of them."""

    rule: str
    words: str
    stacks: int
    pictures: int
    samples: Sequence[Thumbnail]

    @property
    def written_stacks(self) -> str:
        return write_count(self.stacks, MOST_COUNTED)

    @property
    def written_pictures(self) -> str:
        return write_count(self.pictures, MOST_COUNTED)


@dataclass(frozen=True)
class OfImport:
    """What the rules have stacked of one import; of none, for what they were asked to find in the whole project."""

    run: Import | None
    words: str
    made: Sequence[Made]


@dataclass(frozen=True)
class RulesPage:
    """Some imports, the latest first; `next_before` asks for what comes after them."""

    parts: Sequence[OfImport]
    next_before: int | None
    is_first: bool


@dataclass(frozen=True)
class RuleChange:
    """What somebody has undone of a rule, and what can be put back."""

    change: StackChange

    @cached_property
    def words(self) -> str:
        return name_rule(self.change.rule, "")


def find_stacks(project_id: int, rule: str, import_id: int | None = None) -> QuerySet[Stack]:
    """The stacks of a rule that anything stands in: of one import (0: of none), or all."""
    found = _find_filled(project_id).filter(rule=rule)
    return found if import_id is None else found.filter(made_by_id=import_id or None)


def _find_filled(project_id: int) -> QuerySet[Stack]:
    members = Asset.objects.filter(stack_id=OuterRef("pk"))
    return Stack.objects.filter(Exists(members), project_id=project_id).exclude(rule="")


def open_rules(project: models.Model, *, before: int | None = None) -> RulesPage:
    """What the rules have stacked of some imports. Eight queries at the most, whatever their number."""
    filled = _find_filled(project.pk)
    runs = Import.objects.filter(Exists(filled.filter(made_by_id=OuterRef("pk"))), project_id=project.pk)
    runs = runs.filter(pk__lt=before) if before else runs
    found = list(runs.order_by("-pk")[: IMPORTS + 1])
    shown, is_last = found[:IMPORTS], len(found) <= IMPORTS
    rows = _count_rows(project.pk, Q(made_by__in=shown), made_by=OuterRef("made_by"))
    rows += _count_rows(project.pk, Q(made_by=None), made_by=None) if is_last else []
    parts = _list_parts(rows, {run.pk: run for run in shown})
    return RulesPage(parts, None if is_last else shown[-1].pk, before is None)


def _count_rows(project_id: int, wanted: Q, *, made_by: OuterRef | None) -> list[dict[str, Any]]:
    """Each rule and import with its numbers, up to MOST_COUNTED + 1, and the last of its first stacks. Two queries.

    The first stack of each stands for all; `made_by` finds those that are of its import.
    """
    stacks = Stack.objects.filter(wanted, project_id=project_id).exclude(rule="").order_by()
    firsts = list(stacks.values("made_by_id", "rule", "kind").annotate(first=Min("pk")).values_list("first", flat=True))
    alike = {"made_by": made_by, "rule": OuterRef("rule"), "kind": OuterRef("kind")}
    of_part = _find_filled(project_id).filter(**alike)
    alike_by_asset = {f"stack__{name}": value for name, value in alike.items()}
    members = Asset.objects.in_library().filter(**alike_by_asset).exclude(cover=Asset.Cover.JOINED)
    counted = Stack.objects.filter(pk__in=firsts).annotate(
        stacks=CountOf(of_part, MOST_COUNTED),
        pictures=CountOf(members, MOST_COUNTED),
        last=Subquery(of_part.order_by("pk").values("pk")[SAMPLES - 1 : SAMPLES]),
    )
    names = ("pk", "made_by_id", "rule", "kind", "stacks", "pictures", "last")
    return [row for row in counted.order_by("pk").values(*names) if row["stacks"]]


def _list_parts(rows: list[dict[str, Any]], runs: dict[int, Import]) -> list[OfImport]:
    """The rows by import and rule, with the pictures on some tops."""
    samples = _find_samples(rows)
    rows.sort(key=lambda row: (-(row["made_by_id"] or 0), row["kind"], row["rule"]))
    return [
        OfImport(runs.get(run or 0), _name_run(runs.get(run or 0)), [_make(row, samples) for row in some])
        for run, some in groupby(rows, key=lambda row: row["made_by_id"])
    ]


def _find_samples(rows: Sequence[Mapping[str, Any]]) -> dict[tuple[int | None, str, str], list[Thumbnail]]:
    """By import, rule and kind the tops of the first few stacks. Two queries."""
    first = reduce(or_, (_is_among_the_first(row) for row in rows), Q(pk__in=()))
    tops = Asset.objects.in_library().filter(stack__in=Stack.objects.filter(first), cover=Asset.Cover.NONE)
    columns = ("pk", "stack__made_by_id", "stack__rule", "stack__kind")
    found = tops.order_by("stack_id", "stack_position", "pk").values_list(*columns)
    places = {pk: (run, rule, kind) for pk, run, rule, kind in found}
    pictures = find_thumbnails(places)
    samples: dict[tuple[int | None, str, str], list[Thumbnail]] = {}
    for pk, place in places.items():
        if pk in pictures and len(samples.setdefault(place, [])) < SAMPLES:
            samples[place].append(pictures[pk])
    return samples


def _is_among_the_first(row: Mapping[str, Any]) -> Q:
    mine = Q(made_by=row["made_by_id"], rule=row["rule"], kind=row["kind"], pk__gte=row["pk"])
    return mine & Q(pk__lte=row["last"]) if row["last"] else mine


def _make(row: Mapping[str, Any], samples: dict[tuple[int | None, str, str], list[Thumbnail]]) -> Made:
    words = name_rule(row["rule"], row["kind"])
    pictures = samples.get((row["made_by_id"], row["rule"], row["kind"]), [])
    return Made(row["rule"], words, row["stacks"], row["pictures"], pictures)


def _name_run(run: Import | None) -> str:
    return _("Import of %(day)s") % {"day": name_import(run)} if run else _("In the whole project")


def list_changes(project_id: int) -> Iterable[RuleChange]:
    """What was undone of rules lately, and can be put back. One query."""
    undone = StackChange.objects.filter(project_id=project_id, is_undone=False).exclude(rule="")
    return [RuleChange(each) for each in undone.select_related("by").order_by("-at", "-pk")[:LATELY]]


def name_rule(rule: str, kind: str) -> str:
    """A rule as the page writes it: what it finds, and by what; by the kind of its stacks, if it has no words here."""
    known = {
        "raw-jpeg": _("RAW and JPEG of one name, moment and camera"),
        "chapters": _("Chapters of one recording"),
        "burst-id": _("Bursts that the camera has named"),
        "burst-name": _("Bursts by their file names"),
        "sequence": _("Bursts by the numbers of the camera"),
        "likeness": _("Bursts by time and likeness"),
        "bracket": _("Brackets that the camera has marked"),
        "exposure-steps": _("Brackets by steps of exposure"),
        "panorama-name": _("Panoramas by their file names"),
        "panorama-folder": _("Panoramas by their folder"),
    }
    return known.get(rule) or (capfirst(str(Stack.Kind(kind).label)) if kind in Stack.Kind.values else rule)
