"""Near-duplicates among 100,000 photographs: comparing their hashes, and the whole search with its rows.

The hashes are those of made-up pictures: broad patches of light with fine grain, as photographs have, so that many of
them have bits in common. One in fifty has a twin that differs in up to six bits.
"""

from __future__ import annotations

import os
import resource
import tempfile
import time
from pathlib import Path

import django
import numpy as np
from numpy.typing import NDArray

from media_library.formats.likeness import BITS
from media_library.twins.likeness_pairs import MOST_BITS, find_pairs
from tests.own_copy import make_own_copy

FEW, MANY = 1_000, 100_000
TWINS = 50
PATCHES, GRAIN = (5, 6), 0.35
ROWS, COLUMNS = 8, 9


def main() -> None:
    dice = np.random.default_rng(4)
    for count in (FEW, MANY):
        likenesses = paint(count, dice)
        began = time.perf_counter()
        pairs = find_pairs(likenesses)
        took = time.perf_counter() - began
        print(f"comparing {count:>7,}: {took:6.2f} s, {len(pairs):,} pairs{' and more' if pairs.is_cut else ''}")
    os.environ.setdefault("DATABASE_URL", "sqlite://")
    with tempfile.TemporaryDirectory(prefix="kadr-bench-") as name, make_own_copy(Path(name) / "copy") as copy:
        copy.run("migrate", "-v0")
        os.environ.update(copy.env)
        django.setup()
        measure_search(likenesses)
    print(f"memory at the most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")


def measure_search(likenesses: NDArray[np.int64]) -> None:
    """The first search of a project, and the next one, which finds nothing new; and how long the page takes then."""
    from media_library.twins.finding import find_twins
    from media_library.twins.queue import count_progress, find_next

    project_id = fill(likenesses)
    for name in ("first search", "next search"):
        began = time.perf_counter()
        found = find_twins(project_id)
        print(f"{name} {found.photos:>7,}: {time.perf_counter() - began:6.2f} s, {found.added:,} pairs added")
    began = time.perf_counter()
    progress, __ = count_progress(project_id), find_next(project_id)
    print(f"queue of {progress.total:,}: {(time.perf_counter() - began) * 1000:.1f} ms")


def paint(count: int, dice: np.random.Generator) -> NDArray[np.int64]:
    """Difference hashes of so many pictures, the first of each fifty with a twin."""
    rows = np.linspace(0, PATCHES[0] - 1, ROWS).round().astype(int)
    columns = np.linspace(0, PATCHES[1] - 1, COLUMNS)
    left = columns.astype(int).clip(0, PATCHES[1] - 2)
    patches = dice.normal(size=(count, *PATCHES))[:, rows]
    light = patches[:, :, left] * (1 - columns + left) + patches[:, :, left + 1] * (columns - left)
    light += dice.normal(scale=GRAIN, size=light.shape)
    bits = (light[:, :, :-1] < light[:, :, 1:]).reshape(count, BITS)
    for place in range(0, count - 1, TWINS):
        bits[place + 1] = bits[place]
        turned = dice.choice(BITS, dice.integers(0, MOST_BITS + 1), replace=False)
        bits[place + 1, turned] ^= True
    return np.packbits(bits, axis=1).view(">i8").ravel().astype(np.int64)


def fill(likenesses: NDArray[np.int64]) -> int:
    """A project with a photograph for each of these hashes; gives its id."""
    from media_library.models import Asset, Original
    from projects.making import make_project
    from tests.performance.many import BATCH, PHOTO, in_batches, make_original

    project = make_project(by=None, kind="archive", title="Twins", slug="twins")
    for some in in_batches(enumerate(likenesses.tolist()), BATCH):
        originals = [make_original(project, number, PHOTO, 0) for number, __ in some]
        for original, (__, likeness) in zip(originals, some, strict=True):
            original.likeness = likeness
        Original.objects.bulk_create(originals)
        Asset.objects.bulk_create(
            Asset(project=project, original=each, kind="photo", file_name=f"{each.pk}.jpg", name_key=f"{each.pk}.jpg")
            for each in originals
        )
    return project.pk


if __name__ == "__main__":
    main()
