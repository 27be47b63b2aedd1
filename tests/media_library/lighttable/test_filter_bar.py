from __future__ import annotations

from typing import Any

import pytest
from django.http import QueryDict

from media_library.bins.listing import list_bins
from media_library.lighttable.browsing import View
from media_library.lighttable.filter_bar import FilterBar, make_filter_bar, name_comparisons
from media_library.models import Bin
from tests.fixtures_people import Cast


def make(cast: Cast, query: str = "") -> FilterBar:
    view = View.read(QueryDict(query), cast.project.pk, cast["owner"].pk)
    return make_filter_bar(view, list_bins(cast.project.pk))


def list_chosen(bar: FilterBar) -> dict[str, list[str]]:
    columns = [choice for column in bar.columns for choice in column.choices]
    found: dict[str, list[str]] = {}
    for choice in (*bar.flags, *bar.labels, *columns):
        if choice.is_chosen:
            found.setdefault(choice.facet, []).append(choice.value)
    return found


def test_it_says_what_is_chosen_of_each_kind(cast: Cast) -> None:
    best = Bin.objects.create(project=cast.project, name="Best")
    bar = make(cast, f"flag=reject,pick&label=red,none&camera=X-T5&on=2024-09-14&stack=in&undated=1&bin={best.pk}")

    assert list_chosen(bar) == {
        "flag": ["pick", "reject"],
        "label": ["red", "none"],
        "camera": ["X-T5"],
        "on": ["2024-09-14"],
        "undated": ["1"],
        "bin": [str(best.pk)],
        "stack": ["in"],
    }


def test_without_a_filter_every_fixed_value_is_there_and_none_is_chosen(cast: Cast) -> None:
    bar = make(cast)

    assert [choice.value for choice in bar.flags] == ["pick", "none", "reject"]
    assert [(choice.value, choice.initial) for choice in bar.labels] == [
        ("red", "R"), ("yellow", "Y"), ("green", "G"), ("blue", "B"), ("purple", "P"),
    ]  # fmt: skip
    assert list_chosen(bar) == {}
    assert not bar.is_filtered


@pytest.mark.parametrize("query", ["flag=pick", "unseen=1", "q=sheep", "kind=photo", "stars=le2"])
def test_whatever_narrows_the_place_is_a_filter(cast: Cast, query: str) -> None:
    assert make(cast, query).is_filtered


def test_a_place_and_an_order_are_none_and_are_carried_along(cast: Cast) -> None:
    best = Bin.objects.create(project=cast.project, name="Best")
    bar = make(cast, f"bin={best.pk}&sort=name&order=desc&lock=1&stacks=open")

    assert not bar.is_filtered
    assert sorted(bar.kept) == [("lock", "1"), ("order", "desc"), ("sort", "name"), ("stacks", "open")]


def test_words_are_carried_along_as_they_have_a_field_elsewhere(cast: Cast) -> None:
    assert make(cast, "q=sheep&flag=pick").kept == [("q", "sheep")]


def test_stars_are_compared_as_before(cast: Cast) -> None:
    assert make(cast, "stars=le2").compare == "le"
    assert make(cast).compare == "ge"
    assert [choice.value for choice in make(cast, "stars=eq0").plain_stars if choice.is_chosen] == ["eq0"]


def test_no_question_about_stars_lets_everything_through(cast: Cast) -> None:
    assert not {"ge0", "le5"} & set(name_comparisons())


def test_a_bin_in_another_has_its_own_name_and_its_path_as_a_title(cast: Cast) -> None:
    outer = Bin.objects.create(project=cast.project, name="Wall")
    Bin.objects.create(project=cast.project, name="Morning", parent=outer)

    in_bins = next(column.choices for column in make(cast).columns if column.facet == "bin")

    assert [choice.name for choice in in_bins] == ["Wall", "Morning"]
    assert "Wall" in in_bins[1].title


def test_it_asks_the_database_nothing(cast: Cast, django_assert_num_queries: Any) -> None:
    view = View.read(QueryDict("flag=pick"), cast.project.pk, cast["owner"].pk)
    bins = list_bins(cast.project.pk)
    with django_assert_num_queries(0):
        make_filter_bar(view, bins)
