"""As what an original may be shown by a browser. Whatever is not in these lists goes out as bytes to be saved."""

from __future__ import annotations

from typing import Any

from media_library.models import Original

BYTES = "application/octet-stream"

RENDITIONS = ("image/jpeg", "image/png", "image/webp", "image/avif", "application/json")
"""Types of renditions that a browser may show."""

PICTURES = ("image/jpeg", "image/png", "image/webp", "image/avif", "image/gif")
"""Types of photographs that a browser draws. A drawing with scripts in it (SVG) is never one of them."""

PLAYED_AS = {
    "video/mp4": "video/mp4",
    "video/x-m4v": "video/mp4",
    "video/quicktime": "video/mp4",
    "video/3gpp": "video/mp4",
    "video/webm": "video/webm",
    "video/x-matroska": "video/webm",
    "video/ogg": "video/ogg",
    "audio/x-wav": "audio/wav",
    "audio/mpeg": "audio/mpeg",
    "audio/aac": "audio/aac",
    "audio/mp4": "audio/mp4",
    "audio/flac": "audio/flac",
    "audio/ogg": "audio/ogg",
}
"""The type of an original, and the one under which browsers play it."""

PICTURE_CODECS = ("h264", "hevc", "vp8", "vp9", "av1", "theora")
"""As ffprobe names them. A browser that lacks one says so by an `error` of its player."""

SOUND_CODECS = ("aac", "mp3", "opus", "vorbis", "flac", "alac", "pcm_s16le", "pcm_s24le", "pcm_f32le", "pcm_u8")


def is_playable(original: Original) -> bool:
    """Whether a browser may play the original as it is: by its container, and by its codec as far as it is known."""
    if original.kind not in (Original.Kind.VIDEO, Original.Kind.AUDIO) or original.mime not in PLAYED_AS:
        return False
    facts: dict[str, Any] = original.facts
    if original.kind == Original.Kind.VIDEO:
        return facts.get("video_codec") in (None, *PICTURE_CODECS)
    return facts.get("audio_codec") in (None, *SOUND_CODECS)


def is_drawable(original: Original) -> bool:
    """Whether a browser draws the photograph from its own bytes."""
    return original.kind == Original.Kind.PHOTO and original.mime in PICTURES
