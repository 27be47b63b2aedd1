"""A RAW and its JPEG are one picture: what was pressed on either counts for both, also before they were joined."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from media_library.models import MarkEvent

from .events import BASE
from .judging import find_held, write_events
from .standing import lock_clock, read_counting, write_standing

COLUMNS = ("project_id", "by_id", "step", "field", "value", "was", "moment")


def share_marks(project_id: int, asset_ids: Collection[int]) -> None:
    """Gives each of these assets the events of the others, so that the latest stands on all, and is taken back on all.

    They come to have what they would have if they had been joined before anybody marked them. What their files said
    stays with each. What is in the trash is left. Within a transaction of the caller's, who has called `lock_clock`
    before assets were locked. Two queries where nobody has marked.
    """
    clock = lock_clock(project_id)
    events = list(MarkEvent.objects.filter(asset_id__in=asset_ids).exclude(step=BASE).order_by("moment", "step"))
    if not events:
        return
    held = find_held(project_id, asset_ids)
    undoings = {(event.by_id, event.step): event.is_undone for event in events}
    changed = write_events(list(copy_events(events, sorted(held))), held, undoings)
    write_standing(clock, changed, read_counting(changed))


def copy_events(events: Sequence[MarkEvent], asset_ids: Sequence[int]) -> Iterator[MarkEvent]:
    """The events that some of the assets have and others have not, for the others."""
    known = {(event.asset_id, event.field, event.step) for event in events}
    for event in events:
        for pk in asset_ids:
            if (pk, event.field, event.step) not in known:
                known.add((pk, event.field, event.step))
                yield MarkEvent(asset_id=pk, **{name: getattr(event, name) for name in COLUMNS})
