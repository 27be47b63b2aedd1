from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.storage import storages
from django_tasks import default_task_backend

from media_library.ingest.tasks import ORIGINALS_A_TASK, verify
from media_library.models import Original, Rendition
from media_library.viewing.retrying import make_again, verify_later
from tests.fixtures_people import Cast, MakeAsset


@pytest.fixture(autouse=True)
def queue() -> Iterator[None]:
    default_task_backend.clear()
    yield
    default_task_backend.clear()


def asked() -> list[list[int]]:
    return [result.args[0] for result in default_task_backend.results]


def test_originals_are_verified_in_parts_and_each_once(django_capture_on_commit_callbacks: Any, db: None) -> None:
    ids = list(range(1, ORIGINALS_A_TASK + 3))
    with django_capture_on_commit_callbacks(execute=True):
        verify_later([*ids, *ids])
    assert asked() == [ids[:ORIGINALS_A_TASK], ids[ORIGINALS_A_TASK:]]


def test_pictures_are_made_again_and_the_worker_is_asked_for_them(
    cast: Cast, make_asset: MakeAsset, django_capture_on_commit_callbacks: Any
) -> None:
    assets = [make_asset(cast.project) for _ in range(3)]
    chosen = Original.objects.filter(pk__in=[asset.original_id for asset in assets[:2]])
    with django_capture_on_commit_callbacks(execute=True):
        assert make_again(chosen) == 2
    assert Rendition.objects.filter(state=Rendition.State.PENDING).count() == 2
    assert sorted(pk for ids in asked() for pk in ids) == sorted(asset.original_id for asset in assets[:2])


def test_nothing_is_asked_when_nothing_is_chosen(db: None, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        assert make_again(Original.objects.none()) == 0
        verify_later([])
    assert asked() == []


def test_the_task_tells_the_sound_from_the_damaged_and_may_run_twice(cast: Cast, make_asset: MakeAsset) -> None:
    assets = [make_asset(cast.project) for _ in range(2)]
    originals = [asset.original for asset in assets]
    for original, content in zip(originals, (b"as it came", b"other bytes"), strict=True):
        with storages["originals"].open(original.storage_name, "wb") as file:
            file.write(content)
    # printf 'as it came' | sha256sum
    sha256 = "f07c4429cfa777dc0dfa21e8be6dd2ecaab3db015a4da4870684c10214c13222"
    Original.objects.filter(pk=originals[0].pk).update(sha256=sha256)
    ids = [original.pk for original in originals]
    for _ in range(2):
        assert verify.call(ids) == 1
        states = dict(Original.objects.values_list("pk", "state"))
        assert states == {ids[0]: "present", ids[1]: "damaged"}
    assert Original.objects.get(pk=ids[0]).verified_at is not None
