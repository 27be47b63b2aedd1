from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import reverse

from tests.fixtures_people import PASSWORD, Cast

SIGN_IN = "/accounts/login/"


def sign_in(client: Client, email: str, password: str = PASSWORD, **more: str):  # type: ignore[no-untyped-def]
    return client.post(SIGN_IN, {"username": email, "password": password, **more})


def test_a_person_signs_in_and_sees_their_projects(cast: Cast) -> None:
    client = Client()
    answer = sign_in(client, "editor@example.org")
    assert answer.headers["Location"] == "/"
    assert "Altai" in client.get("/").content.decode()


def test_capitals_in_the_address_do_not_matter(cast: Cast) -> None:
    assert sign_in(Client(), "Editor@Example.ORG").status_code == 302


def test_a_wrong_password_keeps_the_address_and_says_what_to_do(cast: Cast) -> None:
    page = sign_in(Client(), "editor@example.org", "not this one").content.decode()
    assert "do not match" in page
    assert 'value="editor@example.org"' in page
    assert "not this one" not in page


def test_an_unknown_address_reads_the_same_as_a_wrong_password(cast: Cast) -> None:
    assert "do not match" in sign_in(Client(), "nobody@example.org").content.decode()


def test_signing_in_leads_back_to_where_one_was_going(cast: Cast) -> None:
    assert sign_in(Client(), "editor@example.org", next="/projects/altai/").headers["Location"] == "/projects/altai/"


def test_signing_in_never_leads_away_from_here(cast: Cast) -> None:
    assert sign_in(Client(), "editor@example.org", next="https://example.com/").headers["Location"] == "/"


def test_a_closed_account_stays_outside(cast: Cast) -> None:
    cast["editor"].is_active = False
    cast["editor"].save()
    assert sign_in(Client(), "editor@example.org").status_code == 200


def test_guessing_is_stopped_with_a_sentence_that_says_how_long(cast: Cast, settings) -> None:  # type: ignore[no-untyped-def]
    client = Client()
    for __ in range(settings.AXES_FAILURE_LIMIT):
        answer = sign_in(client, "editor@example.org", "wrong")
    assert answer.status_code == 429
    assert "15 minutes" in answer.content.decode()
    assert answer.headers["Retry-After"] == "900"
    assert sign_in(client, "editor@example.org").status_code == 429


def test_capitals_are_no_way_around_the_limit(cast: Cast, settings) -> None:  # type: ignore[no-untyped-def]
    client = Client()
    for number in range(settings.AXES_FAILURE_LIMIT):
        answer = sign_in(client, "editor@example.org".upper() if number % 2 else "editor@example.org", "wrong")
    assert answer.status_code == 429


def test_a_person_signs_out_by_a_button_and_not_by_a_link(cast: Cast) -> None:
    client = cast.client("editor")
    client.get("/accounts/logout/")
    assert client.get("/").status_code == 200
    client.post("/accounts/logout/")
    assert client.get("/").status_code == 302


def test_whoever_stays_is_known_after_the_browser_was_closed_and_others_are_not(cast: Cast) -> None:
    staying = sign_in(Client(), "editor@example.org", stay="on").cookies["sessionid"]
    leaving = sign_in(Client(), "editor@example.org").cookies["sessionid"]
    assert staying["max-age"] == settings.SESSION_COOKIE_AGE
    assert leaving["max-age"] == ""


def ask_for_link(email: str) -> str:
    """The path of the link that comes by mail; its beginning is SITE_URL, whatever name the asker has used."""
    assert Client().post(reverse("password-reset"), {"email": email}).headers["Location"] == "/accounts/password/sent/"
    found = re.search(rf"^{re.escape(settings.SITE_URL)}(/\S+)$", str(mail.outbox[-1].body), re.MULTILINE)
    assert found
    return found[1]


def test_a_new_password_comes_by_mail_in_four_steps(cast: Cast) -> None:
    client = Client()
    link = client.get(ask_for_link("editor@example.org")).headers["Location"]
    assert "Choose a password" in client.get(link).content.decode()
    fresh = {"new_password1": "eleven grey wagons", "new_password2": "eleven grey wagons"}
    assert client.post(link, fresh).headers["Location"] == "/accounts/password/done/"
    assert sign_in(Client(), "editor@example.org", "eleven grey wagons").status_code == 302
    assert sign_in(Client(), "editor@example.org").status_code == 200


def test_the_mail_has_a_subject_of_one_line(cast: Cast) -> None:
    ask_for_link("editor@example.org")
    assert mail.outbox[0].subject == "Kadr: a new password"


def test_a_link_works_once(cast: Cast) -> None:
    first = ask_for_link("editor@example.org")
    client = Client()
    chosen = {"new_password1": "eleven grey wagons", "new_password2": "eleven grey wagons"}
    client.post(client.get(first).headers["Location"], chosen)
    assert "used up" in Client().get(first, follow=True).content.decode()


def test_a_weak_password_is_refused_beside_its_field(cast: Cast) -> None:
    client = Client()
    link = client.get(ask_for_link("editor@example.org")).headers["Location"]
    page = client.post(link, {"new_password1": "12345", "new_password2": "12345"}).content.decode()
    assert "field__fault" in page
    assert 'aria-invalid="true"' in page


@pytest.mark.django_db
def test_an_unknown_address_gets_no_mail_and_the_same_answer() -> None:
    answer = Client().post(reverse("password-reset"), {"email": "nobody@example.org"})
    assert answer.headers["Location"] == "/accounts/password/sent/"
    assert mail.outbox == []
