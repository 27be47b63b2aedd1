"""Opening, colour and the chain of sizes. Expected colours come from the standards, or are worked out here by hand."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import numpy as np
import pytest
from PIL import Image, ImageCms

from media_library.formats import UnreadableFile, pictures
from media_library.formats.colour import flatten, make_adobe_rgb, to_eight_bits, to_srgb
from media_library.formats.pictures import decode, fit, shrink

pytestmark = pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")


@pytest.fixture(autouse=True)
def usual_limit() -> Iterator[None]:
    yield
    pictures.limit_pixels(500)


def save(image: Image.Image, name: str, **options: object) -> BytesIO:
    file = BytesIO()
    image.save(file, name, **options)
    file.seek(0)
    return file


def middle(image: Image.Image) -> tuple[int, ...]:
    value = image.getpixel((image.width // 2, image.height // 2))
    return value if isinstance(value, tuple) else (int(value or 0),)


def close(found: tuple[int, ...], expected: tuple[int, ...], tolerance: int = 2) -> bool:
    return len(found) == len(expected) and all(
        abs(one - other) <= tolerance for one, other in zip(found, expected, strict=True)
    )


# -- Size -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("size", "long_edge", "expected"),
    [
        ((6000, 4000), 2560, (2560, 1707)),  # 4000 * 2560 / 6000 = 1706.7
        ((4000, 6000), 2560, (1707, 2560)),
        ((2560, 1706), 1280, (1280, 853)),
        ((1280, 960), 320, (320, 240)),
        ((20000, 10), 320, (320, 1)),  # never thinner than a pixel
        ((200, 100), 320, (200, 100)),  # never enlarged
        ((320, 100), 320, (320, 100)),
    ],
)
def test_the_long_edge_is_what_was_asked_for(size: tuple[int, int], long_edge: int, expected: tuple[int, int]) -> None:
    assert fit(size, long_edge) == expected
    assert shrink(Image.new("L", size), expected).size == expected


@pytest.mark.parametrize("size", [(640, 214), (640, 215), (641, 214), (639, 213)])
def test_whole_fractions_come_out_exact_whatever_the_last_row(size: tuple[int, int]) -> None:
    assert shrink(make_noise(size), (320, 107)).size == (320, 107)


def test_an_average_is_an_average() -> None:
    image = Image.fromarray(np.array([[0, 100], [200, 100]], np.uint8))
    assert middle(shrink(image, (1, 1))) == (100,)


def test_transparency_does_not_bleed_its_hidden_colour_when_made_smaller() -> None:
    pixels = np.zeros((64, 64, 4), np.uint8)
    pixels[:, 0::2] = (0, 0, 255, 0)  # unseen blue between lines of seen white
    pixels[:, 1::2] = (255, 255, 255, 255)
    assert close(middle(flatten(shrink(Image.fromarray(pixels), (16, 16)))), (255, 255, 255))


def test_a_large_jpeg_is_decoded_at_a_half() -> None:
    picture = decode(save(Image.new("RGB", (1600, 1200)), "JPEG"), "jpg", 700)
    assert picture.image.size == (800, 600)


def test_a_jpeg_is_not_decoded_smaller_than_is_asked_for() -> None:
    picture = decode(save(Image.new("RGB", (1600, 1200)), "JPEG"), "jpg", 900)
    assert picture.image.size == (1600, 1200)


# -- Limits and damage ------------------------------------------------------------------------------------------------


def test_a_picture_over_the_limit_is_refused_with_its_size() -> None:
    pictures.limit_pixels(1)
    with pytest.raises(UnreadableFile, match=r"1001 x 1000 px is more than the limit of 1 megapixels"):
        decode(save(Image.new("1", (1001, 1000)), "PNG"), "png", 320)


def test_a_picture_at_the_limit_is_taken() -> None:
    pictures.limit_pixels(1)
    assert decode(save(Image.new("1", (1000, 1000)), "PNG"), "png", 320).image.size == (1000, 1000)


def test_a_file_of_another_kind_is_not_opened_by_a_decoder_that_was_not_asked_for() -> None:
    with pytest.raises(UnreadableFile, match="cannot be opened"):
        decode(save(Image.new("L", (4, 4)), "PNG"), "jpg", 320)


def test_a_kind_without_a_decoder_is_refused_by_name() -> None:
    with pytest.raises(UnreadableFile, match=r"no decoder .* \(eps\)"):
        decode(BytesIO(b"%!PS-Adobe-3.0 EPSF-3.0\n"), "eps", 320)


def make_noise(size: tuple[int, int] = (256, 256)) -> Image.Image:
    return Image.fromarray(np.random.default_rng(1).integers(0, 255, (size[1], size[0], 3), np.uint8))


@pytest.mark.parametrize(("name", "extension"), [("JPEG", "jpg"), ("PNG", "png")])
def test_a_file_that_breaks_off_gives_what_is_there_and_says_so(name: str, extension: str) -> None:
    content = save(make_noise(), name).getvalue()
    picture = decode(BytesIO(content[: len(content) // 2]), extension, 2560)
    assert picture.damage == "Only a part of the picture could be decoded: the file is cut off before its end."
    rows = np.asarray(picture.image.convert("L")).astype(int)
    assert rows[:64].std() > 20  # the first rows are there
    assert rows[-32:].std() == 0  # the last ones are not


def test_a_whole_file_is_not_called_damaged() -> None:
    assert decode(save(make_noise(), "JPEG"), "jpg", 2560).damage == ""


@pytest.mark.parametrize(("name", "extension"), [("JPEG", "jpg"), ("PNG", "png"), ("WEBP", "webp"), ("GIF", "gif")])
def test_a_file_with_nothing_but_a_head_is_refused(name: str, extension: str) -> None:
    content = save(make_noise(), name).getvalue()
    with pytest.raises(UnreadableFile):
        decode(BytesIO(content[:40]), extension, 2560)


def test_a_jpeg_without_any_picture_data_is_refused() -> None:
    content = save(make_noise(), "JPEG").getvalue()
    start = content.index(b"\xff\xda")  # start of scan, ITU-T T.81, B.2.3
    with pytest.raises(UnreadableFile, match="Nothing of the picture"):
        decode(BytesIO(content[: start + 14]), "jpg", 2560)


# -- Eight bits -------------------------------------------------------------------------------------------------------


def test_sixteen_bits_of_grey_keep_their_tones() -> None:
    grey = Image.fromarray(np.array([[0, 0x4040, 0x8080, 0xFFFF]], np.uint16))
    assert np.asarray(to_eight_bits(grey)).tolist() == [[0, 0x40, 0x80, 0xFF]]


def test_sixteen_bits_of_grey_come_through_a_tiff() -> None:
    grey = Image.fromarray(np.full((8, 8), 0x8080, np.uint16))
    assert middle(to_eight_bits(decode(save(grey, "TIFF"), "tif", 320).image)) == (0x80,)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([0.0, 0.5, 1.0], [0, 128, 255]),
        ([0.0, 128.0, 255.0], [0, 128, 255]),
        ([0.0, 32896.0, 65535.0], [0, 128, 255]),  # 32896 / 65535 * 255 = 128
        ([-1.0, 0.0, 1.0], [0, 128, 255]),
        ([float("nan"), 0.5, 1.0], [0, 128, 255]),
    ],
)
def test_floating_point_is_scaled_to_its_range(values: list[float], expected: list[int]) -> None:
    image = Image.fromarray(np.array([values], np.float32))
    assert np.asarray(to_eight_bits(image)).tolist() == [expected]


def test_black_stays_black_in_a_float_picture() -> None:
    assert np.asarray(to_eight_bits(Image.new("F", (2, 1)))).tolist() == [[0, 0]]


def test_a_bitmap_becomes_grey() -> None:
    assert middle(to_eight_bits(Image.new("1", (4, 4), 1))) == (255,)


def test_a_transparent_colour_of_an_indexed_picture_is_paper() -> None:
    image = Image.new("P", (8, 8), 1)
    image.putpalette([0, 0, 0, 10, 20, 30])
    opened = decode(save(image, "GIF", transparency=1), "gif", 320).image
    assert middle(flatten(to_eight_bits(opened))) == (255, 255, 255)


def test_a_transparent_colour_of_a_png_is_paper() -> None:
    opened = decode(save(Image.new("RGB", (8, 8), (1, 2, 3)), "PNG", transparency=(1, 2, 3)), "png", 320).image
    assert middle(flatten(to_eight_bits(opened))) == (255, 255, 255)


def test_half_transparent_red_on_paper_is_pink() -> None:
    # 255 * 128/255 + 255 * 127/255 = 255; 0 * 128/255 + 255 * 127/255 = 127
    assert close(middle(flatten(Image.new("RGBA", (4, 4), (255, 0, 0, 128)))), (255, 127, 127), 1)


# -- Colour -----------------------------------------------------------------------------------------------------------


def test_adobe_rgb_comes_out_as_the_standards_say() -> None:
    """Adobe RGB (64, 160, 96) by hand: linear by the power 563/256, to XYZ by Adobe RGB (1998) §4.3.5.3, to linear sRGB
    and its curve by IEC 61966-2-1: (-, 161.5, 91.3); red is out of gamut and becomes 0."""
    found = middle(to_srgb(Image.new("RGB", (4, 4), (64, 160, 96)), make_adobe_rgb()))
    assert close(found, adobe_to_srgb((64, 160, 96)))


@pytest.mark.parametrize("colour", [(200, 120, 90), (128, 128, 128), (255, 255, 255), (90, 110, 160)])
def test_adobe_rgb_agrees_with_its_formula(colour: tuple[int, int, int]) -> None:
    assert close(middle(to_srgb(Image.new("RGB", (4, 4), colour), make_adobe_rgb())), adobe_to_srgb(colour))


def adobe_to_srgb(colour: tuple[int, int, int]) -> tuple[int, ...]:
    """The formulas of the two standards, both with the white of D65."""
    linear = (np.array(colour) / 255) ** (563 / 256)
    to_xyz = [[0.57667, 0.18556, 0.18823], [0.29734, 0.62736, 0.07529], [0.02703, 0.07069, 0.99134]]
    to_rgb = [[3.2406, -1.5372, -0.4986], [-0.9689, 1.8758, 0.0415], [0.0557, -0.2040, 1.0570]]
    light = np.clip(np.array(to_rgb) @ np.array(to_xyz) @ linear, 0, 1)
    coded = np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)
    return tuple(round(float(value) * 255) for value in coded)


def test_a_camera_that_only_says_adobe_rgb_in_exif_is_believed() -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8769).update({0xA001: 0xFFFF, 0xA005: {1: "R03"}})
    picture = decode(save(Image.new("RGB", (16, 16), (200, 120, 90)), "JPEG", exif=exif, quality=98), "jpg", 320)
    assert close(middle(to_srgb(picture.image, picture.profile)), adobe_to_srgb((200, 120, 90)), 3)


def test_an_uncalibrated_picture_without_more_words_stays_as_it_is() -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0xA001] = 0xFFFF
    assert decode(save(Image.new("RGB", (16, 16)), "JPEG", exif=exif), "jpg", 320).profile is None


def test_srgb_is_left_alone() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    image = Image.new("RGB", (4, 4), (12, 34, 56))
    assert to_srgb(image, profile) is image


@pytest.mark.parametrize("profile", [b"", b"nonsense", b"\0" * 200])
def test_a_damaged_profile_is_let_be(profile: bytes) -> None:
    assert middle(to_srgb(Image.new("RGB", (4, 4), (12, 34, 56)), profile)) == (12, 34, 56)


def test_a_profile_of_another_kind_of_picture_is_let_be() -> None:
    assert middle(to_srgb(Image.new("L", (4, 4), 99), make_adobe_rgb())) == (99,)


def test_lab_becomes_the_colour_it_names() -> None:
    """L* 53.24, a* 80.09, b* 67.20 (D65) is pure sRGB red; adapted to the D50 of a profile it is 54.29, 80.81, 69.89
    (Lindbloom, "RGB/XYZ matrices", Bradford)."""
    lab = Image.merge("LAB", [Image.new("L", (4, 4), value) for value in (138, 128 + 81, 128 + 70)])
    assert close(middle(to_srgb(lab, None)), (255, 0, 0), 5)  # a step of eight-bit L* is 0.4


def test_inks_without_a_profile_are_taken_as_complements() -> None:
    assert close(middle(to_srgb(Image.new("CMYK", (4, 4), (0, 255, 255, 0)), None)), (255, 0, 0))


def test_inks_of_a_jpeg_are_the_right_way_round() -> None:
    picture = decode(save(Image.new("CMYK", (16, 16), (0, 255, 255, 0)), "JPEG", quality=98), "jpg", 320)
    assert close(middle(to_srgb(picture.image, picture.profile)), (255, 0, 0), 4)
