"""What an XMP sidecar says of its picture. Plain Python."""

from __future__ import annotations

from pathlib import Path

from media_library.formats.facts import Facts, UnreadableFile

from .compose import compose_facts
from .harvest import Harvest
from .view import open_view
from .xmp import MAX_PACKET_BYTES, NotXmp, parse_xmp

FILE_TYPE, MIME = "XMP", "application/rdf+xml"


def read_sidecar(path: Path) -> Facts:
    """The facts of a sidecar: marks, words, keywords, place, time. Raises UnreadableFile."""
    with open_view(path) as view:
        raw = view.read(0, MAX_PACKET_BYTES + 1)
    if not raw.strip(b"\x00 \t\r\n"):
        raise UnreadableFile("The sidecar is empty.")
    try:
        properties = parse_xmp(raw, strict=True)
    except NotXmp as error:
        raise UnreadableFile(f"The sidecar was not read: {error}.") from error
    facts = compose_facts(Harvest(xmp=properties))
    facts.file_type, facts.mime = FILE_TYPE, MIME
    return facts
