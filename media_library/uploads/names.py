"""Making the name of a sent file safe for a disk. Plain Python.

A browser says what it likes: what comes out of here lies below the folder it is put in, whatever was said.
"""

from __future__ import annotations

import unicodedata

from media_library.delivery.names import shorten

LONGEST_PATH_BYTES = 2000
DEEPEST = 32
RESERVED = frozenset(
    {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(1, 10)), *(f"lpt{n}" for n in range(1, 10))}
)
"""Names of devices on Windows, with any extension (Microsoft, Naming Files, Paths, and Namespaces)."""
NAMELESS = "unnamed"


def make_safe_path(said: str) -> tuple[str, ...]:
    """The parts of a path below a folder: never empty, never `..`, each short enough to be a name.

    Of a path that is too deep or too long the folders nearest to the file are kept.
    """
    parts = [make_safe_name(part) for part in said.split("/") if part.strip() not in ("", ".", "..")]
    parts = parts[-DEEPEST:] or [NAMELESS]
    while len(parts) > 1 and len("/".join(parts).encode()) > LONGEST_PATH_BYTES:
        parts.pop(0)
    return tuple(parts)


def make_safe_name(said: str) -> str:
    """One name, as said wherever a disk can bear it."""
    name = "".join("_" if _is_harmful(sign) else sign for sign in said).rstrip(" .")
    if name.partition(".")[0].strip().casefold() in RESERVED:
        name = f"_{name}"
    return shorten(name) or NAMELESS


def _is_harmful(sign: str) -> bool:
    return sign in "\\/" or unicodedata.category(sign) in ("Cc", "Cs")
