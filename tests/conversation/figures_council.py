"""The small council with two months of audits to ask about: October is over, November runs."""

from datetime import date
from typing import Any

from sqlalchemy import insert, update

from domain.words import AllocationKind, AllocationStatus, ExemptionKind, Rating
from storage.tables.allocations import allocation, case_record, exemption
from storage.tables.audits import audit
from tests.conversation.council import ALDER, BIRCH, Council
from tests.fakes_people import FakePerson

OCTOBER, NOVEMBER = "2026-10", "2026-11"
_DUE = {OCTOBER: date(2026, 10, 23), NOVEMBER: date(2026, 11, 27)}
_ALLOCATED = {OCTOBER: date(2026, 10, 1), NOVEMBER: date(2026, 11, 2)}


def has_audit(
    council: Council,
    ref: str,
    month: str = OCTOBER,
    *,
    to: FakePerson | None = None,
    team: int = ALDER,
    returned: date | None = None,
    rating: Rating = Rating.GOOD,
) -> int:
    """An audit of a month, returned where a day is given; the allocation's row."""
    with council.unit() as unit:
        case = {
            "case_ref": f"CS_{ref}",
            "team_id": team,
            "legal_status": "CIN",
            "social_worker_id": council.ids["Sue Okafor"],
        }
        case_id = unit.connection.execute(insert(case_record).values(case).returning(case_record.c.id)).scalar_one()
        row: dict[str, Any] = {
            "ref": ref,
            "month": month,
            "case_id": case_id,
            "auditor_id": council.id_of(to or council.rosa),
            "kind": AllocationKind.CORE,
            "allocated_on": _ALLOCATED[month],
            "due_on": _DUE[month],
            "team_id": team,
            "service": "CSC",
            "legal_status": "CIN",
            "status": AllocationStatus.ALLOCATED,
        }
        key: int = unit.connection.execute(insert(allocation).values(row).returning(allocation.c.id)).scalar_one()
    if returned is not None:
        is_returned(council, key, returned, rating)
    return key


def is_returned(council: Council, key: int, on_day: date, rating: Rating = Rating.GOOD) -> None:
    """An audit comes back on a day with its rating."""
    with council.unit() as unit:
        values = {"returned_on": on_day, "status": AllocationStatus.RETURNED}
        unit.connection.execute(update(allocation).where(allocation.c.id == key).values(values))
        unit.connection.execute(insert(audit).values(allocation_id=key, overall=rating))


def is_withdrawn(council: Council, key: int, on_day: date) -> None:
    """An audit leaves every count from a day on."""
    with council.unit() as unit:
        unit.connection.execute(update(allocation).where(allocation.c.id == key).values(withdrawn_on=on_day))


def is_regraded(council: Council, key: int, rating: Rating) -> None:
    """The rating of an audit is another."""
    with council.unit() as unit:
        unit.connection.execute(update(audit).where(audit.c.allocation_id == key).values(overall=rating))


def is_exempt(council: Council, somebody: FakePerson, month: str, on_day: date) -> None:
    """An auditor is exempted for a month."""
    with council.unit() as unit:
        row: dict[str, Any] = {
            "person_id": council.id_of(somebody),
            "month": month,
            "kind": ExemptionKind.LEAVE,
            "authorised_on": on_day,
        }
        row |= {"source": "import", "recorded_at": council.clock.now()}
        unit.connection.execute(insert(exemption).values(row))


def has_two_months(council: Council) -> dict[str, int]:
    """October: 3 of 4 at Alder Vale returned, 1 of 2 at Birch Way. November: 1 of 3 returned so far."""
    return {
        "A1": has_audit(council, "A1", returned=date(2026, 10, 12)),
        "A2": has_audit(council, "A2", returned=date(2026, 10, 20), rating=Rating.REQUIRES_IMPROVEMENT),
        "A3": has_audit(council, "A3", returned=date(2026, 11, 3), rating=Rating.INADEQUATE),
        "A4": has_audit(council, "A4"),
        "B1": has_audit(council, "B1", to=council.tom, team=BIRCH, returned=date(2026, 10, 9)),
        "B2": has_audit(council, "B2", to=council.tom, team=BIRCH),
        "A5": has_audit(council, "A5", NOVEMBER, returned=date(2026, 11, 10)),
        "A6": has_audit(council, "A6", NOVEMBER),
        "B3": has_audit(council, "B3", NOVEMBER, to=council.tom, team=BIRCH),
    }
