"""Ground: mountains and steppe seen in perspective, ridges behind ridges in the haze, water that mirrors them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from .darkroom import blur, grade, mix, ramp, rgb
from .noise import Array, make_field, make_line, make_mountains, sample
from .sky import Air

MAP_SIDE = 1024


@dataclass(frozen=True)
class Ground:
    """What the ground is made of and where the camera stands on it.

    `relief` is the height of the mountains and `roll` that of the hills, in cells of the map; `clearing` is the
    distance before the mountains begin, in cells. Colours go from low to high ground; `snow_line` is a share of the
    relief (above 1: none).
    """

    seed: int = 1
    relief: float = 150.0
    roll: float = 5.0
    clearing: float = 150.0
    eye: float = 11.0
    heading: float = 0.0
    place: tuple[float, float] = (300.0, 200.0)
    grass: tuple[str, ...] = ("#5d6a2f", "#7d8440", "#a39a58")
    rock: str = "#6d655c"
    snow_line: float = 0.62
    snow_cover: float = 0.0
    wood: float = 0.0
    wood_colour: str = "#22331f"
    far: float = 900.0
    haze_distance: float = 560.0
    texture: float = 1.0


@dataclass(frozen=True)
class View:
    """What the camera sees of the ground: for every pixel the distance (infinite: sky) and the place."""

    distance: Array
    x: Array
    z: Array
    horizon_row: float
    focal_px: float


@lru_cache(maxsize=6)
def _relief_map(seed: int) -> Array:
    """Mountains for the height, widened so that peaks stand out."""
    height = make_mountains(MAP_SIDE, seed)
    shaped: Array = np.clip((height - 0.25) / 0.75, 0, 1) ** 1.25
    return blur(np.pad(shaped, 8, mode="wrap"), 1.0)[8:-8, 8:-8]


def _height_at(ground: Ground, x: Array, z: Array, from_camera: Array) -> Array:
    rise = ramp(from_camera, ground.clearing, ground.clearing * 2.6 + 60)
    mountains = sample(_relief_map(ground.seed), x, z) * ground.relief * rise
    hills = sample(make_field(512, 2.2, 510, lowest=2), x * 0.8, z * 0.8) * ground.roll
    return mountains + hills


def look(ground: Ground, width: int, height: int, horizon: float, *, focal: float = 1.15) -> View:
    """Looks over the ground; `focal` is the focal length in picture heights.

    Slices of the ground are taken nearest first; a pixel sees the first slice that rises above its line of sight.
    """
    focal_px = focal * height
    z = np.geomspace(4, ground.far, 420).astype(np.float32)[:, None]
    across = ((np.arange(width, dtype=np.float32) - width / 2) / focal_px)[None, :]
    x, depth = _turn(ground, across * z, np.broadcast_to(z, (420, width)))
    tall = _height_at(ground, x, depth, z)
    start = sample(
        make_field(512, 2.2, 510, lowest=2), np.array([ground.place[0] * 0.8]), np.array([ground.place[1] * 0.8])
    )
    eye = float(start[0]) * ground.roll + ground.eye
    rise = (tall - eye) / z
    skyline = np.maximum.accumulate(rise, axis=0)
    rows = np.arange(height, dtype=np.float32)
    sight = (height * horizon - rows) / focal_px
    order = sight[::-1]
    distance = np.full((height, width), np.inf, np.float32)
    for column in range(width):
        first = np.searchsorted(skyline[:, column], order)
        distance[::-1, column] = _between(z[:, 0], rise[:, column], first, order)
    seen = np.isfinite(distance)
    reach = np.where(seen, distance, ground.far).astype(np.float32)
    place_x, place_z = _turn(ground, across * reach, reach)
    return View(distance, place_x, place_z, height * horizon, focal_px)


def _between(z: Array, rise: Array, first: Array, sight: Array) -> Array:
    """The distance at which the line of sight meets the ground, between two slices."""
    last = len(z) - 1
    index = np.minimum(first, last)
    before = np.maximum(index - 1, 0)
    gap = rise[index] - rise[before]
    share = np.where(gap > 1e-6, (sight - rise[before]) / np.maximum(gap, 1e-6), 1.0)
    found = z[before] + np.clip(share, 0, 1) * (z[index] - z[before])
    return np.where(first > last, np.inf, found)


def _turn(ground: Ground, x: Array, z: Array) -> tuple[Array, Array]:
    cos, sin = np.cos(ground.heading), np.sin(ground.heading)
    return ground.place[0] + x * cos + z * sin, ground.place[1] - x * sin + z * cos


@lru_cache(maxsize=8)
def _light_map(seed: int, relief: float, sun: tuple[float, float, float]) -> tuple[Array, Array]:
    """Sunlight on the mountains (with the shadows they throw) and how steep they are."""
    height = _relief_map(seed) * relief
    dx = (np.roll(height, -1, 1) - np.roll(height, 1, 1)) / 2
    dz = (np.roll(height, -1, 0) - np.roll(height, 1, 0)) / 2
    length = np.sqrt(1 + dx * dx + dz * dz)
    facing = (-dx * sun[0] + sun[1] - dz * sun[2]) / length
    shadow = np.zeros_like(height)
    flat = np.hypot(sun[0], sun[2])
    for step in np.geomspace(3, 130, 18):
        shift = (round(-sun[2] / flat * step), round(-sun[0] / flat * step))
        shadow = np.maximum(shadow, (np.roll(height, shift, (0, 1)) - height - step * sun[1] / flat) / (2 + 0.1 * step))
    light = np.clip(facing, 0, 1) * (1 - np.clip(shadow, 0, 1))
    return light.astype(np.float32), (1 - 1 / length).astype(np.float32)


def paint_ground(
    sky: Array,
    view: View,
    ground: Ground,
    air: Air,
    *,
    sun: tuple[float, float, float] = (-0.6, 0.45, 0.3),
    cloud_shadow: float = 0.35,
) -> Array:
    """Lays the ground that `view` sees over the sky. `sun` points to the sun: right, up, ahead, on the map."""
    norm = float(np.linalg.norm(sun))
    direction = (sun[0] / norm, sun[1] / norm, sun[2] / norm)
    light_map, steep_map = _light_map(ground.seed, ground.relief, direction)
    seen = np.isfinite(view.distance)
    top = int(np.argmax(seen.any(axis=1)))
    window = (slice(top, None), slice(None))
    x, z, distance = view.x[window], view.z[window], np.where(seen, view.distance, ground.far)[window]
    rise = ramp(distance, ground.clearing, ground.clearing * 2.6 + 60)
    light = mix(np.full_like(x, max(direction[1], 0.12)), sample(light_map, x, z), rise)
    steep = sample(steep_map, x, z) * rise
    high = sample(_relief_map(ground.seed), x, z) * rise
    grit = _grit(x, z, distance, view.focal_px) * ground.texture
    colour = _cover(ground, high, steep, grit, x, z, distance)
    light = light * (1 + 0.55 * grit * (1 - 0.5 * rise))
    shade = sample(make_field(512, 1.9, 511, lowest=2), x * 0.55, z * 0.55)
    light = light * (1 - cloud_shadow * ramp(shade, -0.2, 0.7))
    lit = colour * (light[..., None] * rgb(air.sun) * air.sun_power * 1.55 + rgb(air.ambient) * 0.8)
    thickness = 1 - np.exp(-((distance / ground.haze_distance) ** 1.25) * (1 - 0.45 * high))
    hazy = mix(lit, rgb(air.haze) * (0.35 + 0.6 * min(air.sun_power, 1.0)), thickness)
    picture = sky.copy()
    picture[window] = mix(sky[window], hazy, seen[window].astype(np.float32))
    return picture


def _grit(x: Array, z: Array, distance: Array, focal_px: float) -> Array:
    """Tussocks and stones: two scales of noise, each fading where a pixel holds several of it."""
    fine, coarse = make_field(512, 0.55, 512, lowest=10), make_field(512, 0.9, 513, lowest=8)
    near = np.clip(1.6 - distance * 14 / focal_px, 0, 1)
    middle = np.clip(1.6 - distance * 2.4 / focal_px, 0, 1)
    return 0.34 * near * sample(fine, x * 46, z * 46) + 0.30 * middle * sample(coarse, x * 9, z * 9)


def _cover(ground: Ground, high: Array, steep: Array, grit: Array, x: Array, z: Array, distance: Array) -> Array:
    """The colour of the ground itself: grass in patches, wood on the slopes, rock where steep, snow above."""
    patches = sample(make_field(512, 1.3, 514, lowest=4), x * 0.9, z * 0.9)
    stops = list(zip(np.linspace(-2.2, 2.2, len(ground.grass)), ground.grass, strict=True))
    colour = grade(patches + 0.9 * grit, stops)
    if ground.wood:
        grove = sample(make_field(512, 0.9, 515, lowest=6), x * 3.2, z * 3.2)
        belt = ramp(high, 0.05, 0.16) * (1 - ramp(high, 0.36, 0.5))
        colour = mix(
            colour,
            rgb(ground.wood_colour) * (0.8 + 0.25 * grove[..., None]),
            ramp(grove + 1.2 * ground.wood - 0.6, 0, 0.5) * belt,
        )
    rocky = ramp(steep + 0.05 * patches, 0.26, 0.46) * ramp(high, 0.1, 0.3)
    colour = mix(colour, rgb(ground.rock) * (1 + 0.35 * grit[..., None]), rocky)
    drift = high + 0.035 * patches - 0.34 * np.maximum(steep - 0.35, 0)
    snow = np.maximum(ramp(drift, ground.snow_line, ground.snow_line + 0.08), _snow_floor(ground, patches, grit, steep))
    return mix(colour, rgb("#eef1f6") * (1 + 0.05 * grit[..., None]), snow)


def _snow_floor(ground: Ground, patches: Array, grit: Array, steep: Array) -> Array:
    if not ground.snow_cover:
        return np.zeros_like(patches)
    return ramp(ground.snow_cover * 3 - 1 - 0.35 * patches - 0.9 * grit - 2.2 * np.maximum(steep - 0.42, 0), 0, 0.8)


def paint_ridges(
    sky: Array,
    air: Air,
    seed: int,
    *,
    top: float = 0.42,
    bottom: float = 1.0,
    layers: int = 6,
    amplitude: float = 0.13,
    near: str = "#20242c",
    fog: float = 0.6,
    wood: float = 0.5,
) -> Array:
    """Ridges behind ridges, as a long lens draws them together: each nearer one darker, with fog at its foot."""
    height, width = sky.shape[:2]
    picture = sky.copy()
    for index in range(layers):
        nearness = index / max(layers - 1, 1)
        body, mask = paint_ridge(
            width,
            height,
            air,
            seed * 31 + index,
            nearness=nearness,
            crest=top + (bottom - top) * (0.9 * nearness**1.25),
            amplitude=amplitude,
            near=near,
            fog=fog,
            wood=wood,
        )
        picture = mix(picture, body, mask)
    return picture


def paint_ridge(
    width: int,
    height: int,
    air: Air,
    seed: int,
    *,
    nearness: float,
    crest: float,
    amplitude: float,
    near: str,
    fog: float,
    wood: float,
) -> tuple[Array, Array]:
    """One ridge: its light, and the mask of where it is (0 to 1). `nearness` 0 is far, 1 is near."""
    haze = rgb(air.haze) * (0.35 + 0.65 * min(air.sun_power, 1.0))
    reach = amplitude * height * (1.15 - 0.55 * nearness)
    line = crest * height - reach * _ridge_line(width, seed, nearness, wood)
    colour = mix(haze, rgb(near), 0.08 + 0.92 * nearness**1.5)
    below = np.arange(height, dtype=np.float32)[:, None] - line[None, :]
    foot = ramp(below, 0, reach * 2.4 + 0.05 * height)
    texture = _flank_texture(width, height, seed)
    body = colour * (1 + (0.03 + 0.10 * nearness) * texture * (1 - foot))[..., None]
    body = mix(body, haze * (1.04 - 0.25 * nearness), foot * fog * (1 - 0.75 * nearness))
    return body, np.clip(below + 0.5, 0, 1)


def _ridge_line(width: int, seed: int, nearness: float, wood: float) -> Array:
    """One ridge, about -1 to 1: peaked far away, rounder near, with the tips of trees when near."""
    base = make_line(width, 1.65 + 0.25 * nearness, seed, lowest=1)
    fold = make_line(width, 1.6, seed + 7, lowest=2.25)
    peaks = (1 - np.sqrt(fold * fold + 0.02)) * (1 - 0.8 * nearness) * 0.42
    trees: Array = np.zeros(width, np.float32)
    if wood and nearness > 0.45:
        trees = _tree_tips(width, seed, width / 420 * (0.35 + nearness), wood) * (0.07 + 0.26 * (nearness - 0.4))
    return 0.5 * base + peaks + trees


def _tree_tips(length: int, seed: int, spacing: float, wood: float) -> Array:
    """Spruces along a ridge: pointed, of many heights, in groups."""
    rng = np.random.default_rng(seed)
    tips = np.zeros(length, np.float32)
    places = rng.random(int(1.8 * length / spacing)) * length
    groups = make_line(length, 0.8, seed + 3, lowest=9)
    x = np.arange(length)
    for place in places:
        tall = (0.3 + 0.7 * rng.random() ** 1.5) * float(ramp(groups[int(place)] + 2.4 * wood - 1.2, 0, 1))
        half = max(1.2, spacing * (0.45 + 0.35 * tall))
        low, high = max(0, int(place - half)), min(length, int(place + half) + 1)
        near = np.abs(x[low:high] - place) / half
        tips[low:high] = np.maximum(tips[low:high], tall * np.maximum(1 - near, 0) ** 1.2)
    return tips


def _flank_texture(width: int, height: int, seed: int) -> Array:
    x = (np.arange(width, dtype=np.float32) / height)[None, :] * 240 + seed * 57
    y = np.broadcast_to(np.arange(height, dtype=np.float32)[:, None] / height * 420, (height, width))
    return sample(make_field(512, 1.0, 516, lowest=4), np.broadcast_to(x, (height, width)) + y * 0.25, y)


def add_water(
    picture: Array,
    shore: float,
    air: Air,
    seed: int,
    *,
    colour: str = "#1c4a52",
    ripple: float = 0.35,
) -> Array:
    """Water from the shore (a share of the height) to the lower edge, mirroring what is above it."""
    height, width = picture.shape[:2]
    first = int(height * shore)
    rows = height - first
    depth = (np.arange(rows, dtype=np.float32) + 1)[:, None] / rows
    x = np.broadcast_to(np.arange(width, dtype=np.float32)[None, :] / height, (rows, width))
    far = 1 / (depth + 0.06)
    waves = sample(make_field(512, 1.0, 517, lowest=6), x * far * 60 + seed * 9, far * 620)
    breeze = ramp(sample(make_field(512, 1.7, 518, lowest=2), x * far * 12 + seed, far * 90), -0.4, 1.0)
    strength = ripple * (0.25 + 1.3 * breeze)
    source = first - 1 - (depth * rows * 0.98 + waves * strength * (3 + 30 * depth) * height / 900)
    index_y = np.clip(np.abs(source), 0, first - 1).astype(np.int32)
    index_x = np.clip(np.arange(width)[None, :] + waves * strength * 4 * depth, 0, width - 1).astype(np.int32)
    mirror = picture[index_y, index_x]
    fresnel = 0.82 - 0.52 * ramp(depth, 0.05, 1.15)
    body = rgb(colour) * (0.25 + 0.75 * air.sun_power) * (1 + 0.22 * waves[..., None])
    water = mix(body, mirror * 0.93, fresnel)
    result = picture.copy()
    result[first:] = water
    band = slice(max(0, first - 1), first + 2)
    result[band] = blur(result[max(0, first - 8) : first + 8], 1.5)[first - 1 - max(0, first - 8) :][:3]
    return result
