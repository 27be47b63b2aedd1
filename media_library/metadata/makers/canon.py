"""Canon's notes: the lens by name (since 2007) or by number, the body's number. Plain Python."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..texts import clean_text, decode_text
from ..tiff import Directory, Tiff

if TYPE_CHECKING:
    from ..harvest import Harvest

CAMERA_SETTINGS, SERIAL_NUMBER, LENS_MODEL = 0x01, 0x0C, 0x95
LENS_TYPE, LONGEST_FOCAL, SHORTEST_FOCAL, FOCAL_UNITS = 22, 23, 24, 25
"""Places in the camera settings."""

LENSES: dict[int, str] = {
    1: "Canon EF 50mm f/1.8",
    3: "Canon EF 135mm f/2.8 Soft",
    11: "Canon EF 35mm f/2",
    13: "Canon EF 15mm f/2.8 Fisheye",
    21: "Canon EF 80-200mm f/2.8L",
    29: "Canon EF 50mm f/1.8 II",
    39: "Canon EF 75-300mm f/4-5.6",
    40: "Canon EF 28-80mm f/3.5-5.6",
    43: "Canon EF 28-105mm f/4-5.6",
    45: "Canon EF-S 18-55mm f/3.5-5.6 [II]",
    124: "Canon MP-E 65mm f/2.8 1-5x Macro Photo",
    125: "Canon TS-E 24mm f/3.5L",
    126: "Canon TS-E 45mm f/2.8",
    134: "Canon EF 600mm f/4L IS USM",
    135: "Canon EF 200mm f/1.8L USM",
    142: "Canon EF 300mm f/2.8L IS USM",
    149: "Canon EF 100mm f/2 USM",
    151: "Canon EF 200mm f/2.8L USM",
    165: "Canon EF 70-200mm f/2.8L USM",
    171: "Canon EF 300mm f/4L USM",
    176: "Canon EF 24-85mm f/3.5-4.5 USM",
    177: "Canon EF 300mm f/4L IS USM",
    178: "Canon EF 28-135mm f/3.5-5.6 IS",
    179: "Canon EF 24mm f/1.4L USM",
    186: "Canon EF 70-200mm f/4L USM",
    190: "Canon EF 100mm f/2.8 Macro USM",
    214: "Canon EF-S 18-55mm f/3.5-5.6 USM",
    224: "Canon EF 70-200mm f/2.8L IS USM",
    229: "Canon EF 16-35mm f/2.8L USM",
    230: "Canon EF 24-70mm f/2.8L USM",
    232: "Canon EF 70-300mm f/4.5-5.6 DO IS USM",
    233: "Canon EF 28-300mm f/3.5-5.6L IS USM",
    235: "Canon EF-S 10-22mm f/3.5-4.5 USM",
    236: "Canon EF-S 60mm f/2.8 Macro USM",
    237: "Canon EF 24-105mm f/4L IS USM",
    238: "Canon EF 70-300mm f/4-5.6 IS USM",
    241: "Canon EF 50mm f/1.2L USM",
    242: "Canon EF 70-200mm f/4L IS USM",
}
"""By number: lenses of the years before 2007 that share it with no other maker's."""
SHARED: dict[tuple[int, int, int], str] = {
    (42, 28, 200): "Canon EF 28-200mm f/3.5-5.6",
    (153, 35, 350): "Canon EF 35-350mm f/3.5-5.6L USM",
    (156, 28, 105): "Canon EF 28-105mm f/3.5-4.5 USM",
    (160, 20, 35): "Canon EF 20-35mm f/3.5-4.5 USM",
    (161, 28, 70): "Canon EF 28-70mm f/2.8L USM or Sigma 28-70mm f/2.8 EX",
    (169, 17, 35): "Canon EF 17-35mm f/2.8L USM",
    (180, 35, 35): "Canon EF 35mm f/1.4L USM",
    (183, 100, 400): "Canon EF 100-400mm f/4.5-5.6L IS USM",
    (197, 75, 300): "Canon EF 75-300mm f/4-5.6 IS USM",
    (198, 50, 50): "Canon EF 50mm f/1.4 USM",
    (231, 17, 40): "Canon EF 17-40mm f/4L USM",
    (234, 17, 85): "Canon EF-S 17-85mm f/4-5.6 IS USM",
    (240, 17, 55): "Canon EF-S 17-55mm f/2.8 IS USM",
}
"""By number, shortest and longest focal length: numbers that other makers' lenses use too."""


def read_canon(tiff: Tiff, directory: Directory, harvest: Harvest) -> None:
    """Notes the lens and the body's number."""
    entries = directory.entries
    name = clean_text(decode_text(tiff.raw(entries.get(LENS_MODEL), 256).partition(b"\x00")[0]))
    if name and harvest.lens_id is None:
        harvest.lens_id = name
    serial = tiff.number(entries.get(SERIAL_NUMBER))
    if serial and harvest.camera_serial is None:
        harvest.camera_serial = str(serial)
    read_canon_settings(tiff.numbers(entries.get(CAMERA_SETTINGS)), harvest)


def read_canon_settings(settings: Sequence[int], harvest: Harvest) -> None:
    """The lens by its number, for bodies that do not write its name."""
    if harvest.lens_id is not None or len(settings) <= FOCAL_UNITS:
        return
    number = settings[LENS_TYPE] & 0xFFFF
    units = settings[FOCAL_UNITS] or 1
    focal = settings[SHORTEST_FOCAL] // units, settings[LONGEST_FOCAL] // units
    harvest.lens_id = SHARED.get((number, *focal)) or LENSES.get(number)
