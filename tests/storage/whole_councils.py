"""Any consistent council as a workbook, for the properties: every sheet, made from the contract's declarations.

A sheet that the contract declares joins by itself; only what its rows owe each other beyond keys and names
is said here (`_CAREFUL`).
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from hypothesis import strategies as st

from domain.calendar import month_of
from domain.identifiers import find_refused
from storage.workbook.cells import (
    CASE_REFERENCE,
    DAY,
    EMAIL,
    FREE_TEXT,
    MONTH,
    OBJECT_ID,
    SHARE_OF_FULL_TIME,
    TEXT,
    TEXT_OR_NOTHING,
    WHOLE_NUMBER,
    YES_NO,
    Cell,
    Kind,
    guarded,
    plain,
)
from storage.workbook.contract import SHEETS
from storage.workbook.reading import RawSheet, Workbook
from storage.workbook.sheet import Column, Sheet

# A row by the contract's column names; a sheet's rows; a workbook's sheets by name.
Written = dict[str, Cell]
Council = dict[str, list[Written]]

BY_NAME: Mapping[str, Sheet] = {sheet.name: sheet for sheet in SHEETS}
MOST_ROWS = 4
# What has gone wrong in somebody's spreadsheet before: formulas, quotation marks, separators, other scripts,
# what looks like a number, a date, a truth, an escape of the file format, an error.
NASTY = (
    "=1+1", "+44 20", "-", "@home", "'=1", "''=1", "'quoted'", '"', 'say "yes", then; go', "a\nb", "a\tb", ";", ",",
    "שלום עולם", "مرحبا", "\u202etxet", "👩‍👧 done", "e\u0301 é", "ﬁ", "İstanbul", "straße", "007", "1e5", "TRUE",
    "2019-08", "2019-08-23", "#N/A", "#####", "Err:502", "1E+15", "_x0041_", "<b>&amp;</b>", "%s {0}", "NULL", "None",
    "\\n",
)  # fmt: skip
_LETTERS = st.characters(exclude_categories=("Cs", "Cc"))
_TEXTS = (
    st.sampled_from(NASTY) | st.text(_LETTERS, min_size=1, max_size=12) | st.integers(1, 40).map("long ".__mul__)
).filter(lambda text: plain(text) != "" and not find_refused(text))
# What people type into a chat beside that: line ends, control characters, invisible ones, spaces at the ends.
_SIGNS = st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufffe\uffff")
TYPED = st.text(
    _SIGNS | st.sampled_from(" \r\n\t\x01\x1f\x7f\x85\u00a0\u200b\u2028\ufeff'=+-@_x"),
    min_size=1,
    max_size=12,
).filter(lambda text: plain(text) != "" and not find_refused(text))
_DAYS = st.dates(date(2015, 1, 1), date(2024, 12, 31))
_LOCAL_PARTS = st.text("abcXYZ019.+-_'=é", min_size=1, max_size=8)
Draw = Callable[..., Any]


@st.composite
def councils(draw: st.DrawFn) -> Council:
    """A consistent council: every sheet of the contract with none to four rows, whose names all resolve."""
    texts = draw(st.lists(_TEXTS, min_size=3, max_size=8))
    days = draw(st.lists(_DAYS, min_size=2, max_size=5))
    council: Council = {}
    for sheet in SHEETS:
        council[sheet.name] = _keyed_rows(draw, sheet, council, _Pool(texts, days))
    for sheet in SHEETS:
        for row in council[sheet.name]:
            _fill(draw, sheet, row, council, _Pool(texts, days))
    for name, careful in _CAREFUL.items():
        if name in council:
            careful(council)
    return council


class _Pool:
    """The texts and days of one council: few, so that its rows share them."""

    def __init__(self, texts: Sequence[str], days: Sequence[date]) -> None:
        self.texts, self.days = st.sampled_from(texts), st.sampled_from(days)

    def of(self, column: Column) -> st.SearchStrategy[Cell]:
        """What may stand in a column that names nothing."""
        if column.kind.words:
            return _words(column.kind)
        return self._by_kind()[column.kind]

    def _by_kind(self) -> Mapping[Kind, st.SearchStrategy[Cell]]:
        return {
            TEXT: self.texts.map(guarded),
            TEXT_OR_NOTHING: self.texts.map(guarded),
            FREE_TEXT: self.texts.map(guarded),
            CASE_REFERENCE: st.integers(1, 99_999).map(lambda number: f"CS-{number}") | st.integers(1, 9_999_999),
            EMAIL: _LOCAL_PARTS.map(lambda local: guarded(f"{local}@council.example")),
            OBJECT_ID: st.uuids().map(str),
            DAY: self.days | self.days.map(date.isoformat) | self.days.map(_midnight),
            MONTH: self.days.map(month_of) | self.days,
            WHOLE_NUMBER: st.integers(0, 9_999) | st.integers(0, 9_999).map(str),
            SHARE_OF_FULL_TIME: st.sampled_from([0, 1, 1.0, 0.5, "0.6", "1"]),
            YES_NO: st.sampled_from(["yes", "No", "TRUE", "false", 1, 0, True, False]),
        }


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)  # noqa: DTZ001 - a spreadsheet's dates have no zone


def _words(kind: Kind) -> st.SearchStrategy[Cell]:
    single = st.sampled_from(kind.words).flatmap(in_any_case)
    return st.lists(single, min_size=1, max_size=3).map(" ; ".join) if kind.is_several else single


def in_any_case(word: str) -> st.SearchStrategy[str]:
    """A word as people write it: capitals, spaces and underscores as they come."""
    return st.sampled_from([word, word.upper(), word.title(), word.replace("_", " "), f" {word}\u00a0"])


def _keyed_rows(draw: Draw, sheet: Sheet, council: Council, pool: _Pool) -> list[Written]:
    """Rows with their keys alone, each key once."""
    columns = [column for name in sheet.key for column in sheet.columns if column.name == name]
    rows: dict[tuple[Any, ...], Written] = {}
    if any(column.required and column.names and not council.get(column.names) for column in sheet.columns):
        return []
    for _ in range(draw(st.integers(0 if sheet.key != ("team",) else 1, MOST_ROWS))):
        cells = {column.name: _cell(draw, column, council, pool) for column in columns}
        if None not in cells.values():
            rows.setdefault(tuple(column.kind.read(plain(cells[column.name])) for column in columns), cells)
    return list(rows.values())


def _cell(draw: Draw, column: Column, council: Council, pool: _Pool) -> Any:
    """A cell that can be read, and names a row that is there; None where there is no such row."""
    if not column.names:
        return draw(pool.of(column))
    named = [row[BY_NAME[column.names].key[0]] for row in council[column.names]]
    if not named:
        return None
    cell = draw(st.sampled_from(named))
    return draw(st.sampled_from([cell, cell.upper()])) if column.kind is EMAIL else cell


def _fill(draw: Draw, sheet: Sheet, row: Written, council: Council, pool: _Pool) -> None:
    for column in sheet.columns:
        if column.name not in row and (column.required or draw(st.booleans())):
            cell = _cell(draw, column, council, pool)
            if cell is not None:
                row[column.name] = cell


def _came_back_before_withdrawn(council: Council) -> None:
    """No audit comes back after the day from which its allocation was withdrawn."""
    returned = {row["allocation_ref"]: DAY.read(row["returned_on"]) for row in council["audits"]}
    for row in council["allocations"]:
        came_back = returned.get(row["allocation_ref"])
        if came_back and "withdrawn_on" in row and DAY.read(row["withdrawn_on"]) < came_back:
            row["withdrawn_on"] = came_back


# What the rows of a sheet owe each other beyond keys and names, by sheet.
_CAREFUL: Mapping[str, Callable[[Council], None]] = {"audits": _came_back_before_withdrawn}


def workbook_of(council: Council) -> Workbook:
    """The council as it would be read: every sheet with all its columns, in the contract's order."""
    return Workbook(tuple(raw_sheet(sheet, council[sheet.name]) for sheet in SHEETS), "a digest")


def raw_sheet(sheet: Sheet, rows: Sequence[Written]) -> RawSheet:
    """One sheet with its headings."""
    names = [column.name for column in sheet.columns]
    return RawSheet(sheet.name, [names, *([row.get(name, "") for name in names] for row in rows)])
