"""What a person is told after a step, and how it is undone."""

from __future__ import annotations

import json

from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import RequestFactory

from collaborators.telling import Undo, tell, told, wants_fragment


def test_a_script_is_told_by_a_header_that_keeps_other_events() -> None:
    response = HttpResponse(headers={"HX-Trigger": '{"other": 1}'})
    told(response, "Көк базар: 12 алынды", undo=Undo("/undo/", {"ids": "1,2"}))
    assert response["HX-Trigger"].isascii()
    assert json.loads(response["HX-Trigger"]) == {
        "other": 1,
        "toast": {
            "text": "Көк базар: 12 алынды",
            "undo": {"url": "/undo/", "fields": {"ids": "1,2"}},
            "isFault": False,
        },
    }


def test_the_next_page_shows_the_sentence_with_a_form_that_undoes_it() -> None:
    request = RequestFactory().get("/")
    request._messages = CookieStorage(request)  # type: ignore[attr-defined]
    tell(request, "1 < 2", undo=Undo("/undo/", {"ids": '"7"'}))
    page = render_to_string("components/_toasts.html", {"messages": get_messages(request), "csrf_token": "t"})
    assert "1 &lt; 2" in page
    assert 'action="/undo/"' in page
    assert 'name="ids" value="&quot;7&quot;"' in page


def test_a_sentence_without_undo_has_no_form() -> None:
    request = RequestFactory().get("/")
    request._messages = CookieStorage(request)  # type: ignore[attr-defined]
    tell(request, "Saved.")
    page = render_to_string("components/_toasts.html", {"messages": get_messages(request)})
    assert "Saved." in page
    assert "<form" not in page


def test_a_request_of_htmx_or_of_our_own_scripts_wants_a_fragment() -> None:
    ask = RequestFactory().post
    assert wants_fragment(ask("/", headers={"HX-Request": "true"}))
    assert wants_fragment(ask("/", headers={"X-Requested-With": "fetch"}))
    assert not wants_fragment(ask("/"))
