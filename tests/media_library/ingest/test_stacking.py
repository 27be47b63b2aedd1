from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from media_library.ingest.runs import run_import
from media_library.ingest.stacking import Frame, Moment, _pair_up, _stack
from media_library.marking.recording import mark_assets
from media_library.models import Asset, Stack
from projects.making import make_project
from projects.models import Project
from tests.media_library.ingest.material import lay_out, picture

NOON = datetime(2024, 9, 14, 12, 0, 0, tzinfo=UTC)


def frame(number: int, reader: str, path: str, **changes: Any) -> Frame:
    values: dict[str, Any] = {
        "asset_id": number,
        "place": "/card",
        "path": path,
        "reader": reader,
        "captured_at": NOON,
        "body": ("Canon", "EOS R5", "0123"),
        "stacked": False,
        "added": True,
    }
    return Frame(**(values | changes))


def pair(*frames: Frame) -> list[list[int]]:
    return [[one.asset_id for one in group] for _, group in _pair_up(frames)]


def test_raw_and_jpeg_of_one_frame_are_paired_and_the_raw_comes_first() -> None:
    assert pair(frame(1, "photo", "100/IMG_1.JPG"), frame(2, "raw", "100/IMG_1.CR3")) == [[2, 1]]


def test_capitals_and_split_seconds_do_not_matter() -> None:
    later = NOON.replace(microsecond=120_000)
    assert pair(frame(1, "photo", "100/img_1.jpg", captured_at=later), frame(2, "raw", "100/IMG_1.CR3")) == [[2, 1]]


@pytest.mark.parametrize(
    "changes",
    [
        {"captured_at": NOON.replace(second=1)},
        {"captured_at": None},
        {"body": ("Canon", "EOS R6", "0123")},
        {"body": ("Canon", "EOS R5", "9999")},
        {"path": "101/IMG_1.JPG"},
        {"place": "/another card"},
        {"stacked": True},
        {"reader": "video"},
    ],
)
def test_another_moment_body_folder_or_card_is_another_frame(changes: dict[str, Any]) -> None:
    photo = {"reader": "photo", "path": "100/IMG_1.JPG"} | changes
    assert pair(frame(1, **photo), frame(2, "raw", "100/IMG_1.CR3")) == []


def test_a_jpeg_saved_without_any_metadata_goes_by_its_name() -> None:
    bare = frame(1, "photo", "100/IMG_1.JPG", captured_at=None, body=("", "", ""))
    assert pair(bare, frame(2, "raw", "100/IMG_1.CR3")) == [[2, 1]]


def test_two_raws_of_one_name_are_not_guessed_at() -> None:
    frames = [frame(1, "photo", "1/A.JPG"), frame(2, "raw", "1/A.CR2"), frame(3, "raw", "1/A.DNG")]
    assert pair(*frames) == []


def test_a_pair_that_was_here_before_is_left_as_the_person_left_it() -> None:
    assert pair(frame(1, "photo", "1/A.JPG", added=False), frame(2, "raw", "1/A.CR2", added=False)) == []


@pytest.fixture
def project(db: None, settings: Any, tmp_path: Path) -> Project:
    settings.DATA_DIR = tmp_path / "data"
    return make_project(by=None, kind="archive", title="Altai", slug="altai-trip")


def lay_out_recording(card: Path, seed: int, *chapters: int) -> Path:
    """Chapters of the recording 0119 as a GoPro names them. Pictures stand in for the clips."""
    return lay_out(card, {f"DCIM/100GOPRO/GX0{number}0119.MP4": picture(seed + number) for number in chapters})


def list_stacks() -> list[list[str]]:
    """The SHA-256 of the assets of each stack, in their order."""
    return [
        list(stack.assets.order_by("stack_position").values_list("original__sha256", flat=True))
        for stack in Stack.objects.order_by("id")
    ]


def test_recordings_of_one_name_on_two_cards_of_one_run_are_two_stacks(project: Project, tmp_path: Path) -> None:
    cards = [lay_out_recording(tmp_path / name, seed, 1, 2) for name, seed in (("A", 10), ("B", 20))]
    run = run_import(project=project, places=cards)
    by_place = [
        list(run.files.filter(place=str(card)).order_by("path").values_list("sha256", flat=True)) for card in cards
    ]
    assert list_stacks() == by_place


def test_another_recording_of_the_same_name_at_the_same_place_is_another_stack(
    project: Project, tmp_path: Path
) -> None:
    """The card was formatted, the camera counts from the beginning, and the card is read at the same place."""
    for seed in (10, 20):
        run_import(project=project, places=[lay_out_recording(tmp_path / "card", seed, 1, 2)])
    assert [len(stack) for stack in list_stacks()] == [2, 2]


@pytest.mark.parametrize(("first", "then"), [((1, 2), (3,)), ((2, 3), (1,))])
def test_a_chapter_that_comes_later_joins_the_others_in_order(
    project: Project, tmp_path: Path, first: tuple[int, ...], then: tuple[int, ...]
) -> None:
    card = lay_out_recording(tmp_path / "card", 10, *first)
    run_import(project=project, places=[card])
    run = run_import(project=project, places=[lay_out_recording(card, 10, *then)])
    assert list_stacks() == [list(run.files.order_by("path").values_list("sha256", flat=True))]


def test_a_stack_that_a_person_has_parted_stays_parted(project: Project, tmp_path: Path) -> None:
    card = lay_out_recording(tmp_path / "card", 10, 1, 2)
    run_import(project=project, places=[card])
    Asset.objects.update(stack=None, stack_position=0)
    run_import(project=project, places=[lay_out(card, {"DCIM/100GOPRO/GOPR0001.JPG": picture(99)})])
    assert Asset.objects.filter(stack=None).count() == 3


def test_a_jpeg_that_comes_after_its_raw_was_marked_has_its_marks(project: Project, tmp_path: Path) -> None:
    run = run_import(project=project, places=[lay_out(tmp_path / "card", {"A.JPG": picture(1), "B.JPG": picture(2)})])
    raw, jpeg = Asset.objects.order_by("file_name")
    mark_assets(project_id=project.pk, by=None, field="stars", values={raw.pk: "5"})
    _stack(run, Stack.Kind.RAW_JPEG, Moment("A", [raw.pk, jpeg.pk], frozenset([jpeg.pk])))
    jpeg.refresh_from_db()
    assert (jpeg.joined_to, jpeg.rating) == (raw, 5)
