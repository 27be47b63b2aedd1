"""The page of near-duplicates, with a script and without one."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from media_library.models import Asset, Twins
from projects.models import Project
from tests.fixtures_people import Cast

from .conftest import MakeTwins

PAGE = "/projects/altai/twins/"
FETCH = {"X-Requested-With": "fetch"}


@pytest.fixture
def kept_tasks(settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "imports"]}}


def read(client: Client, query: str = "") -> str:
    return client.get(f"{PAGE}{query}").content.decode()


def shown(page: str) -> int | None:
    found = re.search(r'data-at="(\d+)"', page)
    return int(found[1]) if found else None


def toast(response: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(response.headers["HX-Trigger"])["toast"]
    return found


def decide(client: Client, twins: Twins, keep: str, **more: Any) -> Any:
    return client.post(reverse("twins-decide", args=["altai", twins.pk]), {"keep": keep}, **more)


def test_the_nearest_pair_is_shown_with_how_far_one_has_come(cast: Cast, make_twins: MakeTwins) -> None:
    make_twins(4)
    near = make_twins(1)
    page = read(cast.client("reviewer"))
    assert shown(page) == near.pk
    assert "0 of 2 decided" in page
    assert "They differ at 1 place of 64" in page
    assert page.count("<article") == 2


def test_without_a_script_one_decides_by_a_form_and_comes_to_the_next_pair(cast: Cast, make_twins: MakeTwins) -> None:
    first, second = make_twins(1), make_twins(2)
    client = cast.client("reviewer")
    response = decide(client, first, "one", follow=True)
    page = response.content.decode()
    assert shown(page) == second.pk
    assert "1 of 2 decided" in page
    assert f"{first.other.file_name} is rejected." in page
    first.other.refresh_from_db()
    assert first.other.flag == "reject"


def test_a_script_gets_the_next_pair_and_the_way_back(cast: Cast, make_twins: MakeTwins) -> None:
    first, second = make_twins(1), make_twins(2)
    client = cast.client("reviewer")
    response = decide(client, first, "both", headers=FETCH)
    assert shown(response.content.decode()) == second.pk
    assert "<html" not in response.content.decode()
    undo = toast(response)["undo"]
    back = client.post(undo["url"], undo["fields"], headers=FETCH)
    assert shown(back.content.decode()) == first.pk
    again = client.post(undo["url"], undo["fields"] | {"again": "1"}, headers=FETCH)
    assert shown(again.content.decode()) == second.pk
    first.refresh_from_db()
    assert first.decision == "different"


def test_what_was_decided_meanwhile_is_told(cast: Cast, make_twins: MakeTwins) -> None:
    twins = make_twins()
    decide(cast.client("owner"), twins, "other")
    response = decide(cast.client("reviewer"), twins, "one", headers=FETCH)
    assert response.status_code == 422
    assert toast(response)["isFault"]
    assert "meanwhile" in toast(response)["text"]


@pytest.mark.parametrize("fields", [{}, {"step": "x"}, {"step": "0b1f8f0c-5c2b-4b8e-9e0b-6b1d2c3e4f50"}])
def test_an_undo_that_is_none_is_refused(cast: Cast, make_twins: MakeTwins, fields: dict[str, str]) -> None:
    twins = make_twins()
    address = reverse("twins-undo", args=["altai", twins.pk])
    assert cast.client("reviewer").post(address, fields, headers=FETCH).status_code == 422


def test_a_pair_of_another_project_is_not_there(cast: Cast, make_twins: MakeTwins) -> None:
    theirs = make_twins()
    Twins.objects.update(project=Project.objects.get(slug="bazaar"))
    assert decide(cast.client("owner"), theirs, "one").status_code == 404
    assert shown(read(cast.client("owner"), f"?at={theirs.pk}")) is None


def test_later_goes_on_and_at_the_end_comes_back_to_what_was_left(cast: Cast, make_twins: MakeTwins) -> None:
    first, second = make_twins(1), make_twins(2)
    client = cast.client("reviewer")
    assert f'href="?after={first.pk}"' in read(client)
    assert shown(read(client, f"?after={first.pk}")) == second.pk
    last = read(client, f"?after={second.pk}")
    assert shown(last) == first.pk
    assert "These were left for later" in last


def test_the_last_pair_cannot_be_left_for_later(cast: Cast, make_twins: MakeTwins) -> None:
    make_twins()
    assert 'data-part="later"' not in read(cast.client("reviewer"))


@pytest.mark.parametrize("query", ["?at=0", "?at=x", "?after=x", "?after=99999999999999999999", "?at=1&after=2"])
def test_an_address_of_nothing_shows_the_first_pair(cast: Cast, make_twins: MakeTwins, query: str) -> None:
    twins = make_twins()
    assert shown(read(cast.client("viewer"), query)) == twins.pk


def test_a_viewer_looks_and_decides_nothing(cast: Cast, make_twins: MakeTwins) -> None:
    twins = make_twins()
    make_twins()
    page = read(cast.client("viewer"))
    assert "Next pair" in page
    assert 'name="keep"' not in page
    assert "twins-find" not in page and "Look again" not in page
    assert decide(cast.client("viewer"), twins, "one").status_code == 403


def test_before_the_first_search_the_page_says_what_to_do(cast: Cast) -> None:
    assert "Look for near-duplicates" in read(cast.client("contributor"))
    reviewer = read(cast.client("reviewer"))
    assert "Nothing has been compared yet." in reviewer
    assert "Look for near-duplicates" not in reviewer


def test_a_search_is_asked_for_and_shown_while_it_goes_on(cast: Cast, kept_tasks: None) -> None:
    client = cast.client("contributor")
    page = client.post(f"{PAGE}find/", follow=True).content.decode()
    assert "Kadr is looking for photographs" in page
    assert 'hx-trigger="every 2s"' in page
    assert "Kadr is looking already." in client.post(f"{PAGE}find/", follow=True).content.decode()
    assert DBTaskResult.objects.count() == 1
    part = client.get(f"{PAGE}?part=search")
    assert "HX-Refresh" not in part.headers


def test_when_the_search_is_over_the_page_is_loaded_anew(cast: Cast, kept_tasks: None) -> None:
    client = cast.client("contributor")
    client.post(f"{PAGE}find/")
    DBTaskResult.objects.get().claim("worker")
    DBTaskResult.objects.get().set_successful({"photos": 12, "pairs": 0, "added": 0, "is_cut": False})
    assert client.get(f"{PAGE}?part=search").headers["HX-Refresh"] == "true"
    page = read(client)
    assert "No two photographs look nearly alike." in page
    assert "12 photos compared" in page
    assert 'hx-trigger="every' not in page


def test_a_search_that_broke_off_is_told(cast: Cast, kept_tasks: None) -> None:
    client = cast.client("contributor")
    client.post(f"{PAGE}find/")
    DBTaskResult.objects.get().set_failed(OSError())
    assert "The search broke off." in read(client)


def test_when_all_is_decided_the_page_says_so(cast: Cast, make_twins: MakeTwins) -> None:
    client = cast.client("reviewer")
    page = decide(client, make_twins(), "both", follow=True).content.decode()
    assert "Every pair is decided." in page
    assert "1 of 1 decided" in page


def test_the_library_leads_there_and_tells_how_many_wait(cast: Cast, make_twins: MakeTwins) -> None:
    for __ in range(3):
        make_twins()
    page = cast.client("viewer").get("/projects/altai/media/").content.decode()
    link = page[page.index('href="/projects/altai/twins/"') :]
    assert re.search(r'class="num"[^>]*>(\d+)<', link)[1] == "3"  # type: ignore[index]


def test_the_page_asks_as_much_for_one_pair_as_for_50(cast: Cast, make_twins: MakeTwins) -> None:
    client, counts = cast.client("reviewer"), []
    for number in (2, 48):
        for __ in range(number):
            make_twins()
        with CaptureQueriesContext(connection) as asked:
            client.get(PAGE)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_name_is_text_and_nothing_else(cast: Cast, make_twins: MakeTwins) -> None:
    twins = make_twins()
    Asset.objects.filter(pk=twins.one_id).update(file_name="<script>alert(1)</script>.jpg")
    assert "<script>alert" not in read(cast.client("viewer"))
