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
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection, models
from django.utils import timezone
from django.utils.translation import gettext

from collaborators.models import User
from media_library.ingest import store
from media_library.ingest.copying import remove_abandoned_parts
from media_library.ingest.facts_to_rows import readable_path
from media_library.ingest.folders import check_allowed
from media_library.ingest.incoming import Door, bring_in, place_of_second_copy
from media_library.ingest.life_signs import LifeSign, is_dead
from media_library.ingest.manifests import ManifestKeeper
from media_library.ingest.places import UnfitPlace, check_readable, check_second_place, is_here, make_second_place
from media_library.ingest.progress import Progress, RowProgress
from media_library.ingest.record import Outcome
from media_library.ingest.seen import Seen, look_up, record_seen
from media_library.ingest.sources import Role, SourceFile, Survey, survey_all
from media_library.ingest.stacking import make_stacks
from media_library.ingest.stopping import THIS_PROCESS, Stop, work_in_threads
from media_library.ingest.tasks import Nudge
from media_library.models import Import, ImportedFile
from media_library.stacks.finding import stack_what_came

__all__ = ["Choice", "Progress", "mark_stopped", "run_import", "run_waiting"]

logger = logging.getLogger(__name__)

FAT_TIME_NS = 2_000_000_000
"""FAT keeps the time of a change to two seconds (Microsoft FAT specification, section 6, DIR_WrtTime)."""


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
    choice = choice or Choice()
    found = list(surveys) if surveys is not None else survey_all(places)
    _make_ready(found, choice)
    with LifeSign() as sign:
        mark_stopped()
        run = _open_run(project, places, by, choice, sign)
        _carry_out(run, found, choice, progress or Progress(), on_added)
    return run


def run_waiting(import_id: int) -> Import | None:
    """Carries out a run that waits for the worker, and gives it as it has ended; None when it does not wait.

    What keeps the whole run from its work (a folder that has gone) is written into its row as a sentence.
    """
    with LifeSign() as sign:
        run = _take_waiting(import_id, sign)
        if run is None:
            return None
        try:
            choice, found = _choice_of(run), _survey_places(run)
            _make_ready(found, choice)
            _carry_out(run, found, choice, Progress(), None)
            _take_attempt_back(run)
        except UnfitPlace as fault:
            _break_off(run, str(fault))
        except OSError as error:
            logger.warning("import %s: %s", run.pk, error)
            reason = error.strerror or str(error)
            _break_off(run, gettext("The import broke off (%(reason)s).") % {"reason": reason})
        except Exception:
            logger.exception("import %s", run.pk)
            _break_off(run, gettext("Kadr made a mistake with this import; the log says which."))
    return run


def _survey_places(run: Import) -> list[Survey]:
    places = [Path(place) for place in run.places]
    if run.upload and not is_here(run):
        raise UnfitPlace(gettext("What was sent is no longer here. Send the files again."))
    for place in places:
        check_readable(place)
    if not run.upload:
        for place in (*places, *([Path(run.also_to)] if run.also_to else [])):
            check_allowed(place)
    return survey_all(places)


def _make_ready(found: Sequence[Survey], choice: Choice) -> None:
    """Checks the second place, and removes what dead runs left unfinished."""
    if choice.also_to is not None:
        check_second_place(choice.also_to, [one.place for one in found])
        make_second_place(choice.also_to)
    store.clean_up()
    if choice.also_to is not None:
        for place in {one.place for one in found}:
            remove_abandoned_parts(choice.also_to / place.name)


def _carry_out(
    run: Import,
    found: Sequence[Survey],
    choice: Choice,
    progress: Progress,
    on_added: Callable[[int], None] | None,
) -> None:
    row = RowProgress(run)
    shown = _OneAtATime([progress, row])
    try:
        _note_findings(run, found, row)
        shown.found(run.files_found, run.bytes_found)
        whole = _carry_in(run, found, _Carrying(choice, shown, lambda: row.stop_asked, on_added))
        if whole:
            make_stacks(run, [file for one in found for file in one.files if file.chapter_of])
            stack_what_came(run)
    except BaseException:
        with suppress(DatabaseError):
            _close_run(run, Import.State.STOPPED, row)
        raise
    _close_run(run, Import.State.FINISHED if whole else Import.State.STOPPED, row)


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
        if taken.update(in_background=False, stop_asked=False, fault="", **_in_hand(sign)):
            run.refresh_from_db()
            return run
    return Import.objects.create(project_id=project.pk, by=by, source=source, held_by=sign.name, **chosen)


def _take_waiting(import_id: int, sign: LifeSign) -> Import | None:
    """The run, if it is still to be begun: of two workers that were asked, one has it."""
    waiting = Import.objects.filter(pk=import_id, state=Import.State.WAITING)
    if not waiting.update(attempts=models.F("attempts") + 1, **_in_hand(sign)):
        return None
    return Import.objects.get(pk=import_id)


def _take_attempt_back(run: Import) -> None:
    """A worker that was asked to end has not failed at the run: however often it is started anew, this is no fault."""
    if run.state == Import.State.STOPPED and THIS_PROCESS.asked:
        Import.objects.filter(pk=run.pk, attempts__gt=0).update(attempts=models.F("attempts") - 1)


def _in_hand(sign: LifeSign) -> dict[str, Any]:
    return {"held_by": sign.name, "state": Import.State.RUNNING, "finished_at": None, "progress_at": timezone.now()}


def _choice_of(run: Import) -> Choice:
    return Choice(
        mode=run.mode,
        also_to=Path(run.also_to) if run.also_to else None,
        mhl=run.mhl,
        jobs=settings.KADR_JOBS,
    )


def _break_off(run: Import, fault: str) -> None:
    """Says why the run could not go on. It does not begin again by itself."""
    run.state, run.fault, run.finished_at = Import.State.STOPPED, readable_path(fault), timezone.now()
    with suppress(DatabaseError):
        run.save(update_fields=["state", "fault", "finished_at"])


def _note_findings(run: Import, found: Sequence[Survey], row: RowProgress) -> None:
    """Of an upload, what is safe is removed from its folder: there, what was found first counts."""
    sizes = [file.size_bytes for one in found for file in one.files]
    files_before, bytes_before = (run.files_found, run.bytes_found) if run.upload else (0, 0)
    run.files_found, run.bytes_found = max(len(sizes), files_before), max(sum(sizes), bytes_before)
    row.count_as_done(run.files_found - len(sizes), run.bytes_found - sum(sizes))
    told_before = run.notices if run.upload else []
    run.notices = list(dict.fromkeys([*told_before, *(readable_path(each) for one in found for each in one.notices)]))
    run.save(update_fields=["files_found", "bytes_found", "notices"])


def _close_run(run: Import, state: Import.State, progress: RowProgress) -> None:
    progress.write()
    run.state = state
    run.finished_at = timezone.now()
    run.reading = ""
    run.save(update_fields=["state", "finished_at", "reading"])
    if connection.vendor == "sqlite":
        # While others write it is refused at once ("locked"), and the next run's will do as well.
        with suppress(DatabaseError), connection.cursor() as cursor:
            cursor.execute("PRAGMA optimize")


@dataclass(frozen=True)
class _Carrying:
    """What the threads of a run share: the choice, who watches, and whether somebody wants it to stop."""

    choice: Choice
    progress: Progress
    is_stop_asked: Callable[[], bool]
    on_added: Callable[[int], None] | None


def _carry_in(run: Import, found: Sequence[Survey], carrying: _Carrying) -> bool:
    """Rubbish and what is known first, then material, then what belongs to it. Tells whether it came to its end."""
    left: list[SourceFile] = []
    for one in found:
        left.extend(_settle_without_reading(run, one, carrying.choice, carrying.progress))
    nudge, stop = Nudge(), Stop()
    also_to, mhl = carrying.choice.also_to, carrying.choice.mhl
    with ManifestKeeper(run, also_to) if mhl else nullcontext() as keeper, THIS_PROCESS.heeded_by(stop):
        carriers = _Carriers(run, carrying, nudge, keeper, stop)
        carriers.carry([file for file in left if file.role is Role.MATERIAL])
        carriers.carry([file for file in left if file.role is not Role.MATERIAL])
    nudge.flush()
    return not carriers.left_off and not stop.asked


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
        self, run: Import, carrying: _Carrying, nudge: Nudge, keeper: ManifestKeeper | None, stop: Stop
    ) -> None:
        self.run, self.nudge, self.keeper, self.stop = run, nudge, keeper, stop
        self.choice, self.progress, self.on_added = carrying.choice, carrying.progress, carrying.on_added
        self.is_stop_asked = carrying.is_stop_asked
        self.left_off = False

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
                if self.is_stop_asked():
                    self.left_off = True
                    return
                self.progress.begin(file.path)
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
    """Lets one thread at a time through to all that watch."""

    def __init__(self, watching: Sequence[Progress]) -> None:
        self._lock = threading.Lock()
        self._watching = watching

    def _through(self, name: str, *arguments: object) -> None:
        with self._lock:
            for one in self._watching:
                getattr(one, name)(*arguments)

    def found(self, files: int, size_bytes: int) -> None:
        self._through("found", files, size_bytes)

    def begin(self, path: str) -> None:
        self._through("begin", path)

    def read(self, size_bytes: int) -> None:
        self._through("read", size_bytes)

    def done(self, path: str, outcome: str, reason: str, size_bytes: int) -> None:
        self._through("done", path, outcome, reason, size_bytes)
