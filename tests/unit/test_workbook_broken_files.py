"""Files that are no workbook, or a trap: one sentence that says what to do, within bounded memory and time."""

import os
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest
from openpyxl.chart import BarChart
from openpyxl.workbook.defined_name import DefinedName

from domain.errors import BadInputError
from storage.workbook.reading import read_workbook
from tests.spreadsheet_files import MAIN, sheet_xml, text, write_parts

OLE = bytes.fromhex("d0cf11e0a1b11ae1")
SAVE = "Open it in the spreadsheet program and save it as .xlsx"
BOMB = "would unpack to far more than a workbook holds, so it was not opened. Copy the rows into a new workbook"
DAMAGED = "is damaged or incomplete. Fetch it again, or open it in the spreadsheet program and save it as .xlsx again."
ROW = f'<row r="1">{text("A1", "team")}{text("B1", "service")}</row>'


def refusal(path: Path) -> str:
    with pytest.raises(BadInputError) as refused:
        read_workbook(path)
    return str(refused.value)


def a_file(tmp_path: Path, content: bytes, name: str = "book.xlsx") -> Path:
    (tmp_path / name).write_bytes(content)
    return tmp_path / name


def an_archive(**parts: str) -> bytes:
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


def a_good_one(tmp_path: Path) -> bytes:
    return write_parts(tmp_path / "good.xlsx", {"teams": sheet_xml(ROW)}).read_bytes()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty. Give an .xlsx file, or a folder of .csv files."),
        (b"team,service\n", f"is a text file, not an .xlsx workbook. {SAVE} again."),
        (b"\r\n<html><table>", f"is a web page or an XML file, not an .xlsx workbook. {SAVE} again."),
        (
            b"\xef\xbb\xbf<?xml version='1.0'?><Workbook/>",
            f"is a web page or an XML file, not an .xlsx workbook. {SAVE}",
        ),
        (b"%PDF-1.7", f"is a PDF document, not an .xlsx workbook. {SAVE} again."),
        (b"\x89PNG\r\n\x1a\n\0\0", f"is some other file, not an .xlsx workbook. {SAVE} again."),
        (OLE + b"Workbook", f"is an old Excel file (.xls). {SAVE}."),
        (OLE + "WordDocument".encode("utf-16-le"), f"is an old Word document (.doc). {SAVE}."),
        (OLE + "PowerPoint Document".encode("utf-16-le"), f"is an old PowerPoint presentation (.ppt). {SAVE}."),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "has a password. Save it without one and import that."),
        (an_archive(**{"xl/workbook.bin": ""}), f"is a binary workbook (.xlsb). {SAVE}."),
        (an_archive(**{"content.xml": ""}), f"is an OpenDocument file (.ods). {SAVE}."),
        (an_archive(**{"Index/Document.iwa": ""}), f"is a Numbers document. {SAVE}."),
        (an_archive(**{"word/document.xml": ""}), f"is a Word document. {SAVE}."),
        (an_archive(**{"teams.csv": ""}), "is a zip archive of .csv files. Unpack it and give the folder."),
        (an_archive(**{"a.jpg": ""}), "is a zip archive without a workbook in it. Give an .xlsx file."),
        (b"PK\x03\x04 and then nothing", DAMAGED),
    ],
)
def test_every_other_sort_of_file_is_called_by_its_name(tmp_path: Path, content: bytes, sentence: str) -> None:
    assert refusal(a_file(tmp_path, content)).startswith(f"book.xlsx {sentence}")


def test_what_is_inside_counts_and_not_the_ending(tmp_path: Path) -> None:
    (sheet,) = read_workbook(a_file(tmp_path, a_good_one(tmp_path), "book.xlsm")).sheets
    assert list(sheet.rows[0]) == ["team", "service"]
    assert "an old Excel file" in refusal(a_file(tmp_path, OLE, "book.csv.xlsx"))


def test_one_sheet_as_text_is_told_how_it_can_come_in(tmp_path: Path) -> None:
    assert refusal(a_file(tmp_path, b"team,service\n", "teams.csv")) == (
        "teams.csv is one sheet as text. Put each sheet into a .csv file with the sheet's name, and give the folder "
        "that holds them."
    )


def test_a_file_that_breaks_off_or_has_a_part_changed_is_damaged(tmp_path: Path) -> None:
    good = a_good_one(tmp_path)
    for length in range(4, len(good), 37):
        assert refusal(a_file(tmp_path, good[:length])) == f"book.xlsx {DAMAGED}"


def test_no_single_changed_byte_ends_in_anything_but_a_workbook_or_a_sentence(tmp_path: Path) -> None:
    good = a_good_one(tmp_path)
    refused = 0
    for place in range(0, len(good), 3):
        changed = good[:place] + bytes([good[place] ^ 0x15]) + good[place + 1 :]
        try:
            read_workbook(a_file(tmp_path, changed))
        except BadInputError:
            refused += 1
    assert refused > 50


def test_an_archive_with_a_password_says_so(tmp_path: Path) -> None:
    content = bytearray(a_good_one(tmp_path))
    central = content.rindex(b"PK\x01\x02")
    content[central + 8] |= 1
    assert refusal(a_file(tmp_path, bytes(content))).startswith("book.xlsx has a password.")


def test_what_unpacks_to_far_more_than_it_is_packed_is_not_opened(tmp_path: Path) -> None:
    padded = sheet_xml(ROW + " " * (40 * 2**20))
    assert refusal(write_parts(tmp_path / "book.xlsx", {"teams": padded})).startswith(f"book.xlsx {BOMB}")


def test_texts_and_drawings_are_bounded_like_sheets(tmp_path: Path) -> None:
    strings = f'<sst xmlns="{MAIN}"><si><t>{"a" * (40 * 2**20)}</t></si></sst>'
    for part in ("xl/sharedStrings.xml", "xl/drawings/drawing1.xml", "xl/media/image1.emf"):
        path = write_parts(tmp_path / "book.xlsx", {"teams": sheet_xml(ROW)}, more={part: strings})
        assert refusal(path).startswith(f"book.xlsx {BOMB}")


def test_a_part_that_is_longer_than_the_archive_announces_is_damaged(tmp_path: Path) -> None:
    content = bytearray(write_parts(tmp_path / "good.xlsx", {"teams": sheet_xml(ROW * 2_000)}).read_bytes())
    with ZipFile(BytesIO(bytes(content))) as archive:
        announced = archive.getinfo("xl/worksheets/sheet1.xml").file_size.to_bytes(4, "little")
    assert content.count(announced) == 2
    lying = bytes(content).replace(announced, (900).to_bytes(4, "little"))
    assert refusal(a_file(tmp_path, lying)) == f"book.xlsx {DAMAGED}"


@pytest.mark.parametrize("last", ["XFD1048576", "ZZZZ9999999", "A4000000000", "AAAA100000", "xfd1048576"])
def test_a_value_in_the_last_corner_does_not_lay_out_all_the_cells_before_it(tmp_path: Path, last: str) -> None:
    corner = f'<row r="2">{text(last, "x")}</row>'
    assert refusal(write_parts(tmp_path / "book.xlsx", {"teams": sheet_xml(ROW + corner)})).startswith(
        f"book.xlsx {BOMB}"
    )


def test_cells_without_references_are_counted_too(tmp_path: Path) -> None:
    wide = f"<row>{'<c><v>1</v></c>' * 40_000}</row>"
    rows = wide + '<row r="900000"><c><v>1</v></c></row>'
    assert refusal(write_parts(tmp_path / "book.xlsx", {"teams": sheet_xml(rows)})).startswith(f"book.xlsx {BOMB}")


def test_a_long_text_that_very_many_cells_share_is_not_made_for_each(tmp_path: Path) -> None:
    strings = f'<sst xmlns="{MAIN}"><si><t>team</t></si><si><t>{os.urandom(300_000).hex()}</t></si></sst>'
    rows = "".join(f'<row r="{at}"><c r="A{at}" t="s"><v>1</v></c></row>' for at in range(2, 2_500))
    path = write_parts(tmp_path / "book.xlsx", {"teams": sheet_xml(rows)}, more={"xl/sharedStrings.xml": strings})
    assert refusal(path).startswith(f"book.xlsx {BOMB}")


def test_a_long_text_beside_many_short_ones_is_no_trap(tmp_path: Path) -> None:
    long = os.urandom(300_000).hex()
    strings = f'<sst xmlns="{MAIN}"><si><t>team</t></si><si><t>{long}</t></si></sst>'
    rows = "".join(f'<row r="{at}"><c r="A{at}" t="s"><v>0</v></c></row>' for at in range(1, 2_500))
    rows += '<row r="2500"><c r="A2500" t="s"><v>1</v></c></row>'
    path = write_parts(tmp_path / "book.xlsx", {"teams": sheet_xml(rows)}, more={"xl/sharedStrings.xml": strings})
    (sheet,) = read_workbook(path).sheets
    assert (len(sheet.rows), sheet.rows[0][0], sheet.rows[2_499][0]) == (2_500, "team", long)


@pytest.mark.parametrize("part", ["sheet", "xl/sharedStrings.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"])
def test_xml_that_declares_entities_is_not_read(tmp_path: Path, part: str) -> None:
    laughs = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    sheet = sheet_xml(ROW, opening=laughs if part == "sheet" else "")
    more = {} if part == "sheet" else {part: f'<?xml version="1.0"?>{laughs}<a>&b;</a>'}
    path = write_parts(tmp_path / "book.xlsx", {"teams": sheet}, more=more)
    assert refusal(path).startswith(f"book.xlsx {BOMB}")


def test_merged_ranges_over_everything_again_and_again_are_not_followed(tmp_path: Path) -> None:
    rows = "".join(f'<row r="{at}">{text(f"A{at}", "x")}{text(f"Z{at}", "x")}</row>' for at in range(1, 3_001))
    merged = '<mergeCell ref="A1:Z3000"/>' * 100
    path = write_parts(tmp_path / "book.xlsx", {"teams": sheet_xml(rows, f"<mergeCells>{merged}</mergeCells>")})
    assert refusal(path).startswith(f"book.xlsx {BOMB}")


def test_many_thousand_empty_rows_with_a_format_are_no_rows(tmp_path: Path) -> None:
    empty = "".join(f'<row r="{at}" s="1"><c r="A{at}" s="1"/><c r="B{at}" s="1"/></row>' for at in range(2, 200_000))
    (sheet,) = read_workbook(write_parts(tmp_path / "book.xlsx", {"teams": sheet_xml(ROW + empty)})).sheets
    assert [list(row) for row in sheet.rows] == [["team", "service"]]


def test_parts_that_are_missing_or_contradict_each_other_are_a_sentence(tmp_path: Path) -> None:
    assert refusal(write_parts(tmp_path / "book.xlsx", {"teams": "<worksheet"})) == f"book.xlsx {DAMAGED}"
    path = write_parts(tmp_path / "book.xlsx", {"teams": sheet_xml('<row r="1"><c r="A1" t="s"><v>9</v></c></row>')})
    assert "can't be read as a workbook" in refusal(path)
    path = write_parts(tmp_path / "book.xlsx", {"teams": sheet_xml(ROW)}, more={"xl/workbook.xml": "<workbook"})
    assert refusal(path) == f"book.xlsx {DAMAGED}"


def test_a_folder_a_device_and_a_file_that_may_not_be_read_say_what_to_give(tmp_path: Path) -> None:
    (tmp_path / "sheets.xlsx").mkdir()
    assert refusal(tmp_path / "sheets.xlsx").startswith("There is no .csv file in ")
    assert refusal(Path(os.devnull)).endswith("is no file. Give an .xlsx file, or a folder of .csv files.")
    (tmp_path / "loop.xlsx").symlink_to(tmp_path / "loop.xlsx")
    assert refusal(tmp_path / "loop.xlsx").endswith("Check its name.")


def test_a_file_larger_than_any_workbook_is_not_read_at_all(tmp_path: Path) -> None:
    with (tmp_path / "book.xlsx").open("wb") as file:
        file.truncate(300 * 2**20)
    assert "is larger than 256 MB. Import it in parts" in refusal(tmp_path / "book.xlsx")


def test_a_workbook_with_charts_and_names_is_read(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "teams"
    sheet.append(["team", "service"])
    sheet.add_chart(BarChart(), "D4")
    book.defined_names["north"] = DefinedName("north", attr_text="teams!$A$1")
    book.save(tmp_path / "book.xlsx")
    assert [one.name for one in read_workbook(tmp_path / "book.xlsx").sheets] == ["teams"]
