"""What is noticed when nobody is chased: by QA, by the doctor and by the figures."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.days_off import calendar_for
from bot.doctor_checks import chasing_gone_wrong
from bot.measures_of_rows import missed
from domain.chasing_gap import missed_days
from domain.policy import Policy
from duties import chasing, chasing_watch
from storage import jobs
from storage.store import Actor, Store
from storage.tables.service import qa_task

POLICY = Policy()
CALENDAR = calendar_for(POLICY)
DUTY = Actor("duty")
FRIDAY = date(2026, 11, 20)
FRIDAY_AT_NINE = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("last", "now", "missing"),
    [
        (None, "2026-11-23T12:00", []),
        (FRIDAY, "2026-11-20T12:00", []),
        (FRIDAY, "2026-11-22T12:00", []),  # a Sunday
        (FRIDAY, "2026-11-23T08:29", []),
        (FRIDAY, "2026-11-23T08:30", ["2026-11-23"]),
        (FRIDAY, "2026-11-24T07:00", ["2026-11-23"]),
        (FRIDAY, "2026-11-25T09:00", ["2026-11-23", "2026-11-24", "2026-11-25"]),
        (date(2026, 12, 24), "2026-12-28T12:00", []),  # Christmas, and Boxing Day's substitute
        (date(2026, 7, 17), "2026-07-20T07:30", ["2026-07-20"]),  # 08:30 in London's summer
        (date(2026, 7, 17), "2026-07-20T07:29", []),
    ],
)
def test_a_working_day_is_missed_half_an_hour_after_its_lists_should_be_made(
    last: date | None, now: str, missing: list[str]
) -> None:
    instant = datetime.fromisoformat(f"{now}+00:00")
    assert missed_days(last, instant, POLICY, CALENDAR) == [date.fromisoformat(day) for day in missing]


def test_a_setting_out_of_working_hours_counts_from_their_opening() -> None:
    late = Policy(digest_from=POLICY.closes)
    assert missed_days(FRIDAY, datetime(2026, 11, 23, 8, 30, tzinfo=UTC), late, CALENDAR) == [date(2026, 11, 23)]


def test_qa_hears_while_nobody_is_chased_and_afterwards_for_which_days_once(sqlite_store: Store) -> None:
    def chased(now: datetime) -> None:
        sqlite_store.do(lambda unit: chasing.record(unit, POLICY, CALENDAR), now, DUTY)

    def looked_at(now: datetime) -> list[str]:
        def looks() -> list[str]:
            with sqlite_store.unit(now, DUTY) as unit:
                chasing_watch.record(unit, POLICY, CALENDAR)
                is_open = select(qa_task.c.about).where(qa_task.c.closed_at.is_(None)).order_by(qa_task.c.id)
                return list(unit.connection.execute(is_open).scalars())

        assert looks() == looks(), "looking twice tells nothing twice"
        return looks()

    assert looked_at(FRIDAY_AT_NINE) == [], "nobody was ever chased"
    chased(FRIDAY_AT_NINE)
    assert looked_at(FRIDAY_AT_NINE + timedelta(days=2)) == []

    wednesday = FRIDAY_AT_NINE + timedelta(days=5)
    [about] = looked_at(wednesday)
    assert "from Monday 23 November 2026 to Wednesday 25 November 2026 (3 working days)" in about
    with sqlite_store.unit(wednesday, DUTY) as unit:
        [sentence] = chasing_gone_wrong(unit)
        assert "since Friday 20 November 2026: 3 working days" in sentence

    chased(wednesday)
    [afterwards] = looked_at(wednesday)
    assert "from Monday 23 November 2026 to Tuesday 24 November 2026 (2 working days)" in afterwards
    assert "again on Wednesday 25 November 2026, 09:00" in afterwards
    with sqlite_store.unit(wednesday, DUTY) as unit:
        unit.connection.execute(qa_task.update().values(closed_at=wednesday))
        assert list(chasing_gone_wrong(unit)) == []
    assert looked_at(wednesday + timedelta(hours=1)) == [], "what QA has closed is not told again"


def test_a_council_whose_first_lists_were_never_made_is_told_of_like_any_other(sqlite_store: Store) -> None:
    failed = {"started_at": FRIDAY_AT_NINE, "finished_at": FRIDAY_AT_NINE}
    with sqlite_store.unit(FRIDAY_AT_NINE, DUTY) as unit:
        jobs.record_run(unit, "chasing", jobs.FAILED, "IntegrityError", **failed)
        assert missed(unit) == []
    with sqlite_store.unit(FRIDAY_AT_NINE + timedelta(days=4), DUTY) as unit:
        assert missed(unit) == [date(2026, 11, 23), date(2026, 11, 24)]
        assert chasing_watch.record(unit, POLICY, CALENDAR) == 2
        [sentence] = chasing_gone_wrong(unit)
    assert sentence.startswith("Nobody has been chased since Friday 20 November 2026: 2 working days")
