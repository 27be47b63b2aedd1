"""A file of moving pictures or sound, opened by FFmpeg, and what its streams and tags say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path

import av
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.error import EOFError as EndOfFileError
from av.error import FFmpegError
from av.stream import Discard, Disposition, Stream
from av.video.stream import VideoStream

from .facts import CaptureDate, Facts, UnreadableFile
from .old_text import repair_old_text

# A playlist or a script among the originals must not make FFmpeg open other files: only containers are probed.
_CONTAINERS = (
    "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,mpegvideo,mxf,mxf_opatom,asf,flv,dv,gxf,m4v,h264,hevc,"
    "wav,w64,aiff,caf,au,mp3,flac,ogg,aac,ac3,eac3,amr,ape,wv,tta,dsf,rm"
)
_OPTIONS = {"format_whitelist": _CONTAINERS, "protocol_whitelist": "file"}
LONGEST_DURATION_S = 400 * 86_400
"""More than a year is a broken header."""

DAMAGED = "Neither picture nor sound can be read in this file: it is damaged or was cut short while being copied."


class EndsTooSoon(UnreadableFile):
    """The file has the right beginning and is over before its first picture or sound."""


@contextmanager
def open_media(path: Path) -> Iterator[InputContainer]:
    """The file, opened for reading. Raises UnreadableFile, also for what goes wrong in FFmpeg while it is open."""
    try:
        with av.open(
            _name_for_ffmpeg(path), mode="r", container_options=_OPTIONS, metadata_errors="surrogateescape"
        ) as container:
            yield container
    except EndOfFileError as error:
        raise EndsTooSoon("The file ends before the first picture or sound.") from error
    except (FFmpegError, IndexError) as error:  # IndexError: PyAV, when a transport stream changes its programmes
        raise UnreadableFile(DAMAGED) from error


def _name_for_ffmpeg(path: Path) -> str:
    """A name that FFmpeg takes for a file, whatever letters are in it. Raises UnreadableFile."""
    if not path.stat().st_size:
        raise UnreadableFile("The file is empty: nothing was recorded, or the copy went wrong.")
    name = f"file:{path.absolute()}"
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        raise UnreadableFile("The name of the file is not in UTF-8: rename it and bring it in again.") from None
    return name


def find_video(container: InputContainer) -> VideoStream | None:
    """The moving picture: the first video stream that is not a cover or a thumbnail, in a codec that is known."""
    known = (stream for stream in container.streams.video if _has_decoder(stream))
    moving = (stream for stream in known if not stream.disposition & Disposition.attached_pic)
    return next((stream for stream in moving if stream.width and stream.height), None)


def find_audio(container: InputContainer) -> AudioStream | None:
    """The first sound in a codec that is known."""
    return next((stream for stream in container.streams.audio if _has_decoder(stream)), None)


def _has_decoder(stream: Stream) -> bool:
    """PyAV gives a stream without a codec context, against its own types, when FFmpeg does not know the codec."""
    return getattr(stream, "codec_context", None) is not None


def read_tags(container: InputContainer) -> dict[str, str]:
    """The tags of the container, keys in lower case, text repaired where it is older than UTF-8."""
    return {key.lower(): repair_old_text(value) for key, value in container.metadata.items()}


def fill_stream_facts(container: InputContainer, facts: Facts) -> None:
    """Container, duration, codecs and counts of sound and subtitles."""
    facts.container = container.format.name
    facts.duration_s = as_seconds(Fraction(container.duration, 1_000_000) if container.duration else None)
    facts.audio_streams = len(container.streams.audio)
    facts.subtitle_streams = len(container.streams.subtitles)
    audio = find_audio(container)
    if audio is not None:
        facts.audio_codec = codec_name(audio)
        facts.audio_channels = audio.channels or None
        facts.audio_sample_rate = audio.sample_rate or None


def fill_tag_facts(tags: dict[str, str], facts: Facts) -> None:
    """Who, what and with which camera, from the tags of the container; what is there already stays."""
    facts.title = facts.title or tags.get("title") or None
    facts.creator = facts.creator or [name for name in (tags.get("artist") or tags.get("author"),) if name]
    facts.copyright = facts.copyright or tags.get("copyright") or None
    facts.caption = facts.caption or tags.get("description") or None
    facts.make = facts.make or tags.get("make") or tags.get("com.apple.quicktime.make") or None
    facts.model = facts.model or tags.get("model") or tags.get("com.apple.quicktime.model") or None


def codec_name(stream: AudioStream | VideoStream) -> str:
    """The codec as ffprobe names it: `mp3`, not the decoder `mp3float`."""
    return stream.codec_context.codec.canonical_name


def as_seconds(duration: Fraction | None) -> float | None:
    """Seconds to the millisecond; None for what cannot be a length."""
    if duration is None or not 0 < duration < LONGEST_DURATION_S:
        return None
    return round(float(duration), 3)


def as_rate(rate: Fraction | None) -> str | None:
    """`24000/1001`; None where there is no rate."""
    return f"{rate.numerator}/{rate.denominator}" if rate and rate > 0 else None


def discard_others(container: InputContainer, wanted: Stream) -> None:
    """Lets the demuxer pass over all streams but one, so that reading sound does not read the pictures."""
    for stream in container.streams:
        if stream.index != wanted.index:
            stream.discard = Discard.all


def fill_capture_facts(dates: Iterable[CaptureDate | None], facts: Facts) -> None:
    """Takes the first of the dates as the moment of capture, and keeps them all."""
    found = [date for date in dates if date is not None]
    facts.captured_at_candidates = [
        {"source": date.source, "value": date.value, "offset": date.offset} for date in found
    ]
    if found:
        facts.captured_at = found[0].value
        facts.captured_at_offset = found[0].offset
        facts.captured_at_source = found[0].source
