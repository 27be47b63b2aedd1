from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import storages

from media_library.ingest import copying
from media_library.ingest.life_signs import LifeSign
from media_library.ingest.places import UnfitPlace
from media_library.ingest.runs import Choice, run_import
from media_library.ingest.verifying import verify_originals
from media_library.models import Asset, Import, ImportedFile, Original, Rendition, Sidecar, Stack
from projects.making import make_project
from projects.models import Project
from tests.media_library.ingest.material import lay_out, picture, xmp

pytestmark = pytest.mark.django_db


@pytest.fixture
def project() -> Project:
    return make_project(by=None, kind="archive", title="Altai", slug="altai-trip")


@pytest.fixture(autouse=True)
def data_dir(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path / "data"


def bring(project: Project, *places: Path, **choice: Any) -> Import:
    return run_import(project=project, places=places, choice=Choice(**choice))


def outcomes(run: Import) -> dict[str, str]:
    return dict(run.files.values_list("path", "outcome"))


def stored_files(media_root: Path) -> list[str]:
    return sorted(path.relative_to(media_root).as_posix() for path in media_root.rglob("*") if path.is_file())


def test_a_picture_comes_in_with_its_facts_and_a_proven_copy(
    project: Project, tmp_path: Path, media_root: Path
) -> None:
    card = lay_out(tmp_path / "card", {"DCIM/100_FUJI/DSCF0001.JPG": picture(1)})
    run = bring(project, card)
    asset = Asset.objects.select_related("original").get(project=project)
    assert outcomes(run) == {"DCIM/100_FUJI/DSCF0001.JPG": "added"}
    assert (asset.file_name, asset.make, asset.model) == ("DSCF0001.JPG", "FUJIFILM", "X-T5")
    assert asset.captured_at is not None
    assert asset.captured_at.isoformat() == "2024-09-14T06:12:00+00:00"
    assert asset.captured_offset_minutes is None
    assert (asset.original.width_px, asset.original.height_px) == (64, 48)
    assert asset.original.read_back
    with storages["originals"].open(asset.original.storage_name) as stored:
        assert stored.read() == picture(1)
    assert stored_files(media_root) == [f"originals/{asset.original.storage_name}"]
    assert run.state == Import.State.FINISHED


def test_renditions_are_asked_for_in_rows_and_by_a_task_on_commit(
    project: Project, tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    from django_tasks import default_task_backend

    default_task_backend.clear()
    card = lay_out(tmp_path / "card", {"a.jpg": picture(1)})
    with django_capture_on_commit_callbacks(execute=True):
        bring(project, card)
    assert set(Rendition.objects.values_list("spec", "state")) == {
        ("max-320", "pending"),
        ("max-1280", "pending"),
        ("max-2560", "pending"),
    }
    assert [result.args for result in default_task_backend.results] == [[[Original.objects.get().pk]]]


def test_the_same_bytes_twice_are_one_asset_and_the_second_is_told(project: Project, tmp_path: Path) -> None:
    run = bring(project, lay_out(tmp_path / "card", {"a.jpg": picture(1), "b.jpg": picture(1), "c.jpg": picture(2)}))
    assert sorted(outcomes(run).values()) == ["added", "added", "duplicate"]
    assert Asset.objects.count() == Original.objects.count() == 2


def test_in_another_project_it_is_a_second_asset_and_one_original(project: Project, tmp_path: Path) -> None:
    other = make_project(by=None, kind="exhibition", title="Bazaar", slug="bazaar-show")
    card = lay_out(tmp_path / "card", {"a.jpg": picture(1)})
    bring(project, card)
    assert outcomes(bring(other, card)) == {"a.jpg": "added"}
    assert (Asset.objects.count(), Original.objects.count()) == (2, 1)


def test_a_second_run_over_an_unchanged_folder_reads_no_contents(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = lay_out(tmp_path / "card", {"a.jpg": picture(1), "bad.jpg": b"MZ\x90\x00\x03" + bytes(200), "a.xmp": xmp()})
    bring(project, card)

    def no_reading(*_: Any, **__: Any) -> None:
        raise AssertionError("a file was opened")

    monkeypatch.setattr("media_library.ingest.runs.bring_in", no_reading)
    run = bring(project, card)
    assert outcomes(run) == {"a.jpg": "duplicate", "bad.jpg": "refused", "a.xmp": "sidecar"}
    assert Asset.objects.count() == 1


def test_a_changed_file_is_read_again(project: Project, tmp_path: Path) -> None:
    card = lay_out(tmp_path / "card", {"a.jpg": picture(1)})
    bring(project, card)
    lay_out(card, {"a.jpg": picture(2)})
    assert outcomes(bring(project, card)) == {"a.jpg": "added"}
    assert Asset.objects.count() == 2


def test_an_interrupted_run_is_found_and_gone_on_with(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from media_library.ingest import runs

    card = lay_out(tmp_path / "card", {f"{number}.jpg": picture(number) for number in range(4)})
    real, seen = runs.bring_in, []

    def stop_at_the_third(door: Any, file: Any) -> Any:
        seen.append(file)
        if len(seen) == 3:
            raise KeyboardInterrupt
        return real(door, file)

    monkeypatch.setattr(runs, "bring_in", stop_at_the_third)
    with pytest.raises(KeyboardInterrupt):
        bring(project, card)
    assert Import.objects.get().state == Import.State.STOPPED
    monkeypatch.setattr(runs, "bring_in", real)
    run = bring(project, card)
    assert Import.objects.get().state == run.state == Import.State.FINISHED
    assert outcomes(run) == dict.fromkeys(["0.jpg", "1.jpg", "2.jpg", "3.jpg"], "added")


def test_a_run_whose_process_was_killed_does_not_pass_for_running(project: Project, tmp_path: Path) -> None:
    with LifeSign() as living, LifeSign() as killed:
        pass_for_running = {"project": project, "source": "/cards/other"}
        alive = Import.objects.create(held_by=living.name, **pass_for_running)
        dead = Import.objects.create(held_by=killed.name, **pass_for_running)
        killed.__exit__(None, None, None)
        bring(project, lay_out(tmp_path / "card", {"a.jpg": picture(1)}))
    alive.refresh_from_db()
    dead.refresh_from_db()
    assert (alive.state, dead.state) == (Import.State.RUNNING, Import.State.STOPPED)


def test_no_file_stops_the_run_and_each_says_what_is_wrong(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from media_library.ingest import incoming

    real = incoming.record_asset

    def stumble(run: Any, file: Any, stored: Any) -> Any:
        if file.path == "b.jpg":
            raise RuntimeError("a bug")
        return real(run, file, stored)

    monkeypatch.setattr(incoming, "record_asset", stumble)
    files = {"a.jpg": picture(1), "b.jpg": picture(2), "c.jpg": b"", "d.jpg": b"<html>hello</html>", ".DS_Store": b"x"}
    run = bring(project, lay_out(tmp_path / "card", files))
    assert outcomes(run) == {
        "a.jpg": "added",
        "b.jpg": "failed",
        "c.jpg": "refused",
        "d.jpg": "refused",
        ".DS_Store": "ignored",
    }
    assert all(reason for reason in run.files.exclude(path="a.jpg").values_list("reason", flat=True))
    monkeypatch.setattr(incoming, "record_asset", real)
    assert outcomes(bring(project, tmp_path / "card"))["b.jpg"] == "added"


def test_a_refused_file_leaves_nothing_in_the_store(project: Project, tmp_path: Path, media_root: Path) -> None:
    """A film whose index was never written: it is told only after the copy."""
    film = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + b"\x00\x00\x40\x00mdat" + bytes(0x3FF8)
    bring(project, lay_out(tmp_path / "card", {"a.mp4": film}))
    assert outcomes(Import.objects.get()) == {"a.mp4": "refused"}
    assert stored_files(media_root) == []


def test_a_sidecar_is_applied_to_its_asset_and_kept(project: Project, tmp_path: Path) -> None:
    note = xmp(rating=5, label="Красный", caption="Перевал на рассвете", keywords=("дала", "Алтай"))
    run = bring(project, lay_out(tmp_path / "card", {"a.jpg": picture(1), "a.jpg.xmp": note, "b.xmp": xmp()}))
    asset = Asset.objects.get()
    assert outcomes(run) == {"a.jpg": "added", "a.jpg.xmp": "sidecar", "b.xmp": "ignored"}
    assert (asset.rating, asset.label, asset.caption) == (5, "Красный", "Перевал на рассвете")
    assert set(asset.keywords.values_list("name", flat=True)) == {"дала", "Алтай"}
    assert Sidecar.objects.get().asset == asset


def test_a_sidecar_that_comes_later_fills_only_what_is_empty(project: Project, tmp_path: Path) -> None:
    card = lay_out(tmp_path / "card", {"a.jpg": picture(1)})
    bring(project, card)
    Asset.objects.update(rating=1)
    bring(project, lay_out(card, {"a.xmp": xmp(rating=5, caption="from outside")}))
    asset = Asset.objects.get()
    assert (asset.rating, asset.caption) == (1, "from outside")


def test_a_second_copy_keeps_the_tree_of_the_card(project: Project, tmp_path: Path) -> None:
    card = lay_out(tmp_path / "CARD_A", {"DCIM/100/a.jpg": picture(1)})
    second = tmp_path / "second"
    bring(project, card, also_to=second)
    copy = second / "CARD_A" / "DCIM" / "100" / "a.jpg"
    assert copy.read_bytes() == picture(1)
    assert copy.stat().st_mtime_ns == (card / "DCIM/100/a.jpg").stat().st_mtime_ns
    assert ImportedFile.objects.get().copied_to == str(copy)


@pytest.mark.parametrize("second", [".", "CARD_A", "CARD_A/backup"])
def test_a_second_copy_in_its_own_source_is_refused_at_every_door(
    project: Project, tmp_path: Path, second: str
) -> None:
    """Else the source passes for its copy, or each run brings in the copies of the one before and copies them."""
    card = lay_out(tmp_path / "CARD_A", {"a.jpg": picture(1)})
    with pytest.raises(UnfitPlace):
        bring(project, card, also_to=tmp_path / second)
    assert [path.name for path in card.rglob("*")] == ["a.jpg"]
    assert not Import.objects.exists()


def test_another_file_at_the_second_place_is_never_overwritten(project: Project, tmp_path: Path) -> None:
    card = lay_out(tmp_path / "CARD_A", {"a.jpg": picture(1)})
    lay_out(tmp_path / "second", {"CARD_A/a.jpg": b"something else"})
    run = bring(project, card, also_to=tmp_path / "second")
    assert outcomes(run) == {"a.jpg": "failed"}
    assert (tmp_path / "second" / "CARD_A" / "a.jpg").read_bytes() == b"something else"


def test_a_referenced_file_stays_where_it_is_and_its_absence_is_a_state(
    project: Project, tmp_path: Path, media_root: Path
) -> None:
    disk = lay_out(tmp_path / "disk", {"a.jpg": picture(1)})
    bring(project, disk, mode="reference")
    original = Original.objects.get()
    assert original.reference_path == str(disk / "a.jpg")
    assert stored_files(media_root) == []
    away = disk.rename(tmp_path / "away")
    assert [one.state for one in verify_originals(Original.objects.all())] == ["missing"]
    assert Asset.objects.count() == 1
    away.rename(disk)
    assert [(one.state, one.was) for one in verify_originals(Original.objects.all())] == [("present", "missing")]


def test_a_referenced_disk_mounted_elsewhere_is_found_again_by_its_bytes(project: Project, tmp_path: Path) -> None:
    disk = lay_out(tmp_path / "disk", {"a.jpg": picture(1)})
    bring(project, disk, mode="reference")
    moved = disk.rename(tmp_path / "elsewhere")
    list(verify_originals(Original.objects.all()))
    assert outcomes(bring(project, moved, mode="reference")) == {"a.jpg": "duplicate"}
    original = Original.objects.get()
    assert (original.state, original.reference_path) == ("present", str(moved / "a.jpg"))


def test_a_linked_file_is_in_the_store_and_the_source_keeps_its_mode(project: Project, tmp_path: Path) -> None:
    disk = lay_out(tmp_path / "disk", {"a.jpg": picture(1)})
    mode = (disk / "a.jpg").stat().st_mode
    bring(project, disk, mode="link")
    with storages["originals"].open(Original.objects.get().storage_name) as stored:
        assert stored.read() == picture(1)
    assert (disk / "a.jpg").stat().st_mode == mode


def test_a_flipped_bit_in_the_store_is_found_and_the_next_import_heals_it(project: Project, tmp_path: Path) -> None:
    card = lay_out(tmp_path / "card", {"a.jpg": picture(1)})
    bring(project, card)
    original = Original.objects.get()
    path = Path(storages["originals"].path(original.storage_name))
    damaged = bytearray(path.read_bytes())
    damaged[200] ^= 0x10
    path.chmod(0o644)
    path.write_bytes(bytes(damaged))
    assert [one.state for one in verify_originals(Original.objects.all())] == ["damaged"]
    again = lay_out(tmp_path / "card again", {"a.jpg": picture(1)})
    bring(project, again)
    assert [one.state for one in verify_originals(Original.objects.all())] == ["present"]
    assert path.read_bytes() == picture(1)


def test_names_that_are_no_text_come_in_and_can_be_told(project: Project, tmp_path: Path) -> None:
    (tmp_path / "card").mkdir()
    (tmp_path / "card" / os.fsdecode(b"\xff\xfe.jpg")).write_bytes(picture(1))
    run = bring(project, tmp_path / "card")
    assert outcomes(run) == {"\\xff\\xfe.jpg": "added"}
    assert outcomes(bring(project, tmp_path / "card")) == {"\\xff\\xfe.jpg": "duplicate"}


def test_the_chapters_of_one_recording_are_one_stack_in_order(project: Project, tmp_path: Path) -> None:
    """GoPro names: GX, two digits of the chapter, four of the recording. Pictures stand in for the clips."""
    names = ("GX020119.MP4", "GX010119.MP4", "GX010120.MP4")
    files = {f"DCIM/100GOPRO/{name}": picture(number) for number, name in enumerate(names)}
    bring(project, lay_out(tmp_path / "card", files))
    stack = Stack.objects.get()
    assert [asset.file_name for asset in stack.assets.order_by("stack_position")] == ["GX010119.MP4", "GX020119.MP4"]


def test_a_copy_left_half_by_a_dead_process_is_removed(project: Project, tmp_path: Path, media_root: Path) -> None:
    lay_out(media_root, {f"incoming/dead{copying.PART}": b"half"})
    bring(project, lay_out(tmp_path / "card", {"a.jpg": picture(1)}))
    assert [name for name in stored_files(media_root) if name.startswith("incoming")] == []


def test_many_duplicates_at_once_in_several_threads_make_one_asset(
    transactional_db: None, tmp_path: Path, media_root: Path
) -> None:
    project = make_project(by=None, kind="archive", title="Threads", slug="threads")
    files = {f"{number}/{name}.jpg": picture(number % 3) for number in range(12) for name in "ab"}
    run = bring(project, lay_out(tmp_path / "card", files), jobs=4)
    assert sorted(outcomes(run).values()) == ["added"] * 3 + ["duplicate"] * 21
    assert Original.objects.count() == len(stored_files(media_root)) == 3


def test_what_has_gone_from_the_store_comes_in_again(project: Project, tmp_path: Path) -> None:
    card = lay_out(tmp_path / "card", {"a.jpg": picture(1)})
    bring(project, card)
    stored = Path(storages["originals"].path(Original.objects.get().storage_name))
    stored.unlink()
    assert outcomes(bring(project, card)) == {"a.jpg": "duplicate"}
    assert stored.read_bytes() == picture(1)


def test_damage_that_nobody_has_noticed_is_healed_when_the_bytes_come_again(project: Project, tmp_path: Path) -> None:
    bring(project, lay_out(tmp_path / "card", {"a.jpg": picture(1)}))
    stored = Path(storages["originals"].path(Original.objects.get().storage_name))
    stored.chmod(0o644)
    stored.write_bytes(bytes(len(picture(1))))
    bring(project, lay_out(tmp_path / "another card", {"a.jpg": picture(1)}))
    assert stored.read_bytes() == picture(1)


def test_another_card_in_the_same_reader_is_read_though_names_sizes_and_times_are_the_same(
    project: Project, tmp_path: Path
) -> None:
    """A recorder or camera with a dead clock; the cards differ in what else is on them."""
    files = {f"DCIM/100CANON/IMG_{number:04}.JPG": picture(number) for number in range(3)}
    card = lay_out(tmp_path / "reader", files)
    for path in card.rglob("*.JPG"):
        os.utime(path, ns=(0, 0))
    bring(project, card)
    other = picture(1).replace(b"X-T5", b"X-T4")
    lay_out(card, {"DCIM/100CANON/IMG_0001.JPG": other, "DCIM/100CANON/IMG_0000.JPG": picture(0) + b"more"})
    for path in card.rglob("*.JPG"):
        os.utime(path, ns=(0, 0))
    run = bring(project, card)
    assert outcomes(run)["DCIM/100CANON/IMG_0001.JPG"] == "added"


def test_two_assets_with_the_same_sidecar_have_one_each(project: Project, tmp_path: Path) -> None:
    for number in range(2):
        files = {"DCIM/100/A.JPG": picture(number), "DCIM/100/A.xmp": xmp(rating=3)}
        bring(project, lay_out(tmp_path / f"card {number}", files))
    assert sorted(Sidecar.objects.values_list("asset", flat=True)) == sorted(Asset.objects.values_list("pk", flat=True))


def test_what_the_store_has_lost_and_a_disk_still_has_is_found_there(project: Project, tmp_path: Path) -> None:
    bring(project, lay_out(tmp_path / "card", {"a.jpg": picture(1)}))
    Path(storages["originals"].path(Original.objects.get().storage_name)).unlink()
    list(verify_originals(Original.objects.all()))
    disk = lay_out(tmp_path / "disk", {"a.jpg": picture(1)})
    bring(project, disk, mode="reference")
    original = Original.objects.get()
    assert (original.state, original.storage_name, original.reference_path) == ("present", "", str(disk / "a.jpg"))


def test_what_failed_while_the_original_was_away_is_asked_for_when_it_is_back(project: Project, tmp_path: Path) -> None:
    disk = lay_out(tmp_path / "disk", {"a.jpg": picture(1)})
    bring(project, disk, mode="reference")
    away = disk.rename(tmp_path / "away")
    list(verify_originals(Original.objects.all()))
    Rendition.objects.update(state="failed", reason="The original is not where it should be.")
    away.rename(disk)
    list(verify_originals(Original.objects.all()))
    assert set(Rendition.objects.values_list("state", "reason")) == {("pending", "")}


def test_a_second_place_that_rounds_times_is_not_read_again(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    card, second = lay_out(tmp_path / "CARD", {"a.jpg": picture(1)}), tmp_path / "stick"
    bring(project, card, also_to=second)
    even = (card / "a.jpg").stat().st_mtime_ns // 2_000_000_000 * 2_000_000_000
    os.utime(second / "CARD" / "a.jpg", ns=(even, even))

    def no_reading(*_: Any, **__: Any) -> None:
        raise AssertionError("a file was opened")

    monkeypatch.setattr("media_library.ingest.runs.bring_in", no_reading)
    assert outcomes(bring(project, card, also_to=second)) == {"a.jpg": "duplicate"}
