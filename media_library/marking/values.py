"""What a mark can say, as an event holds it and as an asset's columns do."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from media_library.models import Asset, MarkEvent

LONGEST = 200
COLUMNS = {"flag": "flag", "stars": "rating", "label": "label"}
"""The column of an asset, by the field of an event."""

STARS = ("0", "1", "2", "3", "4", "5")
CHOICES: dict[str, tuple[str, ...]] = {
    MarkEvent.Field.FLAG: ("", *Asset.Flag.values),
    MarkEvent.Field.STARS: STARS,
    MarkEvent.Field.LABEL: ("", *Asset.Label.values),
}


def check_value(field: str, value: Any, *, is_choice: bool = False) -> str:
    """The value, if the field can say it. Raises ValidationError.

    A label may be any word, as files bring it and curators write it; with `is_choice` only one that has a key.
    """
    if field == MarkEvent.Field.LABEL and not is_choice and isinstance(value, str):
        return check_label(value)
    if value not in CHOICES.get(field, ()):
        raise ValidationError(_("There is no such mark."), "mark")
    return str(value)


def check_label(word: str) -> str:
    """A label, folded. Raises ValidationError when it is too long."""
    folded = fold_label(word)
    if len(folded) > LONGEST or not folded.isprintable():
        raise ValidationError(_("A label is one short word, such as “red”."), "label")
    return folded


def fold_label(word: str) -> str:
    """`Red`, as Lightroom writes it, is our `red`; a word that is none of our colours stays as it is."""
    word = " ".join(word.split())
    return word.casefold() if word.casefold() in Asset.Label.values else word


def write_stars(rating: int | None) -> str:
    """The column as an event holds it."""
    return str(rating or 0)


def read_column(field: str, value: str) -> str | int | None:
    """An event's value as the column holds it: no stars are null."""
    return (int(value) or None) if field == MarkEvent.Field.STARS else value
