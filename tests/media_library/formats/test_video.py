import json
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from media_library.formats import Facts, RenditionSpec, UnreadableFile, reader_for, video

from .made_media import MOV, MP4, box, make_film


def spec_names(facts: Facts) -> list[str]:
    return [spec.name for spec in video.list_specs(facts)]


def stripes_of_second(number):
    """A picture with something to encode, whose middle is brighter by the second."""
    picture = np.random.default_rng(number).integers(0, 60, (108, 192, 3), np.uint8)
    picture[30:80, 60:130] = 20 + 20 * (number // 25)
    return picture


def render_one(path, name, folder):
    (made,) = video.render(path, MP4, [RenditionSpec(name)], folder)
    return made, Image.open(folder / made.file_name)


def test_the_registry_finds_the_reader():
    assert reader_for(MP4) is video


def test_an_even_clip_has_its_rate_and_its_frames(tmp_path):
    path = make_film(tmp_path / "a.mp4", frames=50, rate=Fraction(24000, 1001))
    facts = video.read_facts(path, MP4)
    assert (facts.frame_rate, facts.variable_frame_rate) == ("24000/1001", False)
    assert facts.duration_frames == 50
    assert facts.duration_s == pytest.approx(50 * 1001 / 24000, abs=0.001)
    assert (facts.width, facts.height, facts.rotation_cw) == (192, 108, 0)
    assert (facts.video_codec, facts.audio_streams, facts.start_timecode) == ("mpeg4", 0, None)
    assert facts.notices == []


@pytest.mark.parametrize("suffix", ["mp4", "mkv"])
def test_a_clip_that_stutters_is_of_varying_rate_and_says_so(tmp_path, suffix):
    times = [0, 1, 2, 3, 5, 6, 7, 10, 11, 12, 13, 14]
    path = make_film(tmp_path / f"a.{suffix}", frames=len(times), times=times)
    facts = video.read_facts(path, MP4)
    assert facts.variable_frame_rate is True
    assert facts.duration_frames == len(times)
    assert any("rate varies" in notice for notice in facts.notices)


def test_a_clock_of_milliseconds_is_no_variation(tmp_path):
    # Matroska counts milliseconds: 30000/1001 gives steps of 33 and 34.
    facts = video.read_facts(make_film(tmp_path / "a.mkv", rate=Fraction(30000, 1001)), MP4)
    assert facts.variable_frame_rate is False
    assert facts.duration_frames == 50


@pytest.mark.parametrize(("rate", "written"), [(Fraction(30000, 1001), "09:59:59;20"), (Fraction(25), "10:00:00:00")])
@pytest.mark.parametrize("suffix", ["mov", "mxf"])
def test_the_start_timecode_is_read_as_another_program_wrote_it(tmp_path, rate, written, suffix):
    path = tmp_path / f"a.{suffix}"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mpeg2video", rate=rate)
        stream.width, stream.height, stream.pix_fmt = 192, 108, "yuv420p"
        container.metadata["timecode"] = written
        for number in range(10):
            frame = av.VideoFrame.from_ndarray(np.zeros((108, 192, 3), np.uint8), format="rgb24")
            frame.pts, frame.time_base = number, 1 / rate
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    facts = video.read_facts(path, MOV)
    assert facts.start_timecode == written
    assert facts.start_timecode_source == ("tmcd" if suffix == "mov" else "mxf")


def test_a_film_without_its_index_is_refused_in_plain_words(tmp_path):
    path = tmp_path / "a.mov"
    path.write_bytes(box(b"ftyp", b"qt  ") + box(b"mdat", bytes(5000)))
    with pytest.raises(UnreadableFile, match="index is missing"):
        video.read_facts(path, MOV)


@pytest.mark.parametrize("content", [b"", b"not a film", bytes(4096), b"#EXTM3U\n#EXTINF:1,\n/etc/passwd\n"])
def test_what_is_no_film_is_refused(tmp_path, content):
    path = tmp_path / "a.mp4"
    path.write_bytes(content)
    with pytest.raises(UnreadableFile):
        video.read_facts(path, MP4)


def test_a_clip_cut_short_in_the_copy_is_taken_with_a_notice(tmp_path):
    path = make_film(tmp_path / "a.mp4", options={"movflags": "faststart"})
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) * 3 // 4])
    facts = video.read_facts(path, MP4)
    assert facts.width == 192
    assert any("cut short" in notice for notice in facts.notices)


XMP = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmp:CreateDate="2024-03-01T08:00+05:00"><dc:description><rdf:Alt><rdf:li xml:lang="x-default">Стадо у реки</rdf:li>
</rdf:Alt></dc:description><dc:subject><rdf:Bag><rdf:li>Алтай</rdf:li><rdf:li>кони</rdf:li></rdf:Bag></dc:subject>
</rdf:Description></rdf:RDF></x:xmpmeta>"""


def test_the_words_of_xmp_and_of_the_container_come_in(tmp_path):
    path = make_film(tmp_path / "a.mp4")
    uuid = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")  # XMP specification part 3, section 1.1.7
    path.write_bytes(path.read_bytes() + box(b"uuid", uuid, XMP.encode()))
    facts = video.read_facts(path, MP4)
    assert facts.caption == "Стадо у реки"
    assert facts.keywords == ["Алтай", "кони"]
    assert (facts.captured_at, facts.captured_at_offset) == ("2024-03-01T08:00:00", "+05:00")
    assert facts.captured_at_source == "XMP-xmp:CreateDate"


def test_a_broken_packet_of_xmp_does_not_keep_a_film_out(tmp_path):
    path = make_film(tmp_path / "a.mp4")
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'
    path.write_bytes(path.read_bytes() + box(b"uuid", bytes.fromhex("be7acfcb97a942e89c71999491e3afac"), bomb))
    facts = video.read_facts(path, MP4)
    assert (facts.width, facts.caption) == (192, None)


def test_the_poster_is_not_the_black_beginning(tmp_path):
    stripes = np.zeros((108, 192, 3), np.uint8)
    stripes[:, ::2] = 220

    def picture(number):
        return np.zeros((108, 192, 3), np.uint8) if number < 30 else stripes

    path = make_film(tmp_path / "a.mp4", frames=60, picture=picture, key_every=5)
    made, image = render_one(path, "max-320", tmp_path)
    assert (made.width_px, made.height_px, image.size) == (192, 108, (192, 108))
    assert np.asarray(image.convert("L")).mean() > 60


def test_the_poster_of_a_clip_with_one_black_key_frame_is_found_among_the_others(tmp_path):
    stripes = np.zeros((108, 192, 3), np.uint8)
    stripes[:, 96:] = 220
    path = make_film(
        tmp_path / "a.mp4",
        frames=50,
        picture=lambda number: stripes if number > 10 else np.zeros((108, 192, 3), np.uint8),
        key_every=600,
    )
    _, image = render_one(path, "max-320", tmp_path)
    assert np.asarray(image.convert("L")).mean() > 60


def test_a_sheet_goes_on_past_a_damaged_stretch(tmp_path):
    path = make_film(tmp_path / "a.mp4", frames=150, key_every=25, picture=stripes_of_second)
    content = bytearray(path.read_bytes())
    start = content.index(b"mdat") + 4
    end = content.index(b"moov") - 4
    for at in range(start + (end - start) // 3, start + (end - start) // 2):
        content[at] = 0xFF
    path.write_bytes(content)
    _, image = render_one(path, "sheet-1", tmp_path)
    grey = np.asarray(image.convert("L")).astype(int)
    assert grey[45, 80 + 160 * 5] == pytest.approx(20 + 20 * 5, abs=8)


def test_pixels_that_are_not_square_are_squared_by_shrinking(tmp_path):
    path = make_film(tmp_path / "a.mkv", size=(192, 144), pixel_ratio=Fraction(4, 3))
    made, _ = render_one(path, "max-1280", tmp_path)
    assert (made.width_px, made.height_px) == (192, 108)  # 144 / (4/3)


def test_a_sheet_has_a_tile_for_each_second_and_tells_where_it_begins(tmp_path):
    def picture(number):  # brighter by the second
        return np.full((108, 192, 3), 20 + 20 * (number // 25), np.uint8)

    path = make_film(tmp_path / "a.mp4", frames=275, picture=picture, key_every=300)
    facts = video.read_facts(path, MP4)
    assert spec_names(facts) == ["max-320", "max-1280", "sheet-1"]
    made, image = render_one(path, "sheet-1", tmp_path)
    assert made.data == {
        "tile_width": 160,
        "tile_height": 90,
        "columns": 10,
        "count": 11,
        "interval_s": 1.0,
        "first_tile": 0,
        "first_time_s": 0.0,
    }
    assert image.size == (1600, 180)
    grey = np.asarray(image.convert("L")).astype(int)
    shown = [grey[45 + 90 * (tile // 10), 80 + 160 * (tile % 10)] for tile in range(11)]
    assert shown == pytest.approx([20 + 20 * second for second in range(11)], abs=6)


def test_a_sheet_of_key_frames_shows_the_same_moments(tmp_path):
    def picture(number):
        return np.full((108, 192, 3), 20 + 20 * (number // 25), np.uint8)

    path = make_film(tmp_path / "a.avi", frames=100, picture=picture, codec="mjpeg")  # every frame a key frame
    _, image = render_one(path, "sheet-1", tmp_path)
    grey = np.asarray(image.convert("L")).astype(int)
    assert [grey[45, 80 + 160 * tile] for tile in range(4)] == pytest.approx([20, 40, 60, 80], abs=6)


@pytest.mark.parametrize(
    ("duration_s", "pages"), [(0.2, 1), (1.0, 1), (100.0, 1), (100.5, 2), (300.0, 3), (7200.0, 3), (100_000.0, 3)]
)
def test_there_are_never_more_than_three_sheets(duration_s, pages):
    names = spec_names(Facts(video_codec="h264", duration_s=duration_s))
    assert sum(name.startswith("sheet-") for name in names) == pages


def test_what_can_be_made_follows_from_the_facts():
    assert spec_names(Facts(video_codec="h264")) == ["max-320", "max-1280"]
    assert spec_names(Facts(audio_codec="aac", duration_s=9)) == ["waveform"]
    assert spec_names(Facts()) == []


def test_several_renditions_come_out_of_one_call(tmp_path):
    path = make_film(tmp_path / "a.mp4")
    specs = video.list_specs(video.read_facts(path, MP4))
    made = video.render(path, MP4, specs, tmp_path)
    assert {one.spec for one in made} == {spec.name for spec in specs}
    assert all((tmp_path / one.file_name).stat().st_size for one in made)


def test_peaks_of_a_film_without_sound_are_refused(tmp_path):
    path = make_film(tmp_path / "a.mp4")
    with pytest.raises(UnreadableFile, match="no sound"):
        video.render(path, MP4, [RenditionSpec("waveform")], tmp_path)


def test_a_name_that_is_no_rendition_is_a_mistake_of_the_caller(tmp_path):
    with pytest.raises(ValueError, match="proxy"):
        video.render(tmp_path / "a.mp4", MP4, [RenditionSpec("proxy")], tmp_path)


def test_facts_are_plain_json(tmp_path):
    facts = video.read_facts(make_film(tmp_path / "a.mp4"), MP4)
    assert Facts.from_json(json.loads(json.dumps(facts.to_json()))) == facts


def test_real_clips_stand_upright(samples, tmp_path):
    for clip in sorted((samples / "video").glob("*.mp4")):
        facts = video.read_facts(clip, MP4)
        made, _ = render_one(clip, "max-320", tmp_path)
        assert facts.width is not None
        assert facts.height is not None
        assert (made.width_px > made.height_px) == (facts.width > facts.height), clip.name


def test_whoever_asks_what_can_be_made_loads_no_decoder():
    code = (
        "import sys; from media_library.formats import Facts, video, audio;"
        "video.list_specs(Facts(video_codec='h264', duration_s=9)); audio.list_specs(Facts(audio_codec='aac'));"
        "sys.exit('av' in sys.modules or 'numpy' in sys.modules)"
    )
    root = Path(video.__file__).resolve().parents[2]
    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False).returncode == 0
