"""Four short clips: moving air, light and water, with sound, and the timecode track that editors look for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from .darkroom import add_grain
from .motion import Frames, drift_clouds, move_water, pan_over_ridges, sway_lamps
from .noise import Array
from .sounds import SAMPLE_RATE, compose_bells, compose_water, compose_wind


@dataclass(frozen=True, kw_only=True)
class Clip:
    """One clip. `scene` gives frames by time in seconds, as seen; `sound` gives samples × channels, -1 to 1.

    With `rotation` (degrees, counter-clockwise, as FFmpeg counts) the frames are stored lying on their side and the
    file says how to turn them.
    """

    folder: str
    name: str
    size: tuple[int, int]
    rate: Fraction
    seconds: int
    timecode: str
    created: str
    scene: Callable[[tuple[int, int], float], Frames]
    sound: Callable[[float], Array]
    sound_codec: str
    description: str
    rotation: int = 0

    @property
    def frames(self) -> int:
        return round(self.seconds * self.rate)


def list_clips() -> list[Clip]:
    """The clips of the demonstration."""
    return [
        Clip(
            folder="altai/CARD_A/DCIM/101_FUJI",
            name="DSCF0421.MOV",
            size=(1280, 720),
            rate=Fraction(30000, 1001),
            seconds=5,
            timecode="17:59:58;10",
            created="2024-09-12T12:59:58.000000Z",
            scene=pan_over_ridges,
            sound=compose_wind,
            sound_codec="pcm_s16le",
            description="Along the ridges, evening",
        ),
        Clip(
            folder="altai/CARD_A/DCIM/101_FUJI",
            name="DSCF0422.MOV",
            size=(1280, 720),
            rate=Fraction(25),
            seconds=5,
            timecode="10:00:00:00",
            created="2024-09-12T05:00:00.000000Z",
            scene=drift_clouds,
            sound=compose_wind,
            sound_codec="aac",
            description="Clouds over the camp",
        ),
        Clip(
            folder="bazaar/NIKON Z6/DCIM/100NCZ_6",
            name="DSC_2100.MOV",
            size=(1280, 720),
            rate=Fraction(24000, 1001),
            seconds=5,
            timecode="01:02:03:04",
            created="2024-10-06T14:55:00.000000Z",
            scene=sway_lamps,
            sound=compose_bells,
            sound_codec="pcm_s16le",
            description="Evening lamps",
        ),
        Clip(
            folder="steppe/STUDIO/DCIM/101NCZ_6",
            name="DSC_3310.MP4",
            size=(720, 1280),
            rate=Fraction(25),
            seconds=4,
            timecode="00:00:10:00",
            created="2025-06-14T15:50:00.000000Z",
            scene=move_water,
            sound=compose_water,
            sound_codec="aac",
            description="Water light, upright",
            rotation=-90,
        ),
    ]


def write_clip(clip: Clip, folder: Path) -> Path:
    """Encodes a clip as H.264 with sound in a QuickTime or MP4 file, with a tmcd track for its start timecode."""
    path = folder / clip.folder / clip.name
    path.parent.mkdir(parents=True, exist_ok=True)
    form, keys = ("mov" if path.suffix.lower() == ".mov" else "mp4"), {"movflags": "use_metadata_tags"}
    with av.open(str(path), "w", format=form, container_options=keys) as container:
        container.metadata.update(
            {
                "creation_time": clip.created,
                "com.apple.quicktime.creationdate": tell_local_time(clip.created),
                "timecode": clip.timecode,
                "comment": clip.description,
            }
        )
        video = _add_video(container, clip)
        audio = container.add_stream(clip.sound_codec, rate=SAMPLE_RATE, layout="stereo")
        if not isinstance(audio, av.AudioStream):
            raise TypeError(f"{clip.sound_codec} is not a codec for sound")
        for index, picture in enumerate(_paint_frames(clip)):
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts, frame.time_base = index, 1 / clip.rate
            container.mux(video.encode(frame))
        container.mux(video.encode(None))
        _write_sound(container, audio, clip)
    return path


def tell_local_time(created: str) -> str:
    """The moment as a clock on the wall there shows it, with its offset: what phones write beside UTC."""
    moment = datetime.fromisoformat(created).astimezone(timezone(timedelta(hours=5)))
    return moment.strftime("%Y-%m-%dT%H:%M:%S%z")


def _add_video(container: av.container.OutputContainer, clip: Clip) -> av.VideoStream:
    video = container.add_stream("libx264", rate=clip.rate)
    lying = clip.rotation in (90, -90)
    video.width, video.height = clip.size[::-1] if lying else clip.size
    video.pix_fmt = "yuv420p"
    video.time_base = 1 / clip.rate
    video.options = {"preset": "superfast", "crf": "23"}
    video.thread_count = 1
    if clip.rotation:
        video.set_display_rotation(clip.rotation)
    return video


def _paint_frames(clip: Clip) -> Iterator[Array]:
    """Frames as 8-bit RGB as they are stored, with a little grain that keeps the skies from banding."""
    paint = clip.scene(clip.size, float(clip.seconds))
    for index in range(clip.frames):
        image = add_grain(paint(float(index / clip.rate)), 0.35, index + 1)
        yield np.asarray(image.rotate(-clip.rotation, expand=True) if clip.rotation else image)


def _write_sound(container: av.container.OutputContainer, stream: av.AudioStream, clip: Clip) -> None:
    samples = (clip.sound(float(clip.frames / clip.rate)) * 32767).astype(np.int16)
    resampler = av.AudioResampler(format=stream.format, layout="stereo", rate=SAMPLE_RATE)
    for start in range(0, len(samples), 4096):
        part = np.ascontiguousarray(samples[start : start + 4096].reshape(1, -1))
        frame = av.AudioFrame.from_ndarray(part, format="s16", layout="stereo")
        frame.sample_rate, frame.pts, frame.time_base = SAMPLE_RATE, start, Fraction(1, SAMPLE_RATE)
        for ready in resampler.resample(frame):
            container.mux(stream.encode(ready))
    container.mux(stream.encode(None))
