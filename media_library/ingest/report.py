"""The report of a run: JSON Lines, one object for each source file; or CSV, for a spreadsheet."""

from __future__ import annotations

import codecs
import csv
import json
from collections.abc import Iterator, Sequence
from typing import Any, TextIO

from django.utils.translation import gettext as _

from media_library.models import Import, ImportedFile, Original

OF_EVERY_KIND = (
    "file_type",
    "mime",
    "captured_at",
    "captured_at_offset",
    "captured_at_source",
    "captured_at_candidates",
    "title",
    "caption",
    "caption_sources",
    "keywords",
    "keywords_sources",
    "creator",
    "copyright",
)
OF_PICTURES = (
    "make",
    "model",
    "lens",
    "gps_lat",
    "gps_lon",
    "gps_alt",
    "orientation",
    "width",
    "height",
    "width_stored",
    "height_stored",
    "rating",
    "label",
    "headline",
)
OF_SOUND = ("duration_s", "audio_codec", "audio_channels", "audio_sample_rate", "audio_streams", "container")
OF_MOVING_PICTURES = (
    "frame_rate",
    "r_frame_rate",
    "avg_frame_rate",
    "variable_frame_rate",
    "rotation_cw",
    "sample_aspect_ratio",
    "video_codec",
    "subtitle_streams",
    "start_timecode",
    "timecode_streams",
)
OF_BROADCAST_WAVE = ("subtitle_streams", "start_timecode", "timecode_streams", "bwf_time_reference", "bwf_description")

KEYS = {
    Original.Kind.PHOTO: (*OF_EVERY_KIND, *OF_PICTURES, "pages"),
    Original.Kind.VIDEO: (*OF_EVERY_KIND, *OF_PICTURES, *OF_SOUND, *OF_MOVING_PICTURES),
    Original.Kind.AUDIO: (*OF_EVERY_KIND, "make", "model", *OF_SOUND, *OF_BROADCAST_WAVE),
    Original.Kind.DOCUMENT: (*OF_EVERY_KIND, "pages"),
}
"""Which facts apply to which kind of file."""


def select_facts(original: Original) -> dict[str, Any]:
    """The facts that apply to such a file; None where the file does not tell."""
    told = {key: original.facts.get(key) for key in KEYS[Original.Kind(original.kind)]}
    return {key: None if value in ("", [], {}) else value for key, value in told.items()}


def list_lines(run: Import) -> Iterator[dict[str, Any]]:
    """One object for each source file, in the order of its path. Two queries for every 500 files."""
    rows = run.files.with_trouble().order_by("place", "path")
    for row in rows.iterator(chunk_size=500):
        yield describe_file(row)


def describe_file(row: ImportedFile) -> dict[str, Any]:
    """What became of one source file, as the report tells it."""
    line: dict[str, Any] = {
        "path": row.path,
        "outcome": row.outcome,
        "reason": " ".join(filter(None, (row.reason, row.trouble))) or None,
        "asset": row.asset_id,
        "sha256": row.sha256 or None,
        "kind": None,
        "facts": {},
    }
    if row.original is not None and row.outcome in (ImportedFile.Outcome.ADDED, ImportedFile.Outcome.DUPLICATE):
        line |= {"kind": row.original.kind, "facts": select_facts(row.original)}
    return line


def write_report(run: Import, target: TextIO) -> None:
    """Writes the report as JSON Lines, UTF-8."""
    for line in list_lines(run):
        target.write(json.dumps(line, ensure_ascii=False) + "\n")


ROWS_AT_ONCE = 500
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet may take for the beginning of a formula (OWASP, CSV Injection)."""


class _Line:
    """What csv.writer writes to: it gives back each line instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def write_csv(run: Import, *, tells_places: bool) -> Iterator[bytes]:
    """The report as CSV in UTF-8 with a byte order mark, piece by piece. Two queries for every 500 files.

    `tells_places`: whether the person may see where things lie on the server.
    """
    writer = csv.writer(_Line())
    yield codecs.BOM_UTF8
    yield str(writer.writerow(_head_csv(tells_places))).encode()
    last = 0
    files = run.files.with_trouble().defer("original__facts").order_by("pk")
    while rows := list(files.filter(pk__gt=last)[:ROWS_AT_ONCE]):
        yield "".join(str(writer.writerow(defuse(_row_csv(row, tells_places)))) for row in rows).encode()
        last = rows[-1].pk


def defuse(cells: Sequence[object]) -> list[object]:
    """The cells with an apostrophe before whatever a spreadsheet could take for a formula."""
    return [f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_SIGNS) else cell for cell in cells]


def _head_csv(tells_places: bool) -> list[str]:
    head = [_("File"), _("Bytes"), _("What became of it"), _("Why"), _("Asset"), "SHA-256"]
    return [*head, _("Second copy")] if tells_places else head


def _row_csv(row: ImportedFile, tells_places: bool) -> list[object]:
    reason = " ".join(filter(None, (row.reason, row.trouble)))
    asset = row.asset_id or ""
    cells = [row.path, row.size_bytes, row.get_outcome_display(), reason, asset, row.sha256]
    return [*cells, row.copied_to] if tells_places else cells
