"""The waveform of a sound: its peaks, channel by channel, small enough for a page."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from av.audio.frame import AudioFrame
from av.audio.layout import AudioLayout
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.error import FFmpegError

from .facts import Rendered, UnreadableFile
from .streams import discard_others, find_audio, open_media

SPEC = "waveform"
POINTS_A_SECOND = 40
MOST_POINTS = 60_000
"""Twenty-five minutes at 40 a second; what is longer has half as many points a second, or a quarter, …"""
MOST_CHANNELS = 8
MOST_ERRORS = 200

Peaks = np.ndarray[Any, np.dtype[np.int32]]


class PeakMeter:
    """Takes samples as they come and keeps the peaks; memory is bounded by the number of points."""

    def __init__(self, sample_rate: int, channels: int) -> None:
        self._rate = sample_rate
        self._samples_a_point = max(1, sample_rate // POINTS_A_SECOND)
        self._rest = np.zeros((0, channels), np.int32)
        self._points: list[Peaks] = []
        self._count = 0

    @property
    def points_a_second(self) -> float:
        return self._rate / self._samples_a_point

    def add(self, samples: Peaks) -> None:
        """Takes samples of 16 bits, shape (samples, channels)."""
        block = np.concatenate([self._rest, np.abs(samples)])
        whole = len(block) // self._samples_a_point
        self._rest = block[whole * self._samples_a_point :]
        if whole:
            shaped = block[: whole * self._samples_a_point].reshape(whole, self._samples_a_point, -1)
            self._points.append(shaped.max(axis=1))
            self._count += whole
        if self._count > MOST_POINTS:
            self._halve()

    def _halve(self) -> None:
        """Makes one point of two; an odd last one goes back among the samples."""
        points = np.concatenate(self._points)
        if len(points) % 2:
            self._rest = np.concatenate([np.repeat(points[-1:], self._samples_a_point, axis=0), self._rest])
            points = points[:-1]
        points = points.reshape(len(points) // 2, 2, -1).max(axis=1)
        self._samples_a_point *= 2
        self._points, self._count = [points], len(points)

    def finish(self) -> Peaks:
        """The peaks, shape (points, channels), 0 to 255."""
        last = [self._rest.max(axis=0, keepdims=True)] if len(self._rest) else []
        points = np.concatenate([*self._points, *last]) if self._points or last else self._rest
        return np.minimum(255, (points * 255 + 16_383) // 32_767)


def render_waveform(path: Path, folder: Path) -> Rendered:
    """Decodes the first sound from end to end, at flat memory, and writes its peaks. Raises UnreadableFile."""
    with open_media(path) as container:
        stream = find_audio(container)
        if stream is None:
            raise UnreadableFile("There is no sound in this file.")
        discard_others(container, stream)
        meter = None
        for samples, rate in _decode(container, stream):
            meter = meter or PeakMeter(rate, samples.shape[1])
            meter.add(samples)
    if meter is None:
        raise UnreadableFile("The sound of this file cannot be decoded: it is damaged, or its codec is not known.")
    return _save(meter, folder)


def _decode(container: InputContainer, stream: AudioStream) -> Iterator[tuple[Peaks, int]]:
    """Samples of 16 bits with their rate, packet by packet; passes over damaged packets, up to a number of them."""
    stream.codec_context.thread_count = 1
    plain = _Plain()
    errors = 0
    for packet in container.demux(stream):
        try:
            frames = packet.decode()
        except FFmpegError:
            errors += 1
            if errors > MOST_ERRORS:
                return
            continue
        for frame in frames:
            yield from plain.convert(frame)


class _Plain:
    """Turns frames into samples of 16 bits, in the layout and rate of the first frame, whatever the later ones have.

    Samples are asked for interleaved: in planes, PyAV reads past the end of its table when there are over eight.
    """

    def __init__(self) -> None:
        self._wanted: tuple[AudioLayout, int] | None = None
        self._shape: tuple[str, str, int] | None = None
        self._resampler: AudioResampler | None = None

    def convert(self, frame: AudioFrame) -> Iterator[tuple[Peaks, int]]:
        if self._wanted is None:
            self._wanted = (frame.layout, frame.sample_rate)
        layout, rate = self._wanted
        shape = (frame.format.name, frame.layout.name, frame.sample_rate)
        if self._resampler is None or shape != self._shape:
            self._shape = shape
            self._resampler = AudioResampler(format="s16", layout=layout, rate=rate)
        for converted in self._resampler.resample(frame):
            samples = converted.to_ndarray().reshape(-1, layout.nb_channels)
            yield samples[:, :MOST_CHANNELS].astype(np.int32), rate


def _save(meter: PeakMeter, folder: Path) -> Rendered:
    peaks = meter.finish()
    points_a_second = round(meter.points_a_second, 6)
    content = {
        "version": 1,
        "channels": int(peaks.shape[1]),
        "points_per_second": points_a_second,
        "length": len(peaks),
        "peaks": peaks.tolist(),
    }
    file_name = f"{SPEC}.json"
    (folder / file_name).write_text(json.dumps(content, separators=(",", ":")), encoding="ascii")
    data = {key: content[key] for key in ("version", "channels", "points_per_second", "length")}
    return Rendered(SPEC, file_name, "application/json", data=data)
