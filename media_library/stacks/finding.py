"""Runs the rules of `bursts` over what is in the library: the hard ones after each import, the others when asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any

from django.db.models import Q, QuerySet

from media_library.models import Asset, Import, ImportedFile, Stack

from .bursts import Body, Series, Shot, find_alike, find_series
from .making import make_stack_by_rule

COLUMNS = {
    "asset_id": "pk",
    "name": "file_name",
    "folder": "folder",
    "captured_at": "captured_at",
    "make": "make",
    "model": "model",
    "likeness": "original__likeness",
    **{
        name: f"original__facts__{name}"
        for name in (
            "camera_serial",
            "burst_id",
            "drive",
            "sequence_number",
            "exposure_mode",
            "exposure_bias",
            "exposure_time",
            "projection",
        )
    },
}
BRACKET_MODE = 2
"""EXIF's ExposureMode of a bracket."""


def stack_what_came(run: Import) -> int:
    """Stacks what the camera tells to be one moment of the files of a run; gives the number of stacks.

    Only where something of the moment has come in with this very run: what was here before has been looked at then.
    """
    files = run.files.filter(asset__isnull=False)
    added = set(files.filter(outcome=ImportedFile.Outcome.ADDED).values_list("asset_id", flat=True))
    if not added:
        return 0
    shots = read_shots(find_free(run.project_id).filter(pk__in=files.values("asset_id")))
    found = [series for series in find_series(shots) if not added.isdisjoint(series.asset_ids)]
    return make_stacks_of(run.project_id, found, run)


def stack_by_rules(project_id: int) -> int:
    """Stacks by the hard rules in the whole of a project, for what came before there were such; gives the number."""
    return make_stacks_of(project_id, find_series(read_shots(find_free(project_id))))


def stack_alike(project_id: int, *, import_id: int | None = None) -> int:
    """Stacks pictures that follow each other at once and look alike, in a project or an import; gives the number."""
    assets = find_free(project_id).filter(captured_at__isnull=False, original__likeness__isnull=False)
    run = Import.objects.filter(project_id=project_id, pk=import_id).first() if import_id else None
    if import_id:
        assets = assets.filter(first_import_id=import_id)
    return make_stacks_of(project_id, find_alike(read_shots(assets)), run)


def find_free(project_id: int) -> QuerySet[Asset]:
    """Photographs that stand in no stack but that of a RAW and its JPEG, of which only the one that is shown."""
    alone = Q(stack=None) | Q(stack__kind=Stack.Kind.RAW_JPEG)
    photographs = Asset.objects.in_library().filter(project_id=project_id, kind="photo")
    return photographs.filter(alone).exclude(cover=Asset.Cover.JOINED)


def read_shots(assets: QuerySet[Asset]) -> Iterator[Shot]:
    """What the rules look at. One query."""
    for row in assets.order_by("pk").values_list(*COLUMNS.values()).iterator():
        yield make_shot(dict(zip(COLUMNS, row, strict=True)))


def make_shot(told: dict[str, Any]) -> Shot:
    """A shot from the columns of an asset and the facts of its original, any of which may be missing."""
    return Shot(
        asset_id=told["asset_id"],
        name=told["name"],
        folder=told["folder"],
        body=Body(told["make"], told["model"], told["camera_serial"] or ""),
        captured_at=told["captured_at"],
        burst_id=told["burst_id"] or "",
        drive=told["drive"] or "",
        sequence_number=told["sequence_number"],
        is_bracketed=told["exposure_mode"] == BRACKET_MODE or told["drive"] == "bracket",
        steps=_read_fraction(told["exposure_bias"]),
        exposure_s=_read_fraction(told["exposure_time"]),
        is_panorama=bool(told["projection"]),
        likeness=told["likeness"],
    )


def _read_fraction(text: str | None) -> Fraction | None:
    return Fraction(text) if text else None


def make_stacks_of(project_id: int, found: Iterable[Series], run: Import | None = None) -> int:
    """A stack of each series, but where there was one; gives how many were made.

    The key begins with the first asset: a camera gives the same names again.
    """
    made = 0
    for series in found:
        key = f"{series.asset_ids[0]} {series.key}"[:2200]
        stack = make_stack_by_rule(
            project_id=project_id,
            asset_ids=series.asset_ids,
            kind=series.kind,
            rule=series.rule,
            key=key,
            made_by=run,
        )
        made += stack is not None
    return made
