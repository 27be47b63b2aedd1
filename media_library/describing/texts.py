"""Texts about material as they are kept: composed, without control signs, of a sensible length. Plain Python."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

MANY_LINES = ("caption", "alt_text")
LONGEST = {
    "title": 2_000,
    "headline": 2_000,
    "creator": 2_000,
    "copyright": 2_000,
    "caption": 20_000,
    "alt_text": 20_000,
}
LONGEST_KEYWORD = 512
MOST_KEYWORDS = 500
ENDS_OF_LINES = re.compile(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]")


def tidy_text(field: str, text: str) -> str:
    """The text as the field keeps it: what is one line stays one line, and a paragraph stays a paragraph."""
    lines = ENDS_OF_LINES.sub("\n", text).split("\n")
    plain = [_compose(line).rstrip() for line in lines]
    return "\n".join(plain).strip() if field in MANY_LINES else " ".join(line.strip() for line in plain if line)


def tidy_keywords(words: Iterable[str]) -> list[str]:
    """The words, each once, sorted."""
    return sorted({tidy for word in words if (tidy := " ".join(_compose(word).split()))})


def _compose(line: str) -> str:
    """NFC, and no signs that nobody can see or store: controls and halves of surrogates. A tab is a space."""
    kept = (
        " " if sign == "\t" else sign for sign in line if sign == "\t" or unicodedata.category(sign) not in ("Cc", "Cs")
    )
    return unicodedata.normalize("NFC", "".join(kept))
