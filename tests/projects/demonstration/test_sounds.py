"""The recordings, read back by wavinfo and FFmpeg."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest
from wavinfo import WavInfoReader

from projects.demonstration.sounds import compose_bells, compose_water, compose_wind


def test_a_recording_says_when_it_began_in_samples_since_midnight(moving_and_sounding: dict[str, Path]) -> None:
    """18:40:05 is 18 × 3600 + 40 × 60 + 5 = 67 205 s; × 48 000 = 3 225 840 000, which needs all 32 bits."""
    info = WavInfoReader(str(moving_and_sounding["WIND_T01.WAV"]))

    assert info.bext.time_reference == 3_225_840_000
    assert info.bext.description == "Wind over open ground, wide, no voices"
    assert (info.bext.originator_date, info.bext.originator_time) == ("2024-09-12", "18:40:05")
    assert info.bext.originator == "Kadr demonstration"
    assert (info.ixml.project, info.ixml.scene, info.ixml.take) == ("Kadr", "12", "1")
    assert [track.name for track in info.ixml.track_list] == ["Left", "Right"]


@pytest.mark.parametrize("name", ["WIND_T01.WAV", "BAZAAR_T03.WAV"])
def test_a_recording_is_two_channels_of_24_bits_as_long_as_asked(
    moving_and_sounding: dict[str, Path], name: str
) -> None:
    info = WavInfoReader(str(moving_and_sounding[name]))
    with av.open(str(moving_and_sounding[name])) as container:
        length = sum(frame.samples for frame in container.decode(audio=0))

    assert (info.fmt.channel_count, info.fmt.bits_per_sample, info.fmt.sample_rate) == (2, 24, 48000)
    assert length == 96_000


@pytest.mark.parametrize("compose", [compose_wind, compose_bells, compose_water])
def test_sound_is_neither_silent_nor_clipped_and_begins_softly(compose: object) -> None:
    samples = compose(2.0)  # type: ignore[operator]

    assert samples.shape == (96_000, 2)
    assert 0.05 < np.abs(samples).max() < 0.985
    assert np.abs(samples[:48]).max() < 0.01
    assert not np.allclose(samples[:, 0], samples[:, 1])
