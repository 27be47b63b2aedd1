"""The bazaar: fruit in heaps, spice, bowls, cloth, carpets, awnings, lamps at night.

Heaps are heightfields: things are set one on another, then lit once, with the shadows they throw and the dark between
them.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from .darkroom import blur, grade, grid, mix, ramp, rgb
from .noise import Array, make_field, sample

Light = tuple[float, float, float]
WARM_LEFT: Light = (-0.55, -0.45, 0.7)


@dataclass
class Heap:
    """Things lying on one another, seen from above at a slant: for each pixel how high, whose, and where on it."""

    height: Array
    owner: Array
    across: Array
    along: Array
    count: int = 0
    turns: list[float] = field(default_factory=list)

    @classmethod
    def empty(cls, width: int, height: int) -> Heap:
        shape = (height, width)
        return cls(
            np.zeros(shape, np.float32),
            np.full(shape, -1, np.int32),
            np.zeros(shape, np.float32),
            np.zeros(shape, np.float32),
        )


def pile(
    width: int,
    height: int,
    seed: int,
    *,
    radius: float,
    near: float = 1.5,
    far: float = 0.75,
    oblong: float = 1.0,
    layers: int = 3,
    flat: float = 1.0,
) -> Heap:
    """Heaps round or oblong things over the whole picture; `radius` is a share of the height, at the middle row."""
    rng = np.random.default_rng(seed)
    heap = Heap.empty(width, height)
    for layer in range(layers):
        row = -0.1
        while row < 1.15:
            scale = far + (near - far) * np.clip(row, 0, 1)
            step = radius * scale * height
            for column in np.arange(-step + rng.uniform(0, 2 * step), width + step, 1.9 * step):
                if layer and rng.random() < 0.38 * layer:
                    continue
                x, y = column + rng.normal(0, 0.20 * step), row * height + rng.normal(0, 0.16 * step)
                size = step * rng.uniform(0.88, 1.1)
                base = layer * 1.05 * step + rng.normal(0, 0.12) * step
                _set(
                    heap, x, y, size, base, oblong, rng.uniform(-0.7, 0.7) if oblong != 1 else rng.uniform(0, 6.3), flat
                )
            row += 1.55 * radius * scale
    return heap


def _set(heap: Heap, x: float, y: float, size: float, base: float, oblong: float, turn: float, flat: float) -> None:
    rows, columns = heap.height.shape
    reach = size * max(1.0, oblong)
    top, bottom, left, right = (
        max(0, int(y - reach)),
        min(rows, int(y + reach) + 2),
        max(0, int(x - reach)),
        min(columns, int(x + reach) + 2),
    )
    if top >= bottom or left >= right:
        return
    window = (slice(top, bottom), slice(left, right))
    dx = (np.arange(left, right, dtype=np.float32)[None, :] - x) / size
    dy = (np.arange(top, bottom, dtype=np.float32)[:, None] - y) / size
    cos, sin = np.float32(np.cos(turn)), np.float32(np.sin(turn))
    u, v = (dx * cos + dy * sin) / np.float32(oblong), dy * cos - dx * sin
    square = u * u + v * v
    rise = np.float32(base) + np.float32(size * flat) * np.sqrt(np.maximum(1 - square, 0))
    higher = (square < 1) & (rise > heap.height[window])
    heap.height[window] = np.where(higher, rise, heap.height[window])
    heap.owner[window] = np.where(higher, heap.count, heap.owner[window])
    heap.across[window] = np.where(higher, u, heap.across[window])
    heap.along[window] = np.where(higher, v, heap.along[window])
    heap.count += 1
    heap.turns.append(turn)


def light_heap(
    height: Array, light: Light, *, reach: float = 1.0, bump: Array | float = 0.0
) -> tuple[Array, Array, Array]:
    """Light falling on a heightfield (0 to 1, with shadows), openness to the sky, and the sheen toward the viewer."""
    surface = height + bump
    dy, dx = np.gradient(surface)
    length = np.sqrt(1 + dx * dx + dy * dy)
    facing = np.clip((-dx * light[0] - dy * light[1] + light[2]) / length, 0, 1)
    flat = float(np.hypot(light[0], light[1]))
    shadow = np.zeros_like(height)
    for step in np.geomspace(3, 60 * reach, 9):
        shift = (round(-light[1] / flat * step), round(-light[0] / flat * step))
        above = np.roll(height, shift, (0, 1)) - height - step * light[2] / flat
        shadow = np.maximum(shadow, above / (2.5 + 0.16 * step))
    openness = np.clip(1 - (blur(height, 11 * reach) - height) / (30 * reach), 0.12, 1.05) * np.clip(
        1 - (blur(height, 4 * reach) - height) / (26 * reach), 0.2, 1
    )
    half = np.array([light[0], light[1], light[2] + 1.0])
    half /= np.linalg.norm(half)
    sheen = np.clip((-dx * half[0] - dy * half[1] + half[2]) / length, 0, 1)
    return facing * (1 - np.clip(shadow, 0, 0.94)), openness, sheen.astype(np.float32)


@dataclass(frozen=True)
class Fruit:
    """How one sort looks: its colours from one to another, how glossy, and what its skin shows."""

    colours: tuple[str, ...]
    gloss: float = 0.35
    sharp: float = 60.0
    skin: str = "plain"
    bump: float = 0.0
    oblong: float = 1.0
    stem: str = ""


FRUITS = {
    "orange": Fruit(("#d8701a", "#e8871e", "#f09a2c"), 0.22, 34, "pores", 0.5, 1.0, "#4a5a22"),
    "apple": Fruit(("#8e1a1c", "#b3242a", "#c8402e", "#c9a24a"), 0.42, 80, "streaks", 0.0, 1.0, "#4b3a20"),
    "green apple": Fruit(("#7f9a2c", "#93aa35", "#a9b448", "#b7a850"), 0.42, 80, "streaks", 0.0, 1.0, "#4b3a20"),
    "pomegranate": Fruit(("#7d1626", "#97202e", "#a8402f", "#b5673f"), 0.30, 50, "streaks", 0.35, 1.0, "#5b2a1c"),
    "melon": Fruit(("#b98f2c", "#c7a23c", "#d2b356", "#a98a34"), 0.14, 22, "net", 1.1, 1.35),
    "watermelon": Fruit(("#3d5a2a", "#47663a", "#2f4a25"), 0.30, 48, "stripes", 0.0, 1.22),
    "lemon": Fruit(("#d9b625", "#e2c436", "#e6cf55"), 0.25, 36, "pores", 0.5, 1.28),
    "apricot": Fruit(("#c9772e", "#d58a3c", "#dfa050", "#b9602b"), 0.06, 12, "blush", 0.2, 1.06),
    "plum": Fruit(("#2b1d3a", "#3b2548", "#4a2440", "#5a3550"), 0.24, 40, "bloom", 0.0, 1.15),
    "egg": Fruit(("#d9c3a5", "#e6d8c0", "#c9a684", "#efe6d6"), 0.10, 18, "plain", 0.15, 1.28),
    "tomato": Fruit(("#a81f14", "#be2c18", "#cb4322"), 0.55, 130, "plain", 0.0, 1.08, "#3f5a24"),
    "walnut": Fruit(("#8b6238", "#9c7145", "#aa8355"), 0.08, 14, "furrows", 2.2, 1.1),
}


def paint_fruit(
    width: int,
    height: int,
    seed: int,
    name: str,
    *,
    radius: float = 0.075,
    light: Light = WARM_LEFT,
    sun: str = "#ffe2b8",
    shade: str = "#40506c",
    focus: float = 0.55,
    depth: float = 1.0,
    near: float = 1.5,
    far: float = 0.75,
) -> Array:
    """A heap of fruit that fills the picture; sharp at the row `focus`, softer above and below."""
    fruit = FRUITS[name]
    rng = np.random.default_rng(seed + 1)
    heap = pile(width, height, seed, radius=radius, oblong=fruit.oblong, near=near, far=far)
    number = heap.owner.clip(0)
    sort = rng.random(heap.count + 1).astype(np.float32)[number]
    turn = np.array([*heap.turns, 0.0], np.float32)[number]
    u, v = heap.across, heap.along
    skin, bump = _skin(fruit, u, v, number, turn)
    reach = radius * height / 45
    facing, openness, sheen = light_heap(heap.height, light, reach=reach, bump=bump * reach)
    stops = list(zip(np.linspace(0, 1, len(fruit.colours)), fruit.colours, strict=True))
    colour = grade(sort * 0.7 + 0.3 * skin, stops) * (0.82 + 0.3 * skin)[..., None]
    if fruit.stem:
        colour = mix(colour, rgb(fruit.stem) * 0.8, _stem(heap, number, rng))
    lit = colour * ((facing * 1.45)[..., None] * rgb(sun) + openness[..., None] * (rgb(shade) * 0.55 + 0.10))
    lit = lit + colour * colour * (0.35 * openness * (1 - facing))[..., None]
    lit = lit + (fruit.gloss * 2.2 * sheen**fruit.sharp * np.clip(facing * 3, 0, 1))[..., None] * rgb(sun)
    lit = lit * (openness**0.8)[..., None]
    return focus_on(lit * np.where(heap.owner < 0, 0.05, 1)[..., None], focus, depth)


def _skin(fruit: Fruit, u: Array, v: Array, number: Array, turn: Array) -> tuple[Array, Array]:
    """Markings (0 to 1) and bumps of the skin, from where on the fruit a pixel lies."""
    dome = np.sqrt(np.maximum(1 - u * u - v * v, 0.02))
    place_x, place_y = u / (0.35 + dome) * 60 + number * 37, v / (0.35 + dome) * 60 + number * 91
    speck = sample(make_field(512, 0.5, 531, lowest=12), place_x, place_y)
    cloud = sample(make_field(512, 1.5, 532, lowest=3), place_x, place_y)
    if fruit.skin == "pores":
        return np.clip(0.5 + 0.16 * cloud + 0.04 * speck, 0, 1), fruit.bump * speck * 0.8
    if fruit.skin == "streaks":
        angle = np.arctan2(v + 0.2, u - 0.1)
        streak = sample(make_field(512, 1.0, 533, lowest=8), angle * 60 + number * 13, dome * 18)
        return np.clip(0.5 + 0.22 * cloud + 0.16 * streak, 0, 1), fruit.bump * cloud
    if fruit.skin == "stripes":
        wave = sample(make_field(512, 1.1, 534, lowest=6), place_x * 0.8, place_y * 0.8)
        band = np.sin((v / (0.45 + dome) * 9) + 0.55 * wave)
        return np.clip(0.5 + 0.9 * band + 0.15 * speck, 0, 1.6), np.zeros_like(u)
    if fruit.skin == "net":
        net = 1 - np.abs(sample(make_field(512, 0.6, 535, lowest=26, highest=60), place_x, place_y))
        return np.clip(0.55 + 0.32 * cloud + 0.35 * net, 0, 1), fruit.bump * np.clip(net, 0, 1)
    if fruit.skin == "furrows":
        furrow = np.abs(sample(make_field(512, 0.7, 536, lowest=18, highest=50), place_x * 0.9, place_y * 0.9))
        seam = np.exp(-((v * 9) ** 2))
        return np.clip(0.25 + 0.5 * furrow + 0.15 * cloud, 0, 1), fruit.bump * (np.clip(furrow, 0, 1) + seam)
    if fruit.skin == "blush":
        return np.clip(0.5 + 0.5 * u + 0.22 * cloud + 0.08 * speck, 0, 1), fruit.bump * speck * 0.6
    if fruit.skin == "bloom":
        return np.clip(0.35 + 0.5 * dome + 0.3 * cloud, 0, 1.3), np.zeros_like(u)
    return np.clip(0.5 + 0.1 * cloud + 0.03 * speck, 0, 1), fruit.bump * speck * 0.5


def _stem(heap: Heap, number: Array, rng: np.random.Generator) -> Array:
    """A little star where the stem was, on those that show it."""
    angle, distance = rng.random(heap.count + 1) * 6.3, rng.uniform(0.1, 1.5, heap.count + 1)
    x = (np.cos(angle) * distance).astype(np.float32)[number]
    y = (np.sin(angle) * distance).astype(np.float32)[number]
    away = np.hypot(heap.across - x, heap.along - y)
    star = 0.10 + 0.045 * np.cos(5 * np.arctan2(heap.along - y, heap.across - x))
    result: Array = ramp(-away, -star - 0.02, -star + 0.02) * (heap.across**2 + heap.along**2 < 0.86)
    return result


def focus_on(picture: Array, row: float, depth: float) -> Array:
    """Softens what lies above and below the row in focus; `depth` 0 leaves all sharp."""
    if not depth:
        return picture
    height = picture.shape[0]
    away = np.abs(np.linspace(0, 1, height, dtype=np.float32) - row)[:, None]
    soft = blur(picture, 0.0035 * height * depth)
    softer = blur(picture, 0.011 * height * depth)
    first = ramp(away, 0.14, 0.34)[..., None]
    second = ramp(away, 0.30, 0.66)[..., None]
    result: Array = picture + (soft - picture) * first + (softer - soft) * second
    return result


def paint_spice(
    width: int,
    height: int,
    seed: int,
    colours: list[str],
    *,
    columns: int = 4,
    rows: int = 3,
    light: Light = (-0.7, -0.25, 0.5),
) -> Array:
    """Cones of ground spice in bowls, row behind row."""
    rng = np.random.default_rng(seed)
    base = np.zeros((height, width), np.float32)
    owner = np.full((height, width), -1, np.int32)
    rim = np.zeros((height, width), np.float32)
    number = 0
    yy, xx = np.mgrid[0:height, 0:width].astype(np.float32)
    for row in range(rows):
        share = (row + 0.55) / rows
        size = height * (0.20 + 0.11 * share) * 2.6 / rows * 1.15
        shift = rng.uniform(-0.5, 0.5)
        for column in range(-1, columns + 2):
            x = (column + 0.5 + 0.5 * (row % 2) + 0.2 * shift) * size * 2.05
            if x < -size or x > width + size:
                continue
            y = height * share + rng.normal(0, 0.02) * size
            window = (
                slice(max(0, int(y - 1.2 * size)), max(0, int(y + 1.2 * size))),
                slice(max(0, int(x - 1.1 * size)), max(0, int(x + 1.1 * size))),
            )
            dx, dy = (xx[window] - x) / size, (yy[window] - y) / (size * 0.86)
            away = np.hypot(dx, dy)
            wobble = 0.03 * sample(make_field(512, 1.4, 541, lowest=4), dx * 60 + number * 50, dy * 60)
            cone = np.clip(0.86 - away + wobble, 0, None) * size * 0.80
            cone = np.where(away < 0.86, cone - 0.5 * size * np.maximum(0.10 - away, 0), 0)
            lip = np.exp(-(((away - 0.92) / 0.035) ** 2))
            inside = away < 0.98
            base[window] = np.where(inside, np.maximum(base[window], cone + lip * size * 0.12), base[window])
            owner[window] = np.where(inside, number, owner[window])
            rim[window] = np.where(inside, ramp(away, 0.85, 0.89), rim[window])
            number += 1
    return _light_spice(base, owner, rim, colours, light, rng)


def _light_spice(
    base: Array, owner: Array, rim: Array, colours: list[str], light: Light, rng: np.random.Generator
) -> Array:
    height, width = base.shape
    x, y = grid(width, height)
    grains = sample(make_field(512, 0.35, 542, lowest=20), x * 900, y * 900)
    slide = sample(make_field(512, 1.1, 543, lowest=5), x * 380, y * 300)
    facing, openness, _ = light_heap(base, light, reach=height / 300, bump=0.34 * grains + 1.3 * slide)
    chosen = np.array([rng.integers(0, len(colours)) for _ in range(owner.max() + 2)])
    for index in range(1, len(chosen)):
        if chosen[index] == chosen[index - 1]:
            chosen[index] = (chosen[index] + 1) % len(colours)
    table = np.stack([rgb(colour) for colour in colours])[chosen]
    colour = table[owner.clip(0)] * (1 + 0.10 * grains + 0.08 * slide)[..., None]
    metal = mix(rgb("#57534d"), rgb("#b9b0a0"), np.clip(0.4 + 0.3 * slide, 0, 1)[..., None])
    colour = mix(colour, metal, rim)
    cloth = rgb("#2a1714") * (1 + 0.15 * np.sin(x * 700) * np.sin(y * 700))[..., None]
    colour = np.where((owner < 0)[..., None], cloth, colour)
    lit = colour * ((facing * 1.9)[..., None] * rgb("#ffe6c4") + (openness * 0.34)[..., None] * rgb("#8fa0c0"))
    return focus_on(lit * (0.35 + 0.65 * openness)[..., None], 0.62, 1.0)


def paint_bowls(
    width: int,
    height: int,
    seed: int,
    *,
    palette: tuple[str, ...] = ("#1f3f7a", "#7a1f24", "#1f5a48", "#b98a2c"),
    radius: float = 0.16,
) -> Array:
    """Painted tea bowls, set close on a table and seen from above: white glaze, rings of petals, gold."""
    rng = np.random.default_rng(seed)
    x, y = grid(width, height)
    wood = sample(make_field(512, 1.0, 551, lowest=3), x * 30, y * 700)
    picture = rgb("#4a2f1e") * (0.75 + 0.16 * wood)[..., None]
    tall = np.zeros((height, width), np.float32)
    row, number = -0.55, 0
    while row < 0.75:
        for column in np.arange(
            -0.5 * width / height - rng.uniform(0, radius), 0.5 * width / height + radius * 2, 2.02 * radius
        ):
            place = (column + rng.normal(0, 0.05) * radius + (number % 2) * 0.0, row + rng.normal(0, 0.06) * radius)
            _lay_bowl(picture, tall, x, y, place, radius * rng.uniform(0.93, 1.0), rng, palette, number)
            number += 1
        row += 1.78 * radius
    shade = np.clip(1 - (blur(tall, 14) - tall) * 1.3, 0.25, 1.05)
    away = np.hypot(x + 0.35, y + 0.25)
    result: Array = picture * (shade * (1.25 - 0.55 * away))[..., None] * rgb("#fff0dc")
    return result


def _lay_bowl(
    picture: Array,
    tall: Array,
    x: Array,
    y: Array,
    place: tuple[float, float],
    radius: float,
    rng: np.random.Generator,
    palette: tuple[str, ...],
    number: int,
) -> None:
    rows, columns = tall.shape
    top = int((place[1] - radius * 1.1 + 0.5) * rows)
    left = int((place[0] - radius * 1.1) * rows + columns / 2)
    side = int(2.2 * radius * rows)
    window = (slice(max(0, top), max(0, top + side)), slice(max(0, left), max(0, left + side)))
    dx, dy = (x[window] - place[0]) / radius, (y[window] - place[1]) / radius
    if not dx.size:
        return
    away, angle = np.hypot(dx, dy), np.arctan2(dy, dx) + rng.uniform(0, 6.3)
    ink, gold = rgb(palette[rng.integers(0, len(palette))]), rgb("#c79a45")
    petals = int(rng.choice([8, 12, 16, 24]))
    glaze = np.broadcast_to(rgb("#efe9dc"), (*away.shape, 3))
    wave = 0.5 + 0.5 * np.cos(petals * angle)
    bloom = ramp(wave - np.abs(away - 0.56) * 5.5, -0.25, -0.15)
    colour = mix(glaze, ink, 0.92 * bloom)
    colour = mix(colour, glaze, ramp(wave - np.abs(away - 0.56) * 8.5, 0.32, 0.42))
    colour = mix(colour, gold, 0.8 * ramp(wave - np.abs(away - 0.56) * 12, 0.66, 0.72))
    band = ramp(-np.abs(away - 0.87), -0.062, -0.05)
    colour = mix(colour, ink, band)
    dots = ramp(np.cos(petals * 2 * angle) - np.abs(away - 0.87) * 26, 0.1, 0.3) * band
    colour = mix(colour, rgb("#efe9dc"), dots)
    colour = mix(
        colour, gold, ramp(-np.abs(away - 0.955), -0.02, -0.012) + 0.9 * ramp(-np.abs(away - 0.30), -0.022, -0.012)
    )
    star = ramp(0.5 + 0.5 * np.cos(petals / 2 * angle) - away * 4.5, -0.2, -0.1)
    colour = mix(colour, ink, 0.9 * star)
    slope = np.clip(away, 0, 1) ** 1.6
    facing = 0.86 + 0.34 * slope * (dx * 0.62 + dy * 0.5) / np.maximum(away, 0.05)
    hollow = 1 - 0.42 * ramp(-(dx * 0.62 + dy * 0.5) + away * 0.35, 0.25, 1.15) * ramp(away, 0.1, 0.9)
    gleam = 0.75 * np.exp(-(((dx - 0.42) / 0.10) ** 2 + ((dy - 0.36) / 0.17) ** 2)) + 0.30 * np.exp(
        -(((dx + 0.5) / 0.05) ** 2 + ((dy + 0.3) / 0.2) ** 2)
    )
    lit = colour * (facing * hollow * 0.85)[..., None] + gleam[..., None] * 0.6
    inside = np.clip((1 - away) * radius * rows * 0.7, 0, 1)
    picture[window] = mix(picture[window], lit, inside)
    tall[window] = np.maximum(tall[window], np.where(away < 1, 0.35 + 0.65 * ramp(away, 0.5, 1.0), 0))
