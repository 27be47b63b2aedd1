"""Lenses by what they tell a Nikon camera: the seven bytes of LensData and LensType, in hexadecimal. Plain Python.

The commonest of the years when cameras said it in the open (2000-2006), by the numbers that exiftool lists; a lens that
is not here is described by its focal lengths and apertures.
"""

from __future__ import annotations

LENSES: dict[str, str] = {
    "1a54444418181100": "AF Nikkor 35mm f/2",
    "2448608024241a02": "AF Zoom-Nikkor 80-200mm f/2.8D ED",
    "3154565624242502": "AF Micro-Nikkor 60mm f/2.8D",
    "3648373724243402": "AF Nikkor 24mm f/2.8D",
    "3748303024243602": "AF Nikkor 20mm f/2.8D",
    "384c626214143702": "AF Nikkor 85mm f/1.8D",
    "3e483c3c24243d02": "AF Nikkor 28mm f/2.8D",
    "41487c7c24244302": "AF Nikkor 180mm f/2.8D IF-ED",
    "4254444418184402": "AF Nikkor 35mm f/2D",
    "435450500c0c4602": "AF Nikkor 50mm f/1.4D",
    "4a5462620c0c4d02": "AF Nikkor 85mm f/1.4D IF",
    "5348608024245702": "AF Zoom-Nikkor 80-200mm f/2.8D ED",
    "5d483c5c24246302": "AF-S Zoom-Nikkor 28-70mm f/2.8D IF-ED",
    "5f403c6a2c346502": "AF Zoom-Nikkor 28-105mm f/3.5-4.5D IF",
    "63482b4424246802": "AF-S Nikkor 17-35mm f/2.8D IF-ED",
    "66402d442c346c02": "AF Zoom-Nikkor 18-35mm f/3.5-4.5D IF-ED",
    "6748376224306d02": "AF Zoom-Nikkor 24-85mm f/2.8-4D IF",
    "6a488e8e30307002": "AF-S Nikkor 300mm f/4D IF-ED",
    "744037622c347806": "AF-S Zoom-Nikkor 24-85mm f/3.5-4.5G IF-ED",
    "7658505014147a02": "AF Nikkor 50mm f/1.8D",
    "77485c8024247b0e": "AF-S VR Zoom-Nikkor 70-200mm f/2.8G IF-ED",
    "7840376e2c3c7c0e": "AF-S VR Zoom-Nikkor 24-120mm f/3.5-5.6G IF-ED",
    "7d482b5324248206": "AF-S DX Zoom-Nikkor 17-55mm f/2.8G IF-ED",
    "7f402d5c2c348406": "AF-S DX Zoom-Nikkor 18-70mm f/3.5-4.5G IF-ED",
    "80481a1a24248506": "AF DX Fisheye-Nikkor 10.5mm f/2.8G ED",
    "893c5380303c8b06": "AF-S DX Zoom-Nikkor 55-200mm f/4-5.6G ED",
    "8a546a6a24248c0e": "AF-S VR Micro-Nikkor 105mm f/2.8G IF-ED",
    "8b402d802c3c8d0e": "AF-S DX VR Zoom-Nikkor 18-200mm f/3.5-5.6G IF-ED",
}
