"""Compositions in the mountains. Each gives linear light of the size that is asked for."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from . import figures, land, sky
from .darkroom import glow, grid, mix, rgb
from .noise import Array, make_field, make_line, sample
from .sky import HOURS

SUMMER = ("#4f5f2a", "#71803c", "#9c9a58")
AUTUMN = ("#7d5a26", "#a8792e", "#c29a4c")

Sun = tuple[float, float, float]


def valley(
    width: int,
    height: int,
    seed: int,
    hour: str,
    *,
    horizon: float = 0.40,
    clouds: float = 0.4,
    softness: float = 0.5,
    streak: float = 1.0,
    sun: Sun = (-0.6, 0.45, 0.3),
    sun_at: tuple[float, float] | None = None,
    focal: float = 1.15,
    ground: land.Ground = land.Ground(),  # noqa: B008 - frozen
) -> Array:
    """Mountains beyond open ground, under the sky of an hour."""
    air = HOURS[hour]
    picture = sky.paint_air(width, height, horizon + 0.06, air, sun_at)
    if clouds:
        picture = sky.add_clouds(picture, horizon + 0.05, air, seed, cover=clouds, softness=softness, streak=streak)
    view = land.look(ground, width, height, horizon, focal=focal)
    return land.paint_ground(picture, view, ground, air, sun=sun)


def camp(
    width: int,
    height: int,
    seed: int,
    hour: str,
    yurts: Sequence[tuple[float, float, float]],
    *,
    light: float = 1.0,
    lit: float = 0.0,
    smoke: float = 0.0,
    ground: land.Ground,
    horizon: float = 0.42,
    clouds: float = 0.35,
    sun: Sun = (-0.6, 0.45, 0.3),
) -> Array:
    """A valley with yurts in it: (x, y, height) in shares; smoke rises from the first."""
    picture = valley(width, height, seed, hour, ground=ground, horizon=horizon, clouds=clouds, sun=sun)
    for x, y, size in sorted(yurts, key=lambda yurt: yurt[1]):
        picture = figures.add_yurt(picture, (x, y), size, light=light, lit=lit, sun_left=sun[0] < 0)
    return add_smoke(picture, (yurts[0][0], yurts[0][1] - yurts[0][2]), seed, smoke) if smoke else picture


def add_smoke(picture: Array, place: tuple[float, float], seed: int, amount: float) -> Array:
    """A thread of smoke that rises, bends with the air and spreads."""
    height, width = picture.shape[:2]
    y = np.arange(height, dtype=np.float32)[:, None] / height
    x = np.arange(width, dtype=np.float32)[None, :] / height
    rise = np.clip(place[1] - y, 0, 1)
    bend = place[0] * width / height + 0.55 * rise**1.6 + 0.02 * np.sin(rise * 26 + seed) * rise * 5
    spread = 0.004 + 0.11 * rise
    puff = 0.7 + 0.25 * sample(
        make_field(512, 1.7, 601, lowest=3),
        np.broadcast_to(x * 200 + seed, (height, width)),
        np.broadcast_to(y * 300, (height, width)),
    )
    density = np.exp(-(((x - bend) / spread) ** 2)) * puff * np.exp(-rise * 4.5) * (rise > 0) * amount
    return mix(picture, rgb("#d3d6dc") * 0.8, np.clip(density, 0, 0.9))


def herd(
    width: int,
    height: int,
    seed: int,
    hour: str,
    *,
    number: int,
    ground: land.Ground,
    clouds: float = 0.4,
    horizon: float = 0.40,
    centre: float = 0.5,
    size: float = 0.030,
    sun: Sun = (-0.6, 0.45, 0.3),
    band: tuple[float, float] = (0.55, 0.9),
) -> Array:
    picture = valley(width, height, seed, hour, ground=ground, clouds=clouds, horizon=horizon, sun=sun)
    return figures.add_herd(
        picture, seed, number=number, band=band, centre=centre, spread=0.5, size=size, horizon=horizon
    )


def ridges(
    width: int,
    height: int,
    seed: int,
    hour: str,
    *,
    sun_at: tuple[float, float] | None = (0.3, 0.3),
    clouds: float = 0.3,
    softness: float = 1.0,
    streak: float = 2.0,
    top: float = 0.40,
    bottom: float = 1.0,
    layers: int = 6,
    amplitude: float = 0.10,
    near: str = "#1c2027",
    fog: float = 0.6,
    wood: float = 0.5,
) -> Array:
    """Ridges behind ridges through a long lens."""
    air = HOURS[hour]
    picture = sky.paint_air(width, height, top + 0.14, air, sun_at)
    if clouds:
        picture = sky.add_clouds(
            picture,
            top + 0.10,
            air,
            seed,
            cover=clouds,
            softness=softness,
            streak=streak,
            sun_x=(sun_at or (0.5, 0))[0],
        )
    picture = land.paint_ridges(
        picture,
        air,
        seed,
        top=top,
        bottom=bottom,
        layers=layers,
        amplitude=amplitude,
        near=near,
        fog=fog,
        wood=wood,
    )
    return glow(picture, 0.9, 0.03 * height, 0.5)


def lake(
    width: int,
    height: int,
    seed: int,
    hour: str,
    *,
    shore: float = 0.52,
    colour: str = "#1c4a52",
    ripple: float = 0.35,
    ground: land.Ground | None = None,
    sun_at: tuple[float, float] | None = None,
    sun: Sun = (-0.6, 0.4, 0.3),
    clouds: float = 0.4,
    softness: float = 0.7,
) -> Array:
    """A lake with mountains mirrored in it; with no ground given, far ridges in the haze."""
    if ground is None:
        above = ridges(
            width,
            height,
            seed,
            hour,
            sun_at=sun_at,
            clouds=clouds,
            top=shore - 0.18,
            bottom=shore + 0.02,
            layers=4,
            amplitude=0.09,
            near="#262b31",
            fog=0.5,
        )
    else:
        above = valley(
            width,
            height,
            seed,
            hour,
            ground=ground,
            sun_at=sun_at,
            sun=sun,
            clouds=clouds,
            softness=softness,
            horizon=shore - 0.03,
        )
    return land.add_water(above, shore, HOURS[hour], seed, colour=colour, ripple=ripple)


def starry(
    width: int,
    height: int,
    seed: int,
    *,
    horizon: float = 0.72,
    trails: float = 0.0,
    yurts: Sequence[tuple[float, float, float]] = (),
    moon: tuple[float, float] | None = None,
    angle: float = 0.9,
    milky_way: float = 1.0,
    layers: int = 3,
) -> Array:
    """Night over dark ridges: the Milky Way, or the stars' trails, or the moon; lamps in the yurts."""
    air = HOURS["night"]
    picture = sky.paint_air(width, height, horizon + 0.05, air)
    if trails:
        picture = sky.add_star_trails(picture, horizon + 0.05, seed, turn=trails)
    else:
        picture = sky.add_stars(picture, horizon + 0.05, seed, milky_way=0.0 if moon else milky_way, angle=angle)
    if moon:
        picture = sky.add_moon(picture, moon, 0.045, power=1.0)
    picture = land.paint_ridges(
        picture, air, seed, top=horizon, bottom=0.98, layers=layers, amplitude=0.09, near="#05070a", fog=0.3, wood=0.4
    )
    for x, y, size in yurts:
        picture = figures.add_yurt(picture, (x, y), size, light=0.035, lit=1.0)
    return glow(picture, 0.5, 0.02 * height, 0.4)


def riders_on_ridge(
    width: int,
    height: int,
    seed: int,
    hour: str,
    places: Sequence[float],
    *,
    stride: float,
    size: float = 0.056,
    sun_at: tuple[float, float] = (0.62, 0.52),
) -> Array:
    """Riders crossing a bare ridge before the low sun; `places` are shares of the width."""
    air = HOURS[hour]
    picture = ridges(
        width,
        height,
        seed,
        hour,
        sun_at=sun_at,
        clouds=0.42,
        softness=0.8,
        streak=2.5,
        top=0.56,
        bottom=0.70,
        layers=4,
        amplitude=0.05,
        near="#3b2a2a",
        fog=0.8,
        wood=0.0,
    )
    crest = 0.775 + 0.022 * make_line(width, 1.9, seed + 40, lowest=1)
    y = np.linspace(0, 1, height, dtype=np.float32)[:, None]
    texture = sample(
        make_field(512, 0.9, 607, lowest=8), *[np.ascontiguousarray(place) * 500 for place in grid(width, height)]
    )
    hill = (
        rgb("#0f0b0b") * (1 + 0.25 * texture)[..., None]
        + rgb(air.sun) * (0.05 * np.exp(-(y - crest[None, :]) * 60))[..., None]
    )
    picture = mix(picture, hill, np.clip((y - crest[None, :]) * height, 0, 1))
    spots = [(place, float(crest[int(np.clip(place, 0, 0.999) * width)]) + 0.003) for place in places]
    return figures.add_riders(picture, spots, size=size, stride=stride, colour="#0b0808")


def eagle(width: int, height: int, seed: int, hour: str) -> Array:
    """One eagle over the fog that fills the valleys."""
    picture = ridges(
        width,
        height,
        seed,
        hour,
        sun_at=(0.75, 0.20),
        clouds=0.25,
        top=0.46,
        bottom=0.98,
        layers=5,
        amplitude=0.11,
        near="#3a4150",
        fog=1.0,
        wood=0.6,
    )
    return figures.add_birds(picture, seed + 1, number=1, centre=(0.33, 0.25), size=0.075)
