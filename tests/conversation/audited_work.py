"""Audits of a team's work as they came by import: what a council's pages and figures rest on."""

from datetime import date

from domain.words import AllocationKind, AllocationStatus, Rating
from storage.statements import insert_returning_id
from storage.tables.allocations import allocation, case_record
from storage.tables.audits import audit
from tests.conversation.council import ALDER, Council


def was_audited(council: Council, number: int, grade: Rating, team_id: int = ALDER) -> None:
    """An audit of October 2026 with its grade, on the child's record."""
    case = {"case_ref": f"CS_{number}", "team_id": team_id, "legal_status": "CIN"}
    with council.unit() as unit:
        key = insert_returning_id(
            unit,
            allocation,
            ref=f"A{number}",
            month="2026-10",
            case_id=insert_returning_id(unit, case_record, **case),
            auditor_id=council.id_of(council.rosa),
            kind=AllocationKind.CORE,
            allocated_on=date(2026, 10, 1),
            due_on=date(2026, 10, 20),
            team_id=team_id,
            service="CSC",
            legal_status="CIN",
            status=AllocationStatus.UPLOADED,
            returned_on=date(2026, 10, 15),
        )
        unit.connection.execute(audit.insert().values(allocation_id=key, overall=grade))
