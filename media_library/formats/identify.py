"""What a file is, told from its bytes and never from its name. Plain Python."""

from __future__ import annotations

import re
import stat
from collections.abc import Callable
from pathlib import Path, PurePosixPath

from . import catalogue as types
from .bytesource import ByteSource
from .catalogue import Refused
from .containers import (
    identify_asf,
    identify_bare_sound,
    identify_compound_file,
    identify_iso_media,
    identify_matroska,
    identify_ogg,
    identify_riff,
    identify_transport_stream,
)
from .facts import FileType, Kind
from .signatures import (
    identify_bmp,
    identify_by_start,
    identify_mxf,
    identify_mxf_after_run_in,
    identify_pdf,
    identify_png,
)
from .tiff_family import identify_tiff
from .written import identify_written

__all__ = ["Refused", "identify", "name_disagrees"]

EMPTY = "The file is empty: it has a name and no contents."
ZEROS = "The file holds nothing but zeros: the card or the copy it came from is damaged."
UNKNOWN = "Kadr does not know this kind of file."
NOT_A_FILE = "This is not an ordinary file."

RECOGNISERS: tuple[Callable[[ByteSource], FileType | None], ...] = (
    identify_by_start,
    identify_tiff,
    identify_png,
    identify_iso_media,
    identify_riff,
    identify_mxf,
    identify_pdf,
    identify_matroska,
    identify_ogg,
    identify_asf,
    identify_compound_file,
    identify_bmp,
    identify_transport_stream,
    identify_bare_sound,
    identify_written,
    identify_mxf_after_run_in,
)
"""In this order: what stands in the first bytes decides, so that a file that is two things at once is the first."""


def identify(path: Path, *, name: str | None = None) -> FileType:
    """The type of the file at `path`, from its first 64 KiB and a few bounded looks further in.

    `name` is the name it came under, when it lies under another; its extension decides only where the bytes cannot.
    Raises `Refused` with a sentence for the person; OSError when the file cannot be read.
    """
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        raise Refused(NOT_A_FILE)
    if status.st_size == 0:
        raise Refused(EMPTY)
    with path.open("rb", buffering=0) as file:
        source = ByteSource(file, size_bytes=status.st_size, suffix=_suffix(name or path.name))
        return _identify_source(source)


def _identify_source(source: ByteSource) -> FileType:
    if not source.head.strip(b"\x00"):
        raise Refused(ZEROS)
    for recognise in RECOGNISERS:
        file_type = recognise(source)
        if file_type is not None:
            return file_type
    raise Refused(UNKNOWN)


def _suffix(name: str) -> str:
    return PurePosixPath(name).suffix[1:].lower()


OTHER_NAMES: dict[str, frozenset[str]] = {
    "jpg": frozenset({"jpeg", "jpe", "jfif", "mpo", "thm", "insp"}),
    "png": frozenset({"apng"}),
    "tif": frozenset({"tiff", "btf", "tf8"}),
    "heic": frozenset({"heif", "heics", "heifs", "hif"}),
    "avif": frozenset({"avifs"}),
    "jp2": frozenset({"j2c", "j2k", "jpc", "jpf", "jpx"}),
    "bmp": frozenset({"dib"}),
    "mp4": frozenset({"m4v", "lrv", "insv", "360", "mpg4", "f4v"}),
    "mov": frozenset({"qt", "mqv"}),
    "3gp": frozenset({"3gpp", "mp4"}),
    "3g2": frozenset({"3gp2", "mp4"}),
    "m4v": frozenset({"mp4"}),
    "m4a": frozenset({"m4b", "m4r", "mp4", "aac"}),
    "mts": frozenset({"m2ts", "m2t", "ts", "tod"}),
    "mpg": frozenset({"mpeg", "vob", "m2v", "mod", "m2p", "mpe"}),
    "mkv": frozenset({"mka", "mks"}),
    "ogg": frozenset({"oga", "opus"}),
    "ogv": frozenset({"ogg"}),
    "wav": frozenset({"wave", "bwf", "rf64", "bw64"}),
    "wmv": frozenset({"asf"}),
    "wma": frozenset({"asf"}),
    "aiff": frozenset({"aif", "aifc"}),
    "aac": frozenset({"adts"}),
    "mp3": frozenset({"mp2", "mpa"}),
    "txt": frozenset({"text", "log", "md", "nfo", "me"}),
    "vtt": frozenset({"webvtt"}),
    "iiq": frozenset({"tif", "tiff"}),
    "crw": frozenset({"ciff"}),
}
"""Extensions, besides the canonical one, under which a type is rightly kept."""

NOUNS = {Kind.PHOTO: "picture", Kind.VIDEO: "clip", Kind.AUDIO: "sound", Kind.DOCUMENT: "document"}
SPOKEN_WITH_VOWEL = re.compile(r"(?:A(?!LE)|E|I|O|M(?!OV)|F(?!LAC)|X|SR|R(?!A)|N(?!E)|H(?!E)|ALE)")
"""English puts "an" before letters that are spelt out beginning with a vowel: an MP4, but a MOV, a NEF, a RAF."""


def name_disagrees(path_name: str, file_type: FileType) -> str | None:
    """A sentence for the person when the extension promises something else than the file holds, else None.

    A name without an extension promises nothing.
    """
    suffix = _suffix(path_name)
    right = {file_type.extension} | OTHER_NAMES.get(file_type.extension, frozenset())
    if not re.fullmatch(r"[a-z0-9]{1,8}", suffix) or suffix.isdecimal() or suffix in right:
        return None
    shown = _shown_name(file_type)
    article = "an" if SPOKEN_WITH_VOWEL.match(shown) else "a"
    noun = "raw picture" if file_type.reader == "raw" else NOUNS[file_type.kind]
    return f"It is named .{suffix} but holds {article} {shown} {noun}."


def _shown_name(file_type: FileType) -> str:
    """The name people use: exiftool calls every text TXT, and a picture in WebP may be "Extended WEBP"."""
    if file_type in (types.BIG_TIFF, types.WEBP_EXTENDED) or file_type.name in ("TXT", "XML", "JSON"):
        return {"tif": "BigTIFF", "webp": "WebP"}.get(file_type.extension, file_type.extension.upper())
    return file_type.name
