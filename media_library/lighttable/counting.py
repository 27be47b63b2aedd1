"""How much material there is. What is more than a cap is not counted to its end, so that no page waits for a number."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.db.models import IntegerField, OuterRef, QuerySet, Subquery
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from collaborators.models import Membership
from media_library.models import Asset, Import, Original

from .browsing import View
from .filtering import Filter

CAP = 10_000
"""What is more is told as `10,000+`."""


class CountOf(Subquery):
    """Counts the rows of a queryset, up to CAP + 1 or another number, as a column."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()

    def __init__(self, rows: QuerySet[Any], most: int = CAP) -> None:
        super().__init__(rows.order_by().values("pk")[: most + 1])


@dataclass(frozen=True)
class Counts:
    """Assets of a project, each number up to CAP + 1. `shown` are those of the view."""

    photo: int
    video: int
    audio: int
    document: int
    undated: int
    trash: int
    shown: int

    @property
    def total(self) -> int:
        return min(CAP + 1, self.photo + self.video + self.audio + self.document)


def count_material(mine: Membership, view: View) -> Counts:
    """All the numbers of the library page. One query."""
    everything = View(mine.project_id)
    wanted = {kind.value: replace(everything, filter=Filter(kinds=(kind.value,))).assets() for kind in Original.Kind}
    wanted["undated"] = replace(everything, filter=Filter(is_undated=True)).assets()
    wanted["trash"] = Asset.objects.in_trash().filter(project_id=mine.project_id)
    wanted["shown"] = view.assets()
    # A query has to begin with a row: that of the membership.
    columns = {f"count_{name}": CountOf(rows) for name, rows in wanted.items()}
    found = Membership.objects.filter(pk=mine.pk).values_list(*columns.values())[0]
    return Counts(**dict(zip(wanted, found, strict=True)))


def latest_imports(project_id: int, most: int) -> QuerySet[Import]:
    """The latest imports with `count`, what is in the library of each, up to CAP + 1. One query when it is read."""
    theirs = Asset.objects.in_library().filter(first_import=OuterRef("pk"), cover__lte=Asset.Cover.NONE)
    return Import.objects.filter(project_id=project_id).annotate(count=CountOf(theirs)).order_by("-pk")[:most]


def write_count(count: int, cap: int | None = None) -> str:
    """`1,048`; `10,000+` for more than was counted. `cap` is how far, if it was not to CAP."""
    most = CAP if cap is None else cap
    written = group_digits(min(count, most))
    return _("%(count)s+") % {"count": written} if count > most else written


def group_digits(number: int) -> str:
    """`12,480`, as the reader's language writes it."""
    return number_format(number, force_grouping=True)
