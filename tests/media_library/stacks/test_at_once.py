"""Two who change stacks at the same moment. On SQLite they take turns; on PostgreSQL they meet in the rows."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from media_library.marking.recording import mark_assets
from media_library.models import Asset, Stack
from media_library.stacks.making import make_stack, part_stacks, set_top, take_out
from media_library.stacks.undoing import put_back
from media_library.trash.removing import restore_assets, trash_assets
from projects.making import make_project
from projects.models import Project
from tests.media_library.trash.test_at_once import make_assets, run_together

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def project(settings: Any, tmp_path: Path) -> Project:
    settings.DATA_DIR = tmp_path / "data"
    return make_project(by=None, kind="archive", title="Altai", slug="altai-trip")


def check_stacks() -> None:
    """Each stack has two pictures or more, one of them on top, and what stands alone is shown."""
    for stack in Stack.objects.all():
        covers = sorted(stack.assets.filter(trashed_at=None).values_list("cover", flat=True))
        assert covers == [0] + [1] * (len(covers) - 1)
        assert stack.assets.count() > 1
    assert not Asset.objects.filter(stack=None).exclude(cover=0).exists()


def test_two_who_stack_the_same_pictures_end_in_stacks_that_are_whole(project: Project) -> None:
    assets = make_assets(project, 12)
    for _ in range(5):
        raised = run_together(
            lambda: make_stack(project_id=project.pk, assets=assets[:8], by=None),
            lambda: make_stack(project_id=project.pk, assets=assets[4:], by=None),
            lambda: make_stack(project_id=project.pk, assets=assets[2:6], by=None),
        )
        assert raised == []
        check_stacks()


def test_when_the_top_and_the_next_one_are_thrown_away_at_once_one_is_left_on_top(project: Project) -> None:
    assets = make_assets(project, 6)
    make_stack(project_id=project.pk, assets=assets, by=None)
    for _ in range(5):
        raised = run_together(*(lambda asset=asset: trash_assets([asset], by=None) for asset in assets[:3]))
        assert raised == []
        assert list(Asset.objects.in_library().filter(cover=0)) == [assets[3]]
        restore_assets(assets)
        check_stacks()


def test_one_parts_what_another_is_putting_in_order(project: Project) -> None:
    assets = make_assets(project, 6)
    for _ in range(5):
        change = make_stack(project_id=project.pk, assets=assets, by=None)
        run_together(
            lambda: set_top(asset=assets[3], by=None),
            lambda: part_stacks(project_id=project.pk, assets=assets[:1], by=None),
            lambda: take_out(project_id=project.pk, assets=assets[4:5], by=None),
            lambda change=change: put_back(change, is_undone=True),
        )  # who comes too late is refused with a sentence
        check_stacks()


def test_what_is_thrown_away_while_it_is_being_stacked_leaves_a_top(project: Project) -> None:
    assets = make_assets(project, 5)
    thrown = threading.Thread(target=run_together, args=(lambda: trash_assets(assets[:2], by=None),))
    with transaction.atomic():
        make_stack(project_id=project.pk, assets=assets[:4], by=None)
        thrown.start()
        time.sleep(0.3)  # it is not committed yet, and the other one has come to where it waits
    thrown.join()
    assert list(Asset.objects.in_library().filter(cover=0).order_by("pk")) == [assets[2], assets[4]]
    check_stacks()
    restored = threading.Thread(target=run_together, args=(lambda: restore_assets(assets[:1]),))
    with transaction.atomic():
        part_stacks(project_id=project.pk, assets=assets[:1], by=None)
        make_stack(project_id=project.pk, assets=assets[:4], by=None)
        restored.start()
        time.sleep(0.3)
    restored.join()
    assert list(Asset.objects.in_library().filter(cover=0).order_by("pk")) == [assets[0], assets[4]]
    check_stacks()


def test_who_throws_away_and_who_marks_the_same_stack_do_not_block_each_other(project: Project) -> None:
    assets = make_assets(project, 40)
    for number in range(6):
        make_stack(project_id=project.pk, assets=assets, by=None)
        # Written last to first, the rows are found in another order than that of their ids.
        for asset in reversed(assets):
            Asset.objects.filter(pk=asset.pk).update(title=str(number))
        values = {asset.pk: str(number) for asset in assets}
        raised = run_together(
            lambda: trash_assets(assets[20:], by=None),
            lambda values=values: mark_assets(project_id=project.pk, by=None, field="stars", values=values),
            lambda: restore_assets(assets),
        )
        assert raised == []
        restore_assets(assets)
        check_stacks()
