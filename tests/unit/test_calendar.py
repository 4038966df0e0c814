"""London days, working days and working hours, on the days that go wrong."""

from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.calendar import (
    WorkingCalendar,
    last_day_of,
    london_day,
    london_instant,
    month_of,
    spoken_day,
    spoken_month,
    spoken_time,
)
from domain.months import closing_day, is_closed

# England, the winter of 2026 and the spring of 2027: handed in, as the domain knows no holidays.
CHRISTMAS = date(2026, 12, 25)
BOXING_DAY_KEPT = date(2026, 12, 28)  # the 26th is a Saturday
NEW_YEAR = date(2027, 1, 1)
GOOD_FRIDAY = date(2027, 3, 26)
EASTER_MONDAY = date(2027, 3, 29)
COUNCIL = WorkingCalendar(frozenset({CHRISTMAS, BOXING_DAY_KEPT, NEW_YEAR, GOOD_FRIDAY, EASTER_MONDAY}))
EVERY_WEEKDAY = WorkingCalendar()

DAYS = st.dates(date(2018, 1, 1), date(2035, 12, 31))
INSTANTS = st.datetimes(datetime(2018, 1, 1), datetime(2035, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 - bounds are naive, the instants are not
DAYS_OFF = st.frozensets(st.dates(date(2026, 1, 1), date(2026, 12, 31)), max_size=30)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        ("2026-03-28T23:59:59", date(2026, 3, 28)),  # the night in which the clocks go forward
        ("2026-03-29T00:00", date(2026, 3, 29)),
        ("2026-03-29T00:59:59", date(2026, 3, 29)),
        ("2026-03-29T01:00", date(2026, 3, 29)),
        ("2026-03-29T22:59:59", date(2026, 3, 29)),
        ("2026-03-29T23:00", date(2026, 3, 30)),
        ("2026-10-24T22:59:59", date(2026, 10, 24)),  # the night in which they go back
        ("2026-10-24T23:00", date(2026, 10, 25)),
        ("2026-10-25T00:30", date(2026, 10, 25)),
        ("2026-10-25T01:30", date(2026, 10, 25)),
        ("2026-10-25T23:30", date(2026, 10, 25)),
        ("2026-10-26T00:00", date(2026, 10, 26)),
        ("2026-06-30T22:59:59", date(2026, 6, 30)),  # the end of a month in summer
        ("2026-06-30T23:00", date(2026, 7, 1)),
        ("2026-11-30T23:59:59", date(2026, 11, 30)),  # and in winter
        ("2026-12-31T23:59:59", date(2026, 12, 31)),  # the end of a year
        ("2027-01-01T00:00", date(2027, 1, 1)),
        ("2027-03-31T22:59:59", date(2027, 3, 31)),  # the end of a financial year, in summer time
        ("2027-03-31T23:00", date(2027, 4, 1)),
        ("2028-02-29T12:00", date(2028, 2, 29)),
    ],
)
def test_an_instant_falls_on_londons_day(instant: str, day: date) -> None:
    assert london_day(utc(instant)) == day


def test_an_instant_of_another_zone_falls_on_londons_day() -> None:
    auckland = timezone(timedelta(hours=13))
    assert london_day(datetime(2026, 11, 20, 12, 30, tzinfo=auckland)) == date(2026, 11, 19)


NAIVE = datetime(2026, 11, 20, 9, 0)  # noqa: DTZ001 - what must be refused


def test_no_day_is_guessed_for_an_instant_without_offset() -> None:
    with pytest.raises(ValueError, match="no offset: give an instant with its time zone"):
        london_day(NAIVE)


def test_no_hour_is_guessed_for_an_instant_without_offset() -> None:
    for ask in (EVERY_WEEKDAY.is_open, EVERY_WEEKDAY.next_open, spoken_time):
        with pytest.raises(ValueError, match="no offset"):
            ask(NAIVE)


@pytest.mark.parametrize(
    ("day", "at", "instant"),
    [
        (date(2026, 3, 28), time(8), "2026-03-28T08:00"),
        (date(2026, 3, 29), time(8), "2026-03-29T07:00"),
        (date(2026, 3, 29), time(1, 30), "2026-03-29T01:30"),  # no clock shows it: half an hour after they jumped
        (date(2026, 10, 24), time(8), "2026-10-24T07:00"),
        (date(2026, 10, 25), time(1, 30), "2026-10-25T00:30"),  # shown twice: the first one
        (date(2026, 10, 25), time(8), "2026-10-25T08:00"),
        (date(2026, 7, 1), time(0), "2026-06-30T23:00"),
    ],
)
def test_londons_clocks_name_an_instant(day: date, at: time, instant: str) -> None:
    assert london_instant(day, at) == utc(instant)
    assert london_instant(day, at).utcoffset() == timedelta(0)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 12, 4), "Friday 4 December 2026"),
        (date(2026, 3, 29), "Sunday 29 March 2026"),
        (date(2027, 4, 1), "Thursday 1 April 2027"),
    ],
)
def test_a_day_is_said_as_a_british_reader_says_it(day: date, words: str) -> None:
    assert spoken_day(day) == words


def test_a_time_is_said_as_londons_clocks_show_it() -> None:
    assert spoken_time(utc("2026-07-01T08:05")) == "09:05"
    assert spoken_time(utc("2026-12-01T08:05")) == "08:05"


def test_a_month_is_written_as_the_workbook_does_and_said_as_a_reader_does() -> None:
    assert month_of(date(2026, 3, 31)) == "2026-03"
    assert spoken_month("2026-03") == "March 2026"


@pytest.mark.parametrize(
    ("month", "last"),
    [
        ("2026-01", 31),
        ("2026-02", 28),
        ("2028-02", 29),
        ("2100-02", 28),
        ("2026-04", 30),
        ("2026-11", 30),
        ("2026-12", 31),
    ],
)
def test_a_month_ends_with_its_last_day(month: str, last: int) -> None:
    assert last_day_of(month) == date.fromisoformat(f"{month}-{last}")


@given(DAYS)
def test_every_day_is_within_its_month(day: date) -> None:
    last = last_day_of(month_of(day))
    assert day <= last
    assert month_of(last) == month_of(day)
    assert month_of(last + timedelta(days=1)) != month_of(day)


@pytest.mark.parametrize(
    ("latest_due_on", "closes_with"),
    [
        (None, date(2026, 11, 30)),
        (date(2026, 11, 27), date(2026, 11, 30)),
        (date(2026, 11, 30), date(2026, 11, 30)),
        (date(2026, 12, 4), date(2026, 12, 4)),
        (date(2027, 1, 2), date(2027, 1, 2)),
    ],
)
def test_a_month_closes_with_the_later_of_its_last_day_and_its_latest_due_day(
    latest_due_on: date | None, closes_with: date
) -> None:
    assert closing_day("2026-11", latest_due_on) == closes_with
    assert not is_closed("2026-11", latest_due_on, closes_with)
    assert is_closed("2026-11", latest_due_on, closes_with + timedelta(days=1))


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 11, 20), True),
        (date(2026, 11, 21), False),
        (date(2026, 11, 22), False),
        (date(2026, 11, 23), True),
        (CHRISTMAS, False),
        (BOXING_DAY_KEPT, False),
        (date(2026, 12, 29), True),
        (NEW_YEAR, False),
    ],
)
def test_weekends_and_days_off_are_no_working_days(day: date, works: bool) -> None:  # noqa: FBT001 - a column of the table
    assert COUNCIL.is_working_day(day) is works


@pytest.mark.parametrize(
    ("day", "count", "reached"),
    [
        (date(2026, 11, 27), 1, date(2026, 11, 30)),
        (date(2026, 11, 27), -5, date(2026, 11, 20)),
        (date(2026, 11, 27), -1, date(2026, 11, 26)),
        (date(2026, 11, 27), 8, date(2026, 12, 9)),
        (date(2026, 11, 29), 1, date(2026, 11, 30)),  # due on a Sunday
        (date(2026, 11, 29), -1, date(2026, 11, 27)),
        (date(2026, 12, 23), 1, date(2026, 12, 24)),  # over Christmas
        (date(2026, 12, 24), 1, date(2026, 12, 29)),
        (date(2026, 12, 24), 3, date(2026, 12, 31)),
        (date(2026, 12, 24), 4, date(2027, 1, 4)),
        (CHRISTMAS, 1, date(2026, 12, 29)),
        (CHRISTMAS, -1, date(2026, 12, 24)),
        (date(2027, 1, 4), -4, date(2026, 12, 24)),
        (date(2027, 1, 4), -1, date(2026, 12, 31)),
        (date(2027, 3, 25), 1, date(2027, 3, 30)),  # over Easter and the night of the clocks
        (date(2027, 3, 31), 1, date(2027, 4, 1)),  # over the end of the financial year
        (date(2027, 4, 1), -2, date(2027, 3, 30)),
        (date(2026, 11, 29), 0, date(2026, 11, 29)),
    ],
)
def test_working_days_are_counted_from_the_day_on(day: date, count: int, reached: date) -> None:
    assert COUNCIL.working_day_after(day, count) == reached


@pytest.mark.parametrize(
    ("instant", "is_open"),
    [
        ("2026-11-20T07:59:59", False),
        ("2026-11-20T08:00", True),
        ("2026-11-20T17:59:59", True),
        ("2026-11-20T18:00", False),
        ("2026-11-21T10:00", False),  # Saturday
        ("2026-12-25T10:00", False),
        ("2026-03-27T07:59", False),  # the Friday before the clocks go forward
        ("2026-03-27T08:00", True),
        ("2026-03-29T10:00", False),
        ("2026-03-30T06:59", False),  # the Monday after
        ("2026-03-30T07:00", True),
        ("2026-03-30T16:59", True),
        ("2026-03-30T17:00", False),
        ("2026-10-23T07:00", True),  # the Friday before they go back
        ("2026-10-23T17:00", False),
        ("2026-10-25T10:00", False),
        ("2026-10-26T07:00", False),  # the Monday after
        ("2026-10-26T08:00", True),
        ("2026-10-26T17:59", True),
    ],
)
def test_working_hours_are_londons(instant: str, is_open: bool) -> None:  # noqa: FBT001 - a column of the table
    assert COUNCIL.is_open(utc(instant)) is is_open


@pytest.mark.parametrize(
    ("instant", "next_open"),
    [
        ("2026-11-20T07:59", "2026-11-20T08:00"),
        ("2026-11-20T08:00", "2026-11-20T08:00"),
        ("2026-11-20T12:34:56", "2026-11-20T12:34:56"),
        ("2026-11-20T17:59", "2026-11-20T17:59"),
        ("2026-11-20T18:00", "2026-11-23T08:00"),  # Friday evening
        ("2026-11-21T12:00", "2026-11-23T08:00"),
        ("2026-11-22T23:59", "2026-11-23T08:00"),
        ("2026-11-23T18:00", "2026-11-24T08:00"),
        ("2026-12-24T18:00", "2026-12-29T08:00"),  # the evening before a bank holiday
        ("2026-12-25T03:00", "2026-12-29T08:00"),
        ("2026-12-31T20:00", "2027-01-04T08:00"),
        ("2026-03-27T18:00", "2026-03-30T07:00"),  # the clocks go forward meanwhile
        ("2026-03-29T00:30", "2026-03-30T07:00"),
        ("2026-10-23T17:00", "2026-10-26T08:00"),  # the clocks go back meanwhile
        ("2026-06-30T23:30", "2026-07-01T07:00"),  # past midnight in London already
    ],
)
def test_what_misses_working_hours_waits_for_the_next(instant: str, next_open: str) -> None:
    assert COUNCIL.next_open(utc(instant)) == utc(next_open)


def test_the_next_opening_is_given_in_utc_whatever_was_asked_in() -> None:
    auckland = timezone(timedelta(hours=13))
    for hour in (1, 12, 23):
        assert COUNCIL.next_open(datetime(2026, 11, 20, hour, tzinfo=auckland)).tzinfo is UTC


def test_other_working_hours_are_kept() -> None:
    council = WorkingCalendar(opens=time(9, 30), closes=time(16))
    assert not council.is_open(utc("2026-11-20T09:29"))
    assert council.is_open(utc("2026-11-20T09:30"))
    assert council.next_open(utc("2026-11-20T16:00")) == utc("2026-11-23T09:30")


@given(DAYS, st.integers(1, 40), DAYS_OFF)
def test_so_many_working_days_on_and_back_again_is_the_day_itself(
    day: date, count: int, days_off: frozenset[date]
) -> None:
    council = WorkingCalendar(days_off)
    reached = council.working_day_after(day, count)
    back = council.working_day_after(reached, -count)
    assert council.is_working_day(reached)
    if council.is_working_day(day):
        assert back == day
    else:
        assert back < day
        assert not any(council.is_working_day(back + timedelta(days=n)) for n in range(1, (day - back).days))


@given(DAYS, st.integers(1, 20), DAYS_OFF)
def test_as_many_working_days_lie_behind_a_day_as_were_counted(
    day: date, count: int, days_off: frozenset[date]
) -> None:
    council = WorkingCalendar(days_off)
    reached = council.working_day_after(day, count)
    between = [day + timedelta(days=n) for n in range(1, (reached - day).days + 1)]
    assert sum(council.is_working_day(one) for one in between) == count


@given(INSTANTS, DAYS_OFF)
def test_working_hours_lie_on_working_days_and_come_next_without_a_gap(
    instant: datetime, days_off: frozenset[date]
) -> None:
    council = WorkingCalendar(days_off)
    if council.is_open(instant):
        assert council.is_working_day(london_day(instant))
        assert council.next_open(instant) == instant
        return
    opening = council.next_open(instant)
    assert opening > instant
    assert council.is_open(opening)
    assert not council.is_open(opening - timedelta(seconds=1))


@given(INSTANTS)
def test_an_instant_has_one_day_and_a_day_holds_its_noon(instant: datetime) -> None:
    day = london_day(instant)
    assert london_instant(day, time(0)) <= instant < london_instant(day + timedelta(days=1), time(0))
    assert london_day(london_instant(day, time(12))) == day
