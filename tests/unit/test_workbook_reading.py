"""Workbooks as files: .xlsx, and folders of .csv in the forms that spreadsheet programs save."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from domain.errors import BadInputError
from storage.workbook.reading import read_workbook


def a_folder(tmp_path: Path, **files: bytes) -> Path:
    for name, content in files.items():
        (tmp_path / f"{name}.csv").write_bytes(content)
    return tmp_path


def rows_of(folder: Path) -> list[list[object]]:
    (sheet,) = read_workbook(folder).sheets
    return [list(row) for row in sheet.rows]


def test_a_spreadsheet_keeps_its_row_numbers_and_its_types(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.create_sheet("cases")
    book.remove(book.worksheets[0])
    sheet["B3"] = date(2019, 8, 23)
    sheet["A4"] = 5000037
    book.save(tmp_path / "book.xlsx")
    (read,) = read_workbook(tmp_path / "book.xlsx").sheets
    assert read.name == "cases"
    assert [list(row) for row in read.rows] == [[], [], ["", date(2019, 8, 23)], [5000037.0, ""]]


def test_a_sheet_that_is_a_chart_is_passed_over(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].title = "teams"
    book.create_chartsheet("a chart")
    book.save(tmp_path / "book.xlsx")
    assert [sheet.name for sheet in read_workbook(tmp_path / "book.xlsx").sheets] == ["teams"]


@pytest.mark.parametrize(
    "content",
    [
        'team,service\r\nCafé,"Help, early"\r\n'.encode(),
        'team,service\nCafé,"Help, early"\n'.encode("utf-8-sig"),
        'team,service\r\nCafé,"Help, early"\r\n'.encode("cp1252"),
        "team;service\r\nCafé;Help, early\r\n".encode("cp1252"),
        "team;service\r\nCafé;Help, early".encode("utf-8-sig"),
        "team\tservice\r\nCafé\tHelp, early\r\n".encode("utf-16"),
        "\ufeffteam\tservice\nCafé\tHelp, early\n".encode("utf-16-be"),
        "team\tservice\rCafé\tHelp, early\r".encode("cp1252"),
        b'sep=;\r\nteam;service\r\n"Caf\xe9";"Help, early"\r\n',
        '"team","service"\n"Café","Help, early"'.encode(),
    ],
    ids=[
        "utf-8",
        "utf-8 with its mark",
        "windows-1252",
        "semicolons",
        "semicolons in utf-8 with its mark",
        "Excel's Unicode text",
        "utf-16, big end first",
        "tabs with an old Mac's line ends",
        "with a line that names the separator",
        "all in quotation marks",
    ],
)
def test_every_form_of_csv_that_excel_saves_is_read_alike(tmp_path: Path, content: bytes) -> None:
    assert rows_of(a_folder(tmp_path, teams=content)) == [["team", "service"], ["Café", "Help, early"]]


def test_a_folder_holds_a_sheet_a_file_and_nothing_else_counts(tmp_path: Path) -> None:
    (tmp_path / "read me.txt").write_text("not a sheet", encoding="utf-8")
    (tmp_path / "People.CSV").write_text("email\n", encoding="utf-8")
    folder = a_folder(tmp_path, cases=b"case_ref\n")
    assert sorted(sheet.name for sheet in read_workbook(folder).sheets) == ["People", "cases"]


def test_a_cell_may_hold_lines_and_the_next_row_still_has_its_number(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, cycles=b'month,theme\n2019-08,"one\ntwo"\n\n2019-09,\n')
    assert rows_of(folder)[3] == ["2019-09", ""]


def test_the_digest_tells_workbooks_apart_and_knows_the_same_one_again(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, teams=b"team,service\nA,B\n")
    first = read_workbook(folder).digest
    assert read_workbook(folder).digest == first
    a_folder(tmp_path, teams=b"team,service\nA,C\n")
    assert read_workbook(folder).digest != first


def test_what_is_no_workbook_is_refused_with_a_way_on(tmp_path: Path) -> None:
    (tmp_path / "broken.xlsx").write_bytes(b"not a zip archive")
    (tmp_path / "book.ods").write_bytes(b"")
    empty = tmp_path / "empty"
    empty.mkdir()
    for path, sentence in [
        (tmp_path / "missing.xlsx", "can't be opened: No such file or directory. Check its name."),
        (tmp_path / "broken.xlsx", "Open it in the spreadsheet program and save it as .xlsx again."),
        (tmp_path / "book.ods", "is empty. Give an .xlsx file, or a folder of .csv files."),
        (empty, "Give the folder that holds the sheets."),
    ]:
        with pytest.raises(BadInputError) as refused:
            read_workbook(path)
        assert str(refused.value).endswith(sentence)


def test_a_quotation_mark_that_is_not_closed_is_found_rather_than_swallowing_rows(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, teams=b'team,service\n"A,B\nC,D\n')
    with pytest.raises(BadInputError, match=r"teams\.csv can't be read from line 3 on"):
        read_workbook(folder)


@pytest.mark.parametrize(
    "content", ["team,service".encode("utf-32"), b"team\x81\x8d,service\xff", "team".encode("utf-16-le")]
)
def test_text_in_another_encoding_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(BadInputError, match=r"teams\.csv is not text in UTF-8, UTF-16 or Windows-1252"):
        read_workbook(a_folder(tmp_path, teams=content))
