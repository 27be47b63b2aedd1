"""Documents: facts of PDF files and pictures of their first page; all else is kept as it is. Plain Python.

PDF is read by PDFium without its script engine and without forms: JavaScript in a document never runs.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .facts import CaptureDate, Facts, FileType, Rendered, RenditionSpec, UnreadableFile
from .sizes import LONG_EDGES, PICTURE_SPECS

if TYPE_CHECKING:
    from PIL import Image

PDF_MIME = "application/pdf"
POINTS_AN_INCH = 72
HIGHEST_RESOLUTION = 600
"""Dots an inch beyond which a page is not enlarged: a stamp stays a stamp."""
LONGEST_TEXT = 100_000

DAMAGED = "The PDF is damaged and cannot be opened."
LOCKED = "The PDF is protected with a password: it is kept as it is, and its pages cannot be shown."
NO_PAGES = "The PDF has no pages."

PASSWORD_WANTED = 4
"""FPDF_ERR_PASSWORD of PDFium (fpdfview.h)."""

PDF_DATE = re.compile(
    r"(?:D:)?(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?\s*(?:(Z)|([+-])(\d\d)'?(\d\d)?'?)?",
)
"""ISO 32000-2, 7.9.4."""


class _Locked(UnreadableFile):
    """The document wants a password."""


def read_facts(path: Path, file_type: FileType) -> Facts:
    """Type, and of a PDF pages, words and date. Raises UnreadableFile when a PDF cannot be opened.

    A PDF that wants a password comes in with a notice. The date of a PDF is a weak source: it is the document's own,
    not that of what is shown on it.
    """
    facts = Facts(file_type=file_type.name, mime=file_type.mime)
    if file_type.mime == PDF_MIME:
        try:
            with _open(path) as document:
                _fill_from_pdf(facts, document)
        except _Locked as locked:
            facts.notices.append(str(locked))
    return facts


def list_specs(facts: Facts) -> tuple[RenditionSpec, ...]:
    """Pictures of the first page of a PDF that can be opened; nothing of other documents."""
    return PICTURE_SPECS if facts.mime == PDF_MIME and facts.pages else ()


def render(path: Path, file_type: FileType, specs: Sequence[RenditionSpec], folder: Path) -> list[Rendered]:
    """Makes the pictures asked for of the first page, on white, in the order of `specs`. Raises UnreadableFile."""
    from .pictures import Picture, write_renditions

    wanted = [LONG_EDGES[spec.name] for spec in specs if spec.name in LONG_EDGES]
    if file_type.mime != PDF_MIME or not wanted:
        return []
    with _open(path) as document:
        image = _draw_first_page(document, max(wanted))
    return write_renditions(Picture(image), specs, folder)


@contextmanager
def _open(path: Path) -> Iterator[Any]:
    from pypdfium2 import PdfDocument, PdfiumError

    try:
        document = PdfDocument(path)
    except PdfiumError as error:
        if getattr(error, "err_code", None) == PASSWORD_WANTED:
            raise _Locked(LOCKED) from error
        raise UnreadableFile(DAMAGED) from error
    try:
        yield document
    except PdfiumError as error:
        raise UnreadableFile(DAMAGED) from error
    finally:
        document.close()


def _fill_from_pdf(facts: Facts, document: Any) -> None:
    facts.pages = len(document)
    if not facts.pages:
        raise UnreadableFile(NO_PAGES)
    told = {name: _tidy(text) for name, text in document.get_metadata_dict(skip_empty=True).items()}
    facts.title = told.get("Title")
    facts.caption = told.get("Subject")
    if author := told.get("Author"):
        facts.creator = [author]
    facts.keywords = split_keywords(told.get("Keywords") or "")
    dates = [read_pdf_date(f"PDF:{name}", told.get(key) or "") for name, key in DATES]
    facts.captured_at_candidates = [
        {"source": date.source, "value": date.value, "offset": date.offset} for date in dates if date
    ]
    if dates[0]:
        facts.captured_at, facts.captured_at_offset = dates[0].value, dates[0].offset
        facts.captured_at_source = dates[0].source


DATES = (("CreateDate", "CreationDate"),)


def _tidy(text: str) -> str | None:
    text = unicodedata.normalize("NFC", text[:LONGEST_TEXT].replace("\x00", "")).strip()
    return text or None


def split_keywords(text: str) -> list[str]:
    """The keywords of a PDF stand in one line, parted by commas or semicolons; each is given once."""
    parts = (part.strip() for part in re.split(r"[,;]", text))
    return list(dict.fromkeys(part for part in parts if part))


def read_pdf_date(source: str, text: str) -> CaptureDate | None:
    """A date as PDF writes it (`D:20050718143045-04'00'`) as ISO local time and offset; None when it is none."""
    found = PDF_DATE.match(text)
    if found is None:
        return None
    year, month, day, hour, minute, second = (int(part) if part else None for part in found.groups()[:6])
    if not year or not 1 <= (month or 1) <= 12 or not 1 <= (day or 1) <= 31:
        return None
    value = f"{year:04}-{month or 1:02}-{day or 1:02}"
    if hour is not None:
        if hour > 23 or (minute or 0) > 59 or (second or 0) > 59:
            return None
        value += f"T{hour:02}:{minute or 0:02}:{second or 0:02}"
    sign, hours, minutes = found[8], found[9], found[10] or "00"
    return CaptureDate(source, value, f"{sign}{hours}:{minutes}" if sign else found[7])


def _draw_first_page(document: Any, long_edge_px: int) -> Image.Image:
    """The first page, upright, with the long edge asked for, or less where that would enlarge a tiny page too far."""
    if not len(document):
        raise UnreadableFile(NO_PAGES)
    page = document[0]
    try:
        width_pt, height_pt = page.get_size()
        bitmap = page.render(scale=_scale(width_pt, height_pt, long_edge_px), may_draw_forms=False)
        image: Image.Image = bitmap.to_pil().convert("RGB").copy()
        bitmap.close()
    finally:
        page.close()
    return image


def _scale(width_pt: float, height_pt: float, long_edge_px: int) -> float:
    """Pixels a point. Raises UnreadableFile for a page without a size: the file may say anything of its boxes."""
    longest = max(width_pt, height_pt)
    if not (math.isfinite(longest) and min(width_pt, height_pt) > 0):
        raise UnreadableFile("The first page of the PDF has no size.")
    # PDFium rounds up: a hair less keeps the long edge at what was asked for.
    return min(long_edge_px / longest * (1 - 1e-9), HIGHEST_RESOLUTION / POINTS_AN_INCH)
