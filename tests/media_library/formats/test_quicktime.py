import struct
from datetime import UTC, datetime
from fractions import Fraction

import pytest

from media_library.formats.places import Place
from media_library.formats.quicktime import read_movie

from .made_media import TIMECODE_OFFSET, box, make_movie, movie_header, timecode_track


def text_box(kind: bytes, text: str, language: int = 0x15C7) -> bytes:
    value = text.encode()
    return box(kind, struct.pack(">HH", len(value), language), value)


def test_creation_time_counts_from_1904(tmp_path):
    # 2,082,844,800 s lie between 1904-01-01 and 1970-01-01 (QuickTime File Format, movie header atoms)
    created = 2_082_844_800 + 1_483_641_163  # 2017-01-05T18:32:43Z
    movie = read_movie(make_movie(tmp_path / "a.mov", movie_header(created=created, timescale=600, duration=1500)))
    assert movie.created == datetime(2017, 1, 5, 18, 32, 43, tzinfo=UTC)
    assert movie.duration_s == Fraction(5, 2)


def test_a_clock_that_counts_from_1970_by_mistake_is_understood(tmp_path):
    movie = read_movie(make_movie(tmp_path / "a.mov", movie_header(created=1_483_641_163)))
    assert movie.created == datetime(2017, 1, 5, 18, 32, 43, tzinfo=UTC)


@pytest.mark.parametrize(
    ("flags", "timescale", "ticks", "frame", "written"),
    [
        (0, 25, 1, 90_000, "01:00:00:00"),
        (1, 30000, 1001, 17_982, "00:10:00;00"),
        (1, 24000, 1001, 86_400, "01:00:00:00"),  # a drop flag where none can drop
        (0, 90000, 2999, 1_800, "00:01:00:00"),  # 30.01, counted by 30
        (1, 30, 1, 1_800, "00:01:00;02"),
    ],
)
def test_timecode_is_the_frame_number_of_the_track(tmp_path, flags, timescale, ticks, frame, written):
    track = timecode_track(flags=flags, timescale=timescale, ticks=ticks, offset=TIMECODE_OFFSET)
    movie = read_movie(make_movie(tmp_path / "a.mov", movie_header(), track, timecode_frame=frame))
    assert [str(found.timecode) for found in movie.timecodes] == [written]


def test_a_timecode_track_without_a_rate_says_nothing(tmp_path):
    track = timecode_track(flags=0, timescale=1, ticks=1, offset=TIMECODE_OFFSET).replace(
        struct.pack(">III", 0, 1, 1) + b"\x01\0", struct.pack(">III", 0, 1, 0) + b"\x01\0"
    )
    movie = read_movie(make_movie(tmp_path / "a.mov", movie_header(), track))
    assert [found.timecode for found in movie.timecodes] == [None]


def test_words_of_the_camera_are_found_in_user_data_and_keys(tmp_path):
    keys = box(b"keys", struct.pack(">II", 0, 1), box(b"mdta", b"com.apple.quicktime.creationdate"))
    value = box(b"data", struct.pack(">II", 1, 0), b"2024-03-01T08:00:00+0500")
    meta = box(
        b"meta", box(b"hdlr", bytes(4), bytes(4), b"mdta", bytes(12)), keys, box(b"ilst", box(b"\0\0\0\1", value))
    )
    user = box(b"udta", text_box(b"\xa9mod", "Камера 7"), text_box(b"\xa9xyz", "+49.2500+086.0100+1200.500/"))
    movie = read_movie(make_movie(tmp_path / "a.mov", movie_header(), meta, user))
    assert movie.texts["©mod"] == "Камера 7"
    assert movie.texts["com.apple.quicktime.creationdate"] == "2024-03-01T08:00:00+0500"
    assert movie.place == Place(49.25, 86.01, 1200.5)


def test_the_place_of_3gpp_is_in_sixteenths_of_a_bit(tmp_path):
    # 3GPP TS 26.244, 8.10: 16.16 numbers, longitude first
    place = struct.pack(">iii", -round(6.5 * 65536), round(52.25 * 65536), 10 * 65536)
    loci = box(b"loci", bytes(4), b"\x55\xc4", b"Altai\0", b"\0", place, b"earth\0\0")
    movie = read_movie(make_movie(tmp_path / "a.3gp", movie_header(), box(b"udta", loci)))
    assert movie.place == Place(52.25, -6.5, 10)


@pytest.mark.parametrize(("a", "b", "turn"), [(1, 0, 0), (0, 1, 90), (-1, 0, 180), (0, -1, 270)])
def test_the_matrix_says_how_far_to_turn(tmp_path, a, b, turn):
    matrix = struct.pack(">iiiiiiiii", a << 16, b << 16, 0, -b << 16, a << 16, 0, 0, 0, 1 << 30)
    tkhd = box(b"tkhd", bytes(40), matrix, bytes(8))
    handler = box(b"hdlr", struct.pack(">II4s12x", 0, 0, b"vide"))
    movie = read_movie(make_movie(tmp_path / "a.mp4", movie_header(), box(b"trak", tkhd, box(b"mdia", handler))))
    assert movie.tracks[0].rotation_cw == turn


def test_a_box_of_size_zero_or_one_or_too_long_ends_in_peace(tmp_path):
    path = tmp_path / "a.mov"
    for tail in (
        b"\0\0\0\1moov",
        b"\0\0\0\2moov",
        b"\xff\xff\xff\xffmoov" + bytes(9),
        struct.pack(">I4sQ", 1, b"moov", 3),
    ):
        path.write_bytes(box(b"ftyp", b"qt  ") + tail)
        assert read_movie(path).tracks == []


def test_a_movie_that_goes_on_past_its_end_is_cut_short(tmp_path):
    path = tmp_path / "a.mov"
    path.write_bytes(
        box(b"ftyp", b"qt  ") + box(b"moov", movie_header()) + struct.pack(">I4s", 5000, b"mdat") + bytes(10)
    )
    assert read_movie(path).cut_short
