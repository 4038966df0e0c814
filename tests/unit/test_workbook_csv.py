"""Sheets as text: what spreadsheet programs make of cells, and which files of a folder are sheets."""

import os
from pathlib import Path

import pytest

from domain.errors import BadInputError
from storage.workbook.checking import CheckedWorkbook, check_workbook
from storage.workbook.problems import Fault
from storage.workbook.reading import read_workbook

NBSP = "\N{NO-BREAK SPACE}"


def checked(folder: Path, **sheets: str) -> CheckedWorkbook:
    for name, content in sheets.items():
        (folder / f"{name}.csv").write_text(content, encoding="utf-8")
    return check_workbook(read_workbook(folder))


@pytest.mark.parametrize("shown", ["#N/A", "#REF!", "#DIV/0!", " #VALUE! ", "#ERROR!", "Err:502", "########"])
def test_an_error_that_was_saved_as_text_is_a_problem(tmp_path: Path, shown: str) -> None:
    read = checked(tmp_path, teams=f"team,service\nNorth,{shown}\n")
    assert [(one.row, one.column, one.fault) for one in read.problems] == [(2, "service", Fault.FAILED)]
    assert read.problems[0].what == f"the cell shows the error {shown.strip()}"


def test_a_long_number_that_was_shortened_is_a_problem_and_not_a_reference(tmp_path: Path) -> None:
    read = checked(tmp_path, teams="team,service\nA,B\n", cases="case_ref,team,legal_status\n5.00E+06,A,CIN\n")
    assert [str(one) for one in read.problems] == [
        (
            "cases row 2, column case_ref: the spreadsheet has shortened a long number to 5.00E+06. "
            "Write the whole number, in a column that the spreadsheet formats as text."
        )
    ]


def test_words_that_only_look_like_errors_or_numbers_are_words(tmp_path: Path) -> None:
    read = checked(tmp_path, teams="team,service\n#1 Team,E+ Care\nN/A,5E\n##,Err: 5\n")
    assert read.problems == []
    assert read.sheets[0].cells == {"team": ["#1 Team", "N/A", "##"], "service": ["E+ Care", "5E", "Err: 5"]}


def test_days_in_other_orders_and_percents_and_spaces_are_each_treated_as_promised(tmp_path: Path) -> None:
    rows = [
        "email,name,roles,fte,trained_on",
        f"{NBSP}ada@council.example ,Ada{NBSP}Elm,auditor,50%,2018-06-01 00:00:00",
        "bo@council.example,Bo Ash,auditor,1.0,23/08/2019",
        "cy@council.example,Cy Yew,auditor,,08/23/2019",
        "di@council.example,Di Fir,auditor,,31/02",
    ]
    read = checked(tmp_path, people="\n".join(rows))
    assert read.sheets[0].cells["email"][0] == "ada@council.example"
    assert read.sheets[0].cells["name"][0] == "Ada Elm"
    assert read.sheets[0].cells["fte"][:2] == [0.5, 1.0]
    assert [(one.row, one.column, one.fault) for one in read.problems] == [
        (3, "trained_on", Fault.NOT_A_DAY),
        (4, "trained_on", Fault.NOT_A_DAY),
        (5, "trained_on", Fault.NOT_A_DAY),
    ]


def test_lines_inside_a_cell_do_not_shift_the_numbers_of_the_rows_below(tmp_path: Path) -> None:
    read = checked(tmp_path, teams='team,service\n"North\nEast",Social Care\n,Early Help\n')
    assert read.sheets[0].cells["team"] == ["North\nEast", None]
    assert [(one.row, one.fault) for one in read.problems] == [(3, Fault.EMPTY)]


def test_tab_separated_files_and_excel_s_unicode_text_are_sheets_and_a_note_is_not(tmp_path: Path) -> None:
    (tmp_path / "teams.tsv").write_text("team\tservice\nNorth\tSocial Care\n", encoding="utf-8")
    (tmp_path / "People.txt").write_bytes("email\tname\troles\r\n".encode("utf-16"))
    (tmp_path / "cases.txt").write_text("not a sheet", encoding="utf-8")
    (tmp_path / "._teams.csv").write_bytes(b"\0\5\26\7")
    assert [sheet.name for sheet in read_workbook(tmp_path).sheets] == ["People", "teams"]


def test_one_sheet_in_two_files_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "teams.tsv").write_text("team\tservice\nNorth\tSocial Care\n", encoding="utf-8")
    read = checked(tmp_path, teams="team,service\nSouth,Early Help\n")
    assert [(one.sheet, one.fault) for one in read.problems] == [("teams", Fault.SHEET_TWICE)]


@pytest.mark.parametrize("above", ["\n", "Teams of the council,,\n,printed by QA,,\n"])
def test_headings_below_the_first_row_are_said_once_with_their_row(tmp_path: Path, above: str) -> None:
    read = checked(tmp_path, teams=f"{above}Team*,service,remark\nNorth,Social Care,x\n")
    row = above.count("\n") + 1
    assert list(map(str, read.problems)) == [
        (
            f"teams row 1, column team: the headings stand in row {row}, and the import looks for them in row 1. Write "
            "them into row 1: take out the rows above them."
        )
    ]
    assert read.left_aside == []


def test_a_first_line_without_headings_is_said_once_for_each_missing_column(tmp_path: Path) -> None:
    read = checked(tmp_path, teams="\nNorth,Social Care\n")
    assert [(one.row, one.column, one.fault) for one in read.problems] == [
        (1, "team", Fault.NO_COLUMN),
        (1, "service", Fault.NO_COLUMN),
    ]


def test_the_star_of_a_required_column_may_stand_in_its_heading(tmp_path: Path) -> None:
    read = checked(tmp_path, teams="Team*,service *\nNorth,Social Care\n")
    assert (read.problems, read.left_aside) == ([], [])
    assert read.sheets[0].cells == {"team": ["North"], "service": ["Social Care"]}


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_utf_8_with_a_byte_that_is_none_of_it_is_refused_with_its_line(tmp_path: Path, mark: bytes) -> None:
    names = "email,name,roles\nzoe@council.example,Zo\u00eb Fr\u00e9mont,auditor\n".encode()
    (tmp_path / "people.csv").write_bytes(mark + names + b"bad@council.example,B\xe9la,auditor\n")
    with pytest.raises(BadInputError) as refused:
        read_workbook(tmp_path)
    assert str(refused.value) == (
        "people.csv is text in UTF-8, but for a byte in its line 3. Open it in the spreadsheet program, look for a "
        "letter that is wrong there, and save it as 'CSV UTF-8' again."
    )


def test_windows_1252_stays_windows_1252_even_where_two_letters_look_like_one_of_utf_8(tmp_path: Path) -> None:
    text = "team,service\nZo\u00eb,Fr\u00e9d\u00e9ric\nM\u00fcller,\u00c3\u00a9\n"
    (tmp_path / "teams.csv").write_bytes(text.encode("cp1252"))
    assert read_workbook(tmp_path).sheets[0].rows[1] == ["Zo\u00eb", "Fr\u00e9d\u00e9ric"]


def test_a_cell_longer_than_any_text_is_refused_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match=r"teams\.csv can't be read from line 2 on"):
        checked(tmp_path, teams=f"team,service\n{'x' * 1_000_001},B\n")


def test_an_empty_file_in_a_folder_is_a_sheet_without_rows(tmp_path: Path) -> None:
    read = checked(tmp_path, teams="team,service\nNorth,Social Care\n", people="")
    assert read.problems == []
    assert [rows.sheet.name for rows in read.sheets] == ["teams"]


def test_a_link_that_leads_nowhere_and_a_folder_named_like_a_sheet_are_no_sheets(tmp_path: Path) -> None:
    (tmp_path / "people.csv").symlink_to(tmp_path / "gone")
    (tmp_path / "cases.csv").mkdir()
    os.mkfifo(tmp_path / "cycles.csv")
    assert [rows.sheet.name for rows in checked(tmp_path, teams="team,service\nA,B\n").sheets] == ["teams"]
