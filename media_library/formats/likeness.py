"""What a picture looks like, in 64 bits: a difference hash. Plain Python.

The picture becomes 9 × 8 grey points; each of the 64 bits says whether a point is darker than the one to its right
(N. Krawetz, “Kind of Like That”, The Hacker Factor Blog, 2013). Other light, another size, another compression leave
nearly all bits as they are.
"""

from __future__ import annotations

from pathlib import Path
from typing import IO

from PIL import Image

BITS = 64
EVERY_BIT = (1 << BITS) - 1
COLUMNS, ROWS = 9, 8
FEWEST_BITS = 8
"""A hash with fewer bits of one sort says nothing: a black frame has none, a clear sky a few, and they all agree."""


def hash_thumbnail(source: Path | IO[bytes]) -> int:
    """The likeness of a picture that Kadr has made: upright, whatever the original was.

    Raises OSError when it cannot be read.
    """
    with Image.open(source, formats=("JPEG",)) as image:
        return hash_picture(image)


def hash_picture(image: Image.Image) -> int:
    """64 bits as a signed number, which is what a column of a database holds; the first point is the highest bit."""
    grey = image.convert("L").resize((COLUMNS, ROWS), Image.Resampling.BOX)
    points, bits = grey.tobytes(), 0
    for place in range(COLUMNS * ROWS):
        if place % COLUMNS < COLUMNS - 1:
            bits = bits << 1 | (points[place] < points[place + 1])
    return bits - EVERY_BIT - 1 if bits >> (BITS - 1) else bits


def measure_distance(one: int, other: int) -> int:
    """How many of the 64 bits differ."""
    return ((one ^ other) & EVERY_BIT).bit_count()


def says_something(likeness: int) -> bool:
    """Whether two pictures with this likeness can be told to be alike: a flat one is like every other flat one."""
    ones = (likeness & EVERY_BIT).bit_count()
    return FEWEST_BITS <= ones <= BITS - FEWEST_BITS
