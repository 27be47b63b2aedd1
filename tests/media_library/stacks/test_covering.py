from __future__ import annotations

import pytest

from media_library.models import Asset, Stack
from media_library.stacks.covering import Member, Standing, cover_stack, tell_standings

from .conftest import Table

NONE, STACKED, JOINED = Asset.Cover.NONE, Asset.Cover.STACKED, Asset.Cover.JOINED


@pytest.mark.parametrize("kind", ["burst", "bracket", "panorama", "focus", "manual"])
def test_the_first_one_is_the_top_and_the_others_stand_under_it(kind: str) -> None:
    found = tell_standings(kind, [Member(3), Member(1), Member(2)])
    assert found == {3: Standing(None, NONE), 1: Standing(None, STACKED), 2: Standing(None, STACKED)}


def test_the_jpeg_is_the_other_half_of_the_raw() -> None:
    assert tell_standings("raw_jpeg", [Member(1), Member(2)]) == {1: Standing(None, NONE), 2: Standing(1, JOINED)}


def test_the_chapters_of_a_recording_are_all_shown() -> None:
    assert tell_standings("chapters", [Member(1), Member(2)]) == {1: Standing(None, NONE), 2: Standing(None, NONE)}


def test_a_half_stands_with_its_picture_and_is_never_the_top() -> None:
    found = tell_standings("burst", [Member(2, joined_to_id=1), Member(1), Member(4, joined_to_id=3), Member(3)])
    assert found == {
        2: Standing(1, JOINED),
        1: Standing(None, NONE),
        4: Standing(3, JOINED),
        3: Standing(None, STACKED),
    }


def test_what_is_in_the_trash_is_no_top() -> None:
    found = tell_standings("burst", [Member(1, is_here=False), Member(2), Member(3)])
    assert found == {1: Standing(None, NONE), 2: Standing(None, NONE), 3: Standing(None, STACKED)}


def test_a_half_whose_picture_is_in_the_trash_is_shown() -> None:
    assert tell_standings("raw_jpeg", [Member(1, is_here=False), Member(2)])[2] == Standing(None, NONE)
    assert tell_standings("burst", [Member(1, is_here=False), Member(2, joined_to_id=1)])[2] == Standing(1, NONE)


def test_a_picture_of_another_stack_joins_nothing() -> None:
    assert tell_standings("burst", [Member(1, joined_to_id=9), Member(2)])[1] == Standing(None, NONE)


def test_what_is_right_already_is_not_written_again(table: Table, django_assert_num_queries: object) -> None:
    table.lay("abc")
    stack = Stack.objects.create(project=table.cast.project, kind="burst")
    Asset.objects.update(stack=stack)
    cover_stack([stack.pk])
    assert table.covers() == {"b": "stacked", "c": "stacked"}
    with django_assert_num_queries(2):  # type: ignore[operator]  # a fixture of pytest-django
        cover_stack([stack.pk])
