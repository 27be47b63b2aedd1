"""The difference hash: steady against what does not change a picture, far apart where pictures differ."""

from __future__ import annotations

import io
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import pytest
from PIL import Image, ImageEnhance

from media_library.formats.likeness import hash_picture, hash_thumbnail, measure_distance, says_something

STEADY = 6
DIFFERENT = (
    "Canon_40D.jpg",
    "DSCN0010.jpg",
    "DSCN0042.jpg",
    "FujiFilm FinePix4900Zoom.jpg",
    "Nikon_D70.jpg",
    "Pentax_K10D.jpg",
    "elephants.jpg",
    "landscape_1.jpg",
    "portrait_1.jpg",
    "ship.jpg",
    "snow.jpg",
)
PEOPLE_CHANGE: dict[str, Callable[[Image.Image], Image.Image]] = {
    "brighter by a fifth": lambda image: ImageEnhance.Brightness(image).enhance(1.2),
    "darker by a third": lambda image: ImageEnhance.Brightness(image).enhance(0.7),
    "compressed hard": lambda image: Image.open(squeeze(image, 40)),
    "half as large": lambda image: image.resize((image.width // 2, image.height // 2)),
    "twice as large": lambda image: image.resize((image.width * 2, image.height * 2)),
    "without colour": lambda image: image.convert("L"),
}


def squeeze(image: Image.Image, quality: int) -> io.BytesIO:
    sheet = io.BytesIO()
    image.save(sheet, "JPEG", quality=quality)
    sheet.seek(0)
    return sheet


def open_small(path: Path) -> Image.Image:
    image = Image.open(path).convert("RGB")
    image.thumbnail((320, 320))
    return image


def in_columns(greys: list[int]) -> Image.Image:
    """A picture whose nine columns have these greys."""
    image = Image.new("L", (9, 8))
    image.putdata(greys * 8)
    return image


def test_the_bits_are_those_calculated_by_hand() -> None:
    # Up, down, up, down, … in each of eight rows: 10101010 is AA; the highest bit makes the number negative.
    by_turns = in_columns([0, 9, 0, 9, 0, 9, 0, 9, 0])
    assert hash_picture(by_turns) == 0xAAAAAAAAAAAAAAAA - 2**64
    other_way = in_columns([9, 0, 9, 0, 9, 0, 9, 0, 9])
    assert hash_picture(other_way) == 0x5555555555555555
    assert measure_distance(hash_picture(by_turns), hash_picture(other_way)) == 64


def test_a_distance_counts_bits_across_the_sign() -> None:
    assert measure_distance(-1, 0) == 64
    assert measure_distance(-(2**63), 2**63 - 1) == 64
    assert measure_distance(0b1011, 0b0001) == 2


@pytest.mark.parametrize("change", PEOPLE_CHANGE)
@pytest.mark.parametrize("name", DIFFERENT)
def test_what_does_not_change_the_picture_hardly_changes_its_hash(samples: Path, name: str, change: str) -> None:
    image = open_small(samples / "photos" / name)
    assert measure_distance(hash_picture(image), hash_picture(PEOPLE_CHANGE[change](image))) <= STEADY


def test_different_pictures_are_far_from_one_another(samples: Path) -> None:
    hashes = [hash_picture(open_small(samples / "photos" / name)) for name in DIFFERENT]
    distances = [measure_distance(one, other) for one, other in combinations(hashes, 2)]
    assert min(distances) > 2 * STEADY


@pytest.mark.parametrize("grey", [0, 128, 255])
def test_a_flat_picture_says_nothing(grey: int) -> None:
    assert not says_something(hash_picture(Image.new("L", (320, 200), grey)))


def test_a_gradient_says_nothing_and_a_photograph_does(samples: Path) -> None:
    assert not says_something(hash_picture(Image.linear_gradient("L").rotate(90)))
    assert says_something(hash_picture(open_small(samples / "photos" / "ship.jpg")))


def test_a_thumbnail_is_read_from_a_file_and_what_is_none_is_refused(tmp_path: Path, samples: Path) -> None:
    image = open_small(samples / "photos" / "ship.jpg")
    assert measure_distance(hash_thumbnail(squeeze(image, 95)), hash_picture(image)) <= 1
    (tmp_path / "no.jpg").write_bytes(b"no picture")
    with pytest.raises(OSError, match="identify"):
        hash_thumbnail(tmp_path / "no.jpg")
