"""Which file goes with which, by their names: XMP sidecars, and what cameras put beside a clip. Plain Python."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence

from .found import Found, Role

RAW_SUFFIXES = frozenset(
    {
        "3fr", "arw", "cr2", "cr3", "crw", "dcr", "dng", "erf", "fff", "gpr", "iiq", "k25", "kdc", "mef", "mos", "mrw",
        "nef", "nrw", "orf", "pef", "raf", "raw", "rw2", "rwl", "sr2", "srf", "srw", "x3f",
    }
)  # fmt: skip
STILL_SUFFIXES = frozenset({"avif", "heic", "heif", "hif", "jpeg", "jpg", "png", "tif", "tiff", "webp"})
WRITTEN_SUFFIXES = frozenset({"ale", "csv", "edl", "fcpxml", "json", "otio", "srt", "txt", "vtt", "xml", "zip"})
"""Files beside a picture that no sidecar `a.xmp` means."""

SHARED_SIDECAR = (
    "Several files share this sidecar ({names}), and it cannot be told whose it is. Rename it to the full name of "
    "its picture, for instance {example}.xmp."
)

BESIDE: dict[str, Role] = {
    "thm": Role.THUMBNAIL,
    "lrv": Role.PROXY,
    "lrf": Role.PROXY,
    "aae": Role.CLIP_METADATA,
    "cpi": Role.CLIP_METADATA,
    "bim": Role.CLIP_METADATA,
    "klv": Role.CLIP_METADATA,
    "ppn": Role.CLIP_METADATA,
    "smi": Role.CLIP_METADATA,
}
"""What a camera puts beside a picture or clip, by its extension: thumbnails (Canon, GoPro), low-resolution films
(GoPro, DJI), edits made on a phone (Apple), clip notes (AVCHD, Sony)."""

CLIP_NOTES = re.compile(r"(.+)m\d\d")
"""Sony writes the notes on C0001.MP4 as C0001M01.XML."""


def fold(name: str) -> str:
    """A name as it is compared: capitals and the two ways of writing й do not matter."""
    return name.lower() if name.isascii() else unicodedata.normalize("NFC", name).casefold()


def pair_companions(files: Iterable[Found]) -> None:
    """Gives files that lie beside a picture or clip to it, where no card's layout has spoken yet."""
    files = list(files)
    if not any(file.suffix in BESIDE or CLIP_NOTES.fullmatch(file.stem) for file in files):
        return
    owners = {(file.folder, file.stem): file for file in files if _can_own(file)}
    for file in files:
        if file.role is not Role.MATERIAL or file.belongs_to is not None:
            continue
        role = BESIDE.get(file.suffix)
        owner = owners.get((file.folder, _owner_stem(file)))
        if role is not None and (owner is not None or file.card is not None):
            file.give(role, owner)
        elif file.suffix == "xml" and owner is not None:
            file.give(Role.CLIP_METADATA, owner)


def _can_own(file: Found) -> bool:
    return file.role is Role.MATERIAL and file.suffix not in BESIDE and file.suffix not in ("xml", "xmp")


def _owner_stem(file: Found) -> str:
    """Stem of the file that this one is about, where cameras name it differently."""
    if file.suffix in ("xml", "klv", "bim") and (notes := CLIP_NOTES.fullmatch(file.stem)):
        return notes[1]
    if file.suffix == "aae" and file.stem.startswith("img_o"):
        return "img_" + file.stem[5:]
    return file.stem


def pair_xmp(files: Sequence[Found]) -> list[str]:
    """Gives each XMP sidecar to its picture: `a.ext.xmp` to `a.ext`, `a.xmp` to the `a` beside it, the raw one of two.

    A sidecar that two raw files share belongs to neither, and a notice says so.
    """
    sidecars = [file for file in files if file.suffix == "xmp" and file.role is not Role.RUBBISH]
    folders = {file.folder for file in sidecars}
    by_name: dict[tuple[str, str], Found] = {}
    by_stem: dict[tuple[str, str], list[Found]] = defaultdict(list)
    for file in files:
        if folders and file.role is Role.MATERIAL and file.suffix != "xmp" and file.folder in folders:
            by_name[file.folder, fold(file.name)] = file
            if file.suffix not in WRITTEN_SUFFIXES:
                by_stem[file.folder, fold(file.name.rpartition(".")[0])].append(file)
    notices = []
    for sidecar in sidecars:
        base = fold(sidecar.name[:-4])
        named = by_name.get((sidecar.folder, base))
        candidates = [named] if named else by_stem.get((sidecar.folder, base), [])
        sidecar.give(Role.XMP, _choose(candidates))
        if sidecar.belongs_to is None and candidates:
            sidecar.why = _say_shared(candidates)
            notices.append(f"{sidecar.path}: {sidecar.why}")
    return notices


def _choose(candidates: Sequence[Found]) -> Found | None:
    """The one picture a sidecar can mean: the only one, else the only raw one, else the only still one."""
    if len(candidates) == 1:
        return candidates[0]
    raws = [file for file in candidates if file.suffix in RAW_SUFFIXES]
    stills = [file for file in candidates if file.suffix in STILL_SUFFIXES]
    if len(raws) == 1:
        return raws[0]
    return stills[0] if not raws and len(stills) == 1 else None


def _say_shared(candidates: Sequence[Found]) -> str:
    names = sorted(file.name for file in candidates)
    return SHARED_SIDECAR.format(names=", ".join(names[:4]), example=names[0])
