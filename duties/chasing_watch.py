"""QA hears when nobody is chased: while it lasts, and afterwards for which days (DOMAIN, "QA tasks": failed jobs).

It is a job of its own, since a job that does not end can't tell of itself.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime

from domain.calendar import WorkingCalendar, london_day, spoken_day, spoken_time
from domain.chasing_gap import days_between, missed_days
from domain.policy import Policy
from domain.words import QaTaskKind
from storage.qa_tasks import close_matter, raise_task, was_raised_since
from storage.service_standing import LastPass, chased_until, last_passes
from storage.store import Unit

_NOW, _BEFORE = "nobody_chased", "nobody_was_chased"
_EVER = datetime(2000, 1, 1, tzinfo=UTC)


def record(unit: Unit, policy: Policy, calendar: WorkingCalendar) -> int:
    """Put before QA that nobody is chased, or was not on some days; on how many working days."""
    last, before = (*last_passes(unit, 2), None, None)[:2]
    missing = missed_days(chased_until(unit), unit.now, policy, calendar)
    if missing:
        raise_task(unit, QaTaskKind.FAILED_JOB, _NOW, about_now(missing))
        return len(missing)
    close_matter(unit, _NOW, "People are chased again.")
    return _tell_of_gap(unit, last, before, calendar)


def _tell_of_gap(unit: Unit, last: LastPass | None, before: LastPass | None, calendar: WorkingCalendar) -> int:
    if last is None or before is None:
        return 0
    missing = days_between(before.day, last.day, calendar)
    matter = f"{_BEFORE}:{before.day}"
    if missing and not was_raised_since(unit, matter, _EVER):
        raise_task(unit, QaTaskKind.FAILED_JOB, matter, about_gap(missing, last.decided_at))
    return len(missing)


def about_now(missing: Sequence[date]) -> str:
    """What QA reads while nobody is chased."""
    return (
        f"Nobody has been chased {_spoken(missing)}: the day's lists were not made. Ask whoever runs auditbot to look "
        "at its log. Nothing is lost: once it runs, each person gets one list with all that waits. "
        "This closes by itself then."
    )


def about_gap(missing: Sequence[date], again: datetime) -> str:
    """What QA reads once people are chased again."""
    when = f"on {spoken_day(london_day(again))}, {spoken_time(again)}"
    return (
        f"Nobody was chased {_spoken(missing)}, because auditbot did not run. People were chased again {when}: each "
        "got one list with all that waited, so there is nobody to write to. Ask whoever runs auditbot what stopped it, "
        "then close this."
    )


def _spoken(missing: Sequence[date]) -> str:
    """Days in words: "on Monday 16 November 2026", or from when to when and how many working days that is."""
    first, last = missing[0], missing[-1]
    if len(missing) == 1:
        return f"on {spoken_day(first)}"
    return f"from {spoken_day(first)} to {spoken_day(last)} ({len(missing)} working days)"
