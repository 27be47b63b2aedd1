"""RAW files of cameras: the preview that the camera put in comes first, half-size development second. Plain Python."""

from __future__ import annotations

import mmap
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .facts import Facts, FileType, Rendered, RenditionSpec, UnreadableFile
from .sizes import LONG_EDGES, PICTURE_SPECS

if TYPE_CHECKING:
    from .pictures import Picture

GOOD_PREVIEW_PX = 1280
"""A preview with at least this long edge is taken; a smaller one only when LibRaw cannot develop the file."""

MAX_PREVIEWS = 64
"""Beginnings of JPEG pictures looked at in a file that LibRaw cannot open."""

_ORIENTATION_OF_FLIP = {3: 3, 5: 8, 6: 6}
"""LibRaw's `sizes.flip` (3 upside down, 5 to the left, 6 to the right) as EXIF orientation."""


def read_facts(path: Path, file_type: FileType) -> Facts:
    """The facts of a RAW file, from its header alone. Raises UnreadableFile."""
    from media_library.metadata.photographs import read_photo_facts

    return read_photo_facts(path, file_type)


def list_specs(facts: Facts) -> tuple[RenditionSpec, ...]:
    """The same three pictures as of any photograph."""
    return PICTURE_SPECS


def render(path: Path, file_type: FileType, specs: Sequence[RenditionSpec], folder: Path) -> list[Rendered]:
    """Makes the pictures asked for; `data["from"]` is `camera preview` or `rendered`. Raises UnreadableFile."""
    from .pictures import write_renditions

    wanted = [LONG_EDGES[spec.name] for spec in specs if spec.name in LONG_EDGES]
    if not wanted:
        return []
    picture, origin = _find_picture(path, max(wanted))
    return write_renditions(picture, specs, folder, {"from": origin})


def _find_picture(path: Path, long_edge_px: int) -> tuple[Picture, str]:
    import rawpy

    try:
        with rawpy.imread(str(path)) as raw:
            return _take_from_libraw(path, raw, long_edge_px)
    except (rawpy.LibRawError, OSError, ValueError, UnreadableFile) as error:
        preview = find_preview(path, long_edge_px)
        if preview is None:
            if isinstance(error, UnreadableFile):
                raise
            raise UnreadableFile(
                "There is no preview in this RAW file, and LibRaw cannot develop it: it is damaged, or its camera is "
                "not known to LibRaw."
            ) from error
        return preview, "camera preview"


def _take_from_libraw(path: Path, raw: Any, long_edge_px: int) -> tuple[Picture, str]:
    """The camera's preview if it is great enough, else the developed picture, else a small preview."""
    import rawpy

    preview = _extract_preview(raw, long_edge_px)
    _check_whole(path, raw.sizes, preview)
    if preview is not None and max(preview.image.size) >= min(GOOD_PREVIEW_PX, raw.sizes.width, raw.sizes.height):
        return preview, "camera preview"
    try:
        return _develop(raw), "rendered"
    except (rawpy.LibRawError, ValueError):
        if preview is None:
            raise
        return preview, "camera preview"


def _check_whole(path: Path, sizes: Any, preview: Picture | None) -> None:
    """Raises UnreadableFile when a RAW without a preview is too short to hold its pixels: LibRaw develops the head of a
    file that was cut off into stripes. No camera writes less than one bit for a pixel."""
    if preview is None and path.stat().st_size * 8 < sizes.raw_width * sizes.raw_height:
        raise UnreadableFile("The RAW file is cut off: its head is here, but not its picture.")


def _extract_preview(raw: Any, long_edge_px: int) -> Picture | None:
    import rawpy

    from .pictures import Picture, decode

    try:
        thumbnail = raw.extract_thumb()
        if thumbnail.format == rawpy.ThumbFormat.JPEG:
            picture = decode(BytesIO(thumbnail.data), "jpg", long_edge_px)
        else:
            from PIL import Image

            picture = Picture(Image.fromarray(thumbnail.data))
    except (rawpy.LibRawError, UnreadableFile, ValueError, TypeError):
        return None
    picture.orientation = _turn_preview(picture, raw.sizes)
    return picture


def _turn_preview(picture: Picture, sizes: Any) -> int:
    """EXIF orientation of a preview: that of the RAW, since few previews carry their own; but one that is upright
    already, which its shape tells, stays."""
    orientation = _ORIENTATION_OF_FLIP.get(sizes.flip, 1)
    width, height = picture.image.size
    lies = sizes.raw_width >= sizes.raw_height
    if orientation in (6, 8) and lies != (width >= height):
        return 1
    return orientation


def _develop(raw: Any) -> Picture:
    """LibRaw's development at half size, upright already, in sRGB, with the camera's white balance."""
    import rawpy
    from PIL import Image

    from .pictures import Picture, check_size

    check_size(raw.sizes.width, raw.sizes.height)
    pixels = raw.postprocess(
        half_size=max(raw.sizes.width, raw.sizes.height) >= 2 * GOOD_PREVIEW_PX,
        use_camera_wb=True,
        output_color=rawpy.ColorSpace.sRGB,
        output_bps=8,
    )
    return Picture(Image.fromarray(pixels))


def find_preview(path: Path, long_edge_px: int) -> Picture | None:
    """The greatest JPEG picture inside a file of any structure, found by its first marker; None without one."""
    from .pictures import check_size, decode, open_picture

    best, best_size = b"", 0
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        for start in _find_beginnings(content):
            head = content[start : start + (1 << 20)]
            try:
                image = open_picture(BytesIO(head), "jpg")
                check_size(*image.size)
            except UnreadableFile:
                continue
            if image.width * image.height > best_size:
                best_size = image.width * image.height
                best = content[start : start + (64 << 20)]
    if not best:
        return None
    try:
        return decode(BytesIO(best), "jpg", long_edge_px)
    except UnreadableFile:
        return None


def _find_beginnings(content: mmap.mmap) -> Iterator[int]:
    start = -1
    for _ in range(MAX_PREVIEWS):
        start = content.find(b"\xff\xd8\xff", start + 1)
        if start < 0:
            return
        yield start
