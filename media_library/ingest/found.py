"""The words for what lies in a folder or on a card. Plain Python."""

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
    `why` is a sentence for the person where the role needs one: why a file is ignored, or belongs to none.
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
    why: str = ""

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


@dataclass(slots=True)
class Found:
    """A file on its way through a survey: what the walk saw, and what each rule has said of it so far."""

    path: str
    size_bytes: int
    modified_ns: int
    role: Role = Role.MATERIAL
    belongs_to: str | None = None
    card: CardFound | None = None
    chapter_of: str | None = None
    chapter: int = 0
    why: str = ""

    @property
    def folder(self) -> str:
        """Path of the folder it lies in, "" for the place itself."""
        return self.path.rpartition("/")[0]

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]

    @property
    def stem(self) -> str:
        """The name without its extension, lower case: cameras and copies disagree about capitals."""
        name = self.path.rpartition("/")[2]
        return (name.rpartition(".")[0] or name).lower()

    @property
    def suffix(self) -> str:
        """The extension, lower case, without a dot."""
        stem, _, suffix = self.path.rpartition("/")[2].rpartition(".")
        return suffix.lower() if stem else ""

    def give(self, role: Role, owner: Found | None) -> None:
        """Says what the file is there for, and for whom."""
        self.role = role
        self.belongs_to = owner.path if owner else None
