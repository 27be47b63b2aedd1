from __future__ import annotations

import pytest

from media_library.describing.texts import tidy_keywords, tidy_text


@pytest.mark.parametrize(
    ("field", "typed", "kept"),
    [
        ("title", "  Берку\u0301тчи \r\n на коне ", "Берку\u0301тчи на коне"),
        ("title", "Е\u0308лка", "Ёлка"),
        ("caption", "One.\r\n\r\n  Two.  \n", "One.\n\n  Two."),
        ("caption", "a\x00b\x07c\ud800d\te", "abcd e"),
        ("caption", "a\u2028b", "a\nb"),
        ("alt_text", "👩\u200d👧 نص\u200c", "👩\u200d👧 نص\u200c"),
    ],
)
def test_a_text_is_kept_composed_and_without_control_signs(field: str, typed: str, kept: str) -> None:
    assert tidy_text(field, typed) == kept


def test_tidying_twice_is_tidying_once() -> None:
    once = tidy_text("caption", " \u0301a\r\n\x0b\n b ")
    assert tidy_text("caption", once) == once


def test_keywords_are_each_there_once_in_order() -> None:
    assert tidy_keywords([" sky", "Altai  steppe", "", "sky", "й", "и\u0306"]) == ["Altai steppe", "sky", "й"]
