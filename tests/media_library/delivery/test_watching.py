"""Whoever loses a project while a clip is on its way to them gets no more of it."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from collaborators.access import Role
from collaborators.models import Membership, User
from media_library.delivery.watching import AccessLost, Permit, ask_again
from media_library.models import Original
from tests.fixtures_people import Cast, MakeAsset
from tests.web_server import start_web_server

ENDLESS = 1 << 40
"""Bytes; no line on this machine sends as many while a test lasts."""


def give_permit(cast: Cast, who: str, least: Membership.Role = Role.VIEWER) -> Permit:
    return Permit(cast[who].pk, cast.project.pk, least)


@pytest.mark.parametrize(
    ("who", "least", "holds"),
    [
        ("viewer", Role.VIEWER, True),
        ("viewer", Role.CONTRIBUTOR, False),
        ("contributor", Role.CONTRIBUTOR, True),
        ("owner", Role.CONTRIBUTOR, True),
        ("outsider", Role.VIEWER, False),
    ],
)
def test_a_right_is_that_of_the_role(who: str, least: Membership.Role, holds: bool, cast: Cast) -> None:
    assert give_permit(cast, who, least).holds() == holds


def lose_role(cast: Cast) -> None:
    Membership.objects.filter(user=cast["contributor"]).update(role=Role.REVIEWER)


def lose_membership(cast: Cast) -> None:
    Membership.objects.filter(user=cast["contributor"]).delete()


def lose_account(cast: Cast) -> None:
    User.objects.filter(pk=cast["contributor"].pk).update(is_active=False)


@pytest.mark.parametrize("lose", [lose_role, lose_membership, lose_account])
def test_a_right_ends_with_the_role_the_membership_or_the_account(lose: Callable[[Cast], None], cast: Cast) -> None:
    permit = give_permit(cast, "contributor", Role.CONTRIBUTOR)
    assert permit.holds()
    lose(cast)
    assert not permit.holds()


def test_nobody_has_no_right(cast: Cast) -> None:
    assert not Permit(None, cast.project.pk).holds()


def test_it_is_asked_for_once_a_second_and_not_for_each_piece(cast: Cast, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    now = 100.0
    go_on = ask_again(give_permit(cast, "viewer"), clock=lambda: now)
    with django_assert_num_queries(0):  # the view has just asked
        for now in (100.0, 100.5, 100.99):  # noqa: B007 - the clock reads it
            go_on()
    with django_assert_num_queries(1):
        for now in (101.0, 101.5, 101.99):  # noqa: B007
            go_on()
    with django_assert_num_queries(1):
        now = 160.0
        go_on()


def test_a_right_that_is_lost_ends_the_answer_at_the_next_piece(cast: Cast) -> None:
    now = 0.0
    go_on = ask_again(give_permit(cast, "viewer"), clock=lambda: now)
    lose = Membership.objects.filter(user=cast["viewer"])
    lose.delete()
    now = 1.0
    with pytest.raises(AccessLost):
        go_on()


@pytest.mark.django_db(transaction=True)
def test_no_connection_to_the_database_is_held_while_the_bytes_go_out(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(connection.settings_dict, "CONN_MAX_AGE", 0)
    permit = give_permit(cast, "viewer")
    connection.close()
    assert permit.holds()
    assert connection.connection is None


def ask_slowly(address: str, path: str, client: Client) -> socket.socket:
    """A connection that holds little on its way, with the request sent."""
    line = socket.socket()
    line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 16)
    line.settimeout(60)
    line.connect(("127.0.0.1", urlsplit(address).port))
    cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    line.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nCookie: {cookies}\r\n\r\n".encode())
    return line


@pytest.mark.django_db(transaction=True)
def test_a_clip_on_its_way_is_cut_off_when_its_viewer_loses_the_project(
    cast: Cast, make_asset: MakeAsset, media_root: Path, tmp_path: Path
) -> None:
    """The length was told before, so the player knows that bytes are missing; the connection is of no more use."""
    clip = make_asset(cast.project, kind="video", mime="video/mp4", thumbnail="")
    with (tmp_path / "endless.mp4").open("wb") as file:
        file.truncate(ENDLESS)
    Original.objects.update(storage_name="", reference_path=str(tmp_path / "endless.mp4"))
    client = cast.client("viewer")
    path = reverse("play", args=["altai", clip.pk])
    with start_web_server(media_root) as address, ask_slowly(address, path, client) as line:
        head, __, body = line.recv(1 << 16).partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200 OK")
        assert f"Content-Length: {ENDLESS}".encode() in head
        while len(body) < 1 << 20:
            body += line.recv(1 << 16)
        Membership.objects.filter(user=cast["viewer"]).delete()
        while line.recv(1 << 20):  # to the end, which comes though the bytes have none
            pass
    with start_web_server(media_root) as address, ask_slowly(address, path, client) as line:
        assert line.recv(1 << 16).startswith(b"HTTP/1.1 404 Not Found")
