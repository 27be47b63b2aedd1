"""One walk over a folder: what is material, what goes with what, what is missing."""

import os
from pathlib import Path

import pytest

from media_library.ingest.sources import Role, SourceFile, survey


def put(folder: Path, *names: str, size: int = 1) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x" * size)


def by_path(place: Path) -> dict[str, SourceFile]:
    return {file.path: file for file in survey(place).files}


def test_it_finds_every_file_below_the_place_with_size_and_time(tmp_path: Path) -> None:
    put(tmp_path, "a.jpg", "deep/er/b.mov", size=7)
    os.utime(tmp_path / "a.jpg", ns=(0, 1_700_000_000_123_456_789))
    found = by_path(tmp_path)
    assert set(found) == {"a.jpg", "deep/er/b.mov"}
    assert found["a.jpg"].size_bytes == 7
    assert found["a.jpg"].modified_ns == (tmp_path / "a.jpg").stat().st_mtime_ns
    assert found["deep/er/b.mov"].full_path == tmp_path / "deep/er/b.mov"


def test_material_comes_first_then_what_belongs_to_it_then_rubbish(tmp_path: Path) -> None:
    put(tmp_path, ".DS_Store", "a.xmp", "b.jpg", "a.jpg")
    assert [file.path for file in survey(tmp_path).files] == ["a.jpg", "b.jpg", "a.xmp", ".DS_Store"]


def test_a_single_file_is_a_place_too(tmp_path: Path) -> None:
    put(tmp_path, "one.jpg", "two.jpg", "one.xmp")
    found = survey(tmp_path / "one.jpg")
    assert (found.place, [file.path for file in found.files]) == (tmp_path, ["one.jpg"])


def test_a_place_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="gone"):
        survey(tmp_path / "gone")


def test_a_folder_that_cannot_be_opened_is_a_notice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, "open/a.jpg", "shut/b.jpg")
    real = os.scandir

    def refuse(path: str) -> object:
        if str(path).endswith("shut"):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", refuse)
    found = survey(tmp_path)
    assert [file.path for file in found.files] == ["open/a.jpg"]
    assert found.notices == ["The folder shut could not be opened (Permission denied): what is in it did not come in."]


@pytest.mark.parametrize(
    "name",
    [
        ".DS_Store",
        "Thumbs.db",
        "desktop.ini",
        "._IMG_0001.JPG",
        ".picasa.ini",
        ".Spotlight-V100/Store-V2/x.db",
        ".Trashes/501/gone.jpg",
        ".fseventsd/0000",
        "System Volume Information/IndexerVolumeGuid",
        "$RECYCLE.BIN/S-1-5/a.jpg",
        "@eaDir/a.jpg/SYNOPHOTO_THUMB_XL.jpg",
        "lost+found/#1234",
        ".hidden.jpg",
    ],
)
def test_what_systems_leave_behind_is_rubbish_and_says_why(tmp_path: Path, name: str) -> None:
    put(tmp_path, name)
    file = survey(tmp_path).files[0]
    assert file.role is Role.RUBBISH
    assert file.why


def test_links_are_listed_and_not_followed(tmp_path: Path) -> None:
    put(tmp_path, "outside/secret.jpg")
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "file.jpg").symlink_to(tmp_path / "outside/secret.jpg")
    (inside / "folder").symlink_to(tmp_path / "outside")
    (inside / "round").symlink_to(inside)
    files = survey(inside).files
    assert {file.path for file in files} == {"file.jpg", "folder", "round"}
    assert {file.role for file in files} == {Role.RUBBISH}
    assert all("not followed" in file.why for file in files)


def test_pipes_are_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.jpg")
    assert survey(tmp_path).files[0].role is Role.RUBBISH


def test_a_name_that_is_no_text_survives(tmp_path: Path) -> None:
    raw = os.fsencode(tmp_path) + b"/\xcf\xf0\xe8.jpg"
    try:
        Path(os.fsdecode(raw)).write_bytes(b"x")
    except OSError:
        pytest.skip("this file system takes only UTF-8 names")
    file = survey(tmp_path).files[0]
    assert os.fsencode(file.full_path) == raw


def test_a_sidecar_belongs_to_the_picture_whose_full_name_it_bears(tmp_path: Path) -> None:
    put(tmp_path, "a.JPG", "a.CR2", "a.JPG.xmp", "a.cr2.XMP")
    found = by_path(tmp_path)
    assert found["a.JPG.xmp"].belongs_to == "a.JPG"
    assert found["a.cr2.XMP"].belongs_to == "a.CR2"
    assert found["a.JPG.xmp"].role is Role.XMP


def test_a_sidecar_of_raw_and_jpeg_belongs_to_the_raw(tmp_path: Path) -> None:
    put(tmp_path, "IMG_1.jpg", "IMG_1.CR2", "img_1.xmp")
    assert by_path(tmp_path)["img_1.xmp"].belongs_to == "IMG_1.CR2"


def test_a_sidecar_shared_by_two_raws_belongs_to_neither_and_says_so(tmp_path: Path) -> None:
    put(tmp_path, "A.CR2", "A.DNG", "A.xmp")
    found = survey(tmp_path)
    sidecar = next(file for file in found.files if file.role is Role.XMP)
    assert sidecar.belongs_to is None
    assert "A.CR2, A.DNG" in sidecar.why
    assert len(found.notices) == 1


def test_a_sidecar_finds_its_picture_however_the_letter_was_written(tmp_path: Path) -> None:
    composed, decomposed = "Ма\u0439.jpg", "Ма\u0438\u0306.xmp"
    put(tmp_path, composed, decomposed)
    assert by_path(tmp_path)[decomposed].belongs_to == composed


def test_a_sidecar_of_a_live_photo_belongs_to_the_picture(tmp_path: Path) -> None:
    put(tmp_path, "IMG_7.HEIC", "IMG_7.MOV", "IMG_7.xmp")
    assert by_path(tmp_path)["IMG_7.xmp"].belongs_to == "IMG_7.HEIC"


def test_an_orphan_sidecar_belongs_to_none(tmp_path: Path) -> None:
    put(tmp_path, "a/picture.jpg", "b/picture.xmp")
    assert by_path(tmp_path)["b/picture.xmp"].belongs_to is None


def test_companions_beside_a_clip_belong_to_it_without_a_card(tmp_path: Path) -> None:
    put(tmp_path, "MVI_0001.AVI", "MVI_0001.THM", "IMG_2.HEIC", "IMG_2.AAE", "C0001.MP4", "C0001M01.XML", "lone.THM")
    found = by_path(tmp_path)
    assert (found["MVI_0001.THM"].role, found["MVI_0001.THM"].belongs_to) == (Role.THUMBNAIL, "MVI_0001.AVI")
    assert (found["IMG_2.AAE"].role, found["IMG_2.AAE"].belongs_to) == (Role.CLIP_METADATA, "IMG_2.HEIC")
    assert (found["C0001M01.XML"].role, found["C0001M01.XML"].belongs_to) == (Role.CLIP_METADATA, "C0001.MP4")
    assert found["lone.THM"].role is Role.MATERIAL


def test_missing_frames_are_told(tmp_path: Path) -> None:
    put(tmp_path, "IMG_0412.JPG", "IMG_0415.JPG")
    assert survey(tmp_path).notices == ["IMG_0413 and IMG_0414 are not there (between IMG_0412 and IMG_0415)."]


def test_raw_and_jpeg_count_as_one_frame_and_films_share_the_counter(tmp_path: Path) -> None:
    put(tmp_path, "IMG_0001.CR2", "IMG_0001.JPG", "IMG_0002.CR2", "MVI_0003.MOV", "_MG_0004.JPG", "IMG_0005.JPG")
    assert survey(tmp_path).notices == []


def test_the_roll_over_is_no_gap(tmp_path: Path) -> None:
    put(tmp_path, "DSC_9998.NEF", "DSC_9999.NEF", "DSC_0001.NEF", "DSC_0002.NEF")
    assert survey(tmp_path).notices == []


def test_a_frame_missing_at_the_roll_over_is_told(tmp_path: Path) -> None:
    put(tmp_path, "DSC_9998.NEF", "DSC_0001.NEF", "DSC_0002.NEF")
    assert survey(tmp_path).notices == ["DSC_9999 is not there (between DSC_9998 and DSC_0001)."]


def test_names_that_people_give_are_not_counted(tmp_path: Path) -> None:
    put(tmp_path, "scan1998.tif", "scan2004.tif", "Ivan 0001.jpg", "Ivan 0009.jpg", "2019.jpg", "2023.jpg")
    assert survey(tmp_path).notices == []


def test_gaps_are_told_folder_by_folder_and_not_without_end(tmp_path: Path) -> None:
    put(tmp_path, *(f"day/IMG_{number:04}.JPG" for number in range(1, 100, 2)))
    notices = survey(tmp_path).notices
    assert notices[0] == "day: IMG_0002 is not there (between IMG_0001 and IMG_0003)."
    assert len(notices) == 21
    assert notices[-1] == "Frame numbers are missing in 29 more places."


def test_progress_is_told(tmp_path: Path) -> None:
    put(tmp_path, "a.jpg", "b.jpg", "c/d.jpg")
    told: list[int] = []
    survey(tmp_path, progress=told.append)
    assert told[-1] == 3
