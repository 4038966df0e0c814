"""XML that is made to take a search for ever, or to hide a cell from it: found or refused, never gone through twice."""

from pathlib import Path

import pytest

from domain.errors import BadInputError
from storage.workbook.checking import check_workbook
from storage.workbook.problems import Fault
from storage.workbook.reading import read_workbook
from tests.spreadsheet_files import MAIN, sheet_xml, text, write_parts

ROW = f'<row r="1">{text("A1", "team")}{text("B1", "service")}</row>'
NORTH = f'<row r="2">{text("A2", "North")}{text("B2", "Social Care")}</row>'
# Twice through so many of these would take minutes: a search that does so shows as a test that doesn't end.
MANY = 300_000
FAR = '<c r="XFD1048576"><v>1</v></c>'


def came_of(tmp_path: Path, rows: str, after: str = "") -> str:
    try:
        read_workbook(write_parts(tmp_path / "book.xlsx", {"teams": sheet_xml(rows, after)}))
    except BadInputError as refused:
        return str(refused)
    return "read"


@pytest.mark.parametrize(
    "rows",
    [
        f'<row x="{"row " * MANY}" r="2"><c r="A2"><v>1</v></c></row>',
        f'<row r="2"><c {"<c " * MANY}',
        f"<row r='2'><c r='A2' {'<c t=1 ' * MANY}",
        f"<row r='2'>{chr(60)}c {'t=1 ' * MANY}",
        "<row r='2'>" + "<c t='e' " * MANY,
        "<row r='2'><c " + "t='e' " * MANY,
        "<row r='2'>" + "<c t='e'><f/>" * MANY,
        "<row r='2'>" + "<c t='s'" * MANY,
        "<mergeCell " * MANY,
        "<mergeCell " + "ref=" * MANY,
        f'<mergeCell ref="{"A" * MANY}"/>',
        f'<row r="2"><c r="{"A" * MANY}"><v>1</v></c></row>',
        f'<row r="2"><c r="A{"9" * MANY}"><v>1</v></c></row>',
        f'<row r="{"9" * MANY}"><c><v>1</v></c></row>',
        "row " * MANY + ">" * MANY,
        "<row r='2'>" + "<!--" * MANY,
    ],
    ids=lambda rows: rows[:24],
)
def test_no_sheet_is_gone_through_again_and_again(tmp_path: Path, rows: str) -> None:
    assert came_of(tmp_path, ROW + rows)


@pytest.mark.parametrize(
    "cell",
    [
        '<c x=">" r="XFD1048576"><v>1</v></c>',
        '<c x="&lt;" y=">" r="XFD1048576"><v>1</v></c>',
        '<c\n\tr="XFD1048576"><v>1</v></c>',
        "<c r='&#88;FD1048576'><v>1</v></c>",
        f"<!-- > -->{FAR}<!-- < -->",
        '<c r="A0"><v>1</v></c><c r="XFD1048576"><v>1</v></c>',
        f'<x:c xmlns:x="{MAIN}" r="XFD1048576"><x:v>1</x:v></x:c>',
        f'<a-b.c:c xmlns:a-b.c="{MAIN}" r="XFD1048576"><a-b.c:v>1</a-b.c:v></a-b.c:c>',
    ],
)
def test_a_far_cell_is_found_however_it_is_written(tmp_path: Path, cell: str) -> None:
    refused = came_of(tmp_path, f'{ROW}<row r="2">{cell}</row>')
    assert "would unpack to far more than a workbook holds" in refused


def test_a_cell_that_says_twice_where_it_is_is_damaged(tmp_path: Path) -> None:
    rows = f'{ROW}<row r="2"><c r="A2" r="XFD1048576"><v>1</v></c></row>'
    assert "is damaged or incomplete" in came_of(tmp_path, rows)


def test_two_sheets_of_one_name_or_with_one_part_are_damaged(tmp_path: Path) -> None:
    for name, part in (("teams", "sheet2.xml"), ("people", "sheet1.xml")):
        book = (
            f'<workbook xmlns="{MAIN}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
            f'<sheets><sheet name="teams" sheetId="1" r:id="rId1"/><sheet name="{name}" sheetId="2" r:id="rId2"/>'
            "</sheets></workbook>"
        )
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
        relations = (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="rId1" Type="{kind}" Target="worksheets/sheet1.xml"/>'
            f'<Relationship Id="rId2" Type="{kind}" Target="worksheets/{part}"/></Relationships>'
        )
        more = {"xl/workbook.xml": book, "xl/_rels/workbook.xml.rels": relations}
        path = write_parts(tmp_path / "book.xlsx", {"teams": sheet_xml(ROW), "other": sheet_xml(ROW)}, more=more)
        with pytest.raises(BadInputError, match="is damaged or incomplete"):
            read_workbook(path)


def test_errors_formulas_and_merged_cells_are_found_beside_comments_and_bare_signs(tmp_path: Path) -> None:
    rows = (
        f"<!-- written by hand -->{ROW}{NORTH}"
        '<row r="3"><c r="A3" t="str"><v>a > b</v></c><c r="B3" t="e"><v>#N/A</v></c></row>'
        '<row r="4"><c r="A4"><f>A1>A2</f></c><c r="B4" t="str"><f>"x"</f><v></v></c></row>'
        '<row r="5"><c r="A5" t="str"><f>A1</f><v>South</v></c><c r="B5" t="str"><v>Early Help</v></c></row>'
        f'<row r="6">{text("A6", "West")}</row>'
    )
    merged = '<mergeCells count="1"><mergeCell ref="B5:B6"/></mergeCells>'
    checked = check_workbook(read_workbook(write_parts(tmp_path / "book.xlsx", {"teams": sheet_xml(rows, merged)})))
    assert sorted((one.row, one.column, one.fault) for one in checked.problems) == [
        (3, "service", Fault.FAILED),
        (4, "service", Fault.EMPTY),
        (4, "team", Fault.NOT_CALCULATED),
        (6, "service", Fault.MERGED),
    ]


@pytest.mark.parametrize("start", ["<si>", "<y:si>", "<si\n>"])
def test_a_long_shared_text_is_bounded_however_its_element_is_written(tmp_path: Path, start: str) -> None:
    name = start.strip("<>\n")
    prefix = name.removesuffix("si")
    long = "".join(chr(97 + at * at % 23) for at in range(600_000))
    strings = (
        f'<{prefix}sst xmlns="{MAIN}" xmlns:y="{MAIN}">{start}<{prefix}t>team</{prefix}t></{name}>'
        f"{start}<{prefix}t>{long}</{prefix}t></{name}></{prefix}sst>"
    )
    rows = "".join(f'<row r="{at}"><c r="A{at}" t="s"><v>1</v></c></row>' for at in range(2, 2_500))
    path = write_parts(tmp_path / "book.xlsx", {"teams": sheet_xml(ROW + rows)}, more={"xl/sharedStrings.xml": strings})
    with pytest.raises(BadInputError, match="would unpack to far more"):
        read_workbook(path)


def test_texts_in_which_tags_are_none_are_bounded_by_their_sum(tmp_path: Path) -> None:
    pieces = "<si>".join("".join(chr(97 + at * seed % 23) for at in range(3_000)) for seed in range(1, 200))
    strings = f'<sst xmlns="{MAIN}"><si><t><![CDATA[{pieces}]]></t></si></sst>'
    rows = "".join(f'<row r="{at}"><c r="A{at}" t="s"><v>0</v></c></row>' for at in range(2, 2_500))
    path = write_parts(tmp_path / "book.xlsx", {"teams": sheet_xml(ROW + rows)}, more={"xl/sharedStrings.xml": strings})
    with pytest.raises(BadInputError, match="would unpack to far more"):
        read_workbook(path)
