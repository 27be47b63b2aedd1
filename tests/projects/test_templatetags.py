from __future__ import annotations

import pytest

from projects.models import Project
from projects.templatetags.projects import ICONS, hours, things


@pytest.mark.parametrize(
    ("milliseconds", "words"),
    [
        (0, "0 s"),
        (59_999, "59 s"),
        (60_000, "1 min"),
        (3_599_000, "59 min"),
        (3_600_000, "1 h 0 min"),
        (5_040_000, "1 h 24 min"),
        (36_000_000, "10 h"),
        (219_600_000, "61 h"),
    ],
)
def test_a_length_is_told_as_exactly_as_somebody_wants_to_know(milliseconds: int, words: str) -> None:
    assert hours(milliseconds) == words


@pytest.mark.parametrize(
    ("count", "kind", "words"),
    [(1, "photo", "1 photo"), (1842, "video", "1,842 clips"), (10_000, "audio", "10,000 sounds")],
)
def test_what_is_counted_has_its_word(count: int, kind: str, words: str) -> None:
    assert things(count, kind) == words


def test_what_was_not_counted_to_its_end_says_so() -> None:
    assert things(10_001, "document") == "10,000+ documents"


def test_every_kind_of_project_has_an_icon() -> None:
    assert set(ICONS) == set(Project.Kind.values)
