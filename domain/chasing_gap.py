"""Whether a working day went by without its digests: what an alert is raised by (DOMAIN, "The ladder")."""

from datetime import date, datetime, timedelta

from domain.calendar import LONDON, WorkingCalendar, london_day
from domain.policy import Policy

# So long after their time digests may still be on their way: a large pass takes minutes.
GRACE = timedelta(minutes=30)
# Further back than that nobody asks.
_LONGEST = timedelta(days=366)


def missed_days(last: date | None, now: datetime, policy: Policy, calendar: WorkingCalendar) -> list[date]:
    """The working days since `last` whose digests should have been decided by now and were not, the earliest first.

    Args:
        last: the latest London day whose digests were decided, or on which that was first tried; None before any, when
            nothing counts as missed.
        now: an aware instant. Decided on Friday 20 November 2026, at 08:20 on Monday nothing is missed (digests are
            decided from 08:00, and have half an hour), at 08:30 that Monday is.
        policy: the council's settings.
        calendar: the council's working days.
    """
    if last is None:
        return []
    today = london_day(now)
    until = today if _has_come(now, policy, calendar) else today - timedelta(days=1)
    return days_between(max(last, today - _LONGEST), until + timedelta(days=1), calendar)


def days_between(earlier: date, later: date, calendar: WorkingCalendar) -> list[date]:
    """The working days after one day and before another."""
    days = (earlier + timedelta(days=ahead) for ahead in range(1, (later - earlier).days))
    return [day for day in days if calendar.is_working_day(day)]


def _has_come(now: datetime, policy: Policy, calendar: WorkingCalendar) -> bool:
    """Whether the day's digests should be decided by now; as `domain.chasing.is_time` begins, and half an hour on."""
    first = max(calendar.opens, policy.digest_from if policy.digest_from < calendar.closes else calendar.opens)
    local = now.astimezone(LONDON)
    begins = local.replace(hour=first.hour, minute=first.minute, second=0, microsecond=0)
    return local >= begins + GRACE
