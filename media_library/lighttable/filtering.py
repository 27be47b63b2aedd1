"""What material is narrowed by beside its place: marks, camera, day, words. One kind's values are OR, kinds are AND."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import reduce
from itertools import product
from operator import or_
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.http import Http404, QueryDict

from media_library.models import Asset, Look, Original, Stack
from media_library.models.asset import fold_name

LONGEST_WORD = 200
MOST_VALUES = 40
"""Values of one kind that may be chosen at once."""
NONE, OTHER = "none", "other"
KINDS = tuple(Original.Kind.values)
FLAGS = (*Asset.Flag.values, NONE)
LABELS = (*Asset.Label.values, NONE, OTHER)
STACKS = ("in", "out")
MOST_STARS = 5
STARS = re.compile(r"(ge|eq|le)([0-5])")
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Filter:
    """What is chosen of each kind; nothing of a kind is no limit. Values stand once, in the order of their kind.

    `stars` is `ge3`, `eq3` or `le3`. `q` is a word of the file name, title, caption or a keyword.
    """

    kinds: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    stars: str = ""
    labels: tuple[str, ...] = ()
    cameras: tuple[str, ...] = ()
    lenses: tuple[str, ...] = ()
    days: tuple[date, ...] = ()
    stack: str = ""
    is_unseen: bool = False
    is_undated: bool = False
    q: str = ""

    @classmethod
    def read(cls, data: QueryDict) -> Filter:
        """What a query string chooses. Raises Http404 for a value that is none."""
        return cls(
            kinds=read_choices(data, "kind", KINDS),
            flags=read_choices(data, "flag", FLAGS),
            stars=read_stars(data.get("stars", "")),
            labels=read_choices(data, "label", LABELS),
            cameras=read_words(data, "camera"),
            lenses=read_words(data, "lens"),
            days=read_days(data.getlist("on")),
            stack=choose(data.get("stack"), STACKS, ""),
            is_unseen=bool(choose(data.get("unseen"), ("1",), "")),
            is_undated=bool(choose(data.get("undated"), ("1",), "")),
            q=clean_word(data.get("q", "")),
        )

    def terms(self) -> dict[str, Any]:
        """The fields of the query string that choose this; a list is a field that is repeated."""
        return {
            "kind": ",".join(self.kinds),
            "flag": ",".join(self.flags),
            "stars": self.stars,
            "label": ",".join(self.labels),
            "camera": list(self.cameras),
            "lens": list(self.lenses),
            "on": [f"{day:%Y-%m-%d}" for day in self.days],
            "stack": self.stack,
            "unseen": "1" if self.is_unseen else "",
            "undated": "1" if self.is_undated else "",
            "q": self.q,
        }

    @property
    def kind(self) -> str:
        """The kind of files, if it is a single one."""
        return self.kinds[0] if len(self.kinds) == 1 else ""

    @property
    def stars_from(self) -> range:
        """The numbers of stars that `stars` lets through."""
        found = STARS.fullmatch(self.stars)
        if found is None:
            return range(MOST_STARS + 1)
        number = int(found[2])
        bounds = {"ge": (number, MOST_STARS), "eq": (number, number), "le": (0, number)}
        first, last = bounds[found[1]]
        return range(first, last + 1)

    @property
    def is_finding(self) -> bool:
        """Whether it finds pictures that lie under the top of their stack: each is judged by itself."""
        marks = self.flags or self.stars or self.labels or self.is_unseen
        return bool(marks or self.cameras or self.lenses or self.is_undated or self.q)

    def stretches(self) -> tuple[list[Q], Filter]:
        """The values of one kind, or of flag and stars together, as conditions that an index gives in the order of
        capture; and the filter that is left. No condition for a filter that has no such kind."""
        if self.flags or self.stars:
            both = product(stored_flags(self.flags or FLAGS), stored_stars(self.stars_from))
            return [Q(flag=flag, rating=stars) for flag, stars in both], replace(self, flags=(), stars="")
        if self.labels and OTHER not in self.labels:
            return [Q(label=label) for label in stored_labels(self.labels)], replace(self, labels=())
        if self.cameras:
            return [Q(model=camera) for camera in self.cameras], replace(self, cameras=())
        if self.lenses:
            return [Q(lens=lens) for lens in self.lenses], replace(self, lenses=())
        return [Q(kind=kind) for kind in self.kinds], replace(self, kinds=())

    def conditions(self, user_id: int | None) -> Iterator[Q]:
        """A condition on assets for each kind of which something is chosen. `user_id` is who looks."""
        if self.kinds:
            yield one_of("kind", self.kinds)
        if self.flags:
            yield one_of("flag", stored_flags(self.flags))
        if self.stars:
            yield any_of(Q(rating=None) if each is None else Q(rating=each) for each in stored_stars(self.stars_from))
        if self.labels:
            yield is_labelled(self.labels)
        if self.cameras:
            yield one_of("model", self.cameras)
        if self.lenses:
            yield one_of("lens", self.lenses)
        if self.days:
            yield any_of(is_on(day) for day in self.days)
        if self.stack:
            yield is_stacked() if self.stack == "in" else ~is_stacked()
        if self.is_unseen:
            yield is_unseen(user_id)
        if self.is_undated:
            yield Q(captured_at=None)
        if self.q:
            yield has_word(self.q)


def one_of(field: str, values: Sequence[Any]) -> Q:
    return Q((field, values[0])) if len(values) == 1 else Q((f"{field}__in", values))


def any_of(conditions: Iterable[Q]) -> Q:
    return reduce(or_, conditions)


def stored_flags(flags: Iterable[str]) -> list[str]:
    """As the column has them."""
    return ["" if flag == NONE else flag for flag in flags]


def stored_stars(numbers: Iterable[int]) -> list[int | None]:
    """As the column has them: none is null."""
    return [number or None for number in numbers]


def stored_labels(labels: Iterable[str]) -> list[str]:
    """As the column has them; of another word nothing is known."""
    return ["" if label == NONE else label for label in labels]


def is_labelled(labels: Sequence[str]) -> Q:
    """Another word than a colour's is whatever is none of them, and not empty."""
    named = stored_labels(label for label in labels if label != OTHER)
    conditions = [one_of("label", named)] if named else []
    if OTHER in labels:
        conditions.append(~Q(label__in=["", *Asset.Label.values]))
    return any_of(conditions)


def is_on(day: date) -> Q:
    start = datetime.combine(day, time.min, UTC)
    return Q(captured_at__gte=start) & (Q(captured_at__lt=start + ONE_DAY) if day < date.max else Q())


def is_stacked() -> Q:
    """In a stack of several pictures: a RAW and its JPEG are one."""
    return Q(stack__isnull=False) & ~Q(stack__kind=Stack.Kind.RAW_JPEG)


def is_unseen(user_id: int | None) -> Q:
    """This person has not looked at it. Nobody has seen nothing."""
    return Q(~Exists(Look.objects.filter(user_id=user_id, asset_id=OuterRef("pk")))) if user_id else Q()


def has_word(word: str) -> Q:
    """In the file name, the title, the caption or a keyword, whatever its capitals.

    Databases differ in which capitals they know, so the ways it may be written are asked for one by one.
    """
    ways = write_variants(word)
    in_words = any_of(Q((f"{field}__contains", way)) for field in ("title", "caption") for way in ways)
    tagged = Asset.keywords.through.objects.filter(any_of(Q(keyword__name__contains=way) for way in ways))
    return Q(name_key__contains=fold_name(word)) | in_words | Q(Exists(tagged.filter(asset_id=OuterRef("pk"))))


def write_variants(word: str) -> list[str]:
    """The word as typed, small, in capitals, with a capital first and with one at each word; composed as files are
    written on most systems, and decomposed as a Mac writes them."""
    ways = (word, word.lower(), word.upper(), word.capitalize(), word.title())
    forms = (unicodedata.normalize(form, way) for form in ("NFC", "NFD") for way in ways)
    return list(dict.fromkeys(forms))


def read_choices(data: QueryDict, name: str, among: Sequence[str]) -> tuple[str, ...]:
    """The values of a field, parted by commas or repeated. Raises Http404 for one that is not among these."""
    chosen = {value for written in data.getlist(name) for value in written.split(",") if value}
    if not chosen <= set(among):
        raise Http404
    return tuple(value for value in among if value in chosen)


def read_words(data: QueryDict, name: str) -> tuple[str, ...]:
    """The values of a field that is repeated, each once, sorted. Raises Http404 for more than MOST_VALUES."""
    words = {clean_word(word) for word in data.getlist(name)} - {""}
    if len(words) > MOST_VALUES:
        raise Http404
    return tuple(sorted(words))


def read_stars(text: str) -> str:
    """Raises Http404 for what is not `ge3`, `eq3` or `le3`."""
    if text and not STARS.fullmatch(text):
        raise Http404
    return text


def read_days(written: Sequence[str]) -> tuple[date, ...]:
    """The days, each once, the earliest first. Raises Http404 for what is none, or more than MOST_VALUES."""
    days = {day for text in written if (day := read_day(text))}
    if len(days) > MOST_VALUES:
        raise Http404
    return tuple(sorted(days))


def clean_word(text: str) -> str:
    return text.replace("\0", "").strip()[:LONGEST_WORD]


def choose(value: str | None, among: Iterable[str] | Mapping[str, Any], otherwise: str) -> str:
    """The value, if it is one of these; `otherwise` when there is none. Raises Http404 for another."""
    if not value:
        return otherwise
    if value not in among:
        raise Http404
    return value


def read_day(value: str | None) -> date | None:
    """A day as a date field writes it; None without one. Raises Http404 for what is none."""
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        raise Http404 from None
