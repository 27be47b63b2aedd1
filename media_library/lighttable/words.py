"""What a library page shows, in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from media_library.models import Import

from .browsing import View
from .counting import write_count


@dataclass(frozen=True)
class Words:
    """`count` and `rest` make one sentence: "214 clips", "from the import of 19 November"."""

    count: str
    rest: str


def describe(view: View, count: int) -> Words:
    """What the view shows; `rest` is empty for everything of a kind."""
    return Words(count_things(view.kind, count), ", ".join(describe_limits(view)))


def describe_limits(view: View) -> Iterator[str]:
    if view.run:
        yield _("from the import of %(day)s") % {"day": name_import(view.run)}
    if view.bin:
        yield _("in the bin “%(name)s”") % {"name": view.bin.name}
    if view.q:
        yield _("with “%(word)s” in the file name") % {"word": view.q}
    if view.is_undated:
        yield _("without a capture time")


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
