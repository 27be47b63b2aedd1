"""x"""
from __future__ import annotations
from typing import TYPE_CHECKING
from .tiff import Entry, Tiff
if TYPE_CHECKING:
    from .harvest import Harvest

def read_maker_note(tiff: Tiff, note: Entry, harvest: Harvest) -> None:
    return
def read_canon_settings(n, harvest): return
def read_maker_directory(kind,tiff,directory,harvest): return
