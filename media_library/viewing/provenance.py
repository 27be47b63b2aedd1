"""Where a file came from, and that it is safe."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from media_library.models import Asset, ImportedFile, Original

MOST_ARRIVALS = 5
"""How many times the same file came are told; more are of no use on a page."""


@dataclass(frozen=True)
class Safety:
    """How an original stands: a state as the dots have them (clear, flag, block), a word, and what to do about it."""

    state: str
    word: str
    advice: str = ""


def list_arrivals(asset: Asset) -> list[ImportedFile]:
    """The files of imports that were this asset, the first one first, with import and who made it. One query."""
    rows = ImportedFile.objects.filter(asset=asset).select_related("run__by").order_by("pk")
    return list(rows[:MOST_ARRIVALS])


def judge_safety(original: Original) -> Safety:
    """Whether the bytes are where they should be and what they were. No query."""
    if original.state == Original.State.MISSING:
        advice = _("Connect the disk it lies on, or bring the file in again. Nothing has been deleted.")
        return Safety("block", _("Missing"), advice)
    if original.state == Original.State.DAMAGED:
        advice = _("Its bytes are no longer those that came in. Bring it in again from its card or its second copy.")
        return Safety("block", _("Damaged"), advice)
    if original.reference_path and not original.storage_name:
        advice = _("Kadr keeps no copy of it: it is as safe as the disk it lies on.")
        return Safety("flag", _("Stays where it is"), advice)
    if not (original.read_back or is_verified_since(original)):
        advice = _("It was written whole, but nothing has read it back past the cache yet.")
        return Safety("flag", _("Kept, not read back"), advice)
    return Safety("clear", _("Copied and verified"))


def is_verified_since(original: Original) -> bool:
    """Whether somebody has read it through after the import that brought it, which writes both times at once."""
    return original.verified_at is not None and original.verified_at - original.created_at > timedelta(seconds=1)


def write_verified(verified_at: datetime | None) -> str:
    """`3 days ago`, to the one largest unit; or that it never was."""
    if verified_at is None:
        return _("never")
    if (timezone.now() - verified_at).total_seconds() < 60:
        return _("just now")
    return _("%(time)s ago") % {"time": timesince(verified_at, depth=1)}
