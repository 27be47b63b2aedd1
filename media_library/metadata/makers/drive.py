"""How the shutter was set: one picture at a time, one after the other, in steps of exposure. Plain Python.

Of a series also the number of the picture in it, and the name that the camera gave the whole. Tags are exiftool's.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..texts import clean_text, decode_text
from ..tiff import Directory, Tiff

if TYPE_CHECKING:
    from ..harvest import Harvest

SINGLE, CONTINUOUS, BRACKET = "single", "continuous", "bracket"

APPLE_BURST_UUID = 0x0B
CANON_CONTINUOUS_DRIVE = 5
"""Place in Canon's camera settings."""
CANON_DRIVES = {0: SINGLE, 6: SINGLE, 9: SINGLE, 1: CONTINUOUS, 3: CONTINUOUS, 4: CONTINUOUS, 5: CONTINUOUS}
CANON_DRIVES |= {8: CONTINUOUS, 10: CONTINUOUS}
FUJI_BRACKETING, FUJI_SEQUENCE = 0x1100, 0x1101
NIKON_SHOOTING_MODE, NIKON_SHUTTER_COUNT = 0x89, 0xA7
NIKON_CONTINUOUS, NIKON_BRACKET = 1, 16
"""Bits of Nikon's shooting mode."""
OLYMPUS_DRIVE = 0x600
OLYMPUS_DRIVES = {0: SINGLE, 1: CONTINUOUS, 2: BRACKET}
PANASONIC_BURST, PANASONIC_SEQUENCE = 0x2A, 0x2B
PANASONIC_DRIVES = {0: SINGLE, 1: CONTINUOUS, 4: CONTINUOUS, 17: CONTINUOUS}
SONY_RELEASE, SONY_SEQUENCE = 0xB049, 0xB04A
SONY_DRIVES = {0: SINGLE, 2: CONTINUOUS, 5: BRACKET}
NOTHING = 0xFFFF


def read_apple(tiff: Tiff, directory: Directory, harvest: Harvest) -> None:
    """Notes the burst that a picture of an iPhone belongs to."""
    raw = tiff.raw(directory.entries.get(APPLE_BURST_UUID), 256)
    harvest.burst_id = harvest.burst_id or clean_text(decode_text(raw.partition(b"\x00")[0]))


def read_fujifilm(tiff: Tiff, directory: Directory, harvest: Harvest) -> None:
    """Notes the number of the picture in a series; 0 is no series."""
    number = tiff.number(directory.entries.get(FUJI_SEQUENCE))
    if tiff.number(directory.entries.get(FUJI_BRACKETING)):
        _note(harvest, BRACKET, number)
    elif number is not None:
        _note(harvest, CONTINUOUS if number else SINGLE, number)


def note_canon_drive(settings: Sequence[int], harvest: Harvest) -> None:
    """Canon numbers no series: the number in the file's name has to do."""
    if len(settings) > CANON_CONTINUOUS_DRIVE:
        _note(harvest, CANON_DRIVES.get(settings[CANON_CONTINUOUS_DRIVE]), None)


def note_nikon_drive(tiff: Tiff, directory: Directory, harvest: Harvest) -> None:
    """The number is that of all pictures the body has taken."""
    mode = tiff.number(directory.entries.get(NIKON_SHOOTING_MODE))
    if mode is not None:
        drive = BRACKET if mode & NIKON_BRACKET else CONTINUOUS if mode & NIKON_CONTINUOUS else SINGLE
        _note(harvest, drive, tiff.number(directory.entries.get(NIKON_SHUTTER_COUNT)))


def note_olympus_drive(tiff: Tiff, settings: Directory, harvest: Harvest) -> None:
    """Two numbers of the camera settings: how, and which of the series."""
    numbers = tiff.numbers(settings.entries.get(OLYMPUS_DRIVE))
    if numbers:
        _note(harvest, OLYMPUS_DRIVES.get(numbers[0]), numbers[1] if len(numbers) > 1 else None)


def note_panasonic_drive(tiff: Tiff, directory: Directory, harvest: Harvest) -> None:
    """Burst mode, and the number in the burst."""
    mode = tiff.number(directory.entries.get(PANASONIC_BURST))
    if mode is not None:
        _note(harvest, PANASONIC_DRIVES.get(mode), tiff.number(directory.entries.get(PANASONIC_SEQUENCE)))


def note_sony_drive(tiff: Tiff, directory: Directory, harvest: Harvest) -> None:
    """Release mode, and the number in the series."""
    mode = tiff.number(directory.entries.get(SONY_RELEASE))
    number = tiff.number(directory.entries.get(SONY_SEQUENCE))
    if mode is not None:
        _note(harvest, SONY_DRIVES.get(mode), None if number == NOTHING else number)


def _note(harvest: Harvest, drive: str | None, number: int | None) -> None:
    """The number counts only in a series."""
    if drive is not None and harvest.drive is None:
        harvest.drive = drive
        harvest.sequence_number = None if drive == SINGLE else number
