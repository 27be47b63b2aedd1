"""Permission while a long answer is on its way: who is taken out of a project gets no further byte of it."""

from __future__ import annotations

import errno
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection

from collaborators.access import Role, has_role
from collaborators.models import Membership

EVERY_S = 1.0
"""How long an answer of the database is believed."""


class AccessLost(ConnectionResetError):
    """Ends an answer whose head is sent: the web server drops the connection, and the asker sees what is missing.

    An error of the connection, because that is what a web server takes it for: it goes into no log as a fault.
    """

    def __init__(self) -> None:
        super().__init__(errno.ECONNRESET, "The right to these bytes has ended")


@dataclass(frozen=True)
class Permit:
    """Somebody's right to the material of a project."""

    user_id: int | None
    project_id: int
    least: Membership.Role = Role.VIEWER

    def holds(self) -> bool:
        """Asks the database anew. One query.

        No connection is left open over the minutes that the next piece may take, and a broken one is not used again.
        """
        release_connection()
        try:
            return self.user_id is not None and has_role(self.user_id, self.project_id, self.least)
        finally:
            release_connection()


def release_connection() -> None:
    """Closes the connection if it is old or broken, as Django does before and after each request."""
    if not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()


def ask_again(permit: Permit, *, clock: Callable[[], float] = time.monotonic) -> Callable[[], None]:
    """To be called before each piece of an answer: at most once a second it asks, and raises AccessLost."""
    due = clock() + EVERY_S

    def go_on() -> None:
        nonlocal due
        if clock() < due:
            return
        if not permit.holds():
            raise AccessLost
        due = clock() + EVERY_S

    return go_on
