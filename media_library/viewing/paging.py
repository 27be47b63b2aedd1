"""Pages by key: as quick at the millionth row as at the first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Generic, TypeVar

from django.db.models import F, Model, Q, QuerySet
from django.http import Http404

from media_library.models import Asset

RowT = TypeVar("RowT", bound=Model)
BETWEEN = "~"
LARGEST_ID = 2**63 - 1


@dataclass(frozen=True)
class Page(Generic[RowT]):
    """Some rows, and the key under which the next ones are found (empty at the end)."""

    rows: list[RowT]
    next_key: str = ""
    is_first: bool = True


def page_by_id(rows: QuerySet[RowT], after: str, *, size: int, newest_first: bool = True) -> Page[RowT]:
    """Rows by their id. `after` is the key of the page before, empty for the first. One query."""
    if after:
        rows = rows.filter(pk__lt=read_id(after)) if newest_first else rows.filter(pk__gt=read_id(after))
    found = list(rows.order_by("-pk" if newest_first else "pk")[: size + 1])
    return Page(found[:size], str(found[size - 1].pk) if len(found) > size else "", not after)


def page_by_capture(assets: QuerySet[Asset], after: str, *, size: int) -> Page[Asset]:
    """Assets by capture time, the latest first; those without one come last. Two queries at the most.

    The condition is `t <= T AND (t < T OR id < I)`: the first half is what an index can be entered by.
    """
    captured_at, last_id = read_capture_key(after)
    dated = assets.filter(captured_at__isnull=False)
    undated = assets.filter(captured_at__isnull=True)
    if captured_at:
        earlier = Q(captured_at__lt=captured_at) | Q(pk__lt=last_id)
        dated = dated.filter(earlier, captured_at__lte=captured_at)
    elif after:
        dated, undated = dated.none(), undated.filter(pk__lt=last_id)
    found = list(dated.order_by(F("captured_at").desc(), "-pk")[: size + 1])
    if len(found) <= size:
        found += undated.order_by("-pk")[: size + 1 - len(found)]
    return Page(found[:size], write_capture_key(found[size - 1]) if len(found) > size else "", not after)


def write_capture_key(asset: Asset) -> str:
    """The place of an asset among the others: capture time and id."""
    return (
        f"{asset.captured_at.astimezone(UTC):%Y%m%dT%H%M%S.%f}{BETWEEN}{asset.pk}"
        if asset.captured_at
        else f"{BETWEEN}{asset.pk}"
    )


def read_capture_key(key: str) -> tuple[datetime | None, int]:
    """Raises Http404 for a key that nobody was given."""
    if not key:
        return None, 0
    moment, __, last_id = key.partition(BETWEEN)
    try:
        return datetime.fromisoformat(moment).replace(tzinfo=UTC) if moment else None, read_id(last_id)
    except ValueError:
        raise Http404 from None


def read_id(text: str) -> int:
    """Raises Http404 for what is no id."""
    if not (text.isascii() and text.isdigit() and len(text) < 20 and int(text) <= LARGEST_ID):
        raise Http404
    return int(text)
