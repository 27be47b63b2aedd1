from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from pytest_django import DjangoAssertNumQueries

from media_library.describing.words import ChangedMeanwhile, change_many, change_rating, change_words
from media_library.models import Asset, Keyword, MarkEvent
from media_library.trash.removing import trash_assets
from tests.fixtures_people import Cast, MakeAsset

TEXTS = ("title", "headline", "caption", "alt_text", "creator", "copyright")


def words_of(asset: Asset) -> list[str]:
    return sorted(asset.keywords.values_list("name", flat=True))


@pytest.mark.parametrize("field", TEXTS)
def test_a_text_is_written_if_it_still_says_what_was_read(cast: Cast, make_asset: MakeAsset, field: str) -> None:
    asset = make_asset(cast.project)
    changed = change_words(asset, field=field, value=" Aigul ", was="")
    assert getattr(changed, field) == getattr(Asset.objects.get(), field) == "Aigul"
    change_words(asset, field=field, value="", was="Aigul")
    assert getattr(Asset.objects.get(), field) == ""


def test_the_slower_of_two_is_told_what_stands_there(cast: Cast, make_asset: MakeAsset) -> None:
    asset = make_asset(cast.project)
    change_words(asset, field="caption", value="first", was="")
    with pytest.raises(ChangedMeanwhile) as clash:
        change_words(asset, field="caption", value="second", was="")
    assert clash.value.stands == Asset.objects.get().caption == "first"


def test_two_who_write_the_same_do_not_clash(cast: Cast, make_asset: MakeAsset) -> None:
    asset = make_asset(cast.project)
    for _ in range(2):
        change_words(asset, field="caption", value="same", was="")
    assert Asset.objects.get().caption == "same"


def test_another_field_may_have_changed_meanwhile(cast: Cast, make_asset: MakeAsset) -> None:
    asset = make_asset(cast.project)
    change_words(asset, field="title", value="Berkut", was="")
    changed = change_words(asset, field="caption", value="An eagle", was="")
    assert (changed.title, changed.caption) == ("Berkut", "An eagle")


def test_a_text_that_came_in_untidy_can_be_changed(cast: Cast, make_asset: MakeAsset) -> None:
    """A form gives the ends of lines back as CR LF; a Mac's program may have written decomposed letters."""
    asset = make_asset(cast.project)
    Asset.objects.update(caption="Е\u0308лка\rв лесу ")
    change_words(asset, field="caption", value="Ёлка", was="Е\u0308лка\r\nв лесу ")
    assert Asset.objects.get().caption == "Ёлка"


def test_keywords_are_compared_as_a_whole_and_made_where_they_are_new(cast: Cast, make_asset: MakeAsset) -> None:
    asset, other = make_asset(cast.project), make_asset(cast.project)
    change_words(other, field="keywords", value=["sky"], was=[])
    change_words(asset, field="keywords", value=["sky", " eagle ", "sky"], was=[])
    assert words_of(asset) == ["eagle", "sky"]
    change_words(asset, field="keywords", value=["eagle", "winter"], was=["sky", "eagle"])
    assert words_of(asset) == ["eagle", "winter"]
    assert words_of(other) == ["sky"]
    with pytest.raises(ChangedMeanwhile) as clash:
        change_words(asset, field="keywords", value=[], was=["sky", "eagle"])
    assert clash.value.stands == ["eagle", "winter"]
    assert Keyword.objects.count() == 3


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "x" * 2_001),
        ("caption", "x" * 20_001),
        ("keywords", ["x" * 513]),
        ("keywords", [str(n) for n in range(501)]),
    ],
)
def test_what_is_too_long_is_refused_and_nothing_written(
    cast: Cast, make_asset: MakeAsset, field: str, value: str | list[str]
) -> None:
    asset = make_asset(cast.project)
    with pytest.raises(ValidationError, match="are the most"):
        change_words(asset, field=field, value=value, was=[] if field == "keywords" else "")
    assert (Asset.objects.get().title, Asset.objects.get().caption, words_of(asset)) == ("", "", [])


@pytest.mark.parametrize(("field", "value"), [("file_name", "x"), ("keywords", "x"), ("title", ["x"])])
def test_other_columns_cannot_be_written_by_this_way(
    cast: Cast, make_asset: MakeAsset, field: str, value: str | list[str]
) -> None:
    with pytest.raises(ValueError, match="no such words"):
        change_words(make_asset(cast.project), field=field, value=value, was=value)


def test_many_are_changed_at_once_and_what_is_not_named_stays(cast: Cast, make_asset: MakeAsset) -> None:
    assets = [make_asset(cast.project) for _ in range(3)]
    change_many(assets, keywords_add=["sky", "eagle"], creator="Aigul", caption="Altai", rating=4)
    number = change_many(assets[:2], keywords_add=["winter"], keywords_remove=["sky", "nothing"])
    assert number == 2
    assert [words_of(asset) for asset in assets] == [["eagle", "winter"], ["eagle", "winter"], ["eagle", "sky"]]
    assert set(Asset.objects.values_list("creator", "caption", "rating")) == {("Aigul", "Altai", 4)}


def test_stars_are_taken_away_and_a_caption_emptied(cast: Cast, make_asset: MakeAsset) -> None:
    asset = make_asset(cast.project)
    change_many([asset], rating=5, caption="x")
    change_many([asset], rating=None, caption="")
    assert (Asset.objects.get().rating, Asset.objects.get().caption) == (None, "")
    with pytest.raises(ValidationError):
        change_many([asset], rating=6)


def test_stars_are_written_if_they_are_still_what_was_read(cast: Cast, make_asset: MakeAsset) -> None:
    asset, other = make_asset(cast.project), make_asset(cast.project)
    change_rating(asset, rating=3, was=None)
    with pytest.raises(ChangedMeanwhile) as clash:
        change_rating(asset, rating=5, was=None)
    assert clash.value.stands == "3"
    change_rating(asset, rating=3, was=None)  # two who write the same
    assert [Asset.objects.get(pk=each.pk).rating for each in (asset, other)] == [3, None]
    with pytest.raises(ValidationError):
        change_rating(asset, rating=6, was=3)
    change_rating(asset, rating=0, was=3)
    assert Asset.objects.get(pk=asset.pk).rating is None


def test_stars_are_marks_of_who_has_written_them(cast: Cast, make_asset: MakeAsset) -> None:
    ours, theirs = make_asset(cast.project), make_asset(cast["outsider"].memberships.get().project)
    Asset.objects.update(rating=1)
    change_rating(ours, rating=4, was=1, by=cast["editor"])
    change_many([ours, theirs], rating=5, by=cast["owner"])
    events = MarkEvent.objects.exclude(by=None).order_by("pk").values_list("asset", "by", "was", "value")
    owner, editor = cast["owner"].pk, cast["editor"].pk
    assert sorted(events) == sorted(
        [(ours.pk, editor, "1", "4"), (ours.pk, owner, "4", "5"), (theirs.pk, owner, "1", "5")]
    )
    assert set(Asset.objects.values_list("marked_by", flat=True)) == {owner}
    assert MarkEvent.objects.filter(by=owner).values("step").distinct().count() == 1


def test_who_marks_what_has_gone_into_the_trash_is_told(cast: Cast, make_asset: MakeAsset) -> None:
    here, gone = make_asset(cast.project), make_asset(cast.project)
    trash_assets([gone], by=None)
    with pytest.raises(ChangedMeanwhile):
        change_rating(gone, rating=3, was=None, by=cast["owner"])
    assert change_many([here, gone], rating=3, by=cast["owner"]) == 1
    assert change_many([here, gone], creator="Aigerim") == 2
    assert list(Asset.objects.order_by("pk").values_list("rating", flat=True)) == [3, None]


def test_what_says_so_already_is_not_marked_once_more(cast: Cast, make_asset: MakeAsset) -> None:
    asset = make_asset(cast.project)
    change_rating(asset, rating=0, was=None)
    assert not MarkEvent.objects.exists()


def test_assets_of_several_projects_get_their_own_keywords(cast: Cast, make_asset: MakeAsset) -> None:
    ours, theirs = make_asset(cast.project), make_asset(cast["outsider"].memberships.get().project)
    change_many([ours, theirs], keywords_add=["sky"])
    assert (words_of(ours), words_of(theirs)) == (["sky"], ["sky"])
    assert Keyword.objects.count() == 2
    assert ours.keywords.get().project_id == ours.project_id


def test_thirty_cost_as_many_queries_as_one(
    cast: Cast, make_asset: MakeAsset, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    assets = [make_asset(cast.project) for _ in range(30)]
    change_many(assets[:1], rating=2)
    for some in (assets[:1], assets):
        with django_assert_num_queries(25):
            change_many(some, keywords_add=["sky"], keywords_remove=["x"], rating=3)
