"""Days as people type them, the day before the month."""

from datetime import date

import pytest

from domain.typed_days import read_day

FRIDAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("today", FRIDAY),
        ("Tomorrow", date(2026, 11, 21)),
        ("friday", date(2026, 11, 27)),
        ("by Monday", date(2026, 11, 23)),
        ("4 December", date(2026, 12, 4)),
        ("4th of December", date(2026, 12, 4)),
        ("Friday 4 December 2026", date(2026, 12, 4)),
        ("20 nov", FRIDAY),
        ("19 nov", date(2027, 11, 19)),
        ("4/12", date(2026, 12, 4)),
        ("4.12.26", date(2026, 12, 4)),
        ("04-12-2026", date(2026, 12, 4)),
        ("2026-12-04", date(2026, 12, 4)),
        ("1 January", date(2027, 1, 1)),
        ("next Friday", date(2026, 11, 27)),
        ("next Monday", date(2026, 11, 23)),
        ("by next sunday", date(2026, 11, 29)),
        ("in two weeks", date(2026, 12, 4)),
        ("in 2 weeks' time", date(2026, 12, 4)),
        ("within a week", date(2026, 11, 27)),
        ("in 10 days", date(2026, 11, 30)),
        ("in a fortnight", date(2026, 12, 4)),
    ],
)
def test_a_day_is_read(text: str, day: date) -> None:
    assert read_day(text, FRIDAY) == day


@pytest.mark.parametrize(
    "text",
    ["", "soon", "31 February", "2026-02-30", "13/13", "4 Brumaire", "in some weeks", "next week", "31/11", "32/1"],
)
def test_what_is_no_day_is_none(text: str) -> None:
    assert read_day(text, FRIDAY) is None


def test_a_day_that_comes_only_in_leap_years_needs_its_year() -> None:
    assert read_day("29 February", FRIDAY) is None
    assert read_day("29 February 2028", FRIDAY) == date(2028, 2, 29)
