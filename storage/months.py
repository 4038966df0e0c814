"""Audit months: what their closing depends on."""

from datetime import date

from sqlalchemy import func, select

from domain.months import is_closed
from domain.policy import Policy
from domain.words import AllocationStatus
from storage.store import Unit
from storage.tables.allocations import allocation


def latest_due_on(unit: Unit, month: str) -> date | None:
    """The latest due day of a month's (`2026-11`) allocations that stand; None where it has none."""
    a = allocation.c
    statement = select(func.max(a.due_on)).where(a.month == month, a.status != AllocationStatus.WITHDRAWN)
    found: date | None = unit.connection.execute(statement).scalar()
    return found


def has_closed(unit: Unit, policy: Policy, month: str, today: date) -> bool:
    """Whether a month has closed before a London day (`domain.months`, with the council's setting)."""
    return is_closed(month, latest_due_on(unit, month), today, policy.month_closes)
