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


def change_keys(user: User, *, preset: str, has_single_keys: bool) -> None:
    """Writes whose keys the lighttable has for this person, and whether single keys act."""
    user.key_preset = User.KeyPreset(preset)
    user.has_single_keys = has_single_keys
    user.save(update_fields=["key_preset", "has_single_keys"])


def change_password(user: User, *, password: str) -> None:
    """Writes a new password; whoever has signed in elsewhere with the old one is signed out there."""
    user.set_password(password)
    user.save(update_fields=["password"])
