"""Cards are recognised by their folders, wherever they lie, and what is on them finds its place."""

import os
import struct
from pathlib import Path

import pytest

from media_library.ingest.card_roles import read_playlist
from media_library.ingest.sources import Role, SourceFile, survey

P2_NOTES = (
    '<?xml version="1.0"?><P2Main xmlns="urn:schemas-Professional-Plug-in:P2:ClipMetadata:v3.1"><ClipContent>'
    "<ClipName>{name}</ClipName><GlobalClipID>060A2B{name}</GlobalClipID><Duration unit='EditUnit'>250</Duration>"
    "<Relation><OffsetInShot>{offset}</OffsetInShot><GlobalShotID>{shot}</GlobalShotID></Relation>"
    "</ClipContent></P2Main>"
)


def put(folder: Path, *names: str, contents: bytes = b"x") -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(contents)


def put_long(folder: Path, name: str, size_bytes: int) -> None:
    """A file of that length that takes no room."""
    put(folder, name)
    os.truncate(folder / name, size_bytes)


def by_path(place: Path) -> dict[str, SourceFile]:
    return {file.path: file for file in survey(place).files}


def roles(place: Path) -> dict[str, tuple[Role, str | None]]:
    return {path: (file.role, file.belongs_to) for path, file in by_path(place).items()}


def layouts(place: Path) -> set[tuple[str, str, str]]:
    return {(file.card.layout, file.card.root, file.card.name) for file in survey(place).files if file.card}


def chapters(place: Path) -> list[list[str]]:
    """The recordings that have chapters, each as the names of its files in order."""
    found: dict[str, list[SourceFile]] = {}
    for file in survey(place).files:
        if file.chapter_of:
            found.setdefault(file.chapter_of, []).append(file)
    ordered = [sorted(files, key=lambda file: file.chapter) for files in found.values()]
    assert all([file.chapter for file in files] == list(range(1, len(files) + 1)) for files in ordered)
    return sorted([file.path.rpartition("/")[2] for file in files] for files in ordered)


def test_a_folder_without_a_card_has_none(tmp_path: Path) -> None:
    put(tmp_path, "2024/a.jpg", "clips/b.mp4", "contents/c.pdf", "Clip/d.mp4")
    assert layouts(tmp_path) == set()


def test_a_dcim_card(tmp_path: Path) -> None:
    put(tmp_path, "EOS/DCIM/100CANON/IMG_0001.CR2", "EOS/DCIM/100CANON/IMG_0001.JPG", "EOS/DCIM/CANONMSC/M0100.CTG")
    put(tmp_path, "EOS/DCIM/100CANON/MVI_0002.MP4", "EOS/DCIM/100CANON/MVI_0002.THM")
    assert layouts(tmp_path) == {("dcim", "EOS", "EOS")}
    found = roles(tmp_path)
    assert found["EOS/DCIM/100CANON/IMG_0001.CR2"] == (Role.MATERIAL, None)
    assert found["EOS/DCIM/100CANON/MVI_0002.THM"] == (Role.THUMBNAIL, "EOS/DCIM/100CANON/MVI_0002.MP4")
    assert found["EOS/DCIM/CANONMSC/M0100.CTG"] == (Role.CARD_INDEX, None)


def test_a_phone_keeps_its_edits_with_its_pictures(tmp_path: Path) -> None:
    put(tmp_path, "DCIM/100APPLE/IMG_0001.HEIC", "DCIM/100APPLE/IMG_O0001.AAE", "DCIM/100APPLE/IMG_0001.MOV")
    assert roles(tmp_path)["DCIM/100APPLE/IMG_O0001.AAE"][0] is Role.CLIP_METADATA


@pytest.mark.parametrize("inner", ["", "DCIM"])
def test_a_card_is_known_from_its_inner_folder_too(tmp_path: Path, inner: str) -> None:
    put(tmp_path, "DCIM/100GOPRO/GX010119.MP4", "DCIM/100GOPRO/GX010119.THM")
    assert {layout for layout, _, _ in layouts(tmp_path / inner)} == {"gopro"}


def test_several_cards_side_by_side_are_told_apart(tmp_path: Path) -> None:
    put(tmp_path, "A001/PRIVATE/M4ROOT/CLIP/C0001.MP4", "A002/PRIVATE/M4ROOT/CLIP/C0001.MP4", "notes.txt")
    put(tmp_path, "B001/CONTENTS/VIDEO/0001AB.MXF", "B001/CONTENTS/CLIP/0001AB.XML")
    assert layouts(tmp_path) == {
        ("sony_xavc", "A001", "A001"),
        ("sony_xavc", "A002", "A002"),
        ("panasonic_p2", "B001", "B001"),
    }
    assert by_path(tmp_path)["notes.txt"].card is None


def test_gopro_chapters_are_one_recording_in_order(tmp_path: Path) -> None:
    folder = tmp_path / "DCIM/100GOPRO"
    put(folder, "GX010119.MP4", "GX020119.MP4", "GX030119.MP4", "GX010120.MP4", "GX010119.LRV", "GL010120.LRV")
    put(folder, "GOPR1234.MP4", "GP011234.MP4", "GP021234.MP4", "GOPR1234.THM", "GX010119.WAV", "GOPR1235.JPG")
    put(folder, "GHAA0001.MP4", "GHAA0002.MP4")
    put(tmp_path, "MISC/version.txt")
    assert layouts(tmp_path) == {("gopro", "", tmp_path.name)}
    assert chapters(tmp_path) == [
        ["GHAA0001.MP4", "GHAA0002.MP4"],
        ["GOPR1234.MP4", "GP011234.MP4", "GP021234.MP4"],
        ["GX010119.MP4", "GX020119.MP4", "GX030119.MP4"],
    ]
    found = roles(tmp_path)
    assert found["DCIM/100GOPRO/GX010119.LRV"] == (Role.PROXY, "DCIM/100GOPRO/GX010119.MP4")
    assert found["DCIM/100GOPRO/GL010120.LRV"] == (Role.PROXY, "DCIM/100GOPRO/GX010120.MP4")
    assert found["DCIM/100GOPRO/GOPR1234.THM"] == (Role.THUMBNAIL, "DCIM/100GOPRO/GOPR1234.MP4")
    assert found["DCIM/100GOPRO/GX010119.WAV"] == (Role.CLIP_SOUND, "DCIM/100GOPRO/GX010119.MP4")
    assert found["DCIM/100GOPRO/GOPR1235.JPG"] == (Role.MATERIAL, None)
    assert found["MISC/version.txt"] == (Role.CARD_INDEX, None)


def test_gopro_chapters_are_no_gap_in_the_numbers(tmp_path: Path) -> None:
    put(tmp_path / "DCIM/100GOPRO", "GX010119.MP4", "GX010120.MP4", "GX020120.MP4", "GX010121.MP4", "GX020121.MP4")
    assert survey(tmp_path).notices == []


def test_sony_xavc(tmp_path: Path) -> None:
    root = tmp_path / "PRIVATE/M4ROOT"
    put(root, "CLIP/C0001.MP4", "CLIP/C0001M01.XML", "SUB/C0001S03.MP4", "THMBNL/C0001T01.JPG", "STATUS.BIN")
    put(root, "SUB/C0009S03.MP4")
    put(root, "MEDIAPRO.XML", contents=b'<MediaProfile><Properties><System systemId="0800460F"/></Properties>')
    put(tmp_path, "DCIM/100MSDCF/DSC00001.ARW", "AVF_INFO/AVIN0001.INP")
    assert layouts(tmp_path) == {("sony_xavc", "", tmp_path.name)}
    found = roles(tmp_path)
    clip = "PRIVATE/M4ROOT/CLIP/C0001.MP4"
    assert found[clip] == (Role.MATERIAL, None)
    assert found["PRIVATE/M4ROOT/CLIP/C0001M01.XML"] == (Role.CLIP_METADATA, clip)
    assert found["PRIVATE/M4ROOT/SUB/C0001S03.MP4"] == (Role.PROXY, clip)
    assert found["PRIVATE/M4ROOT/THMBNL/C0001T01.JPG"] == (Role.THUMBNAIL, clip)
    assert found["PRIVATE/M4ROOT/MEDIAPRO.XML"] == (Role.CARD_INDEX, None)
    assert found["PRIVATE/M4ROOT/STATUS.BIN"] == (Role.CARD_INDEX, None)
    assert found["AVF_INFO/AVIN0001.INP"] == (Role.CARD_INDEX, None)
    assert found["DCIM/100MSDCF/DSC00001.ARW"] == (Role.MATERIAL, None)
    assert found["PRIVATE/M4ROOT/SUB/C0009S03.MP4"] == (Role.MATERIAL, None), "the proxy of a lost clip is all there is"


def test_sony_xdcam(tmp_path: Path) -> None:
    put(tmp_path, "Clip/C0001.MXF", "Clip/C0001M01.XML", "Clip/C0001R01.BIM", "Clip/C0001M02.KLV", "Sub/C0001S01.MXF")
    put(tmp_path, "MEDIAPRO.XML", "DISCMETA.XML", "General/readme.xml")
    assert layouts(tmp_path) == {("sony_xdcam", "", tmp_path.name)}
    found = roles(tmp_path)
    for notes in ("Clip/C0001M01.XML", "Clip/C0001R01.BIM", "Clip/C0001M02.KLV"):
        assert found[notes] == (Role.CLIP_METADATA, "Clip/C0001.MXF")
    assert found["Sub/C0001S01.MXF"] == (Role.PROXY, "Clip/C0001.MXF")
    assert found["MEDIAPRO.XML"] == found["DISCMETA.XML"] == found["General/readme.xml"] == (Role.CARD_INDEX, None)


def test_sony_xdcam_ex(tmp_path: Path) -> None:
    clip = "BPAV/CLPR/709_0001_01"
    put(tmp_path, f"{clip}/709_0001_01.MP4", f"{clip}/709_0001_01M01.XML", f"{clip}/709_0001_01.SMI", "BPAV/CUEUP.XML")
    found = roles(tmp_path)
    assert layouts(tmp_path) == {("sony_xdcam", "", tmp_path.name)}
    assert found[f"{clip}/709_0001_01.SMI"] == (Role.CLIP_METADATA, f"{clip}/709_0001_01.MP4")
    assert found["BPAV/CUEUP.XML"] == (Role.CARD_INDEX, None)


def test_panasonic_p2(tmp_path: Path) -> None:
    root = tmp_path / "P2/CONTENTS"
    put(root, "VIDEO/0001AB.MXF", "AUDIO/0001AB00.MXF", "AUDIO/0001AB01.MXF", "CLIP/0001AB.XML", "ICON/0001AB.BMP")
    put(root, "PROXY/0001AB.MP4", "VOICE/0001AB00.WAV", "AUDIO/0002CD00.MXF", "CLIP/0002CD.XML")
    put(tmp_path, "P2/LASTCLIP.TXT")
    assert layouts(tmp_path) == {("panasonic_p2", "P2", "P2")}
    found = {path.removeprefix("P2/CONTENTS/"): role for path, role in roles(tmp_path).items()}
    clip = "P2/CONTENTS/VIDEO/0001AB.MXF"
    assert found["VIDEO/0001AB.MXF"] == (Role.MATERIAL, None)
    assert found["AUDIO/0001AB00.MXF"] == found["AUDIO/0001AB01.MXF"] == (Role.CLIP_SOUND, clip)
    assert found["CLIP/0001AB.XML"] == (Role.CLIP_METADATA, clip)
    assert found["ICON/0001AB.BMP"] == (Role.THUMBNAIL, clip)
    assert found["PROXY/0001AB.MP4"] == (Role.PROXY, clip)
    assert found["VOICE/0001AB00.WAV"] == (Role.CLIP_SOUND, clip)
    assert found["P2/LASTCLIP.TXT"] == (Role.CARD_INDEX, None)
    assert found["AUDIO/0002CD00.MXF"] == (Role.MATERIAL, None), "sound without a picture is material itself"
    assert found["CLIP/0002CD.XML"] == (Role.CLIP_METADATA, "P2/CONTENTS/AUDIO/0002CD00.MXF")


def test_a_p2_shot_that_spans_clips_is_one_recording(tmp_path: Path) -> None:
    for name, offset, shot in (("0002BB", 0, "S1"), ("0001AA", 7500, "S1"), ("0003CC", 0, "S2")):
        put(tmp_path, f"CONTENTS/VIDEO/{name}.MXF")
        notes = P2_NOTES.format(name=name, offset=offset, shot=shot)
        put(tmp_path, f"CONTENTS/CLIP/{name}.XML", contents=notes.encode())
    assert chapters(tmp_path) == [["0002BB.MXF", "0001AA.MXF"]]


def playlist(*items: tuple[str, int]) -> bytes:
    """An AVCHD playlist of (clip, connection condition), laid out as the BD-ROM specification says."""
    plays = b"".join(
        struct.pack(">H5s4sHBII", 20, name.encode(), b"M2TS", condition, 0, 0, 90_000) for name, condition in items
    )
    body = struct.pack(">HHH", 0, len(items), 0) + plays
    return b"MPLS0100" + struct.pack(">III", 40, 0, 0) + bytes(20) + struct.pack(">I", len(body)) + body


def test_avchd_joins_what_its_playlist_joins(tmp_path: Path) -> None:
    root = tmp_path / "PRIVATE/AVCHD/BDMV"
    put(root, "STREAM/00000.MTS", "STREAM/00001.MTS", "STREAM/00002.MTS", "STREAM/00003.MTS", "CLIPINF/00000.CPI")
    put(root, "INDEX.BDM", "MOVIEOBJ.BDM")
    put(root, "PLAYLIST/00000.MPL", contents=playlist(("00000", 1), ("00001", 6), ("00002", 5), ("00003", 1)))
    assert layouts(tmp_path) == {("avchd", "", tmp_path.name)}
    assert chapters(tmp_path) == [["00000.MTS", "00001.MTS", "00002.MTS"]]
    found = roles(tmp_path)
    assert found["PRIVATE/AVCHD/BDMV/CLIPINF/00000.CPI"] == (
        Role.CLIP_METADATA,
        "PRIVATE/AVCHD/BDMV/STREAM/00000.MTS",
    )
    for index in ("INDEX.BDM", "MOVIEOBJ.BDM", "PLAYLIST/00000.MPL"):
        assert found[f"PRIVATE/AVCHD/BDMV/{index}"] == (Role.CARD_INDEX, None)


def test_avchd_without_a_playlist_joins_files_that_are_full(tmp_path: Path) -> None:
    stream = tmp_path / "AVCHD/BDMV/STREAM"
    put_long(stream, "00000.MTS", 2_147_000_000)
    put(stream, "00001.MTS", "00002.MTS")
    put_long(stream, "00003.MTS", 2_147_000_000)
    put(stream, "00005.MTS")
    assert chapters(tmp_path) == [["00000.MTS", "00001.MTS"]]


@pytest.mark.parametrize("length", range(0, 140, 7))
def test_a_playlist_that_is_cut_off_does_no_harm(length: int) -> None:
    whole = playlist(("00000", 1), ("00001", 6), ("00002", 5))
    assert read_playlist(whole) == [["00000", "00001", "00002"]]
    assert len(read_playlist(whole[:length])) <= 1


def test_canon_xf(tmp_path: Path) -> None:
    clip = "CONTENTS/CLIPS001/AA0001"
    put(tmp_path, f"{clip}/AA000101.MXF", f"{clip}/AA000102.MXF", f"{clip}/AA0001.XML", f"{clip}/AA000101.CPF")
    put(tmp_path, "CONTENTS/CLIPS001/INDEX.MIF", "CONTENTS/CLIPS001/A001C002_160101AB_CANON.MXF")
    put(tmp_path, "CONTENTS/CLIPS001/A001C002_160101AB_CANON.XML")
    assert layouts(tmp_path) == {("canon_xf", "", tmp_path.name)}
    assert chapters(tmp_path) == [["AA000101.MXF", "AA000102.MXF"]]
    found = roles(tmp_path)
    assert found[f"{clip}/AA0001.XML"] == (Role.CLIP_METADATA, f"{clip}/AA000101.MXF")
    assert found[f"{clip}/AA000101.CPF"] == (Role.CLIP_METADATA, f"{clip}/AA000101.MXF")
    assert found["CONTENTS/CLIPS001/INDEX.MIF"] == (Role.CARD_INDEX, None)
    assert found["CONTENTS/CLIPS001/A001C002_160101AB_CANON.XML"] == (
        Role.CLIP_METADATA,
        "CONTENTS/CLIPS001/A001C002_160101AB_CANON.MXF",
    )


def fingerprint(place: Path) -> str:
    card = survey(place).files[0].card
    assert card
    return card.fingerprint


def test_a_card_is_the_same_when_more_is_on_it(tmp_path: Path) -> None:
    put(tmp_path / "DCIM/100CANON", *(f"IMG_{number:04}.JPG" for number in range(1, 13)))
    before = fingerprint(tmp_path)
    put(tmp_path / "DCIM/100CANON", "IMG_0013.JPG", "IMG_0014.CR2")
    assert fingerprint(tmp_path) == before


def test_a_card_is_the_same_wherever_it_lies(tmp_path: Path) -> None:
    for place in ("one/DCIM", "two/deeper/DCIM"):
        put(tmp_path / place / "100CANON", "IMG_0001.JPG")
    assert fingerprint(tmp_path / "one") == fingerprint(tmp_path / "two")


def test_two_cards_with_other_files_are_two(tmp_path: Path) -> None:
    put(tmp_path / "one/DCIM/100CANON", "IMG_0001.JPG", contents=b"short")
    put(tmp_path / "two/DCIM/100CANON", "IMG_0001.JPG", contents=b"and longer")
    assert fingerprint(tmp_path / "one") != fingerprint(tmp_path / "two")


def test_a_card_that_names_itself_is_known_from_its_first_clip_on(tmp_path: Path) -> None:
    root = tmp_path / "PRIVATE/M4ROOT"
    put(root, "CLIP/C0001.MP4")
    put(root, "MEDIAPRO.XML", contents=b'<Attached mediaId="0A0B0C" mediaKind="MemoryCard"/>')
    before = fingerprint(tmp_path)
    put(root, "CLIP/C0002.MP4")
    assert fingerprint(tmp_path) == before
    put(root, "MEDIAPRO.XML", contents=b'<Attached mediaId="0D0E0F" mediaKind="MemoryCard"/>')
    assert fingerprint(tmp_path) != before
