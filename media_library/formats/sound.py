"""The facts of a sound: what FFmpeg shows, and what the container and its tags say besides."""

from __future__ import annotations

import re
from pathlib import Path

from ..metadata.dates import read_date
from . import quicktime, riff
from .facts import CaptureDate, Facts, FileType, UnreadableFile
from .film_xmp import fill_xmp_facts
from .mp3 import read_mp3_duration
from .streams import (
    DAMAGED,
    EndsTooSoon,
    as_seconds,
    fill_capture_facts,
    fill_stream_facts,
    fill_tag_facts,
    open_media,
    read_tags,
)

_ESCAPED = re.compile(r"\\x([0-9a-fA-F]{2})")


def read_sound(path: Path, file_type: FileType) -> Facts:
    """The facts of a sound, from its headers and tags alone. Raises UnreadableFile."""
    facts = Facts(file_type=file_type.name, mime=file_type.mime)
    try:
        with open_media(path) as container:
            fill_stream_facts(container, facts)
            tags = read_tags(container)
            packet = _unescape(container.metadata.get("id3v2_priv.XMP"))
    except EndsTooSoon:
        facts.audio_streams = facts.subtitle_streams = 0
        facts.notices.append("The file is over before the first sound: only its heading is there.")
        return facts
    if not facts.audio_streams:
        raise UnreadableFile(DAMAGED)
    movie = _read_movie(path, facts)
    chunks = _read_riff(path, facts)
    if facts.container == "mp3":
        facts.duration_s = as_seconds(read_mp3_duration(path)) or facts.duration_s
    dates = fill_xmp_facts(packet or movie.xmp or chunks.xmp, facts)
    fill_capture_facts([dates.original, *_list_dates(movie, chunks), *dates.weaker], facts)
    fill_tag_facts(tags, facts)
    return facts


def _read_movie(path: Path, facts: Facts) -> quicktime.Movie:
    """The header of an M4A."""
    if not (facts.container or "").startswith("mov"):
        return quicktime.Movie()
    movie = quicktime.read_movie(path)
    if movie.duration_s and not movie.fragmented:
        facts.duration_s = as_seconds(movie.duration_s) or facts.duration_s
    if movie.cut_short:
        facts.notices.append("The file ends sooner than it says: the copy may have been cut short.")
    return movie


def _read_riff(path: Path, facts: Facts) -> riff.Riff:
    """The chunks of a WAV: time reference and description of Broadcast Wave."""
    chunks = riff.read_riff(path)
    facts.bwf_time_reference = chunks.bext_time_reference
    facts.bwf_description = chunks.bext_description
    if chunks.bext_time_reference is not None:
        facts.start_timecode_source = "bwf"
    if chunks.cut_short:
        facts.notices.append("The file ends sooner than it says: the recording or the copy was cut short.")
    return chunks


def _list_dates(movie: quicktime.Movie, chunks: riff.Riff) -> list[CaptureDate | None]:
    created = movie.created.strftime("%Y-%m-%dT%H:%M:%S") if movie.created else None
    return [
        read_date("Keys:CreationDate", movie.texts.get("com.apple.quicktime.creationdate")),
        read_date("RIFF:DateTimeOriginal", chunks.bext_date),
        CaptureDate("QuickTime:CreateDate(UTC per spec)", created, "Z") if created else None,
    ]


def _unescape(text: str | None) -> bytes | None:
    """The bytes of a private frame of ID3, which FFmpeg shows with `\\xNN` for what is no printable ASCII."""
    if not text:
        return None
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text).encode("latin-1", "replace")
