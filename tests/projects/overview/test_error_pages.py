from __future__ import annotations

import pytest
from django.test import Client, RequestFactory
from django.views.defaults import bad_request, server_error

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


def test_a_senseless_request_is_said_in_our_words() -> None:
    answer = bad_request(RequestFactory().get("/"), Exception())
    assert "This request makes no sense" in answer.content.decode()


@pytest.mark.django_db
def test_no_page_allows_scripts_or_styles_of_others() -> None:
    policy = Client().get("/accounts/login/").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


@pytest.mark.django_db
def test_search_engines_are_sent_away() -> None:
    assert Client().get("/robots.txt").content == b"User-agent: *\nDisallow: /\n"
