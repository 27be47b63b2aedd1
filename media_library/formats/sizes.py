"""The pictures made of a photograph: their names and sizes. No decoder is needed to ask for them."""

from __future__ import annotations

from .facts import RenditionSpec

LONG_EDGES = {"max-2560": 2560, "max-1280": 1280, "max-320": 320}
"""Long edge in pixels of each picture, the greatest first."""

PICTURE_SPECS = tuple(RenditionSpec(name) for name in reversed(LONG_EDGES))
