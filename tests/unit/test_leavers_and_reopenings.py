"""What the nightly duties decide: whose items QA is asked about, and which reopenings end."""

from datetime import UTC, date, datetime, timedelta

import pytest

from dialogs import qa_notices
from domain.policy import MonthCloses, Policy
from duties import leavers, reopenings
from storage.leavers import Leaver
from storage.reopening import OpenAgain

LAST_DAY = date(2026, 11, 20)
NEXT = LAST_DAY + timedelta(days=1)
# London's midnight after the last day; in summer it is an hour earlier in UTC.
MIDNIGHT = datetime(2026, 11, 21, 0, 0, tzinfo=UTC)


def somebody(last_asked_at: datetime | None = None, *, is_waiting: bool = False, left_on: date = LAST_DAY) -> Leaver:
    return Leaver(7, left_on, last_asked_at, is_waiting=is_waiting)


@pytest.mark.parametrize(
    ("today", "asks"),
    [(date(2026, 11, 19), False), (LAST_DAY, False), (NEXT, True), (date(2027, 3, 1), True)],
)
def test_qa_is_asked_from_the_day_after_the_last_one(today: date, asks: bool) -> None:  # noqa: FBT001 - a column of the table
    assert leavers.decide([somebody()], today) == ({7: LAST_DAY} if asks else {})


@pytest.mark.parametrize(
    ("one", "asks"),
    [
        (somebody(MIDNIGHT - timedelta(days=9), is_waiting=True), False),  # asked by the import, and not answered yet
        (somebody(MIDNIGHT - timedelta(days=9)), True),  # answered before they had gone
        (somebody(MIDNIGHT - timedelta(seconds=1)), True),
        (somebody(MIDNIGHT), False),
        (somebody(MIDNIGHT + timedelta(days=9)), False),
        (somebody(datetime(2026, 7, 3, 22, 59, tzinfo=UTC), left_on=date(2026, 7, 3)), True),
        (somebody(datetime(2026, 7, 3, 23, 0, tzinfo=UTC), left_on=date(2026, 7, 3)), False),
    ],
)
def test_qa_is_asked_once_after_they_have_gone(one: Leaver, asks: bool) -> None:  # noqa: FBT001 - a column of the table
    assert bool(leavers.decide([one], date(2026, 12, 1))) is asks


NOVEMBER, DECEMBER = OpenAgain(1, "2026-11"), OpenAgain(2, "2026-12")
LATEST_DUE = {"2026-11": date(2026, 12, 4), "2026-12": None}


@pytest.mark.parametrize(
    ("today", "closes", "ended"),
    [
        (date(2026, 11, 30), MonthCloses.LATEST_DUE_DAY, []),
        (date(2026, 12, 4), MonthCloses.LATEST_DUE_DAY, []),
        (date(2026, 12, 5), MonthCloses.LATEST_DUE_DAY, [1]),
        (date(2026, 12, 1), MonthCloses.LAST_DAY, [1]),
        (date(2027, 1, 1), MonthCloses.LATEST_DUE_DAY, [1, 2]),
    ],
)
def test_a_reopening_ends_on_the_day_after_its_month_has_closed(
    today: date, closes: MonthCloses, ended: list[int]
) -> None:
    policy = Policy(month_closes=closes)
    assert reopenings.decide([NOVEMBER, DECEMBER], LATEST_DUE, policy, today) == ended


def test_the_duty_and_the_dialog_mean_the_same_notice() -> None:
    assert reopenings.REOPENING_ENDED == qa_notices.REOPENING_ENDED
