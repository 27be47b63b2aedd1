"""System checks: the decoders are there and open what they should, and the store can be written to.

Every command of manage.py runs the quick ones (a few hundredths of a second). `manage.py check --deploy` also loads
the heavy decoders, opens a picture in the child process, and writes a file into each store.
"""

from __future__ import annotations

import os
from base64 import b64decode
from collections.abc import Sequence
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, storages

from .formats import FileType, Kind, UnreadableFile
from .formats.child import Decoder
from .formats.sizes import PICTURE_SPECS

STORES = ("originals", "renditions")

REINSTALL = "Install the packages of requirements.txt again, into the environment that runs manage.py."

_PILLOW_FORMATS = ("JPEG", "PNG", "WEBP", "TIFF", "GIF")
_MODULES = {
    "pillow_heif": "HEIC pictures",
    "rawpy": "RAW pictures",
    "av": "moving pictures and sound",
    "pypdfium2": "PDF documents",
}
_CODECS = ("h264", "hevc", "prores", "dnxhd", "mpeg2video", "mjpeg", "vp9", "aac", "alac", "mp3", "flac", "pcm_s24le")

_SQUARE_AVIF = b64decode(
    "AAAAIGZ0eXBhdmlmAAAAAGF2aWZtaWYxbWlhZk1BMUIAAADrbWV0YQAAAAAAAAAhaGRscgAAAAAAAAAAcGljdAAAAAAAAAAAAAAAAAAAAAAOcGl0"
    "bQAAAAAAAQAAAB5pbG9jAAAAAEQAAAEAAQAAAAEAAAETAAAAKAAAAChpaW5mAAAAAAABAAAAGmluZmUCAAAAAAEAAGF2MDFDb2xvcgAAAABqaXBy"
    "cAAAAEtpcGNvAAAAFGlzcGUAAAAAAAAAEAAAABAAAAAQcGl4aQAAAAADCAgIAAAADGF2MUOBAAwAAAAAE2NvbHJuY2x4AAEADQAGgAAAABdpcG1h"
    "AAAAAAAAAAEAAQQBAoMEAAAAMG1kYXQSAAoJGAz/2iAhoNCAMhkcR4eF3dNNNMLGwAB1fc4kfmg1BYdnNATA"
)
SQUARE_HEIC = b64decode(
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAXxtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAACJpbG9jAAAA"
    "AERAAAEAAQAAAAABoAABAAAAAAAAACoAAAAjaWluZgAAAAAAAQAAABVpbmZlAgAAAAABAABodmMxAAAAAA5waXRtAAAAAAABAAAA/GlwcnAAAADc"
    "aXBjbwAAAHVodmNDAQNwAAAAkAAAAAAAHvAA/P34+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQApQgEBA3AAAAMAkAAAAwAA"
    "AwAeoCCBBZbqrprm4CGgwIAAAAyAAAADAIRiAAEABkQBwXPBiQAAABNjb2xybmNseAABAA0ABoAAAAAUaXNwZQAAAAAAAABAAAAAQAAAAChjbGFw"
    "AAAAEAAAAAEAAAAQAAAAAf///9AAAAAC////0AAAAAIAAAAQcGl4aQAAAAADCAgIAAAAGGlwbWEAAAAAAAAAAQABBYECAwWEAAAAMm1kYXQAAAAm"
    "KAGvGSFeQkDvXaW//34+/1mF/iVbfKZKppcE14iZCwOBgI2RnTg="
)
"""A red square of 16 pixels each way."""


@register("decoders")
def check_pictures(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> Sequence[CheckMessage]:
    """Pillow opens the formats that cameras and browsers write; the other decoders are installed."""
    refusals = {name: _try_pillow(name) for name in _PILLOW_FORMATS}
    missing = {module: material for module, material in _MODULES.items() if find_spec(module) is None}
    return [
        Error(f"Pillow does not open {name} pictures ({reason}).", REINSTALL, id="media_library.E001")
        for name, reason in refusals.items()
        if reason
    ] + [
        Error(f"{material} cannot be read: {module} is missing.", REINSTALL, id="media_library.E002")
        for module, material in missing.items()
    ]


def _try_pillow(name: str) -> str:
    """Why a picture of that format cannot be opened; empty when it can."""
    from PIL import Image

    file = BytesIO()
    try:
        Image.new("RGB", (8, 8), (200, 30, 30)).save(file, name)
        Image.open(file, formats=[name]).load()
    except (OSError, KeyError, ValueError) as error:
        return str(error)
    return ""


@register("decoders", deploy=True)
def check_decoders(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """The heavy decoders load and know what they should; a HEIC picture passes through the child process."""
    found: list[CheckMessage] = []
    for module, material in _MODULES.items():
        try:
            __import__(module)
        except ImportError as error:
            found.append(Error(f"{material} cannot be read: {error}", REINSTALL, id="media_library.E002"))
    missing = [name for name in _CODECS if not _has_codec(name)]
    if missing:
        text = f"FFmpeg does not decode {', '.join(missing)}."
        found.append(Warning(text, "Install the `av` wheel from PyPI: its FFmpeg knows them.", id="media_library.W003"))
    found.extend(_check_child())
    return found


def _has_codec(name: str) -> bool:
    try:
        from av.codec import Codec

        Codec(name, "r")
    except (ImportError, ValueError):
        return False
    return True


def _check_child() -> list[CheckMessage]:
    limits = {"memory_mb": settings.KADR_DECODER_MEMORY_MB, "max_megapixels": settings.KADR_MAX_MEGAPIXELS}
    with TemporaryDirectory() as folder, Decoder(seconds=settings.KADR_DECODER_SECONDS, **limits) as decoder:
        for extension, content in (("heic", SQUARE_HEIC), ("avif", _SQUARE_AVIF)):
            path = Path(folder) / f"square.{extension}"
            path.write_bytes(content)
            file_type = FileType(Kind.PHOTO, "photo", extension.upper(), f"image/{extension}", extension)
            try:
                decoder.render(path, file_type, PICTURE_SPECS, Path(folder))
            except UnreadableFile as error:
                text = f"The decoder process does not open {extension.upper()} pictures: {error}"
                hint = f"Give it more memory and time (KADR_DECODER_MEMORY_MB, KADR_DECODER_SECONDS). {REINSTALL}"
                return [Error(text, hint, id="media_library.E004")]
    return []


@register("stores")
def check_stores(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """The stores that are folders can be written to, or made."""
    found: list[CheckMessage] = []
    for name in STORES:
        storage = storages[name]
        if isinstance(storage, FileSystemStorage) and (reason := _find_obstacle(Path(storage.location))):
            hint = "Set MEDIA_ROOT to a folder that the user who runs Kadr may write to."
            found.append(Error(f"The store of {name} cannot be written to: {reason}", hint, id="media_library.E005"))
    return found


def _find_obstacle(folder: Path) -> str:
    """Why nothing can be written to a folder, which need not be there yet; empty when it can."""
    nearest = next(place for place in (folder, *folder.parents) if place.exists())
    if not nearest.is_dir():
        return f"{nearest} is not a folder."
    return "" if os.access(nearest, os.W_OK | os.X_OK) else f"{nearest} is closed to writing."


@register("stores", deploy=True)
def check_round_trip(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """What is written into each store comes back; the only way to know it of a store that is not a folder."""
    found: list[CheckMessage] = []
    for name in STORES:
        try:
            _try_store(name)
        except Exception as error:  # a store may be anything, and so may what it raises
            text = f"The store of {name} does not give back what is put into it: {error}"
            hint = "See that MEDIA_ROOT, or the bucket, is there and open to writing."
            found.append(Error(text, hint, id="media_library.E006"))
    return found


def _try_store(name: str) -> None:
    storage = storages[name]
    written = storage.save("written-by-check", ContentFile(b"kadr"))
    try:
        with storage.open(written) as file:
            if file.read() != b"kadr":
                raise OSError("it gave back something else")
    finally:
        storage.delete(written)
