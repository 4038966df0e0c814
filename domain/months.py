"""When an audit month is over."""

from datetime import date

from domain.calendar import last_day_of
from domain.policy import MonthCloses


def closing_day(month: str, latest_due_on: date | None, closes: MonthCloses = MonthCloses.LATEST_DUE_DAY) -> date:
    """The day with which a month (`2026-11`) closes: the later of its last day and its latest due day (DOMAIN).

    Where the setting `month_closes` says so, it is its last day in any case.

    November 2026 with audits due by Friday 4 December closes with that Friday; due by Friday 27 November, it closes
    with Monday 30 November.
    """
    last = last_day_of(month)
    if latest_due_on is None or closes is MonthCloses.LAST_DAY:
        return last
    return max(last, latest_due_on)


def is_closed(
    month: str, latest_due_on: date | None, today: date, closes: MonthCloses = MonthCloses.LATEST_DUE_DAY
) -> bool:
    """Whether a month has closed before a London day; on its closing day it is still open."""
    return closing_day(month, latest_due_on, closes) < today
