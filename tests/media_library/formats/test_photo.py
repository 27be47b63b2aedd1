"""The pictures made of a photograph: upright, sRGB, without metadata; and of every real file that is at hand."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageCms, ImageOps

from media_library.formats import Facts, FileType, Kind, UnreadableFile, photo
from media_library.formats.facts import Rendered, RenditionSpec

EXTENSIONS = {
    "JPEG": "jpg",
    "PNG": "png",
    "APNG": "png",
    "TIFF": "tif",
    "BTF": "tif",
    "WEBP": "webp",
    "Extended WEBP": "webp",
    "GIF": "gif",
    "AVIF": "avif",
    "HEIC": "heic",
    "HEIF": "heic",
    "HEIFS": "heic",
    "PSD": "psd",
}
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning")

BEYOND_US = {"BigTIFFMotorola.tif"}
"""Whole files that no decoder here opens: a big-endian BigTIFF, which Pillow's reader takes for an ordinary one."""


def type_of(name: str) -> FileType:
    return FileType(Kind.PHOTO, "photo", name, "", EXTENSIONS[name])


def render(path: Path, folder: Path, name: str = "JPEG", *specs: str) -> dict[str, Rendered]:
    wanted = [RenditionSpec(spec) for spec in specs] or photo.list_specs(Facts())
    return {made.spec: made for made in photo.render(path, type_of(name), wanted, folder)}


def write(image: Image.Image, path: Path, **options: Any) -> Path:
    image.save(path, **options)
    return path


def four_corners(size: tuple[int, int] = (600, 400)) -> Image.Image:
    """Red, green above; blue, white below."""
    image = Image.new("RGB", (2, 2))
    image.putdata([(255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)])
    return image.resize(size, Image.Resampling.NEAREST)


def name_corners(image: Image.Image) -> str:
    names = {(1, 0, 0): "r", (0, 1, 0): "g", (0, 0, 1): "b", (1, 1, 1): "w"}
    width, height = image.size
    places = [(width // 8, height // 8), (width * 7 // 8, height // 8)]
    places += [(x, height * 7 // 8) for x, _ in places]
    pixels = [image.convert("RGB").getpixel(place) for place in places]
    return "".join(names[tuple(int(part > 127) for part in pixel)] for pixel in pixels)  # type: ignore[union-attr]


def test_every_photograph_has_the_same_three_pictures() -> None:
    assert [spec.name for spec in photo.list_specs(Facts(width=40, height=30))] == ["max-320", "max-1280", "max-2560"]


def test_three_sizes_are_made(tmp_path: Path) -> None:
    path = write(four_corners((3000, 2000)), tmp_path / "a.jpg")
    made = render(path, tmp_path)
    assert {name: (one.width_px, one.height_px) for name, one in made.items()} == {
        "max-2560": (2560, 1707),
        "max-1280": (1280, 853),
        "max-320": (320, 213),
    }
    for one in made.values():
        with Image.open(tmp_path / one.file_name) as image:
            assert (image.format, image.size) == ("JPEG", (one.width_px, one.height_px))
            assert name_corners(image) == "rgbw"


def test_a_small_photograph_is_never_enlarged(tmp_path: Path) -> None:
    made = render(write(four_corners((200, 100)), tmp_path / "a.png"), tmp_path, "PNG")
    assert {(one.width_px, one.height_px) for one in made.values()} == {(200, 100)}
    assert len(made) == 3


def test_only_what_is_asked_for_is_made(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    made = render(write(four_corners(), tmp_path / "a.jpg"), folder, "JPEG", "max-320")
    assert list(made) == ["max-320"]
    assert [path.name for path in folder.iterdir()] == ["max-320.jpg"]


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_comes_out_upright(tmp_path: Path, orientation: int) -> None:
    """What lies in the file is turned away from upright; Pillow's own `exif_transpose` is the judge of the turning."""
    back = {2: 2, 3: 3, 4: 4, 5: 5, 6: 8, 7: 7, 8: 6}.get(orientation, 1)
    turning = Image.Exif()
    turning[274] = back
    stored = four_corners()
    stored.info["exif"] = turning.tobytes()
    stored = ImageOps.exif_transpose(Image.open(save_png(stored, turning)))
    marked = Image.Exif()
    marked[274] = orientation
    path = write(stored, tmp_path / "a.jpg", exif=marked)
    one = render(path, tmp_path)["max-320"]
    assert (one.width_px, one.height_px) == (320, 213)
    with Image.open(tmp_path / one.file_name) as image:
        assert name_corners(image) == "rgbw"


def save_png(image: Image.Image, exif: Image.Exif) -> BytesIO:
    file = BytesIO()
    image.save(file, "PNG", exif=exif)
    file.seek(0)
    return file


@pytest.mark.parametrize("orientation", [0, 9, 65535])
def test_an_orientation_that_makes_no_sense_is_upright(tmp_path: Path, orientation: int) -> None:
    exif = Image.Exif()
    exif[274] = orientation
    one = render(write(four_corners(), tmp_path / "a.jpg", exif=exif), tmp_path)["max-320"]
    assert (one.width_px, one.height_px) == (320, 213)


def test_nothing_of_the_original_s_metadata_is_in_what_is_made(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[315] = "A name that stays at home"
    exif.get_ifd(0x8825)[2] = (43.0, 15.0, 0.0)
    xmp = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>at home</x:xmpmeta>"
    path = write(four_corners(), tmp_path / "a.jpg", exif=exif, comment=b"at home", xmp=xmp, dpi=(300, 300))
    for one in render(path, tmp_path).values():
        content = (tmp_path / one.file_name).read_bytes()
        assert b"home" not in content
        assert b"Exif" not in content
        with Image.open(BytesIO(content)) as image:
            assert not image.getexif()
            assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_a_picture_in_another_colour_space_is_converted(tmp_path: Path) -> None:
    """The swatch's D50 value is asked of littleCMS through Lab, a way that the code does not take."""
    from media_library.formats.colour import make_adobe_rgb

    path = write(Image.new("RGB", (64, 64), (180, 120, 60)), tmp_path / "a.png", icc_profile=make_adobe_rgb())
    one = render(path, tmp_path, "PNG", "max-320")["max-320"]
    with Image.open(tmp_path / one.file_name) as image:
        found = np.asarray(image).reshape(-1, 3).mean(axis=0)
    lab = ImageCms.createProfile("LAB")
    source = ImageCms.ImageCmsProfile(BytesIO(make_adobe_rgb()))
    swatch = ImageCms.profileToProfile(Image.new("RGB", (1, 1), (180, 120, 60)), source, lab, outputMode="LAB")
    expected = ImageCms.profileToProfile(swatch, lab, ImageCms.createProfile("sRGB"), outputMode="RGB").getpixel((0, 0))
    assert np.abs(found - np.array(expected)).max() < 4


def test_the_first_frame_stands_for_an_animation(tmp_path: Path) -> None:
    frames = [Image.new("RGB", (32, 32), colour) for colour in ("red", "blue")]
    path = write(frames[0], tmp_path / "a.gif", save_all=True, append_images=frames[1:])
    one = render(path, tmp_path, "GIF", "max-320")["max-320"]
    with Image.open(tmp_path / one.file_name) as image:
        assert image.convert("RGB").getpixel((16, 16))[0] > 240  # type: ignore[index]


def test_the_first_page_stands_for_a_document(tmp_path: Path) -> None:
    pages = [Image.new("RGB", (32, 32), colour) for colour in ("blue", "red")]
    path = write(pages[0], tmp_path / "a.tif", save_all=True, append_images=pages[1:])
    one = render(path, tmp_path, "TIFF", "max-320")["max-320"]
    with Image.open(tmp_path / one.file_name) as image:
        assert image.convert("RGB").getpixel((16, 16))[2] > 240  # type: ignore[index]


def test_a_photograph_that_breaks_off_says_so(tmp_path: Path) -> None:
    whole = tmp_path / "whole.jpg"
    Image.fromarray(np.random.default_rng(2).integers(0, 255, (400, 600, 3), np.uint8)).save(whole)
    path = tmp_path / "half.jpg"
    path.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    for one in render(path, tmp_path).values():
        assert one.data["damaged"] is True
        assert one.data["reason"].endswith("the file is cut off before its end.")
    assert render(whole, tmp_path)["max-320"].data == {}


def test_a_file_that_is_no_picture_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(b"\xff\xd8\xff\xe0 and then nothing of the kind")
    with pytest.raises(UnreadableFile):
        render(path, tmp_path)


# -- Real files -------------------------------------------------------------------------------------------------------


def list_real(samples: Path, *categories: str) -> list[dict[str, Any]]:
    files = json.loads((samples / "facts.json").read_text())["files"]
    return [file for file in files if file["category"] in categories and file["file_type"] in EXTENSIONS]


def test_every_real_photograph_gives_an_upright_picture(samples: Path, tmp_path: Path) -> None:
    """The shape is that of the size as displayed, which exiftool and heif-info read."""
    wrong = []
    for file in list_real(samples, "photos", "heif", "tiff-png-webp-gif"):
        try:
            one = render(samples / file["path"], tmp_path, file["file_type"], "max-320")["max-320"]
        except UnreadableFile as refusal:
            wrong.append((file["path"], str(refusal)))
            continue
        shape = (one.width_px or 0) / (one.height_px or 1)
        expected = file["width"] / file["height"] if file.get("height") else shape
        if abs(shape / expected - 1) > 0.05:
            wrong.append((file["path"], f"{one.width_px} x {one.height_px}"))
    assert [entry for entry in wrong if Path(entry[0]).name not in BEYOND_US] == []


def test_hostile_pictures_are_made_or_refused_with_a_sentence(samples: Path, tmp_path: Path) -> None:
    made = refused = 0
    for file in list_real(samples, "hostile"):
        try:
            render(samples / file["path"], tmp_path, file["file_type"])
            made += 1
        except UnreadableFile as refusal:
            assert str(refusal).endswith(".")
            refused += 1
    assert made >= 20
    assert refused >= 15
