"""What an import refuses once it asks the store, and what it lets through with a warning."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from domain.words import AllocationStatus
from storage.frameworks import add_shipped_frameworks
from storage.lifecycle import move
from storage.store import Actor, Store
from storage.tables.allocations import allocation
from storage.tables.people import person, team
from storage.workbook.importing import ImportReport, import_workbook
from storage.workbook.problems import Breach
from storage.workbook.reading import Workbook
from tests.workbooks import (
    ALLOCATIONS,
    CASES,
    CYCLES,
    PEOPLE,
    STANDING_EXEMPTIONS,
    TEAMS,
    Rows,
    council,
    with_cell,
    workbook,
)

NOW = datetime(2019, 9, 10, 9, tzinfo=UTC)
BY_IMPORT = Actor(source="import")


def tried(store: Store, source: Workbook) -> ImportReport:
    return store.do(lambda unit: import_workbook(unit, source), NOW, BY_IMPORT)


def complaints(report: ImportReport) -> list[str]:
    return [str(problem) for problem in report.problems]


def warnings(store: Store, source: Workbook) -> list[str]:
    report = tried(store, source)
    assert complaints(report) == []
    return [str(warned) for warned in report.warnings]


@pytest.mark.parametrize(
    ("sheet", "rows", "row", "column", "cell", "names"),
    [
        ("teams", TEAMS, 3, "team_manager", "no@council.example", "people"),
        ("people", PEOPLE, 4, "team", "West", "teams"),
        ("people", PEOPLE, 4, "line_manager", "no@council.example", "people"),
        ("standing_exemptions", STANDING_EXEMPTIONS, 2, "email", "no@council.example", "people"),
        ("cases", CASES, 2, "team", "West", "teams"),
        ("cases", CASES, 3, "social_worker", "no@council.example", "people"),
        ("cases", CASES, 3, "iro_or_chair", "no@council.example", "people"),
        ("allocations", ALLOCATIONS, 2, "case_ref", "5009999", "cases"),
        ("allocations", ALLOCATIONS, 2, "auditor", "no@council.example", "people"),
        ("allocations", ALLOCATIONS, 3, "team", "West", "teams"),
        ("allocations", ALLOCATIONS, 3, "replaced_by", "A9", "allocations"),
    ],
)
def test_a_name_that_leads_nowhere_is_refused_with_its_place(
    sqlite_store: Store, sheet: str, rows: Rows, row: int, column: str, cell: str, names: str
) -> None:
    report = tried(sqlite_store, council(**{sheet: with_cell(rows, row, column, cell)}))
    assert complaints(report) == [
        (
            f"{sheet} row {row}, column {column}: '{cell}' is neither in the sheet '{names}' nor in the store. "
            f"Write one that is, or add it to the sheet '{names}'."
        )
    ]


def test_problems_of_the_workbook_and_of_the_store_are_listed_together_in_its_order(store: Store) -> None:
    report = tried(
        store,
        council(
            teams=with_cell(TEAMS, 3, "service", ""),
            people=with_cell(PEOPLE, 5, "team", "West"),
            cases=with_cell(CASES, 2, "closed_on", "soon"),
            allocations=[*with_cell(ALLOCATIONS, 2, "kind", "extra"), ALLOCATIONS[1]],
        ),
    )
    assert [(one.sheet, one.row, one.column) for one in report.problems] == [
        ("teams", 3, "service"),
        ("people", 5, "team"),
        ("cases", 2, "closed_on"),
        ("allocations", 2, "kind"),
        ("allocations", 4, "allocation_ref"),
    ]
    assert not report.is_written
    assert store.do(lambda unit: unit.connection.execute(select(team.c.id)).all(), NOW, BY_IMPORT) == []


def test_a_row_that_is_wrong_elsewhere_can_still_be_named(sqlite_store: Store) -> None:
    report = tried(sqlite_store, council(people=with_cell(PEOPLE, 4, "fte", "half")))
    assert [(one.sheet, one.row, one.column) for one in report.problems] == [("people", 4, "fte")]


def test_names_are_not_judged_against_a_sheet_without_its_key(sqlite_store: Store) -> None:
    rows = [["reference", *CASES[0][1:]], *CASES[1:]]
    report = tried(sqlite_store, council(cases=rows))
    assert [(one.sheet, one.row, one.column) for one in report.problems] == [("cases", 1, "case_ref")]


def test_an_account_that_somebody_else_has_is_refused(store: Store) -> None:
    tried(store, council(people=with_cell(PEOPLE, 3, "entra_object_id", "0f000000-0000-4000-8000-000000000001")))
    report = tried(
        store, council(people=with_cell(PEOPLE, 4, "entra_object_id", "0f000000-0000-4000-8000-000000000001"))
    )
    assert complaints(report) == [
        (
            "people row 4, column entra_object_id: the account '0f000000-0000-4000-8000-000000000001' is linked to "
            "somebody else already. Write nothing here, and leave the linking to Teams or to the QA task."
        )
    ]
    assert not report.is_written


def test_an_account_that_was_linked_in_teams_is_not_replaced(store: Store) -> None:
    tried(store, council())
    linked = (
        person.update()
        .where(person.c.email == "ada@council.example")
        .values(entra_object_id="0f000000-0000-4000-8000-000000000001")
    )
    store.do(lambda unit: unit.connection.execute(linked.values(linked_by="email", linked_at=NOW)), NOW, BY_IMPORT)
    report = tried(
        store, council(people=with_cell(PEOPLE, 4, "entra_object_id", "0f000000-0000-4000-8000-000000000002"))
    )
    assert complaints(report) == [
        (
            "people row 4, column entra_object_id: this person was linked to an account in Teams at 10:00 on "
            "Tuesday 10 September 2019, and this row would put '0f000000-0000-4000-8000-000000000002' in "
            "its place. Write nothing here, or import with --workbook-wins."
        )
    ]


def test_an_audit_that_came_back_cannot_be_withdrawn(store: Store) -> None:
    tried(store, council())
    row_id = store.do(
        lambda unit: unit.connection.execute(select(allocation.c.id).where(allocation.c.ref == "A1")).scalar_one(),
        NOW,
        BY_IMPORT,
    )
    store.do(
        lambda unit: move(unit, row_id, AllocationStatus.ALLOCATED, AllocationStatus.RETURNED, date(2019, 8, 20)),
        NOW,
        Actor(source="chat"),
    )
    withdrawn = with_cell(with_cell(ALLOCATIONS, 2, "withdrawn_on", "2019-08-09"), 3, "due_on", "2019-08-30")
    report = tried(store, council(allocations=withdrawn))
    assert complaints(report) == [
        (
            "allocations row 2, column withdrawn_on: this audit has already been returned, so it can't be withdrawn. "
            "Write nothing here."
        )
    ]
    due = select(allocation.c.due_on).where(allocation.c.ref == "A2")
    assert store.do(lambda unit: unit.connection.execute(due).scalar_one(), NOW, BY_IMPORT) == date(2019, 8, 23)


def test_the_small_council_gives_no_warning(sqlite_store: Store) -> None:
    assert warnings(sqlite_store, council()) == []


def test_an_auditor_of_the_record_s_own_team_is_a_warning(sqlite_store: Store) -> None:
    assert warnings(sqlite_store, council(allocations=with_cell(ALLOCATIONS, 3, "auditor", "ada@council.example"))) == [
        "allocations row 3, column auditor: the record is of the auditor's own team."
    ]


def test_an_auditor_trained_after_the_first_of_the_month_is_a_warning(sqlite_store: Store) -> None:
    on_the_day = with_cell(PEOPLE, 4, "trained_on", "2019-08-01")
    assert warnings(sqlite_store, council(people=on_the_day)) == []
    a_day_later = with_cell(PEOPLE, 4, "trained_on", "2019-08-02")
    assert warnings(sqlite_store, council(people=a_day_later)) == [
        "allocations row 2, column auditor: the auditor was trained on Friday 2 August 2019, after August 2019 began."
    ]


def test_an_auditor_without_a_training_date_is_a_warning(sqlite_store: Store) -> None:
    assert warnings(sqlite_store, council(people=with_cell(PEOPLE, 4, "trained_on", ""))) == [
        "allocations row 2, column auditor: the auditor has no training date."
    ]


def test_a_month_without_a_cycle_of_the_service_is_a_warning(sqlite_store: Store) -> None:
    assert warnings(sqlite_store, council(cycles=CYCLES[:2])) == [
        "allocations row 3, column month: there is no cycle row for 2019-08 and the service 'Early Help'."
    ]


def test_a_due_day_on_a_weekend_is_a_warning_in_both_sheets(sqlite_store: Store) -> None:
    source = council(
        cycles=with_cell(CYCLES, 2, "due_on", "2019-08-24"),
        allocations=with_cell(ALLOCATIONS, 2, "due_on", "2019-08-25"),
    )
    assert warnings(sqlite_store, source) == [
        "cycles row 2, column due_on: the due day is Saturday 24 August 2019.",
        "allocations row 2, column due_on: the due day is Sunday 25 August 2019.",
    ]


def test_a_framework_that_the_store_does_not_have_is_a_warning(sqlite_store: Store) -> None:
    sqlite_store.do(add_shipped_frameworks, NOW, BY_IMPORT)
    rows = with_cell(with_cell(CYCLES, 2, "framework", "seven-domains"), 3, "framework", "core-2019")
    assert warnings(sqlite_store, council(cycles=rows)) == [
        "cycles row 3, column framework: the framework 'core-2019' is not known, so the council's usual one is used."
    ]


@pytest.mark.parametrize("written", ["nine-elements", "Nine elements", "NINE_ELEMENTS"])
def test_a_framework_is_known_however_its_name_is_written(sqlite_store: Store, written: str) -> None:
    sqlite_store.do(add_shipped_frameworks, NOW, BY_IMPORT)
    assert warnings(sqlite_store, council(cycles=with_cell(CYCLES, 2, "framework", written))) == []


def test_a_team_named_with_the_service_of_another_is_a_warning(sqlite_store: Store) -> None:
    named = with_cell(with_cell(ALLOCATIONS, 2, "team", "South Support"), 2, "auditor", "mo@council.example")
    assert warnings(sqlite_store, council(allocations=named)) == [
        (
            "allocations row 2, column service: the service is the case's, 'Social Care', which is not that of "
            "'South Support'; fill it in."
        )
    ]


@pytest.mark.parametrize(
    ("sheet", "rows", "column", "cell"),
    [
        ("standing_exemptions", STANDING_EXEMPTIONS, "to", "2018-12-31"),
        ("cases", CASES, "closed_on", "2019-01-04"),
        ("cycles", CYCLES, "due_on", "2019-08-01"),
        ("allocations", ALLOCATIONS, "due_on", "2019-08-01"),
    ],
)
def test_an_end_before_its_beginning_is_a_warning(
    sqlite_store: Store, sheet: str, rows: Rows, column: str, cell: str
) -> None:
    report = tried(sqlite_store, council(**{sheet: with_cell(rows, 2, column, cell)}))
    assert [(one.breach, one.sheet, one.row, one.column) for one in report.warnings] == [
        (Breach.ENDS_FIRST, sheet, 2, column)
    ]


def test_alternate_months_that_are_not_named_are_a_warning(sqlite_store: Store) -> None:
    rows = with_cell(STANDING_EXEMPTIONS, 2, "audits_in", "")
    assert warnings(sqlite_store, council(standing_exemptions=rows)) == [
        (
            "standing_exemptions row 2, column audits_in: it isn't said whether this person audits in odd or in "
            "even months."
        )
    ]


def test_a_warning_judges_what_stands_in_the_store_not_only_what_the_row_says(sqlite_store: Store) -> None:
    tried(sqlite_store, council())
    part = workbook(standing_exemptions=[row[:3] for row in STANDING_EXEMPTIONS])
    assert warnings(sqlite_store, part) == []
