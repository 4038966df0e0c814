"""Tell each auditor, once, of a record that has been allocated to them (DOMAIN, "The monthly cycle", 3)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from domain.calendar import WorkingCalendar, london_day
from domain.months import is_closed
from domain.words import AllocationStatus, SendClass
from storage.notices import UntoldAllocation, untold_allocations
from storage.outbox import owe
from storage.store import Unit

NOTICE = "allocation_notice"


@dataclass(frozen=True, slots=True)
class OwedNotice:
    """A notice that an auditor is owed of an allocation, to go no sooner than `not_before`."""

    auditor_id: int
    allocation_id: int
    not_before: datetime


def decide(untold: Iterable[UntoldAllocation], now: datetime, calendar: WorkingCalendar) -> list[OwedNotice]:
    """Which notices are owed at `now`, an aware instant.

    Owed is the notice of an allocation that is not started, from the day it was allocated, overdue or not, to an
    auditor who still works here, for as long as its month is open: an import of history owes nothing.
    """
    return [OwedNotice(one.auditor_id, one.id, calendar.next_open(now)) for one in untold if _is_owed(one, now)]


def _is_owed(one: UntoldAllocation, now: datetime) -> bool:
    today = london_day(now)
    return (
        one.status is AllocationStatus.ALLOCATED
        and one.allocated_on <= today
        and (one.auditor_left_on is None or one.auditor_left_on >= today)
        and not is_closed(one.month, one.latest_due_on, today)
    )


def record(unit: Unit, calendar: WorkingCalendar) -> int:
    """Owe the notices that are due at the unit's instant; how many were new."""
    untold = untold_allocations(unit, NOTICE, london_day(unit.now))
    new = [
        owe(
            unit,
            SendClass.NOTICE,
            NOTICE,
            one.auditor_id,
            one.allocation_id,
            not_before=one.not_before,
        )
        for one in decide(untold, unit.now, calendar)
    ]
    return sum(one is not None for one in new)
