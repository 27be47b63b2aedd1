from __future__ import annotations

import fcntl
import hashlib
import os
import stat
from pathlib import Path
from typing import Any

import pytest

from media_library.ingest import copying
from media_library.ingest.copying import CopyFailed, copy_verified, hash_stable, link, publish, remove_abandoned_parts


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "card" / "DSCF0001.JPG"
    path.parent.mkdir()
    path.write_bytes(os.urandom(100_000))
    return path


def test_both_copies_equal_the_source_and_the_hash_is_that_of_hashlib(source: Path, tmp_path: Path) -> None:
    with copy_verified(source, [tmp_path / "one", tmp_path / "two"]) as staged:
        assert [part.read_bytes() for part in staged.parts] == [source.read_bytes()] * 2
        assert staged.hashes.sha256 == hashlib.sha256(source.read_bytes()).hexdigest()
        assert staged.hashes.size_bytes == 100_000
        assert staged.read_back


def test_what_is_not_published_is_removed(source: Path, tmp_path: Path) -> None:
    with copy_verified(source, [tmp_path / "one"]):
        pass
    assert list((tmp_path / "one").iterdir()) == []


def test_a_published_copy_is_read_only_and_stays(source: Path, tmp_path: Path) -> None:
    final = tmp_path / "store" / "ab" / "x.jpg"
    with copy_verified(source, [tmp_path / "one"]) as staged:
        publish(staged.parts[0], final)
    assert final.read_bytes() == source.read_bytes()
    assert stat.S_IMODE(final.stat().st_mode) == 0o444


def test_a_copy_that_reads_back_differently_fails_and_leaves_nothing(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that flips a bit: the byte is changed between the flush and the reading back."""
    real = copying.drop_cache

    def flip(descriptor: int) -> bool:
        os.pwrite(descriptor, b"\x00\x01\x02\x03", 50_000)
        return real(descriptor)

    monkeypatch.setattr(copying, "drop_cache", flip)
    with pytest.raises(CopyFailed, match="reads back differently"):
        copy_verified(source, [tmp_path / "one"])
    assert list((tmp_path / "one").iterdir()) == []


def test_a_file_that_grows_while_it_is_read_is_not_taken(source: Path, tmp_path: Path) -> None:
    def grow(_: int) -> None:
        with source.open("ab") as file:
            file.write(b"more")

    with pytest.raises(CopyFailed, match="still being written"):
        copy_verified(source, [tmp_path / "one"], on_bytes=grow)


def test_the_source_is_only_read(source: Path, tmp_path: Path) -> None:
    source.chmod(0o444)
    source.parent.chmod(0o555)
    before = source.stat()
    try:
        with copy_verified(source, [tmp_path / "one"]):
            pass
        after = source.stat()
    finally:
        source.parent.chmod(0o755)
    assert (before.st_mtime_ns, before.st_mode, before.st_ino) == (after.st_mtime_ns, after.st_mode, after.st_ino)


def test_a_symbolic_link_is_not_followed(source: Path, tmp_path: Path) -> None:
    pointer = tmp_path / "pointer.jpg"
    pointer.symlink_to(source)
    with pytest.raises(OSError, match=r"symbolic|Too many"):
        hash_stable(pointer)


def test_a_link_holds_the_same_bytes(source: Path, tmp_path: Path) -> None:
    (tmp_path / "store").mkdir()
    with link(source, tmp_path / "store") as staged:
        publish(staged.parts[0], tmp_path / "store" / "final", read_only=False)
    assert (tmp_path / "store" / "final").read_bytes() == source.read_bytes()


def test_a_link_that_is_not_published_yet_is_not_taken_for_one_of_the_dead(source: Path, tmp_path: Path) -> None:
    """The worker sweeps every few seconds, while imports run."""
    folder = tmp_path / "incoming"
    folder.mkdir()
    with link(source, folder) as staged:
        assert remove_abandoned_parts(folder) == 0
        assert staged.parts[0].exists()
    assert list(folder.iterdir()) == []
    assert source.exists()


def test_a_source_that_changes_before_it_is_linked_is_not_taken(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The link would be stored under the hash of what the file was before."""
    real = copying.hash_stable

    def hash_then_change(path: Path, **options: Any) -> copying.Hashes:
        hashes = real(path, **options)
        path.write_bytes(b"other bytes")
        return hashes

    monkeypatch.setattr(copying, "hash_stable", hash_then_change)
    (tmp_path / "store").mkdir()
    with pytest.raises(CopyFailed, match="still being written"):
        link(source, tmp_path / "store")
    assert list((tmp_path / "store").iterdir()) == []


def test_parts_of_the_living_stay_and_those_of_the_dead_go(source: Path, tmp_path: Path) -> None:
    folder = tmp_path / "incoming"
    folder.mkdir()
    (folder / f"dead{copying.PART}").write_bytes(b"half")
    with copy_verified(source, [folder]) as staged:
        assert remove_abandoned_parts(folder) == 1
        assert staged.parts[0].exists()


@pytest.mark.parametrize("way", ["copy", "link"])
def test_a_sweep_that_comes_between_making_a_part_and_locking_it_costs_no_file(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    folder, real, swept = tmp_path / "incoming", fcntl.flock, []
    folder.mkdir()

    def sweep_first(descriptor: int, operation: int) -> None:
        if not swept:
            swept.append(True)
            assert remove_abandoned_parts(folder) == 1
        real(descriptor, operation)

    monkeypatch.setattr(copying.fcntl, "flock", sweep_first)
    staged = copy_verified(source, [folder]) if way == "copy" else link(source, folder)
    with staged:
        assert staged.parts[0].read_bytes() == source.read_bytes()
        assert remove_abandoned_parts(folder) == 0
