"""What a workbook says by itself, before the store is asked."""

from datetime import date

import pytest

from domain.errors import BadInputError
from domain.words import Role
from storage.workbook.cells import same_word
from storage.workbook.checking import CheckedWorkbook, check_workbook
from storage.workbook.contract import SHEETS
from storage.workbook.problems import Left
from tests.workbooks import ALLOCATIONS, CASES, PEOPLE, TEAMS, Rows, audited_council, council, with_cell, workbook


def complaints(checked: CheckedWorkbook) -> list[str]:
    return [str(problem) for problem in checked.problems]


def test_the_small_council_has_no_problem() -> None:
    checked = check_workbook(audited_council())
    assert complaints(checked) == []
    assert checked.left_aside == []
    assert [rows.sheet.name for rows in checked.sheets] == [sheet.name for sheet in SHEETS]


def test_sheets_and_columns_are_known_without_regard_to_case_spaces_and_underscores() -> None:
    rows: Rows = [
        ["E-Mail", " EMAIL ", "Name", "Job Title", "ROLES", "trainedon"],
        ["", "Ada@Council.example", "Ada Elm", "Manager", "Auditor", "2018-06-01"],
    ]
    (people,) = check_workbook(workbook(**{"PEOPLE ": rows})).sheets
    assert people.cells == {
        "email": ["ada@council.example"],
        "name": ["Ada Elm"],
        "job_title": ["Manager"],
        "roles": [frozenset({Role.AUDITOR})],
        "trained_on": [date(2018, 6, 1)],
    }


def test_blank_rows_are_passed_over_and_the_others_keep_their_numbers() -> None:
    rows = [*TEAMS[:2], ["", " ", "", "", ""], [], ["West", "", "", "", ""]]
    checked = check_workbook(workbook(teams=rows))
    assert checked.sheets[0].numbers == [2, 5]
    assert complaints(checked) == [
        ("teams row 5, column service: the cell is empty, and it has to be filled in. Write text.")
    ]


def test_every_problem_of_every_sheet_is_listed_at_once() -> None:
    checked = check_workbook(
        council(
            people=with_cell(with_cell(PEOPLE, 3, "email", "mo.marsh"), 4, "roles", "auditer"),
            cases=with_cell(with_cell(CASES, 2, "opened_on", "07/01/2019"), 3, "case_ref", ""),
        )
    )
    assert [(one.sheet, one.row, one.column) for one in checked.problems] == [
        ("people", 3, "email"),
        ("people", 4, "roles"),
        ("cases", 3, "case_ref"),
        ("cases", 2, "opened_on"),
    ]


def test_a_wrong_word_is_named_with_the_words_allowed() -> None:
    checked = check_workbook(council(allocations=with_cell(ALLOCATIONS, 3, "kind", "extra")))
    assert complaints(checked) == [
        "allocations row 3, column kind: the word 'extra' is not known. Write one of: core, additional, themed, looped."
    ]


def test_a_missing_column_is_named_once() -> None:
    rows = [row[1:] for row in CASES]
    checked = check_workbook(workbook(cases=rows))
    assert complaints(checked) == [
        (
            "cases row 1, column case_ref: the column is missing: no heading of row 1 is 'case_ref'. "
            "Write that heading over the column."
        )
    ]


def test_a_heading_that_stands_twice_is_a_problem() -> None:
    rows = [[*row, row[0]] for row in TEAMS]
    checked = check_workbook(workbook(teams=rows))
    assert complaints(checked) == ["teams row 1, column team: two columns have this heading. Write each heading once."]


def test_a_key_that_stands_twice_is_a_problem_also_when_its_case_differs() -> None:
    rows = [*PEOPLE, ["ADA@council.example", "Ada Again", "", "", "", "auditor", ""]]
    checked = check_workbook(workbook(people=rows))
    assert complaints(checked) == [
        "people row 6, column email: row 4 has 'ada@council.example' already. Write each of them once."
    ]


def test_a_key_of_several_columns_is_compared_whole() -> None:
    checked = check_workbook(
        workbook(
            cycles=[
                ["month", "service", "allocated_on", "due_on"],
                ["2019-08", "Early Help", "2019-08-02", "2019-08-23"],
                ["2019-09", "Early Help", "2019-09-02", "2019-09-23"],
                [date(2019, 8, 1), "Early Help", "2019-08-02", "2019-08-23"],
            ]
        )
    )
    assert complaints(checked) == [
        "cycles row 4, column month + service: row 2 has '2019-08, Early Help' already. Write each of them once."
    ]


def test_two_people_cannot_have_one_account() -> None:
    rows = with_cell(
        with_cell(PEOPLE, 2, "entra_object_id", "0F000000-0000-4000-8000-000000000001"),
        5,
        "entra_object_id",
        "0f000000-0000-4000-8000-000000000001",
    )
    assert complaints(check_workbook(workbook(people=rows))) == [
        (
            "people row 5, column entra_object_id: row 2 has '0f000000-0000-4000-8000-000000000001' already. Write "
            "each of them once."
        )
    ]


def test_cells_that_look_alike_but_differ_in_type_are_read_each_by_itself() -> None:
    rows: Rows = [["case_ref", "team", "legal_status"], [1.0, "A", "CIN"], [True, "A", "CIN"]]
    assert [str(one) for one in check_workbook(workbook(cases=rows)).problems] == [
        (
            "cases row 3, column case_ref: the spreadsheet has made TRUE of it. "
            "Write the record system's number for the child's record, never a name."
        )
    ]


def test_a_row_with_more_cells_than_headings_is_a_problem() -> None:
    rows = [["team", "service"], ["West", "Early Help"], ["East", "Help", "early"]]
    assert complaints(check_workbook(workbook(teams=rows))) == [
        (
            "teams row 3, column 3: the row has 3 cells under 2 headings. "
            "Write text that holds a comma or semicolon in quotation marks."
        )
    ]


def test_what_is_not_imported_is_said_and_stops_nothing() -> None:
    checked = check_workbook(
        workbook(
            teams=[["team", "service", "colour", ""], ["West", "Early Help", "blue", "a remark"]],
            Notes=[["Written by QA"]],
            Sheet1=[["", ""]],
        )
    )
    assert checked.problems == []
    assert [(left.why, left.what) for left in checked.left_aside] == [
        (Left.UNKNOWN_SHEET, "The sheet 'Notes' is not one of the import's, so it was left aside."),
        (
            Left.UNKNOWN_COLUMN,
            "The column 'colour' of the sheet 'teams' is not one of the import's, so it was left aside.",
        ),
        (
            Left.UNKNOWN_COLUMN,
            "Column 4, which has no heading, of the sheet 'teams' is not one of the import's, so it was left aside.",
        ),
    ]


def test_two_sheets_of_one_name_are_a_problem() -> None:
    checked = check_workbook(workbook(teams=TEAMS, Teams=TEAMS))
    assert complaints(checked) == [
        "teams row 1, column team: the sheets 'teams' and 'Teams' are both this one. Write all its rows into one sheet."
    ]


def test_a_workbook_without_any_sheet_of_ours_is_refused() -> None:
    with pytest.raises(BadInputError) as refused:
        check_workbook(workbook(Sheet1=[["a", "b"]]))
    assert str(refused.value) == (
        "There is no sheet here that auditbot imports. Name the sheets: "
        "teams, people, standing_exemptions, cases, cycles, allocations, exemptions, audits, domain_ratings, "
        "engagement, actions, concerns, escalations, caseload, dip_samples, dip_sample_results, impact_surveys."
    )


def test_every_sheet_is_declared_once_and_every_stored_column_is_there() -> None:
    names = [same_word(name) for name in (sheet.name for sheet in SHEETS)]
    assert len(set(names)) == len(names) == 17
    for sheet in SHEETS:
        assert len(sheet.stored_key) == len(sheet.key)
        assert {column.stored_as for column in sheet.columns if column.stored_as} <= set(sheet.table.c.keys())
        assert {column.names for column in sheet.columns if column.names} <= {one.name for one in SHEETS}
