from __future__ import annotations

import io
import threading
from pathlib import Path
from typing import Any

import pytest

from media_library.ingest import waiting
from media_library.ingest.life_signs import LifeSign
from media_library.ingest.runs import run_import
from media_library.ingest.terminal import TerminalProgress
from media_library.ingest.waiting import RenderingAlong, wait_for_renditions
from media_library.models import Import, Original, Rendition
from projects.making import make_project
from tests.media_library.ingest.material import lay_out, picture

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def run(settings: Any, tmp_path: Path) -> Import:
    settings.DATA_DIR = tmp_path / "data"
    project = make_project(by=None, kind="archive", title="Altai", slug="altai")
    return run_import(project=project, places=[lay_out(tmp_path / "card", {"a.jpg": picture(1), "b.jpg": picture(2)})])


def test_it_comes_back_when_all_is_made(run: Import) -> None:
    tally = wait_for_renditions(run, jobs=1)
    assert (tally.made, tally.failed) == (6, 0)
    assert set(Rendition.objects.values_list("state", flat=True)) == {"done"}


def test_it_waits_for_what_a_worker_has_in_hand_and_takes_over_when_that_dies(
    run: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker, looks = LifeSign(), []
    worker.__enter__()
    Rendition.objects.filter(spec="max-320").update(state="running", claimed_by=worker.name)

    def die(_: float) -> None:
        looks.append(Rendition.objects.filter(state="done").count())
        if len(looks) == 2:
            worker.__exit__(None, None, None)

    monkeypatch.setattr(waiting.time, "sleep", die)
    assert wait_for_renditions(run, jobs=1).made == 6
    assert looks == [4, 4]


def test_of_one_original_the_first_failure_is_told_by_the_name_of_the_file(run: Import, media_root: Path) -> None:
    original = Original.objects.get(assets__file_name="b.jpg")
    (media_root / "originals" / original.storage_name).unlink()
    stream = io.StringIO()
    with TerminalProgress(stream) as progress:
        tally = wait_for_renditions(run, jobs=1, progress=progress)
    assert (tally.made, tally.failed) == (3, 3)
    assert stream.getvalue().count("failed: b.jpg: The original is not where it should be.") == 1


def test_renditions_are_made_while_more_originals_come(run: Import) -> None:
    made = threading.Event()
    first, second = Original.objects.order_by("id")
    with RenderingAlong(jobs=2) as along:
        along.add(first.pk)
        while not made.is_set():
            if first.renditions.filter(state="done").count() == 3:
                made.set()
        assert second.renditions.filter(state="done").count() == 0
        along.add(second.pk)
    assert along.tally.made == 6


def test_when_the_run_breaks_off_rendering_does_too(run: Import) -> None:
    along = RenderingAlong(jobs=2)
    with pytest.raises(KeyboardInterrupt), along:
        raise KeyboardInterrupt
    along.add(Original.objects.first().pk)
    assert along.tally.made == 0
    assert set(Rendition.objects.values_list("state", flat=True)) == {"pending"}
