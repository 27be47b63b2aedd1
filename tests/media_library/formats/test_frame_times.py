from fractions import Fraction

import pytest

from media_library.formats.frame_times import are_uneven, choose_rate, frames_in, known_rate_of_few, without_last


@pytest.mark.parametrize(
    ("durations", "uneven"),
    [
        ([(100, 512)], False),
        ([(28, 20), (1, 21), (55, 20), (1, 19)], False),  # 30000/1001 on a clock of 600
        ([(50, 16), (50, 17)], False),  # 60 on a clock of milliseconds
        ([(50, 20), (1, 40), (50, 20)], True),  # one picture stood twice as long
        ([(5, 9000), (3, 8098), (3, 7199)], True),
        ([(2, 3000)], None),
        ([], None),
    ],
)
def test_frames_are_even_within_the_clock_of_the_file(durations, uneven):
    assert are_uneven(durations) is uneven


def test_the_last_frame_does_not_count():
    assert without_last(((10, 512), (1, 9999))) == [(10, 512)]
    assert without_last(((10, 512),)) == [(9, 512)]
    assert without_last(()) == []


def test_fields_and_varying_clips_count_at_the_mean_rate():
    r50, r25, r2997 = Fraction(50), Fraction(25), Fraction(30000, 1001)
    assert choose_rate(r50, r25, is_variable=False) == r25
    assert choose_rate(r2997, Fraction(21800, 727), is_variable=False) == r2997
    assert choose_rate(r2997, Fraction(21800, 727), is_variable=True) == Fraction(21800, 727)
    assert choose_rate(None, r25, is_variable=False) == r25
    assert choose_rate(None, None, is_variable=False) is None


def test_three_frames_do_not_measure_a_rate_to_the_thousandth():
    assert known_rate_of_few(Fraction(45000, 1499), 3) == 30
    assert known_rate_of_few(Fraction(45000, 1499), 300) == Fraction(45000, 1499)
    assert known_rate_of_few(Fraction(179, 6), 3) == Fraction(179, 6)


def test_a_duration_holds_so_many_frames():
    assert frames_in(Fraction("0.544"), Fraction(25)) == 14  # 13.6
    assert frames_in(Fraction("0.001"), Fraction(25)) == 1
    assert frames_in(None, Fraction(25)) is None
