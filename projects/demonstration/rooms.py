"""Rooms of the installation: projections in the dark, roots of light, water light; and the roof ring of a yurt."""

from __future__ import annotations

import numpy as np
from PIL import Image

from .darkroom import blur, grade, grid, mix, ramp, resize, rgb
from .figures import Sheet, stand_on_ground
from .noise import Array, make_field, sample

Corner = tuple[float, float]


def paint_roots(
    width: int,
    height: int,
    seed: int,
    *,
    tint: str = "#c8d68a",
    ground: str = "#0b1410",
    trunks: int = 5,
    upward: bool = False,
) -> Array:
    """Roots drawn in light: they fork, thin out and glow."""
    rng = np.random.default_rng(seed)
    layers = [Sheet(width, height) for _ in range(3)]
    tips = [
        (width * (i + rng.uniform(0.2, 0.8)) / trunks, -5.0, np.pi / 2 + rng.normal(0, 0.2), 0.0) for i in range(trunks)
    ]
    order: list[tuple[float, float, float, float]] = tips
    count = 0
    while order and count < 2600:
        x, y, angle, age = order.pop(0)
        count += 1
        length = height * 0.026 * rng.uniform(0.6, 1.4)
        x2, y2 = x + np.cos(angle) * length, y + np.sin(angle) * length
        layer = 0 if age < 9 else 1 if age < 20 else 2
        layers[layer].line((x, y), 1.0, [(0, 0), (x2 - x, y - y2)], max(0.4, 0.0095 * height * 0.90**age))
        if age < 34 and -20 < x2 < width + 20 and y2 < height + 20:
            drift = 0.12 * (np.pi / 2 - angle)
            order.append((x2, y2, angle + rng.normal(0, 0.26) + drift, age + 1))
            if rng.random() < 0.11 + 0.006 * age:
                order.append((x2, y2, angle + rng.choice([-1, 1]) * rng.uniform(0.4, 0.95), age + rng.uniform(1, 5)))
    thick, middle, fine = (layer.mask() for layer in layers)
    lines = thick * 1.0 + middle * 0.62 + fine * 0.36
    light = lines + 0.55 * blur(lines, 0.006 * height) + 0.6 * blur(lines, 0.03 * height)
    mist = sample(make_field(512, 1.6, 591, lowest=2), *[place * 150 + seed * 9 for place in grid(width, height)])
    picture = rgb(ground) * (0.8 + 0.35 * mist)[..., None] + light[..., None] * rgb(tint) * 0.9
    picture = picture + (0.25 * blur(lines, 0.1 * height))[..., None] * rgb(tint)
    return picture[::-1] if upward else picture


def paint_caustics(
    width: int,
    height: int,
    seed: int,
    *,
    tint: str = "#8fe0e0",
    deep: str = "#06303c",
    scale: float = 1.0,
    slant: float = 0.6,
    time: float = 0.0,
) -> Array:
    """The net of light that ripples throw; `slant` lays it down in perspective, `time` (seconds) moves it."""
    x, y = grid(width, height)
    far = 1 / np.clip(1 - slant * (0.5 - y), 0.2, 3)
    along = far / slant if slant else -y
    u, v = x * far * 210 * scale + seed * 31, along * 210 * scale + seed * 17
    first = make_field(512, 1.7, 592, lowest=6, highest=44)
    drift = time * 9
    warp = sample(first, v * 0.6 + drift, u * 0.6) * 7
    one = sample(first, u + warp + drift, v)
    two = sample(first, v * 1.25 - drift + 90, u * 1.25 + warp * 0.7)
    net = np.exp(-np.abs(one) * 5.5) * 0.75 + np.exp(-np.abs(two) * 7) * 0.55 + np.exp(-np.abs(one - two) * 6) * 0.35
    net = net**1.7
    soft = blur(net, 0.012 * height)
    breath = 1 + 0.35 * sample(make_field(512, 1.8, 593, lowest=2), u * 0.25, v * 0.25 + time * 3)
    base = mix(rgb(deep), rgb(tint) * 0.35, np.clip(0.25 + 0.3 * breath - 0.4 * (0.5 - y), 0, 1) * 0.6)
    result: Array = base + ((net * 0.55 + soft * 0.5) * breath)[..., None] * rgb(tint)
    return result


def paint_room(
    width: int, height: int, seed: int, screens: list[Array], *, people: int = 3, layout: str = "three"
) -> Array:
    """A dark room with projections on its walls, their light on the floor, and visitors before them."""
    picture = np.zeros((height, width, 3), np.float32) + rgb("#0a0a0b") * 0.5
    floor = 0.66
    for screen, corners in zip(screens, LAYOUTS[layout], strict=False):
        picture = _project(picture, screen, corners)
    wash = blur(picture, 0.09 * height)
    picture = picture + 0.22 * wash
    picture = _mirror_floor(picture, floor, seed)
    grit = sample(make_field(512, 0.8, 594, lowest=6), *[place * 500 for place in grid(width, height)])
    picture = picture * (1 + 0.06 * grit)[..., None]
    rng = np.random.default_rng(seed)
    sheet = Sheet(width, height)
    for place in 0.5 + rng.uniform(-0.3, 0.3, people):
        _draw_visitor(
            sheet,
            (float(place) * width, (floor + rng.uniform(0.10, 0.2)) * height),
            height * rng.uniform(0.30, 0.36),
            rng,
        )
    mask = blur(sheet.mask(), 1.2)
    return stand_on_ground(picture, mask, "#050506", shadow=(0.0, 0.0))


LAYOUTS: dict[str, list[list[Corner]]] = {
    "three": [
        [(0.04, 0.20), (0.30, 0.27), (0.30, 0.61), (0.04, 0.68)],
        [(0.345, 0.265), (0.655, 0.265), (0.655, 0.615), (0.345, 0.615)],
        [(0.70, 0.27), (0.96, 0.20), (0.96, 0.68), (0.70, 0.61)],
    ],
    "one": [[(0.16, 0.13), (0.84, 0.13), (0.84, 0.645), (0.16, 0.645)]],
    "corner": [
        [(-0.02, 0.05), (0.46, 0.20), (0.46, 0.63), (-0.02, 0.78)],
        [(0.50, 0.20), (1.02, 0.03), (1.02, 0.80), (0.50, 0.63)],
    ],
    "tall": [
        [(0.08, 0.10), (0.30, 0.14), (0.30, 0.64), (0.08, 0.67)],
        [(0.39, 0.12), (0.61, 0.12), (0.61, 0.64), (0.39, 0.64)],
        [(0.70, 0.14), (0.92, 0.10), (0.92, 0.67), (0.70, 0.64)],
    ],
}


def _project(picture: Array, screen: Array, corners: list[Corner]) -> Array:
    """Throws a picture on a wall whose corners are given clockwise from the upper left, in shares of the size."""
    height, width = picture.shape[:2]
    source_h, source_w = screen.shape[:2]
    target = [(x * width, y * height) for x, y in corners]
    source = [(0.0, 0.0), (source_w, 0.0), (source_w, source_h), (0.0, source_h)]
    rows = []
    for (x, y), (u, v) in zip(target, source, strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y])
    plane = np.linalg.solve(np.array(rows), np.array(source).ravel())
    channels = [*(screen[..., c] for c in range(3)), np.ones(screen.shape[:2], np.float32)]
    thrown = [
        np.asarray(
            Image.fromarray(np.ascontiguousarray(c, np.float32)).transform(
                (width, height), Image.Transform.PERSPECTIVE, tuple(plane), Image.Resampling.BILINEAR
            )
        )
        for c in channels
    ]
    light = np.stack(thrown[:3], axis=-1)
    result: Array = picture + np.minimum(light, 1.4) * 0.85 * blur(thrown[3], 1.0)[..., None]
    return result


def _mirror_floor(picture: Array, floor: float, seed: int) -> Array:
    """The floor gives back the light of the walls, softer the farther from them."""
    height, width = picture.shape[:2]
    first = int(floor * height)
    rows = height - first
    source = np.clip(first - 1 - (np.arange(rows) * 1.15).astype(np.int32), 0, first - 1)
    mirror = picture[source]
    soft = blur(mirror, 0.012 * height)
    softer = blur(mirror, 0.04 * height)
    depth = np.linspace(0, 1, rows, dtype=np.float32)[:, None, None]
    boards = 1 + 0.10 * sample(
        make_field(512, 0.9, 595, lowest=4), *[place[first:] * 260 + seed for place in grid(width, height)]
    )
    result = picture.copy()
    result[first:] = (
        result[first:] * 0.25 + (soft + (softer - soft) * depth) * (0.50 - 0.36 * depth) * boards[..., None]
    )
    return result


def _draw_visitor(sheet: Sheet, at: Corner, tall: float, rng: np.random.Generator) -> None:
    """Somebody standing, seen from behind; `tall` in pixels."""
    wide = rng.uniform(0.9, 1.1)
    sheet.ellipse(at, tall, (-0.062, 0.865, 0.062, 1.0))
    sheet.polygon(at, tall, [(-0.035, 0.88), (0.035, 0.88), (0.04, 0.82), (-0.04, 0.82)])
    sheet.polygon(
        at,
        tall,
        [
            (-0.135 * wide, 0.80),
            (-0.06, 0.845),
            (0.06, 0.845),
            (0.135 * wide, 0.80),
            (0.14 * wide, 0.50),
            (0.10, 0.42),
            (-0.10, 0.42),
            (-0.14 * wide, 0.50),
        ],
    )
    sheet.polygon(
        at,
        tall,
        [
            (-0.105, 0.5),
            (0.105, 0.5),
            (0.09, 0.25),
            (0.075, 0.0),
            (0.02, 0.0),
            (0.01, 0.4),
            (-0.01, 0.4),
            (-0.02, 0.0),
            (-0.075, 0.0),
            (-0.09, 0.25),
        ],
    )
    sheet.line(at, tall, [(-0.13 * wide, 0.78), (-0.155 * wide, 0.60), (-0.13 * wide, 0.44)], 0.05)
    sheet.line(at, tall, [(0.13 * wide, 0.78), (0.155 * wide, 0.60), (0.13 * wide, 0.44)], 0.05)


def paint_shanyrak(width: int, height: int, seed: int, *, sky: str = "#bcd4e8", warm: str = "#b3522a") -> Array:
    """Looking up in a yurt: poles run to the roof ring, the sky stands in it, patterned bands lie across the felt."""
    rng = np.random.default_rng(seed)
    x, y = grid(width, height)
    x, y = x + 0.06 * np.sin(seed), y + 0.05
    away, angle = np.hypot(x, y), np.arctan2(y, x)
    ring = 0.22
    poles = 64
    felt = sample(make_field(512, 1.2, 596, lowest=4), angle * 60, away * 200)
    base = grade(0.5 + 0.14 * felt, [(0, "#4a3524"), (0.5, "#7d6045"), (1, "#b0906a")])
    for place, ink in ((0.47, warm), (0.80, "#7a1f1c")):
        band = 1 - ramp(np.abs(away - place), 0.030, 0.034)
        base = mix(base, rgb(ink), (0.85 * band)[..., None])
        figure = ramp(np.cos(angle * 48) - np.abs(away - place) * 50, -0.2, 0.0)
        base = mix(base, rgb("#d9bf8a"), (0.8 * figure * band)[..., None])
    wobble = 0.02 * sample(make_field(512, 1.6, 597, lowest=2), angle * 80, away * 30)
    pole_wave = np.abs(((angle + wobble * 0.2) / (2 * np.pi) * poles) % 1 - 0.5) * 2 * np.pi / poles * away
    pole = 1 - ramp(pole_wave, 0.0065, 0.0085)
    roundness = np.clip(1 - (pole_wave / 0.0085) ** 2, 0, 1)
    base = mix(base, rgb("#8a2b1f") * (0.35 + 0.8 * roundness)[..., None], pole * ramp(away, ring, ring + 0.01))
    sun_angle = 2.2 + 0.4 * seed
    light = 0.05 + 1.0 * np.exp(-(away - ring) * 3.6) * (0.62 + 0.38 * np.cos(angle - sun_angle))
    lit = base * np.clip(light, 0.03, 2)[..., None]
    patch = np.exp(-(((x + 0.52) / 0.16) ** 2 + ((y - 0.28) / 0.11) ** 2))
    lit = lit + base * (2.2 * ramp(patch, 0.35, 0.6))[..., None] * rgb("#ffdfae")
    heaven = (
        rgb(sky) * (0.95 + 0.25 * y / ring)[..., None]
        + 0.25 * np.clip(sample(make_field(1024, 1.75, 501, lowest=2), x * 400 + 90, y * 400), 0, 2)[..., None]
    )
    hole = 1 - ramp(away, ring - 0.012, ring - 0.008)
    bars = np.zeros_like(x)
    for offset in (-0.045, 0.0, 0.045):
        for turn in (0.3, 0.3 + np.pi / 2):
            across = x * np.cos(turn) + y * np.sin(turn)
            bend = offset * (1 + 1.2 * ((x * np.sin(turn) - y * np.cos(turn)) / ring) ** 2 * 0.5)
            bars = np.maximum(bars, 1 - ramp(np.abs(across - bend), 0.0055, 0.0075))
    heaven = mix(heaven, rgb("#2a1712"), bars[..., None])
    rim = 1 - ramp(np.abs(away - ring), 0.020, 0.023)
    picture = mix(lit, heaven * 1.25, hole)
    picture = mix(picture, rgb("#5a2418") * (0.5 + 0.7 * np.clip((away - ring) / 0.02, -1, 1))[..., None], rim)
    rays = np.clip(
        sample(make_field(512, 0.9, 583, lowest=5), angle * 90, np.full_like(angle, 7.0 * rng.integers(1, 9))), 0, 2
    )
    spill = 0.55 * np.exp(-np.clip(away - ring * 0.8, 0, 9) * 5) + 0.10 * rays * np.exp(-away * 3.2)
    result: Array = picture + spill[..., None] * rgb(sky) * 0.10
    return result


def make_loop(picture: Array, width: int = 540, height: int = 360) -> Array:
    """A picture at the size of a projection."""
    return np.maximum(resize(picture, width, height), 0)
