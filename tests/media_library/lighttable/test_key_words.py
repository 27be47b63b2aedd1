"""The names of commands and marks, which the scripts read from the page."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from media_library.lighttable.key_words import name_commands
from media_library.lighttable.mark_words import SAMPLES, initial_of, list_forms, word_marks, word_outbox
from media_library.lighttable.view_words import word_views
from media_library.marking.recording import mark_assets
from media_library.models import Asset
from tests.fixtures_people import Cast, MakeAsset

PRESETS = Path("static/js/lighttable/presets.js").read_text()
NOON = datetime.datetime(2024, 9, 14, 12, tzinfo=datetime.UTC)


def test_every_command_that_has_a_key_has_a_name_and_no_name_is_of_a_command_without_one() -> None:
    templated = {f"stars.{stars}" for stars in range(6)}
    bound = set(re.findall(r'"((?:[a-z]+\.)?[a-z-]+)"\]', PRESETS)) | templated
    pairs = re.findall(r'"([a-z]+(?:\.[a-z-]+)? [a-z]+(?:\.[a-z-]+)?)"\]', PRESETS)
    bound |= {command for pair in pairs for command in pair.split()}
    assert set(name_commands()) - {"mark.next"} == bound


def test_each_group_of_commands_stands_together() -> None:
    groups = [group for __, group in name_commands().values()]
    assert len(set(groups)) == len([at for at, group in enumerate(groups) if at == 0 or groups[at - 1] != group])


def test_a_sentence_with_a_number_has_a_form_for_each_category_of_a_browser() -> None:
    forms = list_forms(lambda count: "%(count)s photo" if count == 1 else "%(count)s photos")
    assert forms == {
        "one": "{count} photo",
        "few": "{count} photos",
        "many": "{count} photos",
        "other": "{count} photos",
    }
    assert set(SAMPLES) == set(forms)


def test_every_flag_number_of_stars_and_label_has_a_name() -> None:
    words = word_marks()
    assert set(words["flags"]) == {"", *Asset.Flag.values}
    assert set(words["labels"]) == {"", *Asset.Label.values}
    assert words["stars"] == ["No stars", "1 star", "2 stars", "3 stars", "4 stars", "5 stars"]
    assert [initial_of(label) for label in Asset.Label.values] == ["R", "Y", "G", "B", "P"]
    assert initial_of("second choice") == "S"


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_no_sentence_loses_a_place_for_a_value_in_translation(language: str) -> None:
    with translation.override("en"):
        expected = {name: places(text) for name, text in flatten({**word_marks(), **word_outbox(), **word_views()})}
    with translation.override(language):
        assert {
            name: places(text) for name, text in flatten({**word_marks(), **word_outbox(), **word_views()})
        } == expected


def flatten(words: object, name: str = "") -> list[tuple[str, str]]:
    if isinstance(words, dict):
        return [pair for key, value in words.items() for pair in flatten(value, f"{name} {key}")]
    if isinstance(words, list):
        return [pair for at, value in enumerate(words) for pair in flatten(value, f"{name} {at}")]
    return [(name, str(words))]


def places(text: str) -> set[str]:
    return set(re.findall(r"\{\w+\}", text))


@pytest.mark.django_db
def test_a_cell_without_a_script_tells_its_marks_in_words(cast: Cast, make_asset: MakeAsset) -> None:
    asset = make_asset(cast.project, captured_at=NOON)
    for field, value in {"flag": "pick", "stars": "3", "label": "second"}.items():
        mark_assets(project_id=cast.project.pk, by=cast["owner"], field=field, values={asset.pk: value})
    page = cast.client("viewer").get("/projects/altai/media/").content.decode()
    assert 'data-flag="pick" title="Pick"' in page
    assert 'data-stars="3" title="3 stars"' in page
    assert 'data-label="other" title="second"' in page


def test_the_buttons_of_marks_have_a_command_each() -> None:
    widget = render_to_string("lighttable/_marks.html")
    assert set(re.findall(r'data-(?:pressed-)?command="([^"]+)"', widget)) == {
        *(f"stars.{stars}" for stars in range(6)),
        *(f"flag.{flag}" for flag in ("pick", "none", "reject")),
        *(f"label.{label}" for label in Asset.Label.values),
        "undo",
        "redo",
    }


ANOTHER_WAY = {
    "flag.toggle": "the button Pick, pressed again",
    "mark.next": "is held with a mark",
    "go.up": "a click on the picture above",
    "go.down": "a click on the picture below",
    "filter.text": "the field of words in the top bar, which has a key of its own",
}
"""The commands without a button of theirs, each with what stands on the page for it."""


@pytest.mark.django_db
def test_every_command_has_a_button_on_the_page(cast: Cast, make_asset: MakeAsset) -> None:
    make_asset(cast.project, captured_at=NOON)
    page = cast.client("owner").get("/projects/altai/media/").content.decode()
    ways = set(re.findall(r'data-(?:command|pressed-command|key-of)="([^"]+)"', page))
    assert set(name_commands()) - ways == set(ANOTHER_WAY)
    assert ways <= set(name_commands())
