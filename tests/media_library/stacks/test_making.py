from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError

from media_library.models import Asset, Stack, StackChange
from media_library.stacks import making
from media_library.stacks.making import make_stack, make_stack_by_rule, part_stacks, set_top, take_out
from media_library.stacks.undoing import put_back

from .conftest import Table


def make(table: Table, names: str, top: str = "", whole: list[int] | None = None) -> StackChange:
    return make_stack(
        project_id=table.cast.project.pk,
        assets=table.some(names),
        by=table.cast["editor"],
        top=table[top] if top else None,
        whole=whole or [],
    )


def part(table: Table, names: str) -> StackChange:
    return part_stacks(project_id=table.cast.project.pk, assets=table.some(names), by=None)


def leave(table: Table, names: str) -> StackChange:
    return take_out(project_id=table.cast.project.pk, assets=table.some(names), by=None)


def test_a_stack_stands_in_the_order_in_which_it_was_shot(table: Table) -> None:
    table.lay("cabd")
    make(table, "cab")
    assert table.stacks() == ["abc"]
    assert table.covers() == {"b": "stacked", "c": "stacked"}
    assert Stack.objects.get().kind == "manual"


def test_the_top_that_was_chosen_comes_first(table: Table) -> None:
    table.lay("abc")
    make(table, "abc", top="c")
    assert table.stacks() == ["cab"]
    assert table.covers() == {"a": "stacked", "b": "stacked"}


def test_pictures_leave_the_stacks_they_were_in(table: Table) -> None:
    table.lay("abcdef")
    make(table, "abc")
    make(table, "cd")
    assert table.stacks() == ["ab", "cd"]
    assert table.covers() == {"b": "stacked", "d": "stacked"}


def test_a_stack_of_one_is_none(table: Table) -> None:
    table.lay("abcd")
    make(table, "ab")
    make(table, "bc")
    assert table.stacks() == ["bc"]
    assert table["a"].stack is None
    assert Stack.objects.count() == 1


def test_of_a_collapsed_stack_all_comes_along(table: Table) -> None:
    table.lay("abcd")
    make(table, "abc")
    make(table, "ad", whole=[table["a"].stack_id or 0])
    assert table.stacks() == ["abcd"]


def test_raws_bring_their_jpegs_and_stay_joined(table: Table) -> None:
    table.lay("AaBbc")
    for name in "ab":
        table.pair(name)
    make(table, "ABc")
    assert table.stacks() == ["A(a)B(b)c"]
    assert table.covers() == {"a": "joined", "b": "joined", "B": "stacked", "c": "stacked"}


def test_a_jpeg_counts_for_its_raw(table: Table) -> None:
    table.lay("Aab")
    table.pair("a")
    with pytest.raises(ValidationError):
        make(table, "Aa")
    make(table, "ab", top="a")
    assert table.stacks() == ["A(a)b"]


def test_parting_gives_the_pairs_their_own_back(table: Table) -> None:
    table.lay("AaBbc")
    pairs = [table.pair(name).pk for name in "ab"]
    make(table, "ABc")
    part(table, "c")
    assert table.stacks() == ["A(a)", "B(b)"]
    assert sorted(Stack.objects.values_list("pk", flat=True)) == pairs
    assert table.covers() == {"a": "joined", "b": "joined"}
    assert table["c"].stack is None


def test_a_pair_that_no_rule_has_found_is_a_pair_again_as_well(table: Table) -> None:
    table.lay("AaBb")
    for name in "ab":
        table.pair(name)
    make(table, "AB")
    Stack.objects.filter(kind="raw_jpeg").delete()
    part(table, "A")
    assert table.stacks() == ["A(a)", "B(b)"]
    assert set(Stack.objects.values_list("kind", flat=True)) == {"raw_jpeg"}


def test_a_pair_can_be_parted_and_the_rule_does_not_pair_it_again(table: Table) -> None:
    table.lay("Aa")
    stack = table.pair("a")
    part(table, "A")
    assert (table.stacks(), table.covers(), table["a"].joined_to) == ([], {}, None)
    assert Stack.objects.filter(pk=stack.pk).exists()  # the rule finds its key


def test_who_is_taken_out_leaves_the_others_stacked(table: Table) -> None:
    table.lay("abc")
    make(table, "abc")
    leave(table, "a")
    assert (table.stacks(), table.covers()) == (["bc"], {"c": "stacked"})
    leave(table, "c")
    assert (table.stacks(), table.covers(), Stack.objects.count()) == ([], {}, 0)


def test_a_pair_that_is_taken_out_stays_a_pair(table: Table) -> None:
    table.lay("Aabc")
    table.pair("a")
    make(table, "Abc")
    leave(table, "A")
    assert table.stacks() == ["A(a)", "bc"]


def test_another_one_is_put_on_the_top(table: Table) -> None:
    table.lay("abc")
    make(table, "abc")
    set_top(asset=table["b"], by=None)
    assert (table.stacks(), table.covers()) == (["bac"], {"a": "stacked", "c": "stacked"})


def test_of_a_pair_the_jpeg_can_be_the_half_that_is_shown(table: Table) -> None:
    table.lay("Aa")
    table.pair("a")
    set_top(asset=table["a"], by=None)
    assert (table.stacks(), table.covers()) == (["a(A)"], {"A": "joined"})
    set_top(asset=table["A"], by=None)
    assert (table.stacks(), table.covers()) == (["A(a)"], {"a": "joined"})


def test_what_makes_no_stack_is_refused_with_a_sentence_and_nothing_has_changed(table: Table) -> None:
    table.lay("ab")
    with pytest.raises(ValidationError, match="two pictures or more"):
        make(table, "a")
    with pytest.raises(ValidationError, match="Nothing of this is in a stack"):
        part(table, "ab")
    with pytest.raises(ValidationError, match="Nothing of this is in a stack"):
        leave(table, "a")
    with pytest.raises(ValidationError, match="no stack that has a top"):
        set_top(asset=table["a"], by=None)
    assert (StackChange.objects.count(), Stack.objects.count()) == (0, 0)


def test_the_chapters_of_a_recording_are_not_torn_apart_by_chance(table: Table) -> None:
    table.lay("abc")
    stack = Stack.objects.create(project=table.cast.project, kind="chapters", rule="chapters", key="1 x")
    Asset.objects.filter(pk__in=[table["a"].pk, table["b"].pk]).update(stack=stack)
    with pytest.raises(ValidationError, match="stay together"):
        make(table, "bc")
    assert table.stacks() == ["ab"]


def test_material_of_another_project_is_left_out(table: Table) -> None:
    table.lay("ab")
    theirs = table.make_asset(table.cast["outsider"].memberships.get().project)
    project_id = table.cast.project.pk
    make_stack(project_id=project_id, assets=[*table.some("ab"), theirs], by=None)
    assert table.stacks() == ["ab"]


def by_rule(table: Table, names: str, key: str = "1") -> Stack | None:
    ids = [asset.pk for asset in table.some(names)]
    return make_stack_by_rule(
        project_id=table.cast.project.pk, asset_ids=ids, kind="burst", rule="burst-drive", key=key
    )


def test_a_rule_leaves_alone_what_a_person_has_stacked(table: Table) -> None:
    table.lay("abcdAe")
    table.pair("a")
    make(table, "bc")
    assert by_rule(table, "bd") is None
    assert by_rule(table, "edAb") is not None
    assert table.stacks() == ["bc", "edA(a)"]


def test_a_rule_does_not_make_again_what_was_parted(table: Table) -> None:
    table.lay("ab")
    assert by_rule(table, "ab") is not None
    part(table, "a")
    assert by_rule(table, "ab") is None
    assert table.stacks() == []


def test_too_many_are_refused_before_anybody_waits(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    table.lay("abc")
    monkeypatch.setattr(making, "MOST", 2)
    monkeypatch.setattr(making, "arranging", None)
    with pytest.raises(ValidationError, match="A stack holds 2 pictures"):
        make(table, "abc")


@pytest.mark.parametrize("step", [part, leave])
def test_many_stacks_change_some_at_a_time_and_are_put_back_at_once(
    table: Table, step: Callable[[Table, str], StackChange], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "AT_ONCE", 2)
    table.lay("AaBbcdefghij")
    for name in "ab":
        table.pair(name)
    for names in ("AB", "cd", "ef", "gh", "ij"):
        make(table, names)
    before = table.all_about()
    change = step(table, "aBcdefghij")
    assert table.stacks() == ["A(a)", "B(b)"]
    assert set(change.places.values_list("part", flat=True)) == {0, 1, 2}
    put_back(change, is_undone=True)
    assert table.all_about() == before


def test_a_pair_comes_back_to_its_own_row_and_to_no_other(table: Table) -> None:
    table.lay("AaBbCc")
    rows = {name: table.pair(name).pk for name in "abc"}
    make(table, "ABC")
    leave(table, "B")
    assert (table["B"].stack_id, table["b"].stack_id) == (rows["b"], rows["b"])
    part(table, "A")
    assert [table[name].stack_id for name in "AC"] == [rows["a"], rows["c"]]
