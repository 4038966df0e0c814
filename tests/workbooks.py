"""Small workbooks for tests: a council of two teams, with whatever a test changes in it."""

from collections.abc import Sequence
from datetime import date

from storage.workbook.cells import Cell
from storage.workbook.reading import RawSheet, Workbook

Rows = Sequence[Sequence[Cell]]

TEAMS: Rows = [
    ["team", "service", "locality", "team_manager", "head_of_service"],
    ["North Assessment", "Social Care", "North", "mo@council.example", "hal@council.example"],
    ["South Support", "Early Help", "South", "", "hal@council.example"],
]
PEOPLE: Rows = [
    ["email", "name", "team", "line_manager", "fte", "roles", "trained_on"],
    ["hal@council.example", "Hal Heath", "", "", 1.0, "head_of_service", ""],
    [
        "mo@council.example",
        "Mo Marsh",
        "North Assessment",
        "hal@council.example",
        1.0,
        "team_manager;auditor",
        "2018-06-01",
    ],
    ["ada@council.example", "Ada Elm", "South Support", "mo@council.example", 0.5, "auditor", "2018-06-01"],
    ["sol@council.example", "Sol Swift", "North Assessment", "mo@council.example", 1.0, "social_worker", ""],
]
STANDING_EXEMPTIONS: Rows = [
    ["email", "kind", "from", "to", "audits_in"],
    ["ada@council.example", "alternate_months", "2019-01-01", "", "odd"],
]
CASES: Rows = [
    ["case_ref", "team", "social_worker", "legal_status", "opened_on", "closed_on"],
    ["5000037", "North Assessment", "sol@council.example", "CIN", "2019-01-07", ""],
    ["5000074", "South Support", "", "CP", "", ""],
]
CYCLES: Rows = [
    ["month", "service", "theme", "framework", "allocated_on", "due_on"],
    ["2019-08", "Social Care", "", "", "2019-08-02", "2019-08-23"],
    ["2019-08", "Early Help", "", "", "2019-08-02", "2019-08-23"],
]
ALLOCATIONS: Rows = [
    ["allocation_ref", "month", "case_ref", "auditor", "allocated_on", "due_on", "kind", "withdrawn_on", "replaced_by"],
    ["A1", "2019-08", "5000037", "ada@council.example", date(2019, 8, 2), date(2019, 8, 23), "core", "", ""],
    ["A2", "2019-08", "5000074", "mo@council.example", date(2019, 8, 2), date(2019, 8, 23), "", "", ""],
]

EXEMPTIONS: Rows = [
    ["email", "month", "kind", "reason", "authorised_by", "authorised_on"],
    ["mo@council.example", "2019-08", "director", "capacity", "hal@council.example", "2019-08-14"],
]
AUDITS: Rows = [
    [
        *("allocation_ref", "returned_on", "overall", "at_risk", "concern_category", "strengths"),
        *("areas_for_improvement", "moderator", "moderated_on", "moderated_overall", "met_standard", "uploaded_on"),
    ],
    [
        *("A1", "2019-08-20", "RI", "yes", "", "Seen alone each month.", "Plans drift."),
        *("mo@council.example", "2019-08-29", "Inadequate", "yes", "2019-08-31"),
    ],
]
DOMAIN_RATINGS: Rows = [
    ["allocation_ref", "domain", "rating", "moderated_rating", "evidence", "reason"],
    ["A1", "Supervision", "Good", "RI", "Six sessions in the record.", "None of them reflective."],
    ["A1", "Impact of Diversity", "N/A", "", "", "Too early to tell."],
]
ENGAGEMENT: Rows = [
    ["allocation_ref", "party", "outcome", "sentiment", "comment", "reason"],
    ["A1", "child", "attempted", "", "", "At school each time."],
    ["A1", "parent", "included", "mixed", "They listened, late.", ""],
]
ACTIONS: Rows = [
    [
        *("action_ref", "allocation_ref", "owner", "description"),
        *("raised_on", "due_on", "completed_on", "completion_note"),
    ],
    ["N1", "A1", "sol@council.example", "Write the plan anew.", "2019-08-20", "2019-09-03", "2019-09-02", "Written."],
    ["N2", "A1", "mo@council.example", "Hold a review.", "2019-08-20", "2019-09-20", "", ""],
]
CONCERNS: Rows = [
    ["concern_ref", "allocation_ref", "category", "raised_on", "responded_on", "resolved_on", "signed_off_by"],
    ["C1", "A1", 2, "2019-08-29", "2019-09-05", "", ""],
]
ESCALATIONS: Rows = [
    [
        *("escalation_ref", "case_ref", "route", "theme", "stage", "status", "raised_on", "resolved_on"),
        *("about", "resolution"),
    ],
    ["E1", "5000037", "iro", "Drift and delay", 1, "in process", "2019-08-05", "", "Put off twice.", ""],
]
CASELOAD: Rows = [["month", "legal_status", "children"], ["2019-08", "CIN", 1996], ["2019-08", "CP", 890]]
DIP_SAMPLES: Rows = [["sample_ref", "title", "carried_out_on"], ["D1", "Seen alone", "2019-08-12"]]
DIP_SAMPLE_RESULTS: Rows = [
    ["sample_ref", "case_ref", "question", "answer"],
    ["D1", "5000037", "Was the child seen alone?", "yes"],
    ["D1", "5000074", "Was the child seen alone?", "not_applicable"],
]
IMPACT_SURVEYS: Rows = [
    [
        *("allocation_ref", "respondent", "sent_on", "answered_on"),
        *("practice_change", "child_impact", "done", "comment"),
    ],
    ["A1", "sol@council.example", "2019-10-01", "2019-10-04", "improved", "too_soon", "both", "It helped to talk."],
]

# By sheet, every sheet of the contract, all about the small council.
EVERY_SHEET: dict[str, Rows] = {
    "teams": TEAMS,
    "people": PEOPLE,
    "standing_exemptions": STANDING_EXEMPTIONS,
    "cases": CASES,
    "cycles": CYCLES,
    "allocations": ALLOCATIONS,
    "exemptions": EXEMPTIONS,
    "audits": AUDITS,
    "domain_ratings": DOMAIN_RATINGS,
    "engagement": ENGAGEMENT,
    "actions": ACTIONS,
    "concerns": CONCERNS,
    "escalations": ESCALATIONS,
    "caseload": CASELOAD,
    "dip_samples": DIP_SAMPLES,
    "dip_sample_results": DIP_SAMPLE_RESULTS,
    "impact_surveys": IMPACT_SURVEYS,
}
_COUNCIL = dict(list(EVERY_SHEET.items())[:6])


def workbook(**sheets: Rows) -> Workbook:
    """A workbook of these sheets only."""
    return Workbook(tuple(RawSheet(name, rows) for name, rows in sheets.items()), "a digest")


def council(**sheets: Rows) -> Workbook:
    """The small council as far as its allocations, with some of its sheets replaced or others added."""
    return workbook(**{**_COUNCIL, **sheets})


def audited_council(**sheets: Rows) -> Workbook:
    """The small council in every sheet of the contract, with some of them replaced."""
    return workbook(**{**EVERY_SHEET, **sheets})


def with_cell(rows: Rows, row: int, column: str, cell: Cell) -> Rows:
    """The rows with another cell: `row` counts as the spreadsheet does, and a new column is put at the end."""
    headings = [str(heading) for heading in rows[0]]
    if column not in headings:
        rows = [[*headings, column], *([*one, ""] for one in rows[1:])]
        headings.append(column)
    place = headings.index(column)
    return [
        [cell if (at, across) == (row, place) else old for across, old in enumerate(one)]
        for at, one in enumerate(rows, 1)
    ]


def with_cells(rows: Rows, row: int, **cells: Cell) -> Rows:
    """The rows with other cells of one row, by column (see `with_cell`)."""
    for column, cell in cells.items():
        rows = with_cell(rows, row, column, cell)
    return rows
