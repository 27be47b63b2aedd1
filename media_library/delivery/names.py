"""File names of strangers, made fit for a header."""

from __future__ import annotations

import unicodedata

from django.utils.http import content_disposition_header

LONGEST = 200
"""Characters; file systems take 255 bytes."""

UNFIT = '\\/:*?"<>|'
"""What some file system would trip over, or read as a path."""


def make_harmless(name: str) -> str:
    """The name without control and direction signs (Unicode Cc, Cf, Cs, Co, Zl, Zp), separators and leading dots."""
    name = "".join("_" if letter in UNFIT else letter for letter in name if is_harmless(letter))
    name = name.strip(" .") or "file"
    if len(name) <= LONGEST:
        return name
    stem, dot, ending = name.rpartition(".")
    return stem[: LONGEST - len(ending) - 1] + dot + ending if dot and len(ending) < 10 else name[:LONGEST]


def is_harmless(letter: str) -> bool:
    """Whether the character shows what it is. Cf holds the bidirectional overrides (Unicode standard annex 9)."""
    return unicodedata.category(letter) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def attachment(name: str) -> str:
    """A Content-Disposition that saves the bytes under this name and never shows them (RFC 6266)."""
    return content_disposition_header(as_attachment=True, filename=make_harmless(name)) or "attachment"


def inline(name: str) -> str:
    """A Content-Disposition that lets the bytes be shown, and names them for whoever saves them (RFC 6266)."""
    return content_disposition_header(as_attachment=False, filename=make_harmless(name)) or "inline"
