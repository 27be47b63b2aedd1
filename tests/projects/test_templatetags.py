from __future__ import annotations

import pytest

from projects.models import Project
from projects.templatetags.projects import ICONS, group_digits, hours


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
    ("number", "words"), [(0, "0"), (999, "999"), (1842, "1\u202f842"), (1234567, "1\u202f234\u202f567")]
)
def test_thousands_stand_apart(number: int, words: str) -> None:
    assert group_digits(number) == words


def test_every_kind_of_project_has_an_icon() -> None:
    assert set(ICONS) == set(Project.Kind.values)
