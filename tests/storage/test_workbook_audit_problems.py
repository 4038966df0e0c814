"""What an import refuses in the sheets about audits once it asks the store, and what it lets through with a warning."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from storage.store import Store
from storage.tables.allocations import allocation
from storage.tables.people import person
from tests.storage.imports import imported, rows, tried
from tests.workbooks import (
    ALLOCATIONS,
    AUDITS,
    DOMAIN_RATINGS,
    EVERY_SHEET,
    audited_council,
    council,
    with_cell,
    with_cells,
)

IN_NOVEMBER = datetime(2019, 11, 5, 9, tzinfo=UTC)


def test_what_came_back_after_it_was_withdrawn_is_refused(store: Store) -> None:
    withdrawn = with_cell(ALLOCATIONS, 2, "withdrawn_on", "2019-08-09")
    report = tried(store, council(allocations=withdrawn, audits=AUDITS))
    assert [str(problem) for problem in report.problems] == [
        (
            "audits row 2, column returned_on: this audit was withdrawn from Friday 9 August 2019 on, before it came "
            "back. Write no row for this audit, or the day on which it came back before that."
        )
    ]
    assert rows(store, select(allocation.c.id)) == []


def test_a_domain_under_two_spellings_stands_there_twice(store: Store) -> None:
    twice = [*DOMAIN_RATINGS, ["A1", "supervision", "Good", "", "", ""]]
    report = tried(store, audited_council(domain_ratings=twice))
    assert [str(problem) for problem in report.problems] == [
        (
            "domain_ratings row 4, column allocation_ref + domain: row 2 has 'A1, Supervision' already. "
            "Write each of them once."
        )
    ]


@pytest.mark.parametrize(
    ("sheet", "column", "cell", "names"),
    [
        ("exemptions", "email", "no@council.example", "people"),
        ("exemptions", "authorised_by", "no@council.example", "people"),
        ("audits", "allocation_ref", "A9", "allocations"),
        ("audits", "moderator", "no@council.example", "people"),
        ("domain_ratings", "allocation_ref", "A9", "allocations"),
        ("engagement", "allocation_ref", "A9", "allocations"),
        ("actions", "allocation_ref", "A9", "allocations"),
        ("actions", "owner", "no@council.example", "people"),
        ("concerns", "allocation_ref", "A9", "allocations"),
        ("concerns", "signed_off_by", "no@council.example", "people"),
        ("escalations", "case_ref", "5009999", "cases"),
        ("dip_sample_results", "sample_ref", "D9", "dip_samples"),
        ("dip_sample_results", "case_ref", "5009999", "cases"),
        ("impact_surveys", "allocation_ref", "A9", "allocations"),
        ("impact_surveys", "respondent", "no@council.example", "people"),
    ],
)
def test_a_name_that_leads_nowhere_is_refused_with_its_place(
    sqlite_store: Store, sheet: str, column: str, cell: str, names: str
) -> None:
    report = tried(sqlite_store, audited_council(**{sheet: with_cell(EVERY_SHEET[sheet], 2, column, cell)}))
    assert [str(problem) for problem in report.problems] == [
        (
            f"{sheet} row 2, column {column}: '{cell}' is neither in the sheet '{names}' nor in the store. "
            f"Write one that is, or add it to the sheet '{names}'."
        )
    ]
    assert rows(sqlite_store, select(person.c.id)) == []


@pytest.mark.parametrize(
    ("sheet", "cells", "warning"),
    [
        ("audits", {"returned_on": "2019-08-01"}, "column returned_on: Thursday 1 August 2019 is before Friday 2"),
        ("audits", {"moderated_on": "2019-08-19"}, "column moderated_on: Monday 19 August 2019 is before Tuesday 20"),
        ("audits", {"uploaded_on": "2019-08-19"}, "column uploaded_on: Monday 19 August 2019 is before Tuesday 20"),
        ("audits", {"moderator": "ada@council.example"}, "column moderator: the moderator is the auditor of this"),
        ("actions", {"due_on": "2019-08-19"}, "column due_on: Monday 19 August 2019 is before Tuesday 20"),
        ("actions", {"completed_on": "2019-08-19"}, "column completed_on: Monday 19 August 2019 is before"),
        ("concerns", {"responded_on": "2019-08-28"}, "column responded_on: Wednesday 28 August 2019 is before"),
        ("concerns", {"resolved_on": "2019-08-28"}, "column resolved_on: Wednesday 28 August 2019 is before"),
        ("escalations", {"status": "resolved", "resolved_on": "2019-08-02"}, "column resolved_on: Friday 2 August"),
        ("escalations", {"status": "resolved"}, "column resolved_on: it is resolved, and the day of that is missing."),
        ("escalations", {"resolved_on": "2019-09-02"}, "column status: it has a day on which it was resolved, and is"),
        ("impact_surveys", {"answered_on": "2019-09-30"}, "column answered_on: Monday 30 September 2019 is before"),
    ],
)
def test_what_looks_wrong_is_a_warning(sqlite_store: Store, sheet: str, cells: dict[str, str], warning: str) -> None:
    report = imported(sqlite_store, audited_council(**{sheet: with_cells(EVERY_SHEET[sheet], 2, **cells)}), IN_NOVEMBER)
    (said,) = [str(one) for one in report.warnings]
    assert said.startswith(f"{sheet} row 2, {warning}")


def test_the_whole_council_gives_no_warning(sqlite_store: Store) -> None:
    assert imported(sqlite_store, audited_council(), IN_NOVEMBER).warnings == ()
