"""Reading a spreadsheet that somebody has uploaded, whatever program wrote it."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

MOST_ROWS, MOST_COLUMNS = 10_000, 100
"""What a sheet may hold: as much as is compared, shown and written while somebody waits."""

LAST_ROW = 1_048_576
"""Of any workbook (Excel specifications and limits)."""

MOST_BYTES = 30_000_000
MOST_UNPACKED_BYTES = 100_000_000
ENCODING = "utf-8-sig"
"""With the mark at the beginning, without which Excel takes Cyrillic for something else."""

UNREADABLE = (InvalidFileException, zipfile.BadZipFile, csv.Error, ValueError, KeyError, TypeError,
              IndexError, AttributeError, EOFError, StopIteration, OSError)  # fmt: skip
"""What the readers raise for a file that is damaged, or is something else."""


@dataclass(frozen=True)
class Sheet:
    """What an uploaded file holds: its head, and its rows that are not empty, with the numbers they have there."""

    headers: tuple[Any, ...]
    rows: list[tuple[int, tuple[Any, ...]]]


def read_sheet(file: Any) -> Sheet:
    """The rows of an uploaded file, whatever its name says. Raises ValidationError with a sentence."""
    if (file.size or 0) > MOST_BYTES:
        raise ValidationError(_("This file is larger than %s MB. Divide it.") % (MOST_BYTES // 1_000_000))
    content = file.read()
    try:
        sheet = read_workbook(content) if zipfile.is_zipfile(io.BytesIO(content)) else read_csv(content)
    except UNREADABLE:
        text = _("This file could not be read. Save it as an Excel workbook or as CSV in UTF-8, and choose it again.")
        raise ValidationError(text) from None
    if not any(sheet.headers) or not sheet.rows:
        raise ValidationError(_("This sheet has no rows."))
    return sheet


def read_workbook(content: bytes) -> Sheet:
    """The first sheet of a workbook. One that would unpack to something huge is not opened.

    How large it says it is counts for nothing: a file of a few kB may claim sixteen thousand million cells.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        if sum(part.file_size for part in packed.infolist()) > MOST_UNPACKED_BYTES:
            raise ValueError("unpacks to more than a sheet holds")
    page = load_workbook(io.BytesIO(content), read_only=True, data_only=True).active
    page.reset_dimensions()
    return gather(page.iter_rows(max_row=LAST_ROW, max_col=MOST_COLUMNS, values_only=True))


def read_csv(content: bytes) -> Sheet:
    """Text with commas, semicolons or tabs: where the comma stands in numbers, spreadsheets write semicolons."""
    text = content.decode("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ENCODING)
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    return gather(tuple(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def gather(rows: Iterator[tuple[Any, ...]]) -> Sheet:
    """The head, and no more of the rows than it takes to see that they are too many."""
    headers = next(rows, ())[:MOST_COLUMNS]
    filled = ((number, row[:MOST_COLUMNS]) for number, row in enumerate(rows, start=2) if any(map(is_filled, row)))
    return Sheet(headers, list(islice(filled, MOST_ROWS + 1)))


def is_filled(cell: Any) -> bool:
    return cell is not None and cell != ""
