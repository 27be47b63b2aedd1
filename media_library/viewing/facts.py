"""What is known of an asset, in the words of the screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from media_library.models import Asset, Original
from media_library.sizes import format_size


@dataclass(frozen=True)
class Line:
    """One fact: its name in the reader's language, its value as text. `is_foreign`: the text came with the file."""

    name: str
    value: str
    is_foreign: bool = False


def describe(asset: Asset) -> list[Line]:
    """The facts a person looks for first; what is not known is not there. Wants `original`, `card` and `keywords`."""
    lines = [*describe_moment(asset), *describe_camera(asset), *describe_file(asset.original), *describe_words(asset)]
    return [line for line in lines if line.value]


def describe_moment(asset: Asset) -> Iterator[Line]:
    if asset.captured_at:
        local = asset.captured_at.astimezone(UTC).replace(tzinfo=None)
        offset = write_offset(asset.captured_offset_minutes)
        yield Line(_("Captured"), f"{date_format(local, 'j M Y')}, {local:%H:%M:%S} {offset}".strip())
        yield Line(_("Time from"), asset.captured_source, True)
    if asset.latitude is not None and asset.longitude is not None:
        yield Line(_("Place"), write_place(asset.latitude, asset.longitude, asset.altitude_m))


def describe_camera(asset: Asset) -> Iterator[Line]:
    yield Line(_("Camera"), f"{asset.make} {asset.model}".strip(), True)
    yield Line(_("Lens"), asset.lens, True)
    yield Line(_("Card"), str(asset.card or ""), True)
    yield Line(_("Folder"), asset.folder, True)


def describe_file(original: Original) -> Iterator[Line]:
    facts: dict[str, Any] = original.facts
    yield Line(_("Kind"), f"{original.get_kind_display()}, {original.file_type}")
    yield Line(_("Size"), format_size(original.size_bytes))
    if original.width_px and original.height_px:
        yield Line(_("Pixels"), f"{original.width_px} × {original.height_px}")
    yield Line(_("Length"), write_length(original))
    if original.rate_num and original.rate_den:
        yield Line(_("Frames a second"), write_rate(original.rate_num, original.rate_den, original.variable_rate))
    yield Line(_("Start timecode"), str(facts.get("start_timecode") or ""), True)
    codecs = [str(facts[name]) for name in ("video_codec", "audio_codec") if facts.get(name)]
    yield Line(_("Codecs"), ", ".join(codecs), True)
    if facts.get("audio_channels"):
        yield Line(_("Sound channels"), str(facts["audio_channels"]), True)
    yield Line(_("Pages"), str(facts.get("pages") or ""), True)
    yield Line(_("State"), str(original.get_state_display()))
    yield Line("SHA-256", original.sha256)


def describe_words(asset: Asset) -> Iterator[Line]:
    yield Line(_("Rating"), "" if asset.rating is None else str(asset.rating))
    yield Line(_("Label"), asset.label, True)
    yield Line(_("Title"), asset.title, True)
    yield Line(_("Headline"), asset.headline, True)
    yield Line(_("Caption"), asset.caption, True)
    yield Line(_("Keywords"), ", ".join(sorted(keyword.name for keyword in asset.keywords.all())), True)
    yield Line(_("Creator"), asset.creator, True)
    yield Line(_("Copyright"), asset.copyright, True)


def write_offset(minutes: int | None) -> str:
    """`UTC+05:30`; nothing when the camera gave no offset."""
    if minutes is None:
        return ""
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'−' if minutes < 0 else '+'}{hours:02}:{rest:02}"


def write_place(latitude: float, longitude: float, altitude_m: float | None) -> str:
    """Degrees with north and east positive, five decimals: about a metre."""
    place = f"{latitude:.5f}, {longitude:.5f}"
    return place if altitude_m is None else f"{place}, {altitude_m:.0f} m"


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


def list_readings(original: Original) -> list[Line]:
    """Everything that was read from the file, as it was read, by its technical name."""
    shown: Callable[[Any], bool] = lambda value: value not in (None, "", [], {})  # noqa: E731
    return [Line(name, str(value), True) for name, value in sorted(original.facts.items()) if shown(value)]
