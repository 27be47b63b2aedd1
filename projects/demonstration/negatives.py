"""A RAW file as a telephone writes one: a mosaic of one colour for each pixel, with what a developer needs to know.

Digital Negative, by Adobe's specification 1.4.0.0 (2012): a TIFF with a colour filter array.
"""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
from PIL import Image
from PIL.TiffImagePlugin import ImageFileDirectory_v2

from .darkroom import resize
from .noise import Array
from .photograph import Photograph
from .tags import EXIF_IFD, GPS_IFD, build_exif

BYTE, SHORT, SRATIONAL = 1, 3, 10
PHOTOMETRIC, MAKE, MODEL, ORIENTATION, SOFTWARE, DATE_TIME = 0x0106, 0x010F, 0x0110, 0x0112, 0x0131, 0x0132
CFA_REPEAT, CFA_PATTERN = 0x828D, 0x828E
DNG_VERSION, UNIQUE_MODEL, WHITE_LEVEL, COLOUR_MATRIX, NEUTRAL, ILLUMINANT = (
    0xC612,
    0xC614,
    0xC61D,
    0xC621,
    0xC628,
    0xC65A,
)
MOSAIC = 32803
D65 = 21
WHITE = 16383
FULL_LIGHT = 2.0
"""Linear light at which a pixel of the sensor is full: a stop above a white sheet."""
XYZ_TO_SRGB = (3.2405, -1.5371, -0.4985, -0.9693, 1.8760, 0.0416, 0.0556, -0.2040, 1.0572)
"""IEC 61966-2-1: the painted light is linear sRGB, so the camera's own colours are."""


def write_negative(photograph: Photograph, light: Array, path: Path) -> Path:
    """Writes painted light as a DNG, in the size of the photograph, with the camera's EXIF."""
    mosaic = lay_mosaic(resize(light, *photograph.size) * photograph.brightness)
    Image.fromarray(mosaic).save(path, "TIFF", tiffinfo=describe(photograph))
    _say_mosaic(path)
    return path


def lay_mosaic(light: Array) -> Array:
    """What is left behind a filter of red, green, green and blue: one value for each pixel, 14 bits."""
    height, width = light.shape[:2]
    plane = np.empty((height, width), np.float32)
    for row, column, channel in ((0, 0, 0), (0, 1, 1), (1, 0, 1), (1, 1, 2)):
        plane[row::2, column::2] = light[row::2, column::2, channel]
    result: Array = (np.clip(plane / FULL_LIGHT, 0, 1) * WHITE).astype(np.uint16)
    return result


def describe(photograph: Photograph) -> ImageFileDirectory_v2:
    """The tags besides those of any TIFF."""
    exif = build_exif(photograph)
    tags = ImageFileDirectory_v2()
    for tag in (MAKE, MODEL, ORIENTATION, SOFTWARE, DATE_TIME):
        tags[tag] = exif[tag]
    tags[EXIF_IFD] = dict(exif.get_ifd(EXIF_IFD))
    tags[GPS_IFD] = dict(exif.get_ifd(GPS_IFD))
    _set(tags, CFA_REPEAT, SHORT, (2, 2))
    _set(tags, CFA_PATTERN, BYTE, bytes((0, 1, 1, 2)))
    _set(tags, DNG_VERSION, BYTE, bytes((1, 4, 0, 0)))
    tags[UNIQUE_MODEL] = f"{exif[MAKE]} {exif[MODEL]}"
    _set(tags, WHITE_LEVEL, SHORT, WHITE)
    _set(tags, COLOUR_MATRIX, SRATIONAL, tuple(XYZ_TO_SRGB))
    tags[NEUTRAL] = (1.0, 1.0, 1.0)
    _set(tags, ILLUMINANT, SHORT, D65)
    return tags


def _set(tags: ImageFileDirectory_v2, tag: int, kind: int, value: object) -> None:
    tags.tagtype[tag] = kind
    tags[tag] = value


def _say_mosaic(path: Path) -> None:
    """Writes into the file that its pixels are a mosaic, which Pillow takes for grey values."""
    data = bytearray(path.read_bytes())
    order = "<" if data[:2] == b"II" else ">"
    start = struct.unpack_from(f"{order}I", data, 4)[0]
    number = struct.unpack_from(f"{order}H", data, start)[0]
    entries = range(start + 2, start + 2 + 12 * number, 12)
    place = next(entry for entry in entries if struct.unpack_from(f"{order}H", data, entry)[0] == PHOTOMETRIC)
    struct.pack_into(f"{order}HIHH", data, place + 2, SHORT, 1, MOSAIC, 0)
    path.write_bytes(data)
