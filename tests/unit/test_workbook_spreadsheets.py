"""What the parser leaves out of an .xlsx file is put into its place, and every program's way of writing is read."""

from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from storage.workbook.checking import CheckedWorkbook, check_workbook
from storage.workbook.problems import Fault
from storage.workbook.reading import read_workbook
from tests.spreadsheet_files import MAIN, sheet_xml, text, write_parts

HEADINGS = f'<row r="1">{text("A1", "team")}{text("B1", "service")}{text("C1", "locality")}</row>'
NORTH = f'<row r="2">{text("A2", "North")}{text("B2", "Social Care")}</row>'


def a_book(*rows: list[object], name: str = "teams") -> tuple[openpyxl.Workbook, Worksheet]:
    book = openpyxl.Workbook()
    sheet = book.create_sheet(name)
    book.remove(book.worksheets[0])
    for row in rows:
        sheet.append(row)
    return book, sheet


def saved(book: openpyxl.Workbook, tmp_path: Path) -> Path:
    book.save(tmp_path / "book.xlsx")
    return tmp_path / "book.xlsx"


def teams(tmp_path: Path, rows: str, after: str = "") -> CheckedWorkbook:
    return check_workbook(read_workbook(write_parts(tmp_path / "book.xlsx", {"teams": sheet_xml(rows, after)})))


def complaints(checked: CheckedWorkbook) -> list[str]:
    return [str(problem) for problem in checked.problems]


def test_hidden_rows_columns_and_sheets_and_empty_rows_are_read_like_any_other(tmp_path: Path) -> None:
    book, sheet = a_book(["team", "service"], ["North", "Social Care"], [], ["South", "Early Help"])
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["B"].hidden = True
    book.create_sheet("shown")
    sheet.sheet_state = "veryHidden"
    (rows,) = check_workbook(read_workbook(saved(book, tmp_path))).sheets
    assert rows.numbers == [2, 4]
    assert rows.cells == {"team": ["North", "South"], "service": ["Social Care", "Early Help"]}


def test_rows_that_a_filter_hides_are_read_too(tmp_path: Path) -> None:
    book, sheet = a_book(["team", "service"], ["North", "Social Care"], ["South", "Early Help"])
    sheet.auto_filter.ref = "A1:B3"
    sheet.auto_filter.add_filter_column(0, ["South"])
    sheet.row_dimensions[2].hidden = True
    (rows,) = check_workbook(read_workbook(saved(book, tmp_path))).sheets
    assert rows.cells["team"] == ["North", "South"]


def test_the_result_of_a_formula_is_read_and_an_empty_result_is_blank(tmp_path: Path) -> None:
    formulas = (
        '<row r="2"><c r="A2" t="str"><f>"Nor"&amp;"th"</f><v>North</v></c>'
        '<c r="B2" t="str"><f>B9</f><v>Social Care</v></c><c r="C2" t="str"><f>""</f><v></v></c></row>'
    )
    checked = teams(tmp_path, HEADINGS + formulas)
    assert complaints(checked) == []
    assert checked.sheets[0].cells == {"team": ["North"], "service": ["Social Care"], "locality": [None]}


def test_a_formula_that_was_never_calculated_is_named_with_its_cell(tmp_path: Path) -> None:
    book, _ = a_book(["team", "service"], ["North", '="Social "&"Care"'], ["=A2", "Early Help"])
    assert complaints(check_workbook(read_workbook(saved(book, tmp_path)))) == [
        (
            "teams row 3, column team: the formula has no result in the file. Write the value itself, or open the "
            "workbook in the spreadsheet program and save it, so that it is calculated."
        ),
        (
            "teams row 2, column service: the formula has no result in the file. Write the value itself, or open the "
            "workbook in the spreadsheet program and save it, so that it is calculated."
        ),
    ]


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="C2"><f>A1</f></c>',
        '<c r="C2"><f>A1</f><v/></c>',
        '<c r="C2" s="1" t="str"><f t="shared" si="0"/></c>',
        '<c t="n" r="C2"><f ca="1">A1</f><v></v></c>',
    ],
)
def test_every_way_of_leaving_out_a_result_is_noticed(tmp_path: Path, cell: str) -> None:
    checked = teams(tmp_path, HEADINGS + NORTH.replace("</row>", f"{cell}</row>"))
    assert [(one.row, one.column, one.fault) for one in checked.problems] == [(2, "locality", Fault.NOT_CALCULATED)]


def test_formulas_beyond_everything_that_has_a_value_are_noticed_too(tmp_path: Path) -> None:
    far = '<row r="9"><c r="A9"><f>A1</f></c><c r="B9"><f>B1</f></c></row>'
    checked = teams(tmp_path, HEADINGS + NORTH + far)
    assert [(one.row, one.column) for one in checked.problems] == [(9, "team"), (9, "service")]


@pytest.mark.parametrize("shown", ["#N/A", "#REF!", "#DIV/0!", "#SPILL!"])
def test_an_error_is_a_problem_and_not_a_blank_cell(tmp_path: Path, shown: str) -> None:
    cell = f'<c r="C2" t="e"><f>VLOOKUP(1,A1:A2,1)</f><v>{shown}</v></c>'
    checked = teams(tmp_path, HEADINGS + NORTH.replace("</row>", f"{cell}</row>"))
    assert complaints(checked) == [(f"teams row 2, column locality: the cell shows the error {shown}. Write text.")]


def test_errors_in_columns_and_sheets_that_are_not_imported_do_no_harm(tmp_path: Path) -> None:
    book, sheet = a_book(["team", "service", "remark"], ["North", "Social Care", "#N/A"])
    book.create_sheet("sums").append(["=1+1", "#REF!"])
    sheet["C3"] = "=1/0"
    checked = check_workbook(read_workbook(saved(book, tmp_path)))
    assert [(one.row, one.column, one.fault) for one in checked.problems] == [
        (3, "team", Fault.EMPTY),
        (3, "service", Fault.EMPTY),
    ]


def test_an_error_that_stands_as_text_in_a_spreadsheet_is_text(tmp_path: Path) -> None:
    checked = teams(tmp_path, HEADINGS + NORTH.replace("</row>", f"{text('C2', '#N/A')}</row>"))
    assert checked.sheets[0].cells["locality"] == ["#N/A"]


def test_merged_cells_are_named_once_with_their_range(tmp_path: Path) -> None:
    book, sheet = a_book(
        ["team", "service"], ["North", "Social Care"], ["South", "x"], ["West", "x"], ["East", "Early Help"]
    )
    sheet.merge_cells("B2:B4")
    checked = check_workbook(read_workbook(saved(book, tmp_path)))
    assert complaints(checked) == [
        (
            "teams row 3, column service: the cells B2:B4 are merged, so that only the first of them holds the value. "
            "Write the value into each of these cells, no longer merged."
        )
    ]


def test_merged_cells_do_no_harm_outside_the_table_or_without_a_value(tmp_path: Path) -> None:
    book, sheet = a_book(["team", "service", "locality"], ["North", "Social Care", None], ["South", "Early Help"])
    sheet.merge_cells("C2:C3")  # nothing in it
    sheet["A4"], sheet["B4"] = "West", "Early Help"
    sheet.merge_cells("B4:B6")  # over rows that are otherwise blank
    sheet["E2"] = "a remark"
    sheet.merge_cells("E2:F4")
    checked = check_workbook(read_workbook(saved(book, tmp_path)))
    assert complaints(checked) == []
    assert checked.sheets[0].numbers == [2, 3, 4]


def test_a_value_that_a_program_left_under_a_merged_range_is_read(tmp_path: Path) -> None:
    south = f'<row r="3">{text("A3", "South")}{text("B3", "Social Care")}</row>'
    checked = teams(tmp_path, HEADINGS + NORTH + south, '<mergeCells><mergeCell ref="B2:B3"/></mergeCells>')
    assert complaints(checked) == []
    assert checked.sheets[0].cells["service"] == ["Social Care", "Social Care"]


def test_days_of_the_1904_system_and_of_iso_cells_and_midnights_are_the_days_that_they_show(tmp_path: Path) -> None:
    headings = "".join(
        text(f"{letter}1", name)
        for letter, name in zip("ABCD", ["month", "service", "allocated_on", "due_on"], strict=True)
    )
    row = (
        f'{text("A2", "2019-08")}{text("B2", "Early Help")}<c r="C2" s="1"><v>42238</v></c>'
        '<c r="D2" t="d"><v>2019-08-23T00:00:00</v></c>'
    )
    path = write_parts(
        tmp_path / "book.xlsx",
        {"cycles": sheet_xml(f'<row r="1">{headings}</row><row r="2">{row}</row>')},
        workbook_properties='<workbookPr date1904="1"/>',
    )
    checked = check_workbook(read_workbook(path))
    assert complaints(checked) == []
    assert checked.sheets[0].cells["allocated_on"] == [date(2019, 8, 23)]
    assert checked.sheets[0].cells["due_on"] == [date(2019, 8, 23)]


def test_a_day_with_a_time_and_a_day_that_is_a_number_are_problems(tmp_path: Path) -> None:
    book, _ = a_book(
        ["month", "service", "allocated_on", "due_on"],
        ["2019-08", "Early Help", datetime(2019, 8, 2, 9, 30), 43700],  # noqa: DTZ001 - spreadsheets have no zones
        name="cycles",
    )
    assert [one.what for one in check_workbook(read_workbook(saved(book, tmp_path))).problems] == [
        "'2019-08-02 09:30:00' has a time of day, and only the day belongs here",
        "'43700' is a number, not a date",
    ]


def test_cells_without_references_are_where_they_stand(tmp_path: Path) -> None:
    rows = (
        '<row><c t="inlineStr"><is><t>team</t></is></c><c t="str"><v>service</v></c></row>'
        '<row><c t="str"><v>North</v></c><c t="e"><v>#N/A</v></c></row>'
    )
    checked = teams(tmp_path, rows)
    assert [(one.row, one.column, one.fault) for one in checked.problems] == [(2, "service", Fault.FAILED)]


def test_elements_with_prefixes_and_attributes_in_other_quotation_marks_are_understood(tmp_path: Path) -> None:
    rows = (
        "<x:row r='1'><x:c r='A1' t='str'><x:v>team</x:v></x:c><x:c r='B1' t='str'><x:v>service</x:v></x:c></x:row>"
        "<x:row r='2'><x:c r='A2' t='e'><x:v>#NAME?</x:v></x:c><x:c r='B2'><x:f>A1</x:f></x:c></x:row>"
    )
    xml = f"<x:worksheet xmlns:x='{MAIN}'><x:sheetData>{rows}</x:sheetData></x:worksheet>"
    checked = check_workbook(read_workbook(write_parts(tmp_path / "book.xlsx", {"teams": xml})))
    assert [(one.row, one.column, one.fault) for one in checked.problems] == [
        (2, "team", Fault.FAILED),
        (2, "service", Fault.NOT_CALCULATED),
    ]


def test_a_value_far_below_the_table_is_one_more_row_and_keeps_its_number(tmp_path: Path) -> None:
    far = f'<row r="1048576">{text("B1048576", "Early Help")}</row>'
    checked = teams(tmp_path, HEADINGS + NORTH + far)
    assert [(one.row, one.column, one.fault) for one in checked.problems] == [(1_048_576, "team", Fault.EMPTY)]


def test_a_row_of_sixteen_thousand_headings_is_read(tmp_path: Path) -> None:
    book, sheet = a_book(["team", "service"], ["North", "Social Care"])
    for column in range(3, 16_385):
        sheet.cell(1, column, f"more {column}")
    checked = check_workbook(read_workbook(saved(book, tmp_path)))
    assert complaints(checked) == []
    assert len(checked.left_aside) == 16_382
    assert checked.sheets[0].cells == {"team": ["North"], "service": ["Social Care"]}
