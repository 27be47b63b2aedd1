from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from media_library.marking.events import BASE, Event, Undo, find_overtaken, fold

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
FILE = Event(BASE, None, "3", NOON)


def at(seconds: int, by: int | None = 1, value: str = "", *, step: int = 0, was: str = "") -> Event:
    return Event(UUID(int=step or seconds + 1_000), by, value, NOON + timedelta(seconds=seconds), was)


def undo(event: Event, seconds: int, *, by: int | None = None, is_undone: bool = True) -> Undo:
    moment = NOON + timedelta(seconds=seconds)
    return Undo(UUID(int=seconds + 9_000), by or event.by, event.step, is_undone, moment)


def value(events: list[Event], *undos: Undo) -> str | None:
    standing = fold(events, undos)
    return standing.value if standing else None


def test_nothing_stands_where_nothing_was_marked() -> None:
    assert fold([], []) is None


def test_the_latest_counts() -> None:
    assert value([at(2, value="5"), at(1, value="4"), FILE]) == "5"


def test_of_two_at_one_moment_the_higher_id_counts() -> None:
    assert value([at(1, 1, "4", step=8), at(1, 2, "2", step=7)]) == "4"


def test_a_clock_that_is_years_behind_is_still_after_the_file() -> None:
    assert value([FILE, at(-(10**8), value="1", step=1)]) == "1"


def test_what_is_taken_back_does_not_count_until_it_is_done_again() -> None:
    first, second = at(1, value="4"), at(2, value="5")
    assert value([FILE, first, second], undo(second, 3)) == "4"
    assert value([FILE, first, second], undo(second, 3), undo(first, 4)) == "3"
    assert value([FILE, first, second], undo(second, 3), undo(second, 5, is_undone=False)) == "5"
    assert value([FILE, first, second], undo(second, 5, is_undone=False), undo(second, 6)) == "4"


def test_nobody_takes_back_what_is_somebody_elses() -> None:
    mine = at(1, 1, "4")
    assert value([mine], undo(mine, 2, by=2)) == "4"


EVENTS = st.lists(
    st.builds(
        Event,
        step=st.integers(1, 12).map(lambda number: UUID(int=number)),
        by=st.sampled_from([1, 2, None]),
        value=st.sampled_from(["", "pick", "reject"]),
        moment=st.integers(0, 4).map(lambda second: NOON + timedelta(seconds=second)),
        was=st.sampled_from(["", "pick"]),
    ),
    max_size=10,
    unique_by=lambda event: event.step,
)
UNDOS = st.lists(
    st.builds(
        Undo,
        step=st.integers(20, 40).map(lambda number: UUID(int=number)),
        by=st.sampled_from([1, 2]),
        undoes=st.integers(1, 12).map(lambda number: UUID(int=number)),
        is_undone=st.booleans(),
        moment=st.integers(0, 4).map(lambda second: NOON + timedelta(seconds=second)),
    ),
    max_size=10,
    unique_by=lambda undo: undo.step,
)


@given(EVENTS, UNDOS, st.randoms(use_true_random=False))
def test_any_order_and_repetition_comes_to_the_same(
    events: list[Event], undos: list[Undo], dice: random.Random
) -> None:
    again = [*events, *dice.choices(events, k=len(events))] if events else []
    undone_again = [*undos, *dice.choices(undos, k=len(undos))] if undos else []
    dice.shuffle(again)
    dice.shuffle(undone_again)
    assert fold(again, undone_again) == fold(events, undos)


@given(EVENTS, UNDOS)
def test_it_is_what_one_gets_by_playing_everything_in_its_order(events: list[Event], undos: list[Undo]) -> None:
    """Said the other way: whoever had sat there and seen all of it happen, press by press, would see this."""
    taken_back: dict[tuple[int | None, UUID], bool] = {}
    for each in sorted(undos, key=lambda undo: (undo.moment, undo.step.int)):
        taken_back[each.by, each.undoes] = each.is_undone
    stands = None
    for event in sorted(events, key=lambda event: (event.moment, event.step.int)):
        if not taken_back.get((event.by, event.step)):
            stands = event
    assert fold(events, undos) == stands


def test_whoever_writes_over_what_they_did_not_see_is_told() -> None:
    theirs, mine = at(1, 2, "pick"), at(2, 1, "reject", was="")
    assert find_overtaken(mine, [FILE, theirs, mine]) == theirs


def test_whoever_saw_what_they_write_over_is_not() -> None:
    theirs, mine = at(1, 2, "pick"), at(2, 1, "reject", was="pick")
    assert find_overtaken(mine, [theirs, mine]) is None


def test_a_mark_that_comes_too_late_is_told_what_stands_instead() -> None:
    mine, theirs = at(1, 1, "reject"), at(2, 2, "pick")
    assert find_overtaken(mine, [theirs, mine]) == theirs
    assert find_overtaken(at(1, 1, "pick"), [theirs]) is None  # two who say the same


def test_nobody_is_told_of_their_own_marks_or_of_the_file() -> None:
    mine = at(2, 1, "5", was="1")
    assert find_overtaken(mine, [FILE, mine]) is None
    assert find_overtaken(mine, [at(1, 1, "4"), mine, at(3, 1, "2")]) is None
