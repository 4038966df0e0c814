"""`auditbot template`: it explains itself, and no import takes its examples for real."""

import io
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.datavalidation import DataValidation

from domain.errors import BadInputError
from storage.frameworks import add_shipped_frameworks
from storage.store import Actor, Store
from storage.workbook.contract import SHEETS
from storage.workbook.export_elsewhere import ELSEWHERE, ROWS
from storage.workbook.importing import ImportReport, import_workbook
from storage.workbook.sheet import Column, Sheet
from storage.workbook.template import note, run_template
from storage.workbook.template_rows import EXAMPLES
from storage.workbook.template_words import COLUMNS, GUIDE_SHEET
from storage.workbook.template_words import SHEETS as ABOUT
from tests.storage.filled_template import write_filled_template

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
EVERY_SHEET = {sheet.name for sheet in SHEETS}
EVERY_COLUMN = [
    pytest.param(sheet, column, id=f"{sheet.name}-{column.name}") for sheet in SHEETS for column in sheet.columns
]


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("template") / "template.xlsx"
    run_template(place, now=NOW, out=io.StringIO())
    return place


@pytest.fixture(scope="module")
def book(template: Path) -> openpyxl.Workbook:
    return openpyxl.load_workbook(template)


def imported(store: Store, source: Path) -> ImportReport:
    return store.do(lambda unit: import_workbook(unit, source), NOW, Actor(source="import"))


def test_its_examples_are_left_aside_with_a_note_and_come_into_no_figure(store: Store, template: Path) -> None:
    report = imported(store, template)
    assert (report.problems, report.warnings) == ((), ())
    assert [str(one) for one in report.left_aside] == [
        f"The template's example in row 2 of the sheet '{sheet.name}' was left aside." for sheet in SHEETS
    ]
    assert {sheet: one.added for sheet, one in report.counts.items()} == {sheet.name: 0 for sheet in SHEETS}


def test_its_examples_are_as_an_import_wants_them(store: Store, tmp_path: Path) -> None:
    store.do(add_shipped_frameworks, NOW, Actor(source="command"))
    write_filled_template(tmp_path / "ours.xlsx", NOW)
    report = imported(store, tmp_path / "ours.xlsx")
    assert (report.problems, report.warnings, report.left_aside) == ((), (), ())
    assert {sheet: one.added for sheet, one in report.counts.items()} == {sheet.name: 1 for sheet in SHEETS}


def test_what_is_filled_in_below_an_example_comes_in_even_where_the_example_is_spoilt(
    store: Store, template: Path, tmp_path: Path
) -> None:
    ours = openpyxl.load_workbook(template)
    ours["teams"]["B2"] = None
    ours["teams"].append(["North", "Early Help"])
    ours.save(tmp_path / "ours.xlsx")
    report = imported(store, tmp_path / "ours.xlsx")
    assert (report.problems, report.counts["teams"].added) == ((), 1)


def test_it_imports_without_its_example_rows(store: Store, template: Path, tmp_path: Path) -> None:
    emptied = openpyxl.load_workbook(template)
    for sheet in SHEETS:
        emptied[sheet.name].delete_rows(2)
    emptied.save(tmp_path / "empty.xlsx")
    report = imported(store, tmp_path / "empty.xlsx")
    assert (report.problems, report.warnings, report.left_aside) == ((), (), ())
    assert {sheet: one.added for sheet, one in report.counts.items()} == {sheet.name: 0 for sheet in SHEETS}


def test_it_opens_with_how_to_fill_it_in_and_then_has_every_sheet_of_the_import(book: openpyxl.Workbook) -> None:
    assert book.sheetnames == [GUIDE_SHEET, *(sheet.name for sheet in SHEETS)]
    said = "\n".join(str(cell) for row in book[GUIDE_SHEET].values for cell in row if cell)
    assert "Row 2 of each sheet is an example about invented people. The import leaves it aside" in said
    for sheet in SHEETS:
        assert ABOUT[sheet.name] in said


@pytest.mark.parametrize(("sheet", "column"), EVERY_COLUMN)
def test_a_heading_is_plain_and_says_what_goes_below_it(book: openpyxl.Workbook, sheet: Sheet, column: Column) -> None:
    heading = book[sheet.name].cell(1, 1 + sheet.columns.index(column))
    assert heading.value == column.name
    assert bool(heading.font.b) is column.required
    assert heading.comment is not None
    assert heading.comment.text == note(sheet, column)
    assert COLUMNS[sheet.name][column.name] in heading.comment.text
    assert column.kind.allowed in heading.comment.text
    assert ("Fill it in on every row" in heading.comment.text) is column.required


@pytest.mark.parametrize(("sheet", "column"), EVERY_COLUMN)
def test_a_column_with_a_vocabulary_has_a_list_to_choose_from_on_every_row(
    book: openpyxl.Workbook, sheet: Sheet, column: Column
) -> None:
    across = 1 + sheet.columns.index(column)
    lists = [one for one in book[sheet.name].data_validations.dataValidation if _covers(one, across)]
    if not column.kind.words:
        assert lists == []
        return
    (choices,) = lists
    assert choices.type == "list"
    assert choices.formula1 == f'"{",".join(column.kind.words)}"'
    assert {area.max_row for area in choices.sqref.ranges} == {1_048_576}
    # Several words in a cell are more than a list can offer: it must not object to them.
    assert bool(choices.showErrorMessage) is not column.kind.is_several


def _covers(choices: DataValidation, across: int) -> bool:
    return any(area.min_col <= across <= area.max_col for area in choices.sqref.ranges)


def test_every_sheet_and_column_of_the_contract_has_its_words_and_its_example() -> None:
    assert set(ABOUT) == set(COLUMNS) == set(EXAMPLES) == EVERY_SHEET
    for sheet in SHEETS:
        columns = [column.name for column in sheet.columns]
        assert list(COLUMNS[sheet.name]) == columns
        assert EXAMPLES[sheet.name].keys() <= set(columns)
        assert {column.name for column in sheet.columns if column.required} <= EXAMPLES[sheet.name].keys()


@pytest.mark.parametrize(("sheet", "column"), EVERY_COLUMN)
def test_a_column_is_exported_from_one_place(sheet: Sheet, column: Column) -> None:
    assert bool(column.stored_as) is not ((sheet.name, column.name) in ELSEWHERE)


def test_what_is_read_elsewhere_belongs_to_a_sheet() -> None:
    assert {sheet for sheet, _ in ELSEWHERE} | set(ROWS) <= EVERY_SHEET


def test_it_says_what_to_do_next(tmp_path: Path) -> None:
    out = io.StringIO()
    run_template(tmp_path / "ours.xlsx", now=NOW, out=out)
    assert out.getvalue() == (
        "Wrote ours.xlsx: fill it in below the example rows, and import it with --dry-run first.\n"
    )


def test_a_workbook_that_is_there_already_is_never_replaced(template: Path) -> None:
    before = template.read_bytes()
    with pytest.raises(
        BadInputError, match=r"template\.xlsx is there already, and what is in it would be lost\. Name "
    ):
        run_template(template, now=NOW, out=io.StringIO())
    assert template.read_bytes() == before


def test_a_name_that_is_no_spreadsheet_s_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match=r"ours\.csv can't be the template\. Give it a name that ends in \.xlsx\."):
        run_template(tmp_path / "ours.csv", now=NOW, out=io.StringIO())
    assert list(tmp_path.iterdir()) == []
