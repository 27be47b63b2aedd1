"""Bytes of unknown code pages. The encoders are Python's own codecs."""

from __future__ import annotations

import pytest

from media_library.metadata.texts import clean_text, decode_text, decode_utf16

RUSSIAN = "Пастух на перевале, осень 2019 г. Фото: Ержан Сулейменов"
KAZAKH = "Қыстаудағы қойшы, Алтай. Түнгі аспан, жұлдыздар өте жарық"
GERMAN = "Fußgänger in Köln, schöne Grüße"
FRENCH = "L'été à la fontaine, « déjà vu » — garçon"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (RUSSIAN, "utf-8"),
        (RUSSIAN, "cp1251"),
        ("Базар", "cp1251"),
        ("Весна в Алма-Ате", "cp1251"),
        (KAZAKH, "utf-8"),
        (KAZAKH, "kz1048"),
        (GERMAN, "cp1252"),
        (FRENCH, "cp1252"),
        ("© 2003 Joseph Colson", "cp1252"),
        ("日本の秋", "utf-8"),
        ("plain", "ascii"),
    ],
)
def test_text_comes_back_from_its_code_page(text: str, encoding: str) -> None:
    assert decode_text(text.encode(encoding)) == text


def test_a_declared_code_page_is_used_when_the_bytes_are_not_utf_8() -> None:
    assert decode_text("été".encode("cp437"), "cp437") == "été"


def test_utf_8_cut_in_the_middle_of_a_letter_stays_utf_8() -> None:
    assert decode_text("Алтай".encode()[:-1]).startswith("Алта")


def test_text_is_composed_as_one_writes_it() -> None:
    assert decode_text("и\u0306".encode()) == "й"


def test_blanks_and_nuls_around_a_text_are_left_out() -> None:
    assert clean_text("  OLYMPUS DIGITAL CAMERA   \x00\x00") == "OLYMPUS DIGITAL CAMERA"
    assert clean_text(" \x00 ") is None


def test_windows_text_ends_at_its_nul() -> None:
    assert decode_utf16("Степь\x00rest".encode("utf-16-le")) == "Степь"
