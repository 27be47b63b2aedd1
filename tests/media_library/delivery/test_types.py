"""What a browser plays was tried in Chromium with a file of each kind; tests/browser/test_delivery.py plays some."""

from __future__ import annotations

import pytest

from media_library.delivery.types import PLAYED_AS, is_drawable, is_playable
from media_library.models import Original


def original(kind: str, mime: str, **facts: str) -> Original:
    return Original(kind=kind, mime=mime, facts=facts)


@pytest.mark.parametrize(
    ("mime", "codec", "plays"),
    [
        ("video/mp4", "h264", True),
        ("video/quicktime", "h264", True),
        ("video/quicktime", "prores", False),
        ("video/quicktime", "mjpeg", False),
        ("video/mp4", "mpeg4", False),
        ("video/mp4", "hevc", True),
        ("video/mp4", "av1", True),
        ("video/x-matroska", "h264", True),
        ("video/webm", "vp9", True),
        ("video/3gpp", "h264", True),
        ("video/m2ts", "h264", False),
        ("video/x-msvideo", "h264", False),
        ("application/mxf", "mpeg2video", False),
    ],
)
def test_a_clip_plays_by_its_container_and_its_codec(mime: str, codec: str, plays: bool) -> None:
    assert is_playable(original("video", mime, video_codec=codec)) == plays


@pytest.mark.parametrize(
    ("mime", "codec", "plays"),
    [
        ("audio/x-wav", "pcm_s24le", True),
        ("audio/x-wav", "adpcm_ima_wav", False),
        ("audio/mpeg", "mp3", True),
        ("audio/mp4", "aac", True),
        ("audio/x-aiff", "pcm_s16be", False),
        ("audio/amr", "amr_nb", False),
    ],
)
def test_a_sound_plays_by_its_container_and_its_codec(mime: str, codec: str, plays: bool) -> None:
    assert is_playable(original("audio", mime, audio_codec=codec)) == plays


def test_what_is_not_known_is_left_to_the_browser() -> None:
    assert is_playable(original("video", "video/mp4"))


@pytest.mark.parametrize("kind", ["photo", "document"])
def test_only_clips_and_sounds_play(kind: str) -> None:
    assert not is_playable(original(kind, "video/mp4", video_codec="h264"))


def test_all_is_played_as_moving_pictures_or_sound() -> None:
    assert all(shown.startswith(("video/", "audio/")) for shown in PLAYED_AS.values())


@pytest.mark.parametrize(
    ("kind", "mime", "draws"),
    [
        ("photo", "image/jpeg", True),
        ("photo", "image/png", True),
        ("photo", "image/webp", True),
        ("photo", "image/avif", True),
        ("photo", "image/gif", True),
        ("photo", "image/tiff", False),
        ("photo", "image/heic", False),
        ("photo", "image/x-canon-cr2", False),
        ("photo", "image/svg+xml", False),
        ("document", "image/jpeg", False),
        ("document", "text/html", False),
    ],
)
def test_a_photograph_is_drawn_when_it_is_of_a_raster_type(kind: str, mime: str, draws: bool) -> None:
    assert is_drawable(original(kind, mime)) == draws
