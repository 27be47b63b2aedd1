"""Formats that are written text: subtitles, edit lists, XMP, plain notes. Plain Python.

Nothing is parsed here, and so no entity is ever expanded: the first lines and the name of the root element are enough.
"""

from __future__ import annotations

import codecs
import re

from . import catalogue as types
from .bytesource import ByteSource
from .catalogue import Refused
from .facts import FileType

WEB_PAGE = "This is a web page or a script, which could do harm when opened. Save it as PDF, or as plain text."
SVG = "This is an SVG, a drawing that can carry scripts. Save it as PDF or PNG."
PROGRAM_TEXT = "This is the text of a program. Kadr does not take programs in."
ENTITIES = (
    "This XML file declares entities, which are used to attack programs that read it. Export it again without them."
)
UNKNOWN_XML = "Kadr does not know this kind of XML. It takes FCPXML and Final Cut Pro 7 edit lists, and XMP sidecars."

PROGRAM_SUFFIXES = {
    "bat", "cmd", "com", "css", "hta", "htm", "html", "js", "jse", "jsp", "lua", "mjs", "php", "pl", "ps1", "py", "rb",
    "reg", "sh", "svg", "vbe", "vbs", "wsf", "xhtml",
}  # fmt: skip
"""Names under which plain text is run or shown as a page by the machine it is opened on."""

TEXT_CONTROLS = "\t\n\r\f\x1a\x1b"
TIMING = r"\d+:\d+:\d+[,.]\d+\s*-->\s*\d+:\d+:\d+[,.]\d+"
SRT_START = re.compile(rf"\s*(?:\d+[ \t]*\r?\n\s*)?{TIMING}")
EDL_EVENT = re.compile(
    r"^\d{1,6}[ \t]+\S+[ \t]+\S{1,8}[ \t]+(?:C|D|K|KB|KO|W\d{3})[ \t]+"
    r"(?:\d{1,3}[ \t]+)?-?\d\d[:;.]\d\d[:;.]\d\d[:;.]\d\d",
    re.MULTILINE,
)
EDL_TITLE = re.compile(r"\s*TITLE:", re.IGNORECASE)
EDL_FCM = re.compile(r"^\s*FCM:[ \t]*(?:NON[- ])?DROP", re.MULTILINE | re.IGNORECASE)
ALE_START = re.compile(r"\s*Heading\r?\n(?:.*\r?\n){0,20}?FIELD_DELIM", re.IGNORECASE)
HTML_START = re.compile(
    r"<(?:!doctype\s+html|html|head|body|script|iframe|style|title|meta|base|object|embed|\?php|%)", re.IGNORECASE
)
XML_PROLOG = re.compile(r"(?:\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>)", re.DOTALL | re.IGNORECASE)
XML_ROOT = re.compile(r"<((?:[\w.-]{1,64}:)?[\w.-]{1,64})[\s/>]")


def read_text(data: bytes, *, is_whole: bool) -> str | None:
    """The text of these bytes (UTF-8, UTF-16 with its mark, Windows-1251), or None when they are not text.

    `is_whole` is false when the file goes on: the last character may then be cut.
    """
    for mark, encoding in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if data.startswith(mark):
            return _checked(_decode(data[2:], encoding, is_whole))
    if b"\x00" in data:
        return None
    text = _decode(data, "utf-8", is_whole)
    if text is not None:
        return _checked(text)
    text = data.decode("cp1251", errors="replace")
    return _checked(text) if _reads_as_cyrillic(text) else None


def _decode(data: bytes, encoding: str, is_whole: bool) -> str | None:
    try:
        return codecs.getincrementaldecoder(encoding)().decode(data, final=is_whole)
    except UnicodeDecodeError:
        return None


def _checked(text: str | None) -> str | None:
    """Text holds no control characters but those of lines and old printers. Marks of the byte order are taken off."""
    if text is None or re.search(f"[^{TEXT_CONTROLS}\x20-\U0010ffff]", text) is not None:
        return None
    return text.lstrip("\ufeff")


def _reads_as_cyrillic(text: str) -> bool:
    """Foreign bytes are Russian text when most of the characters outside ASCII are Cyrillic letters."""
    foreign = [character for character in text if ord(character) > 127]
    letters = sum("Ѐ" <= character <= "ӿ" for character in foreign)
    return letters >= 0.8 * len(foreign) and "\ufffd" not in text


def identify_written(source: ByteSource) -> FileType | None:
    """The type of a text file; None when it is not text. Raises `Refused` for pages, programs, foreign XML."""
    text = read_text(source.head, is_whole=source.size_bytes <= len(source.head))
    if text is None:
        return None
    start = text.lstrip()
    if start.startswith("<"):
        return _identify_markup(start)
    if start.startswith("#!"):
        raise Refused(PROGRAM_TEXT)
    return _identify_lines(text) or _identify_by_suffix(start, source.suffix)


def _identify_lines(text: str) -> FileType | None:
    if re.match(r"WEBVTT(?:[ \t\r\n]|$)", text):
        return types.VTT
    first_lines = text[:4096]
    if SRT_START.match(first_lines):
        return types.SRT
    if ALE_START.match(first_lines):
        return types.ALE
    if EDL_EVENT.search(first_lines) or (EDL_TITLE.match(first_lines) and EDL_FCM.search(first_lines)):
        return types.EDL
    return None


def _identify_by_suffix(start: str, suffix: str) -> FileType:
    """What no bytes tell: a table, a program and a note are all lines of text."""
    if start.startswith(("{", "[")) and (suffix in ("json", "otio") or '"OTIO_SCHEMA"' in start):
        return types.OTIO if '"OTIO_SCHEMA"' in start else types.JSON
    if suffix in PROGRAM_SUFFIXES:
        raise Refused(PROGRAM_TEXT)
    return types.CSV if suffix == "csv" else types.TXT


def _identify_markup(start: str) -> FileType:
    if "<!ENTITY" in start.upper():
        raise Refused(ENTITIES)
    is_xmp_packet = start.startswith("<?xpacket")
    root = _root_name(start)
    if root == "svg":
        raise Refused(SVG)
    if HTML_START.match(start) or root in ("html", "script"):
        raise Refused(WEB_PAGE)
    if root == "xmpmeta" or (root == "RDF" and (is_xmp_packet or "http://ns.adobe.com/" in start)):
        return types.XMP
    known = {"fcpxml": types.FCPXML, "xmeml": types.FCP7}.get(root)
    if known is None:
        raise Refused(UNKNOWN_XML)
    return known


def _root_name(start: str) -> str:
    """Local name of the root element, found behind declarations and comments; "" if there is none."""
    place = 0
    for _ in range(64):
        passed = XML_PROLOG.match(start, place)
        if passed is None or passed.end() == place:
            break
        place = passed.end()
    found = XML_ROOT.match(start, place)
    return found[1].rpartition(":")[2] if found else ""
