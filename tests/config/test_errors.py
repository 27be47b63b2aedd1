from __future__ import annotations

import pytest
from django.core.exceptions import SuspiciousOperation
from django.test import Client, RequestFactory
from django.views.defaults import server_error

from projects.overview import views
from tests.fixtures_people import Cast


@pytest.mark.django_db
def test_what_is_not_there_is_said_in_our_words() -> None:
    answer = Client().get("/nowhere/")
    assert answer.status_code == 404
    assert "There is nothing here" in answer.content.decode()


def test_what_a_role_may_not_do_is_said_in_our_words(cast: Cast) -> None:
    page = cast.client("viewer").get("/projects/altai/edit/").content.decode()
    assert "This is not for your role" in page


def test_a_form_without_its_token_is_said_in_our_words(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast["owner"])
    answer = client.post("/projects/new/", {"title": "x"})
    assert answer.status_code == 403
    assert "The form is too old" in answer.content.decode()


def test_a_broken_page_needs_nothing_that_may_be_broken() -> None:
    """Django renders 500.html without a request: no database, no session."""
    answer = server_error(RequestFactory().get("/"))
    assert answer.status_code == 500
    assert "Something broke here" in answer.content.decode()


def test_a_broken_page_answers_in_our_words_to_whoever_is_signed_in(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(user: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(views, "list_my_projects", break_down)
    client = cast.client("owner")
    client.raise_request_exception = False
    answer = client.get("/")
    assert answer.status_code == 500
    assert "Something broke here" in answer.content.decode()


@pytest.mark.django_db
def test_a_name_we_do_not_go_by_is_a_senseless_request() -> None:
    answer = Client().get("/accounts/login/", headers={"Host": "elsewhere.example"})
    assert answer.status_code == 400
    assert "This request makes no sense" in answer.content.decode()


def test_a_senseless_request_is_said_in_our_words(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def doubt(user: object) -> None:
        raise SuspiciousOperation

    monkeypatch.setattr(views, "list_my_projects", doubt)
    answer = cast.client("owner").get("/")
    assert answer.status_code == 400
    assert "This request makes no sense" in answer.content.decode()


def test_what_is_too_large_is_said_to_be_and_what_to_do(cast: Cast, settings) -> None:  # type: ignore[no-untyped-def]
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    answer = cast.client("owner").post("/projects/new/", {"title": "x", "synopsis": "y" * 200})
    assert answer.status_code == 413
    assert "Send less at a time" in answer.content.decode()


def test_too_many_fields_are_too_much_as_well(cast: Cast, settings) -> None:  # type: ignore[no-untyped-def]
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 3
    fields = {f"field_{number}": "x" for number in range(5)}
    assert cast.client("owner").post("/projects/new/", fields).status_code == 413


def test_whoever_is_signed_in_keeps_the_menu_on_an_error_page(cast: Cast) -> None:
    assert "Sign out" in cast.client("viewer").get("/nowhere/").content.decode()
    assert "Sign out" not in Client().get("/nowhere/").content.decode()


@pytest.mark.django_db
def test_no_page_allows_scripts_or_styles_of_others() -> None:
    policy = Client().get("/accounts/login/").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


@pytest.mark.django_db
def test_search_engines_are_sent_away() -> None:
    assert Client().get("/robots.txt").content == b"User-agent: *\nDisallow: /\n"
