"""Working days a second time, by an arithmetic of its own: what the service takes from a library is reckoned here."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
OPENS, CLOSES = time(8), time(18)
ONE_DAY = timedelta(days=1)


def easter_sunday(year: int) -> date:
    """Western Easter by the anonymous Gregorian rule: 5 April 2026."""
    a, (b, c) = year % 19, divmod(year, 100)
    (d, e), f = divmod(b, 4), (b + 8) // 25
    h = (19 * a + b - d - (b - f + 1) // 3 + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


@lru_cache(maxsize=32)
def bank_holidays(year: int) -> frozenset[date]:
    """England's bank holidays of an ordinary year, as far as they are on weekdays.

    One-off ones are not here: a simulation begins in 2024 or later.
    """
    easter = easter_sunday(year)
    new_year = date(year, 1, 1)
    while new_year.weekday() >= 5:
        new_year += ONE_DAY
    # What falls on the weekend is made up for on the next days: a Friday's Christmas has Monday for Boxing Day.
    shown = {4: (25, 28), 5: (27, 28), 6: (26, 27)}.get(date(year, 12, 25).weekday(), (25, 26))
    christmas = [date(year, 12, day) for day in shown]
    movable = {easter - 2 * ONE_DAY, easter + ONE_DAY, _monday_from(date(year, 5, 1))}
    return frozenset({new_year, *movable, _last_monday(year, 5), _last_monday(year, 8), *christmas})


def _monday_from(day: date) -> date:
    return day + ONE_DAY * (-day.weekday() % 7)


def _last_monday(year: int, month: int) -> date:
    last = date(year, month, 31)
    return last - ONE_DAY * last.weekday()


@lru_cache(maxsize=8192)
def is_working(day: date) -> bool:
    """Whether people work on a day."""
    return day.weekday() < 5 and day not in bank_holidays(day.year)


@lru_cache(maxsize=8192)
def working_day(day: date, count: int) -> date:
    """The `count`th working day after a day, before it where `count` is negative."""
    while count:
        day += ONE_DAY if count > 0 else -ONE_DAY
        if is_working(day):
            count += -1 if count > 0 else 1
    return day


def first_working_day(day: date) -> date:
    """The day itself, or the next one on which people work."""
    while not is_working(day):
        day += ONE_DAY
    return day


def day_in_london(instant: datetime) -> date:
    """The day in London at an aware instant."""
    return instant.astimezone(LONDON).date()


def at_london(day: date, at: time) -> datetime:
    """The instant at which London's clocks show a time, in UTC."""
    return datetime.combine(day, at, tzinfo=LONDON).astimezone(UTC)


def is_open(instant: datetime) -> bool:
    """Whether an instant is within 08:00 ≤ t < 18:00 of a working day in London."""
    local = instant.astimezone(LONDON)
    return is_working(local.date()) and OPENS <= local.time() < CLOSES
