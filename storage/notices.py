"""Whom a notice is still owed to."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, func, or_, select

from domain.calendar import month_of
from domain.words import AllocationStatus
from storage.store import Unit
from storage.tables.allocations import allocation
from storage.tables.people import person
from storage.tables.service import outbox


@dataclass(frozen=True, slots=True)
class UntoldAllocation:
    """An allocation whose auditor has not been owed a message yet.

    Attributes:
        month: its audit month, as `2026-11`.
        latest_due_on: the latest due day of all that month's allocations that stand.
        auditor_left_on: the auditor's last day here, if they leave.
    """

    id: int
    auditor_id: int
    month: str
    status: AllocationStatus
    allocated_on: date
    latest_due_on: date
    auditor_left_on: date | None


def untold_allocations(unit: Unit, template: str, today: date) -> list[UntoldAllocation]:
    """The allocations not started, of months that may be open, whose auditor is not owed this message yet."""
    a = allocation.c
    months = (
        select(a.month, func.max(a.due_on).label("latest_due_on"))
        .where(a.status != AllocationStatus.WITHDRAWN)
        .group_by(a.month)
        .having(or_(a.month >= month_of(today), func.max(a.due_on) >= today))
        .subquery()
    )
    told = and_(outbox.c.person_id == a.auditor_id, outbox.c.template == template, outbox.c.subject_id == a.id)
    statement = (
        select(
            a.id,
            a.auditor_id,
            a.month,
            a.status,
            a.allocated_on,
            months.c.latest_due_on,
            person.c.left_on,
        )
        .join(months, months.c.month == a.month)
        .join(person, person.c.id == a.auditor_id)
        .outerjoin(outbox, told)
        .where(a.status == AllocationStatus.ALLOCATED, outbox.c.id.is_(None))
        .order_by(a.id)
    )
    return [UntoldAllocation(*row) for row in unit.connection.execute(statement)]
