import pytest

from media_library.formats.old_text import decode_old_text, repair_old_text


@pytest.mark.parametrize("text", ["Ёлка", "Базар утром, 1998", "Қазақ", "Café", "José Muñoz", "© 2010 Jamie", "plain"])
def test_utf8_stays_itself(text):
    assert decode_old_text(text.encode() + b"\0junk") == text


@pytest.mark.parametrize("text", ["Ёлка", "Базар утром, 1998"])
def test_cyrillic_of_the_old_code_page_is_told_from_latin(text):
    assert decode_old_text(text.encode("cp1251")) == text
    assert repair_old_text(text.encode("cp1251").decode("latin-1")) == text


@pytest.mark.parametrize("text", ["Café", "José Muñoz", "© 2010 Jamie"])
def test_latin_stays_latin(text):
    assert decode_old_text(text.encode("latin-1")) == text
    assert repair_old_text(text) == text
