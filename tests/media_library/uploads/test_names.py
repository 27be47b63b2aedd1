from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_library.uploads.names import make_safe_name, make_safe_path


@pytest.mark.parametrize(
    ("said", "parts"),
    [
        ("DCIM/100/DSC_0001.NEF", ("DCIM", "100", "DSC_0001.NEF")),
        ("Қыстау/таң.jpg", ("Қыстау", "таң.jpg")),
        ("../../etc/passwd", ("etc", "passwd")),
        ("/etc/passwd", ("etc", "passwd")),
        ("a/./b//c.jpg", ("a", "b", "c.jpg")),
        ("a/ .. /b.jpg", ("a", "b.jpg")),
        ("..\\..\\boot.ini", (".._.._boot.ini",)),
        ("a\0b\n.jpg", ("a_b_.jpg",)),
        ("CON", ("_CON",)),
        ("nul.txt", ("_nul.txt",)),
        ("com1.tar.gz", ("_com1.tar.gz",)),
        ("console.jpg", ("console.jpg",)),
        ("a.jpg. ", ("a.jpg",)),
        ("...", ("unnamed",)),
        ("", ("unnamed",)),
        ("..", ("unnamed",)),
    ],
)
def test_a_path_is_made_safe_and_otherwise_kept(said: str, parts: tuple[str, ...]) -> None:
    assert make_safe_path(said) == parts


def test_a_name_that_is_too_long_keeps_its_extension_and_its_letters_whole() -> None:
    name = make_safe_name("Қ" * 300 + ".jpeg")
    assert len(name.encode()) <= 200
    assert name == "Қ" * 97 + ".jpeg"  # 97 letters of two bytes and five signs are 199


def test_of_a_path_that_is_too_deep_the_folders_nearest_to_the_file_stay() -> None:
    parts = make_safe_path("/".join(str(number) for number in range(100)) + "/a.jpg")
    assert len(parts) == 32
    assert parts[-2:] == ("99", "a.jpg")
    assert make_safe_path("/".join(["x" * 190] * 30))[-1] == "x" * 190
    assert len("/".join(make_safe_path("/".join(["x" * 190] * 30)))) <= 2000


@given(st.text(max_size=400))
def test_whatever_is_said_stays_below_its_folder(said: str) -> None:
    root = Path("/uploads/one")
    parts = make_safe_path(said)
    place = root.joinpath(*parts)
    assert place.is_relative_to(root)
    assert place != root
    assert ".." not in place.parts
    assert all(0 < len(part.encode()) <= 201 and "\0" not in part for part in parts)
