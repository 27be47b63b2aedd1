"""Mail as it really goes out: over SMTP, to a server of the test's own."""

from __future__ import annotations

import email
import email.policy
import re
import socket
from collections.abc import Iterator
from email.message import EmailMessage

import environ
import pytest
from aiosmtpd.controller import Controller
from django.urls import reverse

pytestmark = pytest.mark.django_db


class Letterbox:
    """Keeps what arrives."""

    def __init__(self) -> None:
        self.letters: list[tuple[list[str], EmailMessage]] = []

    async def handle_DATA(self, server, session, envelope) -> str:
        letter = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.letters.append((envelope.rcpt_tos, letter))
        return "250 OK"


@pytest.fixture
def letterbox(settings) -> Iterator[Letterbox]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    letterbox = Letterbox()
    controller = Controller(letterbox, hostname="127.0.0.1", port=port)
    controller.start()
    for name, value in environ.Env.email_url_config(f"smtp://127.0.0.1:{port}").items():
        setattr(settings, name, value)
    yield letterbox
    controller.stop()


def test_a_new_password_is_set_by_a_link_that_came_by_mail(client, django_user_model, letterbox, settings):
    django_user_model.objects.create_user("aigerim@example.org", "the old password", name="Әйгерім")
    client.post(reverse("password-reset"), {"email": "Aigerim@Example.org"})

    ((recipients, letter),) = letterbox.letters
    assert recipients == ["aigerim@example.org"]
    assert letter["From"] == settings.DEFAULT_FROM_EMAIL
    path = re.search(r"https?://[^/\s]+(/\S+)", letter.get_content()).group(1)

    form = client.get(path, follow=True)
    assert form.status_code == 200
    address = form.redirect_chain[-1][0]
    words = {"new_password1": "a-new-pass-phrase-7", "new_password2": "a-new-pass-phrase-7"}
    assert client.post(address, words, follow=True).status_code == 200
    assert client.login(request=form.wsgi_request, username="aigerim@example.org", password="a-new-pass-phrase-7")


def test_an_address_that_nobody_has_gets_no_mail_and_the_same_answer(client, django_user_model, letterbox):
    django_user_model.objects.create_user("aigerim@example.org", "the old password")
    known = client.post(reverse("password-reset"), {"email": "aigerim@example.org"})
    unknown = client.post(reverse("password-reset"), {"email": "nobody@example.org"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert len(letterbox.letters) == 1
