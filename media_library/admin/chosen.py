"""What a member of staff has ticked in the list of assets, from one to all of a hundred thousand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet

from media_library.lighttable.chosen import AT_ONCE
from media_library.models import Asset


@dataclass(frozen=True)
class Ticked:
    """The assets that may be changed, and how many are left because their project only shows itself to this person."""

    assets: QuerySet[Asset]
    count: int
    left: int

    @classmethod
    def among(cls, ticked: QuerySet[Asset], changeable: QuerySet[Asset]) -> Ticked:
        """Two counts; the subquery holds no list of ids."""
        mine = changeable.filter(pk__in=ticked.order_by().values("pk"))
        count = mine.count()
        return cls(mine, count, ticked.order_by().count() - count)

    def list_projects(self) -> list[tuple[int, str]]:
        """The projects they are in, by id and title."""
        return list(self.assets.order_by("project__title").values_list("project_id", "project__title").distinct())

    def list_examples(self, most: int = 5) -> list[str]:
        """The names of some."""
        return list(self.assets.order_by("-pk").values_list("file_name", flat=True)[:most])

    def in_parts(self) -> Iterator[QuerySet[Asset]]:
        """All of them, some hundreds at a time, each once, although the step may change what they are found by."""
        last = 0
        while ids := list(self.assets.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
            yield Asset.objects.filter(pk__in=ids)
            last = ids[-1]
