from datetime import date

import pytest

from domain.months import closing_day, is_closed
from domain.policy import MonthCloses


@pytest.mark.parametrize(
    ("month", "latest_due_on", "closes"),
    [
        ("2026-11", date(2026, 11, 27), date(2026, 11, 30)),
        ("2026-11", date(2026, 12, 4), date(2026, 12, 4)),
        ("2026-11", None, date(2026, 11, 30)),
        ("2028-02", date(2028, 2, 25), date(2028, 2, 29)),
        ("2026-12", date(2027, 1, 8), date(2027, 1, 8)),
    ],
)
def test_a_month_closes_at_the_later_of_its_last_day_and_its_latest_due_day(
    month: str, latest_due_on: date | None, closes: date
) -> None:
    assert closing_day(month, latest_due_on) == closes


def test_a_month_is_open_on_its_closing_day_and_closed_the_day_after() -> None:
    assert not is_closed("2026-11", date(2026, 12, 4), date(2026, 12, 4))
    assert is_closed("2026-11", date(2026, 12, 4), date(2026, 12, 5))


def test_a_council_may_close_its_months_with_their_last_day_whatever_is_still_due() -> None:
    assert closing_day("2026-11", date(2026, 12, 4), MonthCloses.LAST_DAY) == date(2026, 11, 30)
    assert is_closed("2026-11", date(2026, 12, 4), date(2026, 12, 1), MonthCloses.LAST_DAY)
    assert not is_closed("2026-11", date(2026, 12, 4), date(2026, 12, 1))
