"""The golden workbook, a real month's published counts: it comes in whole, and a second time changes nothing."""

from pathlib import Path

from sqlalchemy import func, select

from storage.store import Store
from storage.workbook.importing import Counts
from storage.workbook.reading import read_workbook
from tests.storage.imports import FACTS, LATER, everything, imported, rows

GOLDEN = Path(__file__).parents[1] / "golden" / "2019-08.xlsx"
GOLDEN_ROWS = {
    "teams": 57,
    "people": 367,
    "standing_exemptions": 19,
    "cases": 340,
    "cycles": 8,
    "allocations": 340,
    "exemptions": 12,
    "audits": 325,
    "engagement": 205,
    "actions": 609,
    "concerns": 77,
    "escalations": 61,
    "caseload": 4,
}


def test_the_golden_workbook_comes_in_whole(store: Store) -> None:
    report = imported(store, GOLDEN)
    assert report.counts == {sheet: Counts(count, 0, 0) for sheet, count in GOLDEN_ROWS.items()}
    assert report.left_aside == ()
    assert {table.name: rows(store, select(func.count()).select_from(table))[0][0] for table in FACTS} == {
        "team": 57,
        "person": 367,
        "person_role": 367 + 57 + 3,  # 57 managers also audit; two directors and one of QA also lead
        "team_post": 2 * 57,
        "standing_exemption": 19,
        "case_record": 340,
        "cycle": 8,
        "allocation": 340,
        # 7 of the 12 exempted had been allocated; 317 of the 325 audits are on the child's record
        "allocation_transition": 340 + 7 + 325 + 325 + 317,
        "exemption": 12,
        "audit": 325,
        "moderation": 325,
        "domain_rating": 0,
        "engagement": 205,
        "agreed_action": 609,
        "action_transition": 609 + 278,
        "concern": 77,
        "concern_transition": 77 + 64 + 64,
        "escalation": 61,
        "caseload": 4,
        "dip_sample": 0,
        "dip_sample_result": 0,
        "impact_survey": 0,
    }


def test_the_golden_workbook_a_second_time_changes_nothing(store: Store) -> None:
    imported(store, GOLDEN)
    before = everything(store)
    report = imported(store, GOLDEN, LATER)
    assert report.counts == {sheet: Counts(0, 0, count) for sheet, count in GOLDEN_ROWS.items()}
    assert everything(store) == before


def test_a_folder_of_csv_files_gives_what_the_spreadsheet_gives(store: Store, tmp_path: Path) -> None:
    for sheet in read_workbook(GOLDEN).sheets:
        lines = [";".join(f'"{cell}"' for cell in row) for row in sheet.rows]
        (tmp_path / f"{sheet.name}.csv").write_bytes("\r\n".join(lines).encode("cp1252"))
    imported(store, GOLDEN)
    report = imported(store, tmp_path, LATER)
    assert {sheet: counts.unchanged for sheet, counts in report.counts.items()} == GOLDEN_ROWS
