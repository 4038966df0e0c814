"""One slip in a good workbook, as fingers and spreadsheets make them, and where it has to be noticed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from hypothesis import strategies as st

from storage.workbook.cells import CASE_REFERENCE, DAY, EMAIL, FREE_TEXT, MONTH, SHARE_OF_FULL_TIME, WHOLE_NUMBER, Kind
from storage.workbook.contract import SHEETS
from storage.workbook.problems import Problem
from storage.workbook.reading import RawSheet, Workbook
from storage.workbook.sheet import Column, Sheet
from tests.storage.whole_councils import NASTY, Council, raw_sheet, workbook_of

HEADINGS = 1
_NO_DAYS = ("31/02/2019", "2019-02-30", "08/23/2019", "soon", 43_700.0, True)
_NO_MONTHS = ("2019-13", "August", 43_700.0)
_NO_NUMBERS = ("many", "1.2.3", True)
_NOBODY: dict[Kind, str] = {EMAIL: "nobody.at.all@elsewhere.example", CASE_REFERENCE: "CS-NONE-0"}
_IDENTIFIER = "Seen at home. NHS number 943 476 5919, as the record says."
# What else gets into a cell.
_ANYTHING = st.sampled_from([*NASTY, "", " ", 0, 1.5, -1, True, date(2019, 8, 23), "x@y", "A" * 300])


@dataclass(frozen=True, slots=True)
class Slip:
    """A workbook with one thing wrong in it, or at least changed.

    Attributes:
        what: what was done to it, for whoever reads a failure.
        rows: the rows of `sheet` at one of which it has to be noticed, if it does harm.
        column: the column at which it has to be noticed; empty where it may be any.
        is_certain: whether the workbook can't be imported; otherwise it must be refused at its place or say
            something else that the store then holds.
    """

    what: str
    workbook: Workbook = field(repr=False)
    sheet: str
    rows: frozenset[int]
    column: str
    is_certain: bool

    def is_noticed(self, problem: Problem) -> bool:
        """Whether a problem names the place of the slip."""
        return self.is_near(problem) and (not self.column or self.column in problem.column.split(" + "))

    def is_near(self, problem: Problem) -> bool:
        """Whether a problem lies in a row of the slip, or in one that names what the slip has taken away."""
        return (problem.sheet == self.sheet and problem.row in self.rows) or any(
            column.name == problem.column and column.names == self.sheet
            for sheet in SHEETS
            if sheet.name == problem.sheet
            for column in sheet.columns
        )


@dataclass(frozen=True, slots=True)
class _Place:
    """A cell of a council: `row` counts the sheet's rows from 0."""

    sheet: Sheet
    row: int
    column: Column

    @property
    def number(self) -> int:
        """The row as the spreadsheet shows it."""
        return self.row + HEADINGS + 1


def _places(council: Council, suits: Callable[[Column], bool]) -> list[_Place]:
    return [
        _Place(sheet, row, column)
        for sheet in SHEETS
        for row in range(len(council[sheet.name]))
        for column in sheet.columns
        if suits(column)
    ]


def _with_sheet(council: Council, changed: RawSheet) -> Workbook:
    whole = workbook_of(council)
    return Workbook(tuple(changed if one.name == changed.name else one for one in whole.sheets), "with a slip")


def _with_cells(council: Council, sheet: Sheet, cells: dict[tuple[int, str], Any]) -> Workbook:
    rows = [dict(row) for row in council[sheet.name]]
    for (row, column), cell in cells.items():
        rows[row][column] = cell
    return _with_sheet(council, raw_sheet(sheet, rows))


@st.composite
def wrong_cells(draw: st.DrawFn, council: Council) -> Slip:
    """A cell that can't be read, or names what is not there."""
    wrong = {place: cells for place in _places(council, lambda _: True) if (cells := _wrong_for(place.column))}
    place = draw(st.sampled_from(list(wrong)))
    cell = draw(st.sampled_from(wrong[place]))
    return _one_cell(council, place, cell, is_certain=True)


def _wrong_for(column: Column) -> Sequence[Any]:
    if column.names:
        wrong: Sequence[Any] = (_NOBODY.get(column.kind, "A name that nothing has"),)
    elif column.kind.words:
        wrong = ("No Such Word", "good; bad")
    else:
        by_kind: dict[Kind, Sequence[Any]] = {
            DAY: _NO_DAYS,
            MONTH: _NO_MONTHS,
            WHOLE_NUMBER: _NO_NUMBERS,
            SHARE_OF_FULL_TIME: (*_NO_NUMBERS, 50),
            FREE_TEXT: (_IDENTIFIER,),
            EMAIL: ("no address",),
            CASE_REFERENCE: ("Jo Bloggs",),
        }
        wrong = by_kind.get(column.kind, ())
    return [*wrong, ""] if column.required else wrong


def _one_cell(council: Council, place: _Place, cell: Any, *, is_certain: bool) -> Slip:
    what = f"{place.sheet.name} row {place.number}, column {place.column.name} made {cell!r}"
    workbook = _with_cells(council, place.sheet, {(place.row, place.column.name): cell})
    return Slip(what, workbook, place.sheet.name, frozenset({place.number}), place.column.name, is_certain)


@st.composite
def other_cells(draw: st.DrawFn, council: Council) -> Slip:
    """Anything in any cell."""
    place = draw(st.sampled_from(_places(council, lambda _: True)))
    return _one_cell(council, place, draw(_ANYTHING), is_certain=False)


@st.composite
def swapped_cells(draw: st.DrawFn, council: Council) -> Slip:
    """Two cells of a column in each other's place, as a sort of one column alone leaves them."""
    one = draw(st.sampled_from(_places(council, lambda _: True)))
    rows, name = council[one.sheet.name], one.column.name
    other = draw(st.integers(0, len(rows) - 1))
    swapped = {(one.row, name): rows[other].get(name, ""), (other, name): rows[one.row].get(name, "")}
    what = f"{one.sheet.name}, column {name}: rows {one.number} and {other + HEADINGS + 1} swapped"
    numbers = frozenset({one.number, other + HEADINGS + 1})
    return Slip(what, _with_cells(council, one.sheet, swapped), one.sheet.name, numbers, "", is_certain=False)


@st.composite
def doubled_rows(draw: st.DrawFn, council: Council) -> Slip:
    """A row that is there twice."""
    sheet = draw(st.sampled_from([sheet for sheet in SHEETS if council[sheet.name]]))
    rows = council[sheet.name]
    rows = [*rows, draw(st.sampled_from(rows))]
    where = frozenset({len(rows) + HEADINGS})
    workbook = _with_sheet(council, raw_sheet(sheet, rows))
    return Slip(f"{sheet.name}: a row twice", workbook, sheet.name, where, sheet.key[0], is_certain=True)


@st.composite
def lost_rows(draw: st.DrawFn, council: Council) -> Slip:
    """A row that is not there any more."""
    sheet = draw(st.sampled_from([sheet for sheet in SHEETS if council[sheet.name]]))
    rows = list(council[sheet.name])
    rows.pop(draw(st.integers(0, len(rows) - 1)))
    workbook = _with_sheet(council, raw_sheet(sheet, rows))
    return Slip(f"{sheet.name}: a row lost", workbook, sheet.name, frozenset(), "", is_certain=False)


@st.composite
def wrong_headings(draw: st.DrawFn, council: Council) -> Slip:
    """A required column without its heading, or a heading that stands over two columns."""
    sheet = draw(st.sampled_from([sheet for sheet in SHEETS if council[sheet.name]]))
    headings, *rows = raw_sheet(sheet, council[sheet.name]).rows
    required = [place for place, column in enumerate(sheet.columns) if column.required]
    lost, other = draw(st.sampled_from(required)), draw(st.integers(0, len(headings) - 1))
    written = list(headings)
    written[lost] = draw(st.sampled_from(["", "something else", headings[other]]))
    certain = written[lost] != headings[lost]
    what = f"{sheet.name}: the heading {headings[lost]} made {written[lost]!r}"
    workbook = _with_sheet(council, RawSheet(sheet.name, [written, *rows]))
    # A heading over the wrong column makes that column's cells wrong as well.
    numbers = frozenset(range(HEADINGS, HEADINGS + len(rows) + 1))
    return Slip(what, workbook, sheet.name, numbers, str(headings[lost]), certain)


def slips(council: Council) -> st.SearchStrategy[Slip]:
    """Any one slip in a council's workbook."""
    sorts = (wrong_cells, wrong_cells, other_cells, swapped_cells, doubled_rows, lost_rows, wrong_headings)
    return st.one_of(*(sort(council) for sort in sorts))
