"""Text from formats older than UTF-8: tags of sound files and cards."""

from __future__ import annotations

import unicodedata

_CYRILLIC_LETTERS = frozenset([*range(0xC0, 0x100), 0xA8, 0xB8])
"""Where Windows code page 1251 has А–я, Ё and ё."""


def decode_old_text(value: bytes) -> str:
    """The text before the first NUL, trimmed, NFC: UTF-8, else code page 1251 or Latin-1, whichever it looks like.

    Text in which most letters lie where 1251 has its Cyrillic is Cyrillic: a word of Latin-1 is mostly ASCII.
    """
    value = value.split(b"\x00", 1)[0]
    try:
        text = value.decode("utf-8")
    except UnicodeDecodeError:
        text = value.decode("cp1251" if _looks_cyrillic(value) else "cp1252", "replace")
    return unicodedata.normalize("NFC", text).strip()


def repair_old_text(text: str) -> str:
    """Text that a reader took for Latin-1, or could not decode at all, decoded again as `decode_old_text` would."""
    try:
        return decode_old_text(text.encode("latin-1"))
    except UnicodeEncodeError:
        return decode_old_text(text.encode("utf-8", "surrogateescape"))


def _looks_cyrillic(value: bytes) -> bool:
    high = sum(byte in _CYRILLIC_LETTERS for byte in value)
    ascii_letters = sum(bytes([byte]).isalpha() for byte in value)
    return high > ascii_letters
