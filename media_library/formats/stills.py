"""The poster of a film: one frame that shows something."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import islice
from pathlib import Path

from av.video.frame import VideoFrame
from PIL import Image, ImageStat

from .facts import Rendered, UnreadableFile
from .key_frames import NO_PICTURE, KeyFrames, open_key_frames, to_picture

PLACES = (0.1, 0.25, 0.5, 0.75, 0.4, 0.02)
"""Where to look, in parts of the duration: not at the first frame, which is black or a slate."""
DARKEST, BRIGHTEST, FLATTEST = 20, 235, 10
"""Mean and standard deviation of 8-bit grey: outside these a frame is black, white or one colour."""
FRAMES_TO_TRY, EVERY_FRAMES = 121, 20
"""When no key frame shows anything: a short clip may have but one, and begin in black."""
JPEG_QUALITY = 85


def render_posters(path: Path, long_edges: dict[str, int], folder: Path) -> list[Rendered]:
    """Makes the poster in each of the sizes, from one frame. Raises UnreadableFile if no frame can be decoded."""
    with open_key_frames(path, at_least_px=max(long_edges.values())) as frames:
        frame = choose_frame(frames)
        ratio = frames.stream.sample_aspect_ratio
        largest = to_picture(frame, max(long_edges.values()), ratio)
    return [_save(largest, name, long_edge, folder) for name, long_edge in long_edges.items()]


def choose_frame(frames: KeyFrames) -> VideoFrame:
    """The first frame that shows something, else the one that shows most. Raises UnreadableFile if there is none."""
    best: tuple[float, VideoFrame] | None = None
    for frame in _candidates(frames):
        grey = ImageStat.Stat(to_picture(frame, 160, Fraction(1)).convert("L"))
        mean, spread = grey.mean[0], grey.stddev[0]
        if DARKEST <= mean <= BRIGHTEST and spread >= FLATTEST:
            return frame
        if best is None or spread > best[0]:
            best = (spread, frame)
    if best is None:
        raise UnreadableFile(NO_PICTURE)
    return best[1]


def _candidates(frames: KeyFrames) -> Iterator[VideoFrame]:
    """Key frames over the whole film; if none of them will do, frames from the beginning, a bounded number."""
    duration_s = (frames.container.duration or 0) / 1_000_000
    last: VideoFrame | None = None
    for place in PLACES if duration_s else ():
        frame = frames.near(duration_s * place)
        if frame is not None and frame is not last:
            yield frame
        last = frame
    yield from islice(frames.from_beginning(), 0, FRAMES_TO_TRY, EVERY_FRAMES)


def _save(largest: Image.Image, name: str, long_edge: int, folder: Path) -> Rendered:
    picture = largest.copy()
    picture.thumbnail((long_edge, long_edge), Image.Resampling.LANCZOS)
    file_name = f"{name}.jpg"
    picture.save(folder / file_name, "JPEG", quality=JPEG_QUALITY, optimize=True)
    return Rendered(name, file_name, "image/jpeg", picture.width, picture.height)
