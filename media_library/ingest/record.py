"""The rows of one incoming file, written in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from media_library.formats import Facts, FileType, reader_for
from media_library.ingest.copying import CopyFailed, Hashes
from media_library.ingest.facts_to_rows import asset_columns, clean, is_same_second, original_columns, readable_path
from media_library.ingest.sources import CardFound, SourceFile
from media_library.marking.standing import leave_judged
from media_library.models import Asset, Card, Import, ImportedFile, Keyword, Leftover, Original, Rendition, Sidecar
from media_library.models.asset import fold_name

Outcome = ImportedFile.Outcome
COMPANION = "sidecar"
"""The reader of originals that are no material of their own."""
SAID_TOGETHER = (
    ("captured_at", "captured_offset_minutes", "captured_source", "captured_text"),
    ("latitude", "longitude", "altitude_m"),
    ("rating", "flag"),
)
"""Columns of an asset that are taken from one place or not at all: an offset belongs to its own time."""


class StoreChanged(CopyFailed):
    """Between the copy and its rows the same bytes were deleted for good; the copy is to be made again."""

    def __init__(self, name: str) -> None:
        super().__init__(_("The same file was deleted at that very moment. It will be copied again in the next run."))
        self.name = name
        """Under which the copy lies in the store for nothing."""


@dataclass(frozen=True)
class Stored:
    """Proven bytes and what was read in them, ready for its rows. Exactly one of the two places is given.

    `is_new`: these very bytes were put into the store; otherwise they lay there already, and were not read again.
    `known_id`: the original whose place in the store they have, if it was known before.
    """

    file_type: FileType
    facts: Facts
    hashes: Hashes
    storage_name: str = ""
    reference_path: str = ""
    is_new: bool = False
    known_id: int | None = None
    linked: bool = False
    read_back: bool = False
    copied_to: str = ""


def record_asset(run: Import, file: SourceFile, stored: Stored) -> ImportedFile:
    """Writes original, asset, keywords, renditions to be made and the file's own row. About ten queries."""
    with transaction.atomic():
        original = _record_original(stored)
        name = readable_path(file.path.rsplit("/", 1)[-1])[:1024]
        asset, added = Asset.objects.get_or_create(
            project_id=run.project_id,
            original=original,
            defaults={
                "kind": original.kind,
                "first_import": run,
                "file_name": name,
                "name_key": fold_name(name)[:1024],
                "folder": readable_path(file.path.rpartition("/")[0])[:2048],
                "card": _record_card(run, file.card),
                **asset_columns(stored.facts),
            },
        )
        if added:
            add_keywords(asset, stored.facts.keywords)
        ask_for_renditions(original, stored.file_type, stored.facts)
        # A run that was interrupted and reads a file again has added it all the same.
        added = added or run.files.filter(asset=asset, path=readable_path(file.path), outcome=Outcome.ADDED).exists()
        return record_outcome(
            run,
            file,
            Outcome.ADDED if added else Outcome.DUPLICATE,
            reason=_say_added(stored) if added else _say_here(asset),
            original=original,
            asset=asset,
            copied_to=stored.copied_to,
        )


def record_sidecar(
    run: Import, file: SourceFile, stored: Stored, asset: Asset | None, notes: Facts | None
) -> ImportedFile:
    """Writes the rows of a file that belongs to an asset, or to a card, and travels with it.

    `notes` are what an XMP sidecar says of its asset; they are applied in the same transaction.
    """
    with transaction.atomic():
        original, card = _record_original(stored), _record_card(run, file.card)
        Sidecar.objects.get_or_create(
            project_id=run.project_id,
            original=original,
            path=readable_path(file.path)[:2048],
            asset=asset,
            **({} if asset else {"card": card}),
            defaults={"role": file.role.value, "card": card},
        )
        if notes is not None and asset is not None:
            apply_sidecar(asset, notes, just_added=run.files.filter(asset=asset, outcome=Outcome.ADDED).exists())
        reason = _("Goes with %(name)s.") % {"name": asset.file_name} if asset else _("Kept with its card.")
        return record_outcome(
            run, file, Outcome.SIDECAR, reason=reason, original=original, asset=asset, copied_to=stored.copied_to
        )


def record_outcome(
    run: Import,
    file: SourceFile,
    outcome: str,
    *,
    reason: str = "",
    original: Original | None = None,
    asset: Asset | None = None,
    copied_to: str = "",
) -> ImportedFile:
    """Writes, or writes again, what became of one source file in this run."""
    row, _made = ImportedFile.objects.update_or_create(
        run=run,
        place=readable_path(str(file.place)),
        path=readable_path(file.path),
        defaults={
            "size_bytes": file.size_bytes,
            "modified_ns": file.modified_ns,
            "outcome": outcome,
            "reason": clean(reason),
            "sha256": original.sha256 if original else "",
            "original": original,
            "asset": asset,
            "copied_to": readable_path(copied_to),
        },
    )
    return row


def add_keywords(asset: Asset, names: list[str]) -> None:
    """Files the asset under keywords of its project, which are made where they are new."""
    wanted = {clean(name)[:512] for name in names if name.strip()}
    if not wanted:
        return
    Keyword.objects.bulk_create(
        [Keyword(project_id=asset.project_id, name=name) for name in sorted(wanted)], ignore_conflicts=True
    )
    asset.keywords.add(*Keyword.objects.filter(project_id=asset.project_id, name__in=wanted))


def ask_for_renditions(original: Original, file_type: FileType, facts: Facts) -> None:
    """Writes a row for every rendition that such an original has, where there is none yet."""
    specs = reader_for(file_type).list_specs(facts)
    Rendition.objects.bulk_create(
        [Rendition(original=original, spec=spec.name, asked_at=timezone.now()) for spec in specs],
        ignore_conflicts=True,
    )


def ask_anew(original: Original) -> None:
    """Asks once more for what failed while the original was missing or damaged."""
    Rendition.objects.filter(original=original, state=Rendition.State.FAILED).update(
        state=Rendition.State.PENDING, reason="", asked_at=None
    )


def apply_sidecar(asset: Asset, facts: Facts, *, just_added: bool) -> None:
    """Puts what an XMP sidecar says on its asset.

    On an asset that has just come in the sidecar wins over what is embedded: it was written later. On one that was
    here before, only what is still empty is filled: the database is the truth for marks. Within a transaction of the
    caller's.
    """
    columns = asset_columns(facts)
    if is_same_second(columns.get("captured_at"), asset.captured_at):
        # What the camera wrote has the split seconds too.
        columns = {name: value for name, value in columns.items() if not name.startswith("captured_")}
    if not just_added:
        columns = {name: value for name, value in columns.items() if _is_open(asset, name)}
    columns = leave_judged(asset, columns)
    if columns:
        Asset.objects.filter(pk=asset.pk).update(**columns)
    add_keywords(asset, facts.keywords)


def _is_open(asset: Asset, name: str) -> bool:
    """Whether nothing is known of this column yet, nor of those that say one thing together with it."""
    together = next((names for names in SAID_TOGETHER if name in names), (name,))
    return all(getattr(asset, column) in (None, "") for column in together)


def _say_added(stored: Stored) -> str:
    """How the bytes are kept and proven, and what is odd about the file."""
    if stored.reference_path:
        kept = _("It stays where it is.")
    elif stored.linked:
        kept = _("Linked.")
    elif stored.read_back:
        kept = _("Copied and verified.")
    else:
        kept = _("Copied; the system gave no way to read the copy back past its cache.")
    return " ".join([kept, *stored.facts.notices])


def _say_here(asset: Asset) -> str:
    if asset.trashed_at is None:
        told = _("The same bytes are here already as %(name)s.")
    else:
        told = _("The same bytes are here already as %(name)s, which is in the trash. Put it back from there.")
    return told % {"name": asset.file_name}


def _record_original(stored: Stored) -> Original:
    """The original's row, locked: whoever empties the trash waits, and finds that it is wanted."""
    place: dict[str, Any] = {"storage_name": stored.storage_name, "reference_path": stored.reference_path}
    original, made = Original.objects.select_for_update(no_key=True).get_or_create(
        sha256=stored.hashes.sha256,
        defaults={
            "size_bytes": stored.hashes.size_bytes,
            "read_back": stored.read_back,
            "verified_at": timezone.now(),
            **place,
            **original_columns(stored.file_type, stored.facts),
        },
    )
    if not made:
        _heal(original, stored)
    if original.storage_name == stored.storage_name:
        _refuse_what_leaves(stored, made=made)
    return original


def _refuse_what_leaves(stored: Stored, *, made: bool) -> None:
    """Raises StoreChanged when these bytes are on their way out: their original was deleted for good in between."""
    if made and stored.known_id is not None:
        raise StoreChanged(stored.storage_name)
    if stored.is_new and Leftover.objects.filter(storage="originals", name=stored.storage_name).exists():
        raise StoreChanged(stored.storage_name)


def _heal(original: Original, stored: Stored) -> None:
    """The same bytes have come again, proven: what was missing or damaged and has been put there anew is whole now."""
    changes: dict[str, Any] = {}
    whole = {"state": Original.State.PRESENT, "verified_at": timezone.now()}
    if stored.is_new and original.storage_name in ("", stored.storage_name):
        changes = {**whole, "storage_name": stored.storage_name, "read_back": stored.read_back}
    elif stored.reference_path and (not original.storage_name or original.state == Original.State.MISSING):
        # What the store has lost is found on a disk: there it is from now on.
        changes = {**whole, "reference_path": stored.reference_path, "storage_name": ""}
    if original.reader == COMPANION and stored.file_type.reader != COMPANION:
        changes |= original_columns(stored.file_type, stored.facts)
    if original.state != Original.State.PRESENT and "state" in changes:
        ask_anew(original)
    if changes:
        Original.objects.filter(pk=original.pk).update(**changes)
        for name, value in changes.items():
            setattr(original, name, value)


def _record_card(run: Import, found: CardFound | None) -> Card | None:
    if found is None:
        return None
    card, _made = Card.objects.get_or_create(
        project_id=run.project_id,
        fingerprint=found.fingerprint,
        defaults={"layout": found.layout, "name": readable_path(found.name)[:255]},
    )
    return card
