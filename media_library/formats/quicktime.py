"""What QuickTime, MP4 and 3GP files say that a player does not show: dates, camera, place, timecode, times of frames.

Sources: ISO/IEC 14496-12 (boxes), Apple's QuickTime File Format (2012: `tmcd`, `udta`, metadata keys), 3GPP TS 26.244
(`loci`), ISO 6709 annex H (places as text), the XMP specification part 3 (where a packet lies). Nothing of the media
data is read but one timecode sample.
"""

from __future__ import annotations

import math
import re
import struct
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import BinaryIO

from ..timecode import Timecode, can_drop_frames
from .boxes import Box, find_box, list_boxes, read_box
from .places import Place, parse_iso6709

MOST_TRACKS = 64
MOST_RUNS = 200_000
LONGEST_TEXT = 64 * 1024
LONGEST_PACKET = 4 * 1024 * 1024
XMP_UUID = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
QUICKTIME_EPOCH = datetime(1904, 1, 1, tzinfo=UTC)
UNIX_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SECONDS_TO_1970 = 2_082_844_800
"""Nothing was shot before 1970 with such a clock: a smaller number was counted from there, as exiftool has it."""
_MAC_TEXT_LANGUAGES = 0x400
"""Language codes of `udta` text below this are old Macintosh ones, the text is MacRoman; above it is UTF-8."""


@dataclass(frozen=True)
class TimecodeTrack:
    """A `tmcd` track: the timecode of its first sample, counted at the track's own rate."""

    index: int
    timecode: Timecode | None


@dataclass(frozen=True)
class Track:
    """One track, `index` as players number it."""

    index: int
    handler: bytes
    sample_format: bytes
    width: int = 0
    height: int = 0
    """As stored, in pixels; 0 for what is no picture."""
    rotation_cw: int = 0
    runs: tuple[tuple[int, int], ...] = ()
    """`stts`: (frames, ticks of each), in order of decoding."""


@dataclass
class Movie:
    """What was found in the movie header."""

    duration_s: Fraction | None = None
    created: datetime | None = None
    """UTC, as the specification wants it; cameras exist that write local time."""
    tracks: list[Track] = field(default_factory=list)
    timecodes: list[TimecodeTrack] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    """User data (`©mod`, `date`) and metadata keys (`com.apple.quicktime.model`), as written."""
    place: Place | None = None
    xmp: bytes | None = None
    camera_xml: bytes | None = None
    """Sony's description of the recording (NonRealTimeMeta)."""
    has_header: bool = False
    cut_short: bool = False
    fragmented: bool = False


def read_movie(path: Path) -> Movie:
    """Reads the header of the movie; a broken one gives what could be read. Raises OSError only."""
    movie = Movie()
    with path.open("rb") as file:
        size = file.seek(0, 2)
        for box in list_boxes(file, 0, size):
            movie.cut_short = movie.cut_short or box.cut_short
            if box.kind == b"moov":
                movie.has_header = True
                _read_moov(file, box, movie)
            elif box.kind == b"moof":
                movie.fragmented = True
                break
            elif box.kind == b"meta":
                _read_meta(file, box, movie)
            elif box.kind == b"uuid":
                _read_uuid(file, box, movie)
    return movie


def _read_moov(file: BinaryIO, moov: Box, movie: Movie) -> None:
    for box in list_boxes(file, moov.start, moov.end):
        if box.kind == b"mvhd":
            _read_mvhd(read_box(file, box, 120), movie)
        elif box.kind == b"trak" and len(movie.tracks) < MOST_TRACKS:
            _read_track(file, box, movie)
        elif box.kind == b"udta":
            _read_user_data(file, box, movie)
        elif box.kind == b"meta":
            _read_meta(file, box, movie)
        elif box.kind == b"uuid":
            _read_uuid(file, box, movie)


def _read_mvhd(body: bytes, movie: Movie) -> None:
    """ISO/IEC 14496-12, section 8.2.2."""
    try:
        layout = ">QQIQ" if body[:1] == b"\x01" else ">IIII"
        created, _, timescale, duration = struct.unpack_from(layout, body, 4)
    except struct.error:
        return
    unknown = 0xFFFFFFFFFFFFFFFF if layout == ">QQIQ" else 0xFFFFFFFF
    if timescale and duration and duration != unknown:
        movie.duration_s = Fraction(duration, timescale)
    if created:
        epoch = QUICKTIME_EPOCH if created >= SECONDS_TO_1970 else UNIX_EPOCH
        try:
            movie.created = epoch + timedelta(seconds=created)
        except OverflowError:
            movie.created = None


def _read_track(file: BinaryIO, trak: Box, movie: Movie) -> None:
    handler = read_box(file, find_box(file, trak, b"mdia", b"hdlr"), 12)[8:12]
    table = find_box(file, trak, b"mdia", b"minf", b"stbl")
    description = read_box(file, table and find_box(file, table, b"stsd"), 4096)
    sample_format = description[12:16]
    index = len(movie.tracks)
    moving = handler == b"vide"
    movie.tracks.append(
        Track(
            index=index,
            handler=handler,
            sample_format=sample_format,
            width=int.from_bytes(description[40:42], "big") if moving else 0,
            height=int.from_bytes(description[42:44], "big") if moving else 0,
            rotation_cw=_read_rotation(read_box(file, find_box(file, trak, b"tkhd"), 120)) if moving else 0,
            runs=_read_runs(file, find_box(file, table, b"stts")) if moving and table else (),
        )
    )
    if sample_format == b"tmcd" and table:
        movie.timecodes.append(TimecodeTrack(index, _read_timecode(file, table, description)))
    user_data = find_box(file, trak, b"udta")
    if user_data:
        _read_user_data(file, user_data, movie)


def _read_rotation(tkhd: bytes) -> int:
    """Degrees clockwise, from the matrix of the track header (section 8.3.2): a and b are cosine and sine."""
    offset = 52 if tkhd[:1] == b"\x01" else 40
    try:
        a, b = struct.unpack_from(">ii", tkhd, offset)
    except struct.error:
        return 0
    return round(math.degrees(math.atan2(b, a))) % 360


def _read_runs(file: BinaryIO, stts: Box | None) -> tuple[tuple[int, int], ...]:
    body = read_box(file, stts, 8 + 8 * MOST_RUNS)
    if len(body) < 16:
        return ()
    count = min(struct.unpack_from(">I", body, 4)[0], (len(body) - 8) // 8)
    return tuple(struct.iter_unpack(">II", body[8 : 8 + 8 * count]))


def _read_timecode(file: BinaryIO, table: Box, description: bytes) -> Timecode | None:
    """The first sample of a `tmcd` track: a frame number of 32 bits (QuickTime File Format, timecode media).

    The track counts at its own rate, which need not be that of the pictures, and a drop flag on a rate that cannot
    drop (cameras write it at 24) is passed over.
    """
    chunks, wide = find_box(file, table, b"stco"), False
    if chunks is None:
        chunks, wide = find_box(file, table, b"co64"), True
    try:
        flags, timescale, frame_ticks = struct.unpack_from(">III", description, 28)
        (offset,) = struct.unpack_from(">Q" if wide else ">I", read_box(file, chunks, 16), 8)
        rate = Fraction(timescale, frame_ticks)
        file.seek(offset)
        (number,) = struct.unpack(">I", file.read(4))
        return Timecode(number, rate, drop_frame=bool(flags & 1) and can_drop_frames(rate))
    except (struct.error, ZeroDivisionError, ValueError, OverflowError, OSError):
        return None


def _read_user_data(file: BinaryIO, udta: Box, movie: Movie) -> None:
    for box in list_boxes(file, udta.start, udta.end):
        if box.kind == b"meta":
            _read_meta(file, box, movie)
        elif box.kind == b"XMP_":
            movie.xmp = movie.xmp or read_box(file, box, LONGEST_PACKET)
        elif box.kind == b"loci":
            movie.place = _read_loci(read_box(file, box, LONGEST_TEXT)) or movie.place
        elif box.kind == b"date":
            movie.texts.setdefault("date", _decode(read_box(file, box, 64)))
        elif box.kind[:1] == b"\xa9":
            _read_international_text(read_box(file, box, LONGEST_TEXT), box.kind, movie)
        elif box.kind in {b"manu", b"modl"}:
            _read_asset_text(read_box(file, box, 1024), box.kind, movie)


def _read_international_text(body: bytes, kind: bytes, movie: Movie) -> None:
    """`©xyz` and its kin: length and language (16 bits each), then text."""
    if len(body) < 4:
        return
    length, language = struct.unpack_from(">HH", body)
    encoding = "mac_roman" if language < _MAC_TEXT_LANGUAGES and language != 0 else "utf-8"
    text = _decode(body[4 : 4 + length], encoding)
    if kind == b"\xa9xyz":
        movie.place = movie.place or parse_iso6709(text)
    elif text:
        movie.texts.setdefault(kind.decode("latin-1"), text)


def _read_asset_text(body: bytes, kind: bytes, movie: Movie) -> None:
    """`manu` and `modl`: four bytes of version and flags, two of language in some cameras, then text."""
    text = _decode(body[4:]) or _decode(body[6:])
    text = re.sub(r"^[^\x20-\x7e]+", "", text).strip()
    if text:
        movie.texts.setdefault(kind.decode("latin-1"), text)


def _read_loci(body: bytes) -> Place | None:
    """3GPP TS 26.244, section 8.10: name, role, then longitude, latitude, altitude as signed 16.16 numbers."""
    name_end = _end_of_text(body, 6)
    try:
        longitude, latitude, altitude = struct.unpack_from(">iii", body, name_end + 1)
    except struct.error:
        return None
    place = Place(round(latitude / 65536, 5), round(longitude / 65536, 5), round(altitude / 65536, 2))
    return place if place.is_on_earth else None


def _end_of_text(body: bytes, start: int) -> int:
    """Where the text that begins at `start` is over, with its terminator: UTF-16 has a byte order mark."""
    if body[start : start + 2] in {b"\xfe\xff", b"\xff\xfe"}:
        for position in range(start, len(body) - 1, 2):
            if body[position : position + 2] == b"\x00\x00":
                return position + 2
        return len(body)
    end = body.find(b"\x00", start)
    return end + 1 if end >= 0 else len(body)


def _read_meta(file: BinaryIO, meta: Box, movie: Movie) -> None:
    """A metadata box: Apple's keys with values, or Sony's XML. In ISO files four bytes of version come first."""
    file.seek(meta.start)
    head = file.read(8)
    start = meta.start if head[4:8] == b"hdlr" else meta.start + 4
    boxes = {box.kind: box for box in list_boxes(file, start, meta.end)}
    if b"xml " in boxes:
        movie.camera_xml = movie.camera_xml or read_box(file, boxes[b"xml "], LONGEST_PACKET)[4:]
    if b"keys" in boxes and b"ilst" in boxes:
        names = _read_key_names(read_box(file, boxes[b"keys"], LONGEST_TEXT))
        _read_key_values(file, boxes[b"ilst"], names, movie)


def _read_key_names(body: bytes) -> list[str]:
    names, position = [], 8
    while position + 8 <= len(body):
        (size,) = struct.unpack_from(">I", body, position)
        if size < 8:
            break
        names.append(_decode(body[position + 8 : position + size]))
        position += size
    return names


def _read_key_values(file: BinaryIO, ilst: Box, names: list[str], movie: Movie) -> None:
    for item in list_boxes(file, ilst.start, ilst.end):
        number = int.from_bytes(item.kind, "big")
        value = read_box(file, find_box(file, item, b"data"), LONGEST_TEXT)
        if not 1 <= number <= len(names) or value[:4] != b"\x00\x00\x00\x01":  # type 1 is UTF-8
            continue
        name, text = names[number - 1], _decode(value[8:])
        if name == "com.apple.quicktime.location.ISO6709":
            movie.place = parse_iso6709(text) or movie.place
        elif text:
            movie.texts[name] = text


def _read_uuid(file: BinaryIO, box: Box, movie: Movie) -> None:
    body = read_box(file, box, LONGEST_PACKET + 16)
    if body[:16] == XMP_UUID:
        movie.xmp = movie.xmp or body[16:]


def _decode(value: bytes, encoding: str = "utf-8") -> str:
    try:
        text = value.decode(encoding)
    except UnicodeDecodeError:
        text = value.decode("latin-1")
    return text.split("\x00", 1)[0].strip()
