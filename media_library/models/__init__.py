"""The tables of the material, one file a noun."""

from .asset import Asset
from .background_step import BackgroundStep
from .bin import Bin, BinEntry, BinRemoval, KeptEntry
from .card import Card
from .imports import Import, ImportedFile
from .keyword import Keyword
from .leftover import Leftover
from .mark import Look, MarkClock, MarkEvent, MarkUndo
from .original import Original
from .rendition import Rendition
from .sidecar import Sidecar
from .stack import Stack
from .stack_change import KeptPlace, StackChange
from .twins import Twins

__all__ = [
    "Asset",
    "BackgroundStep",
    "Bin",
    "BinEntry",
    "BinRemoval",
    "Card",
    "Import",
    "ImportedFile",
    "KeptEntry",
    "KeptPlace",
    "Keyword",
    "Leftover",
    "Look",
    "MarkClock",
    "MarkEvent",
    "MarkUndo",
    "Original",
    "Rendition",
    "Sidecar",
    "Stack",
    "StackChange",
    "Twins",
]
