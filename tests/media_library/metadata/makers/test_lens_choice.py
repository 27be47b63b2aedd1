"""Lenses that share a number; the rules and the lists are exiftool's, whose 12.57 gives the same answers."""

from __future__ import annotations

import pytest

from media_library.metadata.makers.lens_choice import Use, choose_lens, read_span
from media_library.metadata.makers.lens_tables import load_lenses


@pytest.mark.parametrize(
    ("number", "use", "name"),
    [
        # one of nine lenses under 161, by both ends of its focal lengths
        ("161", Use(shortest=24, longest=60, widest=2.8), "Sigma 24-60mm f/2.8 EX DG"),
        ("161", Use(shortest=28, longest=70, widest=2.8), "Canon EF 28-70mm f/2.8L USM or Sigma 28-70mm f/2.8 EX"),
        # behind a teleconverter of 2x the ends are twice as long
        ("224", Use(shortest=140, longest=400, widest=5.6), "Canon EF 70-200mm f/2.8L IS USM + 2x"),
        ("237", Use(shortest=24, longest=105, widest=4), "Canon EF 24-105mm f/4L IS USM"),
        ("161", Use(shortest=10, longest=12, widest=4), None),
        ("4242", Use(shortest=24, longest=105), None),
    ],
)
def test_a_canon_lens_is_chosen_by_its_ends(number: str, use: Use, name: str | None) -> None:
    assert choose_lens(load_lenses("canon").get(number, ()), use) == name


@pytest.mark.parametrize(
    ("focal", "widest", "name"),
    [
        (10, 4.0, "Sigma AF 10-20mm F4-5.6 EX DC"),  # as exiftool reads the K10D of its own test pictures
        (500, 6.3, "Sigma or Tamron Lens (3 44)"),  # none of those listed: what the number alone says
    ],
)
def test_a_pentax_lens_is_chosen_by_the_picture_taken(focal: float, widest: float, name: str) -> None:
    assert choose_lens(load_lenses("pentax")["3 44"], Use(focal=focal, widest=widest)) == name


def test_the_widest_aperture_between_the_ends_lies_on_a_straight_line_of_logarithms() -> None:
    span = read_span("70-300mm F4-5.6")
    assert span is not None
    # at the geometric middle of the focal lengths, the geometric middle of the apertures: (4 * 5.6) ** 0.5
    assert span.widest_at((70 * 300) ** 0.5) == pytest.approx(4.7329, abs=1e-4)


def test_a_name_without_numbers_has_no_span() -> None:
    assert read_span("K or M Lens") is None


@pytest.mark.parametrize("mount", ["canon", "leica", "minolta", "nikon", "olympus", "pentax", "samsung"])
def test_no_list_names_one_lens_twice_under_a_number(mount: str) -> None:
    lenses = load_lenses(mount)
    assert len(lenses) > 15
    assert [number for number, names in lenses.items() if len(set(names)) < len(names)] == []
