"""The files of the demonstration, read back by Pillow."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from lxml import etree
from PIL import Image, ImageOps

from media_library.formats.likeness import hash_thumbnail
from media_library.twins.likeness_pairs import find_pairs
from projects.demonstration.album import list_photographs
from projects.demonstration.cards import list_places, list_tasks, write_photograph
from projects.demonstration.photograph import Photograph
from projects.demonstration.tags import sidecar_name

DC = "{http://purl.org/dc/elements/1.1/}"
XMP = "{http://ns.adobe.com/xap/1.0/}"
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"


def find(name: str) -> Photograph:
    return next(photograph for photograph in list_photographs() if photograph.name == name)


def write_small(photograph: Photograph, folder: Path) -> Path:
    small = replace(photograph, size=(photograph.size[0] // 6, photograph.size[1] // 6))
    return write_photograph(small, folder, seed=1)


def test_exif_says_body_lens_exposure_and_local_time_with_its_offset(tmp_path: Path) -> None:
    with Image.open(write_small(find("DSCF0412.JPG"), tmp_path)) as image:
        exif = image.getexif()
        shooting = exif.get_ifd(0x8769)

    assert (exif[0x010F], exif[0x0110]) == ("FUJIFILM", "X-T5")
    assert shooting[0x9003] == "2024:09:12 06:41:08"
    assert (shooting[0x9291], shooting[0x9011]) == ("23", "+05:00")
    assert (shooting[0x829A], shooting[0x829D], shooting[0x8827], shooting[0x920A]) == (1 / 320, 5.6, 160, 140.0)
    assert shooting[0xA434] == "XF50-140mmF2.8 R LM OIS WR"


def test_the_other_camera_gives_no_offset(tmp_path: Path) -> None:
    with Image.open(write_small(find("DSC_2071.JPG"), tmp_path)) as image:
        shooting = image.getexif().get_ifd(0x8769)

    assert 0x9011 not in shooting
    assert shooting[0x9003] == "2024:10:05 08:12:40"


def test_the_place_is_in_degrees_minutes_and_seconds(tmp_path: Path) -> None:
    """43.2630° is 43° 15' 46.80"; 76.9512° is 76° 57' 4.32"."""
    with Image.open(write_small(find("DSC_2071.JPG"), tmp_path)) as image:
        place = image.getexif().get_ifd(0x8825)

    assert [float(part) for part in place[2]] == pytest.approx([43, 15, 46.80])
    assert [float(part) for part in place[4]] == pytest.approx([76, 57, 4.32])
    assert (place[1], place[3], float(place[6])) == ("N", "E", 785.0)


def test_xmp_carries_captions_by_language_keywords_creator_and_stars(tmp_path: Path) -> None:
    photograph = find("DSC_2073.JPG")
    with Image.open(write_small(photograph, tmp_path)) as image:
        packet = etree.fromstring(image.info["xmp"])
    described = next(packet.iter(f"{RDF}Description"))
    captions = [item.text for item in described.iterfind(f"{DC}description/{RDF}Alt/{RDF}li")]

    assert described.get(f"{XMP}Rating") == "5"
    assert described.get(f"{XMP}Label") == "Red"
    assert captions == [photograph.captions["kk"], *photograph.captions.values()]
    assert [item.text for item in described.iterfind(f"{DC}subject/{RDF}Bag/{RDF}li")] == list(photograph.keywords)
    assert [item.text for item in described.iterfind(f"{DC}creator/{RDF}Seq/{RDF}li")] == ["Данияр Әбенов"]


@pytest.mark.parametrize(("name", "orientation"), [("DSCF0415.JPG", 6), ("DSC_2075.JPG", 8)])
def test_an_upright_picture_is_stored_lying_and_its_orientation_sets_it_up_again(
    tmp_path: Path, name: str, orientation: int
) -> None:
    photograph = find(name)
    lying = write_small(photograph, tmp_path / "lying")
    standing = write_small(replace(photograph, orientation=1), tmp_path / "standing")

    with Image.open(lying) as stored, Image.open(standing) as upright:
        assert stored.getexif()[0x0112] == orientation
        assert stored.width > stored.height
        turned = ImageOps.exif_transpose(stored).convert("L").resize((12, 18), Image.Resampling.BOX)
        wanted = upright.convert("L").resize((12, 18), Image.Resampling.BOX)

    assert max(abs(a - b) for a, b in zip(turned.tobytes(), wanted.tobytes(), strict=True)) <= 6


def test_the_photograph_with_a_sidecar_has_its_marks_only_there(tmp_path: Path) -> None:
    photograph = next(one for one in list_photographs() if one.sidecar)
    path = write_small(photograph, tmp_path)
    sidecar = etree.fromstring((path.parent / sidecar_name(photograph)).read_bytes())
    with Image.open(path) as image:
        embedded = image.info["xmp"]

    assert photograph.rating is not None
    assert next(sidecar.iter(f"{RDF}Description")).get(f"{XMP}Rating") == str(photograph.rating)
    assert b"xmp:Rating" not in embedded


def test_the_picture_that_somebody_has_saved_once_more_is_found_as_a_near_duplicate(tmp_path: Path) -> None:
    photograph = next(one for one in list_photographs() if one.export)
    path, export = write_small(photograph, tmp_path), tmp_path / photograph.export

    with Image.open(path) as camera, Image.open(export) as saved:
        assert (saved.width, saved.height) == (camera.width // 2, camera.height // 2)
        assert saved.getexif().get_ifd(0x8769)[0x9003] == camera.getexif().get_ifd(0x8769)[0x9003]
    likenesses = np.array([hash_thumbnail(path), hash_thumbnail(export)])
    assert len(find_pairs(likenesses)) == 1


def test_every_project_has_places_to_bring_in(tmp_path: Path) -> None:
    for photograph in list_photographs():
        (tmp_path / photograph.folder).mkdir(parents=True, exist_ok=True)

    assert [place.name for place in list_places(tmp_path, "altai")] == ["CARD_A", "CARD_B", "Данияр телефон"]
    assert {place.name for place in list_places(tmp_path, "steppe")} == {"CARD_C", "STUDIO"}


def test_every_file_is_a_task_once() -> None:
    tasks = list_tasks()

    assert len(set(tasks)) == len(tasks)
    assert sum(task.what == "clip" for task in tasks) == 4
    assert sum(task.what == "sound" for task in tasks) == 2
