"""Every type of file Kadr takes in. Plain Python.

Names and MIME types are those of exiftool (its table "ExifTool Supported File Types"), so that a report can be laid
beside one of exiftool's. Where exiftool has no name of its own (subtitles and edit lists are text to it), the
extension tells.
"""

from __future__ import annotations

from .facts import FileType, Kind, UnreadableFile


class Refused(UnreadableFile):
    """Kadr does not take in a file of this kind; the text is a sentence that says why and what to do."""


def _photo(name: str, mime: str, extension: str) -> FileType:
    return FileType(Kind.PHOTO, "photo", name, mime, extension)


def _raw(name: str, mime: str) -> FileType:
    return FileType(Kind.PHOTO, "raw", name, mime, name.lower())


def _video(name: str, mime: str, extension: str) -> FileType:
    return FileType(Kind.VIDEO, "video", name, mime, extension)


def _audio(name: str, mime: str, extension: str) -> FileType:
    return FileType(Kind.AUDIO, "audio", name, mime, extension)


def _document(name: str, mime: str, extension: str) -> FileType:
    return FileType(Kind.DOCUMENT, "document", name, mime, extension)


JPEG = _photo("JPEG", "image/jpeg", "jpg")
PNG = _photo("PNG", "image/png", "png")
APNG = _photo("APNG", "image/apng", "png")
GIF = _photo("GIF", "image/gif", "gif")
BMP = _photo("BMP", "image/bmp", "bmp")
TIFF = _photo("TIFF", "image/tiff", "tif")
BIG_TIFF = _photo("BTF", "image/x-tiff-big", "tif")
WEBP = _photo("WEBP", "image/webp", "webp")
WEBP_EXTENDED = _photo("Extended WEBP", "image/webp", "webp")
HEIC = _photo("HEIC", "image/heic", "heic")
HEICS = _photo("HEICS", "image/heic-sequence", "heic")
HEIF = _photo("HEIF", "image/heif", "heic")
HEIFS = _photo("HEIFS", "image/heif-sequence", "heic")
AVIF = _photo("AVIF", "image/avif", "avif")
PSD = _photo("PSD", "application/vnd.adobe.photoshop", "psd")
JP2 = _photo("JP2", "image/jp2", "jp2")
JPX = _photo("JPX", "image/jpx", "jp2")
J2C = _photo("J2C", "image/x-j2c", "jp2")

RAWS: dict[str, FileType] = {
    name.lower(): _raw(name, mime)
    for name, mime in (
        ("3FR", "image/x-hasselblad-3fr"),
        ("ARW", "image/x-sony-arw"),
        ("CR2", "image/x-canon-cr2"),
        ("CR3", "image/x-canon-cr3"),
        ("CRW", "image/x-canon-crw"),
        ("DCR", "image/x-kodak-dcr"),
        ("DNG", "image/x-adobe-dng"),
        ("ERF", "image/x-epson-erf"),
        ("FFF", "image/x-hasselblad-fff"),
        ("IIQ", "image/x-raw"),
        ("K25", "image/x-kodak-k25"),
        ("KDC", "image/x-kodak-kdc"),
        ("MEF", "image/x-mamiya-mef"),
        ("MOS", "image/x-raw"),
        ("MRW", "image/x-minolta-mrw"),
        ("NEF", "image/x-nikon-nef"),
        ("NRW", "image/x-nikon-nrw"),
        ("ORF", "image/x-olympus-orf"),
        ("PEF", "image/x-pentax-pef"),
        ("RAF", "image/x-fujifilm-raf"),
        ("RAW", "image/x-raw"),
        ("RW2", "image/x-panasonic-rw2"),
        ("RWL", "image/x-leica-rwl"),
        ("SR2", "image/x-sony-sr2"),
        ("SRF", "image/x-sony-srf"),
        ("SRW", "image/x-samsung-srw"),
        ("X3F", "image/x-sigma-x3f"),
    )
}

MP4 = _video("MP4", "video/mp4", "mp4")
M4V = _video("M4V", "video/x-m4v", "m4v")
MOV = _video("MOV", "video/quicktime", "mov")
THREE_GP = _video("3GP", "video/3gpp", "3gp")
THREE_G2 = _video("3G2", "video/3gpp2", "3g2")
MXF = _video("MXF", "application/mxf", "mxf")
M2TS = _video("M2TS", "video/m2ts", "mts")
MPEG = _video("MPEG", "video/mpeg", "mpg")
AVI = _video("AVI", "video/x-msvideo", "avi")
MKV = _video("MKV", "video/x-matroska", "mkv")
WEBM = _video("WEBM", "video/webm", "webm")
WMV = _video("WMV", "video/x-ms-wmv", "wmv")
FLV = _video("FLV", "video/x-flv", "flv")
OGV = _video("OGV", "video/ogg", "ogv")
DV = _video("DV", "video/x-dv", "dv")

WAV = _audio("WAV", "audio/x-wav", "wav")
MP3 = _audio("MP3", "audio/mpeg", "mp3")
AAC = _audio("AAC", "audio/aac", "aac")
M4A = _audio("M4A", "audio/mp4", "m4a")
M4B = _audio("M4B", "audio/mp4", "m4a")
FLAC = _audio("FLAC", "audio/flac", "flac")
OGG = _audio("OGG", "audio/ogg", "ogg")
OPUS = _audio("OPUS", "audio/ogg", "ogg")
AIFF = _audio("AIFF", "audio/x-aiff", "aiff")
AIFC = _audio("AIFC", "audio/x-aiff", "aiff")
WMA = _audio("WMA", "audio/x-ms-wma", "wma")
CAF = _audio("CAF", "audio/x-caf", "caf")
AMR = _audio("AMR", "audio/amr", "amr")

PDF = _document("PDF", "application/pdf", "pdf")
TXT = _document("TXT", "text/plain", "txt")
CSV = _document("CSV", "text/csv", "csv")
JSON = _document("JSON", "application/json", "json")
SRT = _document("TXT", "text/plain", "srt")
VTT = _document("TXT", "text/plain", "vtt")
EDL = _document("TXT", "text/plain", "edl")
ALE = _document("TXT", "text/plain", "ale")
FCPXML = _document("XML", "application/xml", "fcpxml")
FCP7 = _document("XML", "application/xml", "xml")
OTIO = _document("JSON", "application/json", "otio")
AAF = _document("AAF", "application/x-aaf", "aaf")
"""exiftool takes an AAF for a FlashPix picture, since both lie in a Microsoft compound file; this is what it is."""
XMP = FileType(Kind.DOCUMENT, "sidecar", "XMP", "application/rdf+xml", "xmp")
