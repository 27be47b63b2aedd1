"""From bytes of an unknown code page to text. Plain Python.

EXIF calls its text ASCII and IPTC-IIM may not say what it is. Programs have written UTF-8, and before that the code
page of their system: Western (Windows-1252), Cyrillic (Windows-1251), Kazakh (KZ-1048, STRK 1048-2002).
"""

from __future__ import annotations

import codecs
import re
import unicodedata

WORD = re.compile(rb"[A-Za-z\x80-\xff]+")
ONLY_KAZAKH = frozenset(b"\xa3\xa5\xaa\xaf\xb4\xba\xbc\xbd\xbe\xbf\x8d\x9d")
"""Letters of KZ-1048 whose places in Windows-1251 hold letters that no language writes beside `ы`."""
YERU = frozenset(b"\xdb\xfb")
CYRILLIC = frozenset(range(0xC0, 0x100)) | frozenset(b"\xa8\xb8\xa1\xa2\xb2\xb3") | ONLY_KAZAKH


def decode_text(raw: bytes, declared: str | None = None) -> str:
    """The text of `raw` in NFC: UTF-8 if it is that, else the `declared` code page, else the likeliest 8-bit one."""
    if raw.isascii():
        return raw.decode("ascii")
    try:
        return unicodedata.normalize("NFC", raw.decode("utf-8"))
    except UnicodeDecodeError:
        text = raw.decode(declared or guess_code_page(raw), "replace")
        return unicodedata.normalize("NFC", text)


def guess_code_page(raw: bytes) -> str:
    """Windows-1251 or KZ-1048 when whole words are of Cyrillic letters, else Windows-1252.

    A Western text has its accented letters singly, between ASCII ones; a Cyrillic word has nothing else. A UTF-8 text
    cut off in the middle of a letter stays UTF-8.
    """
    if _is_cut_utf8(raw):
        return "utf-8"
    cyrillic = western = 0
    for word in WORD.findall(raw):
        high = [letter for letter in word if letter >= 0x80]
        if len(high) == len(word) and all(letter in CYRILLIC for letter in high):
            cyrillic += len(word) if len(word) > 1 else 0
        elif high:
            western += len(high) + 1
    if cyrillic <= western:
        return "latin-1" if any(letter in raw for letter in b"\x81\x8d\x8f\x90\x9d") else "cp1252"
    letters = frozenset(raw)
    return "kz1048" if letters & ONLY_KAZAKH and letters & YERU else "cp1251"


def _is_cut_utf8(raw: bytes) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        return any(letter > "\x7f" for letter in decoder.decode(raw))
    except UnicodeDecodeError:
        return False


def clean_text(text: str) -> str | None:
    """`text` without NULs and blanks around it, lines ending as on Unix; None when nothing is left."""
    return text.replace("\r\n", "\n").strip("\x00 \t\r\n") or None


def decode_utf16(raw: bytes, order: str = "<") -> str:
    """Text of the XP tags: UTF-16, little-endian as Windows writes it, up to the first NUL."""
    text = raw[: len(raw) // 2 * 2].decode("utf-16-le" if order == "<" else "utf-16-be", "replace")
    return unicodedata.normalize("NFC", text.partition("\x00")[0])
