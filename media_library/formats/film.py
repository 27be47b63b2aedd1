"""The facts of a film: what FFmpeg shows, and what the container says besides."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from av.container import InputContainer
from av.video.stream import VideoStream

from ..metadata.dates import read_date
from . import quicktime, riff
from .camera_xml import CameraXml, read_camera_xml
from .facts import CaptureDate, Facts, FileType, UnreadableFile
from .film_xmp import fill_xmp_facts
from .frame_times import (
    FrameTimes,
    are_uneven,
    choose_rate,
    frames_in,
    known_rate_of_few,
    measure_packets,
    without_last,
)
from .mdpm import CameraRecord, read_camera_record
from .streams import (
    DAMAGED,
    as_rate,
    as_seconds,
    codec_name,
    fill_capture_facts,
    fill_stream_facts,
    fill_tag_facts,
    find_video,
    open_media,
    read_tags,
)

_MAKE_TEXTS = ("com.apple.quicktime.make", "©mak", "manu", "com.android.manufacturer")
_MODEL_TEXTS = ("com.apple.quicktime.model", "©mod", "modl", "com.android.model")


@dataclass
class Findings:
    """What the container said, besides what FFmpeg shows."""

    movie: quicktime.Movie | None = None
    riff: riff.Riff | None = None
    record: CameraRecord | None = None
    camera: CameraXml | None = None


def read_film(path: Path, file_type: FileType) -> Facts:
    """The facts of a film. Bounded work whatever its length: headers, and at most 48 MB of packets, none decoded.

    Raises UnreadableFile.
    """
    facts = Facts(file_type=file_type.name, mime=file_type.mime)
    findings = _read_container(path, facts)
    with open_media(path) as container:
        fill_stream_facts(container, facts)
        _choose_duration(findings, facts)
        _fill_timecode_facts(container, findings, facts)
        stream = find_video(container)
        if stream is not None:
            _fill_picture_facts(container, stream, findings, facts)
        else:
            _fill_unknown_picture(findings, facts)
        tags = read_tags(container)
    _fill_camera_facts(findings, tags, facts)
    if not facts.audio_streams and not facts.width:
        raise UnreadableFile(DAMAGED)
    return facts


def _read_container(path: Path, facts: Facts) -> Findings:
    """Reads the container by its own structure. Raises UnreadableFile for a film whose index is missing."""
    with path.open("rb") as file:
        head = file.read(12)
    if head[:4] in {b"RIFF", b"RF64"}:
        found = Findings(riff=riff.read_riff(path))
    elif head[4:8] in {b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot", b"uuid"}:
        movie = quicktime.read_movie(path)
        if not movie.has_header:
            raise UnreadableFile(
                "The film was not finished: its index is missing, as when a camera loses power or a copy is cut short. "
                "A repair program may rescue it."
            )
        found = Findings(movie=movie, camera=read_camera_xml(movie.camera_xml))
    else:
        found = Findings()
    if (found.movie and found.movie.cut_short) or (found.riff and found.riff.cut_short):
        facts.notices.append("The file ends sooner than it says: the copy may have been cut short.")
    return found


def _choose_duration(findings: Findings, facts: Facts) -> None:
    """The movie header says how long a film is shown; FFmpeg's own figure counts what is edited away too."""
    movie = findings.movie
    if movie and movie.duration_s and not movie.fragmented:
        facts.duration_s = as_seconds(movie.duration_s) or facts.duration_s


def _fill_picture_facts(container: InputContainer, stream: VideoStream, findings: Findings, facts: Facts) -> None:
    times = _measure(container, stream, findings)
    facts.variable_frame_rate = times.is_variable
    base = known_rate_of_few(stream.base_rate, stream.frames)
    rate = choose_rate(base, stream.average_rate, is_variable=times.is_variable is True)
    facts.r_frame_rate = as_rate(base)
    facts.avg_frame_rate = as_rate(stream.average_rate)
    facts.frame_rate = as_rate(rate)
    if facts.duration_s is None:
        facts.duration_s = as_seconds(times.end_s)
    facts.duration_frames = _count_frames(stream, times, rate, facts)
    facts.video_codec = codec_name(stream)
    facts.sample_aspect_ratio = _as_ratio(stream.sample_aspect_ratio)
    facts.rotation_cw = _find_rotation(stream, findings)
    facts.width_stored, facts.height_stored = stream.width, stream.height
    turned = facts.rotation_cw in {90, 270}
    facts.width, facts.height = (stream.height, stream.width) if turned else (stream.width, stream.height)
    if times.is_variable:
        facts.notices.append(
            "The frame rate varies: frame numbers count at the mean rate. Convert the clip before it is cut."
        )
    if stream.codec_context.name == "h264" and container.format.name == "mpegts":
        findings.record = _find_camera_record(container, stream)


def _fill_unknown_picture(findings: Findings, facts: Facts) -> None:
    """The size of a picture whose codec is not known (raw formats of cameras), as the movie header has it."""
    tracks = findings.movie.tracks if findings.movie else []
    track = next((track for track in tracks if track.width and track.height), None)
    if track is None:
        return
    facts.rotation_cw = track.rotation_cw
    facts.width_stored, facts.height_stored = track.width, track.height
    turned = track.rotation_cw in {90, 270}
    facts.width, facts.height = (track.height, track.width) if turned else (track.width, track.height)
    name = track.sample_format.decode("latin-1")
    facts.notices.append(f"The picture is in a codec that cannot be shown here ({name}): bring a proxy beside it.")


def _measure(container: InputContainer, stream: VideoStream, findings: Findings) -> FrameTimes:
    """Whether frames are even: by the table of the movie header, else by packets.

    AVI keeps no times of frames. MXF has one rate for all of them by definition (SMPTE ST 377-1: edit rate).
    """
    if findings.riff:
        return FrameTimes()
    if container.format.name.startswith("mxf"):
        return FrameTimes(is_variable=False)
    runs = _runs_of(stream, findings)
    if runs:
        return FrameTimes(are_uneven(without_last(runs)))
    return measure_packets(container, stream)


def _runs_of(stream: VideoStream, findings: Findings) -> tuple[tuple[int, int], ...]:
    track = _track_of(stream, findings)
    return track.runs if track else ()


def _track_of(stream: VideoStream, findings: Findings) -> quicktime.Track | None:
    tracks = findings.movie.tracks if findings.movie else []
    return next((track for track in tracks if track.index == stream.index and track.handler == b"vide"), None)


def _find_rotation(stream: VideoStream, findings: Findings) -> int:
    track = _track_of(stream, findings)
    return track.rotation_cw if track else 0


def _count_frames(stream: VideoStream, times: FrameTimes, rate: Fraction | None, facts: Facts) -> int | None:
    """What the container counted, else all packets if they were all seen, else duration by rate.

    Packets of MPEG streams may be fields, and MXF gives its duration in frames.
    """
    if stream.frames:
        return stream.frames
    if stream.duration and stream.time_base and rate and stream.time_base == 1 / rate:
        return stream.duration
    fields = facts.r_frame_rate != facts.frame_rate
    if times.frames and not fields:
        return times.frames
    return frames_in(Fraction(str(facts.duration_s)) if facts.duration_s else None, rate)


def _as_ratio(ratio: Fraction | None) -> str | None:
    return f"{ratio.numerator}:{ratio.denominator}" if ratio else None


def _find_camera_record(container: InputContainer, stream: VideoStream) -> CameraRecord | None:
    """The record of an AVCHD camera, which comes with the first key picture."""
    container.seek(0)
    for number, packet in enumerate(container.demux(stream)):
        record = read_camera_record(bytes(packet))
        if record and (record.captured_at or record.model):
            return record
        if number > 50:
            break
    return None


def _fill_timecode_facts(container: InputContainer, findings: Findings, facts: Facts) -> None:
    """Where the clip starts: `tmcd` track, else the container, else a stream; all that was found is kept."""
    own = {track.index: track.timecode for track in findings.movie.timecodes} if findings.movie else {}
    formats = {track.index: track.sample_format for track in findings.movie.tracks} if findings.movie else {}
    found: list[dict[str, str | int]] = []
    for stream in container.streams:
        written = own.get(stream.index) or stream.metadata.get("timecode")
        if written:
            sample_format = formats.get(stream.index, b"")
            kind = sample_format.decode() if sample_format in {b"tmcd", b"rtmd"} else stream.type
            found.append({"stream": stream.index, "kind": kind, "timecode": str(written)})
    facts.timecode_streams = found
    of_track = next((entry for entry in found if entry["kind"] == "tmcd"), None)
    of_container = container.metadata.get("timecode")
    if of_track:
        facts.start_timecode, facts.start_timecode_source = str(of_track["timecode"]), "tmcd"
    elif of_container:
        facts.start_timecode = of_container
        facts.start_timecode_source = "mxf" if container.format.name.startswith("mxf") else "container"
    elif found:
        facts.start_timecode = str(found[0]["timecode"])
        facts.start_timecode_source = "rtmd" if any(entry["kind"] == "rtmd" for entry in found) else "stream"
    elif findings.camera and findings.camera.start_timecode:
        facts.start_timecode, facts.start_timecode_source = findings.camera.start_timecode, "rtmd"


def _fill_camera_facts(findings: Findings, tags: dict[str, str], facts: Facts) -> None:
    """Date, camera, place, and the words of XMP."""
    movie, record, camera = findings.movie or quicktime.Movie(), findings.record, findings.camera
    texts = movie.texts
    facts.make = (record and record.make) or _first(texts, *_MAKE_TEXTS)
    facts.model = (record and record.model) or _first(texts, *_MODEL_TEXTS)
    if camera:
        facts.make, facts.model = facts.make or camera.make, facts.model or camera.model
        facts.camera_serial = camera.serial
    place = movie.place or (record and record.place)
    if place:
        facts.gps_lat, facts.gps_lon, facts.gps_alt = place.latitude, place.longitude, place.altitude_m
    dates = fill_xmp_facts(movie.xmp or (findings.riff.xmp if findings.riff else None), facts)
    fill_capture_facts([dates.original, *_list_dates(findings, tags), *dates.weaker], facts)
    fill_tag_facts(tags, facts)


def _list_dates(findings: Findings, tags: dict[str, str]) -> list[CaptureDate | None]:
    """Every date of capture, the best first: local time with its zone before UTC."""
    movie, record, camera = findings.movie or quicktime.Movie(), findings.record, findings.camera
    texts = movie.texts
    return [
        read_date("Keys:CreationDate", texts.get("com.apple.quicktime.creationdate")),
        CaptureDate("H264:DateTimeOriginal", record.captured_at, record.offset)
        if record and record.captured_at
        else None,
        read_date("RIFF:DateTimeOriginal", findings.riff.digitised_at) if findings.riff else None,
        read_date("XML:CreationDateValue", camera.captured_at) if camera else None,
        CaptureDate("QuickTime:CreateDate(UTC per spec)", movie.created.strftime("%Y-%m-%dT%H:%M:%S"), "Z")
        if movie.created
        else None,
        read_date("UserData:DateTimeOriginal", texts.get("date")),
        read_date("UserData:ContentCreateDate", texts.get("©day")),
        read_date("Matroska:DateTimeOriginal", tags.get("creation_time")) if not findings.movie else None,
    ]


def _first(texts: dict[str, str], *names: str) -> str | None:
    return next((texts[name] for name in names if texts.get(name)), None)
