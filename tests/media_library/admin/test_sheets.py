from __future__ import annotations

import csv
import io
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_library.admin.sheets import WORDS, defuse, fit, mark, read_cell, read_seal, write_seal
from media_library.viewing.words import unite_lines

TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=40)
TRICKS = ("=1+1", "+7 701", "-5 °C", "@handle", "'quoted", "'=x", "\t=1", "_x000D_", "1e10", "007", "TRUE", "#N/A",
          " a ", "a\nb", "№ 5")  # fmt: skip


def through_excel(text: str) -> Any:
    """What openpyxl, and so Excel, makes of a cell that we have written."""
    book = openpyxl.Workbook()
    book.active["A1"] = defuse(fit(text))
    file = io.BytesIO()
    book.save(file)
    cell = openpyxl.load_workbook(io.BytesIO(file.getvalue())).active["A1"]
    assert cell.data_type != "f"
    return cell.value


def through_csv(text: str) -> str:
    written = io.StringIO(newline="")
    csv.writer(written).writerow([defuse(fit(text)), "x"])
    return next(csv.reader(io.StringIO(written.getvalue(), newline="")))[0]


@given(TEXTS)
def test_every_text_comes_back_from_csv_as_it_went(text: str) -> None:
    assert read_cell(through_csv(text)) == unite_lines(fit(text))


@pytest.mark.parametrize("text", TRICKS)
def test_tricky_texts_come_back_from_both_as_they_went(text: str) -> None:
    assert read_cell(through_csv(text)) == text
    assert read_cell(through_excel(text)) == text


@pytest.mark.parametrize("text", ['=HYPERLINK("http://example.org")', "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])
def test_what_a_spreadsheet_would_run_is_only_text_there(text: str) -> None:
    assert defuse(text) == f"'{text}"


@pytest.mark.parametrize(("value", "text"), [(None, ""), (5.0, "5"), (5, "5"), ("a\r\nb", "a\nb"), (2.5, "2.5")])
def test_a_cell_says_the_same_whatever_type_its_reader_made_it(value: Any, text: str) -> None:
    assert read_cell(value) == text


def test_what_no_sheet_can_hold_is_replaced_and_what_is_too_long_is_cut() -> None:
    assert fit("a\x0bb\x00") == "a\ufffdb\ufffd"
    assert len(fit("ж" * 40_000)) < 32_767  # Excel specifications and limits: characters in a cell


def test_the_seal_tells_each_column_apart() -> None:
    texts = dict.fromkeys(WORDS, "") | {"caption": "Жайлау", "title": "Жайлау"}
    seal = read_seal(write_seal(texts))
    assert seal["caption"] == seal["title"] == mark("Жайлау") != seal["headline"] == mark("")
    assert list(seal) == list(WORDS)


@pytest.mark.parametrize("text", ["", "k", "k123", "5", "kaaaa" * 20, "x" + "a" * 48])
def test_what_is_no_seal_is_none(text: str) -> None:
    assert read_seal(text) == {}
