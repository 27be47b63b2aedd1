"""Cloth of the bazaar: bolts, hanging lengths, carpets, awnings; and the lamps when it grows dark."""

from __future__ import annotations

import numpy as np

from .darkroom import blur, grade, grid, mix, ramp, rgb
from .figures import Sheet, stand_on_ground
from .noise import Array, make_field, make_line, sample

Dyes = tuple[str, ...]
SILK: Dyes = ("#7d1f3a", "#b3452a", "#c98f2d", "#1f5a5e", "#28407c", "#5b2a6b", "#d9cdb4", "#2f6a45")


def paint_hangings(
    width: int, height: int, seed: int, *, dyes: Dyes = SILK, lengths: int = 7, sun: str = "#ffe4bd"
) -> Array:
    """Lengths of cloth hanging side by side in deep folds, light falling through from the left."""
    rng = np.random.default_rng(seed)
    x, y = grid(width, height)
    u = x / (width / height) + 0.5
    drape = 0.012 * sample(make_field(512, 1.9, 561, lowest=2), u * 200 + seed, y * 60)
    edges = np.sort(
        np.concatenate([[-0.1, 1.1], (np.arange(1, lengths) + rng.uniform(-0.25, 0.25, lengths - 1)) / lengths])
    )
    place = u + drape * (0.3 + 0.9 * (y + 0.5))
    which = np.clip(np.searchsorted(edges, place.ravel()).reshape(place.shape) - 1, 0, lengths - 1)
    local = (place - edges[which]) / np.diff(edges)[which]
    fold = _folds(place * 1000, y, seed)
    slope = np.gradient(fold, axis=1) * width / 1000
    colour = np.zeros((height, width, 3), np.float32)
    for index in range(lengths):
        chosen = which == index
        pattern = int(rng.integers(0, 5))
        pair = rng.choice(len(dyes), 3, replace=False)
        inks = [dyes[i] for i in pair]
        colour[chosen] = _weave((local + 0.012 * fold)[chosen], (y + 0.01 * fold)[chosen], pattern, inks, seed + index)
    light = np.clip(0.52 + 0.62 * slope, 0.04, 1.5)
    hollow = np.clip(0.62 + 0.30 * fold, 0.18, 1.1)
    seam = ramp(np.minimum(local, 1 - local), 0.0, 0.05)
    thread = 1 + 0.05 * sample(make_field(512, 0.2, 562, lowest=60), x * 1600, y * 700)
    lit = colour * (light * hollow * thread * (0.35 + 0.65 * seam))[..., None] * rgb(sun) * 1.6
    through = np.exp(-((u - 0.2) ** 2) * 6) * (0.75 - 0.6 * (y + 0.5))
    return lit * (0.55 + 0.9 * through)[..., None]


def _folds(place: Array, y: Array, seed: int) -> Array:
    line = make_line(8192, 1.2, seed + 5, lowest=26)
    bend = 30 * sample(make_field(512, 1.9, 563, lowest=2), place * 0.06, y * 70 + seed)
    index = np.clip((place + 200 + bend * (0.4 + y)) * 5, 0, 8190)
    whole = index.astype(np.int32)
    folded: Array = line[whole] + (line[whole + 1] - line[whole]) * (index - whole)
    return folded


def _weave(u: Array, v: Array, pattern: int, inks: list[str], seed: int) -> Array:
    """The colours of one length of cloth: plain, stripes, ikat lozenges, spots, or a border with horns."""
    ground, figure, third = (rgb(ink) for ink in inks)
    base = np.broadcast_to(ground, (*u.shape, 3))
    blurred = 0.035 * sample(make_field(512, 0.7, 564, lowest=10), u * 300 + seed * 31, v * 60)
    if pattern == 0:
        return mix(
            base, figure, (ramp(np.abs(u - 0.5), 0.40, 0.41) * (1 - ramp(np.abs(u - 0.5), 0.45, 0.46)))[..., None]
        )
    if pattern == 1:
        wave = np.sin(u * 44) + 0.6 * np.sin(u * 90 + seed)
        return mix(mix(base, figure, ramp(wave, 0.3, 0.4)[..., None]), third, ramp(wave, 1.15, 1.25)[..., None])
    if pattern == 2:
        lozenge = np.abs(((u * 2) % 1) - 0.5) + np.abs(((v * 3.2 + blurred * 2) % 1) - 0.5) + blurred
        coloured = mix(base, figure, ramp(lozenge, 0.40, 0.44)[..., None])
        coloured = mix(coloured, third, (ramp(lozenge, 0.58, 0.62))[..., None])
        return mix(coloured, rgb("#e6dcc6"), (1 - ramp(lozenge, 0.12, 0.16))[..., None])
    if pattern == 3:
        spot = np.hypot(((u * 5 + 0.5 * (np.floor(v * 14) % 2)) % 1) - 0.5, (((v * 14) % 1) - 0.5) * 0.8)
        return mix(
            mix(base, figure, (1 - ramp(spot, 0.26, 0.30))[..., None]), third, (1 - ramp(spot, 0.10, 0.14))[..., None]
        )
    horn = _horns((u * 2) % 1, (v * 4) % 1)
    return mix(base, figure, horn[..., None])


def _horns(u: Array, v: Array) -> Array:
    """A ram's-horn curl in a unit square, mirrored; the commonest figure of felt carpets."""
    x, y = np.abs(u - 0.5) * 2, (v - 0.5) * 2
    away, angle = np.hypot(x - 0.42, y - 0.1), np.arctan2(y - 0.1, x - 0.42)
    spiral = np.cos(angle - away * 11)
    curl = ramp(spiral, 0.15, 0.3) * (1 - ramp(away, 0.38, 0.44))
    stem = (1 - ramp(x, 0.07, 0.1)) * (1 - ramp(np.abs(y), 0.8, 0.84))
    foot = (1 - ramp(np.abs(x + y * 0.6 + 0.35), 0.07, 0.1)) * (1 - ramp(x, 0.5, 0.55)) * ramp(-y, 0.1, 0.2)
    result: Array = np.clip(curl + stem + foot, 0, 1)
    return result


def paint_bolts(width: int, height: int, seed: int, *, dyes: Dyes = SILK, rows: int = 11, slant: float = 0.0) -> Array:
    """Folded lengths stacked on a shelf: rounded edges one on another, each of its own pattern."""
    rng = np.random.default_rng(seed)
    x, y = grid(width, height)
    y = y + slant * x
    stacks = 3
    ratio = width / height
    colour = np.zeros((height, width, 3), np.float32)
    light = np.zeros((height, width), np.float32)
    for stack in range(stacks):
        left, right = (stack / stacks - 0.5) * ratio, ((stack + 1) / stacks - 0.5) * ratio
        inside = (x >= left) & (x < right)
        thick = rng.uniform(0.7, 1.35, rows + 4)
        edges = np.cumsum(thick) / thick[: rows + 2].sum() * 1.25 - 0.68
        sag = 0.012 * np.sin((x - left) / (right - left) * np.pi) + 0.006 * sample(
            make_field(512, 1.8, 565, lowest=2), x * 120 + stack * 70, y * 100
        )
        level = y - sag
        which = np.clip(np.searchsorted(edges, level.ravel()).reshape(level.shape), 1, len(edges) - 1)
        local = (level - edges[which - 1]) / (edges[which] - edges[which - 1])
        round_edge = np.sqrt(np.clip(1 - (2 * local - 1) ** 2, 0, 1))
        shade = round_edge**0.7 * (0.45 + 0.85 * (1 - local))
        side = (x - left) / (right - left)
        shade = shade * ramp(np.minimum(side, 1 - side), -0.01, 0.05)
        layered = 0.9 + 0.12 * np.sin(local * 26 + 3 * sample(make_field(512, 1.0, 566, lowest=2), x * 30, y * 400))
        for index in range(1, len(edges)):
            chosen = inside & (which == index)
            inks = [dyes[i] for i in rng.choice(len(dyes), 3, replace=False)]
            pattern = int(rng.choice([0, 0, 1, 2, 3, 4]))
            if chosen.any():
                colour[chosen] = _weave(side[chosen] * 1.4, local[chosen] * 0.35, pattern, inks, seed + index)
        light = np.where(inside, shade * layered, light)
    thread = 1 + 0.07 * sample(make_field(512, 0.2, 562, lowest=60), x * 900, y * 1500)
    fall = 1.25 - 0.6 * np.hypot(x / ratio + 0.15, y + 0.1)
    return colour * (light * thread * fall)[..., None] * rgb("#fff0da") * 1.35


def paint_carpet(
    width: int,
    height: int,
    seed: int,
    *,
    dyes: Dyes = ("#6e1a1f", "#1d2b4f", "#c9a468", "#dccfb2", "#8f4a24"),
    folds: float = 0.6,
) -> Array:
    """A knotted carpet with medallions and borders, a fold running through it, lit from the side."""
    x, y = grid(width, height)
    wave = sample(make_field(512, 2.0, 571, lowest=1), x * 150 + seed * 60, y * 150 + seed * 20)
    ripple = folds * 0.030 * wave
    turn = 0.22 * np.sin(seed)
    cos, sin = np.cos(turn), np.sin(turn)
    u, v = (x + ripple) * cos + (y + ripple) * sin, (y + ripple) * cos - (x - ripple) * sin
    u, v = u * 0.95 + 0.05, v * 0.95
    knots = 260
    u, v = np.round(u * knots) / knots, np.round(v * knots) / knots
    field_colour = _carpet_field(u, v, dyes)
    edge = np.maximum(np.abs(u) / 0.98, np.abs(v) / 0.62)
    border = _carpet_border(u, v, edge, dyes)
    colour = np.where((edge > 0.72)[..., None], border, field_colour)
    dye_bath = 1 + 0.10 * sample(make_field(512, 1.0, 572, lowest=4), u * 30, v * 300)
    pile = sample(make_field(512, 0.25, 573, lowest=40), x * 1100, y * 1100)
    dy, dx = np.gradient(wave * folds)
    light = np.clip(0.75 - 26 * dx - 20 * dy, 0.15, 1.6) * (1 + 0.10 * pile)
    result: Array = colour * (dye_bath * light)[..., None] * rgb("#ffedd4") * 1.05
    return result


def _carpet_field(u: Array, v: Array, dyes: Dyes) -> Array:
    red, blue, gold, cream, rust = (rgb(dye) for dye in dyes)
    cell_u, cell_v = ((u / 0.36 + 0.5) % 1) - 0.5, ((v / 0.30 + 0.5) % 1) - 0.5
    shape = np.abs(cell_u) * 1.3 + np.abs(cell_v)
    octagon = np.maximum(shape * 0.78, np.maximum(np.abs(cell_u), np.abs(cell_v)))
    colour = np.broadcast_to(red, (*u.shape, 3))
    diamond = ramp(0.06 - np.abs(((u / 0.045) % 1) - 0.5) * np.abs(((v / 0.045) % 1) - 0.5), 0.045, 0.05)
    colour = mix(colour, rust, (0.5 * diamond)[..., None])
    for limit, ink in (
        (0.40, blue),
        (0.375, gold),
        (0.355, red),
        (0.27, cream),
        (0.25, blue),
        (0.15, gold),
        (0.12, red),
        (0.05, cream),
    ):
        colour = mix(colour, ink, (1 - ramp(octagon, limit - 0.008, limit))[..., None])
    horn = _horns((cell_u * 3) % 1, (cell_v * 3) % 1) * (octagon > 0.27) * (octagon < 0.355)
    return mix(colour, gold, (0.85 * horn)[..., None])


def _carpet_border(u: Array, v: Array, edge: Array, dyes: Dyes) -> Array:
    red, blue, gold, cream, rust = (rgb(dye) for dye in dyes)
    along = np.where(np.abs(u) / 0.98 > np.abs(v) / 0.62, v, u)
    colour = np.broadcast_to(blue, (*u.shape, 3))
    hooks = _horns((along / 0.09) % 1, np.clip((edge - 0.77) / 0.13, 0, 1))
    colour = mix(colour, cream, (hooks * (edge > 0.77) * (edge < 0.90))[..., None])
    teeth = (np.abs(((along / 0.03) % 1) - 0.5) * 2 * 0.035 + 0.725 > edge).astype(np.float32)
    colour = mix(colour, gold, ((edge < 0.765) * teeth)[..., None])
    colour = mix(
        colour, rust, ((edge > 0.765) & (edge < 0.775) | (edge > 0.90) & (edge < 0.915)).astype(np.float32)[..., None]
    )
    colour = mix(colour, red, ramp(edge, 0.915, 0.92)[..., None])
    fringe = (np.sin(u * 900) > 0) & (edge > 1.0)
    colour = mix(colour, cream, fringe.astype(np.float32)[..., None])
    return mix(colour, rgb("#2a1d16"), ramp(edge, 1.05, 1.06)[..., None])


def paint_awning(
    width: int,
    height: int,
    seed: int,
    *,
    dyes: tuple[str, str] = ("#b8322a", "#efe4cf"),
    stripes: int = 15,
    sun: tuple[float, float] = (0.35, 0.1),
) -> Array:
    """Under a striped awning: the sun glows through, scallops hang, dark people pass in front of blurred stalls."""
    x, y = grid(width, height)
    ratio = width / height
    u, v = x / ratio + 0.5, y + 0.5
    lean = (u - sun[0]) / (1.35 - 0.95 * np.clip(v / 0.62, 0, 1.2)) * 0.9 + 0.005 * sample(
        make_field(512, 1.9, 581, lowest=2), u * 90, v * 120
    )
    band = lean * stripes
    stripe = ramp(np.abs((band % 2) - 1), 0.46, 0.54)
    sagging = np.cos(band * np.pi * 2 / 2) * 0.5
    edge = 0.60 + 0.030 * np.abs(np.sin(band * np.pi / 2 + np.pi / 4)) + 0.015 * np.sin(u * 7)
    colour = mix(rgb(dyes[0]), rgb(dyes[1]), stripe)
    away = np.hypot((u - sun[0]) * ratio, v - sun[1])
    through = 0.32 + 1.25 * np.exp(-away * 2.6) + 0.9 * np.exp(-away * 9)
    thread = 1 + 0.08 * sample(make_field(512, 0.6, 582, lowest=10), x * 500, y * 900) + 0.10 * sagging * v
    cloth = colour * (through * thread)[..., None] * rgb("#ffe9c4")
    valance = ramp(v, edge - 0.075, edge - 0.06)
    cloth = cloth * (1 - 0.42 * valance)[..., None]
    behind = paint_lamps(width, height, seed + 3, number=70, ground="#2a221c", band=(0.5, 1.0), brightness=0.55)
    behind = add_crowd(behind, seed + 4, row=1.02, size=0.30, number=8)
    picture = mix(behind, cloth, 1 - ramp(v, edge - 0.003, edge + 0.003))
    result: Array = picture + _shafts(x, y, (sun[0] - 0.5) * ratio, sun[1] - 0.5, seed) * ramp(v, 0.55, 0.75)[..., None]
    return result


def _shafts(x: Array, y: Array, sun_x: float, sun_y: float, seed: int) -> Array:
    """Rays of light in dusty air, fanning out from the sun."""
    angle = np.arctan2(x - sun_x, y - sun_y + 0.25)
    rays = sample(make_field(512, 0.9, 583, lowest=6), angle * 160 + seed * 40, np.full_like(angle, seed * 13.0))
    away = np.hypot(x - sun_x, y - sun_y)
    strength = np.clip(rays - 0.2, 0, 2) * np.exp(-away * 1.6)
    return strength[..., None] * rgb("#ffdca6") * 0.09


def paint_lamps(
    width: int,
    height: int,
    seed: int,
    *,
    number: int = 90,
    ground: str = "#15110f",
    band: tuple[float, float] = (0.05, 0.75),
    brightness: float = 1.0,
    size: float = 1.0,
) -> Array:
    """Lights out of focus: discs with a brighter rim, many small far ones and a few large near ones."""
    rng = np.random.default_rng(seed)
    y = np.linspace(0, 1, height, dtype=np.float32)[:, None, None]
    picture = np.broadcast_to(rgb(ground) * (0.4 + 0.9 * np.exp(-((y - 0.5) ** 2) * 5)), (height, width, 3)).copy()
    picture += (
        0.5
        * np.clip(blur(_spots(width, height, rng, number * 2, band, 0.010 * size), 0.004 * height), 0, None)
        * brightness
    )
    picture += _spots(width, height, rng, number, band, 0.026 * size) * 0.7 * brightness
    picture += _spots(width, height, rng, max(4, number // 9), band, 0.060 * size) * 0.35 * brightness
    return picture


def _spots(
    width: int, height: int, rng: np.random.Generator, number: int, band: tuple[float, float], radius: float
) -> Array:
    layer = np.zeros((height, width, 3), np.float32)
    tints = [rgb(tint) for tint in ("#ffb45e", "#ff8a3c", "#ffd9a0", "#fff1da", "#e8543a", "#7fb2ff", "#6fd0b0")]
    for _ in range(number):
        size = radius * height * rng.uniform(0.7, 1.25)
        cx, cy = rng.uniform(0, width), height * (band[0] + (band[1] - band[0]) * rng.beta(2, 2))
        x0, x1, y0, y1 = (
            int(max(0, cx - size - 2)),
            int(min(width, cx + size + 3)),
            int(max(0, cy - size - 2)),
            int(min(height, cy + size + 3)),
        )
        dx, dy = np.arange(x0, x1)[None, :] - cx, np.arange(y0, y1)[:, None] - cy
        away = np.hypot(dx, dy) / size
        disc = (1 - ramp(away, 0.93, 1.03)) * (0.62 + 0.38 * ramp(away, 0.7, 0.95))
        tint = tints[rng.choice(len(tints), p=[0.3, 0.2, 0.2, 0.12, 0.08, 0.05, 0.05])]
        layer[y0:y1, x0:x1] += (disc * rng.uniform(0.15, 1.0) ** 1.5)[..., None] * tint
    return layer


def add_crowd(
    picture: Array, seed: int, *, row: float, size: float, number: int, softness: float = 3.0, colour: str = "#0d0b0b"
) -> Array:
    """People from behind, dark and a little out of focus, cut by the lower edge."""
    height, width = picture.shape[:2]
    rng = np.random.default_rng(seed)
    sheet = Sheet(width, height)
    for place in np.linspace(0.04, 0.96, number) + rng.uniform(-0.05, 0.05, number):
        tall = size * height * rng.uniform(0.75, 1.1)
        at = (float(place) * width, row * height)
        sheet.ellipse(at, tall, (-0.095, 0.75, 0.095, 1.0))
        sheet.polygon(at, tall, [(-0.06, 0.80), (0.06, 0.80), (0.07, 0.70), (-0.07, 0.70)])
        sheet.ellipse(at, tall, (-0.27, 0.22, 0.27, 0.74))
        sheet.polygon(at, tall, [(-0.27, 0.54), (0.27, 0.54), (0.24, -0.6), (-0.24, -0.6)])
    mask = blur(sheet.mask(), softness)
    return stand_on_ground(picture, mask, colour, shadow=(0.0, 0.0))


def paint_arcade(width: int, height: int, seed: int, *, shafts: int = 5) -> Array:
    """The covered market: light falls in through holes in the roof, in slanting shafts, on stalls and people."""
    rng = np.random.default_rng(seed)
    x, y = grid(width, height)
    depth = np.clip(np.maximum(np.abs(x) / (0.62 * width / height), np.abs(y + 0.06) / 0.56), 0.05, 1)
    far = 1 / depth
    wall = np.abs(x) / (0.62 * width / height) > np.abs(y + 0.06) / 0.56
    bricks = sample(make_field(512, 0.8, 584, lowest=6), np.where(wall, y * far, x * far) * 120, far * 60)
    ribs = ramp(np.cos(far * 6.0), 0.55, 0.8)
    base = grade(0.35 + 0.12 * bricks + 0.25 * ribs, [(0, "#120d0b"), (0.5, "#46352a"), (1, "#8a6d50")])
    base = base * (0.12 + 0.75 * np.exp(-((far - 6) ** 2) * 0.02) * np.exp(-depth * 1.0))[..., None]
    stalls = ramp(y, 0.02, 0.09) * ramp(np.abs(x), 0.10, 0.2)
    goods = sample(make_field(512, 0.5, 585, lowest=14), x * far * 90, y * far * 140)
    palette = grade(goods, [(-2, "#4d1417"), (-0.8, "#7a4a1c"), (0, "#2b2018"), (0.9, "#94692a"), (2, "#345040")])
    base = mix(base, palette * (0.10 + 0.25 * np.exp(-depth))[..., None], stalls * 0.85)
    picture = base + (np.exp(-((x / 0.10) ** 2 + ((y + 0.05) / 0.13) ** 2)) * 1.1)[..., None] * rgb("#ffe6bd")
    dust = 1 + 0.35 * sample(make_field(512, 1.3, 586, lowest=3), x * 160, y * 160)
    for index in range(shafts):
        start, slope = (index + 0.5) / shafts * 1.5 - 0.95 + rng.uniform(-0.08, 0.08), 0.42 + rng.uniform(-0.03, 0.03)
        across = (x - start) - slope * (y + 0.5)
        beam = np.exp(-((across / (0.020 + 0.022 * (y + 0.5))) ** 2)) * np.exp(-(y + 0.5) * 0.9) * dust
        picture = picture + (0.42 * beam * rng.uniform(0.5, 1))[..., None] * rgb("#ffdba0")
        spot = np.exp(-((across / 0.07) ** 2)) * np.exp(-(((y - 0.36 - 0.02 * index) / 0.03) ** 2))
        picture = picture + (0.5 * spot)[..., None] * rgb("#ffdba0")
    return add_crowd(picture, seed + 2, row=0.98, size=0.25, number=5, softness=5.0)
