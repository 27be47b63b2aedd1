"""What a library page shows, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from media_library.models import Asset, Import

from .browsing import View
from .counting import write_count
from .filtering import NONE, OTHER, Filter


@dataclass(frozen=True)
class Words:
    """`count` and `rest` make one sentence: "214 clips", "from the import of 19 November"."""

    count: str
    rest: str


def describe(view: View, count: int) -> Words:
    """What the view shows; `rest` is empty for everything of a kind."""
    kinds = [join_words(name_kind(kind) for kind in view.filter.kinds)] if len(view.filter.kinds) > 1 else []
    return Words(count_things(view.filter.kind, count), ", ".join([*kinds, *describe_limits(view)]))


def write_sentence(view: View, shown: int, total: int) -> str:
    """The filter, and what it leaves: `picks, ≥ 3 stars, red or yellow: 214 of 10,430`."""
    numbers = _("%(shown)s of %(total)s") % {"shown": write_count(shown), "total": write_count(total)}
    kinds = [name_kind(kind) for kind in view.filter.kinds]
    words = [*([join_words(kinds)] if kinds else []), *describe_limits(view)]
    return f"{', '.join(words)}: {numbers}" if words else numbers


def name_kinds() -> dict[str, str]:
    """The kinds of files as places."""
    return {"photo": _("Photos"), "video": _("Clips"), "audio": _("Sounds"), "document": _("Documents")}


def name_kind(kind: str) -> str:
    """A kind of files, in the plural."""
    return {"photo": _("photos"), "video": _("clips"), "audio": _("sounds"), "document": _("documents")}[kind]


def describe_limits(view: View) -> Iterator[str]:
    if view.run:
        yield _("from the import of %(day)s") % {"day": name_import(view.run)}
    if view.bin:
        yield _("in the bin “%(name)s”") % {"name": view.bin.name}
    yield from describe_filter(view.filter)


def describe_filter(chosen: Filter) -> Iterator[str]:
    """What is chosen, kind by kind, without the kind of files: "picks", "≥ 3 stars", "red or yellow"."""
    if chosen.flags:
        yield join_words(name_flag(flag) for flag in chosen.flags)
    if chosen.stars:
        yield name_limit(chosen.stars)
    if chosen.labels:
        yield join_words(name_label(label) for label in chosen.labels)
    if chosen.cameras:
        yield join_words(chosen.cameras)
    if chosen.lenses:
        yield join_words(chosen.lenses)
    if chosen.days:
        yield join_words(date_format(day, "j M Y") for day in chosen.days)
    if chosen.stack:
        yield name_stacked(chosen.stack)
    if chosen.is_unseen:
        yield _("not looked at by you")
    if chosen.is_undated:
        yield _("without a capture time")
    if chosen.q:
        yield _("with “%(word)s”") % {"word": chosen.q}


def join_words(words: Iterable[str]) -> str:
    """`red or yellow`."""
    return _(" or ").join(words)


def name_flag(flag: str) -> str:
    return {"pick": _("picks"), "reject": _("rejects"), NONE: _("without a flag")}[flag]


def name_label(label: str) -> str:
    if label == NONE:
        return _("without a label")
    return _("another label") if label == OTHER else str(Asset.Label(label).label)


def name_limit(stars: str) -> str:
    """`≥ 3 stars`, by what the query string has."""
    number = int(stars[2:])
    words = {
        "ge": ngettext("≥ %(count)s star", "≥ %(count)s stars", number),
        "eq": ngettext("%(count)s star", "%(count)s stars", number),
        "le": ngettext("≤ %(count)s star", "≤ %(count)s stars", number),
    }
    return words[stars[:2]] % {"count": number} if stars != "eq0" else _("without stars")


def name_stacked(side: str) -> str:
    return _("in stacks") if side == "in" else _("not in stacks")


def name_import(run: Import) -> str:
    """The day and the hour an import was begun: there may be several in a day."""
    return date_format(run.started_at, "j M Y, H:i")


def count_things(kind: str, count: int) -> str:
    """`1 photo`, `214 clips`, `10,000+ files`."""
    plural = {
        "photo": ngettext("%(count)s photo", "%(count)s photos", count),
        "video": ngettext("%(count)s clip", "%(count)s clips", count),
        "audio": ngettext("%(count)s sound", "%(count)s sounds", count),
        "document": ngettext("%(count)s document", "%(count)s documents", count),
        "": ngettext("%(count)s file", "%(count)s files", count),
    }
    return plural[kind] % {"count": write_count(count)}
