"""What is known of an asset, in the words of the screen and in the order of the trade."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from media_library.models import Asset, Original
from media_library.sizes import format_size

CODECS = {
    "h264": "H.264",
    "hevc": "HEVC (H.265)",
    "av1": "AV1",
    "vp8": "VP8",
    "vp9": "VP9",
    "prores": "ProRes",
    "dnxhd": "DNxHD",
    "cfhd": "CineForm",
    "mpeg1video": "MPEG-1",
    "mpeg2video": "MPEG-2",
    "mpeg4": "MPEG-4 Visual",
    "mjpeg": "Motion JPEG",
    "jpeg2000": "JPEG 2000",
    "dvvideo": "DV",
    "aac": "AAC",
    "mp3": "MP3",
    "alac": "Apple Lossless",
    "flac": "FLAC",
    "opus": "Opus",
    "vorbis": "Vorbis",
    "ac3": "AC-3",
    "pcm_u8": "PCM 8 bit",
    "pcm_s16le": "PCM 16 bit",
    "pcm_s16be": "PCM 16 bit",
    "pcm_s24le": "PCM 24 bit",
    "pcm_s24be": "PCM 24 bit",
    "pcm_s32le": "PCM 32 bit",
    "pcm_f32le": "PCM 32 bit float",
}
"""The names of ffprobe, and those on cameras and in editing programs."""


@dataclass(frozen=True)
class Line:
    """One fact: its name in the reader's language, its value as text. `is_foreign`: the text came with the file."""

    name: str
    value: str
    is_foreign: bool = False


def describe(asset: Asset) -> list[Line]:
    """The facts a person looks for: when, with what, how, in what file; what is not known is not there.

    Wants `original`. No query.
    """
    original = asset.original
    lines = [*describe_moment(asset), *describe_camera(asset), *describe_taking(original), *describe_file(original)]
    return [line for line in [*lines, *describe_marks(asset)] if line.value]


def summarise(asset: Asset) -> str:
    """What stands under the picture: `19 Nov 2026, 17:51:33 · 1/125 s, f/2.8, ISO 1600`. Wants `original`."""
    original = asset.original
    how = write_exposure(original.facts) or write_length(original)
    return " · ".join(part for part in (write_moment(asset), how) if part)


def describe_moment(asset: Asset) -> Iterator[Line]:
    """When: the camera's wall clock, and how far it stood from UTC."""
    is_document = asset.original.kind == Original.Kind.DOCUMENT
    yield Line(_("Written") if is_document else _("Taken"), write_moment(asset))
    if asset.captured_at:
        yield Line(_("Offset"), write_offset(asset.captured_offset_minutes))


def describe_camera(asset: Asset) -> Iterator[Line]:
    """With what."""
    yield Line(_("Camera"), write_camera(asset.make, asset.model), True)
    yield Line(_("Lens"), asset.lens, True)


def describe_taking(original: Original) -> Iterator[Line]:
    """How: the exposure of a picture, the time of a film, the tracks of a sound."""
    facts: dict[str, Any] = original.facts
    yield Line(_("Exposure"), write_exposure(facts))
    yield Line(_("Focal length"), write_focal_length(facts))
    yield Line(_("Length"), write_length(original))
    if original.rate_num and original.rate_den:
        yield Line(_("Rate"), write_rate(original.rate_num, original.rate_den, original.variable_rate))
    yield Line(_("Starts at"), write_start(original), True)
    yield Line(_("Codec"), name_codec(facts.get("video_codec")), True)
    yield Line(_("Sound"), write_sound(facts), True)
    yield Line(_("Pages"), str(facts.get("pages") or ""))


def describe_file(original: Original) -> Iterator[Line]:
    """In what file."""
    if original.width_px and original.height_px:
        yield Line(_("Pixels"), write_pixels(original.width_px, original.height_px, original.kind))
    yield Line(_("File"), f"{original.file_type}, {format_size(original.size_bytes)}")


def describe_marks(asset: Asset) -> Iterator[Line]:
    """What somebody has thought of it."""
    yield Line(_("Flag"), asset.get_flag_display())
    yield Line(_("Rating"), "" if asset.rating is None else write_rating(asset.rating))
    yield Line(_("Label"), asset.label, True)


def describe_words(asset: Asset) -> list[Line]:
    """The words of an asset, for whoever reads them and does not write. Wants `keywords`."""
    keywords = ", ".join(sorted(keyword.name for keyword in asset.keywords.all()))
    lines = (
        Line(_("Title"), asset.title, True),
        Line(_("Headline"), asset.headline, True),
        Line(_("Caption"), asset.caption, True),
        Line(_("Keywords"), keywords, True),
        Line(_("Creator"), asset.creator, True),
        Line(_("Copyright"), asset.copyright, True),
        Line(_("Alt text"), asset.alt_text, True),
    )
    return [line for line in lines if line.value]


def write_moment(asset: Asset) -> str:
    """`19 Nov 2026, 17:51:33`, as the camera's clock stood; nothing when it is not known."""
    if asset.captured_at is None:
        return ""
    local = asset.captured_at.astimezone(UTC).replace(tzinfo=None)
    return f"{date_format(local, 'j M Y')}, {local:%H:%M:%S}"


def write_offset(minutes: int | None) -> str:
    """`UTC+05:30`; nothing when the camera gave no offset."""
    if minutes is None:
        return ""
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'−' if minutes < 0 else '+'}{hours:02}:{rest:02}"


def write_camera(make: str, model: str) -> str:
    """`FUJIFILM X-T5`, and not the maker twice where the model begins with it: `NIKON Z 6`."""
    if not make or model.casefold().startswith(make.split()[0].casefold()):
        return model or make
    return f"{make} {model}".strip()


def write_exposure(facts: dict[str, Any]) -> str:
    """`1/125 s, f/2.8, ISO 1600`, as far as it is known."""
    parts = [write_exposure_time(str(facts.get("exposure_time") or ""))]
    if facts.get("f_number"):
        parts.append(f"f/{facts['f_number']:g}")
    if facts.get("iso"):
        parts.append(f"ISO {facts['iso']}")
    return ", ".join(part for part in parts if part)


def write_exposure_time(text: str) -> str:
    """`1/125 s` for `10/1250`; from a third of a second on `0.4 s`, as cameras show it. No line ends before the `s`."""
    try:
        time = Fraction(text)
    except (ValueError, ZeroDivisionError):
        return ""
    if time <= 0:
        return ""
    return f"{float(time):.3g}\u00a0s" if time > Fraction(3, 10) else f"1/{round(1 / time)}\u00a0s"


def write_focal_length(facts: dict[str, Any]) -> str:
    """`35 mm`, or `6.8 mm` of a phone."""
    return f"{facts['focal_length_mm']:.3g} mm" if facts.get("focal_length_mm") else ""


def write_pixels(width_px: int, height_px: int, kind: str) -> str:
    """`6000 × 4000, 24.0 MP` (millions of pixels); of a film the size alone."""
    size = f"{width_px} × {height_px}"
    if kind != Original.Kind.PHOTO:
        return size
    megapixels = number_format(Decimal(width_px * height_px).scaleb(-6).quantize(Decimal("0.1")))
    return _("%(size)s, %(megapixels)s MP") % {"size": size, "megapixels": megapixels}


def write_place(latitude: float, longitude: float) -> str:
    """Degrees with north and east positive, five decimals: about a metre. As maps elsewhere take it."""
    return f"{latitude:.5f}, {longitude:.5f}"


def write_length(original: Original) -> str:
    """`0:01:02.5 (1 500 frames)`: hours, minutes, seconds, then the exact count."""
    if original.duration_ms is None and not original.duration_frames:
        return ""
    seconds, thousandths = divmod(original.duration_ms or 0, 1000)
    clock = f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}.{thousandths // 100}"
    if not original.duration_frames:
        return clock
    frames = _("%(count)s frames") % {"count": number_format(original.duration_frames, force_grouping=True)}
    return f"{clock} ({frames})" if original.duration_ms is not None else frames


def write_rate(numerator: int, denominator: int, is_variable: bool) -> str:
    """`25`, or `23.976 (24000/1001)`; and whether it is only an average."""
    exact = str(numerator) if denominator == 1 else f"{numerator / denominator:.3f} ({numerator}/{denominator})"
    return _("%(rate)s, variable") % {"rate": exact} if is_variable else exact


def write_start(original: Original) -> str:
    """`10:00:00:00`, and what part of the file said so."""
    timecode = str(original.facts.get("start_timecode") or "")
    source = original.start_timecode_source
    return f"{timecode} ({source})" if timecode and source else timecode


def write_sound(facts: dict[str, Any]) -> str:
    """`PCM 24 bit, 2 channels, 48 kHz`; the last does not break."""
    channels, rate_hz = facts.get("audio_channels"), facts.get("audio_sample_rate")
    parts = [
        name_codec(facts.get("audio_codec")),
        ngettext("%(count)s channel", "%(count)s channels", channels) % {"count": channels} if channels else "",
        f"{rate_hz / 1000:g}\N{NO-BREAK SPACE}kHz" if rate_hz else "",
    ]
    return ", ".join(part for part in parts if part)


def name_codec(codec: str | None) -> str:
    """A codec by the name the trade knows it by; one that is not listed by that of ffprobe."""
    return CODECS.get(codec or "", codec or "")


def write_rating(stars: int) -> str:
    """`3 of 5`; −1 is how other programs write that a picture was rejected (XMP part 2, xmp:Rating)."""
    return _("rejected") if stars < 0 else _("%(stars)s of 5") % {"stars": stars}


def list_readings(original: Original) -> list[Line]:
    """Everything that was read from the file, as it was read, by its technical name."""
    lines = (Line(name, write_reading(value), True) for name, value in sorted(original.facts.items()))
    return [line for line in lines if line.value]


def write_reading(value: Any) -> str:
    """A value as it was read, one line for each of its parts; nothing for nothing."""
    if isinstance(value, dict):
        parts = {name: write_reading(part) for name, part in value.items()}
        return "\n".join(f"{name}: {part}" for name, part in parts.items() if part)
    if isinstance(value, list):
        return "\n".join(filter(None, (write_reading(part).replace("\n", ", ") for part in value)))
    return "" if value is None else str(value)
