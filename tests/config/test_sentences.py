from __future__ import annotations

import datetime

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from collaborators.models import User
from projects.models import Project
from tests.fixtures_people import Cast


def fault_of(field: forms.Field, value: object) -> str:
    with pytest.raises(ValidationError) as caught:
        field.clean(value)
    return str(caught.value.messages[0])


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        (forms.CharField(), "", "Fill this in."),
        (forms.CharField(max_length=3), "Қыстау", "This is 6 long, and 3 characters fit. Make it shorter."),
        (forms.CharField(max_length=1), "Қы", "This is 2 long, and 1 character fits. Make it shorter."),
        (forms.CharField(min_length=3), "Қы", "This is 2 long; write at least 3 characters."),
        (forms.CharField(), "a\0b", "There is a sign in it that is no letter (NUL). Type it again."),
        (forms.EmailField(), "daniyar", "This is not an e-mail address. Write it like name@example.org."),
        (forms.IntegerField(), "many", "Write a whole number, in figures."),
        (forms.IntegerField(min_value=1), "0", "Write 1 or more."),
        (forms.IntegerField(max_value=5), "6", "Write 5 or less."),
        (forms.DateField(), "19. November", "Write a day as year, month and day: 2026-11-19."),
        (forms.TimeField(), "noon", "Write a time as hours and minutes: 16:12."),
        (forms.DateTimeField(), "noon", "Write day and time: 2026-11-19 16:12."),
        (forms.URLField(assume_scheme="https"), "not an address", "Write a whole address, with https:// before it."),
        (forms.ChoiceField(choices=[("a", "A")]), "z", "“z” is not on the list. Choose from the list."),
        (forms.MultipleChoiceField(choices=[("a", "A")]), ["z"], "“z” is not on the list. Choose from the list."),
        (forms.FileField(), SimpleUploadedFile("a.jpg", b""), "This file is empty. Choose another one."),
    ],
)
def test_a_form_says_what_to_do_in_our_words(field: forms.Field, value: object, sentence: str) -> None:
    assert fault_of(field, value) == sentence


def test_what_is_well_passes_as_before() -> None:
    assert forms.DateField().clean("2026-11-19") == datetime.date(2026, 11, 19)
    assert forms.CharField(max_length=6).clean("Қыстау") == "Қыстау"


def test_a_model_says_it_in_our_words_too(cast: Cast) -> None:
    with pytest.raises(ValidationError) as caught:
        Project(kind="film", title="", slug="x").clean_fields()
    told = caught.value.message_dict
    assert told["title"] == ["Fill this in."]
    assert told["kind"] == ["“film” is not on the list. Choose from the list."]
    with pytest.raises(ValidationError) as caught:
        User(email="owner@example.org", name="Two").validate_unique()
    assert caught.value.messages == ["E-mail: another one has the same. Write something else."]


def test_what_is_gone_from_a_list_is_said_to_be_gone(cast: Cast) -> None:
    field = forms.ModelChoiceField(User.objects.filter(name="Nobody"))
    assert "not there any more" in fault_of(field, str(cast["owner"].pk))


def test_a_long_title_is_refused_beside_its_field_with_its_length(cast: Cast) -> None:
    answer = cast.client("owner").post("/projects/new/", {"title": "Қ" * 201, "kind": "documentary"})
    assert answer.status_code == 422
    assert "This is 201 long, and 200 characters fit. Make it shorter." in answer.content.decode()
