"""What each file on a card is there for, layout by layout. Plain Python.

The layouts are those the cameras' makers publish (Sony XAVC and XDCAM, Panasonic P2, AVCHD, Canon XF) and DCF
(JEITA CP-3461). What is a proxy of nothing, or the sound of no picture, is material itself: nothing is hidden.
"""

from __future__ import annotations

import re
import struct
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from .found import Found, Role

NOTES_BYTES = 256 * 1024

INDEX_SUFFIXES = frozenset(
    {
        "bdm", "bin", "bnp", "cif", "ctg", "dat", "db", "dsc", "idx", "ind", "inp", "int", "mif", "mpl", "mrk", "tbl",
        "tdt", "tid", "url",
    }
)  # fmt: skip
"""What cameras write for themselves beside the pictures."""
INDEX_NAMES = frozenset({"lastclip.txt", "version.txt", "mediapro.xml", "discmeta.xml", "cueup.xml"})
NOTES_SUFFIXES = frozenset({"xml", "bim", "klv", "smi", "ppn", "bin"})


@dataclass(frozen=True)
class Tree:
    """One structure on a card: its folder (lower case, relative to the place) and all files of the card."""

    place: Path
    folder: tuple[str, ...]
    files: Sequence[Found]

    def inside(self, *names: str) -> list[Found]:
        """The files at and below that folder of the structure, whatever the capitals."""
        start = "".join(f"{name}/" for name in (*self.folder, *names))
        return [file for file in self.files if file.path.lower().startswith(start)]


def read_start(path: Path, length: int) -> bytes:
    """The first bytes of a card's own small list; nothing when it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(length)
    except OSError:
        return b""


def settle_card_root(files: Iterable[Found]) -> None:
    """What cameras leave beside their structures: lists and settings."""
    for file in files:
        is_index = file.suffix in INDEX_SUFFIXES or file.name.lower() in INDEX_NAMES
        if is_index and file.role is Role.MATERIAL:
            file.give(Role.CARD_INDEX, None)


def settle_dcim(tree: Tree) -> None:
    """DCF: what lies beside a picture is told by its name alone, on a card and off it."""


GOPRO_CHAPTER = re.compile(r"(g[hx])(\d\d)(\d{4})")
GOPRO_LOOP = re.compile(r"(g[hx][a-z]{2})(\d{4})")
GOPRO_OLD_FIRST = re.compile(r"gopr(\d{4})")
GOPRO_OLD_NEXT = re.compile(r"gp(\d\d)(\d{4})")


def settle_gopro(tree: Tree) -> None:
    """GoPro: chapters of one recording, low-resolution films (.LRV), posters (.THM), sound beside the film (.WAV)."""
    films = {(file.folder, file.stem): file for file in tree.inside() if file.suffix in ("mp4", "360")}
    for file in tree.inside():
        owner = _gopro_owner(file, films)
        if file.suffix == "lrv" and owner:
            file.give(Role.PROXY, owner)
        elif file.suffix == "thm" and owner:
            file.give(Role.THUMBNAIL, owner)
        elif file.suffix == "wav" and owner:
            file.give(Role.CLIP_SOUND, owner)
    recordings: dict[str, list[tuple[int, Found]]] = defaultdict(list)
    for film in films.values():
        chapter = _gopro_chapter(film.stem)
        if chapter is not None:
            recordings[f"{film.folder}/{chapter[0]}.{film.suffix}"].append((chapter[1], film))
    for key, chapters in recordings.items():
        _number_chapters(key, [film for _, film in sorted(chapters, key=lambda one: (one[0], one[1].path))])


def _gopro_owner(file: Found, films: dict[tuple[str, str], Found]) -> Found | None:
    """GX010119 is the film of GX010119.THM and, since the Hero 8, of GL010119.LRV."""
    stems = [file.stem]
    if file.stem.startswith("gl"):
        stems += ["gx" + file.stem[2:], "gh" + file.stem[2:]]
    return next((films[file.folder, stem] for stem in stems if (file.folder, stem) in films), None)


def _gopro_chapter(stem: str) -> tuple[str, int] | None:
    """Recording and chapter told by the name (GoPro: "File naming convention"): chapter first, then file number."""
    if found := GOPRO_CHAPTER.fullmatch(stem):
        return f"{found[1]}{found[3]}".upper(), int(found[2])
    if found := GOPRO_OLD_FIRST.fullmatch(stem):
        return f"GOPR{found[1]}", 0
    if found := GOPRO_OLD_NEXT.fullmatch(stem):
        return f"GOPR{found[2]}", int(found[1])
    if found := GOPRO_LOOP.fullmatch(stem):
        return found[1].upper(), int(found[2])
    return None


def _number_chapters(key: str, files: Sequence[Found]) -> None:
    """Says of several files that they are one recording; a recording in one file has no chapters."""
    if len(files) < 2:
        return
    for number, file in enumerate(files, 1):
        file.chapter_of, file.chapter = key, number


SONY_COMPANION = re.compile(r"(.+)[mrst]\d\d")


def settle_sony_xavc(tree: Tree) -> None:
    """XAVC S, XAVC HS: CLIP/C0001.MP4 with C0001M01.XML, SUB/C0001S03.MP4, THMBNL/C0001T01.JPG."""
    _settle_sony(tree, ("mp4", "mxf", "mov"))


def settle_xdcam(tree: Tree) -> None:
    """XDCAM, and XAVC on SxS and XQD: Clip/C0001.MXF with C0001M01.XML and C0001R01.BIM, Sub/C0001S01.MXF."""
    _settle_sony(tree, ("mxf", "mp4"))


def _settle_sony(tree: Tree, material: tuple[str, ...]) -> None:
    clips = {file.stem: file for file in tree.inside("clip") if file.suffix in material}
    for file in tree.inside():
        if file.suffix in NOTES_SUFFIXES:
            file.give(Role.CARD_INDEX, None)
    for file in tree.inside("clip"):
        if file.suffix in NOTES_SUFFIXES:
            file.give(Role.CLIP_METADATA, _sony_owner(file.stem, clips))
    for file in tree.inside("sub"):
        if owner := _sony_owner(file.stem, clips):
            file.give(Role.PROXY, owner)
    for file in tree.inside("thmbnl"):
        file.give(Role.THUMBNAIL, _sony_owner(file.stem, clips))


def _sony_owner(stem: str, clips: dict[str, Found]) -> Found | None:
    parts = SONY_COMPANION.fullmatch(stem)
    return clips.get(stem) or (clips.get(parts[1]) if parts else None)


def settle_xdcam_ex(tree: Tree) -> None:
    """XDCAM EX: BPAV/CLPR/<clip>/<clip>.MP4, and all that lies beside it in the clip's own folder."""
    for file in tree.inside():
        if file.suffix != "mp4":
            file.give(Role.CARD_INDEX, None)
    _settle_clip_folders(tree.inside("clpr"), ("mp4",))


def _settle_clip_folders(files: Sequence[Found], material: tuple[str, ...]) -> None:
    """Where each clip has a folder, what lies in it and is not material goes with its first file."""
    first: dict[str, Found] = {}
    for file in sorted(files, key=lambda file: file.path):
        if file.suffix in material:
            first.setdefault(file.folder, file)
    for file in files:
        if file.suffix not in material and (owner := first.get(file.folder)):
            file.give(Role.THUMBNAIL if file.suffix in ("thm", "jpg", "bmp") else Role.CLIP_METADATA, owner)


XF_MATERIAL = ("mxf", "mp4", "mov", "crm", "wav")


def settle_canon_xf(tree: Tree) -> None:
    """Canon XF: CONTENTS/CLIPS001/AA0001/AA000101.MXF, its parts in order; XF-AVC: clips side by side with notes."""
    files = tree.inside()
    clips: dict[tuple[str, str], Found] = {}
    parts: dict[str, list[Found]] = defaultdict(list)
    for file in sorted((file for file in files if file.suffix in XF_MATERIAL), key=lambda file: file.path):
        clips.setdefault((file.folder, file.stem), file)
        clip_name = file.folder.rpartition("/")[2].lower()
        if file.suffix == "mxf" and re.fullmatch(re.escape(clip_name) + r"\d\d", file.stem):
            parts[file.folder].append(file)
            clips.setdefault((file.folder, clip_name), file)
    for folder, chapters in parts.items():
        _number_chapters(folder, chapters)
    for file in files:
        if file.suffix not in XF_MATERIAL:
            owner = clips.get((file.folder, file.stem))
            role = Role.THUMBNAIL if file.suffix in ("thm", "jpg", "bmp") else Role.CLIP_METADATA
            file.give(role if owner else Role.CARD_INDEX, owner)


def settle_avchd(tree: Tree) -> None:
    """AVCHD: STREAM/00000.MTS, CLIPINF/00000.CPI; which films are one recording stands in PLAYLIST/*.MPL."""
    films = {file.stem: file for file in tree.inside("stream") if file.suffix in ("mts", "m2ts")}
    for file in tree.inside():
        if file.suffix == "cpi":
            file.give(Role.CLIP_METADATA, films.get(file.stem))
        elif file.suffix not in ("mts", "m2ts"):
            file.give(Role.CARD_INDEX, None)
    playlists = sorted(
        (file for file in tree.inside("playlist") if file.suffix in ("mpl", "mpls")), key=lambda one: one.path
    )
    joined = [run for file in playlists for run in read_playlist(read_start(tree.place / file.path, NOTES_BYTES))]
    told = {stem for run in joined for stem in run}
    joined += _full_runs([films[stem] for stem in sorted(films) if stem not in told])
    for run in joined:
        known = [films[stem] for stem in run if stem in films]
        if known and not known[0].chapter_of:
            _number_chapters(f"{known[0].folder}/{known[0].stem}", known)


def read_playlist(data: bytes) -> list[list[str]]:
    """Runs of clips that one playlist plays, each run one recording; empty when the bytes are no playlist.

    The list of play items: Blu-ray Disc Association, BD-ROM part 3, 5.3.3 to 5.3.4, which AVCHD uses. A connection
    condition of 5 or 6 says that the item goes on without a seam from the one before.
    """
    if data[:4] != b"MPLS" or len(data) < 12:
        return []
    place = struct.unpack(">I", data[8:12])[0]
    if len(data) < place + 10:
        return []
    count = struct.unpack(">H", data[place + 6 : place + 8])[0]
    place += 10
    runs: list[list[str]] = []
    for _ in range(count):
        item = data[place : place + 13]
        if len(item) < 13:
            break
        name = item[2:7].decode("latin-1").lower()
        if item[12] & 15 in (5, 6) and runs:
            runs[-1].append(name)
        else:
            runs.append([name])
        place += 2 + struct.unpack(">H", item[:2])[0]
    return runs


FULL_SIZES = (2 * 1024**3, 4 * 1024**3)
"""Where cameras begin a new file: FAT32 holds less than 4 GB, older firmware less than 2."""


def _full_runs(films: Sequence[Found]) -> list[list[str]]:
    """Runs of consecutive files in which each but the last is as long as a file may be, within 2 %."""
    runs: list[list[str]] = []
    before: Found | None = None
    for film in films:
        if before is not None and _is_full(before) and _follows(before.stem, film.stem):
            runs[-1].append(film.stem)
        else:
            runs.append([film.stem])
        before = film
    return runs


def _is_full(film: Found) -> bool:
    return any(size * 0.98 <= film.size_bytes <= size for size in FULL_SIZES)


def _follows(one: str, other: str) -> bool:
    return one.isdecimal() and other.isdecimal() and int(other) == int(one) + 1


SHOT = re.compile(rb"<GlobalShotID>\s*([^<]{1,128}?)\s*</GlobalShotID>")
OFFSET_IN_SHOT = re.compile(rb"<OffsetInShot>\s*(\d{1,12})\s*</OffsetInShot>")


def settle_p2(tree: Tree) -> None:
    """P2: VIDEO/0001AB.MXF is the clip, AUDIO/0001AB00.MXF … its sound; ICON, PROXY, VOICE, CLIP/*.XML go with it."""
    films = [*tree.inside("video"), *tree.inside("avclip")]
    clips = {file.stem: file for file in films if file.suffix in ("mxf", "mp4", "mov")}
    for file in tree.inside("audio"):
        if owner := clips.get(file.stem[:-2]):
            file.give(Role.CLIP_SOUND, owner)
    for file in sorted(tree.inside("audio"), key=lambda file: file.path):
        clips.setdefault(file.stem[:-2], file)
    for folder, role in P2_COMPANIONS.items():
        for file in tree.inside(folder):
            owner = clips.get(file.stem) or clips.get(file.stem[:-2])
            if owner is not None or role in (Role.CLIP_METADATA, Role.THUMBNAIL):
                file.give(role, owner)
    _number_spans(tree, clips)


P2_COMPANIONS = {
    "clip": Role.CLIP_METADATA,
    "icon": Role.THUMBNAIL,
    "proxy": Role.PROXY,
    "voice": Role.CLIP_SOUND,
}


def _number_spans(tree: Tree, clips: dict[str, Found]) -> None:
    """A shot longer than 4 GB is several clips: the notes of each name the shot, and its place in it (P2 XML)."""
    shots: dict[str, list[tuple[int, Found]]] = defaultdict(list)
    for notes in tree.inside("clip"):
        clip = clips.get(notes.stem)
        if clip is None or notes.suffix != "xml":
            continue
        text = read_start(tree.place / notes.path, NOTES_BYTES)
        shot, offset = SHOT.search(text), OFFSET_IN_SHOT.search(text)
        if shot and offset:
            shots[shot[1].decode("latin-1")].append((int(offset[1]), clip))
    for parts in shots.values():
        ordered = [clip for _, clip in sorted(parts, key=lambda part: (part[0], part[1].path))]
        _number_chapters(f"{ordered[0].folder}/{ordered[0].stem}", ordered)
