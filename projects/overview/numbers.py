"""How much material a project holds, in files, bytes and hours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Min, Q, Sum

from media_library.models import Asset, Original

from .counting import CAP

OF_ORIGINALS = {
    "size": F("original__size_bytes"),
    "length": F("original__duration_ms"),
    "checked": F("original__verified_at"),
    "stored": F("original__storage_name"),
}


@dataclass(frozen=True)
class Numbers:
    """What is in the library. When `is_capped`, there is more than was counted and none of the sums is the whole."""

    files: int
    photo: int
    video: int
    audio: int
    document: int
    size_bytes: int
    video_ms: int
    audio_ms: int
    elsewhere: int
    """Originals that stay where they are, outside the store."""
    unchecked: int
    """Originals that have never been read back."""
    checked_since: datetime | None
    """All others were read back then or later."""
    is_capped: bool = False


def count_numbers(project_id: int, *, cap: int | None = CAP) -> Numbers:
    """The numbers of a project; with a `cap`, as of no more than so many files. One query."""
    rows = Asset.objects.in_library().filter(project_id=project_id).order_by()
    if cap is None:
        return Numbers(**_sum(rows.annotate(**OF_ORIGINALS)))
    some = rows.values("kind", **OF_ORIGINALS)[: cap + 1]
    numbers = _sum(some)
    return Numbers(**numbers, is_capped=numbers["files"] > cap)


def _sum(rows: Any) -> dict[str, Any]:
    kinds = {kind.value: Count("kind", filter=Q(kind=kind)) for kind in Original.Kind}
    found: dict[str, Any] = rows.aggregate(
        files=Count("kind"),
        **kinds,
        size_bytes=Sum("size", default=0),
        video_ms=Sum("length", filter=Q(kind=Original.Kind.VIDEO), default=0),
        audio_ms=Sum("length", filter=Q(kind=Original.Kind.AUDIO), default=0),
        elsewhere=Count("kind", filter=Q(stored="")),
        unchecked=Count("kind", filter=Q(checked__isnull=True)),
        checked_since=Min("checked"),
    )
    return found
