"""Sheets of frames to skim a film by: pages of 10 × 10 tiles, at most three, whatever the length."""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

from av.video.frame import VideoFrame
from PIL import Image

from .facts import Rendered, UnreadableFile
from .key_frames import NO_PICTURE, KeyFrames, open_key_frames, to_picture
from .sheet_layout import COLUMNS, TILES_A_PAGE, count_pages, count_tiles, interval_s

TILE_PX = 160
DECODE_ALL_PIXELS = 1_000_000_000
"""A film with fewer pixels in all its frames is decoded from end to end: key frames alone would be few and alike."""
BACKGROUND = (24, 24, 24)
JPEG_QUALITY = 80


def render_sheets(path: Path, duration_s: float | None, pages: dict[str, int], folder: Path) -> list[Rendered]:
    """Makes sheets, given by name and number (from 1). Raises UnreadableFile if no frame can be decoded."""
    last = count_pages(duration_s)
    if duration_s is None or not all(1 <= page <= last for page in pages.values()):
        raise UnreadableFile("This film is too short for so many sheets of frames, or nothing says how long it lasts.")
    with open_key_frames(path, at_least_px=2 * TILE_PX) as frames:
        return [_render_page(frames, name, page, duration_s, folder) for name, page in pages.items()]


def _render_page(frames: KeyFrames, name: str, page: int, duration_s: float, folder: Path) -> Rendered:
    """One sheet. A tile stands for the time from its number times the interval on, and shows the middle of it."""
    first = (page - 1) * TILES_A_PAGE
    count = min(TILES_A_PAGE, count_tiles(duration_s) - first)
    step = interval_s(duration_s)
    moments = [min((first + number + 0.5) * step, duration_s * 0.999) for number in range(count)]
    sheet: Image.Image | None = None
    width = height = 0
    for number, tile in enumerate(_tiles_at(frames, moments, duration_s)):
        if tile is None:
            continue
        if sheet is None:
            width, height = tile.size
            sheet = Image.new("RGB", (min(COLUMNS, count) * width, math.ceil(count / COLUMNS) * height), BACKGROUND)
        sheet.paste(tile, (number % COLUMNS * width, number // COLUMNS * height))
    if sheet is None:
        raise UnreadableFile(NO_PICTURE)
    file_name = f"{name}.jpg"
    sheet.save(folder / file_name, "JPEG", quality=JPEG_QUALITY)
    data = {
        "tile_width": width,
        "tile_height": height,
        "columns": COLUMNS,
        "count": count,
        "interval_s": step,
        "first_tile": first,
        "first_time_s": first * step,
    }
    return Rendered(name, file_name, "image/jpeg", sheet.width, sheet.height, data)


def _tiles_at(frames: KeyFrames, moments: list[float], duration_s: float) -> Iterator[Image.Image | None]:
    """A tile for each moment, in order; the last good one again where nothing can be decoded."""
    tiles = _by_decoding if _is_worth_decoding(frames, duration_s) else _by_seeking
    last: Image.Image | None = None
    for tile in tiles(frames, moments):
        last = tile or last
        yield last


def _is_worth_decoding(frames: KeyFrames, duration_s: float) -> bool:
    stream = frames.stream
    frame_count = stream.frames or duration_s * float(stream.average_rate or 30)
    return not frames.is_intra_only and frame_count * stream.width * stream.height <= DECODE_ALL_PIXELS


def _by_seeking(frames: KeyFrames, moments: list[float]) -> Iterator[Image.Image | None]:
    last_frame: VideoFrame | None = None
    last_tile: Image.Image | None = None
    for moment in moments:
        frame = frames.near(moment)
        if frame is not last_frame:
            last_frame, last_tile = frame, None if frame is None else to_tile(frames, frame)
        yield last_tile


def _by_decoding(frames: KeyFrames, moments: list[float]) -> Iterator[Image.Image | None]:
    start = float((frames.stream.start_time or 0) * (frames.stream.time_base or Fraction(1)))
    waiting = list(moments)
    last: VideoFrame | None = None
    for frame in frames.from_beginning():
        last = frame
        while waiting and frame.pts is not None and frame.time - start >= waiting[0]:
            waiting.pop(0)
            yield to_tile(frames, frame)
        if not waiting:
            return
    for _ in waiting:
        yield None if last is None else to_tile(frames, last)


def to_tile(frames: KeyFrames, frame: VideoFrame) -> Image.Image:
    """The frame, small, upright."""
    return to_picture(frame, TILE_PX, frames.stream.sample_aspect_ratio)
