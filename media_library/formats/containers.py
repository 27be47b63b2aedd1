"""Containers whose kind stands inside them: ISO media files, RIFF, Matroska, Ogg, ASF, compound files. Plain Python."""

from __future__ import annotations

from . import catalogue as types
from .bytesource import Box, ByteSource, find_box, iterate_boxes
from .catalogue import RAWS, Refused
from .facts import FileType
from .signatures import NO_DECODER, OFFICE

STILL_BRANDS = {
    b"heic": types.HEIC,
    b"hevc": types.HEICS,
    b"mif1": types.HEIF,
    b"msf1": types.HEIFS,
    b"heix": types.HEIF,
    b"heim": types.HEIF,
    b"heis": types.HEIF,
    b"hevx": types.HEIFS,
    b"hevm": types.HEIFS,
    b"hevs": types.HEIFS,
    b"avif": types.AVIF,
    b"avis": types.AVIF,
    b"crx ": RAWS["cr3"],
}
"""Major brands of ISO/IEC 23008-12 (HEIF), the AVIF specification, and Canon's CR3; names as exiftool gives them."""

MOVING_BRANDS = {
    b"qt  ": types.MOV,
    b"M4A ": types.M4A,
    b"M4B ": types.M4B,
    b"M4V ": types.M4V,
    b"M4VH": types.M4V,
    b"M4VP": types.M4V,
}

OLD_QUICKTIME_BOXES = {b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"}
BLACKMAGIC_CODECS = {b"brhq", b"brlt", b"brst", b"brvn", b"brs2", b"brxq", b"brpx"}
CAMERA_ONLY = {"crm": "Canon Cinema RAW Light (CRM)", "nev": "Nikon N-RAW (NEV)", "braw": "Blackmagic RAW (BRAW)"}
"""Raw footage that lies in an ordinary container and that only its name tells."""

MAX_TOP_BOXES = 512
MAX_TRACKS = 64


def identify_iso_media(source: ByteSource) -> FileType | None:
    """The type of an ISO base media or QuickTime file, by its brands, and by its tracks where they say too little."""
    head = source.head
    kind = head[4:8]
    if kind == b"jP  " and head[8:12] == b"\r\n\x87\n":
        return types.JPX if head[20:24] == b"jpx " else types.JP2
    if kind == b"ftyp" and len(head) >= 12:
        file_type = _by_brands(head)
    elif kind in OLD_QUICKTIME_BOXES and _leads_to_movie(source):
        file_type = types.MOV
    else:
        return None
    if source.suffix in CAMERA_ONLY:
        raise Refused(NO_DECODER.format(what=CAMERA_ONLY[source.suffix]))
    return _by_tracks(source, file_type) if file_type in (types.MP4, types.MOV) else file_type


def _by_brands(head: bytes) -> FileType:
    size = min(max(int.from_bytes(head[:4], "big"), 16), 1024)
    major = head[8:12]
    compatible = {head[place : place + 4] for place in range(16, size, 4)}
    if major == b"mif1" and b"avif" in compatible and b"heic" not in compatible:
        return types.AVIF
    known = STILL_BRANDS.get(major) or MOVING_BRANDS.get(major)
    if known:
        return known
    if major.startswith(b"3g2"):
        return types.THREE_G2
    if major.startswith(b"3g"):
        return types.THREE_GP
    if b"qt  " in compatible and not compatible & {b"isom", b"mp41", b"mp42"}:
        return types.MOV
    return types.MP4


def _leads_to_movie(source: ByteSource) -> bool:
    boxes = iterate_boxes(source, 0, source.size_bytes, at_most=16)
    return any(box.kind in (b"moov", b"mdat") and box.end > box.start for box in boxes)


def _by_tracks(source: ByteSource, file_type: FileType) -> FileType:
    """An MP4 with sound alone is M4A, whatever its brand; a film in Blackmagic RAW is refused."""
    tracks = _tracks(source)
    handlers = {handler for handler, _ in tracks}
    if any(codec in BLACKMAGIC_CODECS for _, codec in tracks):
        raise Refused(NO_DECODER.format(what=CAMERA_ONLY["braw"]))
    if file_type == types.MP4 and b"soun" in handlers and b"vide" not in handlers:
        return types.M4A
    return file_type


def _tracks(source: ByteSource) -> list[tuple[bytes, bytes]]:
    """Handler and codec of each track; empty when the movie box is missing, as in a file that was cut off."""
    top = iterate_boxes(source, 0, source.size_bytes, at_most=MAX_TOP_BOXES)
    movie = next((box for box in top if box.kind == b"moov"), None)
    if movie is None:
        return []
    inside = iterate_boxes(source, movie.start, movie.end, at_most=MAX_TRACKS)
    return [_describe_track(source, box) for box in inside if box.kind == b"trak"]


def _describe_track(source: ByteSource, track: Box) -> tuple[bytes, bytes]:
    """ISO/IEC 14496-12: handler_type stands 8 bytes into `hdlr` (8.4.3), the codec 12 bytes into `stsd` (8.5.2)."""
    handler = find_box(source, track, b"mdia", b"hdlr")
    samples = find_box(source, track, b"mdia", b"minf", b"stbl", b"stsd")
    return (
        source.at(handler.start + 8, 4) if handler else b"",
        source.at(samples.start + 12, 4) if samples else b"",
    )


def identify_riff(source: ByteSource) -> FileType | None:
    """RIFF, and RF64 and BW64 for what is longer than 4 GB (EBU Tech 3306, ITU-R BS.2088); AIFF, its elder cousin."""
    head = source.head
    form = head[8:12]
    if head[:4] in (b"RIFF", b"RF64", b"BW64"):
        if form == b"WEBP":
            return types.WEBP_EXTENDED if head[12:16] == b"VP8X" else types.WEBP
        return {b"WAVE": types.WAV, b"AVI ": types.AVI}.get(form)
    if head[:4] == b"FORM":
        return {b"AIFF": types.AIFF, b"AIFC": types.AIFC}.get(form)
    return None


def identify_matroska(source: ByteSource) -> FileType | None:
    """Matroska and WebM: the EBML header holds the document type (RFC 8794, 11.2.4)."""
    if not source.head.startswith(b"\x1a\x45\xdf\xa3"):
        return None
    place = source.head.find(b"\x42\x82", 4, 256)
    name = source.head[place + 3 : place + 11] if place > 0 else b""
    if name.startswith(b"webm"):
        return types.WEBM
    return types.MKV if name == b"matroska" else None


def identify_ogg(source: ByteSource) -> FileType | None:
    """Ogg: the first packets of its streams stand at the beginning (RFC 3533, 4)."""
    head = source.head
    if not head.startswith(b"OggS"):
        return None
    if b"\x80theora" in head[:4096]:
        return types.OGV
    return types.OPUS if b"OpusHead" in head[:256] else types.OGG


ASF_HEADER = bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c")
ASF_VIDEO = bytes.fromhex("c0ef19bc4d5bcf11a8fd00805f5c442b")
ASF_AUDIO = bytes.fromhex("409e69f84d5bcf11a8fd00805f5c442b")


def identify_asf(source: ByteSource) -> FileType | None:
    """Windows Media: the types of the streams stand in the header (ASF specification 1.20.05, 3.3 and 11.1)."""
    if not source.head.startswith(ASF_HEADER):
        return None
    return types.WMA if ASF_AUDIO in source.head and ASF_VIDEO not in source.head else types.WMV


COMPOUND_FILE = bytes.fromhex("d0cf11e0a1b11ae1")


def identify_compound_file(source: ByteSource) -> FileType | None:
    """AAF, among the Microsoft compound files: its class holds SMPTE's label (AAF Low-Level Container 1.0.1, 3)."""
    if not source.head.startswith(COMPOUND_FILE):
        return None
    if source.head[16:20] == b"\x06\x0e\x2b\x34":
        return types.AAF
    raise Refused(OFFICE)


def identify_transport_stream(source: ByteSource) -> FileType | None:
    """MPEG-2 transport stream: packets of 188 bytes that begin with 0x47 (ISO/IEC 13818-1, 2.4.3.2), 192 on AVCHD."""
    for start, step in ((4, 192), (0, 188)):
        marks = source.head[start : start + 16 * step : step]
        if len(marks) >= 3 and marks == b"G" * len(marks):
            return types.M2TS
    return None


MPEG_BITRATES_V1 = {
    3: (0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448),
    2: (0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384),
    1: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
}
MPEG_BITRATES_V2 = {
    3: (0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256),
    2: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
    1: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
"""kbit/s by layer bits (3 = layer I) and index: ISO/IEC 11172-3, 2.4.2.3, and 13818-3."""
MPEG_SAMPLE_RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}


def identify_bare_sound(source: ByteSource) -> FileType | None:
    """MP3 and AAC without a container, with or without ID3 tags before them."""
    offset = skip_id3(source)
    after = source.at(offset, 8)
    if after.startswith(b"fLaC"):
        return types.FLAC
    for frame_length, file_type in ((_mpeg_frame_length, types.MP3), (_adts_frame_length, types.AAC)):
        length = frame_length(after)
        following = source.at(offset + length, 8) if length else b""
        ends_here = offset + length >= source.size_bytes
        if length and (frame_length(following) or (ends_here and offset > 0)):
            return file_type
    return types.MP3 if offset > 0 else None


def skip_id3(source: ByteSource) -> int:
    """Where the file goes on after its ID3v2 tags and their padding (ID3v2.4 structure, 3.1); 0 when it has none."""
    offset = 0
    for _ in range(4):
        header = source.at(offset, 10)
        if len(header) < 10 or header[:3] != b"ID3" or any(byte > 127 for byte in header[6:10]):
            break
        a, b, c, d = header[6:10]
        offset += 10 + (a << 21 | b << 14 | c << 7 | d) + (10 if header[5] & 0x10 else 0)
    if offset:
        rest = source.at(offset, 4096)
        offset += len(rest) - len(rest.lstrip(b"\x00"))
    return offset


def _mpeg_frame_length(header: bytes) -> int:
    """Bytes of the MPEG audio frame (layer II, III) that begins here, 0 when none does (ISO/IEC 11172-3, 2.4.2.3)."""
    if len(header) < 4:
        return 0
    bits = int.from_bytes(header[:4], "big")
    version, layer = bits >> 19 & 3, bits >> 17 & 3
    bitrate_index, rate_index, padding = bits >> 12 & 15, bits >> 10 & 3, bits >> 9 & 1
    if bits >> 21 != 0x7FF or version == 1 or layer not in (1, 2) or bitrate_index in (0, 15) or rate_index == 3:
        return 0
    table = MPEG_BITRATES_V1 if version == 3 else MPEG_BITRATES_V2
    bits_a_second = table[layer][bitrate_index] * 1000
    samples = 576 if layer == 1 and version != 3 else 1152
    return samples // 8 * bits_a_second // MPEG_SAMPLE_RATES[version][rate_index] + padding


def _adts_frame_length(header: bytes) -> int:
    """Bytes of the ADTS frame that begins here, 0 when none does (ISO/IEC 13818-7, 6.2)."""
    if len(header) < 7 or header[0] != 0xFF or header[1] & 0xF6 != 0xF0 or header[2] >> 2 & 15 > 12:
        return 0
    length = (header[3] & 3) << 11 | header[4] << 3 | header[5] >> 5
    return length if length > 7 else 0
