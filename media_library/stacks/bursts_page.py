"""What the page of the rules shows of the search for bursts by looks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from collaborators.access import Role, may
from collaborators.models import Membership
from media_library.background import find_state
from media_library.lighttable.words import name_import
from media_library.models import Import

from .tasks import look_for_bursts

MOST_IMPORTS = 20


@dataclass(frozen=True)
class Run:
    """An import to look in."""

    pk: int
    words: str


def tell_burst_search(mine: Membership) -> dict[str, Any]:
    """The context of `stacks/_find_bursts.html`; empty for who may not search. Two queries."""
    if not may(mine, Role.CONTRIBUTOR):
        return {}
    runs = Import.objects.filter(project_id=mine.project_id).select_related("by").order_by("-pk")[:MOST_IMPORTS]
    return {
        "may_search": True,
        "burst_search": find_state(look_for_bursts, mine.project_id),
        "burst_runs": [Run(run.pk, name_import(run)) for run in runs],
    }
