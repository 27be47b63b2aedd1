from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import storages

from media_library.ingest.runs import run_import
from media_library.models import Original, Rendition
from projects.making import make_project
from projects.models import Project
from tests.commands import call
from tests.media_library.ingest.material import lay_out, picture

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def project(settings: Any, tmp_path: Path) -> Project:
    settings.DATA_DIR = tmp_path / "data"
    project = make_project(by=None, kind="archive", title="Altai", slug="altai")
    run_import(project=project, places=[lay_out(tmp_path / "card", {"a.jpg": picture(1), "b.jpg": picture(2)})])
    return project


def states() -> list[str]:
    return list(Rendition.objects.order_by("id").values_list("state", flat=True))


def test_what_waits_is_made_and_a_second_time_nothing(project: Project) -> None:
    assert states() == ["pending"] * 6
    said = call("make_renditions")
    assert (said.code, said.out) == (0, "6 made, 0 failed\n")
    assert states() == ["done"] * 6
    assert call("make_renditions").out == "0 made, 0 failed\n"


def test_with_all_every_one_is_made_again(project: Project) -> None:
    call("make_renditions")
    before = dict(Rendition.objects.values_list("id", "made_at"))
    assert call("make_renditions", "--all", "--jobs", "2").out == "6 made, 0 failed\n"
    assert all(made_at > before[pk] for pk, made_at in Rendition.objects.values_list("id", "made_at"))


def test_a_file_that_somebody_removed_from_the_store_is_made_again(project: Project) -> None:
    call("make_renditions")
    name = Rendition.objects.filter(spec="max-320").first().storage_name
    storages["renditions"].delete(name)
    assert call("make_renditions").out == "1 made, 0 failed\n"
    assert storages["renditions"].exists(name)


def test_what_failed_is_tried_again_and_a_failure_is_told_with_exit_code_1(project: Project) -> None:
    original = Original.objects.order_by("id").first()
    path = Path(storages["originals"].path(original.storage_name))
    away = path.rename(path.with_suffix(".away"))
    said = call("make_renditions")
    assert (said.code, said.out) == (1, "3 made, 3 failed\n")
    assert set(original.renditions.values_list("state", flat=True)) == {"failed"}
    assert all(original.renditions.values_list("reason", flat=True))
    away.rename(path)
    said = call("make_renditions")
    assert (said.code, said.out) == (0, "3 made, 0 failed\n")
    assert set(original.renditions.values_list("state", "reason")) == {("done", "")}


def test_a_rendition_that_has_no_row_yet_gets_one(project: Project) -> None:
    Rendition.objects.filter(spec="max-1280").delete()
    assert call("make_renditions").out == "6 made, 0 failed\n"
    assert Rendition.objects.filter(spec="max-1280", state="done").count() == 2


def test_only_one_projects_renditions_are_made_when_it_is_named(project: Project, tmp_path: Path) -> None:
    bazaar = make_project(by=None, kind="exhibition", title="Bazaar", slug="bazaar")
    run_import(project=bazaar, places=[lay_out(tmp_path / "other", {"c.jpg": picture(3)})])
    assert call("make_renditions", "--project", "bazaar").out == "3 made, 0 failed\n"
    assert set(Rendition.objects.filter(original__assets__project=project).values_list("state", flat=True)) == {
        "pending"
    }
    assert call("make_renditions", "--project", "almaty").code == 2


def test_what_a_living_worker_has_in_hand_is_left_to_it(project: Project) -> None:
    from media_library.ingest.life_signs import LifeSign

    original = Original.objects.order_by("id").first()
    with LifeSign() as worker:
        original.renditions.update(state="running", claimed_by=worker.name)
        assert call("make_renditions").out == "3 made, 0 failed\n"
        assert set(original.renditions.values_list("state", flat=True)) == {"running"}
    assert call("make_renditions").out == "3 made, 0 failed\n"


def test_ctrl_c_puts_back_what_was_in_hand(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    from media_library.ingest import render

    def interrupt(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(render, "_store", interrupt)
    said = call("make_renditions", "--jobs", "1")
    assert (said.code, said.err) == (130, "Stopped. Run the same command again to go on.\n")
    assert states() == ["pending"] * 6
    assert set(Rendition.objects.values_list("attempts", "claimed_by")) == {(0, "")}
