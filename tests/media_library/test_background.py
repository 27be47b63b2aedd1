"""How a step in the background stands is read from the queue of tasks; none is begun while one is under way."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from media_library import background
from media_library.background import State, begin, find_state, forget_old_results
from media_library.stacks.tasks import look_for_bursts
from media_library.twins.tasks import look_for_twins
from projects.models import Project
from tests.fixtures_people import Cast


@pytest.fixture(autouse=True)
def kept_tasks(settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "imports"]}}


@pytest.fixture
def altai(cast: Cast) -> int:
    return cast.project.pk


def latest() -> DBTaskResult[Any, Any]:
    return DBTaskResult.objects.order_by("-enqueued_at")[0]


def test_none_was_begun_yet(altai: int) -> None:
    assert find_state(look_for_twins, altai) is None


def test_one_at_a_time_is_under_way_in_a_project(altai: int) -> None:
    other = Project.objects.get(slug="bazaar").pk
    assert begin(look_for_twins, altai)
    assert find_state(look_for_twins, altai) == State(is_going_on=True)
    assert not begin(look_for_twins, altai)
    assert find_state(look_for_twins, other) is None
    assert begin(look_for_twins, other)
    assert begin(look_for_bursts, altai, None)
    assert DBTaskResult.objects.count() == 3


def test_what_it_came_to_is_told_when_it_is_over(altai: int) -> None:
    begin(look_for_twins, altai)
    latest().claim("worker")
    assert find_state(look_for_twins, altai) == State(is_going_on=True)
    latest().set_successful({"photos": 12, "pairs": 3})
    state = find_state(look_for_twins, altai)
    assert state is not None
    assert (state.is_going_on, state.has_failed, state.result) == (False, False, {"photos": 12, "pairs": 3})
    assert state.finished_at == latest().finished_at
    assert begin(look_for_twins, altai)
    assert find_state(look_for_twins, altai) == State(is_going_on=True)


def test_a_step_that_broke_off_is_told_and_can_be_begun_again(altai: int) -> None:
    begin(look_for_twins, altai)
    latest().set_failed(RuntimeError("disk"))
    state = find_state(look_for_twins, altai)
    assert state is not None
    assert (state.is_going_on, state.has_failed, state.result) == (False, True, None)
    assert begin(look_for_twins, altai)


def test_a_step_whose_worker_died_does_not_go_on_for_ever(altai: int) -> None:
    begin(look_for_twins, altai)
    latest().claim("worker")
    DBTaskResult.objects.update(started_at=timezone.now() - timedelta(hours=2))
    state = find_state(look_for_twins, altai)
    assert state is not None
    assert (state.is_going_on, state.has_failed) == (False, True)
    assert begin(look_for_twins, altai)


def finish(status: str, days: int) -> None:
    look_for_twins.enqueue(1)
    when = timezone.now() - timedelta(days=days)
    DBTaskResult.objects.filter(pk=latest().pk).update(status=status, finished_at=when)


def test_results_of_yesterday_are_forgotten_and_faults_after_a_month(altai: int) -> None:
    finish("SUCCESSFUL", 2), finish("FAILED", 31)
    assert forget_old_results() == 2
    finish("SUCCESSFUL", 0), finish("FAILED", 29), look_for_twins.enqueue(1)
    assert forget_old_results() == 0


def test_the_latest_of_a_sort_is_not_forgotten(altai: int) -> None:
    begin(look_for_twins, altai)
    DBTaskResult.objects.update(status="SUCCESSFUL", finished_at=timezone.now() - timedelta(days=400))
    assert forget_old_results() == 0
    begin(look_for_twins, altai)
    assert forget_old_results() == 1


def test_no_more_than_some_are_forgotten_at_a_time(altai: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(background, "MOST_FORGOTTEN", 2)
    for _ in range(3):
        finish("SUCCESSFUL", 2)
    assert [forget_old_results() for _ in range(3)] == [2, 1, 0]
