"""What the parts of a file say, before anything is chosen between them. Plain Python."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from media_library.formats.facts import CaptureDate

from .xmp import Properties


@dataclass
class Harvest:
    """Everything found in one file. Inside one block the first of two values stays, of two blocks the later one's."""

    texts: dict[str, str] = field(default_factory=dict)
    """EXIF texts, cleaned, by exiftool's names: Make, DateTimeOriginal, ImageDescription."""
    numbers: dict[str, int] = field(default_factory=dict)
    """EXIF whole numbers: Orientation, Rating."""
    gps: dict[str, float] = field(default_factory=dict)
    """From the GPS directory, signed: lat, lon (degrees), alt (metres)."""
    iptc: dict[str, list[str]] = field(default_factory=dict)
    """IPTC-IIM datasets by exiftool's names."""
    xmp: Properties = field(default_factory=Properties)
    comments: dict[str, str] = field(default_factory=dict)
    """Texts of the container's own: the text chunks of PNG."""
    dates: list[CaptureDate] = field(default_factory=list)
    """Dates of other sources than EXIF, IPTC and XMP: makers' own, CIFF, QuickTime."""
    exposure_time: Fraction | None = None
    """Seconds."""
    f_number: float | None = None
    iso: int | None = None
    focal_mm: float | None = None
    widest_aperture: float | None = None
    """Focal length in use and widest f-number, as EXIF says them: by them a lens is told from another."""
    lens_id: str | None = None
    """Lens by the number that the maker's own notes give it."""
    camera_serial: str | None = None
    drive: str | None = None
    """How the shutter was set: single, continuous, bracket."""
    sequence_number: int | None = None
    """Of a series, the number of the picture in it, or the count of all pictures of the body."""
    burst_id: str | None = None
    """The name that the camera gave the burst."""
    exposure_mode: int | None = None
    """0 automatic, 1 manual, 2 a bracket (EXIF, tag 0xA402)."""
    exposure_bias: Fraction | None = None
    """Stops (APEX)."""
    width: int | None = None
    height: int | None = None
    """Pixels as stored."""
    displayed: tuple[int, int] | None = None
    """Width and height after the transforms of the container itself (HEIF), which EXIF orientation repeats."""
    pages: int = 0
    notices: list[str] = field(default_factory=list)

    def note_text(self, name: str, text: str | None) -> None:
        if text:
            self.texts.setdefault(name, text)

    def note_number(self, name: str, number: int | None) -> None:
        if number is not None:
            self.numbers.setdefault(name, number)

    def note_size(self, width: int | None, height: int | None) -> None:
        """Keeps the first size that is one."""
        if self.width is None and width and height:
            self.width, self.height = width, height

    def note_date(self, date: CaptureDate | None) -> None:
        if date is not None:
            self.dates.append(date)
