"""Removing what was sent and left lying."""

from __future__ import annotations

import logging
import shutil
from datetime import timedelta
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext as _

from media_library.ingest.sent_files import uploads_folder
from media_library.models import Import, ImportedFile

logger = logging.getLogger(__name__)

State = Import.State
LEFT_LYING = timedelta(days=1)
"""An upload to which nothing has come for so long was broken off."""
KEPT_FOR_ANOTHER_TRY = timedelta(days=7)


def sweep_uploads() -> int:
    """Removes what was left lying; gives how many folders. The rows stay, and say so."""
    folders = [folder for folder in uploads_folder().glob("*") if folder.is_dir()]
    runs = {run.upload: run for run in Import.objects.filter(upload__in=[folder.name for folder in folders])}
    return sum(_sweep(folder, runs.get(folder.name)) for folder in folders)


def _sweep(folder: Path, run: Import | None) -> bool:
    now = timezone.now()
    if run is None:
        return _is_old(folder) and _remove(folder)
    if run.state == State.RECEIVING:
        return _has_been_left(run) and _is_old(folder) and _give_up(run) and _remove(folder)
    if run.finished_at is None or run.state not in (State.FINISHED, State.STOPPED):
        return False
    is_late = now - run.finished_at > KEPT_FOR_ANOTHER_TRY
    if run.state == State.FINISHED:
        is_settled = not run.files.filter(outcome__in=ImportedFile.BAD).exists()
        return (is_late or is_settled) and _remove(folder)
    return is_late and _end_stopped(run) and _remove(folder)


def _has_been_left(run: Import) -> bool:
    return run.progress_at is None or timezone.now() - run.progress_at > LEFT_LYING


def _give_up(run: Import) -> bool:
    told = _("The upload broke off and was not finished within a day. Send the files again.")
    receiving = Import.objects.filter(pk=run.pk, state=State.RECEIVING)
    return bool(receiving.update(state=State.STOPPED, fault=told, finished_at=timezone.now()))


def _end_stopped(run: Import) -> bool:
    """Says that a run which was stopped does not go on any more; tells whether it had not gone on meanwhile."""
    told = _("What was sent was kept for a week after it was stopped. Send what is missing again.")
    return bool(Import.objects.filter(pk=run.pk, state=State.STOPPED).update(fault=told))


def _is_old(folder: Path) -> bool:
    """Whether nothing in it has changed for a day."""
    latest = max((path.lstat().st_ctime for path in (folder, *folder.rglob("*"))), default=0.0)
    return timezone.now().timestamp() - latest > LEFT_LYING.total_seconds()


def _remove(folder: Path) -> bool:
    shutil.rmtree(folder, ignore_errors=True)
    logger.info("removed the upload %s", folder.name)
    return True
