"""`auditbot import FILE --report OUT.xlsx`: the workbook back, with every place marked that something was said of.

The cells get a fill and a comment, and a first sheet lists everything with links, so that nobody depends on the
colour. An .xlsx file keeps its writer's own sheets, formulas and formats as far as openpyxl can keep them; a folder
of .csv files becomes a workbook.
"""

import warnings
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from storage.workbook.checking import heading_word
from storage.workbook.importing import ImportReport
from storage.workbook.own_files import REPORTER, is_report
from storage.workbook.placing import placed
from storage.workbook.problems import Problem, Warned
from storage.workbook.raw_cells import same_word
from storage.workbook.reading import RawSheet, Workbook
from storage.workbook.report_copy import cell_at, copied, holdable, title_of
from storage.workbook.report_list import REPORT_SHEET, Listed, Place, own_fill, own_fills, write_list
from storage.workbook.report_results import put_results_back
from storage.workbook.report_size import MOST_CELLS, can_be_marked

_AUTHOR = "auditbot"
_SIGNED = f"{_AUTHOR}: "
_MOST_MARKED = 20_000  # comments; many more, and a spreadsheet program takes minutes to open the file
_LONGEST_COMMENT = 2_000  # signs
_PROBLEM_FILL = PatternFill("solid", start_color="FFC7CE")
_WARNING_FILL = PatternFill("solid", start_color="FFEB9C")
_WIDTH, _HEIGHT = 360, 140  # of a comment, in pixels: room for three sentences


@dataclass(frozen=True, slots=True)
class _Mark:
    fill: PatternFill
    text: str


def write_report(report_to: Path, source: Path, workbook: Workbook, report: ImportReport) -> int:
    """Write the report and say how many places are marked; an older report is replaced once it is complete.

    Args:
        report_to: an .xlsx file, readable by its owner only.
        source: where the workbook was read from.
        workbook: what was read there.
        report: what the import had to say.

    Raises:
        BadInputError: it can't be written.
    """
    with placed(report_to, is_ours=is_report) as place:
        place.touch(mode=0o600)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what openpyxl can't keep is no news to whoever reads a report
            book = _given(source, workbook)
            _take_old_marks_off(book)
            listed = _listed(workbook, report)
            before = _mark(book, _marks(listed))
            write_list(book, listed, report, before)
            book.properties.lastModifiedBy = REPORTER
            book.save(place)
            put_results_back(place, workbook, book.epoch)
    return len(before)


def _given(source: Path, workbook: Workbook) -> openpyxl.Workbook:
    """The workbook as its writer knows it, or what was read of it, or nothing where it is too large."""
    cells = sum(len(row) for sheet in workbook.sheets for row in sheet.rows)
    if cells > MOST_CELLS:
        return copied(())
    if source.is_dir() or not can_be_marked(source):
        return copied(workbook.sheets)
    try:
        return openpyxl.load_workbook(source)
    except Exception:
        # openpyxl raises whatever a file of another program leads it to; what was read can still be marked.
        return copied(workbook.sheets)


def _listed(workbook: Workbook, report: ImportReport) -> list[Listed]:
    sheets: dict[str, RawSheet] = {}
    for raw in workbook.sheets:
        if raw.rows:
            sheets.setdefault(same_word(raw.name), raw)
    found: tuple[Problem | Warned, ...] = (*report.problems, *report.warnings)
    columns = {(one.sheet, one.column) for one in found}
    places = {at: _place(sheets[same_word(at[0])], at[1]) for at in columns}
    return [_line(one, title_of(sheets[same_word(one.sheet)].name), places[one.sheet, one.column]) for one in found]


def _line(one: Problem | Warned, title: str, place: int) -> Listed:
    what, sort, advice = (
        ("Problem", one.fault.value, f"Write {one.allowed}.")
        if isinstance(one, Problem)
        else ("Warning", one.breach.value, "")
    )
    return Listed(what, sort, title, one.row, place, one.column, f"{one.what}.", advice)


def _place(raw: RawSheet, column: str) -> int:
    """The number of a column from 1 on; 1 for one that is missing."""
    if column.isdecimal():
        return int(column)  # of a row that is longer than its headings
    headings = [heading_word(heading) for heading in raw.rows[0]]
    name = same_word(column.partition(" + ")[0])
    return headings.index(name) + 1 if name in headings else 1


def _mark(book: openpyxl.Workbook, marks: Mapping[Place, _Mark]) -> dict[Place, PatternFill]:
    """Mark the cells; the fill that each had before."""
    before: dict[Place, PatternFill] = {}
    firsts: dict[str, dict[tuple[int, int], tuple[int, int]]] = {}
    for place, mark in marks.items():
        title, row, column = place
        if title in book.sheetnames:
            if title not in firsts:
                firsts[title] = _first_cells(book[title])
            cell = cell_at(book[title], *firsts[title].get((row, column), (row, column)))
            before[place] = own_fill(cell)
            cell.fill = mark.fill
            own, author = (f"{cell.comment.text}\n\n", cell.comment.author) if cell.comment else ("", _AUTHOR)
            text = holdable(f"{own}{_SIGNED}{mark.text}")
            cell.comment = Comment(text, author or _AUTHOR, height=_HEIGHT, width=_WIDTH)
    return before


def _first_cells(sheet: Worksheet) -> dict[tuple[int, int], tuple[int, int]]:
    """For every cell of a merged range its first one, so that thousands of ranges are not searched for every mark."""
    return {cell: (one.min_row, one.min_col) for one in sheet.merged_cells.ranges for cell in one.cells}


def _marks(listed: Iterable[Listed]) -> dict[Place, _Mark]:
    """What to put at each cell, by sheet, row and column: problems before warnings."""
    marks: dict[Place, _Mark] = {}
    for one in listed:
        at = (one.sheet, one.row, one.place)
        said = marks.get(at)
        if said is None and len(marks) < _MOST_MARKED:
            fill = _PROBLEM_FILL if one.what == "Problem" else _WARNING_FILL
            marks[at] = _Mark(fill, one.sentence)
        elif said is not None and len(said.text) < _LONGEST_COMMENT:
            marks[at] = _Mark(said.fill, f"{said.text}\n{one.sentence}")
    return marks


def _take_old_marks_off(book: openpyxl.Workbook) -> None:
    """Take off what the round before has put there, and give the cells their own fills back."""
    fills = own_fills(book[REPORT_SHEET]) if REPORT_SHEET in book.sheetnames else {}
    if REPORT_SHEET in book.sheetnames:
        del book[REPORT_SHEET]
    for sheet in book.worksheets:
        # `iter_rows` would make every cell from A1 to the last, and a format may have been filled far down.
        for (row, column), cell in sheet._cells.items():  # noqa: SLF001 - as the comment above says
            if cell.comment is None or _SIGNED not in cell.comment.text:
                continue
            own = cell.comment.text.partition(_SIGNED)[0].rstrip()
            cell.fill = fills.get((sheet.title, row, column), PatternFill())
            cell.comment = Comment(own, cell.comment.author) if own else None
