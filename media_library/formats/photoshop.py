"""The flattened picture of a Photoshop file that Pillow does not open: sixteen bits a channel, and PSB. Plain Python.

Layout: Adobe Photoshop File Formats Specification (2019-11), "File Header" to "Image Data".
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO

from PIL import Image, ImageChops

_SIGNATURE = b"8BPS"
_MODES = {1: "L", 3: "RGB", 4: "CMYK", 9: "LAB"}
_RAW, _PACKED = 0, 1
_PROFILE = 1039  # image resource that holds the ICC profile


@dataclass(frozen=True)
class _Header:
    """The file header: `is_big` is PSB, whose lengths are wider."""

    is_big: bool
    channels: int
    height_px: int
    width_px: int
    depth_bits: int
    mode: str

    @property
    def row_bytes(self) -> int:
        return self.width_px * self.depth_bits // 8


def read_photoshop(file: IO[bytes], check_size: Callable[[int, int], None]) -> Image.Image:
    """Gives the flattened picture, eight bits a channel, with its profile in `info`.

    `check_size` is told width and height in pixels before anything is decoded. Raises OSError for a damaged file, or
    one of a kind that this reader does not know.
    """
    header = _read_header(file)
    check_size(header.width_px, header.height_px)
    _skip(file, ">I")  # palette
    profile = _find_profile(_read(file, struct.unpack(">I", _read(file, 4))[0]))
    _skip(file, ">Q" if header.is_big else ">I")  # layers
    (compression,) = struct.unpack(">H", _read(file, 2))
    planes = _read_planes(file, header, compression)
    if header.mode == "CMYK":
        planes = [ImageChops.invert(plane) for plane in planes]  # the file holds light, not ink
    image = planes[0] if header.mode == "L" else Image.merge(header.mode, planes)
    if profile:
        image.info["icc_profile"] = profile
    return image


def _read(file: IO[bytes], count: int) -> bytes:
    """Reads that many bytes. What a file promises is compared with what it has before memory is asked for."""
    here = file.tell()
    if file.seek(0, 2) - here < count:
        raise OSError("truncated Photoshop file")
    file.seek(here)
    return file.read(count)


def _skip(file: IO[bytes], length_format: str) -> None:
    (length,) = struct.unpack(length_format, _read(file, struct.calcsize(length_format)))
    file.seek(length, 1)


def _read_header(file: IO[bytes]) -> _Header:
    signature, version, channels, height, width, depth, mode = struct.unpack(">4sH6xHIIHH", _read(file, 26))
    known = signature == _SIGNATURE and version in (1, 2) and depth in (8, 16) and mode in _MODES
    if not known or not width or not height or channels < len(_MODES[mode]):
        raise OSError("a Photoshop file of a kind that is not known here")
    return _Header(version == 2, channels, height, width, depth, _MODES[mode])


def _find_profile(resources: bytes) -> bytes | None:
    """The ICC profile among the image resources: signature, number, padded name, length, padded content, each."""
    start = 0
    while resources[start : start + 4] == b"8BIM" and start + 7 <= len(resources):
        (number,) = struct.unpack_from(">H", resources, start + 4)
        start += 6 + (resources[start + 6] // 2 + 1) * 2
        if start + 4 > len(resources):
            return None
        (length,) = struct.unpack_from(">I", resources, start)
        if number == _PROFILE:
            return resources[start + 4 : start + 4 + length]
        start += 4 + length + length % 2
    return None


def _read_planes(file: IO[bytes], header: _Header, compression: int) -> list[Image.Image]:
    """The colour channels in their order; further ones (alpha, spot colours) are left in the file."""
    count = len(header.mode)
    if compression == _RAW:
        return [_to_plane(_read(file, header.row_bytes * header.height_px), header, "raw") for _ in range(count)]
    if compression != _PACKED:
        raise OSError("a Photoshop file with a compression that is not known here")
    width = 4 if header.is_big else 2
    table = _read(file, header.channels * header.height_px * width)
    lengths = struct.unpack(f">{len(table) // width}{'I' if header.is_big else 'H'}", table)
    rows = header.height_px
    sizes = [sum(lengths[channel * rows : (channel + 1) * rows]) for channel in range(count)]
    return [_to_plane(_read(file, size), header, "packbits") for size in sizes]


def _to_plane(content: bytes, header: _Header, decoder: str) -> Image.Image:
    """One channel; of sixteen bits the upper eight."""
    plane = Image.frombytes("L", (header.row_bytes, header.height_px), content, decoder, "L")
    if header.depth_bits == 8:
        return plane
    import numpy as np

    return Image.fromarray(np.ascontiguousarray(np.asarray(plane)[:, ::2]))
