"""One file's way in. Every door calls `bring_in`.

What is it (by content) → hash while copying → flush, read back past the cache, compare → facts, in a child process →
publish under its hash → rows in one transaction. The source is only ever read.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.files.storage import storages
from django.utils.translation import gettext as _

from media_library.formats import Facts, FileType, Kind, UnreadableFile
from media_library.formats.child import Decoder, DecoderFailed
from media_library.formats.identify import identify, name_disagrees
from media_library.ingest import store
from media_library.ingest.copying import CopyFailed, Hashes, Staged, copy_verified, hash_stable, link, publish
from media_library.ingest.facts_to_rows import readable_path
from media_library.ingest.record import (
    Outcome,
    StoreChanged,
    Stored,
    record_asset,
    record_outcome,
    record_sidecar,
)
from media_library.ingest.sources import Role, SourceFile
from media_library.models import Asset, Import, ImportedFile, Leftover, Original

logger = logging.getLogger(__name__)

BytesRead = Callable[[int], None]


@dataclass
class Door:
    """What a run has chosen, the same for all its files; and the child process of the thread that carries them in."""

    run: Import
    decoder: Decoder
    also_to: Path | None = None
    on_bytes: BytesRead | None = None
    on_copied: Callable[[SourceFile, Hashes, str], None] | None = None
    """Told the hashes of each published copy and its name in the store ("" for none), for the manifests."""


def bring_in(door: Door, file: SourceFile) -> ImportedFile:
    """Brings one file in and gives its row, which tells what became of it. Never raises for what a file may do."""
    try:
        try:
            return _bring_once(door, file)
        except StoreChanged:
            return _bring_once(door, file)
    except DecoderFailed as failure:
        return record_outcome(door.run, file, Outcome.FAILED, reason=str(failure))
    except UnreadableFile as refusal:
        return record_outcome(door.run, file, Outcome.REFUSED, reason=str(refusal))
    except CopyFailed as failure:
        return record_outcome(door.run, file, Outcome.FAILED, reason=str(failure))
    except OSError as error:
        logger.warning("%r: %s", os.fspath(file.full_path), error)
        return record_outcome(door.run, file, Outcome.FAILED, reason=_say_os_error(error))
    except Exception:
        logger.exception("importing %r", os.fspath(file.full_path))
        return record_outcome(
            door.run, file, Outcome.FAILED, reason=_("Kadr made a mistake with this file; the log says which.")
        )


def _bring_once(door: Door, file: SourceFile) -> ImportedFile:
    """A copy that was stored under a name whose bytes are being deleted is on the list of what is to go once more."""
    bring = _bring_material if file.role is Role.MATERIAL else _bring_companion
    try:
        return bring(door, file)
    except StoreChanged as changed:
        Leftover.objects.filter(storage="originals", name=changed.name).update(gone_at=None)
        raise


def _bring_material(door: Door, file: SourceFile) -> ImportedFile:
    file_type = identify(file.full_path)
    if file_type.reader == "sidecar":
        return record_outcome(door.run, file, Outcome.IGNORED, reason=say_alone(file))
    with _stage(door, file) as staged:
        facts = _read_facts(door, file, file_type, _readable(staged, file))
        stored = _publish(door, file, staged, file_type, facts)
        row = record_asset(door.run, file, stored)
    _remove_second_name(row, stored)
    return row


def _bring_companion(door: Door, file: SourceFile) -> ImportedFile:
    """A file that belongs to another one, or to a card: its bytes are kept as they are."""
    asset = _find_asset(door.run, file)
    if asset is None and file.card is None:
        return record_outcome(door.run, file, Outcome.IGNORED, reason=say_alone(file))
    notes = door.decoder.read_sidecar(file.full_path) if file.role is Role.XMP else None
    with _stage(door, file) as staged:
        stored = _publish(door, file, staged, _companion_type(file), Facts())
        row = record_sidecar(door.run, file, stored, asset, notes)
    _remove_second_name(row, stored)
    return row


@contextmanager
def _stage(door: Door, file: SourceFile) -> Iterator[Staged]:
    mode, source = door.run.mode, file.full_path
    if mode == Import.Mode.REFERENCE:
        with Staged(hash_stable(source, on_bytes=door.on_bytes), (), read_back=False) as staged:
            yield staged
    elif mode == Import.Mode.LINK:
        with link(source, store.incoming_folder(), on_bytes=door.on_bytes) as staged:
            yield staged
    else:
        folders = [store.incoming_folder()]
        if door.also_to is not None:
            second = place_of_second_copy(door.also_to, file).parent
            second.mkdir(parents=True, exist_ok=True)
            folders.append(second)
        with copy_verified(source, folders, on_bytes=door.on_bytes) as staged:
            yield staged


def _readable(staged: Staged, file: SourceFile) -> Path:
    return staged.parts[0] if staged.parts else file.full_path


def _read_facts(door: Door, file: SourceFile, file_type: FileType, path: Path) -> Facts:
    facts = door.decoder.read_facts(path, file_type)
    refuse_endless_picture(facts)
    if notice := name_disagrees(file.path, file_type):
        facts.notices.insert(0, notice)
    return facts


def refuse_endless_picture(facts: Facts) -> None:
    """Raises UnreadableFile for a picture of more pixels than anybody wants decoded, by what its header says."""
    width, height, most = facts.width_stored or 0, facts.height_stored or 0, settings.KADR_MAX_MEGAPIXELS
    if width * height > most * 1_000_000:
        told = _("%(width)d x %(height)d px is more than the limit of %(most)s megapixels.")
        raise UnreadableFile(told % {"width": width, "height": height, "most": most})


def _publish(door: Door, file: SourceFile, staged: Staged, file_type: FileType, facts: Facts) -> Stored:
    copied_to = _publish_second(door, file, staged)
    if not staged.parts:
        stored = Stored(file_type, facts, staged.hashes, reference_path=_find_reference(file, staged.hashes))
    else:
        known = Original.objects.filter(sha256=staged.hashes.sha256).exclude(storage_name="").first()
        rests = known is not None and not _may_replace(door) and _is_sound(known)
        stored = Stored(
            file_type,
            facts,
            staged.hashes,
            storage_name=known.storage_name if known is not None and rests else _put(door, staged, file_type, known),
            is_new=not rests,
            known_id=known.pk if known is not None else None,
            linked=door.run.mode == Import.Mode.LINK,
            read_back=staged.read_back,
            copied_to=copied_to,
        )
    if door.on_copied is not None:
        door.on_copied(file, staged.hashes, stored.storage_name)
    return stored


def _may_replace(door: Door) -> bool:
    """Whether a proven copy takes the place of what lies in the store: should that be damaged unnoticed, it is healed.

    Not a link, which is no copy; and not where putting is deleting and writing, as on S3.
    """
    return door.run.mode == Import.Mode.COPY and store.path_in(storages["originals"], "x") is not None


def _put(door: Door, staged: Staged, file_type: FileType, known: Original | None) -> str:
    """Puts the bytes into the store, under the name that they have there if they are known; gives it."""
    name = known.storage_name if known else store.find_name(staged.hashes.sha256, file_type.extension)
    owned = door.run.mode == Import.Mode.COPY
    store.put("originals", staged.parts[0], name, read_only=owned, xxh128=staged.hashes.xxh128)
    return name


def _is_sound(known: Original) -> bool:
    """Whether the store holds the original, as far as can be told without reading it."""
    there = storages["originals"]
    return (
        known.state == Original.State.PRESENT
        and there.exists(known.storage_name)
        and there.size(known.storage_name) == known.size_bytes
    )


def _remove_second_name(row: ImportedFile, stored: Stored) -> None:
    """Of two that stored the same new bytes at the same moment under two endings, the later one takes its file back."""
    original = row.original
    if stored.is_new and original is not None and original.storage_name != stored.storage_name:
        storages["originals"].delete(stored.storage_name)


def _find_reference(file: SourceFile, hashes: Hashes) -> str:
    """The place to be noted for bytes that stay where they are: the one that is known, while a file lies there."""
    known = (
        Original.objects.filter(sha256=hashes.sha256, state=Original.State.PRESENT).exclude(reference_path="").first()
    )
    if known is not None and os.path.isfile(known.reference_path):  # noqa: PTH113 - a disk that fails is no file
        return known.reference_path
    place = os.fspath(file.full_path.resolve())
    if readable_path(place) != place:
        told = _("Its name is not in UTF-8, so its place cannot be noted. Rename it, or copy it instead.")
        raise CopyFailed(told)
    return place


def place_of_second_copy(also_to: Path, file: SourceFile) -> Path:
    """Below the second place, the tree of the card is kept as it was, in a folder with the card's name."""
    return also_to / file.place.name / file.path


def _publish_second(door: Door, file: SourceFile, staged: Staged) -> str:
    if door.also_to is None or len(staged.parts) < 2:
        return ""
    final = place_of_second_copy(door.also_to, file)
    if final.exists():
        if final.samefile(file.full_path):
            told = _("The second copy would be the file itself. Choose another folder for the second copy.")
            raise CopyFailed(told)
        if hash_stable(final, on_bytes=_beat(door)).sha256 != staged.hashes.sha256:
            told = _(
                "Another file lies in the folder for the second copy under this name. Choose another folder for it."
            )
            raise CopyFailed(told)
    else:
        # Before it has its name: another run that compares it must not see it change.
        os.utime(staged.parts[1], ns=(file.modified_ns, file.modified_ns))
        publish(staged.parts[1], final, read_only=False)
    return os.fspath(final)


def _beat(door: Door) -> BytesRead:
    """Tells the run that work goes on, without counting what is no byte of a source."""
    return lambda _: door.on_bytes(0) if door.on_bytes else None


def _companion_type(file: SourceFile) -> FileType:
    extension = Path(file.path).suffix.lstrip(".").lower()
    safe = extension if extension.isascii() and extension.isalnum() and len(extension) <= 8 else "bin"
    return FileType(Kind.DOCUMENT, "sidecar", safe.upper(), "application/octet-stream", safe)


def _find_asset(run: Import, file: SourceFile) -> Asset | None:
    """The asset that this run found for the material a companion belongs to."""
    if file.belongs_to is None:
        return None
    row = (
        run.files.filter(
            place=readable_path(os.fspath(file.place)), path=readable_path(file.belongs_to), asset__isnull=False
        )
        .select_related("asset")
        .first()
    )
    return row.asset if row else None


def say_alone(file: SourceFile) -> str:
    """Why a file that belongs to another one did not come in."""
    if file.why:
        return file.why
    if file.belongs_to:
        return _("It belongs to %(name)s, which did not come in.") % {"name": file.belongs_to}
    return _("The picture or clip that it belongs to does not lie beside it.")


def _say_os_error(error: OSError) -> str:
    told = _("The file could not be read or stored (%(reason)s). It will be tried again in the next run.")
    return told % {"reason": error.strerror or error}
