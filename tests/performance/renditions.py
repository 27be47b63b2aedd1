"""What the three pictures of a photograph cost, against the bare half-scale decode of the same file, in one run.

Processor time of the decoder process with its start, its decoding, resizing, encoding and writing, and of the parent's
share in it; measured on 24-megapixel photographs made here, two with little grain and two with much.
"""

from __future__ import annotations

import resource
import tempfile
from pathlib import Path

import numpy as np
from PIL import Image

from media_library.formats import FileType, Kind
from media_library.formats.child import Decoder
from media_library.formats.sizes import PICTURE_SPECS

SIZE = (6000, 4000)
ROUNDS = 10
JPEG = FileType(Kind.PHOTO, "photo", "JPEG", "image/jpeg", "jpg")


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="kadr-bench-") as name:
        folder = Path(name)
        for grain in (3.0, 9.0):
            paths = [paint(folder / f"{grain}-{index}.jpg", seed=index, grain=grain) for index in range(2)]
            report(paths, folder)
        peak = measure_peak_mb(paths, folder)
        print(f"start of a decoder process  {measure_start(paths[0], folder):.2f} of a half-scale decode")
        print(f"largest decoder process     {peak:.0f} MB   (goal: below 250)")


def report(paths: list[Path], folder: Path) -> None:
    decode = min(measure_decode(paths) for _ in range(3))
    made = measure_renditions(paths, folder)
    size = sum(path.stat().st_size for path in paths) / len(paths) / 1e6
    print(f"three pictures / decode     {made / decode:.2f}   (goal: at most 2.2; {size:.1f} MB a file)")


def paint(path: Path, *, seed: int, grain: float) -> Path:
    """A photograph of soft shapes at all sizes, as light and foliage are, and grain on them."""
    dice = np.random.default_rng(seed)
    light = np.zeros((SIZE[1], SIZE[0]), np.float32)
    for octave in range(9):
        shapes = dice.standard_normal((8 << octave, 12 << octave)).astype(np.float32)
        light += np.asarray(Image.fromarray(shapes).resize(SIZE, Image.Resampling.BICUBIC)) * 0.62**octave
    light = 120 + 35 * light + dice.normal(0, grain, light.shape).astype(np.float32)
    tint = np.linspace(-25, 25, SIZE[0], dtype=np.float32)
    pixels = np.stack([light + tint, light, light - tint], axis=-1).clip(0, 255).astype(np.uint8)
    Image.fromarray(pixels).save(path, quality=92, subsampling="4:2:2" if seed % 2 else "4:2:0")
    return path


def measure_decode(paths: list[Path]) -> float:
    """Processor seconds a file of Pillow's `draft` to half and `load`, and nothing else."""
    before = _processor_seconds(resource.RUSAGE_SELF)
    for _ in range(ROUNDS // 2):
        for path in paths:
            with Image.open(path) as image:
                image.draft("RGB", (SIZE[0] // 2, SIZE[1] // 2))
                image.load()
    return (_processor_seconds(resource.RUSAGE_SELF) - before) / (ROUNDS // 2) / len(paths)


def measure_renditions(paths: list[Path], folder: Path, rounds: int = ROUNDS) -> float:
    """Processor seconds a file of parent and child together."""
    before = _processor_seconds(resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    with Decoder(memory_mb=1024, seconds=60, max_megapixels=100) as decoder:
        for _ in range(rounds):
            for path in paths:
                decoder.render(path, JPEG, PICTURE_SPECS, folder)
    return (_processor_seconds(resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN) - before) / rounds / len(paths)


def measure_start(path: Path, folder: Path) -> float:
    """What one file in a process of its own costs more than one of many, as a share of a decode."""
    return (measure_renditions([path], folder, 1) - measure_renditions([path], folder)) / measure_decode([path])


def measure_peak_mb(paths: list[Path], folder: Path) -> float:
    """The most memory a decoder process has held at once (Linux; elsewhere 0)."""
    with Decoder(memory_mb=1024, seconds=60, max_megapixels=100) as decoder:
        for path in paths:
            decoder.render(path, JPEG, PICTURE_SPECS, folder)
        try:
            status = Path(f"/proc/{decoder.pid}/status").read_text()
        except OSError:
            return 0.0
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def _processor_seconds(*whose: int) -> float:
    usages = [resource.getrusage(who) for who in whose]
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


if __name__ == "__main__":
    main()
