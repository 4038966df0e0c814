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

_COUNCIL: dict[str, Rows] = {
    "teams": TEAMS,
    "people": PEOPLE,
    "standing_exemptions": STANDING_EXEMPTIONS,
    "cases": CASES,
    "cycles": CYCLES,
    "allocations": ALLOCATIONS,
}


def workbook(**sheets: Rows) -> Workbook:
    """A workbook of these sheets only."""
    return Workbook(tuple(RawSheet(name, rows) for name, rows in sheets.items()), "a digest")


def council(**sheets: Rows) -> Workbook:
    """The whole small council, with some of its sheets replaced or others added."""
    return workbook(**{**_COUNCIL, **sheets})


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
