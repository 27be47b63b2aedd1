"""Notes of which one or two fields are needed: Panasonic, Samsung, Reconyx. Plain Python."""

from __future__ import annotations

import re
import struct
from typing import TYPE_CHECKING

from ..dates import read_date
from ..texts import clean_text, decode_text
from ..tiff import Directory, Entry, Tiff
from .drive import note_panasonic_drive
from .lens_choice import Use, choose_lens
from .lens_tables import load_lenses

if TYPE_CHECKING:
    from ..harvest import Harvest

PANASONIC_LENS, SAMSUNG_LENS = 0x51, 0xA003
RECONYX_DATE = "Reconyx:DateTimeOriginal"


def read_panasonic(tiff: Tiff, directory: Directory, harvest: Harvest) -> None:
    """Notes the lens: `LUMIX G VARIO 14-42/F3.5-5.6`, as exiftool with `mm` before the aperture.

    What has neither is no name of a lens: cameras with a fixed one write `NO-LENS` or nothing.
    """
    note_panasonic_drive(tiff, directory, harvest)
    text = clean_text(decode_text(tiff.raw(directory.entries.get(PANASONIC_LENS), 256).partition(b"\x00")[0])) or ""
    name = text if "mm" in text else re.sub(r"(\d)/F", r"\1mm F", text, count=1)
    if "mm" in name:
        harvest.lens_id = harvest.lens_id or name


def read_samsung(tiff: Tiff, directory: Directory, harvest: Harvest) -> None:
    """Notes the lens of the NX cameras by its number; 0 is the built-in one of compact cameras."""
    number = tiff.number(directory.entries.get(SAMSUNG_LENS))
    if number is not None and harvest.lens_id is None:
        harvest.lens_id = choose_lens(load_lenses("samsung").get(str(number), ()), Use(focal=harvest.focal_mm or 0.0))


def read_reconyx(tiff: Tiff, note: Entry, harvest: Harvest) -> None:
    """HyperFire: second, minute, hour, month, day, year in 16 bits each, sometimes in the other byte order."""
    raw = tiff.view.read(note.offset + 0x16, 12)
    if len(raw) == 12:
        order = ">" if raw[1] and not raw[0] else "<"
        second, minute, hour, month, day, year = struct.unpack(order + "6H", raw)
        _note_date(harvest, year, month, day, hour, minute, second)


def read_reconyx_hf2(tiff: Tiff, note: Entry, harvest: Harvest) -> None:
    """HyperFire 2: second, minute, hour, day, month, year in 16 bits each."""
    raw = tiff.view.read(note.offset + 0x3E, 12)
    if len(raw) == 12:
        second, minute, hour, day, month, year = struct.unpack("<6H", raw)
        _note_date(harvest, year, month, day, hour, minute, second)


def read_reconyx_ultrafire(tiff: Tiff, note: Entry, harvest: Harvest) -> None:
    """UltraFire: second, minute, hour, day, month in a byte each, the year in two."""
    raw = tiff.view.read(note.offset + 0x3B, 7)
    if len(raw) == 7:
        second, minute, hour, day, month, year = struct.unpack("<5BH", raw)
        _note_date(harvest, year, month, day, hour, minute, second)


def _note_date(harvest: Harvest, *numbers: int) -> None:
    text = "{:04}:{:02}:{:02} {:02}:{:02}:{:02}".format(*numbers)
    harvest.note_date(read_date(RECONYX_DATE, text))
