"""All that a rule has stacked, parted and put back in the background: part by part, as often as it breaks off."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from media_library.models import StackChange
from media_library.stacks import asking, undoing
from media_library.stacks.tasks import change_stacks

from .conftest import Table
from .test_undoing import make_bursts

BURSTS = ("ab", "cd", "ef", "gh", "ij")


@pytest.fixture
def bursts(table: Table, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Table:
    """Five bursts, of which two are parted at a time."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "imports"]}}
    for module in (asking, undoing):
        monkeypatch.setattr(module, "AT_ONCE", 2)
    table.lay("abcdefghij")
    make_bursts(table, *BURSTS)
    return table


def send(table: Table, name: str, **fields: Any) -> str:
    """What an editor is told, who has no script."""
    client = table.cast.client("editor")
    page = client.post(reverse(name, args=["altai"]), fields, follow=True)
    return str(page.content.decode())


def work() -> None:
    """Does what waits, as the worker does."""
    waiting = DBTaskResult.objects.get(status="READY")
    result = change_stacks.call(*waiting.args_kwargs["args"])
    waiting.set_successful(result)


def test_many_stacks_are_parted_and_stacked_again_in_the_background(bursts: Table) -> None:
    before = bursts.all_about()
    page = send(bursts, "stack-undo-rule", rule="drive", **{"import": "0"})
    assert "Kadr is parting the stacks." in page and "Kadr is changing the stacks of a rule" in page
    assert bursts.all_about() == before
    work()
    change = StackChange.objects.get()
    assert (bursts.stacks(), change.number) == ([], 5)
    parted = bursts.all_about()
    assert "Kadr is changing the stacks." in send(bursts, "stack-put-back", change=change.pk)
    assert bursts.all_about() == parted
    work()
    assert bursts.all_about() == before
    send(bursts, "stack-put-back", change=change.pk, again="1")
    work()
    assert bursts.all_about() == parted


def test_a_few_are_parted_at_once(bursts: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "AT_ONCE", 5)
    assert "5 stacks are parted." in send(bursts, "stack-undo-rule", rule="drive", **{"import": "0"})
    assert (bursts.stacks(), DBTaskResult.objects.count()) == ([], 0)


@pytest.mark.parametrize("step", ["part", "undo"])
def test_what_broke_off_goes_on_where_it_was(bursts: Table, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    before = bursts.all_about()
    change = StackChange.objects.create(project=bursts.cast.project, rule="drive")
    arguments = (bursts.cast.project.pk, change.pk)
    if step == "undo":
        change_stacks.call(*arguments, "part")
    name = "part_some" if step == "part" else "_put_part_back"
    whole, done = getattr(undoing, name), []

    def break_off(*words: Any, **more: Any) -> Any:
        if len(done) == 1:
            raise OSError
        done.append(words)
        return whole(*words, **more)

    with monkeypatch.context() as broken:
        broken.setattr(undoing, name, break_off)
        with pytest.raises(OSError):
            change_stacks.call(*arguments, step)
    assert bursts.stacks() == (["ef", "gh", "ij"] if step == "part" else ["ab", "cd"])
    assert change_stacks.call(*arguments, step) == 0
    assert change_stacks.call(*arguments, step) == 0  # a task may run twice
    assert bursts.stacks() == ([] if step == "part" else list(BURSTS))
    if step == "part":
        change_stacks.call(*arguments, "undo")
    assert bursts.all_about() == before


def test_one_step_at_a_time(bursts: Table) -> None:
    send(bursts, "stack-undo-rule", rule="drive", **{"import": "0"})
    words = "Kadr is still changing the stacks of a rule."
    assert words in send(bursts, "stack-undo-rule", rule="drive", **{"import": "0"})
    assert words in send(bursts, "stack-put-back", change=StackChange.objects.get().pk)
    assert StackChange.objects.count() == DBTaskResult.objects.count() == 1


def test_the_page_tells_how_it_stands(bursts: Table) -> None:
    send(bursts, "stack-undo-rule", rule="drive", **{"import": "0"})
    client, address = bursts.cast.client("viewer"), reverse("stacks", args=["altai"]) + "?part=step"
    going_on = client.get(address)
    assert "every 2s" in going_on.content.decode() and "HX-Refresh" not in going_on.headers
    DBTaskResult.objects.get().set_failed(OSError())
    over = client.get(address)
    assert "The step broke off." in over.content.decode() and over.headers["HX-Refresh"] == "true"
