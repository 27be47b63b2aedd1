"""Pages by key: as quick at the millionth row as at the first, forwards and backwards.

The condition is `v <= V AND (v < V OR id < I)`: its first half is what an index can be entered by.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Generic, TypeVar

from django.db.models import Model, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.http import Http404

from media_library.models import Asset

RowT = TypeVar("RowT", bound=Model)
Value = datetime | str | int
BETWEEN = "~"
LARGEST_ID = 2**63 - 1
MOMENT = "%Y%m%dT%H%M%S.%f"


@dataclass(frozen=True)
class Page(Generic[RowT]):
    """Some rows in their order, the key to ask for what comes after them (empty at the end), and for what is before."""

    rows: list[RowT]
    next_key: str = ""
    previous_key: str = ""

    @property
    def is_first(self) -> bool:
        return not self.previous_key


@dataclass(frozen=True)
class Key:
    """The place of a row among the others. No value: it stands among those that have none, which come last."""

    value: Value | None
    row_id: int

    def __str__(self) -> str:
        value = "" if self.value is None else self.value
        written = f"{value.astimezone(UTC):{MOMENT}}" if isinstance(value, datetime) else str(value)
        return f"{written}{BETWEEN}{self.row_id}"


def read_moment(text: str) -> datetime | None:
    return datetime.strptime(text, MOMENT).replace(tzinfo=UTC) if text else None


def read_position(text: str) -> int:
    return -read_id(text[1:]) if text.startswith("-") else read_id(text)


@dataclass(frozen=True)
class Order:
    """What rows are sorted by: a field and, where it is equal, an id field; and how a key's value is read."""

    field: str
    read: Callable[[str], Value | None]
    id_field: str = "pk"
    is_descending: bool = False
    may_be_empty: bool = False

    def key_of(self, row: Model) -> Key:
        return Key(getattr(row, self.field), getattr(row, self.id_field))

    def read_key(self, text: str) -> Key | None:
        """None for an empty text. Raises Http404 for a key that nobody was given."""
        if not text:
            return None
        value, between, row_id = text.rpartition(BETWEEN)
        try:
            key = Key(self.read(value), read_id(row_id))
        except (ValueError, OverflowError):
            raise Http404 from None
        if not between or (key.value is None and not self.may_be_empty):
            raise Http404
        return key


BY_CAPTURE = Order("captured_at", read_moment, is_descending=True, may_be_empty=True)
BY_NAME = Order("name_key", str)
BY_HAND = Order("place", read_position, id_field="entry_id")
"""Rows that are annotated with `place` and `entry_id`, see `browsing`."""


@dataclass(frozen=True)
class Stretches:
    """Rows as several stretches, none of which shares a row with another; an index gives each in the order.

    `drawn` are all assets, with the columns that are read of those found.
    """

    parts: tuple[QuerySet[Asset], ...]
    drawn: QuerySet[Asset]


Rows = QuerySet[Asset] | Stretches


@dataclass(frozen=True)
class Way:
    """Some rows on the way from a key: those that meet the conditions, the nearest first."""

    conditions: tuple[Q, ...]
    terms: tuple[str, ...]

    def read(self, rows: Rows, size: int) -> list[Asset]:
        """The first `size`. One query."""
        if not isinstance(rows, Stretches):
            return list(rows.filter(*self.conditions).order_by(*self.terms)[:size])
        nearest = merge([part.filter(*self.conditions).order_by(*self.terms)[:size] for part in rows.parts])
        return list(rows.drawn.filter(pk__in=nearest).order_by(*self.terms)[:size])


def merge(parts: Sequence[QuerySet[Asset]]) -> RawSQL:
    """The ids of all parts, each read only as far as it goes. SQLite takes no LIMIT in a union but in a subquery of it,
    which Django does not write."""
    written = [part.values("id").query.sql_with_params() for part in parts]
    union = " UNION ALL ".join(f"SELECT part.id FROM ({sql}) AS part" for sql, __ in written)  # noqa: S608 - by Django
    return RawSQL(union, [each for __, params in written for each in params])  # noqa: S611 - the same


def take(rows: Rows, order: Order, key: Key | None, size: int, *, backwards: bool = False) -> list[Asset]:
    """Up to `size` rows beyond the key, the nearest first; from the very beginning (or end) without one.

    Two queries at the most: those with a value, and those without, which come last in either direction.
    """
    found: list[Asset] = []
    for way in find_ways(order, key, backwards=backwards):
        if len(found) < size:
            found += way.read(rows, size - len(found))
    return found


def find_ways(order: Order, key: Key | None, *, backwards: bool) -> Iterator[Way]:
    """What is beyond the key, as it is passed: the key's own part first, then the other one, if it follows."""
    parts = [True, False] if order.may_be_empty else [True]
    parts = parts[::-1] if backwards else parts
    parts = parts[parts.index(key.value is not None) :] if key else parts
    for number, has_value in enumerate(parts):
        conditions = [Q((f"{order.field}__isnull", not has_value))] if order.may_be_empty else []
        if key and number == 0:
            conditions.append(is_beyond(order, key, backwards=backwards))
        yield Way(tuple(conditions), tuple(sort_terms(order, has_value=has_value, backwards=backwards)))


def is_beyond(order: Order, key: Key, *, backwards: bool) -> Q:
    """The condition at the head of this module."""
    side = "lt" if order.is_descending != backwards else "gt"
    further_id = Q((f"{order.id_field}__{side}", key.row_id))
    if key.value is None:
        return further_id
    return Q((f"{order.field}__{side}e", key.value)) & (Q((f"{order.field}__{side}", key.value)) | further_id)


def sort_terms(order: Order, *, has_value: bool, backwards: bool) -> list[str]:
    """What to sort by; what has no value is sorted by its id alone."""
    sign = "-" if order.is_descending != backwards else ""
    return [f"{sign}{field}" for field in ([order.field] if has_value else []) + [order.id_field]]


def first_page(rows: Rows, order: Order, *, size: int) -> Page[Asset]:
    """The page everything begins with."""
    found = take(rows, order, None, size + 1)
    return Page(found[:size], next_key=key_if(order, found, size))


def open_page(rows: Rows, order: Order, *, after: str = "", before: str = "", size: int) -> Page[Asset]:
    """The page behind one key or before the other, as an address has them; the first without any.

    Raises Http404 for a key that nobody was given.
    """
    if key := order.read_key(after):
        return page_after(rows, order, key, size=size)
    if key := order.read_key(before):
        return page_before(rows, order, key, size=size)
    return first_page(rows, order, size=size)


def last_page(rows: Rows, order: Order, *, size: int) -> Page[Asset]:
    """The page everything ends with."""
    found = take(rows, order, None, size + 1, backwards=True)
    return Page(found[:size][::-1], previous_key=key_if(order, found, size))


def page_after(rows: Rows, order: Order, key: Key, *, size: int) -> Page[Asset]:
    """What comes after the key. Nothing is said to be before an empty page: the row of the key may be there still."""
    found = take(rows, order, key, size + 1)
    previous = str(order.key_of(found[0])) if found else ""
    return Page(found[:size], key_if(order, found, size), previous)


def page_before(rows: Rows, order: Order, key: Key, *, size: int) -> Page[Asset]:
    """What comes before the key, in its order: the last one stands just before it. Nothing follows an empty page."""
    found = take(rows, order, key, size + 1, backwards=True)
    following = str(order.key_of(found[0])) if found else ""
    return Page(found[:size][::-1], following, key_if(order, found, size))


def page_around(rows: Rows, order: Order, centre: Asset, *, size: int) -> Page[Asset]:
    """As much before the row as after it, and itself, which is one of them, in the middle."""
    key = order.key_of(centre)
    before = page_before(rows, order, key, size=size // 2)
    after = page_after(rows, order, key, size=size - size // 2)
    return Page([*before.rows, centre, *after.rows], after.next_key, before.previous_key)


def key_if(order: Order, found: list[Asset], size: int) -> str:
    """The key of the last row of a page, when more was found than goes on it."""
    return str(order.key_of(found[size - 1])) if len(found) > size else ""


def page_by_id(rows: QuerySet[RowT], after: str, *, size: int, newest_first: bool = True) -> Page[RowT]:
    """Rows by their id, forwards only. `after` is the key of the page before, empty for the first. One query."""
    if after:
        rows = rows.filter(pk__lt=read_id(after)) if newest_first else rows.filter(pk__gt=read_id(after))
    found = list(rows.order_by("-pk" if newest_first else "pk")[: size + 1])
    return Page(found[:size], str(found[size - 1].pk) if len(found) > size else "", after)


def parse_id(text: str) -> int | None:
    """The id that a text is; None for what is none, or more than a database holds."""
    is_number = text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST_ID))
    return int(text) if is_number and int(text) <= LARGEST_ID else None


def read_instant(text: str) -> datetime:
    """The moment, with its zone, by which a step is named. Raises Http404 for one that nobody was given."""
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise Http404 from None
    if instant.tzinfo is None:
        raise Http404
    return instant


def read_id(text: str) -> int:
    """The id that a text is. Raises Http404 for what is none."""
    found = parse_id(text)
    if found is None:
        raise Http404
    return found
