"""Sheets that were read, as a new workbook: for a report on .csv files, or on a file that openpyxl can't load."""

import re
from collections.abc import Iterable

import openpyxl
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, MergedCell
from openpyxl.worksheet.worksheet import Worksheet

from storage.workbook.raw_cells import Cell as RawCell
from storage.workbook.raw_cells import NoValue
from storage.workbook.reading import RawSheet

_NOT_IN_A_TITLE = re.compile(r"[\[\]:*?/\\'\x00-\x1f]")
_LONGEST_TITLE = 31
_MOST_ROWS, _MOST_COLUMNS = 1_048_576, 16_384


def copied(sheets: Iterable[RawSheet]) -> openpyxl.Workbook:
    """A new workbook with these sheets. What looks like a formula is kept as the text that it is."""
    book = openpyxl.Workbook()
    for sheet in book.worksheets:
        book.remove(sheet)
    for raw in sheets:
        _fill(book.create_sheet(title_of(raw.name)), raw)
    return book


def title_of(name: str) -> str:
    """A sheet's name as spreadsheets allow it; a file may have a longer one."""
    return _NOT_IN_A_TITLE.sub("_", name)[:_LONGEST_TITLE]


def _fill(sheet: Worksheet, raw: RawSheet) -> None:
    for down, row in enumerate(raw.rows[:_MOST_ROWS], 1):
        for across, value in enumerate(row[:_MOST_COLUMNS], 1):
            if value != "":
                _put(cell_at(sheet, down, across), value)


def _put(cell: Cell, value: RawCell) -> None:
    shown = value.shown if isinstance(value, NoValue) else value
    if isinstance(shown, str):
        put_text(cell, shown)
    else:
        cell.value = shown


def cell_at(sheet: Worksheet, row: int, column: int) -> Cell:
    """A cell, counted from 1; of merged ones the first, which alone can hold something."""
    cell = sheet.cell(row, column)
    while isinstance(cell, MergedCell):
        over = next(one for one in sheet.merged_cells.ranges if cell.coordinate in one)
        cell = sheet.cell(over.min_row, over.min_col)
    return cell


def put_text(cell: Cell, text: str) -> None:
    """Put a text into a cell, never a formula, and leave out the signs that a spreadsheet can't hold."""
    cell.value = holdable(text)
    if cell.data_type == "f":
        cell.data_type = "s"
        cell.quotePrefix = True
    cell.number_format = "@"


def holdable(text: str) -> str:
    """A text without the signs that a spreadsheet can't hold."""
    return ILLEGAL_CHARACTERS_RE.sub("", text)
