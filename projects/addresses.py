"""The address of a project: the last part of its URL, proposed from its title in any of our three languages."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

LONGEST = 80
"""Characters, as the column holds."""

RESERVED = frozenset({"new", "edit", "admin", "accounts", "api", "media", "static", "projects"})
"""Words that are, or may become, addresses of Kadr's own pages."""

RUSSIAN = {
    **dict(zip("абвгдезиклмнопрстуфэйё", "abvgdeziklmnoprstufeie", strict=True)),
    **{"ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ы": "y", "ъ": "", "ь": "", "ю": "yu"},
    **{"я": "ya"},
}
"""After ICAO Doc 9303 part 3, section 6.B, but ю and я as people write them, and no sign for ъ."""

KAZAKH = dict(zip("әғқңөұүһі", "agqnouuhi", strict=True))
"""The letters of the Kazakh Latin alphabet (project of 2021: ä ğ q ñ ö ū ü h ı) without their marks."""

LETTERS = str.maketrans({**RUSSIAN, **KAZAKH})


def transliterate(text: str) -> str:
    """The text in lower-case Latin letters; what is neither Russian nor Kazakh Cyrillic stays."""
    return text.lower().translate(LETTERS)


def propose_address(title: str, is_taken: Callable[[str], bool] = lambda address: False) -> str:
    """An address made from a title: `Қыстау` gives `qystau`, and `qystau-2` when that is taken or reserved."""
    base = slugify(transliterate(title))[:LONGEST].strip("-_") or "project"
    address, number = base, 1
    while address in RESERVED or is_taken(address):
        number += 1
        ending = f"-{number}"
        address = base[: LONGEST - len(ending)] + ending
    return address


def check_address(address: str) -> None:
    """Raises ValidationError when Kadr needs the word for itself."""
    if address.lower() in RESERVED:
        raise ValidationError(
            _("“%(address)s” is an address of Kadr itself. Choose another word."), "reserved", {"address": address}
        )
