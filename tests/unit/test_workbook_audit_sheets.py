"""The sheets about audits and the registers: which words they take, and what they say of others."""

import pytest

from domain.words import Rating
from storage.workbook.cells import Cell
from storage.workbook.checking import check_workbook
from tests.workbooks import EVERY_SHEET, audited_council, with_cell

RATINGS = "one of: Outstanding, Good, Requires Improvement, Inadequate"
GRADES = f"{RATINGS}, Not Graded"
A_DAY = "a date cell, or text such as 2019-08-23"
WITHOUT = "text without NHS numbers, postcodes and dates of birth"


def complaints(sheet: str, row: int, column: str, cell: Cell) -> list[str]:
    rows = with_cell(EVERY_SHEET[sheet], row, column, cell)
    return [str(problem) for problem in check_workbook(audited_council(**{sheet: rows})).problems]


@pytest.mark.parametrize(
    ("sheet", "column", "cell", "allowed"),
    [
        ("exemptions", "kind", "holiday", "one of: health, leave, discretionary, director, other"),
        ("audits", "overall", "Fair", RATINGS),
        ("audits", "overall", "N/A", RATINGS),
        ("audits", "overall", "Not Graded", RATINGS),
        ("audits", "moderated_overall", "n/a", RATINGS),
        ("audits", "concern_category", "3", "one of: 1, 2"),
        ("audits", "concern_category", "1.5", "one of: 1, 2"),
        ("domain_ratings", "rating", "Fair", GRADES),
        ("domain_ratings", "moderated_rating", "Better", GRADES),
        ("engagement", "party", "family", "one of: social_worker, manager, iro_or_chair, child, parent"),
        ("engagement", "outcome", "yes", "one of: included, attempted, not_attempted, not_applicable"),
        ("engagement", "sentiment", "neutral", "one of: positive, mixed, negative"),
        ("concerns", "category", "0", "one of: 1, 2"),
        ("escalations", "route", "manager", "one of: iro, cp_chair"),
        ("escalations", "stage", "4", "one of: 1, 2, 3"),
        ("escalations", "status", "open", "one of: in process, resolved"),
        ("dip_sample_results", "answer", "maybe", "one of: yes, no, partial, not_applicable"),
        ("impact_surveys", "practice_change", "better", "one of: improved, no_change, worse, too_soon"),
        ("impact_surveys", "child_impact", "none", "one of: improved, no_change, worse, too_soon"),
        ("impact_surveys", "done", "for", "one of: with, to, both"),
    ],
)
def test_a_wrong_word_gets_its_place_and_the_words_allowed(sheet: str, column: str, cell: str, allowed: str) -> None:
    assert complaints(sheet, 2, column, cell) == [
        f"{sheet} row 2, column {column}: the word '{cell}' is not known. Write {allowed}."
    ]


@pytest.mark.parametrize(
    ("sheet", "column"),
    [
        ("exemptions", "authorised_on"),
        ("audits", "returned_on"),
        ("audits", "moderated_on"),
        ("audits", "uploaded_on"),
        ("actions", "raised_on"),
        ("actions", "due_on"),
        ("actions", "completed_on"),
        ("concerns", "raised_on"),
        ("concerns", "responded_on"),
        ("concerns", "resolved_on"),
        ("escalations", "raised_on"),
        ("escalations", "resolved_on"),
        ("dip_samples", "carried_out_on"),
        ("impact_surveys", "sent_on"),
        ("impact_surveys", "answered_on"),
    ],
)
def test_what_is_no_day_gets_its_place(sheet: str, column: str) -> None:
    assert complaints(sheet, 2, column, "soon") == [
        f"{sheet} row 2, column {column}: 'soon' is not a date. Write {A_DAY}."
    ]


@pytest.mark.parametrize(
    ("sheet", "column"),
    [
        ("exemptions", "reason"),
        ("audits", "strengths"),
        ("audits", "areas_for_improvement"),
        ("domain_ratings", "domain"),
        ("domain_ratings", "evidence"),
        ("domain_ratings", "reason"),
        ("engagement", "comment"),
        ("engagement", "reason"),
        ("actions", "description"),
        ("actions", "completion_note"),
        ("escalations", "theme"),
        ("dip_samples", "title"),
        ("dip_sample_results", "question"),
        ("impact_surveys", "comment"),
    ],
)
def test_free_text_is_held_to_what_is_refused_and_the_identifier_is_not_repeated(sheet: str, column: str) -> None:
    assert complaints(sheet, 2, column, "See 943 476 5919") == [
        f"{sheet} row 2, column {column}: the text holds an NHS number from its character 5 on. Write {WITHOUT}."
    ]


@pytest.mark.parametrize(
    ("sheet", "column"),
    [
        (sheet, column)
        for sheet, columns in {
            "exemptions": "email month kind authorised_on",
            "audits": "allocation_ref returned_on overall",
            "domain_ratings": "allocation_ref domain rating",
            "engagement": "allocation_ref party outcome",
            "actions": "action_ref allocation_ref owner description raised_on due_on",
            "concerns": "concern_ref allocation_ref category raised_on",
            "escalations": "escalation_ref case_ref route theme stage status raised_on",
            "caseload": "month legal_status children",
            "dip_samples": "sample_ref title carried_out_on",
            "dip_sample_results": "sample_ref case_ref question answer",
            "impact_surveys": "allocation_ref respondent sent_on",
        }.items()
        for column in columns.split()
    ],
)
def test_a_required_cell_has_to_be_filled_in(sheet: str, column: str) -> None:
    (complaint,) = complaints(sheet, 2, column, "")
    assert complaint.startswith(
        f"{sheet} row 2, column {column}: the cell is empty, and it has to be filled in. Write "
    )


@pytest.mark.parametrize(
    ("sheet", "key"),
    [
        ("exemptions", "email + month"),
        ("audits", "allocation_ref"),
        ("domain_ratings", "allocation_ref + domain"),
        ("engagement", "allocation_ref + party"),
        ("actions", "action_ref"),
        ("concerns", "concern_ref"),
        ("escalations", "escalation_ref"),
        ("caseload", "month + legal_status"),
        ("dip_samples", "sample_ref"),
        ("dip_sample_results", "sample_ref + case_ref + question"),
        ("impact_surveys", "allocation_ref + respondent"),
    ],
)
def test_a_key_stands_once(sheet: str, key: str) -> None:
    rows = [*EVERY_SHEET[sheet], EVERY_SHEET[sheet][1]]
    (problem,) = check_workbook(audited_council(**{sheet: rows})).problems
    assert (problem.sheet, problem.row, problem.column) == (sheet, len(rows), key)
    assert problem.what.startswith("row 2 has ")


def test_fewer_children_than_none_are_refused() -> None:
    assert complaints("caseload", 2, "children", -1) == [
        "caseload row 2, column children: '-1' is below 0. Write a whole number from 0 to 2147483647."
    ]


@pytest.mark.parametrize(
    ("sheet", "column", "cell", "read"),
    [
        ("audits", "overall", "ri", Rating.REQUIRES_IMPROVEMENT),
        ("audits", "overall", "requires  improvement", Rating.REQUIRES_IMPROVEMENT),
        ("audits", "moderated_overall", "RI", Rating.REQUIRES_IMPROVEMENT),
        ("audits", "concern_category", 2.0, 2),
        ("audits", "concern_category", "2.0", 2),
        ("audits", "concern_category", "Category 1", 1),
        ("audits", "met_standard", "no", False),
        ("audits", "met_standard", True, True),
        ("audits", "at_risk", "", None),
        ("domain_ratings", "rating", "n/a", Rating.NOT_GRADED),
        ("domain_ratings", "moderated_rating", "RI", Rating.REQUIRES_IMPROVEMENT),
        ("engagement", "outcome", "Not Attempted", "not_attempted"),
        ("escalations", "stage", "Stage 3", 3),
        ("escalations", "status", "In Process", "in process"),
        ("escalations", "route", "CP Chair", "cp_chair"),
        ("impact_surveys", "practice_change", "No change", "no_change"),
    ],
)
def test_words_are_read_as_their_writer_meant_them(sheet: str, column: str, cell: Cell, read: object) -> None:
    rows = with_cell(EVERY_SHEET[sheet], 2, column, cell)
    checked = check_workbook(audited_council(**{sheet: rows}))
    assert [str(problem) for problem in checked.problems] == []
    (given,) = (one for one in checked.sheets if one.sheet.name == sheet)
    assert given.cells[column][0] == read
