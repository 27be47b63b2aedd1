"""Members of staff: each in their role in the project `altai`, with every permission of the admin."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from collaborators.models import User
from tests.fixtures_people import PASSWORD, Cast

Staff = Callable[[str], Client]


@pytest.fixture
def staff(cast: Cast) -> Staff:
    """A browser in which this person has signed in as staff; `root` is a superuser, who is in no project."""

    def sign_in(name: str) -> Client:
        if name == "root":
            cast.people["root"] = User.objects.create_superuser("root@example.org", PASSWORD, name="Root")
        else:
            User.objects.filter(pk=cast[name].pk).update(is_staff=True)
            cast[name].user_permissions.set(Permission.objects.all())
        return cast.client(name)

    return sign_in
