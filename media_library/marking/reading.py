"""The marks as they stand, for who shows them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from collaborators.models import User
from media_library.lighttable.chosen import in_parts
from media_library.models import Asset

from .judging import Overtaken
from .standing import read_version

MOST = 500
"""Assets in one answer."""

COLUMNS = (
    "pk",
    "flag",
    "rating",
    "label",
    "marked_by_id",
    "marked_at",
    "mark_version",
    *("marked_by__name", "marked_by__email"),
)

Json = dict[str, Any]


def read_marks(project_id: int, asset_ids: Collection[int], *, reader: User) -> list[Json]:
    """The marks of these assets of the project, by id, as a script reads them. A query for each 500."""
    ours = Asset.objects.filter(project_id=project_id)
    parts = in_parts(sorted(asset_ids))
    return [row for part in parts for row in describe(ours.filter(pk__in=part).order_by("pk"), reader)]


def read_marks_after(project_id: int, version: int | None, *, reader: User) -> Json:
    """What has changed since a version: the MOST earliest assets, the version to go on from, and whether there is more.

    Also of what is in the trash: it comes back with its marks. Without a version nothing but the one to begin with.
    Two queries.
    """
    latest = read_version(project_id)
    if version is None:
        return {"version": latest, "marks": [], "more": False}
    rows = Asset.objects.filter(project_id=project_id, mark_version__gt=version)
    marks = describe(rows.order_by("mark_version")[: MOST + 1], reader)
    # Without anything new it is the version that was read before the rows: what came in between is told the next time.
    return {
        "version": marks[:MOST][-1]["version"] if marks else latest,
        "marks": marks[:MOST],
        "more": len(marks) > MOST,
    }


def describe(assets: QuerySet[Asset], reader: User) -> list[Json]:
    """Each asset's marks, and whose the latest is."""
    return [describe_one(row, reader) for row in assets.values(*COLUMNS)]


def describe_one(row: Mapping[str, Any], reader: User) -> Json:
    return {
        "id": row["pk"],
        "flag": row["flag"],
        "stars": row["rating"] or 0,
        "label": row["label"],
        "by": name_marker(row["marked_by__name"] or row["marked_by__email"], is_marked=bool(row["marked_at"])),
        "by_me": row["marked_by_id"] == reader.pk,
        "at": row["marked_at"].isoformat() if row["marked_at"] else "",
        "version": row["mark_version"],
    }


def name_marker(name: str | None, *, is_marked: bool) -> str:
    """Who has marked, in words: also when the account is not there any more. "" for what nobody has marked."""
    return (name or _("somebody who has left")) if is_marked else ""


def describe_overtaken(overtaken: Iterable[Overtaken]) -> list[Json]:
    """The marks that were met, with the names of their authors. One query."""
    met = list(overtaken)
    people = User.objects.in_bulk({each.by_id for each in met if each.by_id}) if met else {}
    names = {pk: str(person) for pk, person in people.items()}
    return [
        {
            "id": each.asset_id,
            "field": each.field,
            "value": each.value,
            "by": name_marker(names.get(each.by_id or 0), is_marked=True),
        }
        for each in met
    ]
