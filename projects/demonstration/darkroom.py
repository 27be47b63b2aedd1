"""From light to a finished picture: colours, blur, tone curve, vignette, grain.

Painters work in linear light, height × width × 3, where 1.0 is a white sheet in full light; `develop` makes of it
what a camera would have saved.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from PIL import Image, ImageEnhance, ImageFilter

from .noise import Array, make_field


def rgb(colour: str) -> Array:
    """Linear light of a colour written as `#rrggbb` (sRGB, IEC 61966-2-1)."""
    encoded = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4).astype(np.float32)


def mix(first: Array, second: Array, share: Array | float) -> Array:
    """Goes from the first to the second as `share` goes from 0 to 1; a share without channels is given them."""
    weight = np.asarray(share, np.float32)
    coloured = first.shape[-1:] == (3,)
    if coloured and weight.ndim and (weight.ndim < max(first.ndim, second.ndim) or weight.shape[-1] not in (1, 3)):
        weight = weight[..., None]
    return first + (second - first) * weight


def ramp(value: Array, low: Array | float, high: Array | float) -> Array:
    """0 below `low`, 1 above `high`, smooth between."""
    share = np.clip((value - low) / (high - low), 0, 1)
    return share * share * (3 - 2 * share)


def grade(value: Array, stops: list[tuple[float, str]]) -> Array:
    """Colours along a scale: `[(0.0, "#202020"), (1.0, "#ffffff")]`."""
    table = np.linspace(stops[0][0], stops[-1][0], 512)
    places = [place for place, _ in stops]
    colours = np.stack([rgb(colour) for _, colour in stops])
    channels = [np.interp(table, places, colours[:, channel]) for channel in range(3)]
    lookup = np.stack(channels, axis=-1).astype(np.float32)
    index = (value - stops[0][0]) * (511 / (stops[-1][0] - stops[0][0]))
    return lookup.take(np.clip(index, 0, 511).astype(np.int16), axis=0)


def resize(plane: Array, width: int, height: int) -> Array:
    """A plane, or each channel of a picture, at another size."""
    if plane.ndim == 3:
        return np.stack([resize(plane[..., c], width, height) for c in range(plane.shape[2])], axis=-1)
    image = Image.fromarray(np.ascontiguousarray(plane, np.float32))
    return np.asarray(image.resize((width, height), Image.Resampling.BICUBIC))


def blur(plane: Array, radius: float) -> Array:
    """Gaussian-like blur; wide ones are made at a smaller size."""
    height, width = plane.shape[:2]
    step = max(1, int(radius / 2.5))
    small = (max(2, width // step), max(2, height // step))
    if plane.ndim == 3:
        return np.stack([blur(plane[..., c], radius) for c in range(plane.shape[2])], axis=-1)
    image = Image.fromarray(np.ascontiguousarray(plane, np.float32)).resize(small, Image.Resampling.BOX)
    pixels = np.asarray(image)
    for axis in (0, 1):
        pixels = _blur_line(pixels, radius / step, axis)
    return resize(pixels, width, height)


def _blur_line(pixels: Array, sigma: float, axis: int) -> Array:
    reach = max(1, int(2.5 * sigma + 0.5))
    offsets = np.arange(-reach, reach + 1)
    weights = np.exp(-0.5 * (offsets / max(sigma, 0.3)) ** 2)
    weights /= weights.sum()
    pad = [(0, 0), (0, 0)]
    pad[axis] = (reach, reach)
    padded = np.pad(pixels, pad, mode="edge")
    length = pixels.shape[axis]
    total = np.zeros_like(pixels)
    for offset, weight in zip(offsets + reach, weights, strict=True):
        part = padded[offset : offset + length] if axis == 0 else padded[:, offset : offset + length]
        total += np.float32(weight) * part
    return total


def glow(picture: Array, threshold: float = 0.8, radius: float = 24, amount: float = 0.35) -> Array:
    """Light that spills from what is brighter than the threshold, as in a lens."""
    return picture + amount * blur(np.maximum(picture - threshold, 0), radius)


def grid(width: int, height: int) -> tuple[Array, Array]:
    """Places of the pixels, x and y, in shares of the *height*, from the middle; y grows downwards."""
    x = (np.arange(width, dtype=np.float32) - width / 2) / height
    y = (np.arange(height, dtype=np.float32) - height / 2) / height
    return np.broadcast_to(x, (height, width)), np.broadcast_to(y[:, None], (height, width))


@lru_cache(maxsize=4)
def _tone_table(contrast: float) -> Array:
    """Linear light (0 to 4) to 8 bits: straight up to one half, a soft shoulder above, sRGB encoding."""
    light = np.linspace(0, 4, 8192)
    curve = np.where(light < 0.5, light, 1 - 0.5 * np.exp(-(light - 0.5) / 0.5))
    encoded = np.where(curve <= 0.0031308, 12.92 * curve, 1.055 * curve ** (1 / 2.4) - 0.055)
    shaped = encoded + contrast * (encoded - 0.5) * encoded * (1 - encoded) * 4
    result: Array = np.clip(shaped * 255 + 0.5, 0, 255).astype(np.uint8)
    return result


@lru_cache(maxsize=6)
def _vignette(width: int, height: int, amount: float) -> Array:
    x, y = grid(width, height)
    distance = (x * x + y * y) / (0.25 + (width / height) ** 2 / 4)
    result: Array = (1 - amount * distance)[..., None].astype(np.float32)
    return result


@lru_cache(maxsize=2)
def _grain(side: int) -> Array:
    """A tile of film grain: fine, a little clumped."""
    fine = np.random.default_rng(35).standard_normal((side, side), dtype=np.float32)
    grain = 0.55 * fine + 0.75 * make_field(side, 0.25, 36, lowest=side / 12, highest=side / 2.6)
    return np.clip(np.round(grain * 16), -64, 64).astype(np.int16)


def develop(
    picture: Array,
    size: tuple[int, int],
    *,
    exposure: float = 1.0,
    contrast: float = 0.15,
    vignette: float = 0.30,
    grain: float = 1.0,
    colour: float = 0.84,
    seed: int = 0,
) -> Image.Image:
    """Makes the finished 8-bit picture, `size` = (width, height) in pixels."""
    height, width = picture.shape[:2]
    light = picture * _vignette(width, height, vignette)
    index = np.clip(light * (exposure * 8191 / 4), 0, 8191).astype(np.int16)
    image = Image.fromarray(_tone_table(contrast).take(index))
    if colour != 1:
        image = ImageEnhance.Color(image).enhance(colour)
    if image.size != size:
        image = image.filter(ImageFilter.GaussianBlur(0.6))  # the painters' edges are hard: no stairs when enlarged
        image = image.resize(size, Image.Resampling.BICUBIC)
        image = image.filter(ImageFilter.UnsharpMask(1.2, 40, 2))
    return add_grain(image, grain, seed) if grain else image


def add_grain(image: Image.Image, amount: float, seed: int) -> Image.Image:
    """Film grain, strongest in the middle tones and weak in deep black and white."""
    pixels = np.asarray(image).astype(np.int16)
    height, width = pixels.shape[:2]
    side = 1024
    tile = np.roll(_grain(side), (seed * 97 % side, seed * 331 % side), (0, 1))
    cover = np.tile(tile, (-(-height // side), -(-width // side)))[:height, :width]
    tones = np.arange(256) / 255
    strength = (amount * (1.0 + 7.0 * tones * (1 - tones)) * 16).astype(np.int16)
    weight = strength.take(pixels[..., 1])
    noise = (cover * weight) >> 8
    return Image.fromarray(np.clip(pixels + noise[..., None], 0, 255).astype(np.uint8))
