"""The system checks say what is missing, and are silent when all is well."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.checks import CheckMessage
from django.core.management import call_command
from PIL import Image

from media_library import checks


def say(messages: list[CheckMessage]) -> list[str]:
    assert all(message.hint for message in messages)
    return [str(message.id) for message in messages]


def test_all_is_well_here() -> None:
    out = StringIO()
    call_command("check", "--tag", "decoders", "--tag", "stores", "--deploy", stdout=out, stderr=out)
    assert "no issues" in out.getvalue()


def test_a_format_that_does_not_open_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    checks.check_pictures(None)
    monkeypatch.delitem(Image.OPEN, "WEBP")
    messages = list(checks.check_pictures(None))
    assert say(messages) == ["media_library.E001"]
    assert "WEBP" in messages[0].msg


def test_a_decoder_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    find = checks.find_spec
    monkeypatch.setattr(checks, "find_spec", lambda name: None if name == "rawpy" else find(name))
    messages = list(checks.check_pictures(None))
    assert say(messages) == ["media_library.E002"]
    assert "RAW pictures" in messages[0].msg


def test_a_codec_that_is_missing_is_a_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "_CODECS", ("h264", "a_codec_of_tomorrow"))
    messages = checks.check_decoders(None)
    assert say(messages) == ["media_library.W003"]
    assert messages[0].msg == "FFmpeg does not decode a_codec_of_tomorrow."


def test_a_decoder_process_without_memory_is_told(settings: Any) -> None:
    settings.KADR_DECODER_MEMORY_MB = 16
    assert say(checks.check_decoders(None)) == ["media_library.E004"]


def test_a_store_that_is_yet_to_be_made_is_fine(media_root: Path) -> None:
    assert not media_root.exists()
    assert checks.check_stores(None) == []
    assert not media_root.exists()


def test_a_store_in_the_place_of_a_file_is_told(media_root: Path) -> None:
    media_root.write_text("in the way")
    messages = checks.check_stores(None)
    assert say(messages) == ["media_library.E005"] * 2
    assert str(media_root) in messages[0].msg
    assert say(checks.check_round_trip(None)) == ["media_library.E006"] * 2


def test_a_store_that_is_closed_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks.os, "access", lambda place, mode: False)
    assert say(checks.check_stores(None)) == ["media_library.E005"] * 2


def test_a_round_trip_leaves_nothing_in_the_stores(media_root: Path) -> None:
    assert checks.check_round_trip(None) == []
    assert [path for path in media_root.rglob("*") if path.is_file()] == []
