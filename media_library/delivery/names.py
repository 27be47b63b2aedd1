"""File names of strangers, made fit for a header and for a disk."""

from __future__ import annotations

import unicodedata

from django.utils.http import content_disposition_header

LONGEST_NAME_BYTES = 200
"""Most file systems take 255 bytes (NAME_MAX, limits.h); a number in brackets has to go in as well."""

UNFIT = '\\/:*?"<>|'
"""What some file system would trip over, or read as a path."""


def make_harmless(name: str) -> str:
    """The name without control and direction signs (Unicode Cc, Cf, Cs, Co, Zl, Zp), separators and leading dots."""
    name = "".join("_" if letter in UNFIT else letter for letter in name if is_harmless(letter))
    return shorten(name.strip(" .") or "file")


def shorten(name: str, most_bytes: int = LONGEST_NAME_BYTES) -> str:
    """The name in so many bytes of UTF-8, with its extension kept."""
    if len(name.encode()) <= most_bytes:
        return name
    stem, dot, extension = name.rpartition(".")
    ending = f"{dot}{extension}" if stem and len(extension) <= 16 else ""
    kept = (stem if ending else name).encode()[: most_bytes - len(ending.encode())].decode(errors="ignore")
    return kept + ending


def number_name(name: str, number: int) -> str:
    """`a (2).jpg`: another name for a file where one of that name lies already."""
    stem, dot, extension = name.rpartition(".")
    return f"{stem} ({number}){dot}{extension}" if stem else f"{name} ({number})"


def is_harmless(letter: str) -> bool:
    """Whether the character shows what it is. Cf holds the bidirectional overrides (Unicode standard annex 9)."""
    return unicodedata.category(letter) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def attachment(name: str) -> str:
    """A Content-Disposition that saves the bytes under this name and never shows them (RFC 6266)."""
    return content_disposition_header(as_attachment=True, filename=make_harmless(name)) or "attachment"


def inline(name: str) -> str:
    """A Content-Disposition that lets the bytes be shown, and names them for whoever saves them (RFC 6266)."""
    return content_disposition_header(as_attachment=False, filename=make_harmless(name)) or "inline"
