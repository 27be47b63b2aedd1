"""What earlier runs know of a place, so that an unchanged file is not read again."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from django.core.files.storage import storages
from django.db import transaction
from django.utils.translation import gettext as _

from media_library.ingest.facts_to_rows import readable_path
from media_library.ingest.record import Outcome
from media_library.ingest.sources import Role, SourceFile
from media_library.models import Import, ImportedFile, Original

BATCH = 1000
CARRIED_OVER = (Outcome.ADDED, Outcome.DUPLICATE, Outcome.SIDECAR, Outcome.REFUSED)
COLUMNS = (
    "path",
    "size_bytes",
    "modified_ns",
    "outcome",
    "reason",
    "sha256",
    "original_id",
    "asset_id",
    "run_id",
    "copied_to",
    "original__state",
    "original__storage_name",
    "asset__card__fingerprint",
    "asset__trashed_at",
)


@dataclass(frozen=True, slots=True)
class Seen:
    """What the latest run knew of one file."""

    size_bytes: int
    modified_ns: int
    outcome: str
    reason: str = ""
    sha256: str = ""
    original_id: int | None = None
    asset_id: int | None = None
    copied_to: str = ""
    in_this_run: bool = False
    sound: bool = True
    card: str = ""
    in_trash: bool = False

    @classmethod
    def rubbish(cls, file: SourceFile) -> Seen:
        reason = file.why or _("A file of the system, not of the camera.")
        return cls(file.size_bytes, file.modified_ns, Outcome.IGNORED, reason)

    def still_holds(self, file: SourceFile) -> bool:
        """Whether the file needs no reading: unchanged, and what was made of it is still here and sound."""
        if (self.size_bytes, self.modified_ns) != (file.size_bytes, file.modified_ns):
            return False
        if self.outcome not in CARRIED_OVER or not self.sound:
            return False
        if self.card and file.card is not None and self.card != file.card.fingerprint:
            return False  # another card in the same reader: names, sizes and even times come again
        if self.outcome in (Outcome.ADDED, Outcome.DUPLICATE):
            return self.asset_id is not None and file.role is Role.MATERIAL
        return self.outcome == Outcome.REFUSED or self.original_id is not None

    def again(self) -> Seen:
        """The same, as the next run tells it: what was added then is here already now."""
        if self.outcome in (Outcome.ADDED, Outcome.DUPLICATE):
            reason = _("Unchanged since it came in.")
            if self.in_trash:
                reason = _("Unchanged since it came in, and in the trash. Put it back from there.")
            return replace(self, outcome=Outcome.DUPLICATE, reason=reason)
        return self


def look_up(run: Import, place: Path) -> dict[str, Seen]:
    """By path, what the latest run of this project knew of each file below the place. One query.

    To a run that copies or links, a file that is only referenced so far is not settled: its bytes are still to come in.
    Neither is one that has gone from the store.
    """
    originals = storages["originals"]
    wants_bytes = run.mode != Import.Mode.REFERENCE
    rows = (
        ImportedFile.objects.filter(run__project_id=run.project_id, place=readable_path(os.fspath(place)))
        .order_by("id")
        .values_list(*COLUMNS)
    )
    seen: dict[str, Seen] = {}
    for row in rows.iterator(chunk_size=2000):
        path, size, modified, outcome, reason, sha256, original, asset, of_run, copied_to, state, stored, *on = row
        there = originals.exists(stored) if stored else not wants_bytes
        seen[path] = Seen(
            size,
            modified,
            outcome,
            reason,
            sha256,
            original,
            asset,
            copied_to,
            in_this_run=of_run == run.pk,
            sound=state is None or (state == Original.State.PRESENT and there),
            card=on[0] or "",
            in_trash=on[1] is not None,
        )
    return seen


def record_seen(run: Import, settled: Sequence[tuple[SourceFile, Seen]]) -> Sequence[tuple[SourceFile, Seen]]:
    """Writes the rows in batches, each a short transaction; gives back what it was given."""
    for start in range(0, len(settled), BATCH):
        with transaction.atomic():
            ImportedFile.objects.bulk_create(
                [_row(run, file, seen) for file, seen in settled[start : start + BATCH]],
                update_conflicts=True,
                unique_fields=["run", "place", "path"],
                update_fields=[
                    "size_bytes",
                    "modified_ns",
                    "outcome",
                    "reason",
                    "sha256",
                    "original",
                    "asset",
                    "copied_to",
                ],
            )
    return settled


def _row(run: Import, file: SourceFile, seen: Seen) -> ImportedFile:
    return ImportedFile(
        run=run,
        place=readable_path(os.fspath(file.place)),
        path=readable_path(file.path),
        size_bytes=file.size_bytes,
        modified_ns=file.modified_ns,
        outcome=seen.outcome,
        reason=seen.reason,
        sha256=seen.sha256,
        original_id=seen.original_id,
        asset_id=seen.asset_id,
        copied_to=seen.copied_to,
    )
