"""How much material a project holds, in files, bytes and hours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Min, Q, QuerySet, Sum

from media_library.lighttable.counting import CAP
from media_library.models import Asset, Original


@dataclass(frozen=True)
class Numbers:
    """What is in the library. When `is_capped`, there is more than `files`, and nothing else was counted."""

    files: int = 0
    photo: int = 0
    video: int = 0
    audio: int = 0
    document: int = 0
    size_bytes: int = 0
    video_ms: int = 0
    audio_ms: int = 0
    elsewhere: int = 0
    """Originals that stay where they are, outside the store."""
    unchecked: int = 0
    """Originals that have never been read back."""
    checked_since: datetime | None = None
    """All others were read back then or later."""
    is_capped: bool = False


def count_numbers(project_id: int, *, cap: int | None = CAP) -> Numbers:
    """The numbers of a project; with a `cap`, only if it holds no more files than that. Two queries at the most.

    Files are counted by an index; the sums look up every original, which takes a second for a million.
    """
    rows = Asset.objects.in_library().filter(project_id=project_id).order_by()
    if cap is not None and rows.values("pk")[: cap + 1].count() > cap:
        return Numbers(files=cap, is_capped=True)
    return Numbers(**sum_numbers(rows))


def sum_numbers(rows: QuerySet[Asset]) -> dict[str, Any]:
    """The fields of Numbers. One query."""
    kinds = {kind.value: Count("pk", filter=Q(kind=kind)) for kind in Original.Kind}
    length, checked = F("original__duration_ms"), F("original__verified_at")
    return rows.aggregate(
        files=Count("pk"),
        **kinds,
        size_bytes=Sum("original__size_bytes", default=0),
        video_ms=Sum(length, filter=Q(kind=Original.Kind.VIDEO), default=0),
        audio_ms=Sum(length, filter=Q(kind=Original.Kind.AUDIO), default=0),
        elsewhere=Count("pk", filter=Q(original__storage_name="")),
        unchecked=Count("pk", filter=Q(original__verified_at__isnull=True)),
        checked_since=Min(checked),
    )
