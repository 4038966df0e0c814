"""Spreadsheet programs write the same sheet in many ways: each is read as its writer meant it, or gets its line."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import pytest

from domain.errors import BadInputError
from storage.workbook.checking import CheckedWorkbook, check_workbook
from storage.workbook.reading import read_workbook
from tests.spreadsheet_files import MAIN, OFFICE, sheet_xml, text, write_parts

STRINGS = "xl/sharedStrings.xml"
STYLES = "xl/styles.xml"
HEADINGS = '<row r="1">' + "".join(
    text(f"{letter}1", name)
    for letter, name in zip("ABCD", ["month", "service", "allocated_on", "due_on"], strict=True)
)


def strings(*each: str) -> str:
    return f'<?xml version="1.0"?><sst xmlns="{MAIN}">{"".join(f"<si>{one}</si>" for one in each)}</sst>'


def formats(*codes: str) -> str:
    """Styles 1, 2, … with these number formats."""
    listed = "".join(f'<numFmt numFmtId="{164 + at}" formatCode="{code}"/>' for at, code in enumerate(codes))
    used = "".join(f'<xf numFmtId="{164 + at}"/>' for at in range(len(codes)))
    return (
        f'<?xml version="1.0"?><styleSheet xmlns="{MAIN}"><numFmts>{listed}</numFmts><fonts><font/></fonts>'
        f"<fills><fill/></fills><borders><border/></borders><cellStyleXfs><xf/></cellStyleXfs>"
        f'<cellXfs><xf numFmtId="0"/>{used}</cellXfs></styleSheet>'
    )


def cycle(tmp_path: Path, *cells: str, more: Mapping[str, str] | None = None, properties: str = "") -> CheckedWorkbook:
    """The sheet `cycles` with one row of these cells."""
    rows = f'{HEADINGS}</row><row r="2">{"".join(cells)}</row>'
    path = write_parts(tmp_path / "book.xlsx", {"cycles": sheet_xml(rows)}, workbook_properties=properties, more=more)
    return check_workbook(read_workbook(path))


def days(checked: CheckedWorkbook) -> list[object]:
    assert [str(problem) for problem in checked.problems] == []
    [rows] = checked.sheets
    return [rows.cells[name][0] for name in ("month", "allocated_on", "due_on")]


MONTH, SERVICE = text("A2", "2019-08"), text("B2", "Early Help")


def dated(reference: str, serial: float, style: int = 1) -> str:
    return f'<c r="{reference}" s="{style}"><v>{serial}</v></c>'


def table_of(*rows: tuple[int, ...]) -> str:
    """Rows of cells that point to shared strings."""
    return "".join(
        f'<row r="{number}">'
        + "".join(f'<c r="{c}{number}" t="s"><v>{at}</v></c>' for c, at in zip("AB", row, strict=True))
        + "</row>"
        for number, row in enumerate(rows, 1)
    )


def test_texts_in_pieces_with_formats_and_readings_are_put_together(tmp_path: Path) -> None:
    pieces = strings(
        "<t>team</t>",
        "<t>service</t>",
        '<r><t>Alder</t></r><r><rPr><b/></rPr><t xml:space="preserve"> Vale </t></r>',
        '<t>Early Help</t><rPh sb="0" eb="1"><t>a reading aid</t></rPh>',
    )
    path = write_parts(tmp_path / "book.xlsx", {"teams": sheet_xml(table_of((0, 1), (2, 3)))}, more={STRINGS: pieces})
    [rows] = check_workbook(read_workbook(path)).sheets
    assert rows.cells == {"team": ["Alder Vale"], "service": ["Early Help"]}


@pytest.mark.parametrize("more", [{}, {STRINGS: strings("<t>team</t>", "<t>service</t>")}])
def test_texts_that_are_not_in_the_file_are_a_sentence_and_not_blank_cells(
    tmp_path: Path, more: dict[str, str]
) -> None:
    path = write_parts(tmp_path / "book.xlsx", {"teams": sheet_xml(table_of((0, 1), (2, 3)))}, more=more)
    with pytest.raises(BadInputError, match=r"book.xlsx can't be read as a workbook .* save it as .xlsx again"):
        read_workbook(path)


def test_the_strict_form_of_the_format_is_read(tmp_path: Path) -> None:
    row = f'<row r="2">{MONTH}{SERVICE}<c r="C2" t="d" s="1"><v>2019-08-02</v></c>{dated("D2", 43700)}</row>'
    usual = write_parts(tmp_path / "usual.xlsx", {"cycles": sheet_xml(f"{HEADINGS}</row>{row}")})
    strict = tmp_path / "strict.xlsx"
    with ZipFile(usual) as old, ZipFile(strict, "w") as new:
        for part in old.namelist():
            xml = old.read(part).decode().replace(MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main")
            new.writestr(part, xml.replace(OFFICE, "http://purl.oclc.org/ooxml/officeDocument/relationships"))
    assert days(check_workbook(read_workbook(strict))) == ["2019-08", date(2019, 8, 2), date(2019, 8, 23)]


def test_a_sheet_in_letters_of_two_bytes_is_refused_and_not_taken_for_an_empty_one(tmp_path: Path) -> None:
    south = f'<row r="1">{text("A1", "email")}</row>'
    book = write_parts(tmp_path / "usual.xlsx", {"cycles": sheet_xml(f"{HEADINGS}</row>"), "people": sheet_xml(south)})
    two_bytes = tmp_path / "two bytes.xlsx"
    with ZipFile(book) as old, ZipFile(two_bytes, "w") as new:
        for part in old.namelist():
            content = old.read(part)
            new.writestr(part, content.decode().encode("utf-16") if part.endswith("sheet2.xml") else content)
    with pytest.raises(BadInputError, match=r"two bytes\.xlsx is damaged or incomplete"):
        read_workbook(two_bytes)


@pytest.mark.parametrize(
    "codes",
    [
        ("yyyy\\-mm\\-dd", "mmm\\-yy"),  # as online spreadsheets write them
        ("[$-809]dddd, d mmmm yyyy;@", "[$-F800]mmmm\\ yyyy"),  # with a language
        ("DD/MM/YYYY", "MM/YY"),  # as LibreOffice does
    ],
)
def test_days_and_months_are_days_and_months_in_whatever_format_they_show(
    tmp_path: Path, codes: tuple[str, str]
) -> None:
    cells = (dated("A2", 43678.0, 2), SERVICE, dated("C2", 43700.0), dated("D2", 43701.0))
    checked = cycle(tmp_path, *cells, more={STYLES: formats(*codes)})
    assert days(checked) == ["2019-08", date(2019, 8, 23), date(2019, 8, 24)]


@pytest.mark.parametrize("flag", ["1", "true"])
def test_the_1904_system_may_be_said_in_two_ways(tmp_path: Path, flag: str) -> None:
    cells = (MONTH, SERVICE, dated("C2", 42238), dated("D2", 42239))
    checked = cycle(tmp_path, *cells, properties=f'<workbookPr date1904="{flag}"/>')
    assert days(checked) == ["2019-08", date(2019, 8, 23), date(2019, 8, 24)]


@pytest.mark.parametrize(
    ("cell", "what"),
    [
        ('<c r="C2" s="2"><v>43700</v></c>', "'43700' is a number, not a date"),  # letters of dates in quotation marks
        ('<c r="C2" s="99"><v>43700</v></c>', "'43700' is a number, not a date"),  # a format that isn't there
        ('<c r="C2" s="1"><v>43700.4</v></c>', "'2019-08-23 09:36:00' has a time of day"),
        ('<c r="C2" s="1"><v>NaN</v></c>', "'1899-12-30' is no day of a spreadsheet"),
        ('<c r="C2" s="1"><v>0</v></c>', "'00:00:00' is a time or 0, not a date"),
        ('<c r="C2" t="b"><v>0</v></c>', "the spreadsheet has made FALSE of it"),
        ('<c r="C2" t="d"><v>2019-08-23T10:30:00Z</v></c>', "'2019-08-23T10:30:00Z' is not a date"),
        (text("C2", "31/02"), "there is no day '31/02'"),
        (text("C2", "08/23/2019"), "'08/23/2019' is a date in an order that is not read"),
        (text("C2", "23 August 2019"), "'23 August 2019' is not a date"),
    ],
)
def test_what_is_no_day_is_named_with_its_place_and_what_to_write(tmp_path: Path, cell: str, what: str) -> None:
    styles = formats("yyyy\\-mm\\-dd", "0&quot; days&quot;")
    [problem] = cycle(tmp_path, MONTH, SERVICE, cell, dated("D2", 43700), more={STYLES: styles}).problems
    assert str(problem).startswith(f"cycles row 2, column allocated_on: {what}")
    assert problem.allowed.endswith("2019-08-23")


def test_a_month_that_lost_its_format_is_named(tmp_path: Path) -> None:
    [problem] = cycle(tmp_path, '<c r="A2"><v>43678</v></c>', SERVICE, dated("C2", 43700), dated("D2", 43700)).problems
    assert str(problem) == (
        "cycles row 2, column month: '43678' is a number, not a month. Write a month such as 2019-08."
    )
