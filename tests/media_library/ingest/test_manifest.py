"""The manifest beside a copy, judged by the ASC's own tool."""

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
import xxhash
from lxml import etree

from media_library.ingest.manifest import HashedFile, is_text, make_c4_id, write_manifest

AT = datetime(2024, 5, 17, 9, 30, 0, 123456, tzinfo=UTC)
MHL = "{urn:ASC:MHL:v2.0}"


def put(folder: Path, **contents: bytes) -> None:
    for name, data in contents.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)


def hashed(folder: Path, *paths: str) -> list[HashedFile]:
    files = paths or tuple(
        path.relative_to(folder).as_posix()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "ascmhl" not in path.parts
    )
    return [
        HashedFile(
            path=name,
            size_bytes=(folder / name).stat().st_size,
            modified_at=datetime.fromtimestamp((folder / name).stat().st_mtime, UTC),
            xxh128=xxhash.xxh3_128_hexdigest((folder / name).read_bytes()),
        )
        for name in files
    ]


def run_tool(program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The reference tool, from the environment these tests run in."""
    tool = str(Path(sys.executable).parent / program)
    return subprocess.run(
        [tool, *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.fixture
def card(tmp_path: Path) -> Path:
    folder = tmp_path / "A001 Алтай"
    put(
        folder,
        **{
            "DCIM/100CANON/IMG_0001.JPG": b"one",
            "DCIM/100CANON/IMG_0002.JPG": b"two",
            "DCIM/101CANON/кадр & <é>.jpg": b"three",
            "empty.txt": b"",
        },
    )
    (folder / "DCIM/empty folder").mkdir()
    return folder


def test_the_tool_verifies_every_file_and_every_folder(card: Path) -> None:
    path = write_manifest(card, hashed(card), at=AT)
    assert path.name == "0001_A001 Алтай_2024-05-17_093000Z.mhl"
    told = run_tool("ascmhl-debug", "verify", "-v", str(card))
    assert told.returncode == 0, told.stdout + told.stderr
    assert told.stdout.count(": OK") == 4
    folders = run_tool("ascmhl-debug", "verify", "-v", "-dh", str(card))
    assert folders.returncode == 0, folders.stdout + folders.stderr


def test_the_folder_hashes_are_those_the_tool_makes(card: Path) -> None:
    ours = etree.parse(write_manifest(card, hashed(card), at=AT))
    assert run_tool("ascmhl", "create", "-h", "xxh128", str(card)).returncode == 0
    theirs = etree.parse(next((card / "ascmhl").glob("0002_*.mhl")))
    for path in ("content", "structure"):
        query = f"{MHL}processinfo/{MHL}roothash/{MHL}{path}/{MHL}xxh128"
        assert ours.findtext(query) == theirs.findtext(query)
        assert ours.findtext(query)
    assert folder_hashes(ours) == folder_hashes(theirs)
    assert len(folder_hashes(ours)) == 4


def folder_hashes(tree: etree._ElementTree) -> dict[str, list[str]]:
    return {
        folder.findtext(f"{MHL}path"): [value.text for value in folder.iter(f"{MHL}xxh128")]
        for folder in tree.iter(f"{MHL}directoryhash")
    }


def test_the_tool_goes_on_from_our_generation(card: Path) -> None:
    write_manifest(card, hashed(card), at=AT)
    told = run_tool("ascmhl", "create", "-v", "-h", "xxh128", str(card))
    assert told.returncode == 0, told.stdout + told.stderr
    assert told.stdout.count("verified") == 4


def test_the_tool_finds_a_changed_byte(card: Path) -> None:
    write_manifest(card, hashed(card), at=AT)
    (card / "DCIM/100CANON/IMG_0001.JPG").write_bytes(b"0ne")
    assert run_tool("ascmhl-debug", "verify", str(card)).returncode != 0
    assert run_tool("ascmhl", "create", "-h", "xxh128", str(card)).returncode == 11


def test_a_second_generation_says_what_was_verified_and_what_is_new(card: Path) -> None:
    write_manifest(card, hashed(card), at=AT)
    put(card, **{"DCIM/100CANON/IMG_0003.JPG": b"four"})
    second = write_manifest(card, hashed(card), at=AT.replace(day=18))
    assert second.name.startswith("0002_")
    actions = {
        entry.findtext(f"{MHL}path"): entry.find(f"{MHL}xxh128").get("action")
        for entry in etree.parse(second).iter(f"{MHL}hash")
    }
    assert actions.pop("DCIM/100CANON/IMG_0003.JPG") == "original"
    assert set(actions.values()) == {"verified"}
    told = run_tool("ascmhl-debug", "verify", "-v", str(card))
    assert told.returncode == 0, told.stdout + told.stderr


def test_a_generation_of_new_files_alone_is_enough(card: Path) -> None:
    write_manifest(card, hashed(card), at=AT)
    put(card, **{"DCIM/100CANON/IMG_0003.JPG": b"four"})
    write_manifest(card, hashed(card, "DCIM/100CANON/IMG_0003.JPG"), at=AT.replace(day=18))
    told = run_tool("ascmhl-debug", "verify", str(card))
    assert told.returncode == 0, told.stdout + told.stderr
    assert run_tool("ascmhl", "create", "-h", "xxh128", str(card)).returncode == 0


def test_a_file_whose_bytes_are_others_than_before_has_failed(card: Path) -> None:
    write_manifest(card, hashed(card), at=AT)
    (card / "empty.txt").write_bytes(b"not empty any more")
    second = write_manifest(card, hashed(card), at=AT.replace(day=18))
    failed = [
        entry.findtext(f"{MHL}path")
        for entry in etree.parse(second).iter(f"{MHL}hash")
        if entry.find(f"{MHL}xxh128").get("action") == "failed"
    ]
    assert failed == ["empty.txt"]


def test_a_folder_with_a_file_nobody_has_read_has_no_hash(card: Path) -> None:
    tree = etree.parse(write_manifest(card, hashed(card, "DCIM/100CANON/IMG_0001.JPG", "empty.txt"), at=AT))
    assert set(folder_hashes(tree)) == {"DCIM/empty folder"}
    assert tree.find(f"{MHL}processinfo/{MHL}roothash") is None


def test_it_goes_on_from_a_generation_of_the_tool(card: Path) -> None:
    assert run_tool("ascmhl", "create", "-h", "xxh128", str(card)).returncode == 0
    second = write_manifest(card, hashed(card), at=AT)
    assert second.name.startswith("0002_")
    assert run_tool("ascmhl-debug", "verify", str(card)).returncode == 0
    assert run_tool("ascmhl", "create", "-h", "xxh128", str(card)).returncode == 0


def test_a_name_that_is_no_text_is_left_out_and_told(card: Path) -> None:
    files = [*hashed(card), HashedFile("bad\udcff.jpg", 1, AT, "0" * 32), HashedFile("bell\x07.jpg", 1, AT, "0" * 32)]
    tree = etree.parse(write_manifest(card, files, at=AT))
    assert len(list(tree.iter(f"{MHL}hash"))) == 4
    assert tree.findtext(f"{MHL}creatorinfo/{MHL}comment") == "2 files whose names are not text are left out"
    assert is_text("кадр 📷.jpg")


def test_no_half_written_file_remains(card: Path) -> None:
    write_manifest(card, hashed(card), at=AT, author="Айгерім <a@b.kz>")
    assert sorted(path.name for path in (card / "ascmhl").iterdir()) == [
        "0001_A001 Алтай_2024-05-17_093000Z.mhl",
        "ascmhl_chain.xml",
    ]


def test_the_c4_id_is_the_one_of_the_standard() -> None:
    # SMPTE ST 2114:2017: the C4 ID of no bytes at all, as published with the reference implementation.
    assert make_c4_id(b"") == (
        "c459dsjfscH38cYeXXYogktxf4Cd9ibshE3BHUo6a58hBXmRQdZrAkZzsWcbWtDg5oQstpDuni4Hirj75GEmTc1sFT"
    )
