"""The demonstration's photographs, painted once for all tests, small; and its clips and sounds as files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from projects.demonstration.album import list_photographs
from projects.demonstration.clips import list_clips, write_clip
from projects.demonstration.darkroom import develop
from projects.demonstration.photograph import Photograph
from projects.demonstration.sounds import list_sounds, write_sound


def paint_small(photograph: Photograph) -> Image.Image:
    """The photograph at a tenth of its size, without grain."""
    width, height = (side // 10 for side in photograph.size)
    return develop(photograph.paint(width, height), (width, height), exposure=photograph.brightness, grain=0.0)


@pytest.fixture(scope="session")
def album() -> list[tuple[Photograph, Image.Image]]:
    return [(photograph, paint_small(photograph)) for photograph in list_photographs()]


@pytest.fixture(scope="session")
def moving_and_sounding(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Clips cut to one second and sounds to two, by name."""
    folder = tmp_path_factory.mktemp("demonstration")
    written = [write_clip(replace(clip, seconds=1), folder) for clip in list_clips()]
    written += [write_sound(replace(sound, seconds=2.0), folder) for sound in list_sounds()]
    return {path.name: path for path in written}


def difference_hash(image: Image.Image) -> int:
    """The 64-bit dHash: 9 × 8 grey values, each compared with its right neighbour."""
    grey = np.asarray(image.convert("L").resize((9, 8), Image.Resampling.BOX), np.int16)
    return int("".join("1" if bit else "0" for bit in (grey[:, 1:] > grey[:, :-1]).ravel()), 2)
