"""What an exemption falls on: all of a person's audits of its month, and what stood before where it is undone."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from domain.exemptions import Lapse
from domain.ladder import ItemKind
from domain.policy import Policy
from domain.words import AllocationStatus
from storage.audits import AllocatedAudit, lock_audit
from storage.chase_days import look_again
from storage.exemptions import TO_BE_RETURNED, Request, is_exempt
from storage.lifecycle import move
from storage.months import has_closed
from storage.store import Unit
from storage.tables.allocations import allocation, allocation_transition

_A, _H = allocation.c, allocation_transition.c


@dataclass(frozen=True, slots=True)
class AuditOfMonth:
    """One of a person's audits of a month, where it stands."""

    id: int
    status: AllocationStatus


def audits_of_month(unit: Unit, person_id: int, month: str) -> list[AuditOfMonth]:
    """A person's audits of a month that were not withdrawn, in the order in which they were made."""
    statement = (
        select(_A.id, _A.status)
        .where(_A.auditor_id == person_id, _A.month == month, _A.status != AllocationStatus.WITHDRAWN)
        .order_by(_A.id)
    )
    return [AuditOfMonth(*row) for row in unit.connection.execute(statement)]


def services_of_month(unit: Unit, person_id: int, month: str) -> list[str]:
    """The services whose audits a person has in a month, by name."""
    statement = select(_A.service).where(
        _A.auditor_id == person_id, _A.month == month, _A.status != AllocationStatus.WITHDRAWN
    )
    return sorted(set(unit.connection.execute(statement).scalars()))


def are_all_returned(unit: Unit, person_id: int, month: str) -> bool:
    """Whether a person has audits of a month and none of them is left to return for the first time."""
    audits = audits_of_month(unit, person_id, month)
    left = {*TO_BE_RETURNED, AllocationStatus.EXEMPTED}
    return bool(audits) and not any(one.status in left for one in audits)


def why_it_lapses(unit: Unit, policy: Policy, request: Request, today: date) -> Lapse | None:
    """Why a request needs no answer any more; None where it does (DOMAIN: new exemptions end with the close)."""
    if is_exempt(unit, request.person_id, request.month):
        return Lapse.EXEMPT
    if are_all_returned(unit, request.person_id, request.month):
        return Lapse.RETURNED
    return Lapse.CLOSED if has_closed(unit, policy, request.month, today) else None


def exempt_audits(unit: Unit, person_id: int, month: str, today: date) -> int:
    """Exempt what a person has not returned of a month, and have chasing look at all of it; how many there were."""
    exempted = 0
    for one in _held(unit, person_id, month):
        if one.status in TO_BE_RETURNED:
            move(unit, one.id, one.status, AllocationStatus.EXEMPTED, today)
            exempted += 1
    return exempted


def free_audits(unit: Unit, person_id: int, month: str, today: date, why: str) -> None:
    """Put what is exempt of a person's month back to where it stood, and have chasing look at all of it.

    What was started or returned all the same meanwhile stays as it is.
    """
    for one in _held(unit, person_id, month):
        if one.status is AllocationStatus.EXEMPTED:
            move(unit, one.id, one.status, _stood_before(unit, one.id), today, reason=why)


def standing_with_exemption(unit: Unit, given: AllocatedAudit, status: AllocationStatus) -> AllocationStatus:
    """Where an audit stands that comes back to where it stood, after its auditor's exemption may have come or gone."""
    exempt = is_exempt(unit, given.auditor_id, given.month)
    if exempt and status is AllocationStatus.ALLOCATED:
        return AllocationStatus.EXEMPTED
    return _stood_before(unit, given.id) if status is AllocationStatus.EXEMPTED and not exempt else status


def _held(unit: Unit, person_id: int, month: str) -> list[AuditOfMonth]:
    """The audits, held until the end of the unit: whoever returns one of them now comes before or after."""
    for one in audits_of_month(unit, person_id, month):
        lock_audit(unit, one.id)
    audits = audits_of_month(unit, person_id, month)
    look_again(unit, [(ItemKind.RETURN, one.id) for one in audits])
    return audits


def _stood_before(unit: Unit, allocation_id: int) -> AllocationStatus:
    exempted: Any = (
        select(_H.from_status)
        .where(
            _H.allocation_id == allocation_id,
            _H.to_status == AllocationStatus.EXEMPTED,
            _H.from_status.in_(TO_BE_RETURNED),
        )
        .order_by(_H.id.desc())
        .limit(1)
    )
    return unit.connection.execute(exempted).scalar() or AllocationStatus.ALLOCATED
