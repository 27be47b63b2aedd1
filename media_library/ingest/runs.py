"""One run of bringing files in, from the survey to the last row.

A run may be killed at any moment and started again: the same call finds the interrupted run and goes on with it. What
an earlier run has seen and has not changed since (same size, same time of change) is not read again.
"""

from __future__ import annotations

import logging
import os
import queue
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path

from django.db import DatabaseError, connection, models
from django.utils import timezone

from collaborators.models import User
from media_library.ingest import store
from media_library.ingest.copying import remove_abandoned_parts
from media_library.ingest.facts_to_rows import readable_path
from media_library.ingest.incoming import Door, bring_in, place_of_second_copy
from media_library.ingest.life_signs import LifeSign, is_dead
from media_library.ingest.manifests import ManifestKeeper
from media_library.ingest.places import check_second_place
from media_library.ingest.record import Outcome
from media_library.ingest.seen import Seen, look_up, record_seen
from media_library.ingest.sources import Role, SourceFile, Survey, survey_all
from media_library.ingest.stacking import make_stacks
from media_library.ingest.stopping import Stop, work_in_threads
from media_library.ingest.tasks import Nudge
from media_library.models import Import, ImportedFile

logger = logging.getLogger(__name__)

FAT_TIME_NS = 2_000_000_000
"""FAT keeps the time of a change to two seconds (Microsoft FAT specification, section 6, DIR_WrtTime)."""


class Progress:
    """What a door may want to show while a run goes on. All calls come from one thread at a time."""

    def found(self, files: int, size_bytes: int) -> None:
        """The survey is done."""

    def read(self, size_bytes: int) -> None:
        """So many more bytes of a source have been read."""

    def done(self, path: str, outcome: str, reason: str, size_bytes: int) -> None:
        """One more file has its row."""


@dataclass(frozen=True)
class Choice:
    """What the person chose for a run."""

    mode: str = Import.Mode.COPY
    also_to: Path | None = None
    mhl: bool = False
    jobs: int = 1


def run_import(
    *,
    project: models.Model,
    places: Sequence[Path],
    by: User | None = None,
    choice: Choice | None = None,
    progress: Progress | None = None,
    surveys: Sequence[Survey] | None = None,
    on_added: Callable[[int], None] | None = None,
) -> Import:
    """Brings in everything below the places and gives the finished run.

    `surveys` spares the walk where one has been made (the watched folder); `on_added` is told each original that came
    in, when its rows are committed. No file stops a run: what became of each is in its row. Raises OSError when a place
    itself cannot be read, UnfitPlace when second copies would lie in their own source. An interruption (Ctrl-C) ends
    all threads within a moment; the next call goes on.
    """
    choice, progress = choice or Choice(), _OneAtATime(progress or Progress())
    found = list(surveys) if surveys is not None else survey_all(places)
    if choice.also_to is not None:
        check_second_place(choice.also_to, [one.place for one in found])
    store.clean_up()
    if choice.also_to is not None:
        for place in {one.place for one in found}:
            remove_abandoned_parts(choice.also_to / place.name)
    with LifeSign() as sign:
        mark_stopped()
        run = _open_run(project, places, by, choice, sign)
        try:
            _note_findings(run, found)
            progress.found(run.files_found, run.bytes_found)
            _carry_in(run, found, choice, progress, on_added)
            make_stacks(run, [file for one in found for file in one.files if file.chapter_of])
        except BaseException:
            with suppress(DatabaseError):
                _close_run(run, Import.State.STOPPED)
            raise
        _close_run(run, Import.State.FINISHED)
    return run


def mark_stopped() -> int:
    """Says of the runs whose process was killed that they have stopped before their end; gives how many."""
    running = Import.objects.filter(state=Import.State.RUNNING)
    dead = [name for name in running.order_by().values_list("held_by", flat=True).distinct() if is_dead(name)]
    return running.filter(held_by__in=dead).update(state=Import.State.STOPPED)


def _open_run(project: models.Model, places: Sequence[Path], by: User | None, choice: Choice, sign: LifeSign) -> Import:
    """The interrupted run of the same places, if there is one whose process has ended; else a new one."""
    source = "\n".join(readable_path(os.fspath(place)) for place in places)
    chosen = {
        "mode": choice.mode,
        "also_to": readable_path(os.fspath(choice.also_to)) if choice.also_to else "",
        "mhl": choice.mhl,
    }
    stopped = Import.objects.filter(project_id=project.pk, source=source, state=Import.State.STOPPED, **chosen)
    for run in stopped:
        taken = stopped.filter(pk=run.pk, held_by=run.held_by)
        if taken.update(held_by=sign.name, state=Import.State.RUNNING, finished_at=None):
            run.held_by, run.state, run.finished_at = sign.name, Import.State.RUNNING, None
            return run
    return Import.objects.create(project_id=project.pk, by=by, source=source, held_by=sign.name, **chosen)


def _note_findings(run: Import, found: Sequence[Survey]) -> None:
    run.files_found = sum(len(one.files) for one in found)
    run.bytes_found = sum(file.size_bytes for one in found for file in one.files)
    run.notices = [readable_path(notice) for one in found for notice in one.notices]
    run.save(update_fields=["files_found", "bytes_found", "notices"])


def _close_run(run: Import, state: Import.State) -> None:
    run.state = state
    run.finished_at = timezone.now()
    run.save(update_fields=["state", "finished_at"])
    if connection.vendor == "sqlite":
        # While others write it is refused at once ("locked"), and the next run's will do as well.
        with suppress(DatabaseError), connection.cursor() as cursor:
            cursor.execute("PRAGMA optimize")


def _carry_in(
    run: Import,
    found: Sequence[Survey],
    choice: Choice,
    progress: Progress,
    on_added: Callable[[int], None] | None,
) -> None:
    """Rubbish and what is known first, then material, then what belongs to it."""
    left: list[SourceFile] = []
    for one in found:
        left.extend(_settle_without_reading(run, one, choice, progress))
    nudge = Nudge()
    with ManifestKeeper(run, choice.also_to) if choice.mhl else nullcontext() as keeper:
        carriers = _Carriers(run, choice, progress, nudge, keeper, on_added)
        carriers.carry([file for file in left if file.role is Role.MATERIAL])
        carriers.carry([file for file in left if file.role is not Role.MATERIAL])
    nudge.flush()


def _settle_without_reading(run: Import, one: Survey, choice: Choice, progress: Progress) -> Iterator[SourceFile]:
    """Writes the rows of what needs no reading; gives what does."""
    known = look_up(run, one.place)
    settled: list[tuple[SourceFile, Seen]] = []
    for file in one.files:
        seen = known.get(readable_path(file.path))
        if seen is not None and choice.also_to is not None and not _has_second_copy(choice.also_to, file, seen):
            seen = None
        if seen is not None and seen.in_this_run and seen.still_holds(file):
            progress.done(file.path, seen.outcome, seen.reason, file.size_bytes)
        elif file.role is Role.RUBBISH:
            settled.append((file, Seen.rubbish(file)))
        elif seen is not None and seen.still_holds(file):
            settled.append((file, seen.again()))
        else:
            yield file
    for file, seen in record_seen(run, settled):
        progress.done(file.path, seen.outcome, seen.reason, file.size_bytes)


def _has_second_copy(also_to: Path, file: SourceFile, seen: Seen) -> bool:
    """Whether an earlier run has made this very copy and it still looks as it did; what was refused has none."""
    if seen.outcome == Outcome.REFUSED:
        return True
    copy = place_of_second_copy(also_to, file)
    if seen.copied_to != readable_path(os.fspath(copy)):
        return False
    try:
        status = copy.stat()
    except OSError:
        return False
    return status.st_size == file.size_bytes and abs(status.st_mtime_ns - file.modified_ns) <= FAT_TIME_NS


class _Carriers:
    """The threads of a run, each with a child process for decoding. With one job all happens in the calling thread."""

    def __init__(
        self,
        run: Import,
        choice: Choice,
        progress: Progress,
        nudge: Nudge,
        keeper: ManifestKeeper | None,
        on_added: Callable[[int], None] | None,
    ) -> None:
        self.run, self.choice, self.progress, self.nudge, self.keeper = run, choice, progress, nudge, keeper
        self.on_added = on_added
        self.stop = Stop()

    def carry(self, files: Sequence[SourceFile]) -> None:
        """Brings the files in; comes back when every one has its row. Raises what stopped a thread."""
        waiting: queue.SimpleQueue[SourceFile] = queue.SimpleQueue()
        for file in files:
            waiting.put(file)
        jobs = min(self.choice.jobs, len(files))
        work_in_threads(jobs, lambda: self._work(waiting), stop=self.stop, name="import")

    def _work(self, waiting: queue.SimpleQueue[SourceFile]) -> None:
        with self.stop.decoder() as decoder:
            door = Door(
                run=self.run,
                decoder=decoder,
                also_to=self.choice.also_to,
                on_bytes=self._read,
                on_copied=self.keeper.note if self.keeper else None,
            )
            for file in _take_all(waiting):
                self.stop.check()
                row = bring_in(door, file)
                self._note(file, row)

    def _read(self, size_bytes: int) -> None:
        self.stop.check()
        self.progress.read(size_bytes)

    def _note(self, file: SourceFile, row: ImportedFile) -> None:
        self.progress.done(file.path, row.outcome, row.reason, file.size_bytes)
        if row.outcome == Outcome.ADDED and row.original_id is not None:
            self.nudge.add(row.original_id)
            if self.on_added is not None:
                self.on_added(row.original_id)


def _take_all(waiting: queue.SimpleQueue[SourceFile]) -> Iterable[SourceFile]:
    while True:
        try:
            yield waiting.get_nowait()
        except queue.Empty:
            return


class _OneAtATime(Progress):
    """Lets one thread at a time through to the progress of the door."""

    def __init__(self, inner: Progress) -> None:
        self._lock = threading.Lock()
        self._inner = inner

    def _through(self, call: Callable[..., None], *arguments: object) -> None:
        with self._lock:
            call(*arguments)

    def found(self, files: int, size_bytes: int) -> None:
        self._through(self._inner.found, files, size_bytes)

    def read(self, size_bytes: int) -> None:
        self._through(self._inner.read, size_bytes)

    def done(self, path: str, outcome: str, reason: str, size_bytes: int) -> None:
        self._through(self._inner.done, path, outcome, reason, size_bytes)
