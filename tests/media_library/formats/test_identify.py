"""What a file is, by its bytes: against exiftool on the samples, by hand elsewhere, and never with a crash."""

import json
import struct
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from media_library.formats import READERS, FileType, Kind, UnreadableFile
from media_library.formats.identify import Refused, identify, name_disagrees

OTHER_NAME_IS_BETTER = {
    "FPX": "exiftool takes an AAF for a FlashPix picture, since both are Microsoft compound files",
    "TXT": "exiftool takes XML with a document type before its root for plain text; Final Cut Pro 7 writes it so",
}


def put(folder: Path, data: bytes, name: str = "file") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def box(kind: bytes, contents: bytes = b"") -> bytes:
    """A box of ISO/IEC 14496-12, section 4.2."""
    return struct.pack(">I", 8 + len(contents)) + kind + contents


def track(handler: bytes, codec: bytes) -> bytes:
    """A track as far as its handler (8.4.3) and the codec of its first sample entry (8.5.2)."""
    samples = box(b"stsd", struct.pack(">II", 0, 1) + box(codec, bytes(8)))
    return box(
        b"trak", box(b"mdia", box(b"hdlr", bytes(8) + handler + bytes(12)) + box(b"minf", box(b"stbl", samples)))
    )


def tiff(*entries: tuple[int, int, int, bytes], tail: bytes = b"") -> bytes:
    """A little-endian TIFF (TIFF 6.0, section 2) with one directory of (tag, type, count, four bytes), and a tail."""
    directory = b"".join(struct.pack("<HHI", tag, kind, count) + value for tag, kind, count, value in entries)
    return b"II*\x00\x08\x00\x00\x00" + struct.pack("<H", len(entries)) + directory + bytes(4) + tail


def short(value: int) -> bytes:
    return struct.pack("<HH", value, 0)


def raw_of(maker: bytes, *more: tuple[int, int, int, bytes]) -> bytes:
    """A TIFF with a maker's name and a directory that says: this is the data of a colour filter array."""
    entries = ((262, 3, 1, short(32803)), *more)
    where = 8 + 2 + 12 * (len(entries) + 1) + 4
    return tiff((271, 2, len(maker) + 1, struct.pack("<I", where)), *entries, tail=maker + b"\x00")


def test_every_sample_is_what_exiftool_says_or_refused_with_a_sentence(samples: Path) -> None:
    files = json.loads((samples / "facts.json").read_text())["files"]
    agreeing, better, refused = 0, [], []
    for fact in files:
        try:
            found = identify(samples / fact["path"])
        except Refused as refusal:
            refused.append((fact["path"], str(refusal)))
            continue
        if (found.name, found.mime) == (fact["file_type"], fact["mime"]):
            agreeing += 1
        else:
            better.append((fact["path"], fact["file_type"], found.extension))
    assert {reason for _, reason, _ in better} <= set(OTHER_NAME_IS_BETTER), better
    assert {extension for _, _, extension in better} <= {"aaf", "xml"}, better
    assert {path.split("/")[0] for path, _ in refused} == {"hostile"}, refused
    assert all(sentence.endswith(".") and len(sentence) > 20 for _, sentence in refused)
    assert agreeing / (len(files) - len(refused)) > 0.98
    assert agreeing + len(better) + len(refused) == len(files)


@pytest.mark.timeout(60)
def test_hostile_files_are_told_in_little_memory_and_none_hangs(samples: Path) -> None:
    tracemalloc.start()
    try:
        for path in (samples / "hostile").rglob("*"):
            if not path.is_file():
                continue
            try:
                assert isinstance(identify(path), FileType)
            except Refused as refusal:
                assert str(refusal)
        assert tracemalloc.get_traced_memory()[1] < 2_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    ("data", "name", "reader"),
    [
        (b"\xff\xd8\xff\xe0" + bytes(20), "JPEG", "photo"),
        (b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + bytes(17) + bytes(4) + b"IDAT", "PNG", "photo"),
        (b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + bytes(17) + b"\x00\x00\x00\x08acTL", "APNG", "photo"),
        (b"GIF89a" + bytes(10), "GIF", "photo"),
        (b"8BPS\x00\x01" + bytes(20), "PSD", "photo"),
        (b"\x00\x00\x00\x0cjP  \r\n\x87\n" + box(b"ftyp", b"jp2 "), "JP2", "photo"),
        (b"\xff\x4f\xff\x51" + bytes(20), "J2C", "photo"),
        (b"RIFF\x10\x00\x00\x00WEBPVP8X" + bytes(20), "Extended WEBP", "photo"),
        (b"BM" + struct.pack("<IHHI", 1000, 0, 0, 54) + struct.pack("<I", 40) + bytes(36), "BMP", "photo"),
        (box(b"ftyp", b"heic\x00\x00\x00\x00mif1heic"), "HEIC", "photo"),
        (box(b"ftyp", b"mif1\x00\x00\x00\x00mif1avif"), "AVIF", "photo"),
        (box(b"ftyp", b"crx \x00\x00\x00\x01crx isom"), "CR3", "raw"),
        (b"II*\x00\x10\x00\x00\x00CR\x02\x00" + bytes(20), "CR2", "raw"),
        (b"IIRO\x08\x00\x00\x00" + bytes(20), "ORF", "raw"),
        (b"IIU\x00\x18\x00\x00\x00" + bytes(20), "RW2", "raw"),
        (b"IIU\x00\x18\x00\x00\x00" + bytes(20) + b"LEICA\x00", "RWL", "raw"),
        (b"II*\x00\x08\x00\x00\x00IIII" + bytes(20), "IIQ", "raw"),
        (raw_of(b"NIKON CORPORATION"), "NEF", "raw"),
        (raw_of(b"SONY"), "ARW", "raw"),
        (raw_of(b"PENTAX Corporation"), "PEF", "raw"),
        (raw_of(b"SAMSUNG"), "SRW", "raw"),
        (raw_of(b"Hasselblad"), "3FR", "raw"),
        (raw_of(b"Nobody", (50706, 1, 4, b"\x01\x04\x00\x00")), "DNG", "raw"),
        (raw_of(b"Nobody"), "RAW", "raw"),
        (tiff((271, 2, 4, b"SON\x00"), (262, 3, 1, short(2))), "TIFF", "photo"),
        (b"MM\x00\x2b\x00\x08\x00\x00" + bytes(20), "BTF", "photo"),
        (box(b"ftyp", b"isom\x00\x00\x02\x00isommp41") + box(b"moov", track(b"vide", b"avc1")), "MP4", "video"),
        (box(b"ftyp", b"isom\x00\x00\x02\x00isommp41") + box(b"moov", track(b"soun", b"mp4a")), "M4A", "audio"),
        (box(b"ftyp", b"M4A \x00\x00\x02\x00M4A isom"), "M4A", "audio"),
        (box(b"ftyp", b"M4V \x00\x00\x00\x01isom"), "M4V", "video"),
        (box(b"ftyp", b"3gp5\x00\x00\x00\x013gp5"), "3GP", "video"),
        (box(b"ftyp", b"XAVC\x01\x00\x1f\xffXAVCmp42"), "MP4", "video"),
        (box(b"wide") + box(b"mdat", bytes(40)), "MOV", "video"),
        (bytes.fromhex("060e2b34020501010d01020101020400") + bytes(40), "MXF", "video"),
        (
            b"run-in of a broadcaster".ljust(300, b"\x00") + bytes.fromhex("060e2b34020501010d0102010102"),
            "MXF",
            "video",
        ),
        (b"".join(b"\x00\x01\x02\x03" + b"G" + bytes(187) for _ in range(4)), "M2TS", "video"),
        (b"".join(b"G" + bytes(187) for _ in range(4)), "M2TS", "video"),
        (b"\x00\x00\x01\xba" + bytes(40), "MPEG", "video"),
        (b"RIFF\x10\x00\x00\x00AVI LIST" + bytes(20), "AVI", "video"),
        (b"\x1a\x45\xdf\xa3\x93\x42\x82\x88matroska" + bytes(20), "MKV", "video"),
        (b"\x1a\x45\xdf\xa3\x8f\x42\x82\x84webm" + bytes(20), "WEBM", "video"),
        (b"FLV\x01\x05" + bytes(20), "FLV", "video"),
        (b"RF64\xff\xff\xff\xffWAVEds64" + bytes(20), "WAV", "audio"),
        (b"FORM\x00\x00\x00\x20AIFFCOMM" + bytes(20), "AIFF", "audio"),
        (b"OggS\x00\x02" + bytes(20) + b"\x01\x13OpusHead", "OPUS", "audio"),
        (b"OggS\x00\x02" + bytes(20) + b"\x01\x1e\x01vorbis", "OGG", "audio"),
        (b"fLaC\x00\x00\x00\x22" + bytes(20), "FLAC", "audio"),
        (b"ID3\x04\x00\x00\x00\x00\x00\x0a" + bytes(10) + b"fLaC\x00\x00\x00\x22", "FLAC", "audio"),
        # MPEG-1 layer III, 128 kbit/s, 44.1 kHz: 144 × 128000 / 44100 = 417 bytes a frame.
        ((b"\xff\xfb\x90\x00" + bytes(413)) * 3, "MP3", "audio"),
        # ADTS, AAC-LC, 44.1 kHz, two channels, frames of 32 bytes.
        ((b"\xff\xf1\x50\x80\x04\x1f\xfc" + bytes(25)) * 3, "AAC", "audio"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "PDF", "document"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(8) + b"\x06\x0e\x2b\x34" + bytes(20), "AAF", "document"),
    ],
)
def test_a_format_is_told_by_its_first_bytes(tmp_path: Path, data: bytes, name: str, reader: str) -> None:
    found = identify(put(tmp_path, data, "no-extension"))
    assert (found.name, found.reader) == (name, reader)
    assert found.reader in READERS


@pytest.mark.parametrize(
    ("text", "extension"),
    [
        ("1\n00:00:01,000 --> 00:00:02,500\nСәлем\n", "srt"),
        ("\ufeff1\r\n00:00:01,000 --> 00:00:02,500\r\nhi\r\n", "srt"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nhi\n", "vtt"),
        ("TITLE: Cut 3\nFCM: NON-DROP FRAME\n\n", "edl"),
        ("001  A001C002 V     C        01:00:00:00 01:00:05:00 00:00:00:00 00:00:05:00\n", "edl"),
        ("Heading\nFIELD_DELIM\tTABS\nVIDEO_FORMAT\t1080\n\nColumn\nName\tStart\n", "ale"),
        ('<?xml version="1.0"?>\n<!DOCTYPE fcpxml>\n<!-- cut -->\n<fcpxml version="1.10"/>', "fcpxml"),
        ('<?xml version="1.0"?>\n<!DOCTYPE xmeml>\n<xmeml version="5"></xmeml>', "xml"),
        ('{"OTIO_SCHEMA": "Timeline.1"}', "otio"),
        ("Notes of the day: rain, then sun.\n", "txt"),
        ("Заметки со съёмки: дождь, потом солнце.\n", "txt"),
        ("MZ is how programs begin, and this is a note about it.\n", "txt"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_written_files_are_told_by_what_is_written(tmp_path: Path, text: str, extension: str, encoding: str) -> None:
    found = identify(put(tmp_path, text.encode(encoding)))
    assert (found.kind, found.reader, found.extension) == (Kind.DOCUMENT, "document", extension)


def test_russian_text_of_an_old_windows_is_text(tmp_path: Path) -> None:
    assert identify(put(tmp_path, "Заметки со съёмки: дождь, потом солнце.\r\n".encode("cp1251"))).name == "TXT"


def test_a_long_text_may_be_cut_inside_a_letter(tmp_path: Path) -> None:
    # The first 64 KiB end in the middle of a two-byte letter: one byte, then 32,767 letters and a half.
    assert identify(put(tmp_path, b"x" + "я".encode() * 40_000)).name == "TXT"


def test_an_xmp_packet_is_a_sidecar(tmp_path: Path) -> None:
    packet = '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/></x:xmpmeta>'
    for text in (packet, f'<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n{packet}\n<?xpacket end="w"?>'):
        assert identify(put(tmp_path, text.encode())).reader == "sidecar"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (bytes(5000), "zeros"),
        (b"MZ\x90\x00" + bytes(60), "program"),
        (b"\x7fELF\x02\x01\x01" + bytes(60), "program"),
        (b"\xcf\xfa\xed\xfe" + bytes(60), "program"),
        (b"#!/bin/sh\nrm -rf /\n", "program"),
        (b"PK\x03\x04\x14\x00" + bytes(40), "Unpack"),
        (b"PK\x03\x04" + bytes(26) + b"[Content_Types].xml" + bytes(40), "PDF"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(60), "office"),
        (b"Rar!\x1a\x07\x01\x00" + bytes(20), "Unpack"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(20), "Unpack"),
        (b"\x1f\x8b\x08\x00" + bytes(20), "Unpack"),
        (b"x" * 257 + b"ustar\x0000" + bytes(20), "Unpack"),
        (b"<!DOCTYPE html><html></html>", "web page"),
        (b"  <script>alert(1)</script>", "web page"),
        (b"<?php system($_GET['x']); ?>", "web page"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "SVG"),
        (b'<?xml version="1.0"?><!-- x --><svg:svg xmlns:svg="http://www.w3.org/2000/svg"/>', "SVG"),
        (b'<?xml version="1.0"?><!DOCTYPE fcpxml [<!ENTITY a SYSTEM "file:///etc/passwd">]><fcpxml/>', "entities"),
        ('\ufeff<!DOCTYPE x [<!entity a "b">]><xmeml/>'.encode("utf-16"), "entities"),
        (b"<?xml version='1.0'?><invoice/>", "kind of XML"),
        (b"\x00\x00\x00\x68RED1\x01" + bytes(60), "proxy"),
        (b"ARRI\x12\x34\x56\x78\x00" + bytes(60), "proxy"),
        (box(b"ftyp", b"qt  \x00\x00\x00\x00qt  ") + box(b"moov", track(b"vide", b"brhq")), "proxy"),
        (b"8BPS\x00\x02" + bytes(20), "TIFF"),
        (b"\xff\x0a" + bytes(20), "JPEG XL"),
        (b"SQLite format 3\x00" + bytes(40), "database"),
        (b"\x01\x02\x03\xff\xfe nothing known", "does not know"),
        (b"\xff\xfb\x90\x00 only one frame begins here", "does not know"),
    ],
)
def test_what_kadr_does_not_take_in_is_refused_with_a_sentence(tmp_path: Path, data: bytes, words: str) -> None:
    with pytest.raises(Refused, match=words) as caught:
        identify(put(tmp_path, data, "picture.jpg"))
    assert isinstance(caught.value, UnreadableFile)
    assert str(caught.value).endswith(".")


def test_a_file_that_is_two_things_is_the_first(tmp_path: Path) -> None:
    assert identify(put(tmp_path, b"GIF89a/*" + bytes(8) + b"*/=1;<script>alert(1)</script>")).name == "GIF"
    assert identify(put(tmp_path, b"\xff\xd8\xff\xe0" + bytes(500) + b"PK\x03\x04")).name == "JPEG"


def test_the_name_decides_only_what_the_bytes_cannot_tell(tmp_path: Path) -> None:
    table = b"name,rating\nIMG_0001.JPG,5\n"
    assert identify(put(tmp_path, table, "list.csv")).name == "CSV"
    assert identify(put(tmp_path, table, "list.txt")).name == "TXT"
    assert identify(put(tmp_path, table, "upload-1"), name="list.csv").name == "CSV"
    assert identify(put(tmp_path, raw_of(b"Hasselblad"), "a.fff")).name == "FFF"
    assert identify(put(tmp_path, raw_of(b"NIKON"), "a.arw")).name == "NEF"
    assert identify(put(tmp_path, b"\xff\xd8\xff\xe0" + bytes(20), "a.nef")).name == "JPEG"
    with pytest.raises(Refused):
        identify(put(tmp_path, b"alert(document.cookie)", "a.js"))


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(Refused):
        identify(tmp_path)


def test_directories_that_run_in_circles_end(tmp_path: Path) -> None:
    # One directory whose next and whose sub-directory are itself.
    loop = b"II*\x00\x08\x00\x00\x00\x01\x00" + struct.pack("<HHII", 330, 4, 1, 8) + struct.pack("<I", 8)
    assert identify(put(tmp_path, loop)).name == "TIFF"


def test_sound_that_comes_last_in_a_long_film_is_found(tmp_path: Path) -> None:
    path = put(tmp_path, box(b"ftyp", b"isom\x00\x00\x02\x00isommp41"))
    movie = box(b"moov", track(b"soun", b"mp4a"))
    with path.open("r+b") as file:
        file.seek(0, 2)
        start = file.tell()
        size = 5 * 1024**3
        file.write(struct.pack(">I4sQ", 1, b"mdat", size))
        file.seek(start + size)
        file.write(movie)
    assert identify(path).name == "M4A"


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    start=st.sampled_from(
        [
            b"",
            b"II*\x00",
            b"MM\x00*\x00\x00\x00\x08",
            b"\x00\x00\x00\x20ftyp",
            b"\x00\x00\x00\x08moov",
            b"\x89PNG\r\n\x1a\n",
            b"RIFF",
            b"ID3\x04\x00",
            b"\xff\xfb",
            b"\xff\xf1",
            b"PK\x03\x04",
            b"\x1a\x45\xdf\xa3",
            b"OggS",
            b"BM",
            b"<?xml ",
            b"<!DOCTYPE ",
            b"<",
            b"{",
            b"\xff\xfe",
            b"\xef\xbb\xbf",
            bytes.fromhex("d0cf11e0a1b11ae1"),
        ]
    ),
    rest=st.binary(max_size=600),
    suffix=st.sampled_from(["", ".jpg", ".csv", ".js", ".3fr", ".braw"]),
)
def test_any_bytes_are_a_type_or_refused(tmp_path: Path, start: bytes, rest: bytes, suffix: str) -> None:
    try:
        assert isinstance(identify(put(tmp_path, start + rest, f"fuzz{suffix}")), FileType)
    except UnreadableFile as refusal:
        assert str(refusal)


def test_real_headers_cut_anywhere_are_a_type_or_refused(samples: Path, tmp_path: Path) -> None:
    for folder in ("raw", "video", "heif", "timelines"):
        for path in sorted((samples / folder).iterdir())[:12]:
            if path.is_file():
                head = path.read_bytes()[:4096]
                for length in (1, 7, 9, 13, 40, 100, 555, 4096):
                    try:
                        identify(put(tmp_path, head[:length], f"cut{path.suffix}"))
                    except UnreadableFile as refusal:
                        assert str(refusal)


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("a.png", b"\xff\xd8\xff\xe0" + bytes(20), "It is named .png but holds a JPEG picture."),
        ("a.JPG", b"\xff\xd8\xff\xe0" + bytes(20), None),
        ("a.jpeg", b"\xff\xd8\xff\xe0" + bytes(20), None),
        ("a.jpg", box(b"ftyp", b"isom\x00\x00\x02\x00isom"), "It is named .jpg but holds an MP4 clip."),
        ("a.tif", raw_of(b"NIKON"), "It is named .tif but holds a NEF raw picture."),
        ("a.tiff", b"II+\x00\x08\x00\x00\x00" + bytes(20), None),
        ("a.jpg", b"II+\x00\x08\x00\x00\x00" + bytes(20), "It is named .jpg but holds a BigTIFF picture."),
        ("a.txt", b"WEBVTT\n\n", "It is named .txt but holds a VTT document."),
        ("a", b"\xff\xd8\xff\xe0" + bytes(20), None),
        ("scan.2019", b"\xff\xd8\xff\xe0" + bytes(20), None),
        ("a.hif", box(b"ftyp", b"heix\x00\x00\x00\x00mif1"), None),
        ("00000.MTS", b"".join(b"\x00\x01\x02\x03" + b"G" + bytes(187) for _ in range(4)), None),
    ],
)
def test_a_name_that_promises_something_else_is_told(
    tmp_path: Path, name: str, data: bytes, sentence: str | None
) -> None:
    assert name_disagrees(name, identify(put(tmp_path, data, name))) == sentence
