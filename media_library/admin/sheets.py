"""The spreadsheet of assets: its columns, and how a value stands in a cell."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from import_export import fields, resources

from media_library.models import Asset
from media_library.viewing.words import BETWEEN, unite_lines

FACTS = ("id", "project", "file_name", "captured")
"""Columns that are told, and never read back."""

WORDS = ("title", "headline", "caption", "alt_text", "creator", "copyright", "keywords", "rating")
"""Columns that may be changed in the sheet."""

SEAL = "kadr"
"""The column that says how the others were when the sheet was taken out."""

COLUMNS = (*FACTS, *WORDS, SEAL)
LONGEST_CELL = 32_000
"""Signs. Excel holds 32,767 in a cell (Excel specifications and limits) and drops the rest without a word."""

CUT = " […]"
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "'")
"""What a spreadsheet takes for the beginning of a formula (OWASP, CSV injection), and our own sign against it."""

NOT_IN_A_SHEET = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Signs that XML 1.0 (section 2.2), and so XLSX, cannot hold."""

SEAL_SIGNS = 6
"""For each column: 36 bits."""


def write_words(asset: Asset) -> dict[str, str]:
    """The words of an asset, each as one text as it stands in the sheet. Wants `keywords`."""
    texts = {name: unite_lines(getattr(asset, name)) for name in WORDS[:-2]}
    texts["keywords"] = BETWEEN.join(sorted(each.name for each in asset.keywords.all()))
    texts["rating"] = "" if asset.rating is None else str(asset.rating)
    return {name: fit(text) for name, text in texts.items()}


def fit(text: str) -> str:
    """The text as a cell can hold it. What is lost is not taken for a change when it comes back."""
    return NOT_IN_A_SHEET.sub("\ufffd", text if len(text) <= LONGEST_CELL else text[:LONGEST_CELL] + CUT)


def defuse(text: str) -> str:
    """The text as no spreadsheet takes it for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


def read_cell(value: Any) -> str:
    """What a cell says, of whatever type its reader made it: `defuse` backwards."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = unite_lines(str(value))
    return text[1:] if text[:1] == "'" and text[1:].startswith(FORMULA) else text


def write_seal(texts: Mapping[str, str]) -> str:
    """A mark for each column, so that it can be told later who has changed it. Begins with a letter: no number."""
    return "k" + "".join(mark(texts[name]) for name in WORDS)


def mark(text: str) -> str:
    """A short hash of a text."""
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
    return base64.b32encode(digest)[:SEAL_SIGNS].decode().lower()


def read_seal(text: str) -> dict[str, str]:
    """The marks by column; none for what is no seal."""
    if len(text) != 1 + SEAL_SIGNS * len(WORDS) or not text.startswith("k"):
        return {}
    places = range(1, len(text), SEAL_SIGNS)
    return {name: text[place : place + SEAL_SIGNS] for name, place in zip(WORDS, places, strict=True)}


class AssetSheet(resources.ModelResource):  # type: ignore[misc]  # the package has no types
    """Assets as rows of a sheet. Three queries for each 500 of them."""

    project = fields.Field(column_name="project")
    captured = fields.Field(column_name="captured")
    keywords = fields.Field(column_name="keywords")
    kadr = fields.Field(column_name=SEAL)

    class Meta:
        model = Asset
        fields = COLUMNS
        export_order = COLUMNS

    def iter_queryset(self, queryset: QuerySet[Asset]) -> Iterator[Asset]:
        """In the order of the list, in parts."""
        for page in Paginator(with_words(queryset), 500):
            yield from page.object_list

    def export_resource(
        self, instance: Asset, selected_fields: Iterable[str] | None = None, **kwargs: Any
    ) -> list[Any]:
        """One row."""
        texts = write_words(instance)
        facts = [instance.pk, defuse(instance.project.title), defuse(instance.file_name), write_captured(instance)]
        words = [defuse(texts[name]) for name in WORDS[:-1]]
        return [*facts, *words, instance.rating, write_seal(texts)]


def write_captured(asset: Asset) -> str:
    """The camera's wall-clock time, in no zone, as every spreadsheet sorts it rightly."""
    return f"{asset.captured_at.astimezone(UTC):%Y-%m-%d %H:%M:%S}" if asset.captured_at else ""


def with_words(assets: QuerySet[Asset]) -> QuerySet[Asset]:
    """Loads what a row of the sheet tells, and nothing else."""
    columns = ("pk", "project", "project__title", "file_name", "captured_at", "rating", *WORDS[:-2])
    bare = assets.prefetch_related(None).defer(None).select_related(None)
    return bare.select_related("project").only(*columns).prefetch_related("keywords")
