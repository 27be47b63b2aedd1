"""A clip of any size that takes no room: its frames lie far apart in the file, and between them there is a hole."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np

from tests.media_library.formats.made_media import make_film

CONTAINERS = (b"moov", b"trak", b"mdia", b"minf", b"stbl")
FRAMES = 500


def make_long_clip(path: Path, size_bytes: int, *, codec: str = "libx264") -> None:
    """Twenty seconds from black to white, as a camera writes them: each frame a key frame, the index before them all.

    ISO/IEC 14496-12: 8.7.4 and 8.7.5 tell where each sample lies; one sample a chunk, so that each may lie anywhere.
    """
    short = path.with_suffix(".short.mp4")
    make_film(short, frames=FRAMES, codec=codec, key_every=1, picture=paint, options={"movflags": "faststart"})
    content = short.read_bytes()
    boxes = dict(list_boxes(content))
    samples = read_samples(short)
    head = boxes[b"ftyp"] + move_samples(boxes[b"moov"], [0] * len(samples))
    stride = (size_bytes - len(head) - 16) // len(samples)
    places = [len(head) + 16 + stride * number for number in range(len(samples))]
    with path.open("wb") as file:
        file.write(boxes[b"ftyp"] + move_samples(boxes[b"moov"], places))
        file.write(struct.pack(">I4sQ", 1, b"mdat", size_bytes - len(head)))
        for place, sample in zip(places, samples, strict=True):
            file.seek(place)
            file.write(sample)
        file.truncate(size_bytes)
    short.unlink()


def paint(number: int) -> np.ndarray:
    return np.full((108, 192, 3), 255 * number // (FRAMES - 1), np.uint8)


def read_samples(path: Path) -> list[bytes]:
    with av.open(str(path)) as container:
        return [bytes(packet) for packet in container.demux(video=0) if packet.size]


def list_boxes(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Type and bytes of each box, its head included (4.2)."""
    start = 0
    while start < len(content):
        size, kind = struct.unpack_from(">I4s", content, start)
        yield kind, content[start : start + size]
        start += size


def move_samples(box: bytes, places: list[int]) -> bytes:
    """The box with these places for its samples."""
    size, kind = struct.unpack_from(">I4s", box)
    if kind in CONTAINERS:
        inside = b"".join(move_samples(inner, places) for _, inner in list_boxes(box[8:size]))
    elif kind == b"stsc":
        inside = struct.pack(">IIIII", 0, 1, 1, 1, 1)
    elif kind == b"stco":
        inside = struct.pack(f">II{len(places)}I", 0, len(places), *places)
    else:
        return box
    return struct.pack(">I4s", 8 + len(inside), kind) + inside
