from __future__ import annotations

from typing import Any

import pytest
from django.db import OperationalError

from media_library.ingest import progress
from media_library.ingest.progress import RowProgress
from media_library.models import Import
from tests.fixtures_people import Cast


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A clock that stands until it is set."""
    now = [100.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: now[0])
    return now


@pytest.fixture
def run(cast: Cast) -> Import:
    return Import.objects.create(project=cast.project, source="/c")


def test_it_is_written_at_most_once_a_second(run: Import, clock: list[float], django_assert_num_queries: Any) -> None:
    row = RowProgress(run)
    row.found(3, 3000)
    with django_assert_num_queries(0):
        row.begin("a.jpg")
        for _ in range(50):
            row.read(10)
        clock[0] += 0.9
        row.read(10)
    with django_assert_num_queries(2):  # the figures, and whether it is to stop
        clock[0] += 0.1
        row.read(10)
    run.refresh_from_db()
    assert (run.reading, run.bytes_done, run.files_done) == ("a.jpg", 520, 0)
    assert run.bytes_per_second == 520


def test_bytes_that_were_read_of_a_file_are_not_counted_again_when_it_is_done(run: Import, clock: list[float]) -> None:
    row = RowProgress(run)
    row.found(3, 3000)
    row.done("known.jpg", "duplicate", "", 1000)
    row.begin("a.jpg")
    row.read(1000)
    row.done("a.jpg", "added", "", 1000)
    row.begin("b.jpg")
    row.read(400)
    row.write()
    run.refresh_from_db()
    assert (run.bytes_done, run.files_done, run.reading) == (2400, 2, "b.jpg")


def test_what_an_earlier_try_has_settled_counts(run: Import, clock: list[float]) -> None:
    row = RowProgress(run)
    row.count_as_done(8, 8000)
    row.found(10, 10_000)
    run.refresh_from_db()
    assert (run.files_done, run.bytes_done) == (8, 8000)


def test_a_wish_to_stop_is_read_with_the_next_write(run: Import, clock: list[float]) -> None:
    row = RowProgress(run)
    row.found(1, 1)
    Import.objects.update(stop_asked=True)
    assert not row.stop_asked
    clock[0] += 1
    row.read(1)
    assert row.stop_asked


def test_a_run_whose_row_is_gone_is_to_stop(run: Import, clock: list[float]) -> None:
    row = RowProgress(run)
    Import.objects.all().delete()
    row.write()
    assert row.stop_asked


def test_a_busy_database_does_not_end_the_run(run: Import, clock: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    row = RowProgress(run)

    def refuse(**_: Any) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(Import.objects, "filter", refuse)
    row.write()
    monkeypatch.undo()
    assert not row.stop_asked
