"""Asking the worker for an import. The row is what was asked; the task only says that there is one."""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence
from datetime import timedelta
from pathlib import Path

from django.db import models, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from collaborators.models import User
from media_library.models import Import, ImportedFile, Rendition

from .facts_to_rows import readable_path

State = Import.State
WAITED_TOO_LONG = timedelta(minutes=10)
MOST_ATTEMPTS = 5
READ_ANEW = -1
"""A time of change that no file has: what an earlier run knew of the file no longer holds."""


def ask_for_import(
    *,
    project: models.Model,
    places: Sequence[Path],
    by: User,
    mode: str = Import.Mode.COPY,
    also_to: Path | None = None,
    mhl: bool = False,
) -> Import:
    """Writes down what is to be brought in and asks the worker, on commit."""
    with transaction.atomic():
        run = Import.objects.create(
            project_id=project.pk,
            by=by,
            source="\n".join(readable_path(os.fspath(place)) for place in places),
            places=[os.fspath(place) for place in places],
            mode=mode,
            also_to=os.fspath(also_to) if also_to else "",
            mhl=mhl,
            in_background=True,
            state=State.WAITING,
        )
        nudge(run.pk)
    return run


def nudge(import_id: int) -> None:
    """Asks a worker to begin the run, on commit."""
    from .run_tasks import carry_out_import  # the web process loads the reader of files only when it asks

    Import.objects.filter(pk=import_id).update(nudged_at=timezone.now())
    transaction.on_commit(lambda: carry_out_import.enqueue(import_id))


def ask_to_stop(*, run: Import) -> bool:
    """Lets the run end after the files that are in hand; tells whether it was still to be stopped."""
    waiting = Import.objects.filter(pk=run.pk, state=State.WAITING)
    if waiting.update(state=State.STOPPED, stop_asked=True, finished_at=timezone.now()):
        return True
    return bool(Import.objects.filter(pk=run.pk, state=State.RUNNING).update(stop_asked=True))


def ask_to_go_on(*, run: Import) -> bool:
    """Lets a run that has stopped go on where it was; tells whether it had stopped."""
    return _begin_again(run, Q(state=State.STOPPED))


def ask_anew(*, run: Import, paths: Collection[str] | None = None) -> bool:
    """Reads what was refused or has failed once more (only these paths, if they are named); tells whether it can.

    The run goes over its places again: what is settled is not read a second time.
    """
    with transaction.atomic():
        if not _begin_again(run, Q(state__in=(State.STOPPED, State.FINISHED))):
            return False
        bad = run.files.filter(outcome__in=ImportedFile.BAD)
        if paths is not None:
            bad = bad.filter(path__in=paths)
        told = ImportedFile.objects.filter(run__project_id=run.project_id, outcome__in=ImportedFile.BAD)
        for place in bad.order_by().values_list("place", flat=True).distinct():
            told.filter(place=place, path__in=bad.filter(place=place).values("path")).update(modified_ns=READ_ANEW)
    return True


def _begin_again(run: Import, when: Q) -> bool:
    """A run of the command line is carried out by the worker from then on: its source says what it reads."""
    places = run.places or run.source.splitlines()
    with transaction.atomic():
        ready = Import.objects.filter(when, pk=run.pk)
        taken = ready.update(
            state=State.WAITING,
            places=places,
            in_background=True,
            stop_asked=False,
            fault="",
            attempts=0,
            finished_at=None,
        )
        if taken:
            nudge(run.pk)
    return bool(taken)


def list_renditions(run: Import) -> QuerySet[Rendition]:
    """What was to be made of the files of the run."""
    return Rendition.objects.filter(original__in=run.files.filter(original__isnull=False).values("original_id"))


def go_on_with_imports() -> int:
    """Asks again for the runs whose worker died or never heard of them; gives how many."""
    broken_off = Import.objects.filter(in_background=True, state=State.STOPPED, stop_asked=False, fault="")
    told = _("The import broke off %(count)d times. The log of the worker says why.") % {"count": MOST_ATTEMPTS}
    broken_off.filter(attempts__gte=MOST_ATTEMPTS).update(fault=told, finished_at=timezone.now())
    broken_off.update(state=State.WAITING, nudged_at=None, finished_at=None)
    late = Import.objects.filter(state=State.WAITING).exclude(nudged_at__gt=timezone.now() - WAITED_TOO_LONG)
    ids = list(late.order_by("id").values_list("id", flat=True))
    for import_id in ids:
        nudge(import_id)
    return len(ids)


def forget_nudges() -> None:
    """Lets the next sweep ask for every run that waits: the worker that was asked may have died with the question."""
    Import.objects.filter(state=State.WAITING).update(nudged_at=None)
