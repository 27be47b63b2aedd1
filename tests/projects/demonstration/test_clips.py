"""The clips, read back by FFmpeg."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

Files = dict[str, Path]

WANTED = [
    ("DSCF0421.MOV", "17:59:58;10", Fraction(30000, 1001), 30, (1280, 720), "pcm_s16le"),
    ("DSCF0422.MOV", "10:00:00:00", Fraction(25), 25, (1280, 720), "aac"),
    ("DSC_2100.MOV", "01:02:03:04", Fraction(24000, 1001), 24, (1280, 720), "pcm_s16le"),
    ("DSC_3310.MP4", "00:00:10:00", Fraction(25), 25, (1280, 720), "aac"),
]


@pytest.mark.parametrize(("name", "timecode", "rate", "frames", "size", "codec"), WANTED)
def test_a_clip_has_its_rate_its_frames_its_sound_and_a_timecode_track(
    moving_and_sounding: Files,
    name: str,
    timecode: str,
    rate: Fraction,
    frames: int,
    size: tuple[int, int],
    codec: str,
) -> None:
    with av.open(str(moving_and_sounding[name])) as container:
        video, audio = container.streams.video[0], container.streams.audio[0]
        tracks = [stream.metadata.get("timecode") for stream in container.streams if stream.type == "data"]

        assert (video.average_rate, video.frames) == (rate, frames)
        assert (video.width, video.height) == size
        assert video.codec_context.name == "h264"
        assert (audio.codec_context.name, audio.rate) == (codec, 48000)
        assert tracks == [timecode]
        assert video.metadata["creation_time"].startswith("202")


@pytest.mark.parametrize("name", [name for name, *_ in WANTED])
def test_something_moves_in_a_clip_and_is_heard(moving_and_sounding: Files, name: str) -> None:
    with av.open(str(moving_and_sounding[name])) as container:
        pictures = [frame.to_ndarray(format="gray").astype(np.int16) for frame in container.decode(video=0)]
    with av.open(str(moving_and_sounding[name])) as container:
        loudest = max(float(np.abs(frame.to_ndarray()).max()) for frame in container.decode(audio=0))

    assert np.abs(pictures[-1] - pictures[0]).max() > 16
    assert loudest > 0.01


def test_the_upright_clip_is_stored_lying_and_turned(moving_and_sounding: Files) -> None:
    with av.open(str(moving_and_sounding["DSC_3310.MP4"])) as container:
        assert next(container.decode(video=0)).rotation in (-90, 270)
