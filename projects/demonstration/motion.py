"""What moves in the clips. Each maker paints its layers once and gives a function from seconds to 8-bit frames."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PIL import Image

from . import cloth, figures, land, rooms, sky
from .darkroom import develop, glow
from .mountains import SUMMER, add_smoke
from .noise import Array, make_line
from .sky import HOURS

Frames = Callable[[float], Image.Image]


@dataclass(frozen=True)
class Layer:
    """A wide picture that is seen in a window, from one row to another; above it is transparent."""

    image: Image.Image
    first_row: int
    end_row: int

    def slide(self, x: float, width: int) -> Image.Image:
        """The window at a place between pixels."""
        size = (width, self.end_row - self.first_row)
        return self.image.transform(
            size, Image.Transform.AFFINE, (1, 0, x, 0, 1, self.first_row), Image.Resampling.BILINEAR
        )


def pan_over_ridges(size: tuple[int, int], seconds: float) -> Frames:
    """The camera follows a valley: nearer ridges pass faster than far ones, the sky hardly at all."""
    width, height = size
    layers = _list_layers(width + 420, height)
    speeds = (0.06, 0.12, 0.22, 0.38, 0.62, 1.0)

    def frame(time: float) -> Image.Image:
        progress = time / seconds
        eased = progress * progress * (3 - 2 * progress) * 400
        picture = Image.new("RGB", size)
        for layer, speed in zip(layers, speeds, strict=True):
            part = layer.slide(eased * speed, width)
            picture.paste(part, (0, layer.first_row), part)
        return picture

    return frame


def _list_layers(width: int, height: int) -> list[Layer]:
    """Sky and five ridges; of each only the rows that the next nearer one leaves open."""
    air = HOURS["gold"]
    heaven = sky.paint_air(width, height, 0.56, air, (0.55, 0.30))
    heaven = glow(sky.add_clouds(heaven, 0.52, air, 5, cover=0.35, softness=0.9, streak=2.2), 0.9, 20, 0.5)
    pictures = [(heaven, np.ones((height, width), np.float32))]
    pictures += [
        land.paint_ridge(
            width, height, air, 40 + index, nearness=index / 4, crest=0.42 + 0.115 * index, amplitude=0.10,
            near="#2b2320", fog=0.7, wood=0.5,
        )
        for index in range(5)
    ]  # fmt: skip
    starts = [int(np.argmax(mask.any(axis=1))) for _, mask in pictures]
    closed = [int(np.argmax((mask >= 1).all(axis=1))) or height for _, mask in pictures]
    ends = [*closed[1:], height]
    return [
        Layer(_to_image(light, mask), start, end)
        for (light, mask), start, end in zip(pictures, starts, ends, strict=True)
    ]


def _to_image(light: Array, mask: Array) -> Image.Image:
    height, width = mask.shape
    image = develop(light, (width, height), vignette=0.0, grain=0.0, colour=0.75)
    image.putalpha(Image.fromarray((mask * 255).astype(np.uint8)))
    return image


def drift_clouds(size: tuple[int, int], seconds: float) -> Frames:
    """Clouds pass over a camp in a valley; their shadows are left out, smoke stands still in the calm."""
    width, height = size
    air = HOURS["morning"]
    horizon = 0.46
    ground = land.Ground(seed=0, wood=0.5, place=(700.0, 180.0), grass=SUMMER)
    view = land.look(ground, width, height, horizon)
    clear = sky.paint_air(width, height, horizon + 0.05, air)
    scene = land.paint_ground(clear, view, ground, air)
    for place in ((0.34, 0.66, 0.075), (0.45, 0.63, 0.055)):
        scene = figures.add_yurt(scene, place[:2], place[2])
    scene = add_smoke(scene, (0.45, 0.575), 3, 0.35)
    front = develop(scene, size, grain=0.0)
    front.putalpha(Image.fromarray((np.isfinite(view.distance) * 255).astype(np.uint8)))
    wide = width + 260
    heaven = sky.paint_air(wide, height, horizon + 0.05, air)
    heaven = sky.add_clouds(heaven, horizon + 0.03, air, 8, cover=0.55, softness=0.3)
    back = Layer(develop(heaven, (wide, height), vignette=0.1, grain=0.0), 0, height)

    def frame(time: float) -> Image.Image:
        picture = back.slide(240 * (1 - time / seconds), width)
        picture.paste(front, (0, 0), front)
        return picture

    return frame


def sway_lamps(size: tuple[int, int], seconds: float) -> Frames:
    """Lamps out of focus at the evening bazaar: they swing a little and flicker; heads stand before them."""
    width, height = size
    del seconds
    layers = [cloth.paint_lamps(width, height, seed, number=34, band=(0.02, 0.72)) for seed in (24, 25, 26)]
    heads = cloth.add_crowd(np.ones((height, width, 3), np.float32), 27, row=1.02, size=0.36, number=5, softness=5.0)
    flicker = [make_line(600, 0.9, seed) for seed in (1, 2, 3)]

    def frame(time: float) -> Image.Image:
        index = int(time * 50) % 600
        light = np.zeros((height, width, 3), np.float32)
        for number, layer in enumerate(layers):
            gain = 0.62 + 0.10 * flicker[number][index] + 0.12 * np.sin(time * (1.1 + 0.4 * number) + number)
            shift = round(5 * np.sin(time * (0.9 + 0.2 * number) + 2 * number))
            light += np.float32(gain) * np.roll(layer, shift, axis=1)
        return develop(light * heads, size, grain=0.0)

    return frame


def move_water(size: tuple[int, int], seconds: float) -> Frames:
    """The net of light on the bottom of a shallow stream."""
    del seconds
    width, height = size

    def frame(time: float) -> Image.Image:
        light = rooms.paint_caustics(width * 3 // 10, height * 3 // 10, 4, slant=0.35, time=time * 0.55)
        return develop(light, size, grain=0.0)

    return frame
