"""What the demonstration's album promises: enough pictures, each its own, told like a camera's."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from datetime import datetime
from itertools import combinations, pairwise
from pathlib import Path

import numpy as np
from PIL import Image

from projects.demonstration.album import list_photographs
from projects.demonstration.darkroom import develop
from projects.demonstration.photograph import Photograph
from projects.demonstration.tags import body_of
from tests.projects.demonstration.conftest import difference_hash, paint_small

Album = list[tuple[Photograph, Image.Image]]
ROOT = Path(__file__).resolve().parents[3]


def test_there_are_at_least_sixty_photographs_and_each_has_its_own_name_on_its_card() -> None:
    names = Counter((photograph.folder, photograph.name) for photograph in list_photographs())

    assert len(names) >= 60
    assert max(names.values()) == 1


def test_every_photograph_is_different_from_every_other_but_in_a_series(album: Album) -> None:
    hashes = [(photograph, difference_hash(image)) for photograph, image in album if photograph.sequence < 2]

    closest = min((((a ^ b).bit_count(), one.name, other.name)) for (one, a), (other, b) in combinations(hashes, 2))

    assert closest[0] >= 3, closest


def test_the_frames_of_the_burst_differ_and_were_taken_within_two_seconds(album: Album) -> None:
    burst = [(photograph, np.asarray(image, np.int16)) for photograph, image in album if photograph.drive == "burst"]
    taken = [datetime.fromisoformat(photograph.taken) for photograph, _ in burst]

    assert len(burst) >= 4
    assert all(np.abs(a[1] - b[1]).max() > 20 for a, b in combinations(burst, 2))
    assert taken == sorted(taken)
    assert (taken[-1] - taken[0]).total_seconds() < 2


def test_the_frames_of_the_bracket_are_one_picture_two_stops_apart(album: Album) -> None:
    bracket = [
        (photograph, np.asarray(image.convert("L"))) for photograph, image in album if photograph.drive == "bracket"
    ]
    by_light = sorted(bracket, key=lambda frame: frame[0].bias_ev)

    assert [photograph.bias_ev for photograph, _ in by_light] == [-2, 0, 2]
    assert all(brighter.mean() > darker.mean() + 20 for (_, darker), (_, brighter) in pairwise(by_light))


def test_no_photograph_is_all_dark_or_burnt_out_or_flat(album: Album) -> None:
    for photograph, image in album:
        tones = np.asarray(image.convert("L"))

        assert np.percentile(tones, 99) > 60, photograph.name
        assert np.mean(tones >= 254) < 0.15, photograph.name
        assert tones.std() > 8, photograph.name


def test_a_photograph_is_painted_the_same_every_time(album: Album) -> None:
    for photograph, image in album[::9]:
        assert paint_small(photograph).tobytes() == image.tobytes()


def test_developing_gives_the_size_that_was_asked_for() -> None:
    image = develop(np.full((40, 60, 3), 0.2, np.float32), (123, 82))

    assert image.size == (123, 82)
    assert image.mode == "RGB"


def test_the_cards_cover_several_days_two_cameras_upright_pictures_and_a_gap() -> None:
    photographs = list_photographs()
    nikon = sorted(int(p.name[4:8]) for p in photographs if p.folder.startswith("bazaar/"))

    assert len({photograph.taken[:10] for photograph in photographs}) >= 5
    assert {body_of(photograph).make for photograph in photographs} >= {"FUJIFILM", "NIKON CORPORATION"}
    assert {photograph.orientation for photograph in photographs} == {1, 6, 8}
    assert any(high - low > 1 for low, high in pairwise(nikon))
    assert any(ord(letter) > 0x400 for photograph in photographs for letter in photograph.name)


def test_captions_are_in_three_languages() -> None:
    languages = Counter(tag for photograph in list_photographs() for tag in photograph.captions)

    assert min(languages[tag] for tag in ("en", "ru", "kk")) >= 10


def test_painting_needs_no_django() -> None:
    code = "import sys; import projects.demonstration.cards; sys.exit(int('django' in sys.modules))"

    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
