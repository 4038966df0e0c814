"""What an import lets through with a warning because it is hardly meant, and what it says of names that look alike."""

from datetime import UTC, datetime

import pytest

from storage.store import Store
from tests.storage.imports import imported, tried
from tests.workbooks import (
    ACTIONS,
    ALLOCATIONS,
    AUDITS,
    CASELOAD,
    CASES,
    EVERY_SHEET,
    PEOPLE,
    TEAMS,
    Rows,
    audited_council,
    council,
    with_cell,
    with_cells,
    workbook,
)

IN_NOVEMBER = datetime(2019, 11, 5, 9, tzinfo=UTC)


def warned(store: Store, **sheets: Rows) -> list[str]:
    """The warnings that these sheets bring into a whole council's workbook, which has none."""
    report = imported(store, audited_council(**sheets), IN_NOVEMBER)
    assert report.problems == ()
    return [str(one) for one in report.warnings]


@pytest.mark.parametrize(
    ("sheet", "column", "value", "said"),
    [
        ("audits", "uploaded_on", "2109-08-20", "Tuesday 20 August 2109 has not come yet"),
        ("audits", "uploaded_on", "2019-11-06", "Wednesday 6 November 2019 has not come yet"),
        ("actions", "due_on", "2119-08-20", "Sunday 20 August 2119 is hardly meant"),
        ("cases", "opened_on", "1919-08-20", "Wednesday 20 August 1919 is hardly meant"),
        ("caseload", "month", "1919-08", "the month 1919-08 is hardly meant"),
        ("caseload", "month", "2091-08", "the month 2091-08 is hardly meant"),
    ],
)
def test_a_slip_of_the_year_is_a_warning(sqlite_store: Store, sheet: str, column: str, value: str, said: str) -> None:
    lines = warned(sqlite_store, **{sheet: with_cell(EVERY_SHEET[sheet], 2, column, value)})
    assert f"{sheet} row 2, column {column}: {said}." in lines


def test_a_due_day_to_come_and_today_are_nothing_odd(sqlite_store: Store) -> None:
    audits = with_cell(AUDITS, 2, "uploaded_on", "2019-11-05")
    assert warned(sqlite_store, audits=audits, actions=with_cell(ACTIONS, 2, "due_on", "2024-12-31")) == []


def test_a_name_spelt_in_two_ways_is_a_warning_in_the_workbook_and_against_the_store(sqlite_store: Store) -> None:
    teams = [*TEAMS, ["north  assessment", *TEAMS[1][1:]]]
    lines = warned(sqlite_store, teams=teams, caseload=[*CASELOAD, [CASELOAD[1][0], "cin", "3"]])
    two = "'North Assessment' and 'north assessment' count as two different things"
    assert any(two in line for line in lines)
    assert any("'cin' and 'CIN' count as two different things" in line for line in lines)
    again = imported(sqlite_store, workbook(teams=[TEAMS[0], ["NORTH ASSESSMENT", "Social Care"]]), IN_NOVEMBER)
    assert "'NORTH ASSESSMENT' and 'North Assessment'" in str(again.warnings[0])


@pytest.mark.parametrize(
    ("known", "written", "said"),
    [
        ("West Support", "west_support", " (did you mean 'West Support'?)"),
        ("West Support", "West\u200e Support", " (did you mean 'West Support'?)"),
        (
            "\u00c9quipe 1",
            "E\u0301quipe 1",
            "; '\u00c9quipe 1' looks the same and is made of other characters, so copy it from there",
        ),
        ("West Support", "Somewhere", ""),
    ],
)
def test_a_name_that_leads_nowhere_is_told_which_one_it_may_mean(
    sqlite_store: Store, known: str, written: str, said: str
) -> None:
    case = with_cell(CASES, 2, "team", written)
    in_the_workbook = tried(sqlite_store, council(teams=[*TEAMS, [known, *TEAMS[1][1:]]], cases=case))
    assert f"nor in the store{said}. Write one" in str(in_the_workbook.problems[0])
    imported(sqlite_store, council(teams=[*TEAMS, [known, *TEAMS[1][1:]]]))
    in_the_store = tried(sqlite_store, workbook(cases=case))
    assert f"nor in the store{said}. Write one" in str(in_the_store.problems[0])


@pytest.mark.parametrize(
    ("reference", "said"),
    [
        ("9434765919", "the reference could be an NHS number; only the record system's number belongs here"),
        ("943 476 5919", "the reference could be an NHS number; only the record system's number belongs here"),
        ("Tommy Tanner 2", "the reference could be a name; only the record system's number belongs here"),
    ],
)
def test_a_reference_that_could_be_a_person_s_is_a_warning(sqlite_store: Store, reference: str, said: str) -> None:
    report = imported(sqlite_store, council(cases=[*CASES, [reference, *CASES[1][1:]]]))
    assert [str(one) for one in report.warnings if "reference" in one.what] == [
        f"cases row {len(CASES) + 1}, column case_ref: {said}."
    ]


def test_whoever_is_above_themselves_is_named(sqlite_store: Store) -> None:
    emails = [row[0] for row in PEOPLE[1:3]]
    circle = with_cell(with_cell(PEOPLE, 2, "line_manager", emails[1]), 3, "line_manager", emails[0])
    said = "column line_manager: the line managers above this person lead back to the person."
    lines = warned(sqlite_store, people=circle)
    assert [line for line in lines if "lead back" in line] == [f"people row {row}, {said}" for row in (2, 3)]


def test_an_allocation_that_replaces_itself_and_a_category_with_another_rating_are_named(sqlite_store: Store) -> None:
    reference = ALLOCATIONS[1][0]
    lines = warned(
        sqlite_store,
        allocations=with_cell(ALLOCATIONS, 2, "replaced_by", str(reference)),
        audits=with_cells(AUDITS, 2, overall="Good", concern_category="2", at_risk=""),
    )
    assert "allocations row 2, column replaced_by: the allocation is said to be replaced by itself." in lines
    said = "a category of concern belongs to Inadequate, and the overall rating is Good."
    assert f"audits row 2, column concern_category: {said}" in lines


def test_a_key_column_that_stands_twice_is_said_once_and_nobody_is_missing_behind_it(sqlite_store: Store) -> None:
    people = [[*row, row[0] if number else "E-mail"] for number, row in enumerate(PEOPLE)]
    people[0][-1] = "email"
    report = tried(sqlite_store, council(people=[[row[1], *row[1:]] if at else row for at, row in enumerate(people)]))
    assert not [one for one in report.problems if "neither in the sheet" in one.what]
    assert [one.what for one in report.problems if one.row == 1] == ["two columns have this heading"]
