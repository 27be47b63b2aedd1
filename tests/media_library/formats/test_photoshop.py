"""Photoshop files written here by the specification, and a real one of sixteen bits."""

from __future__ import annotations

import struct
import tracemalloc
from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from media_library.formats import UnreadableFile, pictures
from media_library.formats.colour import make_adobe_rgb
from media_library.formats.pictures import decode


def write_photoshop(
    planes: np.ndarray, mode: int, *, version: int = 1, packed: bool = False, resources: bytes = b""
) -> BytesIO:
    """A file of these channels (count, height, width), laid out as the specification says, packed as literal runs."""
    channels, height, width = planes.shape
    content = planes.astype(f">u{planes.itemsize}")
    file = struct.pack(">4sH6xHIIHH", b"8BPS", version, channels, height, width, planes.itemsize * 8, mode)
    file += struct.pack(">I", 0) + struct.pack(">I", len(resources)) + resources
    file += struct.pack(">Q" if version == 2 else ">I", 0) + struct.pack(">H", int(packed))
    if packed:
        rows = [bytes([len(row.tobytes()) - 1]) + row.tobytes() for plane in content for row in plane]
        file += b"".join(struct.pack(">I" if version == 2 else ">H", len(row)) for row in rows) + b"".join(rows)
    else:
        file += content.tobytes()
    return BytesIO(file)


def channels(*values: int, size: tuple[int, int] = (6, 5)) -> np.ndarray:
    return np.stack([np.full(size, value, np.uint16) for value in values])


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("version", [1, 2])
def test_sixteen_bits_of_colour_become_eight(version: int, packed: bool) -> None:
    file = write_photoshop(channels(0xFFFF, 0x8080, 0x1010), 3, version=version, packed=packed)
    image = decode(file, "psd", 2560).image
    assert (image.mode, image.size) == ("RGB", (5, 6))
    assert image.getcolors() == [(30, (0xFF, 0x80, 0x10))]


def test_a_channel_of_transparency_is_left_out() -> None:
    assert decode(write_photoshop(channels(1 << 8, 2 << 8, 3 << 8, 9 << 8), 3), "psd", 320).image.getcolors() == [
        (30, (1, 2, 3))
    ]


def test_grey_of_sixteen_bits_is_grey() -> None:
    assert decode(write_photoshop(channels(0x4040), 1), "psd", 320).image.getcolors() == [(30, 0x40)]


def test_inks_are_the_complement_of_what_is_written() -> None:
    assert decode(write_photoshop(channels(0xFFFF, 0, 0, 0xFFFF), 4), "psd", 320).image.getcolors() == [
        (30, (0, 255, 255, 0))
    ]


def test_the_profile_comes_along() -> None:
    profile = make_adobe_rgb()
    other = b"8BIM" + struct.pack(">H", 1005) + b"\0\0" + struct.pack(">I", 3) + b"abc\0"
    resources = other + b"8BIM" + struct.pack(">H", 1039) + b"\x03abc" + struct.pack(">I", len(profile)) + profile
    assert decode(write_photoshop(channels(1, 2, 3), 3, resources=resources), "psd", 320).profile == profile


@pytest.mark.parametrize("length", [4, 20, 30, 40, 60])
def test_a_file_that_breaks_off_is_refused(length: int) -> None:
    content = write_photoshop(channels(1, 2, 3), 3).getvalue()
    with pytest.raises(UnreadableFile):
        decode(BytesIO(content[:length]), "psd", 320)


def test_a_length_that_no_file_has_takes_no_memory() -> None:
    content = bytearray(write_photoshop(channels(1, 2, 3), 3).getvalue())
    content[30:34] = b"\xff\xff\xff\xff"  # four gigabytes of image resources
    tracemalloc.start()
    with pytest.raises(UnreadableFile):
        decode(BytesIO(content), "psd", 320)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 10_000_000


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
def test_a_file_over_the_limit_is_refused_before_it_is_read() -> None:
    content = struct.pack(">4sH6xHIIHH", b"8BPS", 1, 3, 60000, 60000, 16, 3)
    with pytest.raises(UnreadableFile, match="60000 x 60000 px is more than the limit"):
        decode(BytesIO(content), "psd", 320)


def test_what_pillow_opens_itself_it_still_opens() -> None:
    planes = channels(10, 20, 30).astype(np.uint8)
    image = decode(write_photoshop(planes, 3), "psd", 320).image
    assert image.format == "PSD"
    assert image.convert("RGB").getpixel((1, 1)) == (10, 20, 30)
    assert isinstance(image, Image.Image)
    assert pictures.fit(image.size, 320) == (5, 6)
