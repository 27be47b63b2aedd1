from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from media_library.bins.arranging import DEEPEST, make_bin, move_bin, rename_bin
from media_library.bins.removing import remove_bin
from media_library.models import Bin
from tests.fixtures_people import Cast


def make(cast: Cast, name: str, parent: Bin | None = None) -> Bin:
    return make_bin(project=cast.project, by=cast["editor"], name=name, parent=parent)


def names(parent: Bin | None = None) -> list[str]:
    return list(Bin.objects.filter(parent=parent).order_by("position", "id").values_list("name", flat=True))


def test_a_new_bin_is_the_last_among_its_neighbours(cast: Cast) -> None:
    first, _ = make(cast, "Eagle hunters"), make(cast, "Winter")
    make(cast, "Faces", first)
    assert names() == ["Eagle hunters", "Winter"]
    assert names(first) == ["Faces"]


def test_a_name_is_one_composed_line(cast: Cast) -> None:
    assert make(cast, "  Е\u0308лка\u202e \n и\u0306 ").name == "Ёлка й"


@pytest.mark.parametrize("name", ["", " \t\n", "\u200b", "x" * 201])
def test_a_name_that_is_none_is_refused(cast: Cast, name: str) -> None:
    with pytest.raises(ValidationError):
        make(cast, name)
    assert not Bin.objects.exists()


def test_neighbours_have_different_names_but_cousins_need_not(cast: Cast) -> None:
    first, second = make(cast, "2019"), make(cast, "2024")
    make(cast, "Faces", first)
    faces = make(cast, "Faces", second)
    with pytest.raises(ValidationError, match="called Faces in that place already"):
        make(cast, "Faces", first)
    with pytest.raises(ValidationError, match="called 2019 in that place already"):
        make(cast, "2019")
    with pytest.raises(ValidationError, match="called Faces in that place already"):
        move_bin(faces, parent=first)
    with pytest.raises(ValidationError, match="called 2024 in that place already"):
        rename_bin(first, name="2024")
    assert names() == ["2019", "2024"]
    assert names(second) == ["Faces"]


def test_a_bin_moves_in_front_of_any_neighbour(cast: Cast) -> None:
    a, _b, c = make(cast, "a"), make(cast, "b"), make(cast, "c")
    move_bin(c, parent=None, before=a)
    assert names() == ["c", "a", "b"]
    move_bin(c, parent=None)
    assert names() == ["a", "b", "c"]


def test_there_is_always_room_between_two_bins(cast: Cast) -> None:
    """A gap of 65,536 is halved 16 times; the 17th move has to make room."""
    make(cast, "a")
    last = make(cast, "z")
    moved = [make(cast, f"{number:02}") for number in range(40)]
    for each in moved:
        last.refresh_from_db()
        move_bin(each, parent=None, before=last)
    assert names() == ["a", *(f"{number:02}" for number in range(40)), "z"]


def test_a_bin_cannot_lie_in_itself(cast: Cast) -> None:
    outer = make(cast, "outer")
    middle = make(cast, "middle", outer)
    inner = make(cast, "inner", middle)
    for into in (outer, middle, inner):
        with pytest.raises(ValidationError, match="cannot lie in itself"):
            move_bin(outer, parent=into)
    outer.refresh_from_db()
    assert outer.parent_id is None


def test_bins_are_eight_deep_at_most(cast: Cast) -> None:
    lowest = None
    for level in range(DEEPEST):
        lowest = make(cast, f"level {level}", lowest)
    with pytest.raises(ValidationError, match="8 deep"):
        make(cast, "too deep", lowest)
    assert DEEPEST == 8


def test_what_is_moved_counts_with_all_that_lies_in_it(cast: Cast) -> None:
    seventh = None
    for level in range(7):
        seventh = make(cast, f"level {level}", seventh)
    single, pair = make(cast, "single"), make(cast, "pair")
    make(cast, "inner", pair)
    with pytest.raises(ValidationError, match="8 deep"):
        move_bin(pair, parent=seventh)
    assert move_bin(single, parent=seventh).parent == seventh


def test_a_bin_of_another_project_holds_nothing_of_ours(cast: Cast) -> None:
    elsewhere = cast["outsider"].memberships.get().project
    theirs = make_bin(project=elsewhere, by=None, name="theirs")
    with pytest.raises(ValueError, match="another project"):
        make(cast, "ours", theirs)
    with pytest.raises(ValueError, match="another project"):
        move_bin(make(cast, "ours"), parent=theirs)


def test_whoever_names_or_moves_a_bin_that_has_gone_is_told(cast: Cast) -> None:
    bin_, other = make(cast, "a"), make(cast, "b")
    stale = Bin.objects.get(pk=bin_.pk)
    remove_bin(bin_)
    for step in (
        lambda: rename_bin(stale, name="c"),
        lambda: move_bin(stale, parent=other),
        lambda: move_bin(other, parent=stale),
        lambda: make(cast, "in it", stale),
        lambda: move_bin(other, parent=None, before=stale),
    ):
        with pytest.raises(ValidationError) as told:
            step()
        assert told.value.code == "gone"
