from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from media_library.models import Asset, Stack
from tests.fixtures_people import Cast, MakeAsset

NOON = datetime(2024, 9, 14, 12, tzinfo=UTC)
LIKE = 0x0F0F_0F0F_0F0F_0F0F


def run(*words: str) -> str:
    told = StringIO()
    call_command("find_stacks", *words, stdout=told)
    return told.getvalue().strip()


@pytest.fixture(autouse=True)
def material(cast: Cast, make_asset: MakeAsset) -> None:
    """A burst by its numbers, and two pictures that only look alike."""
    held = {"facts": {"drive": "continuous"}}
    for number, columns in enumerate((held, held, {"likeness": LIKE}, {"likeness": LIKE})):
        when = NOON + timedelta(seconds=number + number // 2 * 60)
        make_asset(cast.project, name=f"IMG_{number:04}.JPG", captured_at=when, **columns)
    Asset.objects.update(model="EOS R5")


def test_what_the_camera_tells_is_stacked_once() -> None:
    assert run("--project", "altai") == "1 made"
    assert run("--project", "altai") == "0 made"
    assert Stack.objects.get().rule == "sequence"


def test_looks_count_only_when_asked() -> None:
    assert run("--project", "altai", "--alike") == "2 made"
    assert set(Stack.objects.values_list("rule", flat=True)) == {"sequence", "likeness"}


def test_a_project_that_is_not_there_is_told() -> None:
    with pytest.raises(CommandError, match="There is no project nowhere"):
        run("--project", "nowhere")
