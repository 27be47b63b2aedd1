"""Opening a still picture, and the chain that makes the smaller ones from it: decoded once. Plain Python.

What photographs, the previews inside RAW files and others' single frames have in common. Decodes foreign bytes: it is
called in the child process of `formats.child` only.
"""

from __future__ import annotations

import struct
import warnings
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import IO, Any, NoReturn

from PIL import Image, ImageFile, UnidentifiedImageError

from .colour import flatten, make_adobe_rgb, to_eight_bits, to_srgb
from .facts import Rendered, RenditionSpec, UnreadableFile
from .sizes import LONG_EDGES

QUALITIES = {"max-2560": 86, "max-1280": 84, "max-320": 80}

DAMAGE = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    LookupError,
    ArithmeticError,
    RuntimeError,
    struct.error,
    zlib.error,
)
"""What Pillow and its plugins raise on damaged files, as met with on real ones."""

_PLUGINS = {
    "jpg": ("JPEG", "MPO"),
    "png": ("PNG",),
    "tif": ("TIFF",),
    "webp": ("WEBP",),
    "gif": ("GIF",),
    "avif": ("AVIF", "HEIF"),
    "heic": ("HEIF", "AVIF"),
    "heif": ("HEIF", "AVIF"),
    "hif": ("HEIF", "AVIF"),
    "psd": ("PSD", "PHOTOSHOP"),
    "jp2": ("JPEG2000",),
    "bmp": ("BMP",),
}
"""Which decoders of Pillow may open a file with this canonical extension, and no other: some start programs."""

_MODULES = {
    "JPEG": "JpegImagePlugin",
    "MPO": "MpoImagePlugin",
    "PNG": "PngImagePlugin",
    "TIFF": "TiffImagePlugin",
    "WEBP": "WebPImagePlugin",
    "GIF": "GifImagePlugin",
    "AVIF": "AvifImagePlugin",
    "PSD": "PsdImagePlugin",
    "JPEG2000": "Jpeg2KImagePlugin",
    "BMP": "BmpImagePlugin",
}

_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What makes a picture upright, by its EXIF orientation (EXIF 2.32, tag 274)."""

_EXIF_IFD, _INTEROP_IFD, _COLOUR_SPACE, _INTEROP_INDEX, _ORIENTATION = 0x8769, 0xA005, 0xA001, 1, 274

_limit = {"megapixels": 0}

warnings.filterwarnings("ignore", module=r"PIL\.")


_NOTHING = Image.new("L", (1, 1))


class DamagedPicture(UnreadableFile):
    """The header of a picture cannot be read, at least not strictly."""


@dataclass
class Picture:
    """A decoded picture, not yet upright. `damage` is a sentence when only a part of it could be decoded."""

    image: Image.Image
    orientation: int = 1
    profile: bytes | None = None
    damage: str = ""

    @property
    def upright_size(self) -> tuple[int, int]:
        """Width and height as shown, in pixels."""
        width, height = self.image.size
        return (height, width) if self.orientation >= 5 else (width, height)


def limit_pixels(max_megapixels: int) -> None:
    """Sets how many million pixels a picture may have; what has more is refused before it is decoded."""
    _limit["megapixels"] = max_megapixels
    Image.MAX_IMAGE_PIXELS = max_megapixels * 500_000  # Pillow warns from here on, and raises at twice as much


limit_pixels(500)


def check_size(width_px: int, height_px: int) -> None:
    """Raises UnreadableFile when a picture of that size is over the limit."""
    if width_px * height_px > _limit["megapixels"] * 1_000_000:
        raise UnreadableFile(
            f"{width_px} x {height_px} px is more than the limit of {_limit['megapixels']} megapixels."
        )


def open_picture(source: Path | IO[bytes], extension: str) -> Image.Image:
    """Opens a picture by the decoder of its canonical extension and reads its header; no pixel is decoded yet.

    Raises UnreadableFile: no decoder, a header that cannot be read, more pixels than the limit.
    """
    formats = _load_plugins(extension)
    try:
        image = Image.open(source, formats=formats)
    except Image.DecompressionBombError:
        _refuse_bomb(source, formats)
    except UnidentifiedImageError as error:
        raise DamagedPicture("The picture cannot be opened: its header is damaged or incomplete.") from error
    except DAMAGE as error:
        raise DamagedPicture(f"The picture cannot be opened: {_say(error)}") from error
    check_size(*image.size)
    return image


def _load_plugins(extension: str) -> tuple[str, ...]:
    """Imports just the decoders asked for: Pillow would import all forty of them when its first five do not fit."""
    formats = _PLUGINS.get(extension)
    if formats is None:
        raise UnreadableFile(f"Kadr has no decoder for pictures of this kind ({extension}).")
    for name in formats:
        if name == "HEIF":
            _load_heif()
        elif name == "PHOTOSHOP":
            _load_photoshop()
        else:
            import_module(f"PIL.{_MODULES[name]}")
    return formats


def _load_heif() -> None:
    if "HEIF" not in Image.OPEN:
        import pillow_heif

        pillow_heif.register_heif_opener(thumbnails=False, decode_threads=1)


def _load_photoshop() -> None:
    """Has Pillow ask our own reader for what its own does not open."""
    from .photoshop import read_photoshop

    Image.register_open(
        "PHOTOSHOP",
        lambda file, name: read_photoshop(file, check_size),  # type: ignore[arg-type, return-value]
        lambda beginning: beginning.startswith(b"8BPS"),
    )


def _refuse_bomb(source: Path | IO[bytes], formats: tuple[str, ...]) -> NoReturn:
    """Raises UnreadableFile that names the size, as far as the header can be read without the limit."""
    limit, Image.MAX_IMAGE_PIXELS = Image.MAX_IMAGE_PIXELS, None
    try:
        if not isinstance(source, Path):
            source.seek(0)
        with Image.open(source, formats=formats) as image:
            size = image.size
    except DAMAGE:
        size = (0, 0)
    finally:
        Image.MAX_IMAGE_PIXELS = limit
    check_size(*size)
    raise UnreadableFile(f"A frame of the picture is more than the limit of {_limit['megapixels']} megapixels.")


def decode(source: Path | IO[bytes], extension: str, long_edge_px: int) -> Picture:
    """Decodes a picture, at a fraction of its size where its format can and `long_edge_px` allows.

    A picture that breaks off is decoded as far as it goes and says so in `damage`; raises UnreadableFile when nothing
    of it can be decoded.
    """
    _load_plugins(extension)
    picture = Picture(_NOTHING)
    try:
        picture.image = open_picture(source, extension)
        _load(picture.image, long_edge_px)
    except Image.DecompressionBombError as error:
        raise UnreadableFile(
            f"A frame of the picture is more than the limit of {_limit['megapixels']} megapixels."
        ) from error
    except (DamagedPicture, *DAMAGE) as error:
        picture.damage = f"Only a part of the picture could be decoded: {_say(error)}"
        picture.image = _load_what_is_there(source, extension, long_edge_px, error)
    picture.orientation = read_orientation(picture.image)
    picture.profile = _find_profile(picture.image)
    return picture


def _load(image: Image.Image, long_edge_px: int) -> None:
    width, height = image.size
    scale = long_edge_px / max(width, height)
    if scale < 1:
        # Fractions of a half, a quarter, an eighth come nearly free out of a JPEG (libjpeg's scaled inverse transform).
        image.draft(None, (max(1, int(width * scale)), max(1, int(height * scale))))
    image.load()


def _load_what_is_there(
    source: Path | IO[bytes], extension: str, long_edge_px: int, error: BaseException
) -> Image.Image:
    if not isinstance(source, Path):
        source.seek(0)
    with _tolerate_truncation():
        image = open_picture(source, extension)
        try:
            _load(image, long_edge_px)
        except DAMAGE:
            image = _NOTHING
    if _is_blank(image):
        raise UnreadableFile(f"Nothing of the picture can be decoded: {_say(error)}") from error
    return image


@contextmanager
def _tolerate_truncation() -> Iterator[None]:
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = False


def _is_blank(image: Image.Image) -> bool:
    """Tells whether all is one colour below the first rows: what a decoder leaves that had no data, or but crumbs."""
    extrema = image.crop((0, min(32, image.height // 2), *image.size)).getextrema()
    pairs = extrema if isinstance(extrema[0], tuple) else (extrema,)
    return all(low == high for low, high in pairs)


def _say(error: BaseException) -> str:
    """What is wrong, in words for a photographer; the decoder's own words tell them nothing."""
    if isinstance(error, DamagedPicture):
        error = error.__cause__ or error
    if "truncated" in str(error).lower() or isinstance(error, EOFError):
        return "the file is cut off before its end."
    return "the file is damaged."


def read_orientation(image: Image.Image) -> int:
    """EXIF orientation 1–8 of an open picture; 1 when there is none, or none that makes sense."""
    try:
        value = image.getexif().get(_ORIENTATION, 1)
    except DAMAGE:
        return 1
    return value if isinstance(value, int) and value in _TURNS else 1


def _find_profile(image: Image.Image) -> bytes | None:
    profile = image.info.get("icc_profile")
    if isinstance(profile, bytes) and profile:
        return profile
    return make_adobe_rgb() if image.mode == "RGB" and _says_adobe_rgb(image) else None


def _says_adobe_rgb(image: Image.Image) -> bool:
    """Tells whether EXIF names Adobe RGB: ColorSpace uncalibrated with interoperability index R03 (DCF 2.0, §4.7.2),
    or ColorSpace 2, which some cameras write against the standard."""
    try:
        exif = image.getexif()
        colour_space = exif.get_ifd(_EXIF_IFD).get(_COLOUR_SPACE)
        if colour_space != 0xFFFF:
            return bool(colour_space == 2)
        return str(exif.get_ifd(_INTEROP_IFD).get(_INTEROP_INDEX, "")).startswith("R03")
    except DAMAGE:
        return False


def write_renditions(
    picture: Picture, specs: Sequence[RenditionSpec], folder: Path, data: Mapping[str, Any] | None = None
) -> list[Rendered]:
    """Writes one JPEG for each of `specs` (`max-2560`, `max-1280`, `max-320`) into the folder: upright, sRGB, never
    enlarged, without any metadata of the original. `data` goes into each of them."""
    names = [name for name in LONG_EDGES if any(spec.name == name for spec in specs)]
    if not names:
        return []
    image = _prepare(picture, LONG_EDGES[names[0]])
    size = picture.upright_size
    told = dict(data or {})
    if picture.damage:
        told |= {"damaged": True, "reason": picture.damage}
    made = []
    for name in names:
        image = shrink(image, fit(size, LONG_EDGES[name]))
        made.append(_write(image, name, folder, told))
    return made


def _prepare(picture: Picture, long_edge_px: int) -> Image.Image:
    """The greatest of the pictures asked for, in sRGB and upright. It is made small first: there is less to convert."""
    image = to_eight_bits(picture.image)
    image = flatten(shrink(image, fit(image.size, long_edge_px)))
    image = to_srgb(image, picture.profile)
    turn = _TURNS.get(picture.orientation)
    return image if turn is None else image.transpose(turn)


def fit(size: tuple[int, int], long_edge_px: int) -> tuple[int, int]:
    """The size with that long edge and the same shape; never greater than it was, nor thinner than a pixel."""
    scale = min(1.0, long_edge_px / max(size))
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def shrink(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    """Gives the picture in that size, of the same shape and no greater.

    Whole fractions are averaged, which is ten times as fast as any filter. For the rest Hamming: of the filters whose
    quality suits making things smaller it costs the least (`tests/performance/renditions.py` shows the whole).
    """
    if image.size == size:
        return image
    factor = round(max(image.size) / max(size))
    # Pillow leaves transparent pixels' colours out of a resize, but not out of an average.
    if image.mode not in ("LA", "RGBA") and all(
        abs(whole - part * factor) < factor for whole, part in zip(image.size, size, strict=True)
    ):
        box = (0, 0, min(image.width, size[0] * factor), min(image.height, size[1] * factor))
        return image.reduce(factor, box)
    return image.resize(size, Image.Resampling.HAMMING)


def _write(image: Image.Image, name: str, folder: Path, data: dict[str, Any]) -> Rendered:
    image.info = {}  # Pillow writes the comment that it finds here into the new file
    file_name = f"{name}.jpg"
    image.save(folder / file_name, "JPEG", quality=QUALITIES[name], subsampling="4:2:0")
    return Rendered(name, file_name, "image/jpeg", image.width, image.height, data)
