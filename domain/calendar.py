"""London days, working days and working hours. Days off are handed in; nothing here reads a clock."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def _in_london(instant: datetime) -> datetime:
    # Python would read an instant without offset as the machine's own time: a wrong hour that nobody notices.
    if instant.tzinfo is None:
        message = f"{instant} has no offset: give an instant with its time zone."
        raise ValueError(message)
    return instant.astimezone(LONDON)


def london_day(instant: datetime) -> date:
    """The day in London at an aware instant: 2026-06-30T23:30Z is already 1 July there.

    Raises:
        ValueError: the instant has no offset.
    """
    return _in_london(instant).date()


def london_instant(day: date, at: time) -> datetime:
    """The instant, in UTC, at which London's clocks show `at` on `day`.

    In the hour that comes twice when the clocks go back the first one is meant.
    """
    return datetime.combine(day, at, tzinfo=LONDON).astimezone(UTC)


def spoken_day(day: date) -> str:
    """A day as a British reader says it: `Friday 4 December 2026`."""
    return f"{day:%A} {day.day} {day:%B %Y}"


def spoken_time(instant: datetime) -> str:
    """The London time of an instant: `10:32`.

    Raises:
        ValueError: the instant has no offset.
    """
    return f"{_in_london(instant):%H:%M}"


def month_of(day: date) -> str:
    """The audit month a day falls in, as the workbook writes it: `2026-11`."""
    return day.isoformat()[:7]  # `%Y` writes the year 1 as `1`


def last_day_of(month: str) -> date:
    """The last day of a month written as `2026-11`."""
    first = date.fromisoformat(f"{month}-01")
    return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def spoken_month(month: str) -> str:
    """`2026-11` as a reader says it: `November 2026`."""
    return f"{date.fromisoformat(f'{month}-01'):%B %Y}"


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """The council's working days and hours.

    Attributes:
        days_off: bank holidays of England and the council's closure days.
        opens, closes: London times; working hours are `opens <= t < closes` (DOMAIN: 08:00 to 18:00).
    """

    days_off: frozenset[date] = frozenset()
    opens: time = time(8)
    closes: time = time(18)

    def is_working_day(self, day: date) -> bool:
        """Whether a day is neither a weekend day nor a day off."""
        return day.weekday() < 5 and day not in self.days_off  # Saturday is weekday 5

    def working_day_after(self, day: date, count: int) -> date:
        """The `count`th working day after a day, or before it where `count` is negative (DOMAIN: +n, -n).

        From Friday 27 November 2026, +1 is Monday 30 November and -5 is Friday 20 November.
        """
        step = timedelta(days=1 if count > 0 else -1)
        for _ in range(abs(count)):
            day += step
            while not self.is_working_day(day):
                day += step
        return day

    def is_open(self, instant: datetime) -> bool:
        """Whether an instant falls within working hours of a working day in London.

        Raises:
            ValueError: the instant has no offset.
        """
        local = _in_london(instant)
        return self.is_working_day(local.date()) and self.opens <= local.time() < self.closes

    def next_open(self, instant: datetime) -> datetime:
        """The instant itself within working hours, else the next opening, in UTC.

        Raises:
            ValueError: the instant has no offset.
        """
        if self.is_open(instant):
            return instant.astimezone(UTC)
        local = _in_london(instant)
        day = local.date()
        if local.time() >= self.closes:
            day += timedelta(days=1)
        while not self.is_working_day(day):
            day += timedelta(days=1)
        return london_instant(day, self.opens)


def months_after(day: date, months: int) -> date:
    """The same day of the month some months on, or that month's last one where it has no such day; back, if negative.

    Three months after Monday 30 November 2026 is Sunday 28 February 2027.
    """
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
