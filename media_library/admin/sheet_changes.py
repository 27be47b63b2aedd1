"""What a spreadsheet would change, told before anything is written, and then written: that, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from collaborators.models import User
from media_library.describing.texts import tidy_keywords, tidy_text
from media_library.describing.words import ChangedMeanwhile, change_rating, change_words, check, read_words
from media_library.lighttable.chosen import in_parts
from media_library.lighttable.paging import parse_id
from media_library.models import Asset
from media_library.viewing.words import BETWEEN, parse_word

from .sheet_reading import MOST_ROWS, Sheet
from .sheets import CUT, SEAL, WORDS, mark, read_cell, read_seal, with_words, write_words
from .words_form import read_rating

MOST_CELLS = 5_000
"""Cells that one yes may write: each by itself, while somebody waits."""

RATINGS = ("", "1", "2", "3", "4", "5")


@dataclass(frozen=True)
class Cell:
    """One cell that will change: what stands there now, and what will."""

    field: str
    was: str
    value: str


@dataclass(frozen=True)
class Change:
    """One asset that will change."""

    asset_id: int
    file_name: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Fault:
    """A cell that cannot be taken, and why. Rows are counted as the spreadsheet counts them, the head being 1.

    The other cells of its row are taken; where it is the id that cannot be, none is, and no file is known.
    """

    row: int
    field: str
    file_name: str
    text: str


@dataclass
class Plan:
    """What a sheet comes to."""

    changes: list[Change] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    unchanged: int = 0
    ignored: list[str] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Plan:
        changes = [
            Change(row["asset_id"], row["file_name"], tuple(Cell(**cell) for cell in row["cells"]))
            for row in stored["changes"]
        ]
        return cls(changes, [Fault(**fault) for fault in stored["faults"]], stored["unchanged"], stored["ignored"])

    @property
    def cell_count(self) -> int:
        return sum(len(change.cells) for change in self.changes)


@dataclass
class Outcome:
    """What came of writing: how many assets were changed, and what was not written, each with its sentence."""

    changed: int = 0
    left: list[str] = field(default_factory=list)


Row = tuple[int, dict[str, str]]


def plan_changes(sheet: Sheet, assets: QuerySet[Asset]) -> Plan:
    """Compares the rows with the assets that may be changed; writes nothing. Two queries for each 500 rows.

    Raises ValidationError, with a sentence, for a sheet that is none of ours.
    """
    names = read_headers(sheet.headers)
    check_sheet(names, len(sheet.rows))
    plan = Plan(ignored=[str(head) for head, name in zip(sheet.headers, names, strict=True) if head and not name])
    numbered = ((number, read_row(names, row)) for number, row in sheet.rows)
    for part in in_parts(list(find_ids(numbered, plan))):
        found = {asset.pk: asset for asset in with_words(assets.filter(pk__in=[pk for pk, _row in part]))}
        for pk, row in part:
            compare(row, found.get(pk), plan)
    if plan.cell_count > MOST_CELLS:
        text = _("This sheet changes more than %s cells, the most that are written at once. Divide it.")
        raise ValidationError(text % number_format(MOST_CELLS, force_grouping=True))
    plan.faults.sort(key=lambda fault: fault.row)
    return plan


def read_headers(headers: Sequence[Any]) -> list[str]:
    """The columns that are known by name, "" for the others."""
    names = [read_cell(head).strip().casefold().replace(" ", "_") for head in headers]
    return [name if name in ("id", SEAL, *WORDS) else "" for name in names]


def check_sheet(names: Sequence[str], row_count: int) -> None:
    """Raises ValidationError for a sheet that cannot be read as one of ours."""
    known = [name for name in names if name]
    if "id" not in known:
        raise ValidationError(_("This sheet has no column “id”, which says what each row is about."))
    if not set(known) & set(WORDS):
        raise ValidationError(_("This sheet has none of the columns that can be changed: %s.") % ", ".join(WORDS))
    if len(set(known)) < len(known):
        raise ValidationError(_("This sheet has the same column twice. Remove one of them."))
    if row_count > MOST_ROWS:
        raise ValidationError(
            _("This sheet has more than %s rows. Divide it.") % number_format(MOST_ROWS, force_grouping=True)
        )


def read_row(names: Sequence[str], row: Sequence[Any]) -> dict[str, str]:
    """The cells that are known, by column."""
    return {name: read_cell(value) for name, value in zip(names, row, strict=False) if name}


def find_ids(rows: Iterator[Row], plan: Plan) -> Iterator[tuple[int, Row]]:
    """Each row with its id. Empty rows are passed over; ids that are none, or come twice, are faults."""
    seen: set[int] = set()
    for number, row in rows:
        text = row["id"].strip()
        asset_id = parse_id(text)
        if not any(row.values()):
            continue
        if asset_id is None:
            told = _("“%s” is no id. Put back the number that stood there.") % text[:40]
            plan.faults.append(Fault(number, "id", "", told))
        elif asset_id in seen:
            told = _("The asset %s has a row above. Remove one of them.") % text
            plan.faults.append(Fault(number, "id", "", told))
        else:
            seen.add(asset_id)
            yield asset_id, (number, row)


def compare(numbered: Row, asset: Asset | None, plan: Plan) -> None:
    """Adds to the plan what a row would change, or why it cannot."""
    number, row = numbered
    if asset is None:
        text = _("There is no asset %s in the library of a project in which you may change words.") % row["id"]
        plan.faults.append(Fault(number, "id", "", text))
        return
    cells, is_same = [], True
    seal = read_seal(row.get(SEAL, "").strip())
    for name, now in write_words(asset).items():
        if name not in row or row[name] == now or seal.get(name) == mark(row[name]):
            continue  # as it is, or as it was taken out
        cell = Cell(name, now, tidy_cell(name, row[name]))
        if cell.value == tidy_cell(name, now):
            continue
        is_same = False
        if fault := find_fault(cell, seal):
            plan.faults.append(Fault(number, name, asset.file_name, fault))
        else:
            cells.append(cell)
    if cells:
        plan.changes.append(Change(asset.pk, asset.file_name, tuple(cells)))
    plan.unchanged += is_same


def tidy_cell(name: str, text: str) -> str:
    """A value as it would be kept: another space at the end, or keywords in another order, change nothing."""
    if name == "keywords":
        return BETWEEN.join(tidy_keywords(parse_word(name, text)))
    return text.strip() if name == "rating" else tidy_text(name, text)


def find_fault(cell: Cell, seal: Mapping[str, str]) -> str:
    """Why a cell cannot be written, as a sentence; "" if it can."""
    if seal and seal[cell.field] != mark(cell.was):
        text = _("Somebody has changed this after the sheet was taken out. It says now: “%s”.")
        return text % cell.was[:200]
    if cell.was.endswith(CUT):
        return _("This is too long for a sheet. Change it on the page of the asset.")
    if cell.field == "rating" and cell.value not in RATINGS:
        return _("“%s” is no rating. Write 1 to 5, or nothing.") % cell.value[:40]
    try:
        if cell.field != "rating":
            check(cell.field, parse_word(cell.field, cell.value))
    except ValidationError as fault:
        return " ".join(fault.messages)
    return ""


def write_changes(plan: Plan, assets: QuerySet[Asset], *, by: User | None) -> Outcome:
    """Writes what was planned, by the functions of the asset's page: what somebody has changed since is left."""
    outcome = Outcome()
    for part in in_parts(plan.changes):
        found = {asset.pk: asset for asset in with_words(assets.filter(pk__in=[change.asset_id for change in part]))}
        for change in part:
            asset = found.get(change.asset_id)
            outcome.changed += write_change(change, asset, outcome.left, by=by)
    return outcome


def write_change(change: Change, asset: Asset | None, left: list[str], *, by: User | None) -> bool:
    """Writes the cells of one asset; gives whether any was written."""
    if asset is None:
        left.append(_("%s is not in the library any more.") % change.file_name)
        return False
    now, written = write_words(asset), False
    for cell in change.cells:
        try:
            if now[cell.field] != cell.was:
                raise ChangedMeanwhile(cell.was)
            write_cell(asset, cell, by=by)
            written = True
        except ChangedMeanwhile:
            left.append(
                _("%(name)s: %(field)s was changed by somebody meanwhile, and is left.") % name_of(change, cell)
            )
        except ValidationError as fault:
            left.append(_("%(name)s, %(field)s:") % name_of(change, cell) + " " + " ".join(fault.messages))
    return written


def name_of(change: Change, cell: Cell) -> dict[str, str]:
    return {"name": change.file_name, "field": cell.field}


def write_cell(asset: Asset, cell: Cell, *, by: User | None) -> None:
    """Writes one value, as the asset's page would."""
    if cell.field == "rating":
        change_rating(asset, rating=read_rating(cell.value), was=read_rating(cell.was), by=by)
        return
    was = read_words(asset, cell.field)
    change_words(asset, field=cell.field, value=parse_word(cell.field, cell.value), was=was)
