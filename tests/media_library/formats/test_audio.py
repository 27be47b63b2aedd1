import json

import numpy as np
import pytest

from media_library.formats import Facts, RenditionSpec, UnreadableFile, audio
from media_library.formats.waveform import MOST_POINTS, POINTS_A_SECOND, PeakMeter

from .made_media import WAV, chunk, make_wav

WAVEFORM = RenditionSpec("waveform")


def read_peaks(path, folder) -> dict:
    (made,) = audio.render(path, WAV, [WAVEFORM], folder)
    content = json.loads((folder / made.file_name).read_text())
    assert made.mime == "application/json"
    assert made.data == {key: value for key, value in content.items() if key != "peaks"}
    return content


def test_a_plain_wav_has_its_length_and_channels(tmp_path):
    path = make_wav(tmp_path / "a.wav", np.zeros((24_000, 2)), rate=16_000)
    facts = audio.read_facts(path, WAV)
    assert (facts.duration_s, facts.audio_channels, facts.audio_sample_rate) == (1.5, 2, 16_000)
    assert (facts.audio_codec, facts.container, facts.bwf_time_reference) == ("pcm_s16le", "wav", None)
    assert audio.list_specs(facts) == (WAVEFORM,)


def test_the_words_of_a_wav_survive_the_old_code_page(tmp_path):
    path = make_wav(tmp_path / "a.wav", np.zeros((800, 1)))
    with path.open("ab") as file:
        file.write(chunk(b"LIST", b"INFO" + chunk(b"INAM", "Ветер в степи".encode("cp1251"))))
    whole = bytearray(path.read_bytes())
    whole[4:8] = (len(whole) - 8).to_bytes(4, "little")
    path.write_bytes(whole)
    assert audio.read_facts(path, WAV).title == "Ветер в степи"


def test_peaks_are_the_loudest_samples_of_each_point(tmp_path):
    # 40 points a second at 8000 Hz: 200 samples a point. 32767 is 255, half of it 128 (127.5 goes up), silence 0.
    samples = np.zeros((800, 2))
    samples[10, 0] = 32_767
    samples[250, 0] = -16_384
    samples[799, 1] = -32_768
    content = read_peaks(make_wav(tmp_path / "a.wav", samples, rate=8_000), tmp_path)
    assert content == {
        "version": 1,
        "channels": 2,
        "points_per_second": 40.0,
        "length": 4,
        "peaks": [[255, 0], [128, 0], [0, 0], [0, 255]],
    }


def test_a_long_sound_has_fewer_points_and_loses_no_peak():
    meter = PeakMeter(sample_rate=400, channels=1)  # ten samples a point
    loud = np.zeros((10_000, 1), np.int32)
    loud[5_000] = 32_767
    for _ in range(3 * MOST_POINTS // 1_000):
        meter.add(loud)
    peaks = meter.finish()
    assert len(peaks) == 3 * MOST_POINTS // 4  # halved twice
    assert meter.points_a_second == POINTS_A_SECOND / 4
    assert (peaks == 255).sum() == 3 * MOST_POINTS // 1_000


def test_more_channels_than_eight_are_cut_to_eight(tmp_path):
    samples = np.tile(np.arange(12) * 1000, (480, 1))
    content = read_peaks(make_wav(tmp_path / "a.wav", samples, rate=8_000), tmp_path)
    assert content["channels"] == 8
    assert content["peaks"][0] == [round(1000 * channel * 255 / 32_767) for channel in range(8)]


@pytest.mark.parametrize("content", [b"", b"RIFF", b"no sound", bytes(10_000)])
def test_what_is_no_sound_is_refused(tmp_path, content):
    path = tmp_path / "a.wav"
    path.write_bytes(content)
    with pytest.raises(UnreadableFile):
        audio.read_facts(path, WAV)


def test_a_heading_without_sound_comes_in_and_says_so(samples):
    facts = audio.read_facts(samples / "audio" / "Vorbis.ogg", WAV)
    assert facts.audio_streams == 0
    assert audio.list_specs(facts) == ()
    assert facts.notices


def test_a_file_without_sound_has_nothing_to_make():
    assert audio.list_specs(Facts()) == ()


def test_a_name_that_is_no_rendition_is_a_mistake_of_the_caller(tmp_path):
    with pytest.raises(ValueError, match="max-320"):
        audio.render(tmp_path / "a.wav", WAV, [RenditionSpec("max-320")], tmp_path)
