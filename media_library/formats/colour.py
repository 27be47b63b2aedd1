"""Into sRGB, eight bits a channel, without transparency: what a browser shows as it was meant. Plain Python.

A picture arrives here as a decoder left it: indexed, sixteen bits of grey, floating point, CMYK, Lab, with a profile or
without one.
"""

from __future__ import annotations

import struct
from functools import lru_cache
from io import BytesIO
from typing import Any

from PIL import Image, ImageCms

PAPER = (255, 255, 255)
"""What shows through a transparent picture."""

_COLOUR_SPACE_OF_MODE = {"L": "GRAY", "RGB": "RGB", "CMYK": "CMYK", "LAB": "LAB"}
_FULL_RANGES = (1.0, 255.0, 65535.0)


def to_eight_bits(image: Image.Image) -> Image.Image:
    """Gives the picture in a mode that can be resized: L, LA, RGB, RGBA, CMYK or LAB."""
    if image.mode == "F" or image.mode.startswith("I"):
        return _scale_grey(image)
    if image.mode in ("LA", "RGBA", "CMYK", "LAB"):
        return image
    if image.has_transparency_data:
        return image.convert("RGBA")
    if image.mode == "1":
        return image.convert("L")
    return image if image.mode in ("L", "RGB") else image.convert("RGB")


def _scale_grey(image: Image.Image) -> Image.Image:
    """Scales one channel of more than eight bits by hand: Pillow's own conversion clips it to white.

    The full range is told from the values: 0–1 and 0–255 as some programs write floats, 0–65535 for sixteen bits,
    and for whatever does not fit, from its least to its greatest value.
    """
    import numpy as np

    values = np.nan_to_num(np.asarray(image).astype(np.float32), posinf=0.0, neginf=0.0)
    least, greatest = float(values.min()), float(values.max())
    if image.mode.startswith("I;16"):
        full = 65535.0
    else:
        full = next((top for top in _FULL_RANGES if greatest <= top), greatest)
        if image.mode == "I" and full == 1.0:
            full = 255.0
    if least < 0 or full not in _FULL_RANGES:
        values -= least
        full = max(greatest - least, 1e-9)
    values *= 255.0 / full
    return Image.fromarray(values.clip(0, 255).round().astype(np.uint8))


def flatten(image: Image.Image) -> Image.Image:
    """Lays a picture with transparency on white paper."""
    if image.mode not in ("LA", "RGBA"):
        return image
    has_colour = image.mode == "RGBA"
    paper = Image.new("RGB" if has_colour else "L", image.size, PAPER if has_colour else PAPER[0])
    paper.paste(image.convert("RGB" if has_colour else "L"), mask=image.getchannel("A"))
    return paper


def to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Gives the picture in sRGB or in grey. A profile that is damaged, or of another kind of picture, is let be."""
    if profile and (transform := _make_transform(profile, image.mode)):
        image = ImageCms.applyTransform(image, transform) or image
    elif image.mode == "LAB":
        image = ImageCms.applyTransform(image, _make_lab_transform()) or image
    return image if image.mode in ("L", "RGB") else image.convert("RGB")


@lru_cache(maxsize=32)
def _make_transform(profile: bytes, mode: str) -> Any:
    """A transform from the profile to sRGB; None where none is needed, or none can be made."""
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        if source.profile.xcolor_space.strip().upper() != _COLOUR_SPACE_OF_MODE.get(mode):
            return None
        if "srgb" in (source.profile.profile_description or "").lower():
            return None
        return _build(source, mode)
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return None


@lru_cache(maxsize=1)
def _make_lab_transform() -> Any:
    return _build(ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")), "LAB")


def _build(source: ImageCms.ImageCmsProfile, mode: str) -> Any:
    return ImageCms.buildTransform(
        source,
        ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")),
        mode,
        "L" if mode == "L" else "RGB",
        renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
        flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )


@lru_cache(maxsize=1)
def make_adobe_rgb() -> bytes:
    """An ICC profile (v2.1, matrix and gamma) of Adobe RGB (1998), for cameras that only say "Adobe RGB" in EXIF.

    White point, primaries adapted to D50 and the gamma of 563/256: Adobe RGB (1998) Color Image Encoding, version
    2005-05, §4.3.5.3 and annex C. Layout: ICC.1:2001-04, clauses 6.1 and 6.2.
    """
    gamma = b"curv" + struct.pack(">4xIH2x", 1, 563)
    tags = {
        b"desc": b"desc" + struct.pack(">4xI", 12) + b"Adobe RGB-a\0" + bytes(78),
        b"cprt": b"text" + bytes(4) + b"CC0\0",
        b"wtpt": _xyz(0.9505, 1.0, 1.0891),
        b"rXYZ": _xyz(0.60974, 0.31111, 0.01947),
        b"gXYZ": _xyz(0.20528, 0.62567, 0.06087),
        b"bXYZ": _xyz(0.14919, 0.06322, 0.74457),
        b"rTRC": gamma,
        b"gTRC": gamma,
        b"bTRC": gamma,
    }
    table, body = struct.pack(">I", len(tags)), b""
    start = 128 + 4 + 12 * len(tags)
    for name, content in tags.items():
        table += name + struct.pack(">II", start + len(body), len(content))
        body += content + bytes(-len(content) % 4)
    size = start + len(body)
    head = struct.pack(">I4xI", size, 0x02100000) + b"mntrRGB XYZ " + struct.pack(">6H", 2000, 1, 1, 0, 0, 0) + b"acsp"
    head += bytes(28) + struct.pack(">3i", *(round(value * 65536) for value in (0.9642, 1.0, 0.8249)))
    return head.ljust(128, b"\0") + table + body


def _xyz(*values: float) -> bytes:
    return b"XYZ " + bytes(4) + struct.pack(">3i", *(round(value * 65536) for value in values))
