"""The RAW file of the demonstration, read back by LibRaw, and the maker note, read by the importer."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import rawpy

from media_library.formats.identify import identify
from media_library.metadata.photographs import read_photo_facts
from projects.demonstration.album import list_photographs
from projects.demonstration.cards import write_photograph
from projects.demonstration.negatives import lay_mosaic, write_negative
from projects.demonstration.photograph import Photograph
from projects.demonstration.tags import build_fujifilm_note

TELEPHONE = next(photograph for photograph in list_photographs() if photograph.negative)


def test_libraw_develops_it_to_the_colour_that_was_painted(tmp_path: Path) -> None:
    """A sheet of linear light 0.5, 0.25, 0.125 stays in these proportions before the tone curve."""
    painted = np.full((60, 40, 3), (0.5, 0.25, 0.125), np.float32)
    path = write_negative(replace(TELEPHONE, size=(40, 60), brightness=1.0), painted, tmp_path / "a.dng")

    with rawpy.imread(str(path)) as raw:
        developed = raw.postprocess(
            gamma=(1, 1), no_auto_bright=True, use_camera_wb=True, output_bps=16, output_color=rawpy.ColorSpace.sRGB
        )

    red, green, blue = developed[20:40, 10:30].reshape(-1, 3).mean(axis=0)
    assert red / green == pytest.approx(2, rel=0.05)
    assert green / blue == pytest.approx(2, rel=0.05)


def test_a_pixel_lies_behind_red_green_or_blue() -> None:
    light = np.stack([np.full((2, 2), level, np.float32) for level in (2.0, 1.0, 0.0)], axis=-1)

    assert lay_mosaic(light).tolist() == [[16383, 8191], [8191, 0]]


def test_it_lies_beside_its_jpeg_and_tells_the_same_moment_and_body(tmp_path: Path) -> None:
    jpeg = write_photograph(replace(TELEPHONE, size=(120, 180)), tmp_path, seed=1)
    both = [read_photo_facts(path, identify(path)) for path in (jpeg, jpeg.with_suffix(".dng"))]

    assert [facts.file_type for facts in both] == ["JPEG", "DNG"]
    assert len({(facts.captured_at, facts.make, facts.model, facts.lens) for facts in both}) == 1


def test_the_maker_note_gives_the_number_in_the_series() -> None:
    """`FUJIFILM`, the directory 12 bytes on, one entry: tag 0x1101, a short (3), one of it, 4; no other directory."""
    wanted = b"FUJIFILM\x0c\x00\x00\x00" + b"\x01\x00" + b"\x01\x11\x03\x00\x01\x00\x00\x00\x04\x00\x00\x00" + bytes(4)

    assert build_fujifilm_note(4) == wanted


def find_series(drive: str) -> list[Photograph]:
    return [photograph for photograph in list_photographs() if photograph.drive == drive]


def test_the_importer_reads_that_they_are_a_series(tmp_path: Path) -> None:
    small = {drive: [replace(one, size=(60, 40)) for one in find_series(drive)] for drive in ("burst", "bracket")}
    written = {drive: [write_photograph(one, tmp_path, seed=1) for one in ones] for drive, ones in small.items()}
    facts = {drive: [read_photo_facts(path, identify(path)) for path in paths] for drive, paths in written.items()}

    assert [(one.drive, one.sequence_number) for one in facts["burst"]] == [("continuous", n) for n in range(1, 6)]
    assert [Fraction(one.exposure_bias or "9") for one in facts["bracket"]] == [0, -2, 2]
