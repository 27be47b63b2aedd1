"""What an XMP packet inside a film or a sound file says."""

from __future__ import annotations

from dataclasses import dataclass

from ..metadata.dates import read_date
from ..metadata.xmp import NotXmp, Properties, parse_xmp
from .facts import CaptureDate, Facts


@dataclass(frozen=True)
class XmpDates:
    """Dates of a packet: the moment of capture, and weaker ones, which tell when the file was made."""

    original: CaptureDate | None = None
    weaker: tuple[CaptureDate | None, ...] = ()


def fill_xmp_facts(packet: bytes | None, facts: Facts) -> XmpDates:
    """Takes the words of the packet into the facts and gives its dates; a broken packet says nothing."""
    if not packet:
        return XmpDates()
    try:
        xmp = parse_xmp(packet)
    except NotXmp:
        return XmpDates()
    _fill_words(xmp, facts)
    facts.orientation = _number(xmp.text("tiff:Orientation"))
    facts.make = facts.make or xmp.text("tiff:Make")
    facts.model = facts.model or xmp.text("tiff:Model")
    return XmpDates(
        original=read_date("XMP-exif:DateTimeOriginal", xmp.text("exif:DateTimeOriginal")),
        weaker=(
            read_date("XMP-photoshop:DateCreated", xmp.text("photoshop:DateCreated")),
            read_date("XMP-xmp:CreateDate", xmp.text("xmp:CreateDate")),
        ),
    )


def _fill_words(xmp: Properties, facts: Facts) -> None:
    facts.title = xmp.text("dc:title")
    facts.headline = xmp.text("photoshop:Headline")
    facts.caption = xmp.text("dc:description")
    if facts.caption:
        facts.caption_sources = {"xmp": facts.caption}
    facts.creator = xmp.texts("dc:creator")
    facts.copyright = xmp.text("dc:rights")
    facts.keywords = list(dict.fromkeys(xmp.texts("dc:subject")))
    if facts.keywords:
        facts.keywords_sources = {
            "xmp": xmp.texts("dc:subject"),
            "iptc": [],
            "hierarchical": xmp.texts("lr:hierarchicalSubject"),
            "digikam": xmp.texts("digiKam:TagsList"),
        }
    facts.label = xmp.text("xmp:Label")
    facts.rating = _number(xmp.text("xmp:Rating"))


def _number(text: str | None) -> int | None:
    try:
        return int(float(text)) if text else None
    except (ValueError, OverflowError):
        return None
