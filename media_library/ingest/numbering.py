"""Gaps in the numbers a camera gives its frames. Plain Python."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .found import Found, Role

CAMERA_NAME = re.compile(r"([A-Za-z_][A-Za-z0-9_]{0,3})(\d{4})")
"""A file name of DCF (JEITA CP-3461, 2010, 3.2.2): four free characters and four digits; Sony's clips have one."""
CAMERA_FOLDER = re.compile(r"\d{3}[A-Za-z0-9_]{5}")
"""A folder name of DCF (3.2.1): 100CANON."""
KNOWN_PREFIXES = frozenset(
    {
        "img_", "_mg_", "mvi_", "dsc_", "_dsc", "dsc0", "dscf", "_dsf", "dscn", "imgp", "_igp", "pict", "cimg", "sam_",
        "dji_", "dcp_", "r000", "l100", "l101", "sdim", "fuji", "stb_", "hpim", "100_",
    }
)  # fmt: skip
SAME_COUNTER = {"_mg_": "img_", "mvi_": "img_", "_dsc": "dsc_", "_dsf": "dscf", "_igp": "imgp"}
"""Prefixes that one camera uses side by side: of films (Canon), and of pictures in Adobe RGB (all)."""
GOPRO_PREFIX = re.compile(r"g[hx]\d\d|gopr|gp\d\d|g\d{3}")
"""GoPro puts the chapter before the number: GX020119 is number 119, as GX010119 is."""
NUMBERING_LAYOUTS = frozenset({"dcim", "gopro", "sony_xavc", "sony_xdcam"})
"""Cards whose file names end in a counter; on others the digits mean something else."""

LAST_NUMBER = 9999
LONGEST_GAP = 999
"""A longer jump is another shoot, or a counter that was set back."""
MOST_NOTICES = 20


@dataclass(frozen=True)
class Gap:
    """Numbers that are missing between two frames; both ends are there."""

    folder: str
    prefix: str
    before: int
    prefix_after: str
    after: int
    missing: int

    def __str__(self) -> str:
        first, last = _next(self.before), self.after - 1 or LAST_NUMBER
        if self.missing == 1:
            what = f"{self.prefix}{first:04} is"
        elif self.missing == 2:
            what = f"{self.prefix}{first:04} and {self.prefix}{last:04} are"
        else:
            what = f"{self.prefix}{first:04} to {self.prefix}{last:04} ({self.missing} frames) are"
        ends = f"between {self.prefix}{self.before:04} and {self.prefix_after}{self.after:04}"
        return f"{self.folder + ': ' if self.folder else ''}{what} not there ({ends})."


def find_gaps(files: Iterable[Found]) -> list[str]:
    """A sentence for each run of frame numbers that is not there, folder by folder; at most twenty and a count."""
    counters: dict[tuple[str, str], dict[int, str]] = defaultdict(dict)
    for file in files:
        if file.role is Role.MATERIAL and (parts := _read_name(file)):
            prefix, number = parts
            counters[file.folder, _counter(prefix.lower())].setdefault(number, prefix)
    gaps = [gap for (folder, _), frames in sorted(counters.items()) for gap in _gaps_between(folder, frames)]
    notices = [str(gap) for gap in gaps[:MOST_NOTICES]]
    if len(gaps) > MOST_NOTICES:
        notices.append(f"Frame numbers are missing in {len(gaps) - MOST_NOTICES} more places.")
    return notices


def _read_name(file: Found) -> tuple[str, int] | None:
    """Prefix and number of a camera's file name, None for names that people give."""
    name = file.name
    parts = CAMERA_NAME.fullmatch(name[: name.rfind(".")] if "." in name else name)
    if parts is None:
        return None
    from_camera = (
        (file.card is not None and file.card.layout in NUMBERING_LAYOUTS)
        or parts[1].lower() in KNOWN_PREFIXES
        or CAMERA_FOLDER.fullmatch(file.folder.rpartition("/")[2]) is not None
    )
    return (parts[1], int(parts[2])) if from_camera else None


def _counter(prefix: str) -> str:
    """One name for all prefixes that a camera counts in one row."""
    return "gopr" if GOPRO_PREFIX.fullmatch(prefix) else SAME_COUNTER.get(prefix, prefix)


def _next(number: int) -> int:
    return number % LAST_NUMBER + 1


def _gaps_between(folder: str, frames: Mapping[int, str]) -> list[Gap]:
    """Gaps on the circle of 1 … 9999, apart from the longest: that is where the camera's counter was elsewhere.

    `frames` gives the prefix of each number. No camera counts on to 0000, so it is never missed.
    """
    circle = sorted(number for number in frames if number > 0)
    pairs = zip(circle, [*circle[1:], *circle[:1]], strict=True)
    gaps = [Gap(folder, frames[a], a, frames[b], b, (b - a - 1) % LAST_NUMBER) for a, b in pairs if a != b]
    if gaps:
        gaps.remove(max(gaps, key=lambda gap: gap.missing))
    return [gap for gap in gaps if 0 < gap.missing <= LONGEST_GAP]
