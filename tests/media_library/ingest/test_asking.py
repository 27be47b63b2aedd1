from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from django_tasks import default_task_backend

from media_library.ingest import runs
from media_library.ingest.asking import (
    MOST_ATTEMPTS,
    ask_anew,
    ask_for_import,
    ask_to_go_on,
    ask_to_stop,
    forget_nudges,
    go_on_with_imports,
)
from media_library.ingest.life_signs import LifeSign
from media_library.ingest.run_tasks import carry_out_import
from media_library.ingest.runs import mark_stopped
from media_library.ingest.stopping import Stop
from media_library.models import Asset, Import
from tests.fixtures_people import Cast
from tests.media_library.ingest.material import lay_out, picture


@pytest.fixture(autouse=True)
def data_dir(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR, settings.KADR_JOBS = tmp_path / "data", 1
    settings.KADR_IMPORT_FOLDERS = [str(tmp_path / "cards"), str(tmp_path / "second")]


@pytest.fixture
def card(tmp_path: Path) -> Path:
    return lay_out(tmp_path / "cards" / "A007", {f"{number}.jpg": picture(number) for number in range(4)})


def ask(cast: Cast, card: Path, **choice: Any) -> Import:
    return ask_for_import(project=cast.project, places=[card], by=cast["editor"], **choice)


def carry_out(run: Import) -> Import:
    carry_out_import.func(run.pk)
    run.refresh_from_db()
    return run


def asked() -> list[int]:
    return [result.args[0] for result in default_task_backend.results if result.task.queue_name == "imports"]


def outcomes(run: Import) -> dict[str, str]:
    return dict(run.files.values_list("path", "outcome"))


def stop_at(number: int, monkeypatch: pytest.MonkeyPatch, do: Any) -> None:
    """Before that file is brought in, this happens."""
    real, count = runs.bring_in, 0

    def bring_in(door: Any, file: Any) -> Any:
        nonlocal count
        count += 1
        if count == number:
            do()
        return real(door, file)

    monkeypatch.setattr(runs, "bring_in", bring_in)


def test_what_is_asked_for_waits_in_its_row_and_the_worker_is_told_on_commit(
    cast: Cast, card: Path, django_capture_on_commit_callbacks: Any
) -> None:
    default_task_backend.clear()
    with django_capture_on_commit_callbacks(execute=True):
        run = ask(cast, card)
        assert asked() == []
    assert asked() == [run.pk]
    assert run.state == Import.State.WAITING
    assert carry_out(run).state == Import.State.FINISHED
    assert set(outcomes(run).values()) == {"added"}
    assert (run.files_done, run.bytes_done, run.reading) == (4, run.bytes_found, "")
    assert set(Asset.objects.values_list("first_import", flat=True)) == {run.pk}


def test_of_two_workers_one_has_it(cast: Cast, card: Path) -> None:
    run = carry_out(ask(cast, card))
    assert carry_out_import.func(run.pk) == ""
    run.refresh_from_db()
    assert run.attempts == 1


def test_a_second_copy_is_made_as_it_was_asked_for(cast: Cast, card: Path, tmp_path: Path) -> None:
    carry_out(ask(cast, card, also_to=tmp_path / "second", mhl=True))
    assert (tmp_path / "second" / "A007" / "0.jpg").read_bytes() == picture(0)
    assert list((tmp_path / "second" / "A007" / "ascmhl").glob("*.mhl"))


def test_a_run_stops_after_the_file_in_hand_and_goes_on_with_the_rest(
    cast: Cast, card: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = ask(cast, card)
    monkeypatch.setattr("media_library.ingest.progress.SECONDS_BETWEEN_WRITES", 0.0)
    stop_at(2, monkeypatch, lambda: ask_to_stop(run=run))
    carry_out(run)
    assert (run.state, run.stop_asked, len(outcomes(run))) == ("stopped", True, 2)
    go_on_with_imports()
    run.refresh_from_db()
    assert run.state == Import.State.STOPPED, "what a person stopped does not begin by itself"
    monkeypatch.undo()
    assert ask_to_go_on(run=run)
    carry_out(run)
    assert (run.state, run.stop_asked) == ("finished", False)
    assert outcomes(run) == dict.fromkeys(["0.jpg", "1.jpg", "2.jpg", "3.jpg"], "added")


def test_a_run_that_has_not_begun_stops_at_once(cast: Cast, card: Path) -> None:
    run = ask(cast, card)
    assert ask_to_stop(run=run)
    assert carry_out_import.func(run.pk) == ""
    assert not ask_to_stop(run=run)


def test_a_run_whose_worker_was_killed_goes_on_with_the_next_sweep(cast: Cast, card: Path) -> None:
    run = ask(cast, card)
    with LifeSign() as killed:
        Import.objects.update(state=Import.State.RUNNING, held_by=killed.name, attempts=1)
        assert go_on_with_imports() == 0
    mark_stopped()
    default_task_backend.clear()
    assert go_on_with_imports() == 1
    run.refresh_from_db()
    assert run.state == Import.State.WAITING
    assert carry_out(run).state == Import.State.FINISHED


def test_a_worker_that_is_asked_to_end_breaks_off_and_the_run_goes_on_later(
    cast: Cast, card: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run, process = ask(cast, card), Stop()
    monkeypatch.setattr(runs, "THIS_PROCESS", process)
    stop_at(3, monkeypatch, process.ask)
    carry_out(run)
    assert run.state == Import.State.STOPPED
    assert len(outcomes(run)) == 2, "the file in hand is as if it had not been begun"
    assert run.attempts == 0, "a worker that is started anew is no failed attempt"
    monkeypatch.undo()
    go_on_with_imports()
    assert carry_out(run).state == Import.State.FINISHED


def test_a_run_that_kills_its_worker_again_and_again_is_given_up_with_a_sentence(cast: Cast, card: Path) -> None:
    run = ask(cast, card)
    Import.objects.update(state=Import.State.STOPPED, attempts=MOST_ATTEMPTS)
    assert go_on_with_imports() == 0
    run.refresh_from_db()
    assert "broke off 5 times" in run.fault
    assert ask_to_go_on(run=run)
    assert carry_out(run).state == Import.State.FINISHED


def test_an_interrupted_run_of_the_command_line_is_left_to_whoever_runs_it(cast: Cast, card: Path) -> None:
    Import.objects.create(project=cast.project, source=str(card), state=Import.State.STOPPED)
    assert go_on_with_imports() == 0


def test_a_run_that_was_asked_for_lately_is_not_asked_for_again(cast: Cast, card: Path) -> None:
    run = ask(cast, card)
    assert go_on_with_imports() == 0
    Import.objects.update(nudged_at=timezone.now() - timedelta(minutes=11))
    assert go_on_with_imports() == 1
    assert go_on_with_imports() == 0
    forget_nudges()
    assert go_on_with_imports() == 1
    run.refresh_from_db()
    assert run.nudged_at is not None


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda card: card.parent / "gone", "There is nothing at"),
        (lambda card: card.parent.parent, "not among those"),
    ],
)
def test_what_keeps_the_whole_run_from_its_work_is_told_in_its_row(
    cast: Cast, card: Path, make: Any, words: str
) -> None:
    run = carry_out(ask(cast, make(card)))
    assert run.state == Import.State.STOPPED
    assert words in run.fault
    assert go_on_with_imports() == 0, "it would break off again"


def test_a_folder_that_is_allowed_no_longer_when_the_worker_comes_to_it_is_not_read(
    cast: Cast, card: Path, settings: Any
) -> None:
    run = ask(cast, card)
    settings.KADR_IMPORT_FOLDERS = []
    carry_out(run)
    assert "not among those" in run.fault
    assert not run.files.exists()


def test_a_mistake_of_ours_is_told_and_does_not_begin_again(
    cast: Cast, card: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(*_: Any) -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr(runs, "make_stacks", stumble)
    run = carry_out(ask(cast, card))
    assert run.state == Import.State.STOPPED
    assert "the log says which" in run.fault
    assert go_on_with_imports() == 0


def test_what_was_refused_is_read_once_more_though_it_has_not_changed(
    cast: Cast, card: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay_out(card, {"bad.jpg": b"<html>hello</html>", "worse.jpg": b"<html>hello</html>"})
    run = carry_out(ask(cast, card))
    later = carry_out(ask(cast, card))
    assert outcomes(run)["bad.jpg"] == outcomes(later)["bad.jpg"] == "refused"
    read: list[str] = []
    real = runs.bring_in
    monkeypatch.setattr(runs, "bring_in", lambda door, file: (read.append(file.path), real(door, file))[1])
    assert ask_anew(run=run, paths=["bad.jpg"])
    carry_out(run)
    assert read == ["bad.jpg"], "what is settled is not read a second time, and neither is what was not named"
    assert ask_anew(run=run)
    carry_out(run)
    assert read == ["bad.jpg", "bad.jpg", "worse.jpg"]


def test_a_run_under_way_is_not_tried_again(cast: Cast, card: Path) -> None:
    run = ask(cast, card)
    assert not ask_anew(run=run)
    assert not ask_to_go_on(run=run)
