from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_library.timecode import (
    KNOWN_RATES,
    Timecode,
    can_drop_frames,
    frame_at,
    frames_per_day,
    nearest_rate,
    nominal_rate,
    parse_timecode,
    seconds_at,
)

R2997 = Fraction(30000, 1001)
R5994 = Fraction(60000, 1001)
R23976 = Fraction(24000, 1001)


@pytest.mark.parametrize(
    ("frame", "rate", "written"),
    [
        # Counted by hand from SMPTE ST 12-1: ;00 and ;01 are left out at each minute that ten does not divide.
        (1799, R2997, "00:00:59;29"),
        (1800, R2997, "00:01:00;02"),
        (17981, R2997, "00:09:59;29"),
        (17982, R2997, "00:10:00;00"),
        (3600, R5994, "00:01:00;04"),
        (35964, R5994, "00:10:00;00"),
    ],
)
def test_drop_frame_leaves_out_numbers_and_no_frames(frame, rate, written):
    assert str(Timecode(frame, rate, drop_frame=True)) == written
    assert parse_timecode(written, rate).frame == frame


@pytest.mark.parametrize(
    ("rate", "drop", "at_one", "at_ten", "before_midnight", "after_five_seconds"),
    [
        (R23976, False, 86_400, 864_000, 2_073_552, "00:00:03:00"),
        (Fraction(24), False, 86_400, 864_000, 2_073_552, "00:00:03:00"),
        (Fraction(25), False, 90_000, 900_000, 2_159_950, "00:00:03:00"),
        (R2997, False, 108_000, 1_080_000, 2_591_940, "00:00:03:00"),
        (R2997, True, 107_892, 1_078_920, 2_589_348, "00:00:03;00"),
        (Fraction(30), False, 108_000, 1_080_000, 2_591_940, "00:00:03:00"),
        (Fraction(50), False, 180_000, 1_800_000, 4_319_900, "00:00:03:00"),
        (R5994, True, 215_784, 2_157_840, 5_178_696, "00:00:03;00"),
    ],
)
def test_the_clock_of_every_rate(rate, drop, at_one, at_ten, before_midnight, after_five_seconds):
    mark = ";" if drop else ":"
    assert parse_timecode(f"01:00:00{mark}00", rate).frame == at_one
    assert parse_timecode(f"10:00:00{mark}00", rate).frame == at_ten
    late = parse_timecode(f"23:59:58{mark}00", rate)
    assert late.frame == before_midnight
    assert str(late + 5 * nominal_rate(rate)) == after_five_seconds


@pytest.mark.parametrize(
    ("rate", "drop", "frames"),
    [
        (R23976, False, 2_073_600),
        (Fraction(25), False, 2_160_000),
        (R2997, True, 2_589_408),
        (R2997, False, 2_592_000),
        (R5994, True, 5_178_816),
    ],
)
def test_a_day_has_so_many_frames(rate, drop, frames):
    assert frames_per_day(rate, drop_frame=drop) == frames


@given(st.sampled_from(KNOWN_RATES), st.booleans(), st.integers(0, 10_000_000))
def test_what_is_written_reads_back_as_the_same_frame(rate, drop, frame):
    timecode = Timecode(frame, rate, drop and can_drop_frames(rate))
    assert parse_timecode(str(timecode), rate) == timecode


@given(st.sampled_from([R2997, R5994]), st.integers(0, 5_178_816))
def test_a_dropped_number_is_never_written(rate, frame):
    written = str(Timecode(frame, rate, drop_frame=True))
    dropped = {"00", "01"} if rate == R2997 else {"00", "01", "02", "03"}
    if written[6:8] == "00" and written[-2:] in dropped:
        assert written[4] == "0", written


@pytest.mark.parametrize("text", ["", "1:2:3", "25:00:00:00", "00:60:00:00", "00:00:00:30", "00:01:00;00", "x", "1;2"])
def test_what_is_no_timecode_is_refused(text):
    with pytest.raises(ValueError, match=r"timecode|exist|leaves out"):
        parse_timecode(text, R2997)


def test_drop_frame_is_refused_where_it_does_not_exist():
    with pytest.raises(ValueError, match="drop-frame"):
        Timecode(0, Fraction(25), drop_frame=True)


def test_a_decimal_means_the_nearest_known_rate():
    assert nearest_rate("29.97") == R2997
    assert nearest_rate(23.976) == R23976
    assert nearest_rate(Decimal("59.94")) == R5994
    assert nearest_rate("25") == 25
    assert nearest_rate("30000/1001") == R2997
    assert nearest_rate("179/6") == Fraction(179, 6)


@pytest.mark.parametrize("text", ["", "fast", "0", "-25", "1/0", "nan", "inf"])
def test_what_is_no_rate_is_refused(text):
    with pytest.raises(ValueError, match="frame rate"):
        nearest_rate(text)
    if text in {"nan", "inf"}:
        with pytest.raises(ValueError, match="frame rate"):
            nearest_rate(float(text))


@given(st.sampled_from(KNOWN_RATES), st.integers(0, 10**9))
def test_the_moment_of_a_frame_is_that_frame(rate, frame):
    assert frame_at(seconds_at(frame, rate), rate) == frame


def test_seconds_become_frames_without_a_float():
    # 1000 s at 24000/1001 = 23976.0239… frames; 3600 s at 30000/1001 = 107892.107… frames
    assert frame_at(1000, R23976) == 23976
    assert frame_at(3600, R2997) == 107892
    assert frame_at(Decimal("0.5"), Fraction(25)) == 13  # 12.5 goes up
