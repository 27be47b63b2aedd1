"""Tells a TIFF picture from the RAW families that use the same container. Plain Python.

TIFF 6.0 (Adobe, 1992), section 2: a chain of directories of 12-byte entries. A RAW file is told by what its directories
say of the sensor's data (colour filter array, a camera's own compression), its family by the maker. The name decides
only between families of one maker.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

from .bytesource import ByteSource
from .catalogue import BIG_TIFF, RAWS, TIFF
from .facts import FileType

MAX_DIRECTORIES = 12
MAX_ENTRIES = 400

COMPRESSION, PHOTOMETRIC, MAKE, MODEL, SUB_IFDS, DNG_VERSION = 259, 262, 271, 272, 330, 50706
WANTED = {COMPRESSION, PHOTOMETRIC, MAKE, MODEL, SUB_IFDS, DNG_VERSION}

SENSOR_PHOTOMETRICS = {32803, 34892}
"""Colour filter array (TIFF/EP, ISO 12234-2) and linear raw (DNG)."""
KODAK_KDC = 32867
SENSOR_COMPRESSIONS = {32767, 32769, 32770, 34713, 34892, KODAK_KDC, 65000, 65535}
"""Sony, packed, Samsung, Nikon NEF, lossy DNG, Kodak KDC, Kodak DCR, Pentax: exiftool, Exif.pm, %compression."""

FAMILIES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("NIKON", ("nef", "nrw")),
    ("SONY", ("arw", "sr2", "srf")),
    ("PENTAX", ("pef",)),
    ("ASAHI", ("pef",)),
    ("RICOH", ("pef",)),
    ("SAMSUNG", ("srw",)),
    ("HASSELBLAD", ("3fr", "fff")),
    ("IMACON", ("fff",)),
    ("PHASE ONE", ("iiq",)),
    ("LEAF", ("mos", "iiq")),
    ("EASTMAN KODAK", ("dcr", "kdc", "k25")),
    ("KODAK", ("dcr", "kdc", "k25")),
    ("SEIKO EPSON", ("erf",)),
    ("EPSON", ("erf",)),
    ("MAMIYA", ("mef", "mos")),
    ("OLYMPUS", ("orf",)),
    ("OM DIGITAL", ("orf",)),
    ("PANASONIC", ("rw2", "raw")),
    ("LEICA", ("rwl", "raw")),
    ("MINOLTA", ("mrw",)),
    ("KONICA", ("mrw",)),
)
"""Beginning of the maker's name → the families it has written; the first is meant when the name says nothing."""


@dataclass
class Directories:
    """What the directories of a TIFF say, as far as telling the family needs it."""

    texts: dict[int, str] = field(default_factory=dict)
    compressions: set[int] = field(default_factory=set)
    photometrics: set[int] = field(default_factory=set)
    has_dng_version: bool = False

    @property
    def holds_sensor_data(self) -> bool:
        return bool(self.photometrics & SENSOR_PHOTOMETRICS or self.compressions & SENSOR_COMPRESSIONS)


def identify_tiff(source: ByteSource) -> FileType | None:
    """The type of a file whose first bytes are those of TIFF or of one of its kin; None when they are not."""
    head = source.head
    by_signature = _by_signature(head)
    if by_signature is not None:
        return by_signature
    if head[:4] in (b"II\x2b\x00", b"MM\x00\x2b"):
        return BIG_TIFF
    if head[:4] not in (b"II\x2a\x00", b"MM\x00\x2a"):
        return None
    return _by_directories(read_directories(source), source.suffix)


def _by_signature(head: bytes) -> FileType | None:
    if head[:4] in (b"IIRO", b"IIRS", b"MMOR"):
        return RAWS["orf"]
    if head[:4] == b"IIU\x00":
        return RAWS["rwl"] if b"LEICA" in head[:4096] else RAWS["rw2"]
    if head[:4] == b"II\x2a\x00" and head[8:10] == b"CR":
        return RAWS["cr2"]
    if head[:2] in (b"II", b"MM") and head[8:12] in (b"IIII", b"MMMM"):
        return RAWS["iiq"]
    return None


def _by_directories(found: Directories, suffix: str) -> FileType:
    if found.has_dng_version:
        return RAWS["dng"]
    maker = found.texts.get(MAKE, "").upper()
    families = next((names for start, names in FAMILIES if maker.startswith(start)), ())
    if not found.holds_sensor_data:
        return TIFF
    if KODAK_KDC in found.compressions:
        return RAWS["kdc"]
    if suffix in families or (not families and suffix in RAWS):
        return RAWS[suffix]
    if families[:1] == ("nef",) and "COOLPIX" in found.texts.get(MODEL, "").upper():
        return RAWS["nrw"]
    return RAWS[families[0] if families else "raw"]


def read_directories(source: ByteSource) -> Directories:
    """Walks the directories, sub-directories too, at most twelve and each once."""
    order = "<" if source.head[:2] == b"II" else ">"
    found = Directories()
    waiting: list[int] = list(struct.unpack(order + "I", source.head[4:8])) if len(source.head) >= 8 else []
    seen: set[int] = set()
    while waiting and len(seen) < MAX_DIRECTORIES:
        offset = waiting.pop(0)
        if offset == 0 or offset in seen:
            continue
        seen.add(offset)
        waiting += _read_directory(source, order, offset, found)
    return found


def _read_directory(source: ByteSource, order: str, offset: int, found: Directories) -> list[int]:
    """Notes what one directory says and gives the offsets of those that follow from it."""
    count_bytes = source.at(offset, 2)
    if len(count_bytes) < 2:
        return []
    count = struct.unpack(order + "H", count_bytes)[0]
    if count > MAX_ENTRIES:
        return []
    entries = source.at(offset + 2, count * 12 + 4)
    further: list[int] = []
    for place in range(0, min(len(entries) // 12, count) * 12, 12):
        further += _note_entry(source, order, entries[place : place + 12], found)
    if len(entries) == count * 12 + 4:
        further += struct.unpack(order + "I", entries[-4:])
    return further


def _note_entry(source: ByteSource, order: str, entry: bytes, found: Directories) -> list[int]:
    tag, kind, count = struct.unpack(order + "HHI", entry[:8])
    if tag not in WANTED:
        return []
    if tag == DNG_VERSION:
        found.has_dng_version = True
    elif tag in (MAKE, MODEL):
        found.texts.setdefault(tag, _read_text(source, order, count, entry[8:]))
    elif tag == SUB_IFDS:
        return _read_longs(source, order, count, entry[8:])
    else:
        value = struct.unpack(order + ("H" if kind == 3 else "I"), entry[8 : 10 if kind == 3 else 12])[0]
        (found.compressions if tag == COMPRESSION else found.photometrics).add(value)
    return []


def _read_text(source: ByteSource, order: str, count: int, value: bytes) -> str:
    count = min(count, 64)
    raw = value[:count] if count <= 4 else source.at(struct.unpack(order + "I", value)[0], count)
    return raw.split(b"\x00")[0].decode("latin-1").strip()


def _read_longs(source: ByteSource, order: str, count: int, value: bytes) -> list[int]:
    count = min(count, MAX_DIRECTORIES)
    raw = value if count == 1 else source.at(struct.unpack(order + "I", value)[0], count * 4)
    return [number for (number,) in struct.iter_unpack(order + "I", raw[: len(raw) // 4 * 4])]
