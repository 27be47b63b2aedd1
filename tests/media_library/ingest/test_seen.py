from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from media_library.ingest.runs import Choice, run_import
from media_library.ingest.verifying import verify_originals
from media_library.models import Import, Original
from projects.making import make_project
from projects.models import Project
from tests.media_library.ingest.material import lay_out, picture, xmp


@pytest.fixture
def project(db: None, settings: Any, tmp_path: Path) -> Project:
    settings.DATA_DIR = tmp_path / "data"
    return make_project(by=None, kind="archive", title="Altai", slug="altai-trip")


@pytest.mark.parametrize("mode", [Import.Mode.COPY, Import.Mode.LINK])
def test_what_was_only_referenced_is_copied_when_a_copy_is_asked_for(
    project: Project, tmp_path: Path, mode: str
) -> None:
    """Else the person would be told that all is in, and would format the card."""
    card = lay_out(tmp_path / "card", {"a.jpg": picture(1), "a.xmp": xmp()})
    run_import(project=project, places=[card], choice=Choice(mode=Import.Mode.REFERENCE))
    run = run_import(project=project, places=[card], choice=Choice(mode=mode))
    assert dict(run.files.values_list("path", "outcome")) == {"a.jpg": "duplicate", "a.xmp": "sidecar"}
    shutil.rmtree(card)
    assert [one.state for one in verify_originals(Original.objects.all())] == ["present", "present"]


def test_what_was_copied_is_not_read_again_to_be_referenced(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = lay_out(tmp_path / "card", {"a.jpg": picture(1)})
    run_import(project=project, places=[card])

    def no_reading(*_: Any, **__: Any) -> None:
        raise AssertionError("a file was opened")

    monkeypatch.setattr("media_library.ingest.runs.bring_in", no_reading)
    run = run_import(project=project, places=[card], choice=Choice(mode=Import.Mode.REFERENCE))
    assert run.files.get().outcome == "duplicate"
