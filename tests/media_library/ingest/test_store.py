from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages

from media_library.ingest import store
from media_library.ingest.copying import PART, CopyFailed, hash_stable
from media_library.models import Original


class Afar(Storage):
    """A storage without paths, as S3 is one; held in memory."""

    files: ClassVar[dict[str, bytes]] = {}

    def _open(self, name: str, mode: str = "rb") -> ContentFile:
        return ContentFile(self.files[name], name)

    def _save(self, name: str, content: Any) -> str:
        self.files[name] = content.read()
        return name

    def exists(self, name: str) -> bool:
        return name in self.files

    def delete(self, name: str) -> None:
        self.files.pop(name, None)


@pytest.fixture
def remote(settings: Any) -> None:
    Afar.files.clear()
    settings.STORAGES = {
        **settings.STORAGES,
        "originals": {"BACKEND": f"{__name__}.Afar"},
    }


def make_part(content: bytes) -> Path:
    part = store.incoming_folder() / f"x{PART}"
    part.write_bytes(content)
    return part


def test_a_name_tells_the_hash_and_spreads_over_folders() -> None:
    assert store.name_of_original("abcdef", "jpg") == "ab/cd/abcdef.jpg"


def test_a_file_is_moved_to_exactly_its_name_and_may_come_again() -> None:
    for _ in range(2):
        store.put("originals", make_part(b"bytes"), "ab/cd/abcd.jpg")
    with storages["originals"].open("ab/cd/abcd.jpg") as file:
        assert file.read() == b"bytes"
    assert list(store.incoming_folder().iterdir()) == []


@pytest.mark.usefixtures("remote")
def test_a_storage_without_paths_takes_its_place() -> None:
    part = make_part(b"bytes")
    xxh128 = hash_stable(part).xxh128
    store.put("originals", part, "ab/cd/abcd.jpg", xxh128=xxh128)
    original = Original(sha256="abcd", storage_name="ab/cd/abcd.jpg")
    with store.local_path(original) as path:
        assert path.read_bytes() == b"bytes"
    assert not path.exists()


@pytest.mark.usefixtures("remote")
def test_what_reads_back_differently_from_afar_fails() -> None:
    with pytest.raises(CopyFailed, match="reads back differently"):
        store.put("originals", make_part(b"bytes"), "ab/cd/abcd.jpg", xxh128="0" * 32)
    assert not storages["originals"].exists("ab/cd/abcd.jpg")


def test_a_file_that_is_gone_is_told(media_root: Path) -> None:
    original = Original(sha256="abcd", storage_name="ab/cd/abcd.jpg")
    with pytest.raises(FileNotFoundError), store.local_path(original):
        pass


def test_what_the_dead_left_is_removed_and_the_living_keep_theirs(settings: Any, tmp_path: Path) -> None:
    from media_library.ingest.life_signs import LifeSign

    settings.DATA_DIR = tmp_path
    with LifeSign() as sign, store.working_folder(sign.name) as folder:
        with LifeSign() as dead, store.working_folder(dead.name) as left:
            pass
        left.mkdir()
        (left / "half.jpg").write_bytes(b"half")
        assert store.clean_up() == 1
        assert folder.exists()
        assert not left.exists()
