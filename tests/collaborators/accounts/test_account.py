from __future__ import annotations

import json

import pytest
from django.test import Client

from collaborators.models import User
from tests.fixtures_people import PASSWORD, Cast

FRESH = "eleven grey wagons"


def change_password(client: Client, old: str = PASSWORD, first: str = FRESH, second: str = FRESH):  # type: ignore[no-untyped-def]
    return client.post("/accounts/me/password/", {"old_password": old, "new_password1": first, "new_password2": second})


def test_somebody_changes_their_name_and_may_take_it_back(cast: Cast) -> None:
    client = cast.client("viewer")
    page = client.post("/accounts/me/", {"name": "Ерлан"}, follow=True).content.decode()
    assert User.objects.get(pk=cast["viewer"].pk).name == "Ерлан"
    assert "The others see you as Ерлан from now on." in page
    assert '<input type="hidden" name="name" value="Viewer">' in page  # the form of Undo


def test_an_empty_name_is_refused_beside_its_field(cast: Cast) -> None:
    answer = cast.client("viewer").post("/accounts/me/", {"name": "  "})
    assert answer.status_code == 422
    assert 'id="id_name_error"' in answer.content.decode()
    assert User.objects.get(pk=cast["viewer"].pk).name == "Viewer"


@pytest.mark.parametrize("room", ["auto", "dark", "paper"])
def test_the_chosen_room_stays_and_the_form_leads_back(cast: Cast, room: str) -> None:
    client = cast.client("viewer")
    answer = client.post("/accounts/room/", {"room": room, "next": "/projects/altai/people/"})
    assert answer.headers["Location"] == "/projects/altai/people/"
    assert f'data-room="{room}"' in client.get("/accounts/me/").content.decode()


def test_a_room_that_does_not_exist_changes_nothing(cast: Cast) -> None:
    assert cast.client("viewer").post("/accounts/room/", {"room": "pink"}).status_code == 400
    assert User.objects.get(pk=cast["viewer"].pk).room == "auto"


@pytest.mark.parametrize("elsewhere", ["https://example.com/", "//example.com/", "", "javascript:alert(1)"])
def test_the_choice_of_a_room_never_leads_away_from_here(cast: Cast, elsewhere: str) -> None:
    answer = cast.client("viewer").post("/accounts/room/", {"room": "dark", "next": elsewhere})
    assert answer.headers["Location"] == "/accounts/me/"


def test_a_script_that_chooses_a_room_gets_no_page(cast: Cast) -> None:
    answer = cast.client("viewer").post("/accounts/room/", {"room": "dark"}, headers={"X-Requested-With": "fetch"})
    assert answer.status_code == 204


@pytest.mark.parametrize("preset", User.KeyPreset.values)
def test_the_chosen_keys_stay_and_come_with_every_page(cast: Cast, preset: str) -> None:
    client = cast.client("viewer")
    answer = client.post("/accounts/keys/", {"key_preset": preset, "has_single_keys": "on", "next": "/projects/altai/"})
    assert answer.headers["Location"] == "/projects/altai/"
    assert f'data-keys="{preset}" data-single-keys="on"' in client.get("/projects/altai/people/").content.decode()


def test_single_keys_are_turned_off(cast: Cast) -> None:
    client = cast.client("viewer")
    client.post("/accounts/keys/", {"key_preset": "darktable"})
    assert not User.objects.get(pk=cast["viewer"].pk).has_single_keys
    assert 'data-keys="darktable" data-single-keys="off"' in client.get("/accounts/me/").content.decode()


def test_keys_that_do_not_exist_change_nothing(cast: Cast) -> None:
    answer = cast.client("viewer").post("/accounts/keys/", {"key_preset": "aperture", "has_single_keys": "on"})
    assert answer.status_code == 400
    assert User.objects.get(pk=cast["viewer"].pk).key_preset == "lightroom"


def test_a_script_that_chooses_keys_gets_no_page(cast: Cast) -> None:
    sent = {"key_preset": "photo_mechanic", "has_single_keys": "on"}
    answer = cast.client("viewer").post("/accounts/keys/", sent, headers={"X-Requested-With": "fetch"})
    assert answer.status_code == 204


def test_a_password_is_changed_and_other_browsers_are_signed_out(cast: Cast) -> None:
    here, elsewhere = cast.client("viewer"), cast.client("viewer")
    assert change_password(here).headers["Location"] == "/accounts/me/"
    assert here.get("/accounts/me/").status_code == 200
    assert elsewhere.get("/accounts/me/").status_code == 302
    assert User.objects.get(pk=cast["viewer"].pk).check_password(FRESH)


@pytest.mark.parametrize(
    ("old", "first", "second", "sentence"),
    [
        ("not this one", FRESH, FRESH, "This is not your password."),
        (PASSWORD, FRESH, "twelve grey wagons", "The two are not the same."),
        (PASSWORD, "short", "short", "Write at least 10 characters"),
        (PASSWORD, "20261119202611", "20261119202611", "Figures alone are guessed soon."),
        (PASSWORD, "password1234", "password1234", "Many people use this password"),
        (PASSWORD, "viewer@example.org", "viewer@example.org", "too close to your e-mail"),
    ],
)
def test_a_password_that_does_not_do_is_refused_with_a_sentence(
    cast: Cast, old: str, first: str, second: str, sentence: str
) -> None:
    answer = change_password(cast.client("viewer"), old, first, second)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert User.objects.get(pk=cast["viewer"].pk).check_password(PASSWORD)


def test_what_was_typed_as_a_password_is_never_sent_back(cast: Cast) -> None:
    assert "twelve grey" not in change_password(cast.client("viewer"), second="twelve grey wagons").content.decode()


def test_nobody_changes_somebody_else(cast: Cast) -> None:
    cast.client("viewer").post(
        "/accounts/me/", {"name": "Ерлан", "id": str(cast["owner"].pk), "email": "x@example.org"}
    )
    owner = User.objects.get(pk=cast["owner"].pk)
    assert (owner.name, owner.email) == ("Owner", "owner@example.org")


def test_the_room_is_told_to_scripts_without_a_toast(cast: Cast) -> None:
    answer = cast.client("viewer").post("/accounts/room/", {"room": "dark"}, headers={"X-Requested-With": "fetch"})
    assert json.loads(answer.headers.get("HX-Trigger", "{}")) == {}
