from datetime import UTC, date, datetime, time

import pytest

from bot.days_off import bank_holidays, calendar_for
from domain.policy import Policy


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2026, 4, 3), "Good Friday"),
        (date(2026, 4, 6), "Easter Monday, which Scotland does not have"),
        (date(2026, 8, 31), "the last Monday of August"),
        (date(2026, 12, 25), "Christmas Day"),
        (date(2026, 12, 28), "the Monday for a Boxing Day on Saturday"),
        (date(2022, 9, 19), "the Queen's funeral, a bank holiday once"),
        (date(2020, 5, 8), "the May holiday, moved to VE Day that year"),
    ],
)
def test_a_bank_holiday_of_england_is_no_working_day(day: date, why: str) -> None:
    assert not calendar_for(Policy()).is_working_day(day), why


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2026, 3, 17), "St Patrick's Day, Northern Ireland's"),
        (date(2026, 11, 30), "St Andrew's Day, Scotland's"),
        (date(2020, 5, 4), "the first Monday of May 2020, whose holiday was moved"),
    ],
)
def test_a_holiday_of_another_nation_is_a_working_day(day: date, why: str) -> None:
    assert calendar_for(Policy()).is_working_day(day), why


def test_the_councils_closure_days_are_off_too() -> None:
    closure = date(2026, 12, 29)
    assert calendar_for(Policy()).is_working_day(closure)
    assert not calendar_for(Policy(council_closure_days=(closure,))).is_working_day(closure)


def test_the_hours_are_the_policys() -> None:
    calendar = calendar_for(Policy(opens=time(9), closes=time(17)))
    assert not calendar.is_open(datetime(2026, 11, 20, 8, 59, tzinfo=UTC))
    assert calendar.is_open(datetime(2026, 11, 20, 9, 0, tzinfo=UTC))
    assert not calendar.is_open(datetime(2026, 11, 20, 17, 0, tzinfo=UTC))


def test_every_year_from_2010_to_2050_has_its_eight_holidays_or_more() -> None:
    counts = {year: sum(day.year == year for day in bank_holidays()) for year in range(2010, 2051)}
    assert {year: count for year, count in counts.items() if count < 8} == {}
