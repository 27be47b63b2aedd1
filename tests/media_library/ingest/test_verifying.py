from __future__ import annotations

import errno
import hashlib
import threading
from pathlib import Path

import pytest

from media_library.ingest import verifying
from media_library.ingest.stopping import Stopped
from media_library.ingest.verifying import read_state
from media_library.models import Original


def referenced(path: Path, content: bytes) -> Original:
    path.write_bytes(content)
    return Original(sha256=hashlib.sha256(content).hexdigest(), size_bytes=len(content), reference_path=str(path))


def test_the_bytes_tell_the_state(tmp_path: Path) -> None:
    original = referenced(tmp_path / "a.jpg", b"herd" * 1000)
    assert read_state(original) == "present"
    (tmp_path / "a.jpg").write_bytes(b"herd" * 999 + b"hers")
    assert read_state(original) == "damaged"
    (tmp_path / "a.jpg").write_bytes(b"herd" * 999)
    assert read_state(original) == "damaged"
    (tmp_path / "a.jpg").unlink()
    assert read_state(original) == "missing"


@pytest.mark.parametrize(
    ("number", "state"),
    [
        (errno.EIO, "damaged"),
        (errno.EACCES, "damaged"),
        (errno.ENOTCONN, "missing"),
        (errno.ESTALE, "missing"),
        (errno.EHOSTDOWN, "missing"),
        (errno.ENODEV, "missing"),
    ],
)
def test_a_disk_that_fails_is_damage_and_a_share_that_is_away_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, state: str
) -> None:
    original = referenced(tmp_path / "a.jpg", b"herd")

    def fail(_: Original) -> None:
        raise OSError(number, "as the system says it")

    monkeypatch.setattr(verifying, "_read", fail)
    assert read_state(original) == state


def test_a_storage_without_error_numbers_can_say_missing_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: Original) -> None:
        raise FileNotFoundError("File does not exist: ab/cd/abcd.jpg")

    monkeypatch.setattr(verifying, "_read", fail)
    assert read_state(referenced(tmp_path / "a.jpg", b"herd")) == "missing"


def test_reading_tells_its_bytes_and_can_be_stopped(tmp_path: Path) -> None:
    original, read = referenced(tmp_path / "a.jpg", bytes(9_000_000)), []
    read_state(original, on_bytes=read.append)
    assert sum(read) == 9_000_000
    stop = threading.Event()
    stop.set()
    with pytest.raises(Stopped):
        read_state(original, stop=stop)
