"""What people change about their own account."""

from __future__ import annotations

from collaborators.models import User


def change_name(user: User, *, name: str) -> None:
    """Writes the name under which others see the person."""
    user.name = name
    user.save(update_fields=["name"])


def change_room(user: User, *, room: str) -> None:
    """Writes how light the pages are for this person, on every machine they sign in on."""
    user.room = User.Room(room)
    user.save(update_fields=["room"])


def change_password(user: User, *, password: str) -> None:
    """Writes a new password; whoever has signed in elsewhere with the old one is signed out there."""
    user.set_password(password)
    user.save(update_fields=["password"])
