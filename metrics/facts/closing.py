"""When a month of allocations has closed, by the setting that holds on the day (DOMAIN, "The month")."""

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import and_, func, or_, select

from domain.calendar import month_of
from domain.policy import MonthCloses
from metrics.facts.joined import Column, Condition
from storage.tables.allocations import allocation
from storage.tables.service import policy_setting

_ROUND = allocation.alias("open_round").c


def has_closed(month: Column, as_at: date, stands: Callable[[Any, date], Condition]) -> Condition:
    """Whether an audit month closed before a day: its last day and its latest due day are past.

    Where the setting `month_closes` says so on that day, its last day is enough.

    Args:
        month: the column with the month, as `2026-11`.
        as_at: the London day.
        stands: whether an allocation counts at all on a day.
    """
    still_due = select(_ROUND.month).where(_ROUND.due_on >= as_at, stands(_ROUND, as_at))
    with_last_day = func.coalesce(_month_closes(as_at) == MonthCloses.LAST_DAY.value, False)
    return and_(month < month_of(as_at), or_(with_last_day, month.not_in(still_due)))


def _month_closes(on_day: date) -> Any:
    """The setting as it holds on a day; NULL where it was never set."""
    setting = policy_setting.c
    held = select(setting.value).where(setting.name == "month_closes", setting.effective_from <= on_day)
    return held.order_by(setting.effective_from.desc(), setting.id.desc()).limit(1).scalar_subquery()
