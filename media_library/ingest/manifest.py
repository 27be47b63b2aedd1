"""ASC Media Hash Lists: the manifest that lies beside a verified copy, for other programs to check it by. Plain Python.

American Society of Cinematographers, "ASC Media Hash List (ASC MHL)", version 2.0: a folder `ascmhl` in the root of the
copy, one generation a file, and a chain file that seals the generations.
"""

from __future__ import annotations

import hashlib
import os
import platform
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

import xxhash
from lxml import etree

FOLDER = "ascmhl"
CHAIN = "ascmhl_chain.xml"
NAMESPACE = "urn:ASC:MHL:v2.0"
CHAIN_NAMESPACE = "urn:ASC:MHL:DIRECTORY:v2.0"
_DEFAULT: Any = {None: NAMESPACE}
_CHAIN_DEFAULT: Any = {None: CHAIN_NAMESPACE}
IGNORED = (".DS_Store", "ascmhl", "ascmhl/")
GENERATION_FILE = re.compile(r"(\d{4,})(?:_.+)?\.mhl")

ORIGINAL, VERIFIED, FAILED = "original", "verified", "failed"


@dataclass(frozen=True, slots=True)
class HashedFile:
    """A file of the copy whose bytes have been read. `path` is relative to the copy's folder, with `/`."""

    path: str
    size_bytes: int
    modified_at: datetime
    xxh128: str
    """Hexadecimal, 32 digits."""


@dataclass(frozen=True, slots=True)
class FolderHashes:
    """The two hashes of a folder: of what is in it, and of what is in it and how it is called."""

    content: str
    structure: str


@dataclass(frozen=True)
class History:
    """What the generations before this one say: their files in order, and the first hash of each path."""

    generations: list[Path]
    hashes: Mapping[str, str]

    @property
    def next_number(self) -> int:
        return max((_generation_number(file) for file in self.generations), default=0) + 1


def write_manifest(
    folder: Path, files: Sequence[HashedFile], *, at: datetime, author: str = "", version: str = "0.1.0"
) -> Path:
    """Writes the next generation for the copy in `folder` and seals it in the chain; gives the path of the new file.

    A file that an earlier generation holds is `verified` when its hash is the same, `failed` when not; any other is
    `original`. Folders get their hashes where every file in them is known from this or an earlier generation. A name
    that is not text cannot stand in XML: such files are left out, and the comment says how many. `at` must be aware.
    """
    history = read_history(folder)
    told = [file for file in files if is_text(file.path)]
    known = {**history.hashes, **{file.path: file.xxh128 for file in told}}
    left_out = len(files) - len(told)
    comment = f"{left_out} files whose names are not text are left out" if left_out else ""

    def write(output: IO[bytes]) -> None:
        with etree.xmlfile(output, encoding="UTF-8") as xml:
            xml.write_declaration()
            with xml.element("hashlist", {"version": "2.0"}, nsmap=_DEFAULT):
                xml.write(_creator_info(at, author, version, comment), pretty_print=True)
                folders = dict(hash_folders(folder, known))
                xml.write(_process_info(folders.pop("", None)), pretty_print=True)
                with xml.element("hashes"):
                    for file in sorted(told, key=lambda file: file.path):
                        xml.write(_file_element(file, history.hashes.get(file.path), at), pretty_print=True)
                    for path, hashes in sorted(folders.items()):
                        xml.write(_folder_element(folder, path, hashes, at), pretty_print=True)

    (folder / FOLDER).mkdir(exist_ok=True)
    path = folder / FOLDER / _file_name(folder, history.next_number, at)
    _write_whole(path, write)
    _write_chain(folder / FOLDER, [*history.generations, path])
    return path


def read_history(folder: Path) -> History:
    """The generations that lie in the copy already. Raises ValueError when one cannot be read."""
    place = folder / FOLDER
    found = [file for file in place.iterdir() if GENERATION_FILE.fullmatch(file.name)] if place.is_dir() else []
    generations = sorted(found, key=lambda file: (_generation_number(file), file.name))
    hashes: dict[str, str] = {}
    for file in generations:
        for path, value in _read_generation(file):
            hashes.setdefault(path, value)
    return History(generations, hashes)


def _read_generation(file: Path) -> Iterator[tuple[str, str]]:
    """Path and xxh128 of each file in one generation."""
    tag = f"{{{NAMESPACE}}}"
    try:
        with file.open("rb") as source:
            for _, element in etree.iterparse(source, tag=f"{tag}hash", resolve_entities=False, no_network=True):
                path, value = element.findtext(f"{tag}path"), element.findtext(f"{tag}xxh128")
                if path and value:
                    yield path, value.strip()
                element.clear()
    except etree.XMLSyntaxError as error:
        raise ValueError(f"the manifest {file.name} cannot be read: {error}") from error


def _generation_number(file: Path) -> int:
    found = GENERATION_FILE.fullmatch(file.name)
    return int(found[1]) if found else 0


def _file_name(folder: Path, number: int, at: datetime) -> str:
    name = folder.absolute().name
    name = name if is_text(name) else "copy"
    return f"{number:04}_{name[:80]}_{at.astimezone(UTC):%Y-%m-%d_%H%M%SZ}.mhl"


def is_text(name: str) -> bool:
    """Whether a name can stand in XML 1.0 (section 2.2): no control characters, no bytes that are no UTF-8."""
    return re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", name) is None


def hash_folders(folder: Path, known: Mapping[str, str]) -> Iterator[tuple[str, FolderHashes]]:
    """The hashes of each folder whose files are all in `known`, by path ("" for the root), the innermost first.

    ASC MHL 2.0, "Directory hashes": both are the hash of the sorted hashes of what is in the folder; for the structure
    hash, each of these is the hash of the name and of the entry's own.
    """
    done: dict[str, FolderHashes] = {}
    for path in reversed(list(_list_folders(folder))):
        contents: list[str] = []
        structures: list[str] = []
        with os.scandir(folder / path) as entries:
            inside = [entry for entry in entries if entry.name not in IGNORED]
        for entry in inside:
            below = f"{path}/{entry.name}" if path else entry.name
            of_entry: FolderHashes | None
            if not is_text(entry.name):
                of_entry = None
            elif entry.is_dir(follow_symlinks=False):
                of_entry = done.get(below)
            else:
                value = known.get(below)
                of_entry = FolderHashes(value, value) if value else None
            if of_entry is None:
                break
            contents.append(of_entry.content)
            structures.append(xxhash.xxh3_128_hexdigest(entry.name.encode() + bytes.fromhex(of_entry.structure)))
        else:
            done[path] = FolderHashes(_hash_of_hashes(contents), _hash_of_hashes(structures))
            yield path, done[path]


def _hash_of_hashes(hashes: list[str]) -> str:
    return xxhash.xxh3_128_hexdigest(bytes.fromhex("".join(sorted(hashes))))


def _list_folders(folder: Path) -> Iterator[str]:
    """All folders below, each before those inside it; the root is ""."""
    waiting = [""]
    while waiting:
        path = waiting.pop()
        yield path
        with os.scandir(folder / path) as entries:
            names = [entry.name for entry in entries if entry.is_dir(follow_symlinks=False)]
        waiting += [f"{path}/{name}" if path else name for name in names if name not in IGNORED]


def _element(name: str, text: str = "", attributes: dict[str, str] | None = None) -> etree._Element:
    element = etree.Element(f"{{{NAMESPACE}}}{name}", attributes or {}, nsmap=_DEFAULT)
    element.text = text or None
    return element


def _iso(moment: datetime) -> str:
    return moment.replace(microsecond=0).isoformat()


def _creator_info(at: datetime, author: str, version: str, comment: str) -> etree._Element:
    info = _element("creatorinfo")
    info.append(_element("creationdate", _iso(at)))
    info.append(_element("hostname", platform.node() or "unknown"))
    info.append(_element("tool", "Kadr", {"version": version}))
    if author and is_text(author):
        info.append(_element("author", author))
    if comment:
        info.append(_element("comment", comment))
    return info


def _process_info(root: FolderHashes | None) -> etree._Element:
    info = _element("processinfo")
    info.append(_element("process", "transfer"))
    if root is not None:
        info.append(_with_hashes(_element("roothash"), root, {}))
    ignore = _element("ignore")
    for pattern in IGNORED:
        ignore.append(_element("pattern", pattern))
    info.append(ignore)
    return info


def _with_hashes(parent: etree._Element, hashes: FolderHashes, attributes: dict[str, str]) -> etree._Element:
    for name, value in (("content", hashes.content), ("structure", hashes.structure)):
        part = _element(name)
        part.append(_element("xxh128", value, attributes))
        parent.append(part)
    return parent


def _file_element(file: HashedFile, earlier: str | None, at: datetime) -> etree._Element:
    action = ORIGINAL if earlier is None else VERIFIED if earlier == file.xxh128 else FAILED
    element = _element("hash")
    size = {"size": str(file.size_bytes), "lastmodificationdate": _iso(file.modified_at)}
    element.append(_element("path", file.path, size))
    element.append(_element("xxh128", file.xxh128, {"action": action, "hashdate": at.isoformat()}))
    return element


def _folder_element(folder: Path, path: str, hashes: FolderHashes, at: datetime) -> etree._Element:
    modified = datetime.fromtimestamp((folder / path).stat().st_mtime, UTC)
    element = _element("directoryhash")
    element.append(_element("path", path, {"lastmodificationdate": _iso(modified)}))
    return _with_hashes(element, hashes, {"hashdate": at.isoformat()})


def _write_chain(place: Path, generations: Sequence[Path]) -> None:
    """The chain names every generation with the C4 ID of its bytes. What is sealed already stays as it is sealed."""
    root = _read_chain(place / CHAIN)
    sealed = {entry.findtext(f"{{{CHAIN_NAMESPACE}}}path") for entry in root}
    for file in generations:
        if file.name not in sealed:
            number = str(_generation_number(file))
            entry = etree.SubElement(root, f"{{{CHAIN_NAMESPACE}}}hashlist", {"sequencenr": number})
            etree.SubElement(entry, f"{{{CHAIN_NAMESPACE}}}path").text = file.name
            etree.SubElement(entry, f"{{{CHAIN_NAMESPACE}}}c4").text = make_c4_id(file.read_bytes())
    text = etree.tostring(root, pretty_print=True, xml_declaration=True, encoding="UTF-8")
    _write_whole(place / CHAIN, lambda output: output.write(text))


def _read_chain(path: Path) -> etree._Element:
    """The chain as it lies there, or a new one. Raises ValueError when it cannot be read."""
    if not path.is_file():
        return etree.Element(f"{{{CHAIN_NAMESPACE}}}ascmhldirectory", nsmap=_CHAIN_DEFAULT)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_blank_text=True)
    try:
        return etree.fromstring(path.read_bytes(), parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(f"the chain file cannot be read: {error}") from error


C4_DIGITS = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def make_c4_id(data: bytes) -> str:
    """The C4 ID of some bytes (SMPTE ST 2114:2017): "c4" and SHA-512 in base 58, padded with the digit zero to 90."""
    number = int.from_bytes(hashlib.sha512(data).digest(), "big")
    digits = ""
    while number:
        number, rest = divmod(number, 58)
        digits = C4_DIGITS[rest] + digits
    return "c4" + digits.rjust(88, C4_DIGITS[0])


def _write_whole(path: Path, write: Callable[[IO[bytes]], object]) -> None:
    """Writes beside and renames: a list that is half written never lies under its name."""
    beside = path.with_name(f".{path.name}.part")
    with beside.open("wb") as output:
        write(output)
        output.flush()
        os.fsync(output.fileno())
    beside.replace(path)
