"""Fields of noise: what clouds, grass and mountains are made of. Every field is fixed by its seed.

Fields are tileable squares, so that they can be looked up at any place; those asked for often are kept.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]


@lru_cache(maxsize=24)
def make_field(side: int, roughness: float, seed: int, lowest: float = 1.0, highest: float = 1e9) -> Array:
    """A tileable square of noise with mean 0 and deviation 1.

    The amplitude falls with frequency `f` as `f ** -roughness` (1.0 is gritty, 2.0 is smooth hills: fractional
    Brownian surfaces, Saupe in *The Science of Fractal Images*, 1988). Frequencies outside `lowest..highest`
    (waves a side) are left out.
    """
    rng = np.random.default_rng(seed)
    spectrum = np.fft.rfft2(rng.standard_normal((side, side), dtype=np.float32))
    fy = np.fft.fftfreq(side, 1 / side)[:, None]
    fx = np.fft.rfftfreq(side, 1 / side)[None, :]
    frequency = np.hypot(fy, fx)
    frequency[0, 0] = 1
    weight = frequency**-roughness * (frequency >= lowest) * (frequency <= highest)
    weight[0, 0] = 0
    field = np.fft.irfft2(spectrum * weight, s=(side, side)).astype(np.float32)
    field /= field.std()
    field.setflags(write=False)
    return field


def sample(field: Array, x: Array, y: Array) -> Array:
    """The field's values at places given in its own pixels, between pixels blended, outside repeated."""
    side = field.shape[0]
    x0, y0 = np.floor(x), np.floor(y)
    fx, fy = (x - x0).astype(np.float32), (y - y0).astype(np.float32)
    left, top = x0.astype(np.int32) % side, y0.astype(np.int32) % side
    right, below = (left + 1) % side, ((top + 1) % side) * side
    top = top * side
    flat = field.ravel()
    upper = flat.take(top + left) * (1 - fx) + flat.take(top + right) * fx
    lower = flat.take(below + left) * (1 - fx) + flat.take(below + right) * fx
    result: Array = upper * (1 - fy) + lower * fy
    return result


def make_line(length: int, roughness: float, seed: int, lowest: float = 1.0) -> Array:
    """Noise along a line, mean 0 and deviation 1; `lowest` is the number of waves in the length to begin with."""
    rng = np.random.default_rng(seed)
    padded = 2 * length
    spectrum = np.fft.rfft(rng.standard_normal(padded))
    frequency = np.fft.rfftfreq(padded, 1 / 2)
    frequency = frequency / frequency[1]
    frequency[0] = 1
    weight = np.where(frequency >= 2 * lowest, frequency**-roughness, 0)
    line = np.fft.irfft(spectrum * weight, n=padded)[:length]
    result: Array = ((line - line.mean()) / (line.std() + 1e-9)).astype(np.float32)
    return result


@lru_cache(maxsize=8)
def make_mountains(side: int, seed: int, octaves: int = 8) -> Array:
    """A tileable heightfield of ridges and smoother valleys, 0 to 1.

    Ridged octaves; each is damped where the ground is already steep, which leaves the flanks combed and the
    valleys calm (after Quilez, *Value noise derivatives*, 2008).
    """
    rng = np.random.default_rng(seed)
    base = make_field(side, 1.0, seed + 1, lowest=2, highest=5)
    height = np.zeros((side, side), np.float32)
    slope_x = np.zeros_like(height)
    slope_y = np.zeros_like(height)
    amplitude, octave = 1.0, base
    for index in range(octaves):
        ridge = 1 - np.sqrt(octave * octave + 0.09) * 0.75
        ridge = ridge * ridge * np.sign(ridge) if index < 3 else octave * 0.48
        layer = amplitude * ridge / (1 + 0.9 * (slope_x * slope_x + slope_y * slope_y))
        height += layer
        slope_x += (np.roll(layer, -1, 1) - np.roll(layer, 1, 1)) * side / 60
        slope_y += (np.roll(layer, -1, 0) - np.roll(layer, 1, 0)) * side / 60
        amplitude *= 0.48
        shift = rng.integers(0, side, 2)
        halved = octave[::2, ::2]
        octave = np.roll(np.tile(halved if index % 2 else halved.T, (2, 2)), tuple(shift), (0, 1))
    height -= height.min()
    height /= height.max()
    height.setflags(write=False)
    return height
