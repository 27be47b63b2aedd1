"""Which pictures are one moment: each rule, and what must not be taken for one."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest

from media_library.stacks.bursts import Body, Series, Shot, find_alike, find_series

NOON = datetime(2024, 9, 14, 12, tzinfo=UTC)
BODY, OTHER_BODY = Body("Canon", "EOS R5", "0123"), Body("Canon", "EOS R5", "0456")
LIKE = 0x0F0F_0F0F_0F0F_0F0F


def at(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def shoot(number: int, seconds: float, **more: object) -> Shot:
    shot = Shot(number, f"IMG_{number:04}.JPG", "DCIM/100", BODY, at(seconds))
    return replace(shot, **more)  # type: ignore[arg-type]


def hold(*seconds: float, **more: object) -> list[Shot]:
    """Pictures taken with the shutter held down."""
    return [shoot(number, when, drive="continuous", **more) for number, when in enumerate(seconds, 1)]


def tell(found: list[Series]) -> list[tuple[str, str, tuple[int, ...]]]:
    return [(series.kind, series.rule, series.asset_ids) for series in found]


def test_pictures_of_one_second_are_no_burst_by_that_alone() -> None:
    assert find_series([shoot(number, 0) for number in range(1, 9)]) == []


def test_what_the_camera_names_as_one_burst_is_one() -> None:
    shots = [shoot(1, 0, burst_id="A"), shoot(2, 0.1, burst_id="A"), shoot(3, 0.2, burst_id="B"), shoot(4, 0.3)]
    assert tell(find_series(shots)) == [("burst", "burst-id", (1, 2))]


def test_one_name_of_two_bodies_is_no_burst() -> None:
    assert find_series([shoot(1, 0, burst_id="A"), shoot(2, 0.1, burst_id="A", body=OTHER_BODY)]) == []


@pytest.mark.parametrize(
    "names",
    [
        ("IMG_20190412_101500_BURST001_COVER.jpg", "IMG_20190412_101500_BURST002.jpg"),
        ("00000IMG_00000_BURST20180603162233123_COVER.jpg", "00001IMG_00001_BURST20180603162233123.jpg"),
        ("DSC_0012_BURST20160101120000123.JPG", "DSC_0013_BURST20160101120000123.JPG"),
        ("20150101_120000_Burst01.jpg", "20150101_120000_Burst02.jpg"),
    ],
)
def test_file_names_tell_a_burst(names: tuple[str, str]) -> None:
    shots = [shoot(number, number / 10, name=name) for number, name in enumerate(names)]
    assert tell(find_series(shots)) == [("burst", "burst-name", (0, 1))]


def test_a_series_of_samsung_is_told_by_its_name_and_by_no_other_maker() -> None:
    names = ("20190412_101500_001.jpg", "20190412_101500_002.jpg")
    galaxy = [shoot(number, 0, name=name, body=Body("samsung", "SM-G960F")) for number, name in enumerate(names)]
    assert tell(find_series(galaxy)) == [("burst", "burst-name", (0, 1))]
    assert find_series([replace(shot, body=BODY) for shot in galaxy]) == []


@pytest.mark.parametrize("change", [{"folder": "DCIM/101"}, {"captured_at": at(60)}, {"body": OTHER_BODY}])
def test_names_alone_are_not_believed_against_folder_time_and_body(change: dict[str, object]) -> None:
    one = shoot(1, 0, name="IMG_20190412_BURST001.jpg")
    other = replace(one, asset_id=2, name="IMG_20190412_BURST002.jpg")
    assert len(find_series([one, other])) == 1
    assert find_series([one, replace(other, **change)]) == []  # type: ignore[arg-type]


def test_the_shutter_held_down_makes_a_burst() -> None:
    assert tell(find_series(hold(0, 0.1, 0.2, 0.3))) == [("burst", "sequence", (1, 2, 3, 4))]


def test_a_burst_ends_where_the_numbers_do_not_follow() -> None:
    counted = [
        replace(shot, sequence_number=number) for shot, number in zip(hold(0, 0.1, 0.2, 0.3), (1, 2, 1, 2), strict=True)
    ]
    assert tell(find_series(counted)) == [("burst", "sequence", (1, 2)), ("burst", "sequence", (3, 4))]


def test_a_burst_ends_after_two_seconds_and_the_exposure() -> None:
    assert tell(find_series(hold(0, 2, 4.5))) == [("burst", "sequence", (1, 2))]
    assert tell(find_series(hold(0, 2, 4.5, exposure_s=Fraction(1)))) == [("burst", "sequence", (1, 2, 3))]


def test_two_bodies_at_once_are_two_bursts() -> None:
    mine = hold(0, 0.1)
    yours = [replace(shot, asset_id=shot.asset_id + 10, body=OTHER_BODY) for shot in hold(0.05, 0.15)]
    assert tell(find_series([*mine, *yours])) == [("burst", "sequence", (1, 2)), ("burst", "sequence", (11, 12))]


def test_a_camera_that_does_not_tell_what_it_is_makes_no_burst() -> None:
    assert find_series(hold(0, 0.1, body=Body())) == []


def test_single_pictures_with_numbers_that_follow_are_no_burst() -> None:
    assert find_series([shoot(number, number / 2, drive="single") for number in range(1, 5)]) == []


def bracket(*steps: int, start: int = 1, **more: object) -> list[Shot]:
    return [
        shoot(start + place, place, is_bracketed=True, steps=Fraction(step), **more) for place, step in enumerate(steps)
    ]


def test_a_bracket_ends_where_its_steps_begin_anew() -> None:
    found = find_series(bracket(0, -2, 2, 0, -2, 2))
    assert tell(found) == [("bracket", "bracket", (1, 2, 3)), ("bracket", "bracket", (4, 5, 6))]


def test_a_bracket_that_tells_no_bias_is_known_by_its_times() -> None:
    times = [Fraction(1, 100), Fraction(1, 400), Fraction(1, 25)]
    shots = [replace(shot, exposure_s=time) for shot, time in zip(bracket(0, 0, 0), times, strict=True)]
    assert tell(find_series(shots)) == [("bracket", "bracket", (1, 2, 3))]


def test_a_bracket_taken_with_the_shutter_held_down_is_a_bracket() -> None:
    assert tell(find_series(bracket(0, -1, 1, drive="continuous"))) == [("bracket", "bracket", (1, 2, 3))]


def test_even_steps_right_after_each_other_are_a_bracket_and_two_pictures_are_not() -> None:
    stepped = [replace(shot, is_bracketed=False) for shot in bracket(0, -1, 1)]
    assert tell(find_series(stepped)) == [("bracket", "exposure-steps", (1, 2, 3))]
    assert find_series(stepped[:2]) == []
    assert find_series([replace(shot, captured_at=at(10 * shot.asset_id)) for shot in stepped]) == []


def test_uneven_steps_are_somebody_turning_a_wheel() -> None:
    assert find_series([replace(shot, is_bracketed=False) for shot in bracket(0, -1, 2)]) == []


def test_parts_of_a_panorama_are_known_by_canons_letters() -> None:
    names = ("STA_0100.JPG", "STB_0101.JPG", "STC_0102.JPG", "STA_0103.JPG", "STB_0104.JPG")
    shots = [shoot(number, number * 5, name=name) for number, name in enumerate(names)]
    parts = {asset_ids for _, rule, asset_ids in tell(find_series(shots)) if rule == "panorama-name"}
    assert parts == {(0, 1, 2), (3, 4)}


def test_parts_of_a_panorama_are_known_by_djis_folder() -> None:
    shots = [shoot(number, number * 3, folder="DCIM/PANORAMA/100_0012") for number in range(4)]
    assert tell(find_series(shots)) == [("panorama", "panorama-folder", (0, 1, 2, 3))]


@pytest.mark.parametrize("folder", ["Trip/Panorama/Altai", "Panorama", "PANORAMA/100_0012/best"])
def test_a_folder_that_a_person_has_named_is_no_panorama(folder: str) -> None:
    assert find_series([shoot(number, number * 3, folder=folder) for number in range(4)]) == []


@pytest.mark.parametrize("names", [("sunburst01.jpg", "sunburst02.jpg"), ("Burst 1.jpg", "Burst 2.jpg")])
def test_a_word_in_a_name_is_no_burst(names: tuple[str, str]) -> None:
    assert find_series([shoot(number, 0, name=name) for number, name in enumerate(names)]) == []


def test_names_of_files_that_tell_no_camera_are_not_believed() -> None:
    names = ("IMG_20190412_BURST001.jpg", "IMG_20190412_BURST002.jpg")
    shots = [shoot(number, 0, name=name, body=Body()) for number, name in enumerate(names)]
    assert find_series(shots) == []
    assert len(find_series([replace(shot, burst_id="A") for shot in shots])) == 1


def test_a_finished_panorama_is_part_of_nothing() -> None:
    assert find_series(hold(0, 0.1, is_panorama=True)) == []


def test_looks_are_only_gone_by_when_asked() -> None:
    shots = [shoot(number, number, likeness=LIKE ^ number) for number in range(4)]
    assert find_series(shots) == []
    assert tell(find_alike(shots)) == [("burst", "likeness", (0, 1, 2, 3))]


@pytest.mark.parametrize(
    "change",
    [
        {"likeness": LIKE ^ 0x7FF},  # eleven bits
        {"likeness": None},
        {"captured_at": at(2.5)},
        {"body": OTHER_BODY},
        {"is_bracketed": True},
        {"drive": "bracket"},
        {"is_panorama": True},
        {"steps": Fraction(-1)},
    ],
)
def test_what_differs_in_looks_time_body_or_sort_is_not_alike(change: dict[str, object]) -> None:
    one, other = (shoot(number, number, likeness=LIKE, steps=Fraction(0)) for number in range(2))
    assert len(find_alike([one, other])) == 1
    assert find_alike([one, replace(other, **change)]) == []  # type: ignore[arg-type]


def test_black_frames_are_not_alike() -> None:
    assert find_alike([shoot(number, number, likeness=0) for number in range(3)]) == []


def test_the_order_in_which_they_come_does_not_matter() -> None:
    shots = [*hold(0, 0.1, 0.2), *bracket(0, -1, 1, start=20), shoot(40, 50), shoot(41, 50.1)]
    mixed = list(shots)
    random.Random(1).shuffle(mixed)
    assert sorted(tell(find_series(mixed))) == sorted(tell(find_series(shots)))
