"""What lies in a folder or on a card, before anything is read: one walk, names and sizes only. Plain Python."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path


class Role(StrEnum):
    """What a file is there for, told from where it lies and what it is called."""

    MATERIAL = "material"
    XMP = "xmp"
    CLIP_METADATA = "clip_metadata"
    CLIP_SOUND = "clip_sound"
    PROXY = "proxy"
    THUMBNAIL = "thumbnail"
    CARD_INDEX = "card_index"
    RUBBISH = "rubbish"


@dataclass(frozen=True, slots=True)
class CardFound:
    """A memory card, recognised by its folders. `root` is relative to the place, "" when the place is the card."""

    layout: str
    root: str
    name: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file below a place. `path` is relative to `place`, as on disk, with `/`.

    `belongs_to` is the path of the material that a file of another role travels with, if there is one.
    `chapter_of` is a key equal for all chapters of one recording, `chapter` the place among them (from 1).
    """

    place: Path
    path: str
    size_bytes: int
    modified_ns: int
    role: Role = Role.MATERIAL
    belongs_to: str | None = None
    card: CardFound | None = None
    chapter_of: str | None = None
    chapter: int = 0

    @property
    def full_path(self) -> Path:
        return self.place / self.path


@dataclass(frozen=True)
class Survey:
    """All that lies below one place, in the order in which it is to be taken: material first, then what belongs to it.

    `notices` are sentences for the person (gaps in frame numbers, folders that could not be opened).
    """

    place: Path
    files: list[SourceFile]
    notices: list[str] = field(default_factory=list)
