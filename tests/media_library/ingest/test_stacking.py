from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from media_library.ingest.stacking import Frame, _pair_up

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


def test_two_raws_of_one_name_are_not_guessed_at() -> None:
    frames = [frame(1, "photo", "1/A.JPG"), frame(2, "raw", "1/A.CR2"), frame(3, "raw", "1/A.DNG")]
    assert pair(*frames) == []


def test_a_pair_that_was_here_before_is_left_as_the_person_left_it() -> None:
    assert pair(frame(1, "photo", "1/A.JPG", added=False), frame(2, "raw", "1/A.CR2", added=False)) == []
