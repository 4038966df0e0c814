"""Months, financial quarters and years, and the spans that people name (METRICS, "Periods").

The council's year begins in April: Q1 2019/20 is April to June 2019. Nothing here reads a clock: the day on which
somebody asks is handed in.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from domain.calendar import last_day_of, month_of, spoken_month

_YEAR_BEGINS = 4  # April
EARLIEST = date(1900, 1, 1)
_LATEST = date(9999, 12, 31)


class PeriodKind(StrEnum):
    """What a period is, which says how it is set beside others."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    SPAN = "span"
    DAY = "day"
    EVER = "ever"


@dataclass(frozen=True, slots=True)
class Period:
    """A run of days, both ends included.

    Attributes:
        key: how a breakdown names it: `2019-08`, `Q1 2019/20`, `2019/20`.
        label: how a reader says it: `August 2019`.
    """

    start: date
    end: date
    kind: PeriodKind
    key: str
    label: str

    @property
    def first_month(self) -> str:
        """The audit month of its first day: `2019-08`."""
        return month_of(self.start)

    @property
    def last_month(self) -> str:
        """The audit month of its last day."""
        return month_of(self.end)

    @property
    def is_one_month(self) -> bool:
        """Whether it is within a single month."""
        return self.first_month == self.last_month


def _first_day(year: int, month: int) -> date:
    """The first day of the `month`th month of a year; month 13 is January of the next, 0 December of the one before."""
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


def months_before(day: date, count: int) -> date:
    """The first day of the month `count` months before a day's own (after it, where `count` is negative)."""
    return _first_day(day.year, day.month - count)


def month_period(year: int, month: int) -> Period:
    """One month."""
    start = _first_day(year, month)
    key = month_of(start)
    return Period(start, last_day_of(key), PeriodKind.MONTH, key, spoken_month(key))


def month_named(key: str) -> Period:
    """The month written as `2019-08`."""
    return month_period(int(key[:4]), int(key[5:7]))


def month_around(day: date) -> Period:
    """The month of a day."""
    return month_period(day.year, day.month)


def year_name(begins: int) -> str:
    """The financial year that begins in April of a year: `2019/20`."""
    return f"{begins}/{(begins + 1) % 100:02}"


def financial_year_of(day: date) -> int:
    """The year in whose April a day's financial year begins: 31 March 2020 is in the one of 2019."""
    return day.year if day.month >= _YEAR_BEGINS else day.year - 1


def quarter_of(day: date) -> int:
    """The financial quarter, 1 to 4, of a day: April is in 1, January in 4."""
    return (day.month - _YEAR_BEGINS) % 12 // 3 + 1


def quarter_period(begins: int, quarter: int) -> Period:
    """Quarter 1 to 4 of the financial year that begins in April of a year."""
    start = _first_day(begins, _YEAR_BEGINS + 3 * (quarter - 1))
    end = last_day_of(month_of(_first_day(start.year, start.month + 2)))
    name = f"Q{quarter} {year_name(begins)}"
    return Period(start, end, PeriodKind.QUARTER, name, f"{name} ({start:%B} to {end:%B %Y})")


def quarter_around(day: date) -> Period:
    """The financial quarter of a day."""
    return quarter_period(financial_year_of(day), quarter_of(day))


def financial_year(begins: int) -> Period:
    """The financial year from April of a year to March of the next."""
    start = date(begins, _YEAR_BEGINS, 1)
    end = date(begins + 1, _YEAR_BEGINS, 1) - timedelta(days=1)
    label = f"financial year {year_name(begins)} (April {begins} to March {begins + 1})"
    return Period(start, end, PeriodKind.YEAR, year_name(begins), label)


def calendar_year(year: int) -> Period:
    """A year from January to December."""
    return Period(date(year, 1, 1), date(year, 12, 31), PeriodKind.SPAN, str(year), f"January to December {year}")


def span(first: date, last: date, label: str = "") -> Period:
    """The whole months from that of one day to that of another, as one period.

    A single month is that month; three that are a financial quarter stay the span that was asked for.
    """
    start = months_before(first, 0)
    end = last_day_of(month_of(last))
    if month_of(start) == month_of(end):
        return month_around(start)
    from_words = f"{start:%B}" if start.year == end.year else f"{start:%B %Y}"
    key = f"{month_of(start)} to {month_of(end)}"
    return Period(start, end, PeriodKind.SPAN, key, label or f"{from_words} to {end:%B %Y}")


def ever(today: date) -> Period:
    """All that was ever recorded, up to a day."""
    return Period(EARLIEST, today, PeriodKind.EVER, "ever", "all that is recorded")


def whole_months_before(today: date, count: int) -> Period:
    """The `count` whole months before that of a day: of 10 September 2019, three are June to August."""
    return span(months_before(today, count), months_before(today, 1))


def year_to_date(today: date) -> Period:
    """The financial year from April to the month of a day."""
    begins = financial_year_of(today)
    label = f"financial year {year_name(begins)} to date (April {begins} to {spoken_month(month_of(today))})"
    start = date(begins, _YEAR_BEGINS, 1)
    key = f"{year_name(begins)} to date"
    return Period(start, last_day_of(month_of(today)), PeriodKind.SPAN, key, label)


def months_in(period: Period) -> list[Period]:
    """The months of a period, in their order."""
    months = []
    day = months_before(period.start, 0)
    while day <= period.end:
        months.append(month_around(day))
        day = months_before(day, -1)
    return months


def year_around(day: date) -> Period:
    """The financial year of a day."""
    return financial_year(financial_year_of(day))


_AROUND: dict[PeriodKind, Callable[[date], Period]] = {
    PeriodKind.MONTH: month_around,
    PeriodKind.QUARTER: quarter_around,
    PeriodKind.YEAR: year_around,
}


def parts_of(period: Period, kind: PeriodKind) -> list[Period]:
    """The months, quarters or financial years that a period touches, each cut to the period."""
    around = _AROUND[kind]
    parts: list[Period] = []
    day = period.start
    while day <= period.end:
        whole = around(day)
        parts.append(_cut(whole, period))
        if whole.end >= _LATEST:
            break
        day = whole.end + timedelta(days=1)
    return parts


def _cut(whole: Period, period: Period) -> Period:
    start, end = max(whole.start, period.start), min(whole.end, period.end)
    if (start, end) == (whole.start, whole.end):
        return whole
    return Period(start, end, whole.kind, whole.key, f"{whole.label}, in part")


def key_of_month(month: str, kind: PeriodKind) -> str:
    """The key under which a month (`2019-08`) is counted in a breakdown by month, quarter or year."""
    day = date(int(month[:4]), int(month[5:7]), 1)
    if kind is PeriodKind.QUARTER:
        return f"Q{quarter_of(day)} {year_name(financial_year_of(day))}"
    return year_name(financial_year_of(day)) if kind is PeriodKind.YEAR else month
