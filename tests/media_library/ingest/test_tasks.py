from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from django_tasks import default_task_backend

from media_library.ingest import tasks
from media_library.ingest.tasks import ORIGINALS_A_TASK, Nudge, ask_again, make_renditions
from media_library.models import Original, Rendition

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def queue() -> Iterator[None]:
    default_task_backend.clear()
    yield
    default_task_backend.clear()


def asked() -> list[list[int]]:
    return [result.args[0] for result in default_task_backend.results]


def make_waiting(number: int, *, asked_at: Any = None, state: str = "pending") -> list[int]:
    originals = [
        Original(sha256=f"{index:064}", size_bytes=1, kind="photo", reader="photo", storage_name=f"{index}")
        for index in range(Original.objects.count(), Original.objects.count() + number)
    ]
    Original.objects.bulk_create(originals)
    rows = [Rendition(original=one, spec=spec, state=state, asked_at=asked_at) for one in originals for spec in "ab"]
    Rendition.objects.bulk_create(rows)
    return [one.pk for one in originals]


def test_what_nobody_was_asked_for_is_asked_for_in_batches() -> None:
    ids = make_waiting(ORIGINALS_A_TASK + 10)
    assert ask_again() == ORIGINALS_A_TASK + 10
    assert asked() == [ids[:ORIGINALS_A_TASK], ids[ORIGINALS_A_TASK:]]


def test_what_was_asked_for_lately_is_left_alone_and_what_waited_too_long_is_not() -> None:
    make_waiting(3, asked_at=timezone.now())
    late = make_waiting(2, asked_at=timezone.now() - timedelta(hours=1))
    assert ask_again() == 2
    assert asked() == [late]
    assert ask_again() == 0


def test_what_runs_or_has_failed_is_not_asked_for() -> None:
    make_waiting(2, state="running")
    make_waiting(2, state="failed")
    assert ask_again() == 0
    assert asked() == []


def test_a_nudge_asks_on_commit_in_batches(django_capture_on_commit_callbacks: Any) -> None:
    nudge = Nudge()
    with django_capture_on_commit_callbacks(execute=True):
        for number in range(ORIGINALS_A_TASK + 1):
            nudge.add(number)
        nudge.flush()
        nudge.flush()
        assert asked() == []
    assert asked() == [list(range(ORIGINALS_A_TASK)), [ORIGINALS_A_TASK]]


def test_the_task_makes_what_is_to_be_made_and_may_run_twice(tmp_path: Path, settings: Any) -> None:
    from media_library.ingest.runs import run_import
    from projects.making import make_project
    from tests.media_library.ingest.material import lay_out, picture

    settings.DATA_DIR, settings.KADR_JOBS = tmp_path / "data", 1
    project = make_project(by=None, kind="archive", title="Altai", slug="altai")
    run_import(project=project, places=[lay_out(tmp_path / "card", {"a.jpg": picture(1)})])
    pk = Original.objects.get().pk
    assert make_renditions.func([pk]) == 3
    assert make_renditions.func([pk, pk + 1000]) == 0


def test_a_process_that_is_to_end_begins_nothing(
    monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path
) -> None:
    from media_library.ingest.stopping import Stop

    settings.DATA_DIR, settings.KADR_JOBS = tmp_path / "data", 1
    stop = Stop()
    stop.ask()
    monkeypatch.setattr(tasks, "THIS_PROCESS", stop)
    assert make_renditions.func(make_waiting(1)) == 0
    assert set(Rendition.objects.values_list("state", flat=True)) == {"pending"}
