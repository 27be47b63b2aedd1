"""Spreadsheets as files: written, and what one would change kept until somebody has looked at it."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.utils import timezone
from import_export.formats.base_formats import CSV, XLSX
from tablib import Dataset

from .sheet_changes import Plan
from .sheet_reading import ENCODING

COLUMN_WIDTH = 24
"""Signs. By their content, a caption would fill the window."""

KEPT = timedelta(days=1)


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
