"""XMP packets: from RDF/XML to properties by name. Plain Python.

XMP specification part 1 (ISO 16684-1:2019), section 7. Documents with a DOCTYPE or entities are refused: XMP has none,
and they are how an XML file makes its reader read other files or run out of memory.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

MAX_PACKET_BYTES = 8 * 1024 * 1024
MAX_ITEMS = 10_000

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
PREFIXES = {
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://ns.adobe.com/xap/1.0/": "xmp",
    "http://ns.adobe.com/exif/1.0/": "exif",
    "http://cipa.jp/exif/1.0/": "exifEX",
    "http://ns.adobe.com/exif/1.0/aux/": "aux",
    "http://ns.adobe.com/tiff/1.0/": "tiff",
    "http://ns.adobe.com/photoshop/1.0/": "photoshop",
    "http://ns.adobe.com/lightroom/1.0/": "lr",
    "http://www.digikam.org/ns/1.0/": "digiKam",
    "http://ns.adobe.com/xmp/note/": "xmpNote",
    "http://ns.google.com/photos/1.0/camera/": "GCamera",
    "http://ns.google.com/photos/1.0/panorama/": "GPano",
}
DECLARATION = re.compile(r"^\s*<\?xml\s[^>]*?\?>")
DECLARED_ENCODING = re.compile(rb"^\s*<\?xml\s[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)")


class NotXmp(ValueError):
    """The bytes are not an XMP packet we will read; the text says why."""


@dataclass
class Properties:
    """The simple properties and arrays of a packet by `prefix:name`, each item with its language, if any."""

    items: dict[str, list[tuple[str | None, str]]] = field(default_factory=dict)

    def text(self, name: str) -> str | None:
        """One value: of language alternatives `x-default`, else the first."""
        items = [item for item in self.items.get(name, ()) if item[1].strip()]
        default = next((text for language, text in items if language == "x-default"), None)
        return default or (items[0][1] if items else None)

    def texts(self, name: str) -> list[str]:
        """All values of an array, in order."""
        return [text for _, text in self.items.get(name, ()) if text.strip()]

    def merge(self, other: Properties) -> None:
        """Takes over the properties of `other`, which stands later in the file and counts, as in exiftool."""
        self.items.update(other.items)


def parse_xmp(raw: bytes, *, strict: bool = False) -> Properties:
    """The properties of a packet in any encoding of Unicode, or the one it declares.

    Packets inside pictures are often slightly broken: without `strict` the parser reads what it can. Raises NotXmp.
    """
    if len(raw) > MAX_PACKET_BYTES:
        raise NotXmp(f"it is longer than {MAX_PACKET_BYTES // 1024 // 1024} MB")
    text = DECLARATION.sub("", decode_packet(raw)).strip("\x00 \t\r\n")
    if re.search(r"<!(?:DOCTYPE|ENTITY)", text, re.IGNORECASE):
        raise NotXmp("it declares a document type or entities, which no picture program writes")
    properties = Properties()
    root = _parse(text, strict)
    if root is not None:
        for description in root.iter(f"{RDF}Description"):
            parent = description.getparent()
            if parent is None or parent.tag == f"{RDF}RDF":
                _read_description(description, properties)
    return properties


def decode_packet(raw: bytes) -> str:
    """The text of a packet: UTF-8, UTF-16 or UTF-32 by its first bytes, else the encoding its declaration names."""
    for mark, encoding in (
        (b"\xff\xfe\x00\x00", "utf-32"),
        (b"\x00\x00\xfe\xff", "utf-32"),
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
        (b"\x00\x00\x00<", "utf-32-be"),
        (b"<\x00\x00\x00", "utf-32-le"),
        (b"\x00<", "utf-16-be"),
        (b"<\x00", "utf-16-le"),
    ):
        if raw.startswith(mark):
            return raw.decode(encoding, "replace").lstrip("\ufeff")
    declared = DECLARED_ENCODING.match(raw)
    try:
        return raw.decode(declared[1].decode("ascii") if declared else "utf-8", "replace")
    except LookupError:
        return raw.decode("utf-8", "replace")


def _parse(text: str, strict: bool) -> etree._Element | None:
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True
    )
    data = text.encode("utf-8", "replace")
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        if strict:
            raise NotXmp(f"its XML is broken ({error.msg})") from error
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise NotXmp("it holds no XML") from error


def _read_description(description: etree._Element, properties: Properties) -> None:
    for attribute, value in description.attrib.items():
        _note(properties, str(attribute), [(None, str(value))])
    for child in description:
        if isinstance(child.tag, str):
            _note(properties, child.tag, list(_read_items(child)))


def _note(properties: Properties, tag: str, items: list[tuple[str | None, str]]) -> None:
    namespace, _, name = tag.removeprefix("{").partition("}")
    prefix = PREFIXES.get(namespace)
    if prefix and items:
        kept = [(language, unicodedata.normalize("NFC", text)) for language, text in items[:MAX_ITEMS]]
        properties.items[f"{prefix}:{name}"] = kept


def _read_items(element: etree._Element) -> Iterator[tuple[str | None, str]]:
    """The items of an array (`rdf:Seq`, `Bag`, `Alt`), or the one value of a simple property."""
    for container in element:
        if container.tag in (f"{RDF}Seq", f"{RDF}Bag", f"{RDF}Alt"):
            for item in container.iterchildren(f"{RDF}li"):
                yield item.get(XML_LANG), _simple_text(item)
            return
    yield element.get(XML_LANG), _simple_text(element)


def _simple_text(element: etree._Element) -> str:
    """The text of a simple value; one with qualifiers keeps it in `rdf:value` (ISO 16684-1, 7.8)."""
    value = element.find(f".//{RDF}value")
    if value is not None:
        return value.text or ""
    return element.text or element.get(f"{RDF}resource") or ""
