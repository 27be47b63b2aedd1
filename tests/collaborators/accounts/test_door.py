"""Whoever has not signed in: a person is sent to the door, a script is told that there is one."""

from __future__ import annotations

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("header", [{"X-Requested-With": "fetch"}, {"HX-Request": "true"}])
def test_a_script_is_told_401_and_nothing_of_the_door(header: dict[str, str]) -> None:
    answer = Client().post("/projects/altai/trash/", headers=header)
    assert answer.status_code == 401
    assert answer.content == b""


def test_a_person_is_sent_to_the_door_and_back() -> None:
    assert Client().get("/projects/altai/").headers["Location"] == "/accounts/login/?next=/projects/altai/"
