from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import storages

from media_library.ingest import incoming
from media_library.ingest.runs import Choice, run_import
from media_library.ingest.sources import survey
from media_library.models import Asset, Import, Original, Sidecar
from projects.making import make_project
from projects.models import Project
from tests.media_library.ingest.material import lay_out, picture, xmp

State = Original.State


@pytest.fixture
def project(db: None, settings: Any, tmp_path: Path) -> Project:
    settings.DATA_DIR = tmp_path / "data"
    return make_project(by=None, kind="archive", title="Altai", slug="altai-trip")


def bring(project: Project, place: Path, **choice: Any) -> dict[str, str]:
    """The outcomes by path."""
    run = run_import(project=project, places=[place], choice=Choice(**choice))
    return dict(run.files.values_list("path", "outcome"))


def stored_path(original: Original) -> Path:
    return Path(storages["originals"].path(original.storage_name))


def list_stored(media_root: Path) -> list[str]:
    return sorted(path.name for path in (media_root / "originals").rglob("*") if path.is_file())


def test_a_duplicate_that_is_linked_says_nothing_of_the_copy_that_was_not_read(
    project: Project, tmp_path: Path
) -> None:
    bring(project, lay_out(tmp_path / "card", {"a.jpg": picture(1)}))
    before = Original.objects.get()
    bring(project, lay_out(tmp_path / "again", {"a.jpg": picture(1)}), mode=Import.Mode.LINK)
    after = Original.objects.get()
    assert (after.verified_at, after.read_back) == (before.verified_at, True)


def test_a_duplicate_that_is_copied_takes_the_copys_place_and_was_verified_just_now(
    project: Project, tmp_path: Path
) -> None:
    bring(project, lay_out(tmp_path / "card", {"a.jpg": picture(1)}))
    before = Original.objects.get()
    bring(project, lay_out(tmp_path / "again", {"a.jpg": picture(1)}))
    after = Original.objects.get()
    assert before.verified_at is not None
    assert after.verified_at is not None
    assert after.verified_at > before.verified_at
    assert stored_path(after).read_bytes() == picture(1)


def test_damage_that_is_found_while_a_duplicate_comes_in_stays_found(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """verify_media runs at the same time and marks the copy just after the import has taken it for sound."""
    bring(project, lay_out(tmp_path / "card", {"a.jpg": picture(1)}))
    real = incoming._is_sound

    def is_sound(known: Original) -> bool:
        found = real(known)
        Original.objects.update(state=State.DAMAGED)
        return found

    monkeypatch.setattr(incoming, "_is_sound", is_sound)
    bring(project, lay_out(tmp_path / "again", {"a.jpg": picture(1)}), mode=Import.Mode.LINK)
    assert Original.objects.get().state == State.DAMAGED


def test_a_stored_file_that_was_cut_short_is_replaced_when_its_bytes_come_again(
    project: Project, tmp_path: Path
) -> None:
    bring(project, lay_out(tmp_path / "card", {"a.jpg": picture(1)}))
    path = stored_path(Original.objects.get())
    path.chmod(0o644)
    path.write_bytes(picture(1)[:100])
    assert bring(project, lay_out(tmp_path / "again", {"a.jpg": picture(1)})) == {"a.jpg": "duplicate"}
    assert path.read_bytes() == picture(1)


def test_of_two_that_store_the_same_bytes_at_once_under_two_endings_one_file_stays(
    project: Project, tmp_path: Path, media_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two companions without a word in them: while the one is stored, another thread brings in the other."""
    card = lay_out(tmp_path / "card", {"DCIM/100_FUJI/A.JPG": picture(1), "DCIM/A.IDX": b"", "DCIM/B.DAT": b""})
    (other,) = (file for file in survey(card).files if file.path == "DCIM/B.DAT")
    real = incoming._put

    def put(door: Any, staged: Any, file_type: Any, known: Any) -> str:
        if file_type.extension == "idx":
            incoming.bring_in(door, other)
        return real(door, staged, file_type, known)

    monkeypatch.setattr(incoming, "_put", put)
    bring(project, card)
    assert Sidecar.objects.count() == 2
    assert list_stored(media_root) == sorted(Path(one.storage_name).name for one in Original.objects.all())


def test_the_source_itself_is_no_second_copy(project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Found out for each file too: two names may lead to one folder."""
    monkeypatch.setattr("media_library.ingest.runs.check_second_place", lambda *_: None)
    card = lay_out(tmp_path / "CARD", {"a.jpg": picture(1)})
    assert bring(project, card, also_to=tmp_path) == {"a.jpg": "failed"}
    assert [path.name for path in card.iterdir()] == ["a.jpg"]


def test_a_sidecar_of_a_picture_whose_name_is_no_text_is_applied(project: Project, tmp_path: Path) -> None:
    """A name in the code page of an old disk: мост.jpg in windows-1251."""
    folder = tmp_path / os.fsdecode("мост".encode("cp1251"))
    name = os.fsdecode("мост.jpg".encode("cp1251"))
    lay_out(folder, {name: picture(1), f"{name}.xmp": xmp(rating=5)})
    assert sorted(bring(project, folder).values()) == ["added", "sidecar"]
    assert Asset.objects.get().rating == 5


def test_a_place_that_cannot_be_noted_is_told_in_a_sentence(project: Project, tmp_path: Path) -> None:
    disk = lay_out(tmp_path / "disk", {os.fsdecode("мост.jpg".encode("cp1251")): picture(1)})
    run = run_import(project=project, places=[disk], choice=Choice(mode=Import.Mode.REFERENCE))
    row = run.files.get()
    assert row.outcome == "failed"
    assert "not in UTF-8" in row.reason


def test_a_referenced_original_keeps_its_place_when_the_same_bytes_lie_elsewhere_too(
    project: Project, tmp_path: Path
) -> None:
    """The archive stays on its disk; the card with the same picture goes back into the camera."""
    disk = lay_out(tmp_path / "disk", {"a.jpg": picture(1)})
    bring(project, disk, mode=Import.Mode.REFERENCE)
    bring(project, lay_out(tmp_path / "card", {"a.jpg": picture(1)}), mode=Import.Mode.REFERENCE)
    assert Original.objects.get().reference_path == str(disk / "a.jpg")
