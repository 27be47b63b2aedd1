"""Which pictures are one moment, by what the camera and the file names tell: bursts, brackets, panoramas. Plain Python.

A rule never goes by the second alone: two cameras, or two people, take pictures in the same one. It asks for the same
body, and for something that the camera itself has said. What goes by looks is apart, and only done when asked for.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from itertools import pairwise

from media_library.formats.likeness import measure_distance, says_something

BURST, BRACKET, PANORAMA = "burst", "bracket", "panorama"
LONGEST_GAP = timedelta(seconds=2)
GAP_IN_A_NAMED_BURST = timedelta(seconds=10)
"""Camera programs give burst names; what is farther apart than this has the name of an older one by chance."""
MOST_BITS = 10
"""How many bits of 64 may differ between two frames of a burst that is found by its looks."""
FEWEST_STEPS = 3
"""Pictures whose exposure goes in even steps, where the camera does not say that it was a bracket."""

NUMBERED_BURST = re.compile(r"^(?P<key>.+)_BURST_?(?P<number>\d{1,4})(?:_COVER)?$", re.IGNORECASE)
"""`IMG_20190412_101500_BURST003`, `20150101_120000_Burst01`: Huawei, LG, older Android."""
DATED_BURST = re.compile(r"^(?P<number>\w*?)_?BURST(?P<key>\d{14,17})(?:_COVER)?$", re.IGNORECASE)
"""`00001IMG_00001_BURST20180603162233123_COVER`, `DSC_0012_BURST20160101120000123`: Pixel, Xperia."""
SAMSUNG_SERIES = re.compile(r"^(?P<key>\d{8}_\d{6})_(?P<number>\d{3})$")
"""`20190412_101500_001`."""
STITCHED = re.compile(r"^ST(?P<letter>[A-Z])_(?P<number>\d+)$", re.IGNORECASE)
"""Canon's stitch assist: `STA_0001`, `STB_0002`."""
PANORAMA_FOLDER = re.compile(r"(?:^|/)PANORAMA/\d{3}_\d{4}$", re.IGNORECASE)
"""DJI keeps the parts of one panorama in a folder of their own: `DCIM/PANORAMA/100_0012`."""


@dataclass(frozen=True)
class Body:
    """Which camera it was. Without a serial number, two of one model are taken for one."""

    make: str = ""
    model: str = ""
    serial: str = ""


@dataclass(frozen=True)
class Shot:
    """What the rules look at of a photograph; of a RAW and its JPEG only one comes.

    `steps` is the exposure bias in stops, `exposure_s` the time it was exposed. The rest is as `Facts` has it.
    """

    asset_id: int
    name: str = ""
    folder: str = ""
    body: Body = Body()
    captured_at: datetime | None = None
    burst_id: str = ""
    drive: str = ""
    sequence_number: int | None = None
    is_bracketed: bool = False
    steps: Fraction | None = None
    exposure_s: Fraction | None = None
    is_panorama: bool = False
    likeness: int | None = None

    @property
    def stem(self) -> str:
        return self.name.rpartition(".")[0] or self.name

    @property
    def file_number(self) -> int | None:
        """The number at the end of its name: `IMG_0412` is 412 (DCF 2.0, 3.2.3)."""
        found = re.search(r"(\d{4,})$", self.stem)
        return int(found[1]) if found else None


@dataclass(frozen=True)
class Series:
    """Pictures that a rule has found to be one moment, in their order; `key` is what they have in common."""

    kind: str
    rule: str
    key: str
    asset_ids: tuple[int, ...]


def find_series(shots: Iterable[Shot]) -> list[Series]:
    """All bursts, brackets and panoramas that the camera tells of; a picture is in one of them at most.

    A finished panorama is in none; neither is what tells nothing of its camera, but for a burst that has a name.
    """
    found: list[Series] = []
    rest = [shot for shot in shots if not shot.is_panorama and (shot.body.model or shot.burst_id)]
    for find in (find_named_bursts, find_bursts_by_name, find_panoramas, find_brackets, find_stepped, find_sequences):
        found += find(rest)
        taken = {asset_id for series in found for asset_id in series.asset_ids}
        rest = [shot for shot in rest if shot.asset_id not in taken]
    return found


def find_named_bursts(shots: Iterable[Shot]) -> list[Series]:
    """What the camera has given one name: Apple's BurstUUID, Google's BurstID."""
    groups = _group(shots, lambda shot: shot.burst_id)
    return _name(BURST, "burst-id", groups, lambda shot: shot.burst_id)


def find_bursts_by_name(shots: Iterable[Shot]) -> list[Series]:
    """What the file names tell to be a burst, in one folder and close together."""
    groups = _group((shot for shot in shots if _read_burst_name(shot)), lambda shot: (shot.folder, _burst_key(shot)))
    close = [run for group in groups for run in _cut(group, _is_close_by)]
    return _name(BURST, "burst-name", close, lambda shot: f"{shot.folder}/{_burst_key(shot)}")


def find_panoramas(shots: Sequence[Shot]) -> list[Series]:
    """The parts of a panorama, by the names or the folder that the camera gives them."""
    stitched = _group((shot for shot in shots if STITCHED.match(shot.stem)), lambda shot: shot.folder, by=_part_order)
    runs = [run for group in stitched for run in _cut(group, _is_next_part)]
    in_folders = _group((shot for shot in shots if PANORAMA_FOLDER.search(shot.folder)), lambda shot: shot.folder)
    return [
        *_name(PANORAMA, "panorama-name", runs, lambda shot: f"{shot.folder}/{shot.stem}"),
        *_name(PANORAMA, "panorama-folder", in_folders, lambda shot: shot.folder),
    ]


def find_brackets(shots: Iterable[Shot]) -> list[Series]:
    """What the camera says it took as a bracket: each exposure once, one right after the other."""
    groups = [run for group in _by_body(shots) for run in _cut(group, _is_bracket_going_on)]
    rounds = [each for run in groups if run[0].is_bracketed for each in _part_into_rounds(run)]
    return _name(BRACKET, "bracket", rounds, lambda shot: shot.stem)


def find_stepped(shots: Iterable[Shot]) -> list[Series]:
    """Three pictures or more whose exposure bias goes in even steps, one right after the other."""
    told = (shot for shot in shots if shot.steps is not None)
    runs = [run for group in _by_body(told) for run in _cut(group, _is_right_after)]
    rounds = [each for run in runs for each in _part_into_rounds(run)]
    even = [each for each in rounds if len(each) >= FEWEST_STEPS and _goes_in_even_steps(each)]
    return _name(BRACKET, "exposure-steps", even, lambda shot: shot.stem)


def find_sequences(shots: Iterable[Shot]) -> list[Series]:
    """What the camera took with the shutter held down: numbers that follow each other, two seconds apart at most."""
    held = (shot for shot in shots if shot.drive == "continuous")
    runs = [run for group in _by_body(held) for run in _cut(group, _is_next_in_sequence)]
    return _name(BURST, "sequence", runs, lambda shot: shot.stem)


def find_alike(shots: Iterable[Shot]) -> list[Series]:
    """Pictures of one body that follow each other within two seconds and look alike.

    Not a hard rule: only done when somebody asks for it. What the camera says of brackets and panoramas keeps them out.
    """
    could_be = (shot for shot in shots if not (shot.is_bracketed or shot.is_panorama or shot.drive == "bracket"))
    runs = [run for group in _by_body(could_be) for run in _cut(group, _looks_alike)]
    return _name(BURST, "likeness", runs, lambda shot: shot.stem)


def _group(
    shots: Iterable[Shot], key: Callable[[Shot], object], by: Callable[[Shot], tuple[object, ...]] | None = None
) -> list[list[Shot]]:
    """Shots of one body with the same key, in order; an empty key is none."""
    groups: dict[tuple[Body, object], list[Shot]] = defaultdict(list)
    for shot in shots:
        if value := key(shot):
            groups[shot.body, value].append(shot)
    return [sorted(group, key=by or _time_order) for group in groups.values()]


def _by_body(shots: Iterable[Shot]) -> list[list[Shot]]:
    """Shots by the body, in the order they were taken; what tells neither body nor time is left out."""
    told = (shot for shot in shots if shot.body.model and shot.captured_at)
    return _group(told, lambda shot: shot.body.model)


def _time_order(shot: Shot) -> tuple[object, ...]:
    at = shot.captured_at.timestamp() if shot.captured_at else 0.0
    return at, shot.sequence_number or 0, shot.folder, shot.stem.casefold(), shot.asset_id


def _part_order(shot: Shot) -> tuple[object, ...]:
    found = STITCHED.match(shot.stem)
    return int(found["number"]) if found else 0, shot.asset_id


def _cut(shots: Sequence[Shot], goes_on: Callable[[Shot, Shot], bool]) -> Iterator[list[Shot]]:
    """The runs in which each shot goes on from the one before it."""
    run: list[Shot] = []
    for shot in shots:
        if run and not goes_on(run[-1], shot):
            yield run
            run = []
        run.append(shot)
    if run:
        yield run


def _name(kind: str, rule: str, groups: Iterable[Sequence[Shot]], key: Callable[[Shot], str]) -> list[Series]:
    """The groups that are more than one picture, as series."""
    return [
        Series(kind, rule, key(group[0]), tuple(shot.asset_id for shot in group)) for group in groups if len(group) > 1
    ]


def _read_burst_name(shot: Shot) -> re.Match[str] | None:
    patterns = (DATED_BURST, NUMBERED_BURST)
    found = next((match for pattern in patterns if (match := pattern.match(shot.stem))), None)
    is_samsung = shot.body.make.casefold().startswith("samsung")
    return found or (SAMSUNG_SERIES.match(shot.stem) if is_samsung else None)


def _burst_key(shot: Shot) -> str:
    found = _read_burst_name(shot)
    return found["key"].casefold() if found else ""


def _gap(one: Shot, other: Shot) -> timedelta | None:
    if one.captured_at is None or other.captured_at is None:
        return None
    return other.captured_at - one.captured_at


def _is_close_by(one: Shot, other: Shot) -> bool:
    """Names tell that they belong together; the times, where there are any, may not contradict."""
    gap = _gap(one, other)
    return gap is None or gap <= GAP_IN_A_NAMED_BURST


def _is_right_after(one: Shot, other: Shot) -> bool:
    """No more than two seconds after the shutter of the first has closed."""
    gap = _gap(one, other)
    exposed = timedelta(seconds=float(one.exposure_s or 0))
    return gap is not None and gap <= LONGEST_GAP + exposed


def _is_bracket_going_on(one: Shot, other: Shot) -> bool:
    return one.is_bracketed and other.is_bracketed and _is_right_after(one, other)


def _part_into_rounds(run: Sequence[Shot]) -> Iterator[list[Shot]]:
    """Cuts where an exposure comes again: a camera that is held down goes through its steps once more."""
    one_round: list[Shot] = []
    for shot in run:
        if one_round and not _is_new_step(one_round, shot):
            yield one_round
            one_round = []
        one_round.append(shot)
    if one_round:
        yield one_round


def _is_new_step(before: Sequence[Shot], shot: Shot) -> bool:
    """Another bias; where the camera tells always the same one, another time of exposure."""
    steps = {each.steps for each in before}
    if shot.steps not in steps:
        return True
    return len(steps) == 1 and shot.exposure_s not in {each.exposure_s for each in before}


def _goes_in_even_steps(shots: Sequence[Shot]) -> bool:
    stops = sorted(shot.steps for shot in shots if shot.steps is not None)
    gaps = {after - before for before, after in pairwise(stops)}
    return len(gaps) == 1 and 0 not in gaps


def _is_next_in_sequence(one: Shot, other: Shot) -> bool:
    numbers = (one.sequence_number, other.sequence_number)
    before, after = (one.file_number, other.file_number) if None in numbers else numbers
    if before is None or after is None or after != before + 1:
        return False
    return _is_right_after(one, other)


def _is_next_part(one: Shot, other: Shot) -> bool:
    before, after = (match["letter"].upper() for shot in (one, other) if (match := STITCHED.match(shot.stem)))
    return ord(after) == ord(before) + 1


def _looks_alike(one: Shot, other: Shot) -> bool:
    if one.likeness is None or other.likeness is None or one.steps != other.steps:
        return False
    if not (says_something(one.likeness) and says_something(other.likeness)):
        return False
    return _is_right_after(one, other) and measure_distance(one.likeness, other.likeness) <= MOST_BITS
