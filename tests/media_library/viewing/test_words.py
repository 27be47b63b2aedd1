from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from media_library.models import Asset
from media_library.viewing.words import list_words
from tests.fixtures_people import Cast, MakeAsset

FETCH = {"X-Requested-With": "fetch"}


def write(
    cast: Cast, asset: Asset, who: str = "contributor", *, headers: Any = FETCH, query: str = "", **form: str
) -> Any:
    address = reverse("asset-words", args=["altai", asset.pk])
    return cast.client(who).post(f"{address}{query}", form, headers=headers)


@pytest.fixture
def asset(cast: Cast, make_asset: MakeAsset) -> Asset:
    return make_asset(cast.project)


@pytest.mark.parametrize("field", ["title", "headline", "caption", "creator", "copyright", "alt_text"])
def test_a_field_is_written_and_can_be_taken_back(cast: Cast, asset: Asset, field: str) -> None:
    answer = write(cast, asset, field=field, value="Таң", was="")
    stands = answer.json()
    assert (stands["value"], stands["fault"], stands["told"][-9:]) == ("Таң", "", "is saved.")
    asset.refresh_from_db()
    assert getattr(asset, field) == "Таң"
    undo = stands["undo"]
    back = cast.client("contributor").post(undo["url"], undo["fields"], headers=FETCH)
    assert back.json()["value"] == ""
    asset.refresh_from_db()
    assert getattr(asset, field) == ""


def test_the_longest_text_makes_no_header_longer(cast: Cast, asset: Asset) -> None:
    """Common web servers refuse an answer whose headers pass 4 kB."""
    before, after = "а" * 20_000, "б" * 20_000
    Asset.objects.filter(pk=asset.pk).update(caption=before)
    answer = write(cast, asset, field="caption", value=after, was=before)
    assert answer.json()["undo"]["fields"] == {"field": "caption", "value": before, "was": after}
    assert sum(len(name) + len(value) for name, value in answer.headers.items()) < 2_000


def test_keywords_are_written_as_one_text(cast: Cast, asset: Asset) -> None:
    answer = write(cast, asset, field="keywords", value=" көл;lake ; көл;", was="")
    assert answer.json()["value"] == "lake; көл"
    assert sorted(asset.keywords.values_list("name", flat=True)) == ["lake", "көл"]


def test_a_keyword_with_a_semicolon_from_a_file_does_not_lock_the_field(cast: Cast, asset: Asset) -> None:
    asset.keywords.create(project=cast.project, name="a; b")
    answer = write(cast, asset, field="keywords", value="a; b; c", was="a; b")
    assert answer.status_code == 200
    assert answer.json()["value"] == "a; b; c"


def test_lines_of_a_form_are_the_lines_of_the_text(cast: Cast, asset: Asset) -> None:
    """A browser sends CR LF for each line; what stood there has LF, and is the same."""
    Asset.objects.filter(pk=asset.pk).update(caption="One\nTwo")
    answer = write(cast, asset, field="caption", value="One\r\nTwo\r\nThree", was="One\r\nTwo")
    assert answer.json()["value"] == "One\nTwo\nThree"


def test_what_somebody_else_wrote_meanwhile_is_not_written_over(cast: Cast, asset: Asset) -> None:
    Asset.objects.filter(pk=asset.pk).update(caption="Theirs")
    answer = write(cast, asset, field="caption", value="Mine", was="Old")
    assert answer.status_code == 409
    assert answer.json() == {"value": "Theirs", "fault": "", "told": "", "undo": None}
    asset.refresh_from_db()
    assert asset.caption == "Theirs"


def test_without_scripts_a_clash_shows_both_texts(cast: Cast, asset: Asset) -> None:
    Asset.objects.filter(pk=asset.pk).update(caption="Theirs <b>")
    answer = write(cast, asset, headers={}, field="caption", value="Mine", was="Old")
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Mine</textarea>" in page
    assert "Theirs &lt;b&gt;</blockquote>" in page
    assert '<input type="hidden" name="was" value="Theirs &lt;b&gt;">' in page


def test_what_is_too_long_is_said_beside_the_field_and_kept(cast: Cast, asset: Asset) -> None:
    answer = write(cast, asset, field="title", value="x" * 3000, was="")
    assert answer.status_code == 422
    assert answer.json()["fault"].startswith("This is too long.")
    page = write(cast, asset, headers={}, field="title", value="x" * 3000, was="").content.decode()
    assert f"{'x' * 3000}</textarea>" in page
    assert "This is too long." in page


def test_without_scripts_one_comes_back_to_the_page_in_its_set(cast: Cast, asset: Asset) -> None:
    answer = write(cast, asset, headers={}, query="?sort=name", field="title", value="T", was="")
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/projects/altai/media/{asset.pk}/?sort=name"


def test_nothing_is_told_when_nothing_has_changed(cast: Cast, asset: Asset) -> None:
    answer = write(cast, asset, field="title", value="", was="")
    assert answer.status_code == 200
    assert answer.json() == {"value": "", "fault": "", "told": "", "undo": None}


@pytest.mark.parametrize(
    "form", [{}, {"field": "file_name", "value": "a", "was": "b"}, {"field": "title", "value": "a"}]
)
def test_a_form_for_no_such_field_is_refused(cast: Cast, asset: Asset, form: dict[str, str]) -> None:
    assert write(cast, asset, **form).status_code == 400


def test_what_is_in_the_trash_is_not_written(cast: Cast, asset: Asset) -> None:
    Asset.objects.filter(pk=asset.pk).update(trashed_at="2026-01-01T00:00Z")
    assert write(cast, asset, field="title", value="T", was="").status_code == 404
    page = cast.client("owner").get(reverse("asset", args=["altai", asset.pk])).content.decode()
    assert "In the trash since 1 Jan 2026." in page
    assert "word-title" not in page


def test_an_editor_of_another_project_cannot_write_here(cast: Cast, asset: Asset) -> None:
    address = reverse("asset-words", args=["bazaar", asset.pk])
    answer = cast.client("outsider").post(address, {"field": "title", "value": "T", "was": ""}, headers=FETCH)
    assert answer.status_code == 404


def test_all_fields_cost_no_query_of_their_own(
    asset: Asset,
    django_assert_num_queries: Any,
) -> None:
    loaded = Asset.objects.prefetch_related("keywords").get(pk=asset.pk)
    with django_assert_num_queries(0):
        assert [field.value for field in list_words(loaded)] == [""] * 7
