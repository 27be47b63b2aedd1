"""Skies: the colour of the air, sun and moon, clouds, stars."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .darkroom import blur, mix, ramp, rgb
from .noise import Array, make_field, sample


@dataclass(frozen=True)
class Air:
    """The light of an hour: colours from the zenith to the horizon, sun, and what the haze is coloured."""

    zenith: str
    middle: str
    horizon: str
    sun: str
    haze: str
    ambient: str
    sun_power: float = 1.0


HOURS = {
    "dawn": Air("#5a7fa8", "#c9b9bd", "#f6cfa6", "#ffc890", "#d9b7a6", "#6f7f9c", 1.0),
    "morning": Air("#4a83bd", "#9fc3df", "#dfe6e4", "#fff0d2", "#b9cbd8", "#8096b4", 1.1),
    "noon": Air("#2f6db0", "#79aedb", "#cfe0ea", "#fff8ea", "#b4cbdc", "#86a2c4", 1.15),
    "gold": Air("#4f7396", "#c7b89a", "#fbd28c", "#ffb961", "#e0b684", "#7a7c88", 1.1),
    "dusk": Air("#263a63", "#8a5f78", "#f08a4c", "#ff7a38", "#8c5f66", "#4a4c70", 0.75),
    "blue": Air("#122448", "#34548a", "#8aa0bd", "#9db4dd", "#4a648c", "#2f4570", 0.30),
    "night": Air("#070c1a", "#101b34", "#24365a", "#8fa6d8", "#121c30", "#0e1728", 0.06),
    "storm": Air("#2f3945", "#59656f", "#b3b4ac", "#e8d6ac", "#84909a", "#5e6a76", 0.66),
    "winter": Air("#4f7cad", "#94b3d0", "#dfe3e6", "#ffe6c8", "#b4c3d6", "#6f8db8", 0.82),
    "rose": Air("#6a83ad", "#d9a9ae", "#f9d3c0", "#ffb0a0", "#d3a8ae", "#757a9c", 0.9),
}


def paint_air(width: int, height: int, horizon: float, air: Air, sun: tuple[float, float] | None = None) -> Array:
    """A clear sky; `horizon` is the share of the height from the top, `sun` a place in shares of width and height."""
    rise = np.clip(1 - np.arange(height, dtype=np.float32) / (height * horizon), 0, 1)[:, None, None]
    low = mix(rgb(air.horizon), rgb(air.middle), ramp(rise, 0.0, 0.42))
    column = mix(low, rgb(air.zenith), ramp(rise, 0.2, 1.15))
    picture = np.repeat(column, width, axis=1)
    if sun is not None:
        picture = picture + _sunlight(width, height, sun, air)
    return picture.astype(np.float32)


def _sunlight(width: int, height: int, sun: tuple[float, float], air: Air) -> Array:
    x = (np.arange(width, dtype=np.float32)[None, :] / width - sun[0]) * width / height
    y = np.arange(height, dtype=np.float32)[:, None] / height - sun[1]
    distance = np.hypot(x, y * 1.25)
    spread = 0.55 * np.exp(-distance * 3.2) + 0.7 * np.exp(-distance * 14) + 5.0 * ramp(-distance, -0.017, -0.012)
    result: Array = spread[..., None] * rgb(air.sun) * air.sun_power
    return result


def add_clouds(
    picture: Array,
    horizon: float,
    air: Air,
    seed: int,
    *,
    cover: float = 0.5,
    softness: float = 0.5,
    scale: float = 1.0,
    streak: float = 1.0,
    sun_x: float = 0.3,
) -> Array:
    """Lays clouds on a plane high above, so that they draw together towards the horizon.

    `cover` 0 to 1; `softness` small for heaps, large for veils; `streak` > 1 draws them out sideways.
    """
    height, width = picture.shape[:2]
    rows = max(2, int(height * horizon))
    small_w, small_h = width // 2, max(2, rows // 2)
    rise = (1.02 - (np.arange(small_h, dtype=np.float32) + 0.5) / small_h)[:, None]
    distance = 1 / (rise + 0.16)
    x = (np.arange(small_w, dtype=np.float32)[None, :] / small_w - 0.5) * width / rows
    u = x * distance * 150 * scale / streak + 37 * seed
    v = np.broadcast_to(distance * 190 * scale + 11 * seed, u.shape)
    density = _cloud(u, v, seed)
    toward = _cloud(u + (sun_x - 0.5) * 26, v + 12, seed)
    edge = 0.75 - 1.5 * cover
    body = ramp(density, edge, edge + 0.35 + 1.6 * softness)
    thick = ramp(density, edge + 0.3, edge + 2.6)
    lit = np.clip(0.5 + (density - toward) * 0.42, 0, 1)
    bright = mix(rgb(air.horizon), rgb(air.sun), 0.55) * (0.55 + 0.55 * air.sun_power)
    dark = mix(rgb(air.ambient), rgb(air.middle), 0.45) * 0.85
    colour = mix(dark, bright, (lit * (1 - 0.55 * thick))[..., None])
    fade = ramp(rise, 0.0, 0.22)
    alpha = _widen(body * fade * 0.96, width, rows)
    cloud = np.stack([_widen(colour[..., c], width, rows) for c in range(3)], axis=-1)
    picture = picture.copy()
    picture[:rows] = mix(picture[:rows], cloud, alpha)
    return picture


def _cloud(u: Array, v: Array, seed: int) -> Array:
    large = make_field(1024, 1.75, 501, lowest=2)
    fine = make_field(512, 1.15, 502, lowest=6)
    warp = sample(large, v * 0.7 + 300, u * 0.7 + seed) * 16
    return sample(large, u + warp, v + warp * 0.6) + 0.22 * sample(fine, u * 2.3, v * 2.3)


def _widen(plane: Array, width: int, height: int) -> Array:
    from .darkroom import resize

    return np.clip(resize(plane, width, height), 0, 2)


def add_stars(picture: Array, horizon: float, seed: int, *, milky_way: float = 1.0, angle: float = 0.9) -> Array:
    """Stars of many magnitudes, and the band of the Milky Way (`milky_way` is how bright it is)."""
    height, width = picture.shape[:2]
    rng = np.random.default_rng(seed)
    rows = int(height * horizon)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32) / height
    across = (x - width / height * 0.55) * np.sin(angle) + (y - 0.25) * np.cos(angle)
    dust = sample(make_field(1024, 1.6, 503, lowest=3), x * 520 + seed, y * 520)
    band = np.exp(-((across / 0.17) ** 2))
    lane = ramp(dust * 0.8 - np.abs(across + 0.02) * 9, -0.9, 0.6)
    haze = band * (0.55 + 0.28 * dust) * (1 - 0.72 * lane * np.exp(-((across / 0.06) ** 2)))
    haze = np.clip(haze, 0, None)[..., None] * mix(rgb("#5a6f9c"), rgb("#c9a58a"), np.exp(-((across / 0.09) ** 2)))
    points = _scatter_stars(rng, width, height, rows, band)
    fade = np.clip((horizon - y) * 6, 0, 1)[..., None]
    result: Array = picture + fade * (0.42 * milky_way * haze + 1.5 * points)
    return result


def _scatter_stars(rng: np.random.Generator, width: int, height: int, rows: int, band: Array) -> Array:
    number = int(width * rows * 0.0035)
    xs, ys = rng.integers(0, width, number), rng.integers(0, rows, number)
    brightness = 0.05 / (rng.random(number) + 0.012) ** 0.85 * (0.35 + 0.9 * band[ys, xs])
    tint = mix(rgb("#bcd0ff"), rgb("#ffdcb8"), rng.random(number)[:, None])
    points = np.zeros((height, width, 3), np.float32)
    np.maximum.at(points, (ys, xs), tint * np.minimum(brightness, 2.5)[:, None].astype(np.float32))
    return points + 2.2 * blur(points * (points > 0.5), 1.1)


def add_star_trails(picture: Array, horizon: float, seed: int, *, turn: float = 0.5) -> Array:
    """A long exposure: the sky turned about the pole by `turn` radians."""
    height, width = picture.shape[:2]
    rng = np.random.default_rng(seed)
    number = 2200
    pole = np.array([width * 0.62, height * 0.24])
    radius = np.sqrt(rng.random(number)) * np.hypot(width, height)
    start = rng.random(number) * 2 * np.pi
    tint = mix(rgb("#a9c4ff"), rgb("#ffd0a0"), rng.random(number)[:, None])
    power = (0.05 + 0.7 * rng.random(number) ** 6)[:, None] * tint
    light = np.zeros((height, width, 3), np.float32)
    steps = int(turn * np.hypot(width, height) * 0.8)
    angles = start[:, None] + np.linspace(0, turn, steps)[None, :]
    xs = (pole[0] + radius[:, None] * np.cos(angles)).astype(np.int32)
    ys = (pole[1] + radius[:, None] * np.sin(angles)).astype(np.int32)
    inside = (xs >= 0) & (xs < width) & (ys >= 0) & (ys < height * horizon)
    which = np.broadcast_to(np.arange(number)[:, None], xs.shape)[inside]
    light[ys[inside], xs[inside]] = power[which]
    return picture + blur(light, 0.7) * 1.6


def add_moon(picture: Array, place: tuple[float, float], radius: float, *, power: float = 1.0) -> Array:
    """A full moon with its seas and its halo; place in shares of width and height, radius in shares of height."""
    height, width = picture.shape[:2]
    x = (np.arange(width, dtype=np.float32)[None, :] / width - place[0]) * width / height
    y = np.arange(height, dtype=np.float32)[:, None] / height - place[1]
    distance = np.hypot(x, y)
    seas = sample(make_field(512, 1.7, 504, lowest=3), x / radius * 70 + 40, y / radius * 70 + 90)
    disc = ramp(-distance, -radius, -radius * 0.96) * (0.85 + 0.13 * seas)
    halo = 0.10 * np.exp(-distance * 5) + 0.22 * np.exp(-distance * 22)
    result: Array = picture + power * (disc * 1.9 + halo)[..., None] * rgb("#fff1d8")
    return result
