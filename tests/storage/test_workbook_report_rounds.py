"""A report is a workbook to go on with: read as it was, in bounded memory, and round after round."""

import tracemalloc
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from storage.store import Store
from storage.workbook.reading import read_workbook
from tests.spreadsheet_files import MAIN, sheet_xml, text, write_parts
from tests.storage.test_workbook_report import LIST, PROBLEM_FILL, a_book, imported, reported
from tests.workbooks import PEOPLE, with_cell

ROWS = (
    f'<row r="1">{text("A1", "team")}{text("B1", "service")}</row>'
    f'<row r="2">{text("A2", "North")}<c r="B2" t="e"><v>#N/A</v></c></row>'
)
A_TENTH_OF_A_GIGABYTE = 100_000_000


def a_file(tmp_path: Path, sheets: Mapping[str, str]) -> Path:
    """An .xlsx file that openpyxl can load."""
    source = write_parts(tmp_path / "in.xlsx", sheets, more={"xl/sharedStrings.xml": f'<sst xmlns="{MAIN}"/>'})
    assert openpyxl.load_workbook(source, read_only=True).sheetnames == list(sheets)
    return source


def most_memory(store: Store, source: Path, tmp_path: Path) -> int:
    """The memory of a report at its highest, in bytes."""
    tracemalloc.start()
    try:
        reported(store, source, tmp_path)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("last", ["XFD1048576", "Z200000"])
def test_a_format_far_down_costs_one_cell(sqlite_store: Store, tmp_path: Path, last: str) -> None:
    rows = f'{ROWS}<row r="{last.strip("XFDZ")}"><c r="{last}" s="1"/></row>'
    source = a_file(tmp_path, {"teams": sheet_xml(rows)})
    assert most_memory(sqlite_store, source, tmp_path) < A_TENTH_OF_A_GIGABYTE
    assert openpyxl.load_workbook(tmp_path / "out.xlsx")["teams"]["B2"].fill.start_color.rgb == PROBLEM_FILL


@pytest.mark.parametrize(
    "after",
    [
        '<mergeCells><mergeCell ref="A3:XFD1048576"/></mergeCells>',
        '<mergeCells><mergeCell\n x="ref" ref="A3:XFD1048576"/></mergeCells>',
        '<hyperlinks><hyperlink ref="A3:XFD1048576" location="x"/></hyperlinks>',
        '<hyperlinks><hyperlink ref="A3:XFD" location="x"/></hyperlinks>',
        '<mergeCells x=">"><mergeCell ref="A3:XFD1048576"/></mergeCells>',
    ],
)
def test_ranges_over_everything_are_not_laid_out(sqlite_store: Store, tmp_path: Path, after: str) -> None:
    source = a_file(tmp_path, {"teams": sheet_xml(ROWS, after)})
    assert most_memory(sqlite_store, source, tmp_path) < A_TENTH_OF_A_GIGABYTE
    assert openpyxl.load_workbook(tmp_path / "out.xlsx")["teams"]["B2"].fill.start_color.rgb == PROBLEM_FILL


def test_a_bad_cell_with_control_characters_makes_no_broken_file_and_sends_none_to_the_terminal(
    sqlite_store: Store, tmp_path: Path
) -> None:
    bad = with_cell(PEOPLE, 3, "roles", "cook_x001B_[2J_x0001__x009B_")
    a_book(tmp_path / "in.xlsx", people=bad)
    _, lines = imported(sqlite_store, tmp_path / "in.xlsx", tmp_path / "out.xlsx")
    assert lines[0].startswith("people row 3, column roles: the word 'cook␛[2J␁<U+009B>' is not known. Write any of")
    assert "␛[2J␁" in openpyxl.load_workbook(tmp_path / "out.xlsx")["people"]["F3"].comment.text


def test_formulas_stay_with_their_results_and_the_report_imports_without_being_opened_first(
    sqlite_store: Store, tmp_path: Path
) -> None:
    headings = "".join(
        text(f"{letter}1", name)
        for letter, name in zip("ABCDE", ["month", "service", "theme", "allocated_on", "due_on"], strict=True)
    )
    rows = (
        f'<row r="1">{headings}</row>'
        '<row r="2"><c r="A2" t="str"><f>"2019"&amp;"-08"</f><v>2019-08</v></c>'
        '<c r="B2" t="str"><f>A9</f><v>Early &lt;Help&gt; &amp; more</v></c><c r="C2"><f>1+1</f><v>2</v></c>'
        '<c r="D2" s="1"><f>TODAY()</f><v>43700</v></c><c r="E2" s="1"><f>D2+1</f></c></row>'
        f'<row r="3">{text("A3", "2019-13")}{text("B3", "x")}<c r="D3" s="1"><v>43700</v></c>'
        '<c r="E3" t="b"><f>TRUE()</f><v>1</v></c><c r="F3" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
    )
    source = a_file(tmp_path, {"cycles": sheet_xml(rows)})
    _, before = imported(sqlite_store, source, tmp_path / "out.xlsx")
    back = openpyxl.load_workbook(tmp_path / "out.xlsx")
    assert (back["cycles"]["A2"].value, back["cycles"]["D2"].value) == ('="2019"&"-08"', "=TODAY()")
    (sheet,) = (one for one in read_workbook(tmp_path / "out.xlsx").sheets if one.name == "cycles")
    assert list(sheet.rows[1])[:4] == ["2019-08", "Early <Help> & more", 2, date(2019, 8, 23)]
    assert sheet.rows[2][4] is True
    _, after = imported(sqlite_store, tmp_path / "out.xlsx", None)
    assert [one for one in before[:-1] if "Note" not in one] == [one for one in after if "Note" not in one]
    assert after[-1].startswith("3 problems (not a date 2, formula without its result 1)")


def test_a_cell_s_own_fill_and_the_author_of_its_comment_are_back_after_a_round(
    sqlite_store: Store, tmp_path: Path
) -> None:
    book = a_book(tmp_path / "in.xlsx", people=with_cell(PEOPLE, 3, "email", "mo.marsh"))
    book["people"]["A3"].fill = PatternFill("solid", start_color="FFFFFF00")
    book["people"]["A3"].comment = Comment("ask Mo", "QA")
    book.save(tmp_path / "in.xlsx")
    marked = reported(sqlite_store, tmp_path / "in.xlsx", tmp_path)
    assert marked["people"]["A3"].fill.start_color.rgb == PROBLEM_FILL
    assert marked["people"]["A3"].comment.author == "QA"
    marked["people"]["A3"] = "mo@council.example"
    marked.save(tmp_path / "again.xlsx")
    (tmp_path / "out.xlsx").unlink()
    back = reported(sqlite_store, tmp_path / "again.xlsx", tmp_path)
    assert back["people"]["A3"].fill.start_color.rgb == "FFFFFF00"
    assert (back["people"]["A3"].comment.text, back["people"]["A3"].comment.author) == ("ask Mo", "QA")
    assert "A3" not in [row[5] for row in back[LIST].iter_rows(values_only=True)]


def test_a_report_is_replaced_by_the_next_one_unless_somebody_has_worked_in_it(
    sqlite_store: Store, tmp_path: Path
) -> None:
    a_book(tmp_path / "in.xlsx", people=with_cell(PEOPLE, 3, "email", "mo.marsh"))
    imported(sqlite_store, tmp_path / "in.xlsx", tmp_path / "out.xlsx")
    assert imported(sqlite_store, tmp_path / "in.xlsx", tmp_path / "out.xlsx")[1][-1].startswith(str(tmp_path / "out"))
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    book.properties.lastModifiedBy = "Ada Reed"  # as a spreadsheet program writes it
    book.save(tmp_path / "out.xlsx")
    _, lines = imported(sqlite_store, tmp_path / "in.xlsx", tmp_path / "out.xlsx")
    assert lines[0].endswith("what is in it would be lost. Name another file, or move that one away.")


def test_a_mark_in_each_of_thousands_of_merged_ranges_is_found_without_a_search(
    sqlite_store: Store, tmp_path: Path
) -> None:
    book = a_book(tmp_path / "in.xlsx", teams=[["team", "service"]])
    for row in range(2, 4_002, 2):
        book["teams"].cell(row, 1, f"North {row}")
        book["teams"].cell(row, 2, "Early Help")
        book["teams"].cell(row + 1, 1, f"South {row}")
        book["teams"].merge_cells(start_row=row, end_row=row + 1, start_column=2, end_column=2)
    book.save(tmp_path / "in.xlsx")
    back = reported(sqlite_store, tmp_path / "in.xlsx", tmp_path)
    assert "The cells B4000:B4001 are merged" in back["teams"]["B4000"].comment.text
