"""Making renditions: find what is to be made, claim it, make it, store it.

A rendition is claimed by compare-and-set, so that two workers cannot make it twice; the claim names a life sign, so
that what a killed worker had in hand is given back.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path

from django.conf import settings
from django.core.files.storage import storages
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from media_library.formats import Facts, FileType, Kind, Rendered, RenditionSpec, UnreadableFile
from media_library.formats.child import Decoder, DecoderFailed
from media_library.ingest import store
from media_library.ingest.life_signs import LifeSign, is_dead
from media_library.ingest.likenesses import note_likeness
from media_library.ingest.record import ask_for_renditions
from media_library.ingest.stopping import Stop, work_in_threads
from media_library.models import Leftover, Original, Rendition

logger = logging.getLogger(__name__)
State = Rendition.State
GIVEN_UP_AFTER = timedelta(hours=2)


@dataclass
class Tally:
    """What a round of rendering came to."""

    made: int = 0
    failed: int = 0


OnMade = Callable[[Rendition], None]


def render_originals(
    original_ids: Iterable[int], *, jobs: int | None = None, on_made: OnMade | None = None, stop: Stop | None = None
) -> Tally:
    """Makes everything still to be made for these originals, in as many child processes as there are jobs.

    The originals may still be coming: each is taken when a process is free for it. When it is asked to `stop`, it ends
    within a moment, and what was in hand is put back among what is to be made.
    """
    stop = stop or Stop()
    waiting, taking, lock, tally = iter(original_ids), threading.Lock(), threading.Lock(), Tally()

    def take() -> int | None:
        with taking:
            return next(waiting, None)

    def note(rendition: Rendition) -> None:
        with lock:
            tally.made += rendition.state == State.DONE
            tally.failed += rendition.state == State.FAILED
            if on_made:
                on_made(rendition)

    with LifeSign() as sign:
        work = partial(_render_taken, take, sign, note, stop)
        work_in_threads(jobs or settings.KADR_JOBS, work, stop=stop, name="render")
    return tally


def render_waiting(
    *, within: QuerySet[Original] | None = None, jobs: int | None = None, on_made: OnMade | None = None
) -> Tally:
    """Makes all that is waiting (for these originals), also what comes to wait meanwhile; others may help."""
    total = Tally()
    while ids := list_waiting(within):
        round_ = render_originals(ids, jobs=jobs, on_made=on_made)
        total.made += round_.made
        total.failed += round_.failed
        if not round_.made and not round_.failed:
            break  # somebody else has them in hand
    return total


def list_waiting(within: QuerySet[Original] | None = None, *, most: int = 5000) -> list[int]:
    """The originals that have something still to be made, longest waiting first."""
    rows = Rendition.objects.unmade().filter(state=State.PENDING)
    if within is not None:
        rows = rows.filter(original__in=within)
    return list(dict.fromkeys(rows.order_by("id").values_list("original_id", flat=True)[:most]))


def give_back_abandoned() -> int:
    """Puts what dead workers had in hand back among what is to be made; gives how many."""
    given_back = 0
    running = Rendition.objects.unmade().filter(state=State.RUNNING)
    for holder in running.order_by().values_list("claimed_by", flat=True).distinct():
        mine = running.filter(claimed_by=holder)
        dead = is_dead(holder)
        if dead is None:
            mine = mine.filter(claimed_at__lt=timezone.now() - GIVEN_UP_AFTER)
        if dead is not False:
            given_back += mine.update(state=State.PENDING, claimed_by="", asked_at=None)
    if given_back:
        forget_asking()
    return given_back


def forget_asking() -> None:
    """Lets the next sweep ask for everything that waits: the worker that was asked may have died with the question."""
    Rendition.objects.unmade().filter(state=State.PENDING).update(asked_at=None)


def retry_failed(renditions: QuerySet[Rendition]) -> list[int]:
    """Puts failed renditions back among what is to be made; gives the originals to ask for."""
    ids = list(renditions.filter(state=State.FAILED).values_list("original_id", flat=True).distinct())
    renditions.filter(state=State.FAILED).update(state=State.PENDING, reason="", asked_at=timezone.now())
    return ids


def ask_for_lost(originals: QuerySet[Original]) -> int:
    """Puts renditions whose file is no longer in the store back among what is to be made; gives how many."""
    rows = Rendition.objects.filter(original__in=originals, state=State.DONE).order_by("id")
    storage, lost = storages["renditions"], 0
    for pk, name in list(rows.values_list("id", "storage_name")):
        if not storage.exists(name):
            lost += Rendition.objects.filter(pk=pk, state=State.DONE).update(state=State.PENDING, asked_at=None)
    return lost


def make_all_again(originals: QuerySet[Original]) -> None:
    """Asks for every rendition of these originals anew, also for those that have been made."""
    Rendition.objects.filter(original__in=originals).exclude(state=State.RUNNING).update(
        state=State.PENDING, reason="", attempts=0, asked_at=timezone.now()
    )


def complete_rows(originals: QuerySet[Original]) -> None:
    """Writes the rows that are missing, where Kadr has since learned to make more of an original."""
    for original in originals.filter(assets__isnull=False).distinct().iterator():
        ask_for_renditions(original, type_of(original), Facts.from_json(original.facts))


def type_of(original: Original) -> FileType:
    """The type that was told from the bytes when they came in."""
    return FileType(Kind(original.kind), original.reader, original.file_type, original.mime, original.extension)


def _render_taken(take: Callable[[], int | None], sign: LifeSign, note: OnMade, stop: Stop) -> None:
    with stop.decoder() as decoder, store.working_folder(sign.name) as folder:
        while not stop.asked and (original_id := take()) is not None:
            claimed = _claim(original_id, sign)
            try:
                for rendition in _render_claimed(decoder, claimed, folder) if claimed else ():
                    note(rendition)
            except BaseException:
                _give_back(claimed)
                raise


def _give_back(claimed: Sequence[Rendition]) -> None:
    """What was in hand when the work broke off is as if nobody had begun it."""
    Rendition.objects.filter(
        pk__in=[one.pk for one in claimed], claimed_by__in={one.claimed_by for one in claimed}, state=State.RUNNING
    ).update(state=State.PENDING, claimed_by="", attempts=F("attempts") - 1)


def _claim(original_id: int, sign: LifeSign) -> list[Rendition]:
    rows = Rendition.objects.filter(original_id=original_id)
    taken = rows.filter(state=State.PENDING).update(
        state=State.RUNNING, claimed_by=sign.name, claimed_at=timezone.now(), attempts=F("attempts") + 1
    )
    if not taken:
        return []
    return list(rows.filter(state=State.RUNNING, claimed_by=sign.name).select_related("original"))


def _render_claimed(decoder: Decoder, claimed: Sequence[Rendition], folder: Path) -> Iterator[Rendition]:
    """All specs of one original from one decode; one by one when that fails, so that each has its own reason."""
    original = claimed[0].original
    try:
        with store.local_path(original) as path:
            try:
                yield from _render_specs(decoder, path, claimed, folder)
            except UnreadableFile as refusal:
                yield from _render_each(decoder, path, claimed, folder, refusal)
    except FileNotFoundError:
        reason = "The original is not where it should be. When it is back, try again."
        yield from (_fail(rendition, reason) for rendition in claimed)
    except OSError as error:
        logger.warning("rendering %s: %s", original, error)
        yield from (_fail(rendition, f"Reading or storing failed ({error.strerror}).") for rendition in claimed)


def _render_specs(decoder: Decoder, path: Path, claimed: Sequence[Rendition], folder: Path) -> Iterator[Rendition]:
    original = claimed[0].original
    specs = [RenditionSpec(rendition.spec) for rendition in claimed]
    made = {one.spec: one for one in decoder.render(path, type_of(original), specs, folder)}
    for rendition in claimed:
        rendered = made.get(rendition.spec)
        if rendered is None:
            yield _fail(rendition, "Nothing could be made of this file.")
        else:
            yield _store(rendition, rendered, folder)


def _render_each(
    decoder: Decoder, path: Path, claimed: Sequence[Rendition], folder: Path, refusal: UnreadableFile
) -> Iterator[Rendition]:
    if len(claimed) == 1 or isinstance(refusal, DecoderFailed):
        yield from (_fail(rendition, str(refusal)) for rendition in claimed)
        return
    for rendition in claimed:
        try:
            yield from _render_specs(decoder, path, [rendition], folder)
        except UnreadableFile as own_refusal:
            yield _fail(rendition, str(own_refusal))


def _store(rendition: Rendition, rendered: Rendered, folder: Path) -> Rendition:
    file = folder / Path(rendered.file_name).name
    size = file.stat().st_size
    note_likeness(rendition.original, rendition.spec, file)
    name = store.name_of_rendition(rendition.original.sha256, f"{rendition.spec}{file.suffix}")
    store.put("renditions", file, name)
    return _settle(
        rendition,
        state=State.DONE,
        reason=str(rendered.data.get("reason", "")),
        storage_name=name,
        mime=rendered.mime,
        width_px=rendered.width_px,
        height_px=rendered.height_px,
        size_bytes=size,
        data=rendered.data,
        made_at=timezone.now(),
    )


def _fail(rendition: Rendition, reason: str) -> Rendition:
    return _settle(rendition, state=State.FAILED, reason=reason)


def _settle(rendition: Rendition, **columns: object) -> Rendition:
    """Writes the outcome, unless the claim has meanwhile been given to somebody else."""
    for name, value in columns.items():
        setattr(rendition, name, value)
    mine = Rendition.objects.filter(Q(pk=rendition.pk), claimed_by=rendition.claimed_by, state=State.RUNNING)
    if not mine.update(claimed_by="", **columns) and rendition.storage_name:
        _leave_if_gone(rendition)
    return rendition


def _leave_if_gone(rendition: Rendition) -> None:
    """Has the file deleted if its original was deleted for good while it was made."""
    if not Rendition.objects.filter(pk=rendition.pk).exists():
        Leftover.objects.update_or_create(storage="renditions", name=rendition.storage_name, defaults={"gone_at": None})
