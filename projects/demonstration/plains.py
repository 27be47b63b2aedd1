"""Compositions in the steppe. Each gives linear light of the size that is asked for."""

from __future__ import annotations

import numpy as np

from . import figures, land, sky
from .darkroom import blur, glow, grid, mix, ramp, rgb
from .mountains import Sun, ridges
from .noise import Array, make_field, make_line, sample
from .sky import HOURS

DRY = ("#7f7140", "#a8955a", "#c7b581")
PALE = ("#6b6d50", "#8c8a66", "#aea580")


def steppe(
    width: int,
    height: int,
    seed: int,
    hour: str,
    *,
    horizon: float = 0.66,
    clouds: float = 0.5,
    softness: float = 0.25,
    scale: float = 1.0,
    streak: float = 1.0,
    sun_at: tuple[float, float] | None = None,
    sun: Sun = (-0.5, 0.5, 0.3),
    grass: tuple[str, ...] = DRY,
    relief: float = 20.0,
    rain: float = 0.0,
) -> Array:
    """Open country under a big sky."""
    air = HOURS[hour]
    ground = land.Ground(
        seed=seed % 3,
        relief=relief,
        roll=2.6,
        clearing=420,
        eye=7,
        grass=grass,
        snow_line=2.0,
        rock="#857a5c",
        place=(100.0 + 170 * seed, 260.0),
        haze_distance=620,
    )
    picture = sky.paint_air(width, height, horizon + 0.04, air, sun_at)
    picture = sky.add_clouds(
        picture,
        horizon + 0.02,
        air,
        seed,
        cover=clouds,
        softness=softness,
        scale=scale,
        streak=streak,
        sun_x=(sun_at or (0.25, 0))[0],
    )
    if rain:
        picture = _add_rain(picture, seed, horizon, rain)
    picture = land.paint_ground(
        picture, land.look(ground, width, height, horizon, focal=0.95), ground, air, sun=sun, cloud_shadow=0.55
    )
    return glow(picture, 0.95, 0.04 * height, 0.4)


def _add_rain(picture: Array, seed: int, horizon: float, amount: float) -> Array:
    """Veils of rain hanging from the clouds far away."""
    height, width = picture.shape[:2]
    x, y = grid(width, height)
    lean = x + 0.16 * (y + 0.5)
    veil = sample(make_field(512, 1.5, 602, lowest=2), lean * 120 + seed * 50, np.zeros_like(x) + seed)
    streaks = sample(make_field(512, 0.8, 603, lowest=12), lean * 320, y * 12)
    fall = ramp(y + 0.5, 0.22, 0.40) * (1 - ramp(y + 0.5, horizon - 0.02, horizon + 0.02))
    density = np.clip(ramp(veil, 0.1, 1.2) * (0.75 + 0.2 * streaks) * fall * amount, 0, 0.9)
    return mix(picture, rgb("#5d6873") * 0.75, density)


def road(width: int, height: int, seed: int, hour: str, *, horizon: float = 0.55, **rest: object) -> Array:
    """Two wheel tracks that run over the steppe to the horizon."""
    picture = steppe(width, height, seed, hour, horizon=horizon, **rest)  # type: ignore[arg-type]
    y = np.arange(height, dtype=np.float32)[:, None] / height
    x = (np.arange(width, dtype=np.float32)[None, :] - width / 2) / height
    depth = np.clip(y - horizon - 0.004, 0, 1)
    far = 1 / (depth * 6 + 0.03)
    middle = 0.05 + 0.030 * np.sin(far * 0.42 + seed) * (1 - np.exp(-depth * 9)) * 3 + 0.02 * np.sin(far * 0.13)
    wear = sample(
        make_field(512, 0.9, 604, lowest=6),
        np.broadcast_to(x * far * 90, picture.shape[:2]),
        np.broadcast_to(far * 300, picture.shape[:2]),
    )
    tracks = np.zeros(picture.shape[:2], np.float32)
    for side in (-0.17, 0.17):
        across = (x - middle - side * depth * 2.2) / (depth * 0.20 + 0.0012)
        tracks = np.maximum(tracks, np.exp(-(across**2)) * (0.78 + 0.16 * wear))
    tracks = tracks * (depth > 0)
    lightness = picture.mean(axis=-1, keepdims=True)
    return mix(picture, rgb("#d8c6a0") * (0.25 + 1.1 * lightness), np.clip(tracks, 0, 0.85))


def feather_grass(
    width: int,
    height: int,
    seed: int,
    hour: str,
    *,
    sun_at: tuple[float, float] = (0.62, 0.40),
    colour: str = "#f2d7a0",
) -> Array:
    """Feather grass against a low sun: blades near and sharp before blurred ones and a soft far hill."""
    air = HOURS[hour]
    picture = ridges(
        width,
        height,
        seed,
        hour,
        sun_at=sun_at,
        clouds=0.2,
        top=0.55,
        bottom=0.74,
        layers=3,
        amplitude=0.05,
        near="#6b5233",
        fog=0.8,
        wood=0.0,
    )
    picture = blur(picture, 0.010 * height)
    rng = np.random.default_rng(seed)
    for number, size, soft, tone in ((160, 0.30, 9.0, 0.55), (150, 0.48, 3.5, 0.85), (90, 0.72, 0.0, 1.25)):
        sheet = figures.Sheet(width, height)
        for _ in range(number):
            _draw_blade(
                sheet,
                (rng.uniform(-0.1, 1.05) * width, height * rng.uniform(1.0, 1.12)),
                height * size * rng.uniform(0.6, 1.1),
                rng,
            )
        mask = blur(sheet.mask(), soft) if soft else sheet.mask()
        light = 0.45 + 0.8 * np.exp(-((np.linspace(0, 1, width, dtype=np.float32) - sun_at[0]) ** 2) * 7)
        low = np.linspace(0, 1, height, dtype=np.float32)[:, None]
        blades = (rgb(colour) * tone * light[None, :, None]) * (1.15 - 0.85 * ramp(low, 0.55, 1.0))[..., None]
        picture = mix(picture, blades * (0.5 + 0.5 * rgb(air.sun)), np.clip(mask * 0.9, 0, 1))
    return glow(picture, 0.8, 0.04 * height, 0.6)


def _draw_blade(sheet: figures.Sheet, foot: tuple[float, float], length: float, rng: np.random.Generator) -> None:
    """A stem bent by the wind, with the feathery awn drawn as a fan of hairs."""
    lean, bow = rng.uniform(0.05, 0.4), rng.uniform(0.15, 0.6)
    steps = np.linspace(0, 1, 14)
    xs, ys = length * (lean * steps + bow * steps**3), length * (steps - 0.28 * bow * steps**3)
    sheet.line(foot, 1.0, list(zip(xs.tolist(), ys.tolist(), strict=True)), 1.3)
    for index in range(6, 14):
        for side in (-1, 1):
            hair = length * 0.055 * rng.uniform(0.6, 1.2)
            start = (float(xs[index]), float(ys[index]))
            sheet.line(foot, 1.0, [start, (start[0] + hair * 0.9, start[1] + side * hair * 0.35)], 0.55)


def lone_tree(
    width: int,
    height: int,
    seed: int,
    hour: str,
    *,
    snow: bool = False,
    leaves: str = "",
    sun_at: tuple[float, float] | None = (0.66, 0.5),
    place: float = 0.40,
) -> Array:
    """One tree on open ground."""
    if snow:
        picture = sky.paint_air(width, height, 0.8, HOURS[hour], sun_at)
        picture = land.paint_ridges(
            picture,
            HOURS[hour],
            seed,
            top=0.64,
            bottom=0.80,
            layers=2,
            amplitude=0.03,
            near="#aeb8c6",
            fog=0.9,
            wood=0.2,
        )
        picture = _lay_snow(picture, 0.76, seed)
    else:
        picture = steppe(
            width, height, seed, hour, horizon=0.72, clouds=0.45, softness=0.6, sun_at=sun_at, sun=(0.5, 0.2, 0.6)
        )
    return figures.add_tree(
        picture, seed, (place, 0.80), 0.52 if height <= width else 0.36, leaves=leaves, colour="#1a1613"
    )


def _lay_snow(picture: Array, row: float, seed: int) -> Array:
    height, width = picture.shape[:2]
    x, y = grid(width, height)
    line = row - 0.5 + 0.016 * make_line(width, 1.7, seed, lowest=1)[None, :]
    depth = np.clip(y - line, 0, 1)
    far = 1 / (depth + 0.05)
    drift = sample(make_field(512, 1.3, 605, lowest=3), x * far * 9 + seed * 20, far * 16)
    glint = sample(make_field(512, 0.2, 606, lowest=90), x * 900, y * 900)
    snow = (
        mix(rgb("#9fb2cc"), rgb("#eef0f2"), np.clip(0.55 + 0.25 * drift - 0.5 * depth, 0, 1))
        * (1 + 0.03 * glint)[..., None]
        * 0.82
    )
    return mix(picture, snow, ramp(y - line, 0, 0.004))


def horses_at_dusk(
    width: int, height: int, seed: int, hour: str, *, number: int = 9, size: float = 0.055, light: str = "#ffb066"
) -> Array:
    """A loose band of horses on the skyline of the steppe."""
    picture = steppe(
        width,
        height,
        seed,
        hour,
        horizon=0.68,
        clouds=0.5,
        softness=0.7,
        streak=1.8,
        sun_at=(0.35, 0.60),
        sun=(-0.3, 0.14, 0.8),
    )
    return figures.add_horses(picture, seed, number=number, row=0.735, size=size, colour="#171011", light=light)


def salt_lake(width: int, height: int, seed: int, hour: str, *, birds: int = 7, shore: float = 0.55) -> Array:
    """A shallow lake like a mirror: sky above, sky below, a dark thread of land between."""
    air = HOURS[hour]
    picture = sky.paint_air(width, height, shore + 0.03, air, (0.5, shore - 0.06))
    picture = sky.add_clouds(picture, shore, air, seed, cover=0.55, softness=0.7, streak=1.6, sun_x=0.5)
    picture = land.paint_ridges(
        picture,
        air,
        seed,
        top=shore - 0.012,
        bottom=shore + 0.01,
        layers=2,
        amplitude=0.014,
        near="#3a3540",
        fog=0.4,
        wood=0.0,
    )
    picture = land.add_water(picture, shore, air, seed, colour="#5d6a78", ripple=0.10)
    return figures.add_birds(picture, seed, number=birds, centre=(0.68, 0.22), size=0.020)
