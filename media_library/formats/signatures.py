"""Binary formats told by their first bytes. Plain Python.

The signatures are those of the formats' own specifications; what exists was taken from exiftool's
list of supported types.
"""

from __future__ import annotations

import re
from typing import Final

from . import catalogue as types
from .bytesource import ByteSource
from .catalogue import RAWS, Refused
from .facts import FileType

STARTS: Final[tuple[tuple[bytes, FileType], ...]] = (
    (b"\xff\xd8\xff", types.JPEG),
    (b"GIF87a", types.GIF),
    (b"GIF89a", types.GIF),
    (b"8BPS\x00\x01", types.PSD),
    (b"\xff\x4f\xff\x51", types.J2C),
    (b"FUJIFILMCCD-RAW ", RAWS["raf"]),
    (b"II\x1a\x00\x00\x00HEAPCCDR", RAWS["crw"]),
    (b"FOVb", RAWS["x3f"]),
    (b"\x00MRM", RAWS["mrw"]),
    (b"fLaC", types.FLAC),
    (b"caff\x00\x01", types.CAF),
    (b"#!AMR", types.AMR),
    (b"FLV\x01", types.FLV),
    (b"\x1f\x07\x00\x3f", types.DV),
    (b"\x1f\x07\x00\xbf", types.DV),
    (b"\x00\x00\x01\xba", types.MPEG),
    (b"\x00\x00\x01\xb3", types.MPEG),
)

EXECUTABLE = "This is a program, not a picture, a film or a sound. Kadr does not take programs in."
ARCHIVE = "This is a packed archive. Unpack it first, then import the folder."
OFFICE = "This is an office document. Save it as PDF and import that."
NO_DECODER = "Nothing here can decode {what}. Bring the camera's proxy, or a proxy made in an editing program."
STILL_EXPORT = "Kadr cannot read {what}. Export it as TIFF, PNG or JPEG."

# Those of letters alone could be the beginning of a note, and count only where zero bytes follow.
REFUSALS: Final[tuple[tuple[bytes, str], ...]] = (
    (b"MZ", EXECUTABLE),
    (b"\x7fELF", EXECUTABLE),
    (b"\xfe\xed\xfa\xce", EXECUTABLE),
    (b"\xfe\xed\xfa\xcf", EXECUTABLE),
    (b"\xce\xfa\xed\xfe", EXECUTABLE),
    (b"\xcf\xfa\xed\xfe", EXECUTABLE),
    (b"\xca\xfe\xba\xbe", EXECUTABLE),
    (b"\x00asm", EXECUTABLE),
    (b"dex\n", EXECUTABLE),
    (b"L\x00\x00\x00\x01\x14\x02\x00", "This is a shortcut to another file. Import the file it points to."),
    (b"Rar!\x1a\x07", ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", ARCHIVE),
    (b"\x1f\x8b", ARCHIVE),
    (b"BZh91AY&SY", ARCHIVE),
    (b"\xfd7zXZ\x00", ARCHIVE),
    (b"\x28\xb5\x2f\xfd", ARCHIVE),
    (b"MSCF\x00\x00", ARCHIVE),
    (b"SQLite format 3\x00", "This is a database, perhaps a program's catalogue. Import the pictures themselves."),
    (b"{\\rtf", OFFICE),
    (b"8BPS\x00\x02", STILL_EXPORT.format(what="large Photoshop documents (PSB)")),
    (b"\xff\x0a", STILL_EXPORT.format(what="JPEG XL yet")),
    (b"\x00\x00\x00\x0cJXL \r\n\x87\n", STILL_EXPORT.format(what="JPEG XL yet")),
    (b"\x76\x2f\x31\x01", STILL_EXPORT.format(what="OpenEXR")),
    (b"SDPX", STILL_EXPORT.format(what="DPX film scans")),
    (b"XPDS", STILL_EXPORT.format(what="DPX film scans")),
    (b"ARRI", NO_DECODER.format(what="ARRIRAW")),
)


def identify_by_start(source: ByteSource) -> FileType | None:
    """The type whose fixed first bytes these are, or None; raises `Refused` for what is known and not taken in."""
    head = source.head
    for start, file_type in STARTS:
        if head.startswith(start):
            return file_type
    if head[4:8] in (b"RED1", b"RED2"):
        raise Refused(NO_DECODER.format(what="RED footage (R3D)"))
    if head.startswith(b"PK\x03\x04") or head.startswith((b"PK\x05\x06", b"PK\x07\x08")):
        raise Refused(OFFICE if _is_office_archive(head) else ARCHIVE)
    for start, sentence in REFUSALS:
        if head.startswith(start) and (b"\x00" in head[:512] or not start.isalpha()):
            raise Refused(sentence)
    if head[257:262] == b"ustar":
        raise Refused(ARCHIVE)
    if head[0x8001:0x8006] == b"CD001":
        raise Refused("This is the image of a whole disk. Open it and import what is in it.")
    return None


def _is_office_archive(head: bytes) -> bool:
    """Office Open XML begins with its list of parts (ECMA-376-2), OpenDocument with `mimetype` (ODF 1.3-2, 3.3)."""
    first_name = head[30:60]
    return first_name.startswith((b"[Content_Types].xml", b"_rels/.rels", b"mimetype", b"docProps/"))


def identify_png(source: ByteSource) -> FileType | None:
    """PNG, or APNG when an `acTL` chunk stands before the first `IDAT` (PNG, third edition, 11.3.6.1)."""
    if not source.head.startswith(b"\x89PNG\r\n\x1a\n"):
        return None
    offset = 8
    for _ in range(64):
        header = source.at(offset, 8)
        kind = header[4:8]
        if kind == b"acTL":
            return types.APNG
        if len(header) < 8 or kind in (b"IDAT", b"IEND"):
            break
        offset += 12 + int.from_bytes(header[:4], "big")
    return types.PNG


def identify_bmp(source: ByteSource) -> FileType | None:
    """BMP, when its two letters are followed by a header of a size that exists and by room for the picture."""
    head = source.head
    if head[:2] != b"BM" or len(head) < 26 or head[6:10] != b"\x00\x00\x00\x00":
        return None
    header_size = int.from_bytes(head[14:18], "little")
    return types.BMP if header_size in (12, 16, 40, 52, 56, 64, 108, 124) else None


def identify_pdf(source: ByteSource) -> FileType | None:
    """PDF: its header stands first, white space and a byte order mark apart (ISO 32000-2, 7.5.2)."""
    return types.PDF if re.match(rb"(?:\xef\xbb\xbf)?\s{0,64}%PDF-\d", source.head) else None


MXF_HEADER_PARTITION = b"\x06\x0e\x2b\x34\x02\x05\x01\x01\x0d\x01\x02\x01\x01\x02"


def identify_mxf(source: ByteSource) -> FileType | None:
    """MXF begins with the key of a header partition pack (SMPTE ST 377-1, 7.1)."""
    return types.MXF if source.head.startswith(MXF_HEADER_PARTITION) else None


def identify_mxf_after_run_in(source: ByteSource) -> FileType | None:
    """MXF behind a run-in, which is shorter than 64 KiB (SMPTE ST 377-1, 6.5)."""
    return types.MXF if MXF_HEADER_PARTITION in source.head else None
