"""Which of the lenses that share a number it was. Plain Python.

Makers give the lenses of other makers no numbers of their own: these borrow one, and a number may stand for thirty. The
rules are those of exiftool (Exif.pm and Canon.pm, PrintLensID), so that a picture has the same lens in both: a lens is
ruled out by its focal lengths and by its widest aperture, and if several remain, all are named.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

SPAN = re.compile(r"(\d+(?:\.\d+)?)(?:-(\d+(?:\.\d+)?))?\s*mm.*?(?:[fF]/?\s*)(\d+(?:\.\d+)?)(?:-(\d+(?:\.\d+)?))?")
WHOLE_SPAN = re.compile(r"(\d+)(?:-(\d+))?mm.*?(?:[fF]/?)(\d+(?:\.\d+)?)(?:-(\d+(?:\.\d+)?))?")
OWN_CONVERTER = re.compile(r" \+ (?:.*? )?(\d+(?:\.\d+)?)x(?: |$)")
"""A lens listed together with a teleconverter."""
CONVERTERS = (1.0, 1.4, 2.0, 2.8)
FOCAL_SLACK, FOCAL_SLACK_OF_ENDS = 0.5, 0.9
APERTURE_SLACK, APERTURE_SLACK_OF_ENDS = 0.15, 0.18


@dataclass(frozen=True, kw_only=True)
class Use:
    """What a picture says of the lens in use: millimetres and f-numbers, 0 for what it does not say."""

    focal: float = 0.0
    shortest: float = 0.0
    longest: float = 0.0
    widest: float = 0.0
    """The widest aperture, at the focal length in use."""
    written: str = ""
    """How the camera itself describes the lens: `DT 18-70mm F3.5-5.6`."""


@dataclass(frozen=True)
class Span:
    """Focal lengths and widest apertures of a lens from its shortest end to its longest."""

    shortest: float
    longest: float
    widest: float
    widest_long: float

    def times(self, factor: float) -> Span:
        """The lens behind a teleconverter."""
        return Span(*(number * factor for number in (self.shortest, self.longest, self.widest, self.widest_long)))

    def widest_at(self, focal: float) -> float:
        """The widest aperture at a focal length: between the ends it grows with it, both as logarithms."""
        if self.shortest == self.longest or self.widest == self.widest_long or focal <= self.shortest:
            return self.widest
        if focal >= self.longest:
            return self.widest_long
        slope = math.log(self.widest_long / self.widest) / math.log(self.longest / self.shortest)
        return self.widest * math.exp(slope * math.log(focal / self.shortest))


def read_span(name: str, pattern: re.Pattern[str] = SPAN) -> Span | None:
    """The numbers in the name of a lens; None when it has none."""
    found = pattern.search(name)
    if not found:
        return None
    shortest, widest = float(found[1]), float(found[3])
    if not shortest or not widest:
        return None
    return Span(shortest, float(found[2] or 0) or shortest, widest, float(found[4] or 0) or widest)


def choose_lens(names: Sequence[str], use: Use) -> str | None:
    """The lens of those listed under one number, several joined by `or`; None when none of them can be it."""
    if not names:
        return None
    if use.shortest and use.longest:
        return _choose_by_ends(names, use)
    return _choose_by_use(names, use)


def _alternatives(names: Sequence[str]) -> list[str]:
    """All lenses of a number: the first line ends in `or …` where there are others."""
    return [names[0].partition(" or ")[0], *names[1:]]


def _choose_by_ends(names: Sequence[str], use: Use) -> str | None:
    """By the shortest and longest focal length of the lens, alone or behind a teleconverter."""
    if len(names) == 1:
        return names[0] + _converter(names[0], use)
    for converter in CONVERTERS:
        mark = f" + {converter:g}x" if converter > 1 else ""
        found = [(name, span.times(converter)) for name in _alternatives(names) if (span := _whole_span(name))]
        maybe = [(name, span) for name, span in found if abs(use.shortest - span.shortest) <= FOCAL_SLACK_OF_ENDS]
        likely = [(name, span) for name, span in maybe if abs(use.longest - span.longest) <= FOCAL_SLACK_OF_ENDS]
        sure = [(name, span) for name, span in likely if _fits_ends(span, use.widest)]
        if maybe:
            return " or ".join(name + mark for name, _ in sure or likely or maybe)
    return None


def _whole_span(name: str) -> Span | None:
    span = read_span(name, WHOLE_SPAN)
    own = OWN_CONVERTER.search(name)
    return span.times(float(own[1])) if span and own else span


def _fits_ends(span: Span, widest: float) -> bool:
    slack = APERTURE_SLACK_OF_ENDS
    return not widest or span.widest - slack <= widest <= span.widest_long + slack


def _converter(name: str, use: Use) -> str:
    """` + 1.4x` when the lens is longer than its name by that."""
    first = re.search(r"\d+", name)
    if first and not name.endswith("x"):
        for converter in CONVERTERS:
            if abs(use.shortest - int(first[0]) * converter) <= FOCAL_SLACK_OF_ENDS:
                return f" + {converter:g}x" if converter > 1 else ""
    return ""


def _choose_by_use(names: Sequence[str], use: Use) -> str:
    """By how the camera describes the lens, else by focal length and widest aperture of this picture."""
    if len(names) == 1:
        return names[0]
    found = [(name, span) for name in _alternatives(names) if (span := read_span(name))]
    written = read_span(use.written)
    best = _match_written(found, use.written, written) if written else _match_use(found, use)
    return " or ".join(best) or names[0]


def _match_written(found: list[tuple[str, Span]], text: str, written: Span) -> list[str]:
    fitting = [name for name, span in found if _is_same(span, written)]
    exact = re.compile(rf" {re.escape(text)}( \(| GM$|$)")
    named = [name for name in fitting if exact.search(name)]
    return named[:1] or [name for name in fitting if not name.startswith("Sony ")]


def _is_same(one: Span, other: Span) -> bool:
    focal = max(abs(one.shortest - other.shortest), abs(one.longest - other.longest))
    aperture = max(abs(one.widest - other.widest), abs(one.widest_long - other.widest_long))
    return focal <= FOCAL_SLACK and aperture <= APERTURE_SLACK


def _match_use(found: list[tuple[str, Span]], use: Use) -> list[str]:
    fitting: list[tuple[str, Span]] = []
    for name, span in found:
        own = OWN_CONVERTER.search(name)
        scaled = span.times(float(own[1])) if own else span
        if _fits_use(scaled, use):
            fitting.append((name, scaled))
    if not use.widest:
        return [name for name, _ in fitting]
    return _nearest([(name, abs(use.widest - span.widest_at(use.focal))) for name, span in fitting])


def _fits_use(span: Span, use: Use) -> bool:
    if use.focal and not span.shortest - FOCAL_SLACK <= use.focal <= span.longest + FOCAL_SLACK:
        return False
    return not use.widest or span.widest - APERTURE_SLACK <= use.widest <= span.widest_long + APERTURE_SLACK


def _nearest(found: list[tuple[str, float]]) -> list[str]:
    """Those whose difference is least, in the order they are listed: one clearly better ends the others."""
    best: list[str] = []
    least: float | None = None
    for name, difference in found:
        if least is not None and difference > least + APERTURE_SLACK:
            continue
        if least is not None and difference < least - APERTURE_SLACK:
            best = []
        least = difference
        best.append(name)
    return best
