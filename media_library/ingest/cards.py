"""Memory cards, recognised by their folders wherever they lie below a place. Plain Python."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from . import card_roles as roles
from .found import CardFound, Found, Role

ID_BYTES = 64 * 1024
FIRST_FILES = 10

FolderNames = Mapping[tuple[str, ...], frozenset[str]]
"""Lower-case path of each folder → lower-case names of what lies in it."""


@dataclass(frozen=True)
class Structure:
    """A tree that one sort of camera writes. `above` says how many folders lie between the card's root and it."""

    layout: str
    folder: tuple[str, ...]
    above: int
    settle: Callable[[roles.Tree], None]


@dataclass(frozen=True)
class Card:
    """A card being looked at: where it begins, the structures on it, and the files that lie on it."""

    root: tuple[str, ...]
    structures: list[Structure]
    files: list[Found]


PRECEDENCE = ("panasonic_p2", "canon_xf", "sony_xdcam", "sony_xavc", "avchd", "gopro", "dcim")
"""A card of a hybrid camera has several structures; the one that says most of the camera names the layout."""


def place_cards(place: Path, files: Sequence[Found]) -> None:
    """Finds the cards at and below the place and says of each file on them whose it is and what it is there for."""
    own_name = place.absolute().name
    prefix = (own_name.lower(),) if own_name else ()
    for card in _find_cards(prefix, files):
        for structure in card.structures:
            structure.settle(roles.Tree(place, structure.folder[len(prefix) :], card.files))
        roles.settle_card_root(card.files)
        shown = _shown_root(card.root[len(prefix) :], card.files)
        found = CardFound(
            layout=card.structures[0].layout,
            root=shown,
            name=shown.rpartition("/")[2] or own_name,
            fingerprint=_fingerprint(place, shown, card),
        )
        for file in card.files:
            file.card = found


def _find_cards(prefix: tuple[str, ...], files: Sequence[Found]) -> list[Card]:
    """The cards with their files; a file between two cards, one inside the other, is on the inner one."""
    names = _folder_names(prefix, files)
    by_root: dict[tuple[str, ...], list[Structure]] = defaultdict(list)
    for folder, inside in names.items():
        structure = _recognise(folder, inside, names)
        if structure is not None:
            by_root[folder[: max(len(folder) - structure.above, 0)]].append(structure)
    if not by_root:
        return []
    on_card: dict[tuple[str, ...], list[Found]] = defaultdict(list)
    root_of: dict[str, tuple[str, ...] | None] = {}
    for file in files:
        folder_path = file.folder
        if folder_path not in root_of:
            root_of[folder_path] = _innermost(by_root, _parts(prefix, folder_path))
        root = root_of[folder_path]
        if root is not None:
            on_card[root].append(file)
    return [
        Card(root, sorted(structures, key=lambda one: PRECEDENCE.index(one.layout)), on_card[root])
        for root, structures in sorted(by_root.items())
        if on_card[root]
    ]


def _parts(prefix: tuple[str, ...], folder: str) -> tuple[str, ...]:
    return (*prefix, *folder.lower().split("/")) if folder else prefix


def _innermost(roots: Mapping[tuple[str, ...], object], folder: tuple[str, ...]) -> tuple[str, ...] | None:
    return next((folder[:depth] for depth in range(len(folder), -1, -1) if folder[:depth] in roots), None)


def _folder_names(prefix: tuple[str, ...], files: Iterable[Found]) -> FolderNames:
    """What lies in each folder. The place's own name counts, so that a card's inner folder is recognised too."""
    inside: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for file in files:
        inside[_parts(prefix, file.folder)].add(file.name.lower())
    for folder in list(inside):
        for depth in range(len(folder), 0, -1):
            if folder[depth - 1] in inside[folder[: depth - 1]]:
                break
            inside[folder[: depth - 1]].add(folder[depth - 1])
    return {folder: frozenset(names) for folder, names in inside.items()}


CAMERA_FOLDER = re.compile(r"\d{3}[a-z0-9_]{5}")
GOPRO_FILE = re.compile(r"(?:g[hx]\d{6}|gopr\d{4}|gp\d{6}|g[hx][a-z]{2}\d{4})\.(?:mp4|360)")
CLIPS_FOLDER = re.compile(r"clips\d{3}")


def _recognise(folder: tuple[str, ...], inside: frozenset[str], names: FolderNames) -> Structure | None:
    """The structure that begins with this folder, if one does."""
    match folder[-1:]:
        case ("dcim",):
            return _recognise_dcim(folder, inside, names)
        case ("m4root",) if "clip" in inside:
            return Structure("sony_xavc", folder, _above(folder, "private"), roles.settle_sony_xavc)
        case ("contents",):
            return _recognise_contents(folder, inside)
        case ("bdmv",) if "stream" in inside:
            return Structure("avchd", folder, _above(folder, "private", "avchd"), roles.settle_avchd)
        case ("bpav",) if "clpr" in inside:
            return Structure("sony_xdcam", folder, 1, roles.settle_xdcam_ex)
        case ("xfvc",) | ("crm",) if any(name.startswith("reel") for name in inside):
            return Structure("canon_xf", folder, 1, roles.settle_canon_xf)
        case _ if "clip" in inside and _is_xdcam(folder, inside, names):
            return Structure("sony_xdcam", folder, 1 if folder[-1:] == ("xdroot",) else 0, roles.settle_xdcam)
    return None


def _above(folder: tuple[str, ...], *between: str) -> int:
    """How many folders to go up from `folder` to the root, where those of `between` may or may not be there."""
    count = 1
    for name in reversed(between):
        if folder[-count - 1 : -count] != (name,):
            break
        count += 1
    return count


def _recognise_dcim(folder: tuple[str, ...], inside: frozenset[str], names: FolderNames) -> Structure | None:
    below = {name: names[(*folder, name)] for name in inside if (*folder, name) in names}
    is_gopro = any(name.endswith("gopro") for name in below) or any(
        GOPRO_FILE.fullmatch(name) for held in below.values() for name in held
    )
    if is_gopro:
        return Structure("gopro", folder, 1, roles.settle_gopro)
    return Structure("dcim", folder, 1, roles.settle_dcim) if inside else None


def _recognise_contents(folder: tuple[str, ...], inside: frozenset[str]) -> Structure | None:
    if any(CLIPS_FOLDER.fullmatch(name) for name in inside):
        return Structure("canon_xf", folder, 1, roles.settle_canon_xf)
    if inside & {"video", "audio", "avclip"} and inside & {"clip", "icon", "proxy", "voice", "video"}:
        return Structure("panasonic_p2", folder, 1, roles.settle_p2)
    return None


XDCAM_INDEXES = {"mediapro.xml", "discmeta.xml", "index.xml", "alias.xml", "cueup.xml", "general"}


def _is_xdcam(folder: tuple[str, ...], inside: frozenset[str], names: FolderNames) -> bool:
    clips = names.get((*folder, "clip"), frozenset())
    has_notes = any(re.fullmatch(r".+m\d\d\.(?:xml|klv)", name) for name in clips)
    return any(name.endswith(".mxf") for name in clips) and (has_notes or bool(inside & XDCAM_INDEXES))


def _shown_root(root: tuple[str, ...], files: Sequence[Found]) -> str:
    """The root as it is written on disk; all files of the card lie below it."""
    return "/".join(files[0].path.split("/")[: len(root)])


ID_FILES = {
    "mediapro.xml": re.compile(rb"\b(?:mediaId|systemId)=\"([^\"]{1,128})\""),
    "version.txt": re.compile(rb"\"camera serial number\"\s*:\s*\"([^\"]{1,64})\""),
}
"""Where cards tell who they are: Sony's list of the medium and its camera, GoPro's MISC/version.txt."""


def _fingerprint(place: Path, root: str, card: Card) -> str:
    """What a card is known by: SHA-256 over its layout, its own identity, and the names and sizes of its first files.

    A card that tells an identity is known by it and by its first file: the camera adds clips behind, and begins anew
    when the card is formatted. One that tells none is known by its first ten files. So a card that comes again with
    more on it is the same card, unless it held fewer than ten files and tells no identity.
    """
    material = sorted((file for file in card.files if file.role is Role.MATERIAL), key=lambda file: file.path)
    identity = _own_identity(place, card.files)
    start = len(root) + 1 if root else 0
    first = [f"{file.path[start:]}\t{file.size_bytes}" for file in material[: 1 if identity else FIRST_FILES]]
    told = "\n".join([card.structures[0].layout, *identity, *first])
    return hashlib.sha256(told.encode("utf-8", "surrogateescape")).hexdigest()


def _own_identity(place: Path, files: Iterable[Found]) -> list[str]:
    identity: list[str] = []
    for file in sorted(files, key=lambda file: file.path):
        pattern = ID_FILES.get(file.name.lower())
        if pattern is not None and file.role is Role.CARD_INDEX:
            told = pattern.findall(roles.read_start(place / file.path, ID_BYTES))
            identity += [part.decode("latin-1") for part in told[:4]]
    return identity
