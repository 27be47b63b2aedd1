"""Two who do it at the same moment. On SQLite they take turns; on PostgreSQL they meet in the rows."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from media_library.bins.arranging import make_bin, move_bin
from media_library.bins.filling import add_to_bin
from media_library.ingest.runs import run_import
from media_library.ingest.verifying import verify_originals
from media_library.models import Asset, Bin, BinEntry, Original, Sidecar
from media_library.trash.emptying import empty_trash
from media_library.trash.removing import trash_assets
from media_library.trash.sweeping import delete_leftovers
from projects.making import make_project
from projects.models import Project
from tests.media_library.ingest.material import lay_out, picture, xmp

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def project(settings: Any, tmp_path: Path) -> Project:
    settings.DATA_DIR = tmp_path / "data"
    return make_project(by=None, kind="archive", title="Altai", slug="altai-trip")


def run_together(*works: Callable[[], object]) -> list[BaseException]:
    """Does all of it at once, each in a thread with a connection of its own; gives what was raised."""
    start, raised = threading.Barrier(len(works)), []

    def run(work: Callable[[], object]) -> None:
        try:
            start.wait()
            work()
        except BaseException as error:
            raised.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


def make_assets(project: Project, number: int) -> list[Asset]:
    originals = Original.objects.bulk_create(
        Original(sha256=f"{index:064x}", size_bytes=1, kind="photo", reference_path=f"/{index}", facts={})
        for index in range(number)
    )
    return Asset.objects.bulk_create(
        Asset(project=project, original=one, kind="photo", file_name="x", name_key="x") for one in originals
    )


def test_what_is_emptied_away_and_brought_in_at_once_is_whole_afterwards(project: Project, tmp_path: Path) -> None:
    other = make_project(by=None, kind="archive", title="Bazaar", slug="bazaar")
    files = {name: picture(number) for number, name in enumerate(("a.jpg", "b.jpg", "c.jpg"))}
    card = lay_out(tmp_path / "card", {**files, "a.xmp": xmp()})
    for giving, taking in ((project, other), (other, project), (project, other), (other, project)):
        run_import(project=giving, places=[card])
        trash_assets(Asset.objects.filter(project=giving), by=None)

        def throw_away(project: Project = giving) -> None:
            empty_trash(project)
            delete_leftovers()

        def bring_in(project: Project = taking) -> None:
            run = run_import(project=project, places=[card])
            assert set(run.files.values_list("outcome", flat=True)) <= {"added", "duplicate", "sidecar"}

        assert run_together(throw_away, bring_in) == []
        delete_leftovers()
        assert Asset.objects.filter(project=taking).count() == 3
        assert {one.state for one in verify_originals(Original.objects.all())} == {"present"}
        empty_trash(taking, assets=Asset.objects.filter(pk__in=trash_assets(Asset.objects.all(), by=None)))
        delete_leftovers()


def test_two_who_fill_a_bin_leave_everything_in_it_once(project: Project) -> None:
    assets = make_assets(project, 600)
    shelf = make_bin(project=project, by=None, name="Faces")
    works = [lambda some=some: add_to_bin(shelf, some, by=None) for some in (assets[:400], assets[200:], assets)]
    assert run_together(*works) == []
    assert BinEntry.objects.count() == 600
    assert BinEntry.objects.values("position").distinct().count() == 600


def test_two_who_move_bins_into_each_other_make_no_ring(project: Project) -> None:
    one, other = (make_bin(project=project, by=None, name=name) for name in ("one", "other"))
    first, second = (Bin.objects.get(pk=each.pk) for each in (one, other))
    raised = run_together(lambda: move_bin(first, parent=other), lambda: move_bin(second, parent=one))
    assert [getattr(error, "code", error) for error in raised] == ["ring"]
    assert Bin.objects.filter(parent=None).count() == 1


def test_two_who_empty_the_same_trash_do_not_hinder_each_other(project: Project) -> None:
    make_assets(project, 250)
    trash_assets(Asset.objects.all(), by=None)
    assert run_together(lambda: empty_trash(project), lambda: empty_trash(project)) == []
    assert not Original.objects.exists()


def test_two_who_have_each_others_sidecars_empty_at_once(project: Project) -> None:
    """What is an asset here is a sidecar there, and the other way round."""
    other = make_project(by=None, kind="archive", title="Bazaar", slug="bazaar")
    ours = make_assets(project, 80)
    originals = [asset.original for asset in ours]
    theirs = Asset.objects.bulk_create(
        Asset(project=other, original=one, kind="photo", file_name="x", name_key="x") for one in originals[40:]
    )
    Asset.objects.filter(pk__in=[asset.pk for asset in ours[40:]]).delete()
    for place, assets, companions in ((project, ours[:40], originals[40:]), (other, theirs, originals[:40])):
        Sidecar.objects.bulk_create(
            Sidecar(project=place, asset=asset, original=one, role="thumbnail", path=f"{one.pk}.thm")
            for asset, one in zip(assets, companions, strict=True)
        )
    trash_assets(Asset.objects.all(), by=None)
    assert run_together(lambda: empty_trash(project), lambda: empty_trash(other)) == []
    assert not Asset.objects.exists()
    assert not Original.objects.exists()


def test_what_is_emptied_away_while_it_goes_into_a_bin_is_gone_from_both(project: Project) -> None:
    assets = make_assets(project, 300)
    shelf = make_bin(project=project, by=None, name="Faces")
    trash_assets(assets[:150], by=None)
    works = (lambda: add_to_bin(shelf, assets, by=None), lambda: empty_trash(project))
    assert run_together(*works) == []
    assert BinEntry.objects.count() == Asset.objects.count() == 150
