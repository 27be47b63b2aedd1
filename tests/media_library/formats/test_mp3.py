from fractions import Fraction

import pytest

from media_library.formats.mp3 import read_mp3_duration

MPEG1_STEREO_44100 = b"\xff\xfb\x90\x00"
MPEG2_MONO_22050 = b"\xff\xf3\x80\xc0"


@pytest.mark.parametrize(
    ("head", "side_info", "frames", "duration"),
    [
        (MPEG1_STEREO_44100, 32, 100, Fraction(100 * 1152, 44100)),
        (MPEG2_MONO_22050, 9, 100, Fraction(100 * 576, 22050)),
    ],
)
def test_the_encoder_counted_the_frames(tmp_path, head, side_info, frames, duration):
    path = tmp_path / "a.mp3"
    tag = b"ID3\x03\x00\x00\x00\x00\x01\x00" + bytes(128)
    path.write_bytes(tag + head + bytes(side_info) + b"Info\0\0\0\x01" + frames.to_bytes(4, "big") + bytes(200))
    assert read_mp3_duration(path) == duration


@pytest.mark.parametrize("content", [b"", b"ID3", b"\xff\xfb", MPEG1_STEREO_44100 + bytes(400), b"\xff" * 5000])
def test_without_a_count_there_is_no_duration(tmp_path, content):
    path = tmp_path / "a.mp3"
    path.write_bytes(content)
    assert read_mp3_duration(path) is None
