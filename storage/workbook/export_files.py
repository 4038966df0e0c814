"""The two shapes in which a workbook goes out: an .xlsx file, or a folder of .csv files."""

import csv
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import IO, TYPE_CHECKING, Protocol

from domain.errors import BadInputError
from storage.workbook.cells import CASE_REFERENCE, DAY, EMAIL, MONTH, OBJECT_ID, TEXT
from storage.workbook.export_cells import OutgoingCell
from storage.workbook.own_files import AUTHOR, EXPORT, TEMPLATE
from storage.workbook.sheet import Column, Sheet

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

LONGEST_TEXT = 32_767  # what a cell of Excel's holds, in UTF-16 units
MOST_ROWS = 1_048_575  # what a sheet of Excel's holds, beside its headings
_PLACES_SHOWN = 10
# Excel counts days from 1900 on, and believes that February 1900 had 29.
_FIRST_DAY = date(1900, 3, 1)
# What a spreadsheet would make numbers, days or formulas of.
_TEXTS = (CASE_REFERENCE, EMAIL, MONTH, OBJECT_ID, TEXT)
_NOTE_WIDTH, _NOTE_LINE, _LETTERS_A_LINE = 300, 16, 48  # in pixels, in pixels, by count
_NARROWEST, _WIDEST = 12, 40


class WorkbookFile(Protocol):
    """A workbook being written, sheet after sheet."""

    def add(self, sheet: Sheet, rows: Iterable[Sequence[OutgoingCell]]) -> int:
        """Write a sheet with its headings; how many rows it has."""

    def close(self) -> None:
        """Complete the file.

        Raises:
            BadInputError: something in it can't be held by this sort of file.
            OSError: it can't be written.
        """

    def abandon(self) -> None:
        """Let go of what is open and leave the file unfinished."""


class CsvFolder:
    """A folder with a file a sheet: UTF-8 with the mark by which Excel knows it, commas, days as `2019-08-23`."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700)
        self._folder = folder

    def add(self, sheet: Sheet, rows: Iterable[Sequence[OutgoingCell]]) -> int:
        """Write one file."""
        place = self._folder / f"{sheet.name}.csv"
        place.touch(mode=0o600)
        count = 0
        with place.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow([column.name for column in sheet.columns])
            for count, row in enumerate(rows, 1):  # noqa: B007 - the last count is what is given back
                writer.writerow([_plain_number(cell) if isinstance(cell, float) else cell for cell in row])
        return count

    def close(self) -> None:
        """Nothing is left to do: each file is complete."""

    def abandon(self) -> None:
        """Nothing is open between two sheets, and a sheet that is stopped closes its own file."""


class Spreadsheet:
    """An .xlsx file, written row by row: what was written is not kept in memory.

    Texts are texts (never formulas), also the references and months that look like numbers and days: their
    columns are formatted as text, so that what is typed into them later stays what was typed.
    """

    def __init__(self, place: Path, made_at: datetime, note: Callable[[Sheet, Column], str] | None = None) -> None:
        """Begin a file.

        Args:
            place: where.
            made_at: the instant that its properties say.
            note: what to put beside a heading as a note.
        """
        # XlsxWriter takes a fifth of a second to import: only whoever writes a spreadsheet waits for it.
        import xlsxwriter

        place.touch(mode=0o600)
        # Rows wait on disk until their sheet is complete: in the same folder, which nobody else can read.
        options = {"constant_memory": True, "tmpdir": str(place.parent)}
        self.book = xlsxwriter.Workbook(place, options)
        self.book.use_zip64()  # where a sheet is larger than 4 GB
        sort = TEMPLATE if note else EXPORT
        self.book.set_properties({"created": made_at.replace(tzinfo=None), "author": AUTHOR, "category": sort})
        self._heading = self.book.add_format({"bg_color": "#E7E6E6", "num_format": "@"})
        self._required = self.book.add_format({"bg_color": "#E7E6E6", "num_format": "@", "bold": True})
        self._text = self.book.add_format({"num_format": "@"})
        self._day = self.book.add_format({"num_format": "yyyy-mm-dd"})
        self._note = note
        self._too_long: list[str] = []

    def add(self, sheet: Sheet, rows: Iterable[Sequence[OutgoingCell]]) -> int:
        """Write one sheet."""
        _, count = self.add_sheet(sheet, rows)
        return count

    def add_sheet(self, sheet: Sheet, rows: Iterable[Sequence[OutgoingCell]]) -> "tuple[Worksheet, int]":
        """Write one sheet; the sheet, to be adorned, and how many rows it has."""
        worksheet = self.book.add_worksheet(sheet.name)
        worksheet.freeze_panes(1, 0)
        for across, column in enumerate(sheet.columns):
            self._write_heading(worksheet, sheet, across, column)
        count = 0
        for count, row in enumerate(rows, 1):
            if count <= MOST_ROWS:
                self._write(worksheet, sheet, count, row)
        if count > MOST_ROWS:
            self._too_long.append(f"the sheet {sheet.name} has {count:,} rows")
        return worksheet, count

    def _write_heading(self, worksheet: "Worksheet", sheet: Sheet, across: int, column: Column) -> None:
        worksheet.set_column(across, across, _width(column), self._format(column))
        worksheet.write_string(0, across, column.name, self._required if column.required else self._heading)
        if self._note:
            text = self._note(sheet, column)
            lines = sum(1 + len(line) // _LETTERS_A_LINE for line in text.split("\n"))
            size = {"width": _NOTE_WIDTH, "height": _NOTE_LINE * (lines + 1)}
            worksheet.write_comment(0, across, text, {"author": "auditbot", **size})

    def _format(self, column: Column) -> "Format | None":
        if column.kind is DAY:
            return self._day
        return self._text if column.kind in _TEXTS else None

    def _write(self, worksheet: "Worksheet", sheet: Sheet, down: int, row: Sequence[OutgoingCell]) -> None:
        for across, cell in enumerate(row):
            if cell is None:
                continue
            if isinstance(cell, str):
                self._write_text(worksheet, sheet, down, across, cell)
            elif isinstance(cell, date) and cell >= _FIRST_DAY:
                worksheet.write_datetime(down, across, datetime.combine(cell, time()), self._day)
            elif isinstance(cell, date):
                worksheet.write_string(down, across, cell.isoformat(), self._text)
            else:
                worksheet.write_number(down, across, cell)

    def _write_text(self, worksheet: "Worksheet", sheet: Sheet, down: int, across: int, text: str) -> None:
        # A character beyond U+FFFF counts twice.
        if 2 * len(text) > LONGEST_TEXT and len(text.encode("utf-16-le")) // 2 > LONGEST_TEXT:
            self._too_long.append(f"{sheet.name} row {down + 1}, column {sheet.columns[across].name}")
        else:
            worksheet.write_string(down, across, text)

    def close(self) -> None:
        """Complete the file, unless a part of the content would be missing from it."""
        from xlsxwriter.exceptions import FileCreateError

        try:
            self.book.close()
        except FileCreateError as problem:
            raise problem.args[0] from problem  # a full disk is a full disk, whoever meets it
        if self._too_long:
            raise BadInputError(_refusal(self._too_long))

    def abandon(self) -> None:
        """Let go of the rows that wait on disk: the library does so only at the end."""
        for worksheet in self.book.worksheets():
            waiting: IO[str] | None = worksheet.row_data_fh
            if waiting is not None:
                with suppress(OSError):  # on a full disk its last rows have nowhere to go
                    waiting.close()


def _plain_number(number: float) -> str:
    # 0.00005, never 5e-05.
    return f"{Decimal(repr(number)):f}"


def _width(column: Column) -> int:
    return min(max(_NARROWEST, len(column.name) + 2), _WIDEST)


def _refusal(places: Sequence[str]) -> str:
    more = len(places) - _PLACES_SHOWN
    named = "; ".join(places[:_PLACES_SHOWN]) + (f"; and {more:,} more" if more > 0 else "")
    return (
        f"A spreadsheet can't hold all of it ({LONGEST_TEXT:,} characters a cell, {MOST_ROWS:,} rows a sheet), so "
        f"nothing was written: {named}. Export to a folder instead: .csv files have no such limits."
    )
