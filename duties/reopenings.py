"""A reopening ends with the close of the audit's month: what was returned last stands (DOMAIN, lifecycle)."""

from collections.abc import Iterable, Mapping
from datetime import date

from domain.calendar import WorkingCalendar, london_day
from domain.months import is_closed
from domain.policy import Policy
from domain.words import SendClass
from storage.audits import allocated_audit, lock_audit
from storage.months import latest_due_on
from storage.outbox import owe
from storage.policies import policy_on_day
from storage.reopening import OpenAgain, end_reopening, open_again
from storage.store import Unit

REOPENING_ENDED = "reopening_ended"


def decide(
    reopened: Iterable[OpenAgain], latest_due: Mapping[str, date | None], policy: Policy, today: date
) -> list[int]:
    """Which reopenings end by a London day: those of months that have closed before it.

    Args:
        reopened: the audits that are open again.
        latest_due: the latest due day of each of their months.
        policy: the setting `month_closes`.
        today: the London day.
    """
    return [
        one.allocation_id for one in reopened if is_closed(one.month, latest_due[one.month], today, policy.month_closes)
    ]


def record(unit: Unit, calendar: WorkingCalendar) -> int:
    """End the reopenings of closed months, and tell each auditor; how many."""
    today = london_day(unit.now)
    reopened = open_again(unit)
    latest_due = {month: latest_due_on(unit, month) for month in {one.month for one in reopened}}
    ended = decide(reopened, latest_due, policy_on_day(unit, today), today)
    return sum(_end(unit, allocation_id, calendar, today) for allocation_id in ended)


def _end(unit: Unit, allocation_id: int, calendar: WorkingCalendar, today: date) -> bool:
    lock_audit(unit, allocation_id)
    given = allocated_audit(unit, allocation_id)
    if given is None or not end_reopening(unit, given, "Its month has closed.", today):
        return False
    at = calendar.next_open(unit.now)
    owe(unit, SendClass.NOTICE, REOPENING_ENDED, given.auditor_id, given.id, rung=today.isoformat(), not_before=at)
    return True
