"""What is foreseen is what then happens."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from media_library.ingest.foresight import foresee
from media_library.ingest.runs import run_import
from media_library.ingest.sources import survey
from projects.making import make_project
from tests.media_library.ingest.material import lay_out, picture, xmp

pytestmark = pytest.mark.django_db


def test_what_is_foreseen_is_what_happens(tmp_path: Path, settings: Any) -> None:
    settings.DATA_DIR = tmp_path / "data"
    project = make_project(by=None, kind="archive", title="Altai", slug="altai")
    files = {
        "a.jpg": picture(1),
        "a.jpg.xmp": xmp(),
        "alone.xmp": xmp(),
        "empty.jpg": b"",
        "page.jpg": b"<!doctype html><html></html>",
        ".DS_Store": b"x",
        "sidecar under another name.jpg": xmp(),
        "CARD/DCIM/100/b.jpg": picture(2),
        "CARD/DCIM/100/b.THM": picture(3),
    }
    card = lay_out(tmp_path / "card", files)
    before = {one.path: one.outcome for one in foresee(survey(card), project_id=project.pk)}
    run = run_import(project=project, places=[card])
    assert before == dict(run.files.values_list("path", "outcome"))
    again = {one.path: one.outcome for one in foresee(survey(card), project_id=project.pk)}
    assert again["a.jpg"] == again["CARD/DCIM/100/b.jpg"] == "duplicate"
    assert again == dict(run_import(project=project, places=[card]).files.values_list("path", "outcome"))


def test_without_a_project_everything_is_new(tmp_path: Path) -> None:
    assert [
        (one.path, one.outcome, one.reason)
        for one in foresee(survey(lay_out(tmp_path, {"a.jpg": picture(1)})), project_id=None)
    ] == [("a.jpg", "added", "JPEG")]
