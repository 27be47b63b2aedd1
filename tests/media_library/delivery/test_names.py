from __future__ import annotations

import pytest
from django.http import HttpResponse
from hypothesis import given
from hypothesis import strategies as st

from media_library.delivery.names import attachment, inline, make_harmless, number_name, shorten


@pytest.mark.parametrize(
    ("name", "harmless"),
    [
        ("DSC_0001.JPG", "DSC_0001.JPG"),
        ("Қыстау күні.jpg", "Қыстау күні.jpg"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("holiday\u202egpj.exe", "holidaygpj.exe"),
        ('a"; filename="b.html', "a_; filename=_b.html"),
        ("a\r\nSet-Cookie: x=1", "aSet-Cookie_ x=1"),
        ("C:\\clips\\a.mov", "C__clips_a.mov"),
        (".htaccess", "htaccess"),
        ("...", "file"),
        ("", "file"),
        ("\ud800", "file"),
        ("a" * 300 + ".jpg", "a" * 196 + ".jpg"),
    ],
)
def test_a_hostile_name_becomes_harmless(name: str, harmless: str) -> None:
    assert make_harmless(name) == harmless


def test_an_extension_that_is_none_is_not_kept() -> None:
    assert shorten("a." + "b" * 300, 10) == "a.bbbbbbbb"


def test_a_number_goes_before_the_extension() -> None:
    assert [number_name(name, 2) for name in ("a.jpg", "README", ".hidden")] == [
        "a (2).jpg",
        "README (2)",
        ".hidden (2)",
    ]


def test_a_long_name_has_no_more_bytes_than_a_disk_takes() -> None:
    """NAME_MAX is 255 bytes (limits.h), and a number may come to it: two hundred Cyrillic letters are four hundred."""
    name = make_harmless("Қ" * 200 + ".jpg")
    assert name == "Қ" * 98 + ".jpg"  # 98 letters of two bytes and four signs are 200
    assert len(number_name(name, 1000).encode()) <= 255


def test_a_cyrillic_name_travels_as_rfc_8187_says() -> None:
    assert attachment("ә.jpg") == "attachment; filename*=utf-8''%D3%99.jpg"


def test_what_is_shown_is_named_too() -> None:
    assert inline("ә.mov") == "inline; filename*=utf-8''%D3%99.mov"
    assert inline('a".mov') == 'inline; filename="a_.mov"'


@given(st.text(max_size=300))
def test_whatever_the_name_it_can_stand_in_a_header(name: str) -> None:
    response = HttpResponse()
    response["Content-Disposition"] = attachment(name)  # Django refuses line breaks and what is not ASCII
    assert response["Content-Disposition"].startswith("attachment; filename")
