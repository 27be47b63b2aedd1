"""What went wrong with the material of a project, file by file, and trying it again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch

from media_library.lighttable.chosen import in_parts
from media_library.models import Asset, Rendition
from media_library.viewing.retrying import try_again

from .waiting import list_at_fault, list_unmade

SHOWN = 100


@dataclass(frozen=True)
class Faults:
    """Assets with something wrong, at most SHOWN of each; what is left comes up when these are mended."""

    originals: Sequence[Asset]
    renditions: Sequence[Asset]
    """Each with its failed renditions in `failed`."""
    has_more: bool


def find_faults(project_id: int) -> Faults:
    """The missing and damaged originals of a project, and the files of which a rendition failed. Four queries."""
    library = Asset.objects.in_library().filter(project_id=project_id).select_related("original")
    library = library.defer("original__facts")
    at_fault = list_at_fault([project_id]).select_related("original").defer("original__facts")
    originals = list(at_fault.order_by("name_key", "pk")[: SHOWN + 1])
    failed = find_failed(project_id, SHOWN + 1)
    told = Prefetch(
        "original__renditions",
        Rendition.objects.filter(state=Rendition.State.FAILED).order_by("spec"),
        to_attr="failed",
    )
    renditions = list(library.filter(original_id__in=failed).prefetch_related(told).order_by("name_key", "pk"))
    has_more = max(len(originals), len(renditions)) > SHOWN
    return Faults(originals[:SHOWN], renditions[:SHOWN], has_more)


def find_failed(project_id: int, count: int | None = None) -> list[int]:
    """The originals, all or so many, of which a rendition failed. One query, by the index of what is not made."""
    failed = list_unmade([project_id], [Rendition.State.FAILED])
    return list(failed.values_list("original_id", flat=True).distinct()[:count])


def try_failed_again(project_id: int) -> int:
    """Asks once more for all that failed, a short transaction for every few hundred files; gives of how many files."""
    batches = in_parts(find_failed(project_id))
    return sum(try_again(Rendition.objects.filter(original_id__in=some)) for some in batches)
