from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from projects.languages import normalise_tag, normalise_tags


@pytest.mark.parametrize(
    ("written", "normal"),
    # RFC 5646, appendix A, and section 2.1.1 on capitals.
    [
        ("DE", "de"),
        ("zh-hant", "zh-Hant"),
        ("sr-latn-rs", "sr-Latn-RS"),
        ("es-419", "es-419"),
        ("sl-NEDIS", "sl-nedis"),
        ("de-ch-1996", "de-CH-1996"),
        ("zh-yue-HK", "zh-yue-HK"),
        ("de-CH-x-Phonebk", "de-CH-x-phonebk"),
        (" kk-cyrl-kz ", "kk-Cyrl-KZ"),
    ],
)
def test_a_tag_is_written_as_the_standard_writes_it(written: str, normal: str) -> None:
    assert normalise_tag(written) == normal


@pytest.mark.parametrize("written", ["", "k", "kazakh language", "de-419-DE", "a-DE", "kk_KZ", "<b>"])
def test_what_is_no_tag_is_refused(written: str) -> None:
    with pytest.raises(ValidationError, match="not a language tag"):
        normalise_tag(written)


def test_each_language_is_kept_once_in_the_order_given() -> None:
    assert normalise_tags(["ru", "KK", "ru", "kk"]) == ["ru", "kk"]
