"""Spreadsheets as files: written, read, and what they would change kept until somebody has looked at it."""

from __future__ import annotations

import csv
import io
import json
import uuid
import zipfile
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.utils import timezone
from django.utils.translation import gettext as _
from import_export.formats.base_formats import CSV, XLSX
from openpyxl.utils.exceptions import InvalidFileException
from tablib import Dataset
from tablib.exceptions import TablibException

from .sheet_changes import Plan

MOST_BYTES = 30_000_000
MOST_UNPACKED_BYTES = 300_000_000
COLUMN_WIDTH = 24
"""Signs. By their content, a caption would fill the window."""

KEPT = timedelta(days=1)
ENCODING = "utf-8-sig"
"""With the mark at the beginning, without which Excel takes Cyrillic for something else."""

UNREADABLE = (TablibException, InvalidFileException, zipfile.BadZipFile, csv.Error, ValueError, KeyError, TypeError,
              IndexError, AttributeError, EOFError, StopIteration, OSError)  # fmt: skip
"""What the readers raise for a file that is damaged, or is something else."""


@dataclass(frozen=True)
class SheetFile:
    """A spreadsheet ready to be sent."""

    content: bytes
    content_type: str
    extension: str


def write_sheet(dataset: Dataset, format_name: str) -> SheetFile:
    """The rows as CSV, or as a workbook of Excel."""
    if format_name == "csv":
        return SheetFile(CSV().export_data(dataset).encode(ENCODING), "text/csv; charset=utf-8", "csv")
    return SheetFile(XLSX().export_data(dataset, column_width=COLUMN_WIDTH), XLSX.CONTENT_TYPE, "xlsx")


def read_sheet(file: Any) -> Dataset:
    """The rows of an uploaded file, whatever its name says. Raises ValidationError with a sentence."""
    if (file.size or 0) > MOST_BYTES:
        raise ValidationError(_("This file is larger than %s MB. Divide it.") % (MOST_BYTES // 1_000_000))
    content = file.read()
    try:
        dataset = read_workbook(content) if zipfile.is_zipfile(io.BytesIO(content)) else read_csv(content)
    except UNREADABLE:
        text = _("This file could not be read. Save it as an Excel workbook or as CSV in UTF-8, and choose it again.")
        raise ValidationError(text) from None
    if not dataset.headers or not len(dataset):
        raise ValidationError(_("This sheet has no rows."))
    return dataset


def read_workbook(content: bytes) -> Dataset:
    """The first sheet of a workbook. One that would unpack to something huge is not opened."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        if sum(part.file_size for part in packed.infolist()) > MOST_UNPACKED_BYTES:
            raise ValueError("unpacks to more than a sheet holds")
    return XLSX().create_dataset(content)


def read_csv(content: bytes) -> Dataset:
    """Text with commas, semicolons or tabs: where the comma stands in numbers, spreadsheets write semicolons."""
    text = content.decode("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ENCODING)
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    return CSV().create_dataset(text, delimiter=delimiter)


def keep_plan(plan: Plan, *, user_id: int) -> uuid.UUID:
    """Keeps what a sheet would change for its owner; gives the name under which it is found. Forgets what is old."""
    forget_old()
    name = uuid.uuid4()
    _store().save(_path(user_id, name), ContentFile(json.dumps(plan.to_json()).encode()))
    return name


def find_plan(name: uuid.UUID, *, user_id: int) -> Plan | None:
    """The plan, if it is this person's and still there."""
    try:
        with _store().open(_path(user_id, name)) as file:
            stored: dict[str, Any] = json.load(file)
    except FileNotFoundError:
        return None
    return Plan.from_json(stored)


def forget_plan(name: uuid.UUID, *, user_id: int) -> None:
    """Deletes the plan."""
    _store().delete(_path(user_id, name))


def forget_old() -> None:
    """Deletes the plans that nobody has come back to for a day."""
    store = _store()
    people = store.listdir("")[0] if store.exists("") else []
    for name in (f"{person}/{file}" for person in people for file in store.listdir(person)[1]):
        if store.get_modified_time(name) < timezone.now() - KEPT:
            store.delete(name)


def _store() -> Storage:
    return storages["sheets"]


def _path(user_id: int, name: uuid.UUID) -> str:
    return f"{user_id}/{name}.json"
