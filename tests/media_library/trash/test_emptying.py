"""Nothing may be deleted that somebody still has, and nothing may be forgotten that nobody has."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import storages

from media_library.bins.arranging import make_bin
from media_library.bins.filling import add_to_bin
from media_library.ingest import incoming
from media_library.ingest.render import render_waiting
from media_library.ingest.runs import Choice, run_import
from media_library.ingest.verifying import verify_originals
from media_library.models import Asset, BinEntry, Import, ImportedFile, Leftover, Original, Rendition, Sidecar, Stack
from media_library.trash import emptying
from media_library.trash.emptying import empty_trash
from media_library.trash.removing import restore_assets, trash_assets
from media_library.trash.sweeping import delete_leftovers
from projects.making import make_project
from projects.models import Project
from tests.media_library.ingest.material import lay_out, picture, xmp


@pytest.fixture
def project(db: None, settings: Any, tmp_path: Path) -> Project:
    settings.DATA_DIR = tmp_path / "data"
    return make_project(by=None, kind="archive", title="Altai", slug="altai-trip")


def bring(project: Project, place: Path, **choice: Any) -> dict[str, str]:
    """The outcomes by path."""
    run = run_import(project=project, places=[place], choice=Choice(**choice))
    return dict(run.files.values_list("path", "outcome"))


def list_stored(media_root: Path) -> list[str]:
    return sorted(path.suffix for path in (media_root / "originals").rglob("*") if path.is_file())


def throw_away(project: Project, *, name: str = "") -> int:
    """Puts all, or one file, of a project into the trash and empties it."""
    assets = Asset.objects.filter(project=project)
    trash_assets(assets.filter(file_name=name) if name else assets, by=None)
    return empty_trash(project)


def test_rows_and_bytes_go_with_all_that_was_made_of_them(project: Project, tmp_path: Path, media_root: Path) -> None:
    bring(
        project, lay_out(tmp_path / "card", {"a.jpg": picture(1), "a.xmp": xmp(keywords=("sky",)), "b.jpg": picture(2)})
    )
    render_waiting(jobs=1)
    add_to_bin(make_bin(project=project, by=None, name="Faces"), Asset.objects.all(), by=None)
    assert throw_away(project, name="a.jpg") == 1
    assert list_stored(media_root) == [".jpg", ".jpg", ".xmp"]
    made = Rendition.objects.filter(state="done").count()
    assert delete_leftovers() == 2 + made
    assert list_stored(media_root) == [".jpg"]
    assert [one.state for one in verify_originals(Original.objects.all())] == ["present"]
    renditions = {one.storage_name for one in Rendition.objects.all()}
    on_disk = {
        os_path.relative_to(media_root / "renditions").as_posix()
        for os_path in (media_root / "renditions").rglob("*.*")
    }
    assert on_disk == renditions
    assert not Sidecar.objects.exists()
    assert BinEntry.objects.count() == 1


def test_the_history_stays_as_text(project: Project, tmp_path: Path) -> None:
    bring(project, lay_out(tmp_path / "card", {"a.jpg": picture(1)}))
    before = ImportedFile.objects.get()
    throw_away(project)
    after = ImportedFile.objects.get()
    assert (after.path, after.sha256, after.outcome) == (before.path, before.sha256, "added")
    assert (after.asset, after.original) == (None, None)


def test_bytes_that_another_project_has_stay(project: Project, tmp_path: Path, media_root: Path) -> None:
    card = lay_out(tmp_path / "card", {"a.jpg": picture(1), "a.xmp": xmp()})
    other = make_project(by=None, kind="archive", title="Bazaar", slug="bazaar")
    bring(project, card)
    bring(other, card)
    throw_away(project)
    assert delete_leftovers() == 0
    assert list_stored(media_root) == [".jpg", ".xmp"]
    throw_away(other)
    assert delete_leftovers() == 2
    assert list_stored(media_root) == []


def test_a_sidecar_that_is_an_asset_elsewhere_stays(project: Project, tmp_path: Path, media_root: Path) -> None:
    bring(project, lay_out(tmp_path / "card", {"a.jpg": picture(1)}))
    asset = Asset.objects.get()
    other = make_project(by=None, kind="archive", title="Bazaar", slug="bazaar")
    bring(other, lay_out(tmp_path / "other", {"b.jpg": picture(2)}))
    Sidecar.objects.create(
        project=other, asset=Asset.objects.get(project=other), original=asset.original, role="thumbnail", path="a.thm"
    )
    throw_away(project)
    assert delete_leftovers() == 0
    assert list_stored(media_root) == [".jpg", ".jpg"]


def test_a_file_that_is_only_referenced_is_never_touched(project: Project, tmp_path: Path) -> None:
    card = lay_out(tmp_path / "card", {"a.jpg": picture(1), "a.xmp": xmp()})
    bring(project, card, mode=Import.Mode.REFERENCE)
    assert throw_away(project) == 1
    assert delete_leftovers() == 0
    assert (card / "a.jpg").read_bytes() == picture(1)
    assert (card / "a.xmp").read_bytes() == xmp()
    assert not Original.objects.exists()


def test_the_source_of_a_link_is_never_touched(project: Project, tmp_path: Path, media_root: Path) -> None:
    card = lay_out(tmp_path / "card", {"a.jpg": picture(1)})
    bring(project, card, mode=Import.Mode.LINK)
    throw_away(project)
    assert delete_leftovers() == 1
    assert (card / "a.jpg").read_bytes() == picture(1)
    assert list_stored(media_root) == []


def test_what_is_not_in_the_trash_is_not_emptied(project: Project, tmp_path: Path, media_root: Path) -> None:
    bring(project, lay_out(tmp_path / "card", {"a.jpg": picture(1)}))
    assert empty_trash(project, assets=Asset.objects.all()) == 0
    trash_assets(Asset.objects.all(), by=None)
    restore_assets(Asset.objects.all())
    assert empty_trash(project) == 0
    assert Asset.objects.count() == 1


def test_only_what_was_chosen_is_emptied_and_only_of_this_project(project: Project, tmp_path: Path) -> None:
    other = make_project(by=None, kind="archive", title="Bazaar", slug="bazaar")
    bring(project, lay_out(tmp_path / "card", {"a.jpg": picture(1), "b.jpg": picture(2)}))
    bring(other, lay_out(tmp_path / "other", {"c.jpg": picture(3)}))
    trash_assets(Asset.objects.all(), by=None)
    assert empty_trash(project, assets=Asset.objects.exclude(file_name="b.jpg")) == 1
    assert set(Asset.objects.values_list("file_name", flat=True)) == {"b.jpg", "c.jpg"}


def test_what_came_into_the_trash_after_one_looked_stays(project: Project, tmp_path: Path) -> None:
    bring(project, lay_out(tmp_path / "card", {"a.jpg": picture(1), "b.jpg": picture(2)}))
    trash_assets(Asset.objects.filter(file_name="a.jpg"), by=None)
    looked = Asset.objects.get(file_name="a.jpg").trashed_at
    trash_assets(Asset.objects.filter(file_name="b.jpg"), by=None)
    assert empty_trash(project, until=looked) == 1
    assert Asset.objects.get().file_name == "b.jpg"


def test_more_than_one_transaction_holds_are_emptied_to_the_last(project: Project) -> None:
    originals = Original.objects.bulk_create(
        Original(sha256=f"{index:064x}", size_bytes=1, kind="photo", reference_path=f"/{index}", facts={})
        for index in range(250)
    )
    Asset.objects.bulk_create(
        Asset(project=project, original=one, kind="photo", file_name="x", name_key="x") for one in originals
    )
    assert throw_away(project) == 250
    assert not Original.objects.exists()


def test_what_is_given_a_sidecar_while_it_is_emptied_away_stays_in_the_trash(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the sidecar's original would be left behind without anybody's name for it."""
    bring(project, lay_out(tmp_path / "card", {"a.jpg": picture(1), "b.jpg": picture(2)}))
    late = Original.objects.create(sha256="f" * 64, size_bytes=1, kind="document", reference_path="/a.xmp", facts={})
    asset, real = Asset.objects.get(file_name="a.jpg"), emptying._lock_originals

    def lock(assets: Any) -> set[int]:
        locked = real(assets)
        Sidecar.objects.get_or_create(project=project, asset=asset, original=late, role="xmp", path="a.xmp")
        return locked

    with monkeypatch.context() as patch:
        patch.setattr(emptying, "_lock_originals", lock)
        assert throw_away(project) == 1
    assert list(Asset.objects.in_trash()) == [asset]
    assert empty_trash(project) == 1
    assert not Original.objects.exists()


def test_a_stack_that_nothing_is_left_of_goes_too(project: Project, tmp_path: Path) -> None:
    bring(project, lay_out(tmp_path / "card", {"a.jpg": picture(1), "b.jpg": picture(2)}))
    stack = Stack.objects.create(project=project, kind="manual")
    Asset.objects.update(stack=stack)
    throw_away(project, name="a.jpg")
    assert Stack.objects.exists()
    throw_away(project, name="b.jpg")
    assert not Stack.objects.exists()


def test_what_was_emptied_away_comes_in_again_with_what_belongs_to_it(
    project: Project, tmp_path: Path, media_root: Path
) -> None:
    """Also when another project still has the bytes: the new asset is to have its sidecar."""
    card = lay_out(tmp_path / "card", {"a.jpg": picture(1), "a.xmp": xmp(rating=4)})
    other = make_project(by=None, kind="archive", title="Bazaar", slug="bazaar")
    for one in (project, other):
        bring(one, card)
    throw_away(project)
    assert bring(project, card) == {"a.jpg": "added", "a.xmp": "sidecar"}
    assert Asset.objects.get(project=project).rating == 4
    assert Sidecar.objects.get(project=project).asset == Asset.objects.get(project=project)


@pytest.mark.parametrize("swept_first", [True, False])
def test_the_same_bytes_come_in_again_before_and_after_the_old_ones_are_deleted(
    project: Project, tmp_path: Path, media_root: Path, swept_first: bool
) -> None:
    card = lay_out(tmp_path / "card", {"a.jpg": picture(1)})
    bring(project, card)
    throw_away(project)
    if swept_first:
        delete_leftovers()
    assert bring(project, card) == {"a.jpg": "added"}
    delete_leftovers()
    assert [one.state for one in verify_originals(Original.objects.all())] == ["present"]
    assert list_stored(media_root) == [".jpg"]


@pytest.mark.parametrize("mode", [Import.Mode.COPY, Import.Mode.LINK])
@pytest.mark.parametrize("swept_between", [True, False])
def test_bytes_that_are_deleted_between_a_copy_and_its_rows_are_copied_again(
    project: Project,
    tmp_path: Path,
    media_root: Path,
    monkeypatch: pytest.MonkeyPatch,
    mode: str,
    swept_between: bool,
) -> None:
    other = make_project(by=None, kind="archive", title="Bazaar", slug="bazaar")
    card = lay_out(tmp_path / "card", {"a.jpg": picture(1)})
    bring(other, card)

    def empty_first(real: Callable[..., Any]) -> Callable[..., Any]:
        def record(*given: Any) -> Any:
            if throw_away(other) and swept_between:
                delete_leftovers()
            return real(*given)

        return record

    monkeypatch.setattr(incoming, "record_asset", empty_first(incoming.record_asset))
    assert bring(project, card, mode=mode) == {"a.jpg": "added"}
    delete_leftovers()
    assert [one.state for one in verify_originals(Original.objects.all())] == ["present"]
    assert len(list_stored(media_root)) == 1


def test_bytes_that_came_and_went_by_another_hand_between_a_copy_and_its_rows_are_copied_again(
    project: Project, tmp_path: Path, media_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing was known of them before: only the list of what was deleted tells."""
    other = make_project(by=None, kind="archive", title="Bazaar", slug="bazaar")
    card = lay_out(tmp_path / "card", {"a.jpg": picture(1)})
    real, come_and_gone = incoming.record_asset, []

    def record(*given: Any) -> Any:
        if not come_and_gone:
            come_and_gone.append(True)
            bring(other, card)
            throw_away(other)
            delete_leftovers()
        return real(*given)

    monkeypatch.setattr(incoming, "record_asset", record)
    assert bring(project, card) == {"a.jpg": "added"}
    delete_leftovers()
    assert [one.state for one in verify_originals(Original.objects.all())] == ["present"]


def test_bytes_that_are_deleted_just_before_they_are_copied_once_more_leave_no_copy_that_nobody_has(
    project: Project, tmp_path: Path, media_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The import has seen the original; it is emptied away and swept; then its copy is put under the old name."""
    other = make_project(by=None, kind="archive", title="Bazaar", slug="bazaar")
    card = lay_out(tmp_path / "card", {"a.jpg": picture(1)})
    bring(other, card)
    real = incoming._put

    def put(*given: Any) -> str:
        if throw_away(other):
            delete_leftovers()
        return real(*given)

    monkeypatch.setattr(incoming, "_put", put)
    assert bring(project, card) == {"a.jpg": "added"}
    delete_leftovers()
    assert [one.state for one in verify_originals(Original.objects.all())] == ["present"]
    assert len(list_stored(media_root)) == 1


def test_renditions_that_were_made_while_their_original_went_are_deleted(
    project: Project, tmp_path: Path, media_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from media_library.ingest import store

    bring(project, lay_out(tmp_path / "card", {"a.jpg": picture(1)}))
    real = store.put

    def put(*given: Any, **named: Any) -> None:
        real(*given, **named)
        throw_away(project)

    monkeypatch.setattr(store, "put", put)
    render_waiting(jobs=1)
    delete_leftovers()
    assert [path for path in (media_root / "renditions").rglob("*") if path.is_file()] == []


def test_what_is_only_in_the_trash_stays_there_and_the_import_says_so(project: Project, tmp_path: Path) -> None:
    card = lay_out(tmp_path / "card", {"a.jpg": picture(1)})
    bring(project, card)
    trash_assets(Asset.objects.all(), by=None)
    for place in (card, lay_out(tmp_path / "again", {"other.jpg": picture(1)})):
        assert set(bring(project, place).values()) == {"duplicate"}
        assert "in the trash. Put it back from there." in ImportedFile.objects.latest("pk").reason
    assert Asset.objects.in_trash().count() == 1


def test_the_file_in_the_store_is_never_deleted_while_a_row_names_it(
    project: Project, tmp_path: Path, media_root: Path
) -> None:
    bring(project, lay_out(tmp_path / "card", {"a.jpg": picture(1)}))
    Leftover.objects.create(storage="originals", name=Original.objects.get().storage_name)
    assert delete_leftovers() == 0
    assert list_stored(media_root) == [".jpg"]
    assert storages["originals"].exists(Original.objects.get().storage_name)
