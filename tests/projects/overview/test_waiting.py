from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from media_library.models import Asset, Import, ImportedFile
from projects.making import make_project
from projects.models import Project
from projects.overview.waiting import Waiting, list_waiting
from tests.fixtures_people import Cast, MakeAsset, make_rendition

State = Import.State


def make_run(project: Project, *outcomes: str, **columns: Any) -> Import:
    """A run of a card with a file for each outcome."""
    run = Import.objects.create(project=project, **{"source": "/media/CARD_A", "state": State.FINISHED, **columns})
    for number, outcome in enumerate(outcomes):
        ImportedFile.objects.create(
            run=run, place=run.source, path=f"{number}.jpg", size_bytes=1, modified_ns=1, outcome=outcome
        )
    return run


def share(asset: Asset, project: Project) -> Asset:
    """The same original in another project."""
    columns = {"original": asset.original, "kind": asset.kind, "file_name": "B.JPG", "name_key": "b.jpg"}
    return Asset.objects.create(project=project, **columns)


def tell(*projects: Project) -> list[tuple[str, str]]:
    return [(one.text, one.url) for one in list_waiting(projects)]


def only(*projects: Project) -> Waiting:
    (one,) = list_waiting(projects)
    return one


def test_where_all_is_well_nothing_waits(cast: Cast, make_asset: MakeAsset) -> None:
    make_asset(cast.project)
    make_run(cast.project, "added", "duplicate", "sidecar", "ignored")
    assert tell(cast.project) == []


def test_a_run_tells_how_far_it_is(cast: Cast) -> None:
    run = make_run(cast.project, state=State.RUNNING, files_found=10, files_done=4, bytes_found=1000, bytes_done=250)
    one = only(cast.project)
    assert (one.text, one.name, one.detail) == ("Import under way", "CARD_A", "4 of 10 files")
    assert (one.done, one.of, one.url) == (250, 1000, f"/projects/altai/imports/{run.pk}/")


@pytest.mark.parametrize(
    ("state", "text"),
    [
        (State.RECEIVING, "Upload under way"),
        (State.WAITING, "Import waits for its turn"),
        (State.STOPPED, "Import stopped before its end"),
    ],
)
def test_each_state_of_an_import_has_its_sentence(cast: Cast, state: str, text: str) -> None:
    make_run(cast.project, state=state)
    assert only(cast.project).text == text


def test_files_that_failed_or_were_refused_lead_to_themselves(cast: Cast) -> None:
    run = make_run(cast.project, "added", "failed", "failed", "refused")
    page = f"/projects/altai/imports/{run.pk}/"
    assert tell(cast.project) == [
        ("2 files failed", f"{page}?outcome=failed"),
        ("1 file was refused", f"{page}?outcome=refused"),
    ]


def test_a_card_that_was_brought_in_again_without_fault_waits_no_more(cast: Cast) -> None:
    make_run(cast.project, "failed")
    make_run(cast.project, state=State.STOPPED)
    make_run(cast.project, "added")
    assert tell(cast.project) == []


def test_another_card_mends_nothing(cast: Cast) -> None:
    make_run(cast.project, "failed")
    make_run(cast.project, "added", source="/media/CARD_B")
    assert [text for text, __ in tell(cast.project)] == ["1 file failed"]


def test_a_card_that_is_being_brought_in_again_does_not_wait_for_its_faults(cast: Cast) -> None:
    make_run(cast.project, "failed")
    make_run(cast.project, state=State.RUNNING)
    assert [text for text, __ in tell(cast.project)] == ["Import under way"]


def test_what_failed_waits_for_ever_and_what_was_refused_for_a_fortnight(cast: Cast) -> None:
    make_run(cast.project, "failed", "refused")
    Import.objects.update(started_at=timezone.now() - timedelta(days=15))
    assert [text for text, __ in tell(cast.project)] == ["1 file failed"]


def test_what_failed_is_not_forgotten_over_what_is_done_elsewhere(cast: Cast) -> None:
    busy = Project.objects.get(slug="bazaar")
    make_run(cast.project, "failed")
    make_run(cast.project, state=State.RUNNING, source="/media/CARD_B")
    for number in range(50):
        make_run(busy, "added", source=f"/media/{number}")
    assert [text for text, __ in tell(cast.project, busy)] == ["Import under way", "1 file failed"]


def test_what_runs_stands_first_and_what_was_refused_last(cast: Cast) -> None:
    make_run(cast.project, state=State.RUNNING)
    make_run(cast.project, "failed", source="/media/CARD_B")
    make_run(cast.project, "refused", source="/media/CARD_C")
    assert [one.name for one in list_waiting([cast.project])] == ["CARD_A", "CARD_B", "CARD_C"]


def test_more_imports_than_are_told_are_said_to_be_more(cast: Cast, monkeypatch: Any) -> None:
    monkeypatch.setattr("projects.overview.waiting.RUNS_TOLD", 2)
    for number in range(2):
        make_run(cast.project, "refused", source=f"/media/{number}")
    assert "More imports wait" not in [text for text, __ in tell(cast.project)]
    make_run(cast.project, "refused", source="/media/2")
    assert tell(cast.project)[2:] == [("More imports wait", "/projects/altai/imports/")]


def test_two_uploads_are_two_sources(cast: Cast) -> None:
    make_run(cast.project, "failed", source="", upload="one")
    make_run(cast.project, "added", source="", upload="two")
    assert [text for text, __ in tell(cast.project)] == ["1 file failed"]


def test_missing_and_damaged_originals_are_counted_apart(cast: Cast, make_asset: MakeAsset) -> None:
    for state in ("missing", "missing", "damaged", "present"):
        make_asset(cast.project, state=state)
    assert tell(cast.project) == [
        ("1 original is damaged", "/projects/altai/mend/"),
        ("2 originals are missing", "/projects/altai/mend/"),
    ]


def test_a_file_counts_once_however_many_of_its_renditions_failed(cast: Cast, make_asset: MakeAsset) -> None:
    for number in range(2):
        original = make_asset(cast.project, thumbnail="failed").original
        make_rendition(original, "max-1280", "failed", f"No. {number}")
    assert tell(cast.project) == [("Renditions of 2 files failed", "/projects/altai/mend/")]


def test_renditions_to_come_are_counted_one_by_one(cast: Cast, make_asset: MakeAsset) -> None:
    make_rendition(make_asset(cast.project, thumbnail="pending").original, "max-1280", "running")
    make_asset(cast.project, thumbnail="done")
    one = only(cast.project)
    assert (one.text, one.about, one.count) == ("2 renditions are still to be made", "unmade", "2")


def test_what_is_in_the_trash_waits_for_nobody(cast: Cast, make_asset: MakeAsset) -> None:
    make_asset(cast.project, thumbnail="failed", state="missing")
    make_asset(cast.project, thumbnail="pending")
    Asset.objects.update(trashed_at=timezone.now())
    assert tell(cast.project) == []


@pytest.mark.parametrize("state", ["pending", "failed"])
def test_what_is_in_two_projects_waits_once_in_each_that_is_asked_for(
    cast: Cast, make_asset: MakeAsset, state: str
) -> None:
    other = Project.objects.get(slug="bazaar")
    share(make_asset(cast.project, thumbnail=state), other)
    assert "1 " in only(cast.project).text
    told = list_waiting([cast.project, other])
    assert [one.project for one in told] == [cast.project, other]
    assert {one.text for one in told} == {only(cast.project).text}


@pytest.mark.parametrize("state", ["pending", "failed"])
def test_what_is_in_the_trash_here_waits_only_where_it_is_alive(cast: Cast, make_asset: MakeAsset, state: str) -> None:
    other = Project.objects.get(slug="bazaar")
    share(make_asset(cast.project, thumbnail=state), other)
    Asset.objects.filter(project=cast.project).update(trashed_at=timezone.now())
    assert [one.project for one in list_waiting([cast.project, other])] == [other]
    assert tell(cast.project) == []


def test_other_projects_are_not_told_of(cast: Cast, make_asset: MakeAsset) -> None:
    other = Project.objects.get(slug="bazaar")
    make_asset(other, thumbnail="failed", state="missing")
    make_run(other, "failed", state=State.STOPPED)
    assert tell(cast.project) == []
    assert len(tell(cast.project, other)) == 4


def test_more_than_is_counted_is_said_to_be_more(cast: Cast, make_asset: MakeAsset, monkeypatch: Any) -> None:
    monkeypatch.setattr("projects.overview.waiting.CAP", 2)
    monkeypatch.setattr("media_library.lighttable.counting.CAP", 2)
    for __ in range(4):
        make_asset(cast.project, state="missing")
    assert only(cast.project).text == "2+ originals are missing"


def test_it_costs_the_same_for_one_project_and_for_fifty(
    cast: Cast,
    make_asset: MakeAsset,
    django_assert_num_queries,  # type: ignore[no-untyped-def]
) -> None:
    projects = [make_project(by=None, kind="archive", title=f"P {number}") for number in range(50)]
    for project in projects:
        make_run(project, "failed")
        make_run(project, state=State.RUNNING, source="/media/CARD_B")
        make_asset(project, thumbnail="failed", state="missing")
        make_asset(project, thumbnail="pending")
    for some in (projects[:1], projects):
        with django_assert_num_queries(4):  # imports, originals, failed renditions, renditions to come
            assert {one.about for one in list_waiting(some)} == {"import", "missing", "failed", "unmade"}


def test_in_no_project_nothing_is_asked(db: None, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    with django_assert_num_queries(0):
        assert list_waiting([]) == []
