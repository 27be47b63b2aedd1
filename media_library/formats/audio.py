"""Sound: its facts, and the peaks made from it.

FFmpeg is loaded only when a file is read: whoever asks what can be made does not need it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from .facts import Facts, FileType, Rendered, RenditionSpec

WAVEFORM = "waveform"


def read_facts(path: Path, file_type: FileType) -> Facts:
    """The facts of a sound, from its headers and tags alone. Raises UnreadableFile."""
    from .sound import read_sound

    return read_sound(path, file_type)


def list_specs(facts: Facts) -> tuple[RenditionSpec, ...]:
    """Peaks, if there is sound."""
    return (RenditionSpec(WAVEFORM),) if facts.audio_codec else ()


def render(path: Path, file_type: FileType, specs: Sequence[RenditionSpec], folder: Path) -> list[Rendered]:
    """Makes the peaks. Raises UnreadableFile if the sound cannot be decoded."""
    unknown = {spec.name for spec in specs} - {WAVEFORM}
    if unknown:
        raise ValueError(f"a sound has no {', '.join(sorted(unknown))}")
    from .waveform import render_waveform

    return [render_waveform(path, folder)] if specs else []
