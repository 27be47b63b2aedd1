"""How a search stands is read from the queue of tasks; none is begun while one is under way."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from media_library.twins.searching import State, begin, find_state
from media_library.twins.tasks import look_for_bursts, look_for_twins

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kept_tasks(settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "imports"]}}


def latest() -> DBTaskResult[Any, Any]:
    return DBTaskResult.objects.order_by("-enqueued_at")[0]


def test_none_was_begun_yet() -> None:
    assert find_state(look_for_twins, 1) is None


def test_one_at_a_time_is_under_way_in_a_project() -> None:
    assert begin(look_for_twins, 1)
    assert find_state(look_for_twins, 1) == State(is_going_on=True)
    assert not begin(look_for_twins, 1)
    assert begin(look_for_twins, 2)
    assert begin(look_for_bursts, 1, None)
    assert DBTaskResult.objects.count() == 3


def test_what_it_came_to_is_told_when_it_is_over() -> None:
    begin(look_for_twins, 1)
    latest().claim("worker")
    assert find_state(look_for_twins, 1) == State(is_going_on=True)
    latest().set_successful({"photos": 12, "pairs": 3})
    state = find_state(look_for_twins, 1)
    assert state is not None
    assert (state.is_going_on, state.has_failed, state.result) == (False, False, {"photos": 12, "pairs": 3})
    assert state.finished_at == latest().finished_at
    assert begin(look_for_twins, 1)


def test_a_search_that_broke_off_is_told_and_can_be_begun_again() -> None:
    begin(look_for_twins, 1)
    latest().set_failed(RuntimeError("disk"))
    state = find_state(look_for_twins, 1)
    assert state is not None
    assert (state.is_going_on, state.has_failed, state.result) == (False, True, None)
    assert begin(look_for_twins, 1)


def test_a_search_whose_worker_died_does_not_go_on_for_ever() -> None:
    begin(look_for_twins, 1)
    latest().claim("worker")
    DBTaskResult.objects.update(started_at=timezone.now() - timedelta(hours=2))
    state = find_state(look_for_twins, 1)
    assert state is not None
    assert (state.is_going_on, state.has_failed) == (False, True)
    assert begin(look_for_twins, 1)
