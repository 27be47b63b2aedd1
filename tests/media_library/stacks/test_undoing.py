from __future__ import annotations

import itertools
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from media_library.models import Asset, Import, KeptPlace, Stack, StackChange
from media_library.stacks import undoing
from media_library.stacks.making import make_stack, make_stack_by_rule, part_stacks, set_top, take_out
from media_library.stacks.undoing import PutBack, forget_old_changes, list_shown, put_back, undo_rule

from .conftest import Table

STEPS = {
    "make": lambda table: make_stack(project_id=table.cast.project.pk, assets=table.some("Acd"), by=None),
    "part": lambda table: part_stacks(project_id=table.cast.project.pk, assets=table.some("B"), by=None),
    "take out": lambda table: take_out(project_id=table.cast.project.pk, assets=table.some("B"), by=None),
    "top": lambda table: set_top(asset=table["B"], by=None),
    "turn": lambda table: set_top(asset=table["a"], by=None),
    "dissolve": lambda table: make_stack(project_id=table.cast.project.pk, assets=table.some("ef"), by=None),
}


@pytest.fixture
def laid(table: Table) -> Table:
    """Two pairs, one of them in a stack with c; a stack of d and e."""
    table.lay("AaBbcdef")
    for name in "ab":
        table.pair(name)
    make_stack(project_id=table.cast.project.pk, assets=table.some("cB"), by=None, top=table["c"])
    make_stack(project_id=table.cast.project.pk, assets=table.some("de"), by=None)
    assert table.stacks() == ["A(a)", "cB(b)", "de"]
    return table


@pytest.mark.parametrize("name", STEPS)
def test_a_step_is_taken_back_and_done_again_as_often_as_one_likes(laid: Table, name: str) -> None:
    before = laid.all_about()
    change = STEPS[name](laid)
    after = laid.all_about()
    assert after != before
    for _ in range(2):
        assert put_back(change, is_undone=True).left == 0
        assert laid.all_about() == before
        assert put_back(change, is_undone=False).left == 0
        assert laid.all_about() == after


def test_steps_are_taken_back_one_after_the_other(laid: Table) -> None:
    states, changes = [laid.all_about()], []
    for name in ("make", "turn", "part", "dissolve"):
        changes.append(STEPS[name](laid))
        states.append(laid.all_about())
    for change, (before, after) in zip(reversed(changes), reversed(list(itertools.pairwise(states))), strict=True):
        assert laid.all_about() == after
        put_back(change, is_undone=True)
        assert laid.all_about() == before


def test_taking_back_twice_does_nothing_more(laid: Table) -> None:
    change = STEPS["make"](laid)
    put_back(change, is_undone=True)
    before = laid.all_about()
    assert put_back(change, is_undone=True) == PutBack(0, 0)
    assert laid.all_about() == before


def test_what_somebody_has_moved_since_stays_where_they_put_it(table: Table) -> None:
    table.lay("abcd")
    project_id = table.cast.project.pk
    mine = make_stack(project_id=project_id, assets=table.some("abc"), by=None)
    make_stack(project_id=project_id, assets=table.some("cd"), by=None)
    assert put_back(mine, is_undone=True) == PutBack(2, 1)
    assert table.stacks() == ["cd"]


def test_a_stack_is_taken_back_also_when_somebody_has_changed_its_top(table: Table) -> None:
    table.lay("abc")
    mine = make_stack(project_id=table.cast.project.pk, assets=table.some("abc"), by=None)
    set_top(asset=table["c"], by=None)
    assert put_back(mine, is_undone=True) == PutBack(3, 0)
    assert (table.stacks(), table.covers()) == ([], {})


def test_the_top_that_somebody_has_chosen_since_stays(table: Table) -> None:
    table.lay("abc")
    make_stack(project_id=table.cast.project.pk, assets=table.some("abc"), by=None)
    mine = set_top(asset=table["c"], by=None)
    set_top(asset=table["b"], by=None)
    put_back(mine, is_undone=True)
    assert table.stacks()[0][0] == "b"


def test_what_has_been_deleted_for_good_does_not_come_back(table: Table) -> None:
    table.lay("abc")
    change = make_stack(project_id=table.cast.project.pk, assets=table.some("abc"), by=None)
    table["c"].delete()
    assert put_back(change, is_undone=True) == PutBack(2, 0)
    assert put_back(change, is_undone=False) == PutBack(2, 0)
    assert table.stacks() == ["ab"]


def make_bursts(table: Table, *bursts: str, run: Import | None = None) -> None:
    for names in bursts:
        ids = [asset.pk for asset in table.some(names)]
        make_stack_by_rule(
            project_id=table.cast.project.pk, asset_ids=ids, kind="burst", rule="drive", key=names, made_by=run
        )


def test_what_a_rule_has_stacked_of_one_import_is_parted_at_once(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(undoing, "AT_ONCE", 2)
    table.lay("Aabcdefghijkl")
    table.pair("a")
    runs = [Import.objects.create(project=table.cast.project, source=f"/{number}") for number in (1, 2)]
    make_bursts(table, "Ab", "cd", "ef", "gh", run=runs[0])
    make_bursts(table, "ij", run=runs[1])
    make_bursts(table, "kl")
    Asset.objects.filter(file_name="c.jpg").update(flag="pick", rating=4)
    before = table.all_about()
    change = undo_rule(project_id=table.cast.project.pk, rule="drive", by=table.cast["editor"], import_id=runs[0].pk)
    assert table.stacks() == ["A(a)", "ij", "kl"]
    assert (change.number, change.rule) == (4, "drive")
    assert (table["c"].flag, table["c"].rating) == ("pick", 4)
    after = table.all_about()
    put_back(change, is_undone=True)
    assert table.all_about() == before
    put_back(change, is_undone=False)
    assert table.all_about() == after


def test_a_rule_is_undone_where_no_import_was_and_altogether(table: Table) -> None:
    table.lay("abcdef")
    run = Import.objects.create(project=table.cast.project, source="/1")
    make_bursts(table, "ab", run=run)
    make_bursts(table, "cd")
    undo_rule(project_id=table.cast.project.pk, rule="drive", by=None, import_id=0)
    assert table.stacks() == ["ab"]
    make_bursts(table, "ef")
    undo_rule(project_id=table.cast.project.pk, rule="drive", by=None)
    assert table.stacks() == []
    with pytest.raises(ValidationError, match="stacked nothing any more"):
        undo_rule(project_id=table.cast.project.pk, rule="drive", by=None)


def test_a_stack_by_hand_belongs_to_no_rule(table: Table) -> None:
    table.lay("ab")
    make_stack(project_id=table.cast.project.pk, assets=table.some("ab"), by=None)
    with pytest.raises(ValidationError):
        undo_rule(project_id=table.cast.project.pk, rule="", by=None)


def test_parting_many_stacks_costs_the_same_queries_as_parting_one(
    table: Table, django_assert_num_queries: object
) -> None:
    table.lay("AaBbCcDd")
    for name in "abcd":
        table.pair(name)
    make_bursts(table, "AB")
    with django_assert_num_queries(21) as asked:  # type: ignore[operator]  # a fixture of pytest-django
        undo_rule(project_id=table.cast.project.pk, rule="drive", by=None)
    Stack.objects.filter(rule="drive").update(key="")
    make_bursts(table, "AB", "CD")
    with django_assert_num_queries(len(asked)):  # type: ignore[operator]
        undo_rule(project_id=table.cast.project.pk, rule="drive", by=None)


def test_where_to_look_after_a_step_is_what_a_grid_shows(laid: Table) -> None:
    change = STEPS["make"](laid)
    assert list_shown(change)[0] == laid["A"].pk
    assert laid["c"].pk not in list_shown(change)


def test_a_change_of_a_month_ago_is_forgotten(laid: Table) -> None:
    old, new = STEPS["make"](laid), STEPS["dissolve"](laid)
    StackChange.objects.exclude(pk=new.pk).update(at=timezone.now() - timedelta(days=31))
    assert forget_old_changes() == 3
    assert set(KeptPlace.objects.values_list("change_id", flat=True)) == {new.pk} != {old.pk}
