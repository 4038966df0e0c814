"""The council's working calendar: England's bank holidays and the closure days of its policy."""

from datetime import date
from functools import lru_cache

from holidays import country_holidays

from domain.calendar import WorkingCalendar
from domain.policy import Policy

# From before the oldest records that are imported to beyond any due day that is set today.
_YEARS = range(2010, 2051)


@lru_cache(maxsize=1)
def bank_holidays() -> frozenset[date]:
    """England's bank holidays, one-off ones and substitute days included: Monday 28 December 2026 is one."""
    return frozenset(country_holidays("GB", subdiv="ENG", years=_YEARS))


@lru_cache(maxsize=16)
def calendar_for(policy: Policy) -> WorkingCalendar:
    """The working days and hours under a policy (DOMAIN, "What is sent, and when")."""
    return WorkingCalendar(
        days_off=bank_holidays() | frozenset(policy.council_closure_days),
        opens=policy.opens,
        closes=policy.closes,
    )
