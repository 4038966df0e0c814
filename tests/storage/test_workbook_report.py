"""What an import says: fifty lines of a kind and a count, and with `--report` the workbook back, all of it marked."""

import io
import stat
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font
from sqlalchemy import select

from storage.store import Actor, Store
from storage.tables.service import import_run
from storage.workbook.command import run_import
from tests.workbooks import CYCLES, PEOPLE, TEAMS, Rows, with_cell

NOW = datetime(2019, 9, 10, 9, tzinfo=UTC)
BY_IMPORT = Actor(source="import")
LIST = "What auditbot found"
PROBLEM_FILL, WARNING_FILL = "00FFC7CE", "00FFEB9C"


def a_book(path: Path, **sheets: Rows) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([None if cell == "" else cell for cell in row])
    book.save(path)
    return book


def imported(store: Store, source: Path, report_to: Path | None) -> tuple[int, list[str]]:
    err = io.StringIO()
    code = run_import(store, source, dry_run=False, now=NOW, out=io.StringIO(), err=err, report_to=report_to)
    return code, err.getvalue().splitlines()


def reported(store: Store, source: Path, tmp_path: Path) -> openpyxl.Workbook:
    imported(store, source, tmp_path / "out.xlsx")
    return openpyxl.load_workbook(tmp_path / "out.xlsx")


def test_a_bad_cell_is_marked_commented_and_listed_with_a_link(sqlite_store: Store, tmp_path: Path) -> None:
    a_book(tmp_path / "in.xlsx", **{"Our People": [["x"]], "people": with_cell(PEOPLE, 3, "email", "mo.marsh")})
    code, lines = imported(sqlite_store, tmp_path / "in.xlsx", tmp_path / "out.xlsx")
    assert code == 1
    assert lines[-1] == f"{tmp_path / 'out.xlsx'} has the workbook with 6 places marked. It is personal data too."
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    assert book.sheetnames == [LIST, "Our People", "people"]
    assert book.active is book[LIST]
    cell = book["people"]["A3"]
    assert cell.value == "mo.marsh"
    assert cell.fill.start_color.rgb == PROBLEM_FILL
    assert cell.comment.text == (
        "auditbot: Problem: 'mo.marsh' is not an e-mail address. Write an e-mail address such as name@council.example."
    )
    listed = [[one.value for one in row] for row in book[LIST].iter_rows(min_row=4, max_row=4)]
    assert listed == [
        [
            "Problem",
            "unreadable cell",
            "people",
            3,
            "email",
            "A3",
            "'mo.marsh' is not an e-mail address.",
            "Write an e-mail address such as name@council.example.",
        ]
    ]
    assert book[LIST]["F4"].hyperlink.location == "'people'!A3"


def test_only_its_owner_may_read_a_report(sqlite_store: Store, tmp_path: Path) -> None:
    a_book(tmp_path / "in.xlsx", teams=TEAMS)
    reported(sqlite_store, tmp_path / "in.xlsx", tmp_path)
    assert stat.S_IMODE((tmp_path / "out.xlsx").stat().st_mode) == 0o600
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith(".")] == []


def test_the_writer_s_own_sheets_formulas_formats_and_comments_stay(sqlite_store: Store, tmp_path: Path) -> None:
    book = a_book(tmp_path / "in.xlsx", people=with_cell(PEOPLE, 3, "email", "mo.marsh"), sums=[["=1+1", "a note"]])
    book["sums"]["B1"].font = Font(bold=True)
    book["people"]["A3"].comment = Comment("ask Mo", "QA")
    book["people"].row_dimensions[4].hidden = True
    book["people"].merge_cells("I2:J3")
    book.save(tmp_path / "in.xlsx")
    back = reported(sqlite_store, tmp_path / "in.xlsx", tmp_path)
    assert back["sums"]["A1"].value == "=1+1"
    assert back["sums"]["B1"].font.bold
    assert back["people"].row_dimensions[4].hidden
    assert [str(one) for one in back["people"].merged_cells.ranges] == ["I2:J3"]
    assert back["people"]["A3"].comment.text.startswith("ask Mo\n\nauditbot: Problem: 'mo.marsh'")


def test_a_cell_put_right_in_the_report_loses_its_mark_in_the_next_one(sqlite_store: Store, tmp_path: Path) -> None:
    a_book(tmp_path / "in.xlsx", people=with_cell(with_cell(PEOPLE, 3, "email", "mo.marsh"), 2, "roles", "cook"))
    book = reported(sqlite_store, tmp_path / "in.xlsx", tmp_path)
    book["people"]["A3"] = "mo@council.example"
    book.save(tmp_path / "again.xlsx")
    back = reported(sqlite_store, tmp_path / "again.xlsx", tmp_path)
    assert back.sheetnames == [LIST, "people"]
    assert back["people"]["A3"].comment is None
    assert back["people"]["A3"].fill.fill_type is None
    assert back["people"]["F2"].comment.text.count("auditbot:") == 1


def test_all_that_is_wrong_with_a_cell_is_in_its_one_comment(sqlite_store: Store, tmp_path: Path) -> None:
    unknown = ["no@council.example", "moderating", "2019-08-01"]
    a_book(tmp_path / "in.xlsx", standing_exemptions=[["email", "kind", "from"], unknown, unknown])
    comment = reported(sqlite_store, tmp_path / "in.xlsx", tmp_path)["standing_exemptions"]["A3"].comment.text
    assert comment.count("auditbot:") == 1
    assert "'no@council.example' is neither in the sheet 'people' nor in the store" in comment
    assert "Row 2 has 'no@council.example, moderating, 2019-08-01' already" in comment


def test_problems_of_a_heading_a_missing_column_and_a_merged_range_have_their_marks(
    sqlite_store: Store, tmp_path: Path
) -> None:
    teams = [["Team", "where", "where"], ["North", "x", "y"], ["", "x", "y"], ["", "x", "y"]]
    book = a_book(tmp_path / "in.xlsx", Teams=teams)
    book["Teams"].merge_cells("A2:A4")
    book.save(tmp_path / "in.xlsx")
    back = reported(sqlite_store, tmp_path / "in.xlsx", tmp_path)
    assert "no heading of row 1 is 'service'" in back["Teams"]["A1"].comment.text
    assert "The cells A2:A4 are merged" in back["Teams"]["A2"].comment.text
    assert back[LIST]["F5"].hyperlink.location == "'Teams'!A3"


def test_warnings_have_marks_of_their_own_and_an_import_that_was_done_has_its_report_too(
    sqlite_store: Store, tmp_path: Path
) -> None:
    a_book(tmp_path / "in.xlsx", cycles=with_cell(CYCLES, 2, "due_on", date(2019, 8, 25)), remarks=[["x"]])
    code, _ = imported(sqlite_store, tmp_path / "in.xlsx", tmp_path / "out.xlsx")
    assert code == 0
    back = openpyxl.load_workbook(tmp_path / "out.xlsx")
    assert back["cycles"]["F2"].fill.start_color.rgb == WARNING_FILL
    assert back["cycles"]["F2"].comment.text == "auditbot: Warning: The due day is Sunday 25 August 2019."
    assert back["cycles"]["F2"].value == datetime(2019, 8, 25)  # noqa: DTZ001 - spreadsheets have no zones
    column = [row[0] for row in back[LIST].iter_rows(values_only=True)]
    assert column[0] == "0 problems, 1 warning. Nothing stops the import; look at what is marked."
    assert column[-1] == "The sheet 'remarks' is not one of the import's, so it was left aside."


def test_a_report_on_a_good_workbook_says_that_nothing_is_wrong(sqlite_store: Store, tmp_path: Path) -> None:
    a_book(tmp_path / "in.xlsx", teams=[TEAMS[0], ["North", "Social Care"]])
    back = reported(sqlite_store, tmp_path / "in.xlsx", tmp_path)
    assert back[LIST]["A1"].value == "Nothing is wrong with this workbook."


def test_a_folder_of_csv_becomes_a_workbook_in_which_nothing_is_a_formula(sqlite_store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "council"
    folder.mkdir()
    (folder / "people.csv").write_text(
        "email,name,roles,team\nmo.marsh,=cmd(),auditor,#N/A\nada@council.example,0042,auditor,\n", encoding="utf-8"
    )
    (folder / "notes.csv").write_text("a\x07b\n", encoding="utf-8")
    back = reported(sqlite_store, folder, tmp_path)
    assert back.sheetnames == [LIST, "notes", "people"]
    assert back["people"]["A2"].fill.start_color.rgb == PROBLEM_FILL
    assert (back["people"]["B2"].value, back["people"]["B2"].data_type) == ("=cmd()", "s")
    assert back["people"]["B3"].value == "0042"
    assert back["people"]["D2"].value == "#N/A"
    assert "shows the error #N/A" in back["people"]["D2"].comment.text
    assert back["notes"]["A1"].value == "ab"


@pytest.mark.parametrize(
    ("report", "sentence"),
    [
        ("out.csv", "The report is a workbook: give it a name that ends in .xlsx, not out.csv."),
        ("in.xlsx", "The report would replace the workbook itself. Give it another name."),
        ("missing/out.xlsx", "There is no folder {folder}/missing to put out.xlsx into. Make it first."),
        (
            "other.xlsx",
            (
                "{folder}/other.xlsx is there already, and what is in it would be lost. Name another file, or move "
                "that one away."
            ),
        ),
    ],
)
def test_a_report_that_can_t_be_is_refused_before_anything_is_imported(
    sqlite_store: Store, tmp_path: Path, report: str, sentence: str
) -> None:
    a_book(tmp_path / "in.xlsx", teams=[TEAMS[0], ["North", "Social Care"]])
    a_book(tmp_path / "other.xlsx", notes=[["a year's work"]])
    before = {one: one.read_bytes() for one in tmp_path.iterdir()}
    code, lines = imported(sqlite_store, tmp_path / "in.xlsx", tmp_path / report)
    assert (code, lines) == (1, [sentence.format(folder=tmp_path)])
    assert {one: one.read_bytes() for one in tmp_path.iterdir()} == before
    assert imported(sqlite_store, tmp_path / "in.xlsx", None)[0] == 0
    assert sqlite_store.do(lambda unit: unit.connection.execute(select(import_run.c.id)).all(), NOW, BY_IMPORT) == [
        (1,)
    ]


def test_the_first_fifty_of_a_kind_are_listed_and_the_rest_is_counted(sqlite_store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "council"
    folder.mkdir()
    bad = "".join(f"p{at},Pat,{'cook' if at % 700 == 0 else 'auditor'}\n" for at in range(1_300))
    (folder / "people.csv").write_text(f"email,name,roles\n{bad}", encoding="utf-8")
    code, lines = imported(sqlite_store, folder, None)
    assert code == 1
    assert lines[0].startswith("people row 2, column email: 'p0' is not")
    assert lines[49].startswith("people row 51, column email: 'p49' is not")
    assert lines[50] == "and 1,250 more like this in people, column email."
    assert lines[51].startswith("people row 2, column roles: the word 'cook' is not known.")
    assert lines[52].startswith("people row 702, column roles: the word 'cook' is not known.")
    assert len(lines) == 54
    assert lines[53].startswith("1,302 problems (unreadable cell 1,300, unknown word 2), so nothing was written.")


def test_warnings_and_columns_left_aside_are_counted_the_same_way(sqlite_store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "council"
    folder.mkdir()
    months = "".join(f"20{10 + at // 12}-{at % 12 + 1:02},Early Help,2019-08-02,2019-08-25\n" for at in range(60))
    columns = ",".join(f"more{at}" for at in range(70))
    (folder / "cycles.csv").write_text(f"month,service,allocated_on,due_on,{columns}\n{months}", encoding="utf-8")
    code, lines = imported(sqlite_store, folder, None)
    assert code == 0
    assert lines[50] == "Note: and 20 more like this in the sheet 'cycles'."
    assert lines[51] == "Warning: cycles row 2, column due_on: the due day is Sunday 25 August 2019."
    assert lines[101:] == [
        "Warning: and 10 more like this in cycles, column due_on.",
        "60 warnings (due on a weekend 60).",
    ]
