from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from media_library.ingest import folder_watch
from media_library.ingest.folder_watch import Stillness, watch
from media_library.ingest.sources import survey
from media_library.models import Asset, Import, Sidecar, Stack
from projects.making import make_project
from projects.models import Project
from tests.media_library.ingest.material import lay_out, picture, xmp


def taken(stillness: Stillness, place: Path) -> list[str]:
    return sorted(file.path for file in stillness.take_still(survey(place)).files)


def grow(path: Path, content: bytes) -> None:
    """Appends, and moves the time of change on, which a coarse clock might not."""
    before = path.stat().st_mtime_ns
    with path.open("ab") as file:
        file.write(content)
    os.utime(path, ns=(before + 1_000_000, before + 1_000_000))


def test_a_file_is_taken_at_the_second_look_and_only_once(tmp_path: Path) -> None:
    stillness = Stillness()
    lay_out(tmp_path, {"a.jpg": b"whole"})
    assert [taken(stillness, tmp_path) for _ in range(4)] == [[], ["a.jpg"], [], []]


def test_a_file_that_grows_is_left_until_it_is_still(tmp_path: Path) -> None:
    stillness = Stillness()
    lay_out(tmp_path, {"a.mp4": b"first"})
    assert taken(stillness, tmp_path) == []
    for _ in range(3):
        grow(tmp_path / "a.mp4", b"more")
        assert taken(stillness, tmp_path) == []
    assert taken(stillness, tmp_path) == ["a.mp4"]


def test_a_file_that_changed_after_it_was_taken_is_taken_again(tmp_path: Path) -> None:
    stillness = Stillness()
    lay_out(tmp_path, {"a.jpg": b"one"})
    assert [taken(stillness, tmp_path) for _ in "ab"] == [[], ["a.jpg"]]
    grow(tmp_path / "a.jpg", b"two")
    assert [taken(stillness, tmp_path) for _ in "ab"] == [[], ["a.jpg"]]


def test_a_sidecar_waits_for_its_picture_and_brings_it_along_later(tmp_path: Path) -> None:
    stillness = Stillness()
    lay_out(tmp_path, {"a.jpg": b"half", "a.jpg.xmp": xmp(), "b.jpg": b"other"})
    assert taken(stillness, tmp_path) == []
    grow(tmp_path / "a.jpg", b"more")
    assert taken(stillness, tmp_path) == ["b.jpg"]
    assert taken(stillness, tmp_path) == ["a.jpg", "a.jpg.xmp"]
    lay_out(tmp_path, {"b.xmp": xmp()})
    assert [taken(stillness, tmp_path) for _ in "ab"] == [[], ["b.jpg", "b.xmp"]]


def test_raw_and_jpeg_of_one_frame_and_chapters_are_taken_together(tmp_path: Path) -> None:
    stillness = Stillness()
    chapters = ["DCIM/100GOPRO/GX010119.MP4", "DCIM/100GOPRO/GX020119.MP4"]
    lay_out(tmp_path, {"a.dng": b"raw", chapters[0]: b"one"})
    assert [taken(stillness, tmp_path) for _ in "ab"] == [[], sorted([chapters[0], "a.dng"])]
    lay_out(tmp_path, {"a.jpg": b"jpeg", chapters[1]: b"two"})
    assert [taken(stillness, tmp_path) for _ in "ab"] == [[], sorted([*chapters, "a.dng", "a.jpg"])]


@pytest.fixture
def project(db: None, settings: Any, tmp_path: Path) -> Project:
    settings.DATA_DIR = tmp_path / "data"
    return make_project(by=None, kind="archive", title="Altai", slug="altai")


@pytest.mark.django_db
def test_each_look_that_finds_something_new_is_one_run(project: Project, tmp_path: Path) -> None:
    folder = lay_out(tmp_path / "drop", {"a.jpg": picture(1)})
    runs = watch(project=project, places=[folder], seconds=0)
    assert next(runs).files.get().outcome == "added"
    lay_out(folder, {"b.jpg": picture(2)})
    assert [file.path for file in next(runs).files.all()] == ["b.jpg"]
    lay_out(folder, {".DS_Store": b"x"})
    lay_out(folder, {"a.xmp": xmp(rating=4)})
    with_sidecar = next(runs)
    assert dict(with_sidecar.files.values_list("path", "outcome")) == {
        "a.jpg": "duplicate",
        "a.xmp": "sidecar",
        ".DS_Store": "ignored",
    }
    assert Sidecar.objects.get().asset == Asset.objects.get(file_name="a.jpg")
    assert Import.objects.count() == 3


@pytest.mark.django_db
def test_chapters_that_come_one_after_the_other_end_in_one_stack(project: Project, tmp_path: Path) -> None:
    folder = lay_out(tmp_path / "card", {"DCIM/100GOPRO/GX010119.MP4": picture(1)})
    runs = watch(project=project, places=[folder], seconds=0)
    next(runs)
    lay_out(folder, {"DCIM/100GOPRO/GX020119.MP4": picture(2)})
    next(runs)
    stack = Stack.objects.get()
    assert [asset.file_name for asset in stack.assets.order_by("stack_position")] == ["GX010119.MP4", "GX020119.MP4"]


@pytest.mark.django_db
def test_a_card_that_is_taken_out_and_put_back_does_not_end_it(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = lay_out(tmp_path / "card", {"a.jpg": picture(1)})
    runs = watch(project=project, places=[folder], seconds=0)
    next(runs)
    away, pauses = folder.rename(tmp_path / "away"), []

    def put_back(_: float) -> None:
        pauses.append(1)
        if len(pauses) == 3:
            away.rename(folder)
            lay_out(folder, {"b.jpg": picture(2)})

    monkeypatch.setattr(folder_watch.time, "sleep", put_back)
    assert [file.path for file in next(runs).files.all()] == ["b.jpg"]


@pytest.mark.django_db
def test_what_failed_is_tried_again_after_a_while(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from media_library.ingest import incoming

    monkeypatch.setattr(folder_watch, "SECONDS_BEFORE_ANOTHER_TRY", -1)
    real = incoming.copy_verified

    def full(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(incoming, "copy_verified", full)
    runs = watch(project=project, places=[lay_out(tmp_path / "drop", {"a.jpg": picture(1)})], seconds=0)
    assert next(runs).files.get().outcome == "failed"
    monkeypatch.setattr(incoming, "copy_verified", real)
    assert next(runs).files.get().outcome == "added"
