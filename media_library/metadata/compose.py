"""Chooses between what the parts of a file say, and gives the facts. Plain Python.

The order is that of exiftool's composite tags. For captions, titles and rights it is XMP, then IPTC, then EXIF, since
programs that write only one of them write XMP; what each said is kept beside it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from media_library.formats.facts import CaptureDate, Facts

from .dates import read_date
from .harvest import Harvest
from .xmp import Properties

CAPTURE_ORDER = (
    "EXIF:DateTimeOriginal",
    "XMP-exif:DateTimeOriginal",
    "EXIF:CreateDate(DateTimeDigitized)",
    "QuickTime:CreateDate(UTC per spec)",
    "IPTC:DateCreated+TimeCreated",
    "XMP-photoshop:DateCreated",
    "XMP-xmp:CreateDate",
)
"""The sources of a capture time, best first; others come after these."""
TURNED = {5, 6, 7, 8}
"""EXIF orientations that swap width and height."""


def compose_facts(harvest: Harvest) -> Facts:
    """The facts of a picture or of a sidecar, without type and MIME."""
    facts = Facts(notices=list(harvest.notices))
    _fill_dates(facts, harvest)
    _fill_camera(facts, harvest)
    _fill_exposure(facts, harvest)
    _fill_series(facts, harvest)
    _fill_place(facts, harvest)
    _fill_marks(facts, harvest)
    _fill_words(facts, harvest)
    _fill_keywords(facts, harvest)
    _fill_size(facts, harvest)
    return facts


def _fill_dates(facts: Facts, harvest: Harvest) -> None:
    dates = [date for date in _iterate_dates(harvest) if date is not None]
    rank = {source: place for place, source in enumerate(CAPTURE_ORDER)}
    dates.sort(key=lambda date: rank.get(date.source, len(rank)))
    facts.captured_at_candidates = [
        {"source": date.source, "value": date.value, "offset": date.offset} for date in dates
    ]
    if dates:
        facts.captured_at, facts.captured_at_offset = dates[0].value, dates[0].offset
        facts.captured_at_source = dates[0].source


def _iterate_dates(harvest: Harvest) -> Iterator[CaptureDate | None]:
    texts, xmp = harvest.texts, harvest.xmp
    for source, name, decimals, offset in (
        (CAPTURE_ORDER[0], "DateTimeOriginal", "SubSecTimeOriginal", "OffsetTimeOriginal"),
        (CAPTURE_ORDER[2], "CreateDate", "SubSecTimeDigitized", "OffsetTimeDigitized"),
    ):
        yield read_date(source, texts.get(name), decimals=texts.get(decimals), offset=texts.get(offset))
    yield read_date("IPTC:DateCreated+TimeCreated", _iptc_date(harvest))
    yield read_date("XMP-exif:DateTimeOriginal", xmp.text("exif:DateTimeOriginal"))
    yield read_date("XMP-photoshop:DateCreated", xmp.text("photoshop:DateCreated"))
    yield read_date("XMP-xmp:CreateDate", xmp.text("xmp:CreateDate"))
    yield read_date("IFD0:DateTimeOriginal", texts.get("IFD0 DateTimeOriginal"))
    yield from harvest.dates


def _iptc_date(harvest: Harvest) -> str | None:
    """`20040226` and `153000+0100` (IIM 2:55, 2:60) as one ISO text."""
    date = re.match(r"(\d{4}).?(\d\d).?(\d\d)$", _iptc_text(harvest, "DateCreated") or "")
    clock = _iptc_text(harvest, "TimeCreated") or ""
    time = re.match(r"(\d\d):?(\d\d):?(\d\d(?:\.\d+)?)([+-]\d{2}:?\d{2})?", clock)
    if not date:
        return None
    text = f"{date[1]}-{date[2]}-{date[3]}"
    return f"{text}T{time[1]}:{time[2]}:{time[3]}{time[4] or ''}" if time else text


def _fill_camera(facts: Facts, harvest: Harvest) -> None:
    texts, xmp = harvest.texts, harvest.xmp
    facts.make = texts.get("Make") or xmp.text("tiff:Make")
    facts.model = texts.get("Model") or xmp.text("tiff:Model") or texts.get("UniqueCameraModel")
    named = texts.get("LensModel") or xmp.text("exifEX:LensModel") or texts.get("Maker LensModel")
    facts.lens = named or xmp.text("aux:Lens") or harvest.lens_id
    facts.camera_serial = texts.get("SerialNumber") or harvest.camera_serial or xmp.text("aux:SerialNumber")


def _fill_exposure(facts: Facts, harvest: Harvest) -> None:
    time = harvest.exposure_time
    facts.exposure_time = f"{time.numerator}/{time.denominator}" if time is not None else None
    facts.f_number, facts.iso, facts.focal_length_mm = harvest.f_number, harvest.iso, harvest.focal_mm or None


def _fill_series(facts: Facts, harvest: Harvest) -> None:
    """What tells that a picture is one of several."""
    bias = harvest.exposure_bias
    facts.exposure_mode = harvest.exposure_mode
    facts.exposure_bias = f"{bias.numerator}/{bias.denominator}" if bias is not None else None
    facts.drive, facts.sequence_number = harvest.drive, harvest.sequence_number
    facts.burst_id = harvest.burst_id or _tidy(harvest.xmp.text("GCamera:BurstID"))
    facts.projection = _tidy(harvest.xmp.text("GPano:ProjectionType"))


def _fill_place(facts: Facts, harvest: Harvest) -> None:
    """Both degrees of one source or none: half a place of one and half of the other is a third place."""
    gps, xmp = harvest.gps, harvest.xmp
    places = [
        (gps.get("lat"), gps.get("lon")),
        (_xmp_degrees(xmp.text("exif:GPSLatitude")), _xmp_degrees(xmp.text("exif:GPSLongitude"))),
    ]
    whole = (place for place in places if None not in place)
    facts.gps_lat, facts.gps_lon = next(whole, (None, None))
    facts.gps_alt = gps.get("alt", _xmp_altitude(xmp))


def _xmp_degrees(text: str | None) -> float | None:
    """`43,28.0469N`, `43,28,3N` (XMP part 2, GPSCoordinate) or plain degrees."""
    parts = [float(part) for part in re.findall(r"\d+(?:\.\d+)?", text or "")[:3]]
    if not text or not parts:
        return None
    degrees = sum((part / 60**power for power, part in enumerate(parts)), 0.0)
    return -degrees if text.strip()[0] == "-" or text.strip()[-1].upper() in "SW" else degrees


def _xmp_altitude(xmp: Properties) -> float | None:
    found = re.match(r"\s*(-?\d+(?:\.\d+)?)(?:/(\d+))?\s*$", xmp.text("exif:GPSAltitude") or "")
    if not found or (found[2] and not int(found[2])):
        return None
    metres = float(found[1]) / int(found[2] or 1)
    return -metres if (xmp.text("exif:GPSAltitudeRef") or "").strip() == "1" else metres


def _fill_marks(facts: Facts, harvest: Harvest) -> None:
    rating = _read_number(harvest.xmp.text("xmp:Rating"))
    facts.rating = rating if rating is not None else harvest.numbers.get("Rating")
    facts.label = _tidy(harvest.xmp.text("xmp:Label"))


def _read_number(text: str | None) -> int | float | None:
    found = re.match(r"\s*([+-]?\d{1,9}(?:\.\d{1,9})?)\s*$", text or "")
    if not found:
        return None
    number = float(found[1])
    return int(number) if number.is_integer() else number


def _fill_words(facts: Facts, harvest: Harvest) -> None:
    """Titles, captions, names. Windows' own fields and the texts of a PNG count only where nothing else is said."""
    texts, xmp, comments = harvest.texts, harvest.xmp, harvest.comments
    facts.title = _first(_tidy(xmp.text("dc:title")), _iptc_text(harvest, "ObjectName"), texts.get("XPTitle"))
    facts.title = facts.title or comments.get("Title")
    facts.headline = _first(_tidy(xmp.text("photoshop:Headline")), _iptc_text(harvest, "Headline"))
    captions = {
        "xmp": _tidy(xmp.text("dc:description")),
        "iptc": _iptc_text(harvest, "Caption-Abstract"),
        "exif": texts.get("ImageDescription"),
    }
    facts.caption = _first(*captions.values(), texts.get("XPComment"), comments.get("Description"))
    facts.caption_sources = captions if any(captions.values()) else {}
    name = _first(texts.get("Artist"), texts.get("XPAuthor"), comments.get("Author"))
    facts.creator = _tidy_all(xmp.texts("dc:creator")) or harvest.iptc.get("By-line") or ([name] if name else [])
    rights = _first(_tidy(xmp.text("dc:rights")), _iptc_text(harvest, "CopyrightNotice"))
    facts.copyright = _first(rights, texts.get("Copyright"), comments.get("Copyright"))


def _first(*texts: str | None) -> str | None:
    return next((text for text in texts if text), None)


def _fill_keywords(facts: Facts, harvest: Harvest) -> None:
    xmp = harvest.xmp
    sources = {
        "xmp": _tidy_all(xmp.texts("dc:subject")),
        "iptc": harvest.iptc.get("Keywords", []),
        "hierarchical": _tidy_all(xmp.texts("lr:hierarchicalSubject")),
        "digikam": _tidy_all(xmp.texts("digiKam:TagsList")),
    }
    facts.keywords = (
        list(dict.fromkeys(sources["xmp"] + sources["iptc"])) or _leaves(sources) or _windows_keywords(harvest)
    )
    facts.keywords_sources = sources if facts.keywords else {}


def _leaves(sources: dict[str, list[str]]) -> list[str]:
    """The last word of each path, for programs that write only trees: `Places|Italy|Arezzo`, `Animals/Dogs`."""
    paths = [path.split("|") for path in sources["hierarchical"]] + [path.split("/") for path in sources["digikam"]]
    return list(dict.fromkeys(path[-1].strip() for path in paths if path[-1].strip()))


def _windows_keywords(harvest: Harvest) -> list[str]:
    """Windows separates its keywords by semicolons; it writes them to XMP as well, unless an old version did."""
    return _tidy_all(harvest.texts.get("XPKeywords", "").split(";"))


def _fill_size(facts: Facts, harvest: Harvest) -> None:
    orientation = harvest.numbers.get("Orientation")
    if orientation is None:
        orientation = _read_orientation(harvest.xmp.text("tiff:Orientation"))
    facts.orientation = orientation
    facts.width_stored, facts.height_stored = harvest.width, harvest.height
    is_turned = harvest.numbers.get("Orientation") in TURNED
    facts.width, facts.height = harvest.displayed or (
        (harvest.height, harvest.width) if is_turned else (harvest.width, harvest.height)
    )


def _read_orientation(text: str | None) -> int | None:
    return int(text) if text and text.strip().isdigit() and len(text.strip()) == 1 else None


def _iptc_text(harvest: Harvest, name: str) -> str | None:
    """A dataset that may stand only once (IIM 4.2, chapter 6): of several the last, as in exiftool."""
    texts = harvest.iptc.get(name)
    return texts[-1] if texts else None


def _tidy(text: str | None) -> str | None:
    text = unicodedata.normalize("NFC", text).strip() if text else None
    return text or None


def _tidy_all(texts: list[str]) -> list[str]:
    return [tidied for text in texts if (tidied := _tidy(text))]
