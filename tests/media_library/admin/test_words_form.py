from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from media_library.admin.words_form import WordsForm
from media_library.describing.words import change_many, change_words
from media_library.models import Asset
from tests.fixtures_people import Cast, MakeAsset

from .conftest import Staff


def address_of(asset: Asset) -> str:
    return reverse("admin:media_library_asset_change", args=[asset.pk])


def open_form(client: Client, asset: Asset) -> dict[str, str]:
    """Every field of the page as a browser would send it."""
    page = client.get(address_of(asset)).content.decode()
    fields = dict.fromkeys(re.findall(r'<(?:textarea|select|input)[^>]*? name="([^"]+)"', page), "")
    for name, text in re.findall(r'<textarea[^>]*? name="([^"]+)"[^>]*>\r?\n?(.*?)</textarea>', page, re.DOTALL):
        fields[name] = unescape(text)
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page):
        fields[name] = unescape(value)
    for name, inside in re.findall(r'<select name="([^"]+)".*?>(.*?)</select>', page, re.DOTALL):
        fields[name] = (re.findall(r'value="([^"]*)" selected', inside) or [""])[0]
    return {name: value for name, value in fields.items() if name.removeprefix("initial-") in WORDS}


WORDS = ("title", "headline", "caption", "alt_text", "creator", "copyright", "keyword_list", "rating")


def send(client: Client, asset: Asset, fields: dict[str, str]) -> HttpResponse:
    return client.post(address_of(asset), fields)


def test_what_is_typed_is_written_and_nothing_else(staff: Staff, cast: Cast, make_asset: MakeAsset) -> None:
    asset = make_asset(cast.project)
    change_many([asset], caption="two\n\nlines", keywords_add=["dog"], rating=2)
    Asset.objects.filter(pk=asset.pk).update(headline="  not tidy  ", flag="pick", label="Red")
    before = Asset.objects.values().get(pk=asset.pk)
    client = staff("contributor")
    fields = open_form(client, asset)
    assert send(client, asset, {**fields, "title": " Жайлау ", "keyword_list": "herd; dog"}).status_code == 302
    assert Asset.objects.values().get(pk=asset.pk) == before | {"title": "Жайлау"}
    assert sorted(asset.keywords.values_list("name", flat=True)) == ["dog", "herd"]


@pytest.mark.parametrize("rating", [None, 1, 5])
def test_a_rating_stays_as_it_is_until_it_is_changed(
    rating: int | None, staff: Staff, cast: Cast, make_asset: MakeAsset
) -> None:
    asset = make_asset(cast.project)
    change_many([asset], rating=rating)
    client = staff("editor")
    fields = open_form(client, asset)
    assert send(client, asset, {**fields, "caption": "New"}).status_code == 302
    assert Asset.objects.get().rating == rating
    send(client, asset, {**open_form(client, asset), "rating": "3"})
    assert (Asset.objects.get().rating, Asset.objects.get().marked_by) == (3, cast["editor"])
    send(client, asset, {**open_form(client, asset), "rating": ""})
    assert Asset.objects.get().rating is None


def test_somebody_elses_words_are_shown_and_written_over_only_when_saved_once_more(
    staff: Staff, cast: Cast, make_asset: MakeAsset
) -> None:
    asset, client = make_asset(cast.project), staff("editor")
    fields = {**open_form(client, asset), "caption": "Mine", "keyword_list": "mine", "title": "Also mine"}
    change_words(asset, field="caption", value="Theirs", was="")
    change_words(asset, field="keywords", value=["theirs"], was=[])
    answer = send(client, asset, fields)
    page = unescape(answer.content.decode())
    assert "It says now: “Theirs”." in page and "It says now: “theirs”." in page and ">\nMine</textarea>" in page
    stored = Asset.objects.get()
    assert (stored.caption, stored.title) == ("Theirs", "")
    again = {**fields, "initial-caption": "Theirs", "initial-keyword_list": "theirs"}
    assert all(f'value="{value}"' in page or f">\n{value}</textarea>" in page for value in ("Theirs", "theirs"))
    send(client, asset, again)
    stored.refresh_from_db()
    assert (stored.caption, stored.title) == ("Mine", "Also mine")


def test_stars_that_somebody_gives_at_the_same_moment_are_left(
    staff: Staff, cast: Cast, make_asset: MakeAsset, monkeypatch: pytest.MonkeyPatch
) -> None:
    asset, client = make_asset(cast.project), staff("editor")
    fields = {**open_form(client, asset), "rating": "5", "title": "Mine"}
    check = WordsForm.clean

    def check_and_lose(form: WordsForm) -> dict[str, Any]:
        cleaned = check(form)
        Asset.objects.filter(pk=asset.pk).update(rating=1)
        return cleaned

    monkeypatch.setattr(WordsForm, "clean", check_and_lose)
    page = client.post(address_of(asset), fields, follow=True).content.decode()
    assert "Rating was changed by somebody at the same moment, and is left." in page
    stored = Asset.objects.get()
    assert (stored.rating, stored.title) == (1, "Mine")


def test_somebody_elses_other_field_is_left_alone(staff: Staff, cast: Cast, make_asset: MakeAsset) -> None:
    asset, client = make_asset(cast.project), staff("editor")
    fields = {**open_form(client, asset), "caption": "Mine"}
    change_words(asset, field="title", value="Theirs", was="")
    change_many([asset], rating=4)
    send(client, asset, fields)
    stored = Asset.objects.get()
    assert (stored.caption, stored.title, stored.rating) == ("Mine", "Theirs", 4)


def test_a_text_that_is_too_long_is_told_beside_its_field(staff: Staff, cast: Cast, make_asset: MakeAsset) -> None:
    asset, client = make_asset(cast.project), staff("editor")
    answer = send(client, asset, {**open_form(client, asset), "creator": "a" * 2001})
    assert '<p class="field__fault">This is too long. 2000 signs are the most.</p>' in answer.content.decode()
    assert Asset.objects.get().creator == ""


@pytest.mark.parametrize("who", ["viewer", "reviewer"])
def test_who_only_looks_has_no_fields(who: str, staff: Staff, cast: Cast, make_asset: MakeAsset) -> None:
    asset, client = make_asset(cast.project), staff(who)
    assert open_form(client, asset) == {}
    assert send(client, asset, {"caption": "New"}).status_code == 403
