"""Compositions in the dark: the evening bazaar, and the rooms of the installation with what they play."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from . import cloth, rooms
from .darkroom import blur, ramp
from .mountains import ridges, starry
from .noise import Array
from .plains import steppe


def evening_market(width: int, height: int, seed: int, *, people: int = 6, tint: str = "#15110f") -> Array:
    """Lamps out of focus above dark heads."""
    picture = cloth.paint_lamps(width, height, seed, number=80, ground=tint, band=(0.02, 0.70))
    reflection = blur(picture[::-1], 0.012 * height)
    y = np.linspace(0, 1, height, dtype=np.float32)[:, None, None]
    picture = picture + 0.35 * reflection * ramp(y, 0.66, 0.95)
    return cloth.add_crowd(picture, seed + 1, row=1.02, size=0.36, number=people, softness=6.0)


def loop_screens(seed: int, names: Sequence[str]) -> list[Array]:
    """What the projectors of a room play, by name, at projection size."""
    makers = {
        "water": lambda: rooms.paint_caustics(540, 360, seed),
        "amber": lambda: rooms.paint_caustics(540, 360, seed + 1, tint="#ffb060", deep="#2c1206", slant=0.0),
        "roots": lambda: rooms.paint_roots(540, 360, seed + 2),
        "blood": lambda: rooms.paint_roots(540, 360, seed + 3, tint="#ff8a70", ground="#140606"),
        "ridges": lambda: ridges(540, 360, seed + 4, "rose", clouds=0.2),
        "steppe": lambda: steppe(540, 360, seed + 5, "gold", sun_at=(0.5, 0.5)),
        "night": lambda: starry(540, 360, seed + 6),
    }
    return [rooms.make_loop(makers[name]()) for name in names]


def room(width: int, height: int, seed: int, names: Sequence[str], *, layout: str = "three", people: int = 3) -> Array:
    """The installation, as visitors see it."""
    return rooms.paint_room(width, height, seed, loop_screens(seed, names), layout=layout, people=people)
