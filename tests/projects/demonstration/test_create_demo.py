"""The command that makes the demonstration, with a few of its files."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django_tasks import default_task_backend

from collaborators.models import Membership, User
from media_library.models import Asset, Bin, BinEntry, Import, Look, MarkEvent, Stack
from projects.demonstration.album import list_photographs
from projects.demonstration.cards import write_photograph
from projects.making import make_project
from projects.management.commands import create_demo
from projects.models import Project

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def painted(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> list[int]:
    """Lets the command paint only the first picture of each place, small; counts how often it paints."""
    settings.DATA_DIR = tmp_path / "data"
    settings.DATA_DIR.mkdir()
    calls: list[int] = []

    def fill_few(folder: Path, *, jobs: int | None = None, on_file: Callable[[Path], None] | None = None) -> int:
        places = {photograph.folder: photograph for photograph in reversed(list_photographs())}
        for seed, photograph in enumerate(places.values()):
            small = replace(photograph, size=tuple(side // 10 for side in photograph.size))
            write_photograph(small, folder, seed=seed)
        calls.append(sum(1 + photograph.negative for photograph in places.values()))
        return len(places)

    monkeypatch.setattr(create_demo, "fill_cards", fill_few)
    return calls


def run(**options: Any) -> str:
    out = io.StringIO()
    call_command("create_demo", jobs=1, stdout=out, **options)
    return out.getvalue()


def list_rows() -> list[tuple[Any, ...]]:
    return [
        *User.objects.order_by("pk").values_list("pk", "email", "password"),
        *Project.objects.order_by("pk").values_list("pk", "slug", "title"),
        *Membership.objects.order_by("pk").values_list("pk", "role"),
        *Asset.objects.order_by("pk").values_list("pk", "file_name"),
        *Import.objects.order_by("pk").values_list("pk", "state"),
        *Bin.objects.order_by("pk").values_list("pk", "name", "parent_id", "position"),
        *MarkEvent.objects.order_by("pk").values_list("pk", "asset_id", "field", "value"),
        *BinEntry.objects.order_by("pk").values_list("pk", "bin_id", "asset_id", "position"),
    ]


def test_it_makes_three_projects_with_their_material_and_people(painted: list[int]) -> None:
    run()

    kinds = dict(Project.objects.values_list("slug", "kind"))
    roles = Membership.objects.filter(user__email="daniyar@example.org").values_list("project__slug", "role")

    assert kinds == {"altai": "documentary", "bazaar": "exhibition", "steppe": "installation"}
    assert dict(roles) == {"altai": "editor", "bazaar": "editor", "steppe": "contributor"}
    assert Asset.objects.count() == sum(painted)
    assert all(project.assets.exists() for project in Project.objects.all())
    assert Asset.objects.filter(file_name="Жайлау таңы.jpg", project__slug="altai").exists()


def test_what_came_in_lies_in_bins_and_some_of_them_in_others(painted: list[int]) -> None:
    run()

    opening = Bin.objects.get(name="Opening", project__slug="altai")
    nested = Bin.objects.get(name="Roots", project__slug="steppe")

    assert opening.entries.values_list("asset__file_name", flat=True).get() == "DSCF0412.JPG"
    assert nested.parent is not None
    assert nested.parent.name == "Projection"


def test_two_people_have_judged_some_of_it_and_each_has_looked_at_less_than_all(painted: list[int]) -> None:
    run()

    ridge = Asset.objects.get(file_name="DSCF0412.JPG", project__slug="altai")
    looks = Look.objects.filter(asset__project__slug="altai").values_list("user__email", flat=True)

    assert (ridge.flag, ridge.rating) == ("pick", 4)
    assert ridge.marked_by is not None
    assert ridge.marked_by.email == "aigerim@example.org"
    assert {event.by.email for event in MarkEvent.objects.exclude(by=None) if event.by} >= {"aigerim@example.org"}
    assert 0 < list(looks).count("aigerim@example.org") < Asset.objects.filter(project__slug="altai").count()


def test_the_telephone_brings_a_raw_file_and_a_jpeg_that_are_one_picture(painted: list[int]) -> None:
    run()

    names = Asset.objects.filter(stack__kind=Stack.Kind.RAW_JPEG).values_list("file_name", flat=True)

    assert sorted(names) == ["Жайлау таңы.dng", "Жайлау таңы.jpg"]
    assert Asset.objects.filter(project__slug="altai", cover=Asset.Cover.JOINED).count() == 1


def test_near_duplicates_are_looked_for_when_all_else_is_done(painted: list[int]) -> None:
    default_task_backend.clear()
    run()
    run()

    searches = [each for each in default_task_backend.results if each.task.name == "look_for_twins"]
    others = [each for each in default_task_backend.results if each not in searches]

    assert Project.objects.get(slug="altai").pk in [search.args[0] for search in searches]
    assert len({search.args[0] for search in searches}) == len(searches)
    assert max(each.task.priority for each in searches) < min((each.task.priority for each in others), default=0)


def test_bins_that_were_removed_stay_removed(painted: list[int]) -> None:
    run()
    Bin.objects.filter(project__slug="altai").delete()

    run()

    assert not Bin.objects.filter(project__slug="altai").exists()


def test_its_sign_in_works_and_the_first_person_may_use_the_admin(painted: list[int]) -> None:
    said = run()

    assert "aigerim@example.org" in said
    assert "kadr-demo" in said
    assert all(user.check_password("kadr-demo") for user in User.objects.all())
    assert User.objects.get(email="aigerim@example.org").is_superuser
    assert not User.objects.filter(email__in=["daniyar@example.org", "saule@example.org"], is_staff=True).exists()


def test_a_second_run_changes_nothing_and_says_so(painted: list[int]) -> None:
    run()
    before = list_rows()

    said = run()

    assert "nothing was changed" in said
    assert list_rows() == before
    assert len(painted) == 1


def test_a_run_that_was_killed_while_painting_is_finished_by_the_next(
    painted: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_: Any, **__: Any) -> int:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(create_demo, "fill_cards", die)
        run()
    assert not Asset.objects.exists()

    run()

    assert Asset.objects.count() == sum(painted)
    assert User.objects.count() == 3


def test_a_run_that_was_killed_while_judging_is_finished_by_the_next(
    painted: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    mark = create_demo.mark_assets
    marked: list[str] = []

    def die_at_the_second(**judgement: Any) -> None:
        if marked:
            raise KeyboardInterrupt
        if judgement["values"]:
            marked.append(judgement["field"])
            mark(**judgement)

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(create_demo, "mark_assets", die_at_the_second)
        run()
    assert not MarkEvent.objects.exists()

    said = run()

    assert "nothing was changed" not in said
    assert Asset.objects.get(file_name="DSCF0412.JPG", project__slug="altai").rating == 4
    assert Bin.objects.filter(project__slug="altai").exists()
    assert Look.objects.filter(asset__project__slug="altai").exists()


def test_what_was_painted_is_removed_afterwards(painted: list[int], settings: Any) -> None:
    run()

    assert not (settings.DATA_DIR / "demonstration").exists()


def test_a_project_of_somebody_else_is_not_touched(painted: list[int]) -> None:
    somebody = User.objects.create_user("somebody@example.org", "x", name="Somebody")
    make_project(by=somebody, kind=Project.Kind.ARCHIVE, title="Mine", slug="bazaar")

    with pytest.raises(CommandError, match="bazaar"):
        run()

    assert User.objects.count() == 1
    assert Project.objects.count() == 1


def test_quiet_says_nothing(painted: list[int]) -> None:
    assert run(quiet=True) == ""
