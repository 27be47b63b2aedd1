"""The EXIF fields of a TIFF-like block, wherever it lies. Plain Python.

EXIF 3.0 (CIPA DC-008-2023), 4.6.4–4.6.6; names are exiftool's. Fields of Windows (XP…, Rating) as exiftool lists them.
"""

from __future__ import annotations

import re

from .harvest import Harvest
from .iptc import read_iptc, read_photoshop_iptc
from .makers import read_maker_note
from .texts import clean_text, decode_text, decode_utf16
from .tiff import Directory, Entry, Tiff
from .view import View
from .xmp import MAX_PACKET_BYTES, NotXmp, parse_xmp

IMAGE_TEXTS = {0x010E: "ImageDescription", 0x010F: "Make", 0x0110: "Model", 0x013B: "Artist"}
COPYRIGHT = 0x8298
IMAGE_NUMBERS = {0x0112: "Orientation", 0x4746: "Rating"}
WINDOWS_TEXTS = {0x9C9B: "XPTitle", 0x9C9C: "XPComment", 0x9C9D: "XPAuthor", 0x9C9E: "XPKeywords", 0x9C9F: "XPSubject"}
PHOTO_TEXTS = {
    0x9003: "DateTimeOriginal",
    0x9004: "CreateDate",
    0x9011: "OffsetTimeOriginal",
    0x9012: "OffsetTimeDigitized",
    0x9291: "SubSecTimeOriginal",
    0x9292: "SubSecTimeDigitized",
    0xA431: "SerialNumber",
    0xA434: "LensModel",
}
PHOTO_NUMBERS = {0xA002: "ExifImageWidth", 0xA003: "ExifImageHeight"}
DNG_TEXTS = {0xC614: "UniqueCameraModel", 0xC62F: "SerialNumber"}
EXPOSURE_TIME, F_NUMBER = 0x829A, 0x829D
EXPOSURE_MODE, EXPOSURE_BIAS = 0xA402, 0x9204
SENSITIVITIES = (0x8827, 0x8832, 0x8831)
"""PhotographicSensitivity, and where what is too much for it stands: it says 65535 then (EXIF 3.0, 4.6.6.7.5)."""
FOCAL_LENGTH, WIDEST_APERTURE = 0x920A, 0x9205
EXIF_POINTER, GPS_POINTER, MAKER_NOTE, USER_COMMENT = 0x8769, 0x8825, 0x927C, 0x9286
IPTC_NAA, PHOTOSHOP, XMP_PACKET = 0x83BB, 0x8649, 0x02BC
ASCII = 2
MOST_APEX = 20
UNSIGNED_FROM = 2**31
"""An altitude from here on is a negative number that a program wrote into an unsigned field."""


def read_exif_block(view: View, harvest: Harvest) -> Tiff | None:
    """Reads the first directory of a block with a TIFF header, and those it points to; None without a header."""
    tiff = Tiff.open(view)
    directory = tiff.directory(tiff.first) if tiff else None
    if tiff is None or directory is None:
        return None
    read_image_directory(tiff, directory, harvest)
    return tiff


def read_image_directory(tiff: Tiff, directory: Directory, harvest: Harvest) -> None:
    """IFD0: who made it, with what, and where the other directories are."""
    entries = directory.entries
    for tag, name in (IMAGE_TEXTS | DNG_TEXTS).items():
        harvest.note_text(name, read_text(tiff, entries.get(tag)))
    harvest.note_text("Copyright", read_copyright(tiff, entries.get(COPYRIGHT)))
    for tag, name in IMAGE_NUMBERS.items():
        harvest.note_number(name, tiff.number(entries.get(tag)))
    for tag, name in WINDOWS_TEXTS.items():
        harvest.note_text(name, clean_text(decode_utf16(tiff.raw(entries.get(tag)))))
    harvest.note_text("IFD0 DateTimeOriginal", read_text(tiff, entries.get(0x9003)))
    for offset in tiff.pointers(entries.get(EXIF_POINTER))[:1]:
        if photo := tiff.directory(offset):
            read_photo_directory(tiff, photo, harvest)
    for offset in tiff.pointers(entries.get(GPS_POINTER))[:1]:
        if gps := tiff.directory(offset):
            read_gps_directory(tiff, gps, harvest)
    _read_embedded(tiff, directory, harvest)


def read_photo_directory(tiff: Tiff, directory: Directory, harvest: Harvest) -> None:
    """The Exif directory: when and how it was taken. Some programs put the maker here too."""
    for tag, name in (PHOTO_TEXTS | IMAGE_TEXTS).items():
        harvest.note_text(name, read_text(tiff, directory.entries.get(tag)))
    harvest.note_text("Copyright", read_copyright(tiff, directory.entries.get(COPYRIGHT)))
    for tag, name in PHOTO_NUMBERS.items():
        harvest.note_number(name, tiff.number(directory.entries.get(tag)))
    _read_exposure(tiff, directory, harvest)
    _read_steps(tiff, directory, harvest)
    _read_optics(tiff, directory, harvest)
    note = directory.entries.get(MAKER_NOTE)
    if note is not None:
        read_maker_note(tiff, note, harvest)


def _read_exposure(tiff: Tiff, directory: Directory, harvest: Harvest) -> None:
    """Time in seconds, f-number and sensitivity (EXIF 3.0, 4.6.6.7); a zero, as old lenses leave it, says nothing."""
    time = (*tiff.rationals(directory.entries.get(EXPOSURE_TIME)), None)[0]
    aperture = (*tiff.rationals(directory.entries.get(F_NUMBER)), None)[0]
    if time is not None and time > 0 and harvest.exposure_time is None:
        harvest.exposure_time = time
    if aperture is not None and aperture > 0 and harvest.f_number is None:
        harvest.f_number = float(aperture)
    numbers = (tiff.number(directory.entries.get(tag)) for tag in SENSITIVITIES)
    harvest.iso = harvest.iso or next((number for number in numbers if number and number != 65_535), None)


def _read_steps(tiff: Tiff, directory: Directory, harvest: Harvest) -> None:
    """What tells a bracket: the mode, and the stops that the exposure was set off by (EXIF 3.0, 4.6.6.7)."""
    bias = (*tiff.rationals(directory.entries.get(EXPOSURE_BIAS)), None)[0]
    if harvest.exposure_mode is None:
        harvest.exposure_mode = tiff.number(directory.entries.get(EXPOSURE_MODE))
    if harvest.exposure_bias is None and bias is not None and abs(bias) < MOST_APEX:
        harvest.exposure_bias = bias


def _read_optics(tiff: Tiff, directory: Directory, harvest: Harvest) -> None:
    """Focal length in millimetres; widest aperture, from APEX (EXIF 3.0, 4.6.6.7.8: the f-number is 2 to the half)."""
    focal = (*tiff.rationals(directory.entries.get(FOCAL_LENGTH)), None)[0]
    aperture = (*tiff.rationals(directory.entries.get(WIDEST_APERTURE)), None)[0]
    if focal is not None and harvest.focal_mm is None:
        harvest.focal_mm = float(focal)
    if aperture is not None and abs(aperture) < MOST_APEX and harvest.widest_aperture is None:
        harvest.widest_aperture = 2 ** (float(aperture) / 2)


def read_text(tiff: Tiff, entry: Entry | None) -> str | None:
    """An ASCII field as text, up to its NUL."""
    if entry is None or entry.kind not in (1, 2, 7, 129):
        return None
    raw = tiff.raw(entry).partition(b"\x00")[0]
    return clean_text(decode_text(raw))


def read_copyright(tiff: Tiff, entry: Entry | None) -> str | None:
    """The photographer's copyright, and the editor's on a line of its own (EXIF 3.0, 4.6.5.4.5: a NUL parts them)."""
    if entry is None or entry.kind not in (1, 2, 7, 129):
        return None
    parts = tiff.raw(entry).split(b"\x00")[:2]
    return clean_text(decode_text(b"\n".join(part.strip(b" ") for part in parts)))


def _read_embedded(tiff: Tiff, directory: Directory, harvest: Harvest) -> None:
    """XMP, IPTC and Photoshop resources that lie in fields of a TIFF."""
    if packet := tiff.raw(directory.entries.get(XMP_PACKET), MAX_PACKET_BYTES):
        note_xmp(packet, harvest)
    iptc = tiff.raw(directory.entries.get(IPTC_NAA))
    resources = tiff.raw(directory.entries.get(PHOTOSHOP), MAX_PACKET_BYTES)
    found = (read_iptc(iptc) if iptc else {}) or (read_photoshop_iptc(resources) if resources else {})
    harvest.iptc = harvest.iptc or found


def note_xmp(packet: bytes, harvest: Harvest) -> None:
    """Adds what a packet says; a packet that cannot be read becomes a notice, the picture still comes in."""
    try:
        harvest.xmp.merge(parse_xmp(packet))
    except NotXmp as error:
        harvest.notices.append(f"The XMP inside the picture was not read: {error}.")


def read_gps_directory(tiff: Tiff, directory: Directory, harvest: Harvest) -> None:
    """The GPS directory: where it was taken, in degrees (north and east positive) and metres.

    What has no reference is left out, as by exiftool: a latitude may be south of the equator, and those who write no
    reference of an altitude do not measure it either.
    """
    entries = directory.entries
    for name, tag, most in (("lat", 2, 90.0), ("lon", 4, 180.0)):
        degrees = _read_degrees(tiff, entries.get(tag))
        if degrees is not None and degrees <= most and tag - 1 in entries:
            reference = (read_text(tiff, entries.get(tag - 1)) or "").strip().upper()
            harvest.gps.setdefault(name, -degrees if reference[:1] in ("S", "W") else degrees)
    altitude = (*tiff.rationals(entries.get(6)), None)[0]
    reference_of_altitude = _read_altitude_reference(tiff, entries.get(5))
    if altitude is not None and reference_of_altitude is not None:
        metres = float(altitude - 2 * UNSIGNED_FROM if altitude >= UNSIGNED_FROM else altitude)
        harvest.gps.setdefault("alt", -abs(metres) if reference_of_altitude == 1 else metres)


def _read_altitude_reference(tiff: Tiff, entry: Entry | None) -> int | None:
    """0 above the sea, 1 below; a byte by the standard, a digit where a program wrote text."""
    text = read_text(tiff, entry) if entry is not None and entry.kind == ASCII else None
    return int(text) if text in ("0", "1") else tiff.number(entry)


def _read_degrees(tiff: Tiff, entry: Entry | None) -> float | None:
    """Degrees, minutes, seconds as one number; some programs write them as text."""
    if entry is None:
        return None
    if entry.kind == ASCII:
        parts = [float(part) for part in re.findall(r"\d+(?:\.\d+)?", read_text(tiff, entry) or "")[:3]]
    else:
        fractions = tiff.rationals(entry)[:3]
        if None in fractions:
            return None
        parts = [float(fraction) for fraction in fractions if fraction is not None]
    return abs(sum(part / 60**power for power, part in enumerate(parts))) if parts else None
