from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils import timezone
from django_tasks import default_task_backend

from media_library.management.commands.work import sweep_up
from media_library.models import Asset, Leftover, Original
from media_library.trash.emptying import empty_trash
from media_library.trash.removing import trash_assets
from media_library.trash.sweeping import delete_leftovers
from tests.fixtures_people import Cast, MakeAsset, make_original


def list_files(media_root: Path) -> list[Path]:
    return [path for path in media_root.rglob("*.jpg") if path.is_file()]


@pytest.fixture
def emptied(cast: Cast, make_asset: MakeAsset) -> None:
    """The rows of one picture with its thumbnail are deleted, their files not yet."""
    trash_assets([make_asset(cast.project)], by=None)
    empty_trash(cast.project)


def test_the_worker_finds_what_a_process_that_died_has_not_deleted(emptied: None, media_root: Path) -> None:
    assert len(list_files(media_root)) == 2
    sweep_up()
    assert list_files(media_root) == []


def test_the_worker_is_asked_when_the_rows_are_committed(
    cast: Cast, make_asset: MakeAsset, django_capture_on_commit_callbacks: Any
) -> None:
    default_task_backend.clear()
    trash_assets([make_asset(cast.project)], by=None)
    with django_capture_on_commit_callbacks(execute=True):
        empty_trash(cast.project)
        assert default_task_backend.results == []
    assert [result.task.name for result in default_task_backend.results] == ["delete_bytes"]


def test_what_cannot_be_deleted_is_tried_again_and_keeps_nothing_else(
    cast: Cast, make_asset: MakeAsset, media_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trash_assets([make_asset(cast.project) for _ in range(2)], by=None)
    empty_trash(cast.project)
    storage = storages["originals"]
    stuck = Leftover.objects.filter(storage="originals").earliest("pk").name
    real = type(storage).delete

    def delete(self: Any, name: str) -> None:
        if name == stuck:
            raise PermissionError(13, "Permission denied")
        real(self, name)

    with monkeypatch.context() as patch:
        patch.setattr(type(storage), "delete", delete)
        assert delete_leftovers() == 3
    assert len(list_files(media_root)) == 1
    assert delete_leftovers() == 1
    assert list_files(media_root) == []


def test_what_is_made_anew_while_others_are_deleted_stays(
    emptied: None, media_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The original has come in again, under another name; its thumbnail has the old one."""
    storage, sha256 = storages["originals"], "f" * 64
    thumbnail = storages["renditions"].save(f"ff/ff/{sha256}/max-320.jpg", ContentFile(b"anew"))
    Leftover.objects.filter(storage="renditions").update(name=thumbnail)
    real = type(storage).delete

    def delete(self: Any, name: str) -> None:
        real(self, name)
        if not Original.objects.exists():
            Original.objects.create(**make_original(0, b"", {}) | {"sha256": sha256, "storage_name": "anew"})

    with monkeypatch.context() as patch:
        patch.setattr(type(storage), "delete", delete)
        assert delete_leftovers() == 1
    assert storages["renditions"].exists(thumbnail)
    assert not Leftover.objects.filter(storage="renditions").exclude(gone_at=None).exists()
    delete_leftovers()
    assert not Leftover.objects.filter(storage="renditions").exists()
    assert storages["renditions"].exists(thumbnail)


def test_a_file_that_has_gone_already_is_no_trouble(emptied: None, media_root: Path) -> None:
    for path in list_files(media_root):
        path.unlink()
    assert delete_leftovers() == 2
    assert delete_leftovers() == 0


def test_a_name_is_remembered_for_a_day_after_its_file_has_gone(emptied: None) -> None:
    delete_leftovers()
    assert Leftover.objects.count() == 2
    Leftover.objects.update(gone_at=timezone.now() - timedelta(hours=25))
    delete_leftovers()
    assert not Leftover.objects.exists()
    assert not Asset.objects.exists()
