"""Moving pictures: their facts, and the pictures and peaks made from them.

FFmpeg is loaded only when a file is read: whoever asks what can be made does not need it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from .facts import Facts, FileType, Rendered, RenditionSpec
from .sheet_layout import count_pages

POSTERS = {"max-320": 320, "max-1280": 1280}
WAVEFORM = "waveform"


def read_facts(path: Path, file_type: FileType) -> Facts:
    """The facts of a film. Bounded work whatever its length: headers, and at most 48 MB of packets, none decoded.

    Raises UnreadableFile.
    """
    from .film import read_film

    return read_film(path, file_type)


def list_specs(facts: Facts) -> tuple[RenditionSpec, ...]:
    """Posters and sheets if there is a picture, peaks if there is sound."""
    names: list[str] = []
    if facts.video_codec:
        names += [*POSTERS, *(f"sheet-{page}" for page in range(1, count_pages(facts.duration_s) + 1))]
    if facts.audio_codec:
        names.append(WAVEFORM)
    return tuple(RenditionSpec(name) for name in names)


def render(path: Path, file_type: FileType, specs: Sequence[RenditionSpec], folder: Path) -> list[Rendered]:
    """Makes what was asked for, one kind after another. Raises UnreadableFile for the first that cannot be made.

    Who wants to know which of several failed asks again, one by one.
    """
    names = [spec.name for spec in specs]
    posters = {name: POSTERS[name] for name in names if name in POSTERS}
    pages = {name: int(name.removeprefix("sheet-")) for name in names if name.startswith("sheet-")}
    unknown = set(names) - set(posters) - set(pages) - {WAVEFORM}
    if unknown:
        raise ValueError(f"a film has no {', '.join(sorted(unknown))}")
    from . import sheets, stills, waveform

    steps: list[tuple[bool, Callable[[], list[Rendered]]]] = [
        (bool(posters), lambda: stills.render_posters(path, posters, folder)),
        (bool(pages), lambda: sheets.render_sheets(path, read_facts(path, file_type).duration_s, pages, folder)),
        (WAVEFORM in names, lambda: [waveform.render_waveform(path, folder)]),
    ]
    return [made for wanted, make in steps if wanted for made in make()]
