"""RAW files. LibRaw itself is stood in for where a camera would be needed; the real files show the rest."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import rawpy
from PIL import Image

from media_library.formats import Facts, FileType, Kind, UnreadableFile, raw
from media_library.formats.facts import Rendered, RenditionSpec


def render(path: Path, folder: Path, *specs: str) -> dict[str, Rendered]:
    file_type = FileType(Kind.PHOTO, "raw", "NEF", "image/x-nikon-nef", "nef")
    wanted = [RenditionSpec(spec) for spec in specs] or raw.list_specs(Facts())
    return {made.spec: made for made in raw.render(path, file_type, wanted, folder)}


def make_jpeg(size: tuple[int, int], colour: str = "red") -> bytes:
    file = BytesIO()
    Image.new("RGB", size, colour).save(file, "JPEG")
    return file.getvalue()


class Camera:
    """An open RAW file as rawpy gives it: 3000 x 2000 px, or the other way round when it stood upright."""

    def __init__(self, preview: Any, flip: int = 0, develops: bool = True) -> None:
        self.preview = preview
        self.develops = develops
        upright = flip in (5, 6)
        width, height = (2000, 3000) if upright else (3000, 2000)
        self.sizes = SimpleNamespace(width=width, height=height, raw_width=3000, raw_height=2000, flip=flip)

    def __enter__(self) -> Camera:
        return self

    def __exit__(self, *error: object) -> None:
        pass

    def extract_thumb(self) -> Any:
        if self.preview is None:
            raise rawpy.LibRawNoThumbnailError
        kind = rawpy.ThumbFormat.JPEG if isinstance(self.preview, bytes) else rawpy.ThumbFormat.BITMAP
        return SimpleNamespace(format=kind, data=self.preview)

    def postprocess(self, *, half_size: bool, **options: Any) -> Any:
        if not self.develops:
            raise rawpy.LibRawDataError
        factor = 2 if half_size else 1
        return np.full((self.sizes.height // factor, self.sizes.width // factor, 3), 90, np.uint8)


@pytest.fixture
def card(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """Puts a camera's file on the card: as long as its pixels want at the least."""

    def insert(camera: Camera, size_bytes: int = 800_000) -> Path:
        path = tmp_path / "DSC_0001.NEF"
        path.write_bytes(bytes(size_bytes))
        monkeypatch.setattr(rawpy, "imread", lambda name: camera)
        return path

    return insert


def test_the_camera_s_preview_comes_first(card: Any, tmp_path: Path) -> None:
    one = render(card(Camera(make_jpeg((1620, 1080)))), tmp_path)["max-1280"]
    assert (one.width_px, one.height_px, one.data) == (1280, 853, {"from": "camera preview"})


def test_a_preview_may_be_a_bitmap(card: Any, tmp_path: Path) -> None:
    one = render(card(Camera(np.zeros((1080, 1620, 3), np.uint8))), tmp_path)["max-320"]
    assert (one.width_px, one.height_px, one.data) == (320, 213, {"from": "camera preview"})


def test_a_small_preview_gives_way_to_the_developed_picture(card: Any, tmp_path: Path) -> None:
    one = render(card(Camera(make_jpeg((160, 120)))), tmp_path)["max-2560"]
    assert (one.width_px, one.height_px, one.data) == (1500, 1000, {"from": "rendered"})


def test_a_small_preview_is_better_than_nothing(card: Any, tmp_path: Path) -> None:
    one = render(card(Camera(make_jpeg((160, 120)), develops=False)), tmp_path)["max-2560"]
    assert (one.width_px, one.height_px, one.data) == (160, 120, {"from": "camera preview"})


@pytest.mark.parametrize("broken", [None, b"\xff\xd8 not a picture", np.zeros((2, 2), np.complex64)])
def test_without_a_preview_the_picture_is_developed(card: Any, tmp_path: Path, broken: Any) -> None:
    assert render(card(Camera(broken)), tmp_path)["max-320"].data == {"from": "rendered"}


@pytest.mark.parametrize("flip", [5, 6])
def test_a_preview_that_lies_is_put_upright(card: Any, tmp_path: Path, flip: int) -> None:
    one = render(card(Camera(make_jpeg((1500, 1000)), flip)), tmp_path)["max-320"]
    assert (one.width_px, one.height_px) == (213, 320)


@pytest.mark.parametrize("flip", [5, 6])
def test_a_preview_that_is_upright_already_stays(card: Any, tmp_path: Path, flip: int) -> None:
    one = render(card(Camera(make_jpeg((1000, 1500)), flip)), tmp_path)["max-320"]
    assert (one.width_px, one.height_px) == (213, 320)


def test_a_turn_to_the_right_is_a_turn_to_the_right(card: Any, tmp_path: Path) -> None:
    """What lay at the left of the sensor comes to the top: LibRaw's flip 6 is EXIF's 6, a turn of 90° clockwise."""
    pixels = np.zeros((1000, 1500, 3), np.uint8)
    pixels[:, :750] = 255
    one = render(card(Camera(pixels, 6)), tmp_path, "max-320")["max-320"]
    with Image.open(tmp_path / one.file_name) as image:
        rows = np.asarray(image.convert("L")).mean(axis=1)
    assert rows[:100].mean() > 250
    assert rows[-100:].mean() < 5


def test_a_file_that_was_cut_off_is_refused(card: Any, tmp_path: Path) -> None:
    """3000 x 2000 pixels at a bit each would be 750,000 bytes."""
    with pytest.raises(UnreadableFile, match="cut off"):
        render(card(Camera(None), size_bytes=700_000), tmp_path)


def test_a_preview_is_found_in_a_file_that_libraw_does_not_know(tmp_path: Path) -> None:
    path = tmp_path / "new.raw"
    path.write_bytes(b"a new maker" * 50 + make_jpeg((160, 120), "blue") + bytes(999) + make_jpeg((640, 480)) + b"end")
    one = render(path, tmp_path, "max-2560")["max-2560"]
    assert (one.width_px, one.height_px, one.data) == (640, 480, {"from": "camera preview"})
    with Image.open(tmp_path / one.file_name) as image:
        assert image.convert("RGB").getpixel((320, 240))[0] > 240  # type: ignore[index]


@pytest.mark.parametrize("content", [b"II*\0 nothing of the kind", b"\xff\xd8\xff" * 500, b"x"])
def test_a_file_with_nothing_in_it_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.nef"
    path.write_bytes(content)
    with pytest.raises(UnreadableFile, match="no preview"):
        render(path, tmp_path)


# -- Real files: CRW with a preview, KDC and NEF without one of use ---------------------------------------------------


@pytest.mark.parametrize(
    ("pattern", "origin", "size"),
    [
        ("*.CRW", "camera preview", (1440, 960)),  # libraw and exiftool: a JPEG of 1440 x 960 px inside
        ("*.KDC", "rendered", (768, 512)),
        ("*.NEF", "rendered", (2012, 1324)),
    ],
)
def test_real_raw_files_become_pictures(
    samples: Path, tmp_path: Path, pattern: str, origin: str, size: tuple[int, int]
) -> None:
    path = next((samples / "raw").glob(pattern))
    one = render(path, tmp_path)["max-2560"]
    assert one.data == {"from": origin}
    assert (one.width_px, one.height_px) == size
    with Image.open(tmp_path / one.file_name) as image:
        assert np.asarray(image).std() > 20


def test_a_developed_picture_looks_like_the_camera_s_own(samples: Path, tmp_path: Path) -> None:
    """The JPEG that the Canon wrote beside its CRW is the judge."""
    one = render(next((samples / "raw").glob("*.CRW")), tmp_path, "max-320")["max-320"]
    with Image.open(tmp_path / one.file_name) as image, Image.open(next((samples / "raw").glob("CRW.JPG"))) as judge:
        ours = np.asarray(image.convert("L").resize((60, 40))).astype(float)
        theirs = np.asarray(judge.convert("L").resize((60, 40))).astype(float)
    assert np.corrcoef(ours.ravel(), theirs.ravel())[0, 1] > 0.97
