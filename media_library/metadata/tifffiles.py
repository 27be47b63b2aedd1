"""TIFF, BigTIFF and the RAW families built on TIFF. Plain Python.

TIFF 6.0 (1992); TIFF/EP (ISO 12234-2:2001) for sub-directories; DNG 1.7.1 (2023), "DNG Tags".
"""

from __future__ import annotations

from itertools import islice

from .exif import read_image_directory
from .harvest import Harvest
from .jpeg import read_jpeg
from .tiff import Directory, Tiff
from .view import View

NEW_SUBFILE_TYPE, WIDTH, HEIGHT, SUB_IFDS = 0xFE, 0x100, 0x101, 0x14A
MAX_SUB_DIRECTORIES = 64
FULL_SIZE, REDUCED = 0, 1
PAGE_OF_MANY = 2
CR2_MARK = b"CR"
PHASE_ONE_MARKS = (b"IIII", b"MMMM")
"""Of CR2 and IIQ neither the preview's size in the first directory nor the sensor's is the picture's: EXIF has it."""
RW2_MAGIC = 0x55
RW2_TOP, RW2_LEFT, RW2_BOTTOM, RW2_RIGHT, RW2_JPEG = 4, 5, 6, 7, 0x2E


def read_tiff_file(view: View, harvest: Harvest) -> bool:
    """Everything the directories of a TIFF say; False when it does not begin like one."""
    tiff = Tiff.open(view)
    if tiff is None:
        return False
    pages = list(tiff.chain())
    if not pages:
        return False
    if view.number(2, 2, tiff.order) == RW2_MAGIC:
        _read_panasonic(tiff, pages[0], harvest)
    read_image_directory(tiff, pages[0], harvest)
    if view.read(8, 2) == CR2_MARK or view.read(8, 4) in PHASE_ONE_MARKS:
        harvest.note_size(harvest.numbers.get("ExifImageWidth"), harvest.numbers.get("ExifImageHeight"))
    _note_main_size(tiff, pages, harvest)
    harvest.pages = sum(tiff.number(page.entries.get(NEW_SUBFILE_TYPE)) in (None, 0, PAGE_OF_MANY) for page in pages)
    return True


def _note_main_size(tiff: Tiff, pages: list[Directory], harvest: Harvest) -> None:
    """The size of the picture itself: in many RAW files the first directory is only a thumbnail, and says so."""
    first = pages[0]
    size = _size_of(tiff, first)
    if tiff.number(first.entries.get(NEW_SUBFILE_TYPE)) != REDUCED and size != (None, None):
        harvest.note_size(*size)
    inside = (directory for page in pages for directory in _sub_directories(tiff, page))
    others = [*islice(inside, MAX_SUB_DIRECTORIES), *pages[1:]]
    full = [other for other in others if tiff.number(other.entries.get(NEW_SUBFILE_TYPE)) == FULL_SIZE]
    for directory in sorted(full or others, key=lambda other: -_area(tiff, other)):
        harvest.note_size(*_size_of(tiff, directory))
    harvest.note_size(*size)


def _sub_directories(tiff: Tiff, page: Directory) -> list[Directory]:
    offsets = tiff.pointers(page.entries.get(SUB_IFDS))[:16]
    return [directory for offset in offsets if (directory := tiff.directory(offset))]


def _size_of(tiff: Tiff, directory: Directory) -> tuple[int | None, int | None]:
    return tiff.number(directory.entries.get(WIDTH)), tiff.number(directory.entries.get(HEIGHT))


def _area(tiff: Tiff, directory: Directory) -> int:
    width, height = _size_of(tiff, directory)
    return (width or 0) * (height or 0)


def _read_panasonic(tiff: Tiff, directory: Directory, harvest: Harvest) -> None:
    """RW2: the picture inside the sensor's borders, and a JPEG with the EXIF (exiftool, PanasonicRaw.pm)."""
    top, left, bottom, right = (
        tiff.number(directory.entries.get(tag)) for tag in (RW2_TOP, RW2_LEFT, RW2_BOTTOM, RW2_RIGHT)
    )
    if None not in (top, left, bottom, right):
        harvest.note_size((right or 0) - (left or 0), (bottom or 0) - (top or 0))
    preview = directory.entries.get(RW2_JPEG)
    if preview is not None:
        read_jpeg(tiff.view.part(preview.offset, preview.size), harvest)
