"""Child processes for foreign bytes, with the limits of the settings."""

from __future__ import annotations

from django.conf import settings

from media_library.formats.child import Decoder


def make_decoder() -> Decoder:
    """A child process for one thread at a time; it starts with the first file."""
    return Decoder(
        memory_mb=settings.KADR_DECODER_MEMORY_MB,
        seconds=settings.KADR_DECODER_SECONDS,
        max_megapixels=settings.KADR_MAX_MEGAPIXELS,
    )
