"""The task that carries out an import. It has a queue of its own, so that no batch of renditions holds an import up."""

from __future__ import annotations

from django_tasks import task

from media_library.ingest.runs import run_waiting
from media_library.ingest.sent_files import remove_settled

IMPORTS = "imports"
"""The name of the queue; see TASKS in the settings and `manage.py work`."""


@task(queue_name=IMPORTS, priority=50)
def carry_out_import(import_id: int) -> str:
    """Begins a run that waits, or goes on with it; gives the state in which it has ended, "" when it did not wait."""
    run = run_waiting(import_id)
    if run is None:
        return ""
    if run.upload:
        remove_settled(run)
    return run.state
