"""What a camera and a photographer write into a JPEG: EXIF (CIPA DC-008, 2023) and an XMP packet (ISO 16684-1)."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from pathlib import PurePosixPath
from xml.sax.saxutils import escape, quoteattr

from PIL import Image
from PIL.TiffImagePlugin import IFDRational

from .photograph import Photograph

EXIF_IFD, GPS_IFD = 0x8769, 0x8825
FUJIFILM_SEQUENCE = 0x1101
AUTO_BRACKET = 2
"""EXIF 2.32, ExposureMode."""
RIGHTS = "© {year} {creator} — demonstration material of Kadr"


@dataclass(frozen=True)
class Body:
    """A camera, as it names itself."""

    make: str
    model: str
    serial: str
    software: str
    offset: str


FUJIFILM = Body("FUJIFILM", "X-T5", "3K000412", "Digital Camera X-T5 Ver4.10", "+05:00")
NIKON = Body("NIKON CORPORATION", "NIKON Z 6", "6002071", "Ver.03.60", "")
PHONE = Body("Google", "Pixel 7", "", "HDR+ 1.0", "+05:00")
LENSES = (
    ("XF23mmF1.4 R LM WR", (23, 23)),
    ("XF50-140mmF2.8 R LM OIS WR", (50, 140)),
    ("XF16mmF1.4 R WR", (16, 16)),
    ("Pixel 7 back camera 6.81mm f/1.85", (7, 7)),
    ("NIKKOR Z 50mm f/1.8 S", (50, 50)),
)


def body_of(photograph: Photograph) -> Body:
    """The camera that a photograph was taken with, told from the lens on it."""
    if photograph.lens == 3:
        return PHONE
    return NIKON if photograph.lens == 4 else FUJIFILM


def build_exif(photograph: Photograph) -> Image.Exif:
    """The EXIF block: body, lens, exposure, local time with sub-seconds and the offset the camera knew, place."""
    body = body_of(photograph)
    taken = datetime.fromisoformat(photograph.taken)
    stamp = taken.strftime("%Y:%m:%d %H:%M:%S")
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0131] = body.make, body.model, body.software
    exif[0x0112] = photograph.orientation
    exif[0x011A] = exif[0x011B] = IFDRational(72, 1)
    exif[0x0128] = 2
    exif[0x0132] = stamp
    exif.get_ifd(EXIF_IFD).update(_shooting(photograph, body, stamp))
    if photograph.place is not None:
        exif.get_ifd(GPS_IFD).update(_position(photograph.place))
    return exif


def _shooting(photograph: Photograph, body: Body, stamp: str) -> dict[int, object]:
    lens, reach = LENSES[photograph.lens]
    focal = photograph.focal_mm if photograph.lens < 3 else reach[0]
    time = Fraction(photograph.exposure)
    tags: dict[int, object] = {
        0x9000: b"0232",
        0x9003: stamp,
        0x9004: stamp,
        0x829A: IFDRational(time.numerator, time.denominator),
        0x829D: IFDRational(round(photograph.aperture * 10), 10),
        0x8827: photograph.iso,
        0x920A: IFDRational(round(focal * 10), 10),
        0xA434: lens,
        0xA002: photograph.size[0],
        0xA003: photograph.size[1],
        0xA001: 1,
    }
    fraction = photograph.taken.partition(".")[2]
    if fraction:
        tags[0x9291] = tags[0x9292] = fraction
    if photograph.drive == "bracket":
        tags[0xA402] = AUTO_BRACKET
        tags[0x9204] = IFDRational(photograph.bias_ev, 1)
    if photograph.drive == "burst" and body is FUJIFILM:
        tags[0x927C] = build_fujifilm_note(photograph.sequence)
    if body.serial:
        tags[0xA431] = body.serial
    if body.offset:
        tags[0x9010] = tags[0x9011] = tags[0x9012] = body.offset
    return tags


def build_fujifilm_note(sequence: int) -> bytes:
    """A maker note that says which picture of a series this is: `SequenceNumber`, as exiftool names it.

    Fujifilm's begins with its name and the offset of the directory, little-endian whatever the file is.
    """
    entry = struct.pack("<HHIHH", FUJIFILM_SEQUENCE, 3, 1, sequence, 0)
    return b"FUJIFILM" + struct.pack("<IH", 12, 1) + entry + struct.pack("<I", 0)


def _position(place: tuple[float, float, float]) -> dict[int, object]:
    latitude, longitude, altitude = place
    return {
        0: b"\x02\x03\x00\x00",
        1: "N" if latitude >= 0 else "S",
        2: _degrees(abs(latitude)),
        3: "E" if longitude >= 0 else "W",
        4: _degrees(abs(longitude)),
        5: b"\x00",
        6: IFDRational(round(altitude * 10), 10),
    }


def _degrees(value: float) -> tuple[IFDRational, IFDRational, IFDRational]:
    """Degrees, minutes and hundredths of a second of arc."""
    hundredths = round(value * 360_000)
    degrees, rest = divmod(hundredths, 360_000)
    minutes, seconds = divmod(rest, 6_000)
    return IFDRational(degrees, 1), IFDRational(minutes, 1), IFDRational(seconds, 100)


def build_xmp(photograph: Photograph, *, judged: bool = True) -> bytes:
    """The XMP packet: captions by language, keywords, creator, rights; stars and label if `judged`."""
    marks = ""
    if judged and photograph.rating is not None:
        marks += f' xmp:Rating="{photograph.rating}"'
    if judged and photograph.label:
        marks += f" xmp:Label={quoteattr(photograph.label)}"
    rights = RIGHTS.format(year=photograph.taken[:4], creator=photograph.by)
    parts = [
        _alternatives("dc:title", {"": photograph.title} if photograph.title else {}),
        _alternatives("dc:description", photograph.captions),
        _sequence("dc:subject", "Bag", photograph.keywords),
        _sequence("dc:creator", "Seq", (photograph.by,)),
        _alternatives("dc:rights", {"": rights}),
    ]
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        f' xmlns:xmp="http://ns.adobe.com/xap/1.0/"{marks}>\n{"".join(parts)}'
        '</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end="w"?>'
    ).encode()


def _alternatives(name: str, texts: dict[str, str]) -> str:
    """A language alternative; the first text is also the default, as ISO 16684-1, 8.2.2.4 wants it."""
    if not texts:
        return ""
    items = [("x-default", next(iter(texts.values()))), *((tag, text) for tag, text in texts.items() if tag)]
    inner = "".join(f'<rdf:li xml:lang="{tag}">{escape(text)}</rdf:li>' for tag, text in items)
    return f"<{name}><rdf:Alt>{inner}</rdf:Alt></{name}>\n"


def _sequence(name: str, kind: str, texts: tuple[str, ...]) -> str:
    if not texts:
        return ""
    inner = "".join(f"<rdf:li>{escape(text)}</rdf:li>" for text in texts)
    return f"<{name}><rdf:{kind}>{inner}</rdf:{kind}></{name}>\n"


def sidecar_name(photograph: Photograph) -> str:
    """The name of the sidecar beside a photograph, in the manner of Lightroom: `a.xmp`."""
    return PurePosixPath(photograph.name).with_suffix(".xmp").name
