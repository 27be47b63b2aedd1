from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import storages
from lxml import etree

from media_library.ingest import manifests, runs
from media_library.ingest.runs import Choice, run_import
from media_library.models import Import
from projects.making import make_project
from projects.models import Project
from tests.media_library.ingest.material import lay_out, picture

pytestmark = pytest.mark.django_db
MHL = "{urn:ASC:MHL:v2.0}"


@pytest.fixture
def project(settings: Any, tmp_path: Path) -> Project:
    settings.DATA_DIR = tmp_path / "data"
    return make_project(by=None, kind="archive", title="Altai", slug="altai")


def bring(project: Project, card: Path, second: Path) -> Import:
    return run_import(project=project, places=[card], choice=Choice(also_to=second, mhl=True))


def list_told(folder: Path) -> list[str]:
    """The paths in all generations, in their order."""
    generations = sorted((folder / "ascmhl").glob("*.mhl"))
    return [path.text for one in generations for path in etree.parse(one).iterfind(f"{MHL}hashes/{MHL}hash/{MHL}path")]


def test_what_a_killed_run_had_copied_is_told_by_the_next(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = lay_out(tmp_path / "card", {f"{number}.jpg": picture(number) for number in range(4)})
    second, real, seen = tmp_path / "second", runs.bring_in, []

    def die_at_the_third(door: Any, file: Any) -> Any:
        seen.append(file)
        if len(seen) == 3:
            raise SystemExit
        return real(door, file)

    monkeypatch.setattr(runs, "bring_in", die_at_the_third)
    monkeypatch.setattr(manifests.ManifestKeeper, "__exit__", lambda *_: None)
    with pytest.raises(SystemExit):
        bring(project, card, second)
    monkeypatch.undo()
    assert list_told(second / "card") == []
    bring(project, card, second)
    assert list_told(second / "card") == ["0.jpg", "1.jpg", "2.jpg", "3.jpg"]
    assert len(list_told(Path(storages["originals"].path("")))) == 4


def test_an_interrupted_run_leaves_a_manifest_of_what_it_has_proven(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = lay_out(tmp_path / "card", {"a.jpg": picture(1), "b.jpg": picture(2)})
    real = runs.bring_in

    def interrupt_at_b(door: Any, file: Any) -> Any:
        if file.path == "b.jpg":
            raise KeyboardInterrupt
        return real(door, file)

    monkeypatch.setattr(runs, "bring_in", interrupt_at_b)
    with pytest.raises(KeyboardInterrupt):
        bring(project, card, tmp_path / "second")
    assert list_told(tmp_path / "second" / "card") == ["a.jpg"]


def test_a_copy_that_was_changed_meanwhile_is_not_vouched_for(project: Project, tmp_path: Path) -> None:
    card = lay_out(tmp_path / "card", {"a.jpg": picture(1), "b.jpg": picture(2)})
    run_import(project=project, places=[card])
    store = Path(storages["originals"].path(""))
    damaged = sorted(store.rglob("*.jpg"))[0]
    damaged.chmod(0o644)
    damaged.write_bytes(b"something else")
    run = run_import(project=project, places=[card], choice=Choice(mhl=True))
    assert len(list_told(store)) == 1
    assert "is not what came in" in run.notices[0]


def test_a_manifest_that_cannot_be_written_is_a_notice_and_no_end_of_the_run(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(manifests, "write_manifest", full)
    run = run_import(
        project=project, places=[lay_out(tmp_path / "card", {"a.jpg": picture(1)})], choice=Choice(mhl=True)
    )
    assert run.state == Import.State.FINISHED
    assert "No space left on device" in run.notices[0]


def test_an_unreadable_history_is_a_notice_and_stays_as_it_is(project: Project, tmp_path: Path) -> None:
    second = tmp_path / "second"
    broken = lay_out(second, {"card/ascmhl/0001_card.mhl": b"<hashlist"})
    run = bring(project, lay_out(tmp_path / "card", {"a.jpg": picture(1)}), second)
    assert any("is not complete" in notice for notice in run.notices)
    assert [path.name for path in (broken / "card/ascmhl").iterdir()] == ["0001_card.mhl"]
    assert (second / "card" / "a.jpg").read_bytes() == picture(1)


def test_where_nothing_was_copied_no_manifest_is_written(project: Project, tmp_path: Path) -> None:
    bring(project, lay_out(tmp_path / "card", {"empty.jpg": b""}), tmp_path / "second")
    assert list(tmp_path.rglob("*.mhl")) == []
