"""All photographs of the demonstration."""

from __future__ import annotations

from .album_altai import ALTAI_PHOTOGRAPHS
from .album_bazaar import BAZAAR_PHOTOGRAPHS
from .album_steppe import STEPPE_PHOTOGRAPHS
from .photograph import Photograph


def list_photographs() -> list[Photograph]:
    """All photographs of the demonstration, in the order they were taken on each card."""
    return [*ALTAI_PHOTOGRAPHS, *BAZAAR_PHOTOGRAPHS, *STEPPE_PHOTOGRAPHS]
