"""Notes of which one or two fields are needed: Panasonic, Sony, Reconyx. Plain Python."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from ..dates import read_date
from ..texts import clean_text, decode_text
from ..tiff import Directory, Entry, Tiff

if TYPE_CHECKING:
    from ..harvest import Harvest

PANASONIC_LENS = 0x51
NO_LENS = ("NO-LENS", "N/A", "---")
RECONYX_DATE = "Reconyx:DateTimeOriginal"


def read_panasonic(tiff: Tiff, directory: Directory, harvest: Harvest) -> None:
    """Notes the lens, which cameras with a fixed one leave empty."""
    name = clean_text(decode_text(tiff.raw(directory.entries.get(PANASONIC_LENS), 256).partition(b"\x00")[0]))
    if name and not name.upper().startswith(NO_LENS):
        harvest.lens_id = harvest.lens_id or name


def read_sony(tiff: Tiff, directory: Directory, harvest: Harvest) -> None:
    """Notes the lens of reflex cameras by its focal lengths and apertures (LensSpec, 0xB02A, eight bytes of digits)."""
    raw = tiff.raw(directory.entries.get(0xB02A), 16)
    if len(raw) != 8 or not any(raw[1:6]) or harvest.lens_id is not None:
        return
    digits = raw.hex()
    if not digits[2:14].isdigit():
        return
    shortest, longest = int(digits[2:6]), int(digits[6:10])
    widest, narrowest = int(digits[10:12]) / 10, int(digits[12:14]) / 10
    if shortest:
        focal = f"{shortest}" if longest in (0, shortest) else f"{shortest}-{longest}"
        aperture = f"{widest:g}" if narrowest in (0, widest) else f"{widest:g}-{narrowest:g}"
        harvest.lens_id = f"{focal}mm F{aperture}"


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
