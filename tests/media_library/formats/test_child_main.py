from __future__ import annotations

from pathlib import Path

import pytest

from media_library.formats import child_main


def test_a_system_that_locks_proc_keeps_no_decoder_from_starting(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, text: str) -> int:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "write_text", refuse)
    child_main._offer_itself()
