"""The first sheet of a report: everything that was found, a row each, with a link to its place."""

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass

import openpyxl
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from domain.sentences import first_capital
from storage.workbook.importing import ImportReport
from storage.workbook.report_copy import cell_at, put_text
from storage.workbook.sheet_facts import place_of

REPORT_SHEET = "What auditbot found"
# A sheet by its title, a row and a column, both counted from 1.
Place = tuple[str, int, int]
_HEADINGS = {"What": 10, "Sort": 30, "Sheet": 20, "Row": 9, "Column": 24, "Cell": 10, "What is wrong": 70, "To do": 70}
_SHEET, _CELL = (list(_HEADINGS).index(one) + 1 for one in ("Sheet", "Cell"))
_MOST_LISTED = 100_000
_MOST_LINKS = 60_000  # a sheet of Excel's holds 65,530
_TOP_OF_CELL = Alignment(wrap_text=True, vertical="top")
_TOP = 3  # the row of the headings


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of the list.

    Attributes:
        what: "Problem" or "Warning".
        sheet: as the workbook names it.
        place: the column's number, from 1 on.
        column: as the contract names it.
        wrong: what is wrong, with its full stop.
        advice: what to write instead, as a sentence; may be empty.
    """

    what: str
    sort: str
    sheet: str
    row: int
    place: int
    column: str
    wrong: str
    advice: str

    @property
    def sentence(self) -> str:
        """What the cell's comment says."""
        said = f"{first_capital(self.wrong)} {self.advice}"
        return f"{self.what}: {said.strip()}"


def write_list(
    book: openpyxl.Workbook, listed: Sequence[Listed], report: ImportReport, fills: Mapping[Place, PatternFill]
) -> None:
    """Put the list in front of the workbook's own sheets, and show it first.

    Args:
        book: the workbook.
        listed: the lines.
        report: what the import had to say.
        fills: those that the marked cells had before, which the list keeps where it names the cells (`own_fills`).
    """
    sheet = book.create_sheet(REPORT_SHEET, 0)
    book.active = 0
    for other in book.worksheets[1:]:
        other.sheet_view.tabSelected = False
    put_text(sheet["A1"], _headline(listed, report))
    sheet["A1"].font = Font(bold=True, size=14)
    for across, (heading, width) in enumerate(_HEADINGS.items(), 1):
        sheet.cell(_TOP, across, heading).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(across)].width = width
    for down, one in enumerate(listed[:_MOST_LISTED], _TOP + 1):
        _write_line(sheet, down, one, is_linked=down <= _MOST_LINKS and one.sheet in book.sheetnames)
        if fill := fills.get((one.sheet, one.row, one.place)):
            sheet.cell(down, _CELL).fill = fill
    _write_rest(sheet, listed, report, is_alone=len(book.worksheets) == 1)
    sheet.freeze_panes = f"A{_TOP + 1}"
    sheet.auto_filter.ref = f"A{_TOP}:{get_column_letter(len(_HEADINGS))}{max(_TOP + 1, _TOP + len(listed))}"


def own_fill(cell: Cell | MergedCell) -> PatternFill:
    """A cell's fill, to be given to another."""
    fill: PatternFill = copy(cell.fill)  # type: ignore[assignment]  # a copy of its stand-in is the fill itself
    return fill


def own_fills(sheet: Worksheet) -> dict[Place, PatternFill]:
    """The fills that the cells named in a list had before they were marked; its lines may have been sorted."""
    found: dict[Place, PatternFill] = {}
    for line in sheet.iter_rows(min_row=_TOP + 1, max_row=min(sheet.max_row, _TOP + _MOST_LISTED), max_col=_CELL):
        place = place_of(str(line[_CELL - 1].value))
        if place:
            found[str(line[_SHEET - 1].value), place[0] + 1, place[1] + 1] = own_fill(line[_CELL - 1])
    return found


def _headline(listed: Sequence[Listed], report: ImportReport) -> str:
    counted = f"{_counted(len(report.problems), 'problem')}, {_counted(len(report.warnings), 'warning')}."
    if report.problems:
        return f"{counted} Nothing was written. Put the marked cells right and import the workbook again."
    if listed:
        return f"{counted} Nothing stops the import; look at what is marked."
    return "Nothing is wrong with this workbook."


def _counted(count: int, word: str) -> str:
    return f"{count:,} {word}" if count == 1 else f"{count:,} {word}s"


def _write_line(sheet: Worksheet, down: int, one: Listed, *, is_linked: bool) -> None:
    reference = f"{get_column_letter(one.place)}{one.row}"
    where: tuple[str | int, ...] = (one.what, one.sort, one.sheet, one.row, one.column, reference)
    for across, value in enumerate(where, 1):
        sheet.cell(down, across, value).alignment = _TOP_OF_CELL
    for across, text in enumerate((one.wrong, one.advice), _CELL + 1):
        cell = cell_at(sheet, down, across)
        put_text(cell, text)
        cell.alignment = _TOP_OF_CELL
    if is_linked:
        cell = cell_at(sheet, down, _CELL)
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"{quote_sheetname(one.sheet)}!{reference}")
        cell.font = Font(underline="single", color="0563C1")


def _write_rest(sheet: Worksheet, listed: Sequence[Listed], report: ImportReport, *, is_alone: bool) -> None:
    """Below the list: what was left aside, and how many lines there would be more."""
    below = [one.what for one in report.left_aside[:_MOST_LISTED]]
    if len(listed) > _MOST_LISTED:
        below.insert(0, f"And {len(listed) - _MOST_LISTED:,} more. Put these right first.")
    if is_alone:
        below.insert(0, "The workbook's own sheets are not in this file, because there are too many cells in them.")
    for down, text in enumerate(below, _TOP + min(len(listed), _MOST_LISTED) + 2):
        put_text(cell_at(sheet, down, 1), text)
