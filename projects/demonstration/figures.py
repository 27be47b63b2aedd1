"""What lives on the land, small and far: herds, riders, yurts, birds, trees.

Figures are drawn four times too large as masks and drawn together, which makes their edges soft.
"""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw

from .darkroom import blur, mix, rgb
from .noise import Array, make_field, sample

OVERSAMPLING = 4
Points = list[tuple[float, float]]


class Sheet:
    """A mask to draw on, in units of `unit` pixels from an origin; y grows upwards."""

    def __init__(self, width_px: int, height_px: int) -> None:
        self.image = Image.new("L", (width_px * OVERSAMPLING, height_px * OVERSAMPLING))
        self.draw = ImageDraw.Draw(self.image)
        self.size = (width_px, height_px)

    def polygon(self, origin: tuple[float, float], unit: float, points: Points, tone: int = 255) -> None:
        self.draw.polygon([self._place(origin, unit, point) for point in points], fill=tone)

    def ellipse(self, origin: tuple[float, float], unit: float, box: tuple[float, float, float, float]) -> None:
        left, top = self._place(origin, unit, (min(box[0], box[2]), box[3]))
        right, bottom = self._place(origin, unit, (max(box[0], box[2]), box[1]))
        self.draw.ellipse((min(left, right), top, max(left, right), bottom), fill=255)

    def line(self, origin: tuple[float, float], unit: float, points: Points, thickness: float) -> None:
        places = [self._place(origin, unit, point) for point in points]
        self.draw.line(places, fill=255, width=max(1, round(thickness * abs(unit) * OVERSAMPLING)), joint="curve")

    def _place(self, origin: tuple[float, float], unit: float, point: tuple[float, float]) -> tuple[float, float]:
        x = (origin[0] + point[0] * unit) * OVERSAMPLING
        return x, (origin[1] - point[1] * abs(unit)) * OVERSAMPLING

    def mask(self) -> Array:
        return np.asarray(self.image.resize(self.size, Image.Resampling.BOX), np.float32) / 255


def draw_horse(sheet: Sheet, at: tuple[float, float], size: float, stride: float, *, grazing: bool = False) -> None:
    """A horse as high at the shoulder as `size`; negative looks the other way. `stride` -1 to 1 moves the legs."""
    sheet.ellipse(at, size, (-0.72, 0.52, 0.62, 1.02))
    sheet.ellipse(at, size, (-0.78, 0.56, -0.20, 1.06))
    sheet.ellipse(at, size, (0.10, 0.50, 0.66, 1.02))
    if grazing:
        sheet.polygon(at, size, [(0.42, 0.98), (0.66, 0.86), (0.98, 0.34), (0.84, 0.26), (0.50, 0.60)])
        sheet.polygon(at, size, [(0.82, 0.40), (1.00, 0.36), (1.10, 0.10), (1.00, 0.05), (0.84, 0.24)])
    else:
        sheet.polygon(at, size, [(0.30, 0.98), (0.62, 0.74), (0.98, 1.34), (0.92, 1.46), (0.74, 1.44)])
        sheet.polygon(at, size, [(0.78, 1.48), (0.94, 1.44), (1.24, 1.16), (1.18, 1.06), (1.04, 1.08), (0.80, 1.28)])
    sheet.polygon(at, size, [(-0.72, 0.96), (-0.86, 0.86), (-0.96, 0.38), (-0.86, 0.36), (-0.68, 0.78)])
    for hip, phase in ((-0.58, 1.0), (-0.44, -0.7), (0.34, -1.0), (0.50, 0.8)):
        swing = 0.24 * stride * phase
        knee = (hip + swing * 0.5 + 0.03, 0.34)
        sheet.line(at, size, [(hip, 0.66), knee], 0.15)
        sheet.line(at, size, [knee, (hip + swing, 0.0)], 0.08)


def draw_rider(sheet: Sheet, at: tuple[float, float], size: float, stride: float) -> None:
    """A horse and somebody in a wide hat on it."""
    draw_horse(sheet, at, size, stride)
    sheet.polygon(at, size, [(-0.18, 0.86), (0.16, 0.86), (0.20, 1.30), (0.12, 1.62), (-0.12, 1.62), (-0.22, 1.30)])
    sheet.line(at, size, [(0.02, 1.48), (0.26, 1.20), (0.48, 1.16)], 0.11)
    sheet.line(at, size, [(-0.02, 0.94), (0.14, 0.62), (0.06, 0.40)], 0.15)
    sheet.line(at, size, [(0.0, 1.55), (0.02, 1.72)], 0.12)
    sheet.ellipse(at, size, (-0.11, 1.64, 0.13, 1.90))
    sheet.ellipse(at, size, (-0.15, 1.78, 0.15, 1.98))


def draw_sheep(sheet: Sheet, at: tuple[float, float], size: float) -> None:
    sheet.ellipse(at, size, (-0.62, 0.30, 0.52, 1.0))
    sheet.ellipse(at, size, (0.36, 0.30, 0.84, 0.76))
    for leg in (-0.42, -0.26, 0.20, 0.36):
        sheet.line(at, size, [(leg, 0.4), (leg, 0.0)], 0.09)


def draw_bird(sheet: Sheet, at: tuple[float, float], size: float, lift: float) -> None:
    """A soaring eagle, `size` its half span."""
    wing: Points = [
        (0.0, 0.04),
        (0.35, 0.16 + lift),
        (0.72, 0.18 + lift),
        (1.0, 0.02 + lift),
        (0.70, 0.06 + lift),
        (0.34, -0.02 + lift * 0.6),
        (0.08, -0.10),
    ]
    sheet.polygon(at, size, wing)
    sheet.polygon(at, size, [(-x, y) for x, y in wing])
    sheet.polygon(at, size, [(-0.06, 0.06), (0.06, 0.06), (0.10, -0.30), (-0.10, -0.30)])


def stand_on_ground(
    picture: Array,
    mask: Array,
    colour: str,
    *,
    shadow: tuple[float, float] = (0.8, 0.25),
    light: str = "",
    haze: float = 0.0,
) -> Array:
    """Lays dark or light figures on a picture: a shadow beside them, and a rim of light above if `light` is given."""
    height, width = mask.shape
    result = picture
    if shadow != (0.0, 0.0):
        cast = sum(np.roll(mask, (round(shadow[1] * s), round(shadow[0] * s)), (0, 1)) for s in (2, 4, 6)) / 3
        result = result * (1 - 0.45 * blur(np.asarray(cast, np.float32), 1.2)[..., None])
    body = np.broadcast_to(rgb(colour), (height, width, 3))
    if light:
        rim = np.clip(mask - np.roll(mask, (3, -1 if shadow[0] > 0 else 1), (0, 1)), 0, 1)
        body = mix(body, rgb(light), 0.35 * rim)
    return mix(result, mix(body, result, haze), mask)


def add_herd(
    picture: Array,
    seed: int,
    *,
    number: int,
    band: tuple[float, float],
    centre: float,
    spread: float,
    size: float,
    horizon: float,
) -> Array:
    """Sheep and goats grazing between two rows (shares of the height), smaller towards the horizon."""
    height, width = picture.shape[:2]
    rng = np.random.default_rng(seed)
    sheets = {colour: Sheet(width, height) for colour in ("#e6dfd0", "#37302b", "#8a6a4c")}
    y = band[0] + (band[1] - band[0]) * rng.beta(1.6, 2.2, number)
    path = centre + 0.35 * spread * np.sin(y * 23)
    x = path + rng.standard_normal(number) * spread * (0.25 + (y - horizon))
    for index in np.argsort(y):
        tall = size * height * (y[index] - horizon) / (band[1] - horizon) * rng.uniform(0.85, 1.15)
        colour = rng.choice(list(sheets), p=[0.68, 0.2, 0.12])
        draw_sheep(
            sheets[colour],
            (float(x[index]) * width, float(y[index]) * height),
            float(tall) * (1 if rng.random() < 0.6 else -1),
        )
    for colour, sheet in sheets.items():
        picture = stand_on_ground(picture, sheet.mask(), colour, shadow=(0.5, 0.3))
    return picture


def add_horses(
    picture: Array,
    seed: int,
    *,
    number: int,
    row: float,
    size: float,
    colour: str,
    light: str = "",
    spread: float = 0.8,
) -> Array:
    """Horses in a loose line on one row, grazing or walking."""
    height, width = picture.shape[:2]
    rng = np.random.default_rng(seed)
    sheet = Sheet(width, height)
    places = np.cumsum(rng.uniform(0.4, 1.6, number))
    places = 0.5 + (places / places[-1] - 0.52) * spread
    for x in places:
        nearness = rng.uniform(-1, 1)
        at = (float(x) * width, (row + 0.16 * size * nearness) * height)
        tall = size * height * (1 + 0.12 * nearness) * (1 if rng.random() < 0.7 else -1)
        draw_horse(sheet, at, float(tall), float(rng.uniform(-0.8, 0.8)), grazing=bool(rng.random() < 0.45))
    return stand_on_ground(picture, sheet.mask(), colour, shadow=(0.2, 0.5), light=light)


def add_riders(picture: Array, places: list[tuple[float, float]], *, size: float, stride: float, colour: str) -> Array:
    """Riders at places in shares of width and height, as dark figures against the light."""
    height, width = picture.shape[:2]
    sheet = Sheet(width, height)
    for index, (x, y) in enumerate(places):
        draw_rider(sheet, (x * width, y * height), size * height, stride * (1 if index % 2 else -0.8))
    return stand_on_ground(picture, sheet.mask(), colour, shadow=(0.0, 0.0))


def add_birds(
    picture: Array, seed: int, *, number: int, centre: tuple[float, float], size: float, colour: str = "#15161a"
) -> Array:
    height, width = picture.shape[:2]
    rng = np.random.default_rng(seed)
    sheet = Sheet(width, height)
    for _ in range(number):
        at = ((centre[0] + 0.09 * rng.standard_normal()) * width, (centre[1] + 0.06 * rng.standard_normal()) * height)
        draw_bird(
            sheet,
            (float(at[0]), float(at[1])),
            size * height * float(rng.uniform(0.6, 1.1)),
            float(rng.uniform(-0.05, 0.16)),
        )
    return stand_on_ground(picture, sheet.mask(), colour, shadow=(0.0, 0.0))


def add_yurt(
    picture: Array,
    place: tuple[float, float],
    size: float,
    *,
    lit: float = 0.0,
    light: float = 1.0,
    sun_left: bool = True,
) -> Array:
    """A felt yurt as high as `size` (a share of the height) standing at a place; `lit` is lamplight inside."""
    height, width = picture.shape[:2]
    tall = size * height
    left, right = int(place[0] * width - tall * 3), int(place[0] * width + tall * 3)
    y0, y1 = int(place[1] * height - tall * 2), int(place[1] * height + tall * 1.5)
    area = (slice(max(0, y0), min(height, y1)), slice(max(0, left), min(width, right)))
    y, x = np.mgrid[area[0], area[1]].astype(np.float32)
    x, y = (x - place[0] * width) / tall, (place[1] * height - y) / tall
    soft = 1.5 / tall
    wall_half = 0.93 - 0.02 * y
    dome = 0.55 + 0.42 * np.sqrt(np.clip(1 - (x / 0.98) ** 2, 0, 1)) ** 1.4
    wall = (
        np.clip((wall_half - np.abs(x)) / soft, 0, 1)
        * np.clip((y + 0.03 * (1 - x * x)) / soft, 0, 1)
        * np.clip((0.60 - y) / soft, 0, 1)
    )
    roof = np.clip((dome - y) / soft, 0, 1) * np.clip((y - 0.55) / soft, 0, 1) * (np.abs(x) < 0.98)
    cap = np.clip((0.2 - np.abs(x)) / soft, 0, 1) * np.clip((1.02 - y) / soft, 0, 1) * (y > 0.9)
    across = np.clip(x, -1, 1) * (-1 if sun_left else 1)
    shade = light * (0.40 + 0.55 * np.clip(0.55 + 0.6 * across, 0, 1))
    felt = 1 + 0.05 * sample(make_field(512, 1.0, 520, lowest=6), x * 90, y * 70)
    colour = rgb("#e8dfcd") * (shade * felt)[..., None]
    colour = mix(colour, rgb("#8b3a2a") * shade[..., None], ((np.abs(y - 0.56) < 0.035) * 0.9).astype(np.float32))
    colour = mix(colour, rgb("#b99f79") * shade[..., None], ((np.abs(np.abs(x) - 0.48) < 0.02) & (y > 0.58)) * 0.6)
    door = np.clip((0.16 - np.abs(x - 0.12)) / soft, 0, 1) * np.clip((0.50 - y) / soft, 0, 1)
    inside = rgb("#ffb055") * 2.2 * lit + rgb("#7a3322") * 0.55 * light
    colour = mix(colour, np.broadcast_to(inside, colour.shape), door)
    colour = colour + lit * np.exp(-((y - 0.3) ** 2) * 3)[..., None] * rgb("#ff9a40") * 0.30
    colour = mix(colour, rgb("#4c4238") * shade[..., None], cap)
    result = picture.copy()
    spot = np.exp(-((x - (0.5 if sun_left else -0.5)) ** 2 * 0.9 + (y + 0.08) ** 2 * 22)) * (
        0.55 if light > 0.3 else 0.0
    )
    ground = result[area] * (1 - spot[..., None])
    ground = ground + lit * np.exp(-(x**2 * 0.35 + (y + 0.35) ** 2 * 2.4))[..., None] * rgb("#ff9d4a") * 0.20
    result[area] = mix(ground, colour, np.clip(wall + roof + cap, 0, 1))
    return result


def add_tree(
    picture: Array,
    seed: int,
    foot: tuple[float, float],
    size: float,
    *,
    colour: str = "#17140f",
    leaves: str = "",
    depth: int = 9,
) -> Array:
    """A bare or leafy tree, grown by forking; `size` is its height as a share of the picture's."""
    height, width = picture.shape[:2]
    rng = np.random.default_rng(seed)
    sheet, crown = Sheet(width, height), Sheet(width, height)
    twigs = [(foot[0] * width, foot[1] * height, -np.pi / 2, size * height * 0.26, 0)]
    while twigs:
        x, y, angle, length, level = twigs.pop()
        x2, y2 = x + np.cos(angle) * length, y + np.sin(angle) * length
        sheet.line((x, y), 1.0, [(0, 0), (x2 - x, y - y2)], max(0.5, size * height * 0.034 * 0.68**level))
        if leaves and level > depth - 4:
            r = size * height * 0.014 * rng.uniform(0.6, 1.5)
            crown.ellipse((x2, y2), 1.0, (-r, -r, r, r))
        if level < depth:
            for side in (-1, 1) if level else (-1, 1, 0.2):
                lean = 0.16 * np.sin(angle + np.pi / 2)
                twigs.append(
                    (x2, y2, angle + side * rng.uniform(0.18, 0.55) - lean, length * rng.uniform(0.70, 0.86), level + 1)
                )
    picture = stand_on_ground(picture, sheet.mask(), colour, shadow=(0.0, 0.0))
    if leaves:
        foliage = crown.mask()
        picture = mix(picture, rgb(leaves) * (0.6 + 0.6 * blur(foliage, 6))[..., None], foliage * 0.85)
    return picture
